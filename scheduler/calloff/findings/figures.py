"""Where figures come from, and how far they may be off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.cells import columns, parse, show
from calloff.errors import Fault
from calloff.faults.draft import MODELS, cell, plain
from calloff.faults.sources import EVERY
from calloff.findings.note import note
from calloff.programme import Programme, key_of
from calloff.rows import Row

RANGED = ("number", "whole number", "date")
UNCOUNTED = frozenset({"order", "cycle", "wave", "reported"})
UNSOURCED_TABLES = frozenset({"sources", "measures", "stagger"})


def loose_assumptions(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """Per table, assumed figures without a range, and those without the reason for them."""
    assumed = [s for s in programme.sources if s.mark == "assumed"]
    wide = [s for s in assumed if _is_ranged(s) and (s.low is None or s.high is None)]
    bare = [s for s in assumed if s.citation is None]
    yield from _by_table(wide, "assumed figures without low and high", "nobody can see how far the plan rests on them")
    yield from _by_table(bare, "assumed figures without a reason", "nobody can question them")


def _is_ranged(source: t.Source) -> bool:
    return columns(MODELS[source.table])[source.column] in RANGED


def _by_table(sources: list[t.Source], problem: str, why: str) -> Iterator[Fault]:
    for table in dict.fromkeys(s.table for s in sources):
        held = [s for s in sources if s.table == table]
        rows = ", ".join(dict.fromkeys(s.row for s in held))
        names = ", ".join(dict.fromkeys(s.column for s in held))
        yield Fault("", table, show(rows), names, "", f"{problem}: {len(held)}", why)


def values_out_of_range(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A figure outside the low and high given for it."""
    held = dict[str, list[Row]]()
    for table, row in programme.rows():
        held.setdefault(table, []).append(row)
    for source in programme.sources:
        kind = columns(MODELS[source.table])[source.column]
        if kind not in RANGED:
            continue
        low, high = (None if x is None else _end(kind, x) for x in (source.low, source.high))
        for row in held.get(source.table, []):
            value = cell(row, source.column)
            named_here = source.row in (EVERY, key_of(source.table, row))
            if named_here and value is not None and _outside(value, low, high):
                problem = f"it lies outside {source.low} to {source.high}, the range that sources give it"
                yield note(source.table, row, source.column, problem, "one of the two is out of date")


def _end(kind: str, text: str) -> Any:
    return parse("date" if kind == "date" else "number", text)


def _outside(value: Any, low: Any, high: Any) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def unsourced_figures(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """Per table, how many figures have no row in `sources`."""
    told = {(s.table, s.row, s.column) for s in programme.sources}
    counts: dict[str, list[str]] = {}
    for table, row in programme.rows():
        if table not in UNSOURCED_TABLES:
            key = key_of(table, row)
            missing = [c for c in _figures(table, row) if not {(table, key, c), (table, EVERY, c)} & told]
            counts.setdefault(table, []).extend(missing)
    for table, missing in counts.items():
        if missing:
            problem = f"figures without a row in sources: {len(missing)}"
            why = "a reader cannot tell a fact from a guess"
            yield Fault("", table, EVERY, ", ".join(dict.fromkeys(missing)), "", problem, why)


def _figures(table: str, row: Row) -> list[str]:
    """Columns of a row that hold a figure of somebody's: a number or day that is no default."""
    defaults = {f.alias or name: f.default for name, f in MODELS[table].model_fields.items()}
    return [
        column
        for column, kind in columns(MODELS[table]).items()
        if kind in RANGED and column not in UNCOUNTED and plain(cell(row, column)) not in ("", plain(defaults[column]))
    ]
