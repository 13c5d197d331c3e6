"""One JSON file: an object with `programme` as an object and every other table as a list of objects."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from calloff.assemble import RawRow
from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff_data.read.reading import Reading, file_fault, text_of

WHOLE_DIGITS = 40


def accepts(path: Path) -> bool:
    """Whether the name says that it is JSON."""
    return path.suffix.lower() == ".json"


def read_tables(path: Path) -> Reading:
    """The rows of every table in the file."""
    content, faults = _parse(path, text_of(path))
    if not isinstance(content, dict):
        wanted = 'give {"programme": {…}, "clusters": [{…}], …}'
        raise InputError([*faults, file_fault(path, "", "", "", "the file does not hold an object", wanted)])
    if "origin" in content and "competitions" in content:
        wanted = "give the programme that it was made for"
        raise InputError([*faults, file_fault(path, "", "", "", "the file is a plan, not a programme", wanted)])
    tables: dict[str, list[RawRow]] = {}
    for name, held in content.items():
        rows = _rows(path, name, held)
        tables[name] = [row for row in rows if isinstance(row, RawRow)]
        faults.extend(row for row in rows if isinstance(row, Fault))
    return Reading(tables, tuple(faults))


def _rows(path: Path, table: str, held: object) -> list[RawRow | Fault]:
    rows = [held] if isinstance(held, dict) and table == "programme" else held
    if not isinstance(rows, list):
        wanted = "give a list of objects, one a row"
        return [file_fault(path, show(table), "", show(held), "this table is not a list", wanted)]
    return [_row(path, table, str(place), row) for place, row in enumerate(rows, start=1)]


def _row(path: Path, table: str, place: str, row: object) -> RawRow | Fault:
    if isinstance(row, dict):
        return RawRow(path.name, place, row)
    return file_fault(path, show(table), place, show(row), "this row is not an object", 'give {"column": value, …}')


def _parse(path: Path, text: str) -> tuple[object, list[Fault]]:
    faults: list[Fault] = []

    def gather(pairs: list[tuple[str, object]]) -> dict[str, object]:
        held = dict(pairs)
        if len(held) < len(pairs):
            names = [name for name, _ in pairs]
            twice = ";".join(sorted({name for name in names if names.count(name) > 1}))
            faults.append(file_fault(path, "", "", show(twice), "an object names a key twice", "name each key once"))
        return held

    try:
        content = json.loads(text, object_pairs_hook=gather, parse_float=Decimal, parse_int=_whole)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, position {error.colno}"
        wanted = "check commas, quotes and brackets there"
        raise InputError([file_fault(path, "", place, "", "the file is not JSON", wanted)]) from None
    except RecursionError:
        wanted = "give tables of plain rows"
        raise InputError([file_fault(path, "", "", "", "the file nests too deeply", wanted)]) from None
    return content, faults


def _whole(digits: str) -> int | Decimal:
    """A whole number; one far too long stays decimal, so that it is refused in its place."""
    return int(digits) if len(digits) <= WHOLE_DIGITS else Decimal(digits)
