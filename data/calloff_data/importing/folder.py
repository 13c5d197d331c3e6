"""The folder that an import writes: the rows it made, and its report; with a target, a whole programme.

Nothing that exists is written over. Rows stream: a register of a million rows needs no more memory than one of ten.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from calloff.cells import plain_number
from calloff.errors import Fault, InputError
from calloff_data.atomic import whole_files
from calloff_data.importing.agreement import COLUMNS as AGREEMENTS
from calloff_data.importing.importing import Imported, Importer, RowReport, Target
from calloff_data.read import find, read_raw
from calloff_data.write.csv_tables import cell

REPORT = "import-report.csv"
PROPOSED = "proposed-extensions.csv"
REPORTED = ("file", "place", "verdict", "title", "made", "why", "proposed_months")
PROPOSED_COLUMNS = (*AGREEMENTS["extensions"], "x_why")


def read_target(source: str | None) -> Target:
    """The programme that an import goes into, or an empty one; its rows need not be right yet.

    Raises
    ------
    InputError
        There is no such programme, or its files cannot be read.
    """
    if source is None:
        return Target()
    reading = read_raw(source)
    if reading.faults:
        raise InputError(reading.faults)
    path = find(source)
    return Target(source, path if path.is_dir() else None, reading.tables)


def write(
    imported: Imported, importer: Importer, to: Path, target: Target, watch: Callable[[RowReport], None]
) -> list[Path]:
    """Write what an import made, all files or none; the files.

    Parameters
    ----------
    imported, importer
        What came in, and the format that brought it.
    to
        A folder; made where it is not there.
    target
        A programme whose tables are written with the new rows behind their own.
    watch
        Called with the report of each record as it is written.

    Raises
    ------
    InputError
        A file stands in the way, or the folder cannot be written to.
    """
    heads = _heads(importer, target)
    extra = {**imported.files, **_scenarios(target)}
    names = [*(f"{table}.csv" for table in heads), REPORT, PROPOSED, *extra]
    _refuse_overwriting(to, names)
    try:
        with whole_files([to / name for name in names]) as files, ExitStack() as closing:
            closing.callback(_close, imported.rows)
            for file, text in zip(files[len(heads) + 2 :], extra.values(), strict=True):
                file.write(text)
            writers = [csv.writer(file, lineterminator="\n") for file in files[: len(heads) + 2]]
            _fill(imported, heads, writers, target, watch)
    except OSError as found:
        problem = f"cannot be written to: {found.strerror or found}"
        raise InputError([Fault(str(to), "", "", "", "", problem, "a folder you may write to")]) from None
    return [to / name for name in names]


def _fill(
    imported: Imported,
    heads: Mapping[str, Sequence[str]],
    writers: Sequence[Any],
    target: Target,
    watch: Callable[[RowReport], None],
) -> None:
    tables = dict(zip(heads, writers, strict=False))
    report, proposed = writers[len(heads) :]
    for table, writer in tables.items():
        writer.writerow(heads[table])
        gone = imported.replaced.get(table, frozenset())
        kept = [raw for raw in target.tables.get(table, ()) if raw.where not in gone]
        writer.writerows([_own(raw.cells.get(c)) for c in heads[table]] for raw in kept)
    report.writerow(REPORTED)
    proposed.writerow(PROPOSED_COLUMNS)
    for row in imported.rows:
        for table, made in row.tables.items():
            tables[table].writerows([cell(cells.get(c, "")) for c in heads[table]] for cells in made)
        held = [{**cells, "x_why": "; ".join(row.why)} for cells in row.proposed]
        proposed.writerows([cell(cells.get(c, "")) for c in PROPOSED_COLUMNS] for cells in held)
        report.writerow([cell(value) for value in _reported(row)])
        watch(row)


def _reported(row: RowReport) -> Sequence[str]:
    months = ";".join(cells.get("months", "") for cells in row.proposed)
    return (row.file, row.place, row.verdict, row.title, ";".join(row.made), "; ".join(row.why), months)


def _heads(importer: Importer, target: Target) -> dict[str, tuple[str, ...]]:
    """Columns of every table that is written: the target's own, and those that the import fills."""
    heads: dict[str, tuple[str, ...]] = {}
    for table in dict.fromkeys((*target.tables, *importer.COLUMNS)):
        own = [column for raw in target.tables.get(table, ()) for column in raw.cells]
        heads[table] = tuple(dict.fromkeys((*own, *importer.COLUMNS.get(table, ()))))
    return {table: head for table, head in heads.items() if head}


def _own(value: object) -> str:
    """A cell of the target as it stood: it is the user's own, and must mean what it meant."""
    if isinstance(value, (list, tuple)):
        return ";".join(map(_own, value))
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    return plain_number(Decimal(str(value))) if isinstance(value, (float, Decimal)) else str(value)


def _scenarios(target: Target) -> dict[str, str]:
    found = sorted((target.folder / "scenarios").glob("*.toml")) if target.folder else []
    return {f"scenarios/{file.name}": file.read_text(encoding="utf-8") for file in found}


def _refuse_overwriting(to: Path, names: Sequence[str]) -> None:
    if to.exists() and not to.is_dir():
        raise InputError([Fault(str(to), "", "", "", "", "this is a file, not a folder", "name a folder")])
    present = [name for name in names if (to / name).exists()]
    if present:
        problem = "the folder holds files of these names, and nothing is overwritten"
        wanted = "name a new folder; to add to a programme, give it with --programme"
        raise InputError([Fault(str(to), "", "", "", ", ".join(present), problem, wanted)])


def _close(rows: object) -> None:
    """Let a stream of rows close its files, also where the writing failed."""
    close = getattr(rows, "close", None)
    if close is not None:
        close()
