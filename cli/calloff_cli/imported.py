"""What a person is told of an import: counts, how it was understood, and every reason with an example."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calloff_cli.screen import heading, out, plain, rows, say

if TYPE_CHECKING:
    from calloff_data.importing import Imported, RowReport, Wishes

VERDICTS = {"taken": "taken", "doubt": "taken with doubt", "not_taken": "not taken"}


class Tally:
    """Counts the reports as they are written; keeps them only where they are to be printed."""

    def __init__(self, keep: bool) -> None:
        self.counts = dict.fromkeys(VERDICTS, 0)
        self.made: dict[str, int] = {}
        self.proposed = 0
        self.homeless = 0
        self.reasons: dict[tuple[str, str], tuple[int, str]] = {}
        self.rows: list[RowReport] | None = [] if keep else None

    def take(self, row: RowReport) -> None:
        """One report."""
        self.counts[row.verdict] += 1
        self.proposed += len(row.proposed)
        for table, made in row.tables.items():
            self.made[table] = self.made.get(table, 0) + len(made)
        self.homeless += sum(not system.get("departments") for system in row.tables.get("systems", ()))
        for why in row.why if row.verdict != "taken" else ():
            kind = (row.verdict, _kind(why))
            count, example = self.reasons.get(kind, (0, f"{row.place}: {row.title or 'no title'}"))
            self.reasons[kind] = (count + 1, example)
        if self.rows is not None:
            self.rows.append(row)


def _kind(why: str) -> str:
    """A reason without the figures of its row, which stand behind the first colon."""
    return why.split(":", 1)[0]


def tell(tally: Tally, imported: Imported, written: Sequence[Path], to: Path, wishes: Wishes, *, as_json: bool) -> None:
    """Say on stdout what came in, and on stderr what to do next."""
    if as_json:
        out(json.dumps(_as_json(tally, imported, written), indent=1, ensure_ascii=False))
    else:
        _show(tally, imported)
    for line in _next(tally, to, wishes):
        say(plain(line))


def _show(tally: Tally, imported: Imported) -> None:
    for note in imported.notes:
        out(plain(note))
    heading("Records")
    rows(("verdict", "records"), [(VERDICTS[v], f"{n:,}") for v, n in tally.counts.items()], right=[1])
    if tally.reasons:
        heading("Why")
        ordered = sorted(tally.reasons.items(), key=lambda item: (list(VERDICTS).index(item[0][0]), -item[1][0]))
        cells = [(VERDICTS[v], f"{n:,}", why, example[:60]) for (v, why), (n, example) in ordered]
        rows(("verdict", "records", "why", "first"), cells, right=[1])
    heading("Rows made")
    made = [(table, f"{count:,}") for table, count in tally.made.items()]
    rows(("table", "rows"), [*made, ("extensions proposed", f"{tally.proposed:,}")], right=[1])


def _next(tally: Tally, to: Path, wishes: Wishes) -> Iterable[str]:
    yield f"Written to {to}; import-report.csv has a line for every record."
    if tally.proposed:
        yield "proposed-extensions.csv: move what you can confirm to extensions.csv; nothing there is applied."
    if tally.homeless:
        yield f"{tally.homeless} systems name no department: fill in departments in systems.csv, or give --department."
    if wishes.target.source:
        yield f"Next: calloff validate {to}"
    else:
        yield "Next: give the programme they belong to with --programme, or add its other tables to the folder."


def _as_json(tally: Tally, imported: Imported, written: Sequence[Path]) -> dict[str, object]:
    reports = [
        {
            "file": row.file,
            "place": row.place,
            "verdict": row.verdict,
            "title": row.title,
            "why": row.why,
            "made": row.made,
            "proposed": [dict(cells) for cells in row.proposed],
        }
        for row in tally.rows or ()
    ]
    told = {"counts": tally.counts, "made": tally.made, "proposed": tally.proposed, "notes": imported.notes}
    return {**told, "files": [str(path) for path in written], "rows": reports}
