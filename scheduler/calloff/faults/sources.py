"""Sources that point at nothing, or give a range that its column cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calloff import tables as t
from calloff.cells import WANTED, Kind, UnfitError, columns, parse
from calloff.errors import Fault
from calloff.faults.draft import MODELS, Draft
from calloff.programme import KEYS, key_of

EVERY = "*"


def sources(draft: Draft) -> Iterator[Fault]:
    """Each row of `sources` against the table, row and column it names."""
    keys = {name: {key_of(name, row) for row in draft.rows[name]} for name in _named(draft)}
    for row in draft.rows["sources"]:
        assert isinstance(row, t.Source)
        if row.table not in KEYS:
            yield draft.fault(row, "table", "there is no table of this name", "give one of: " + ", ".join(KEYS))
            continue
        kinds = columns(MODELS[row.table])
        if row.column not in kinds:
            problem = f"table {row.table} has no such column"
            yield draft.fault(row, "column", problem, "give one of: " + ", ".join(kinds))
        else:
            yield from _range(draft, row, kinds[row.column])
        if row.row != EVERY and row.row not in keys[row.table] and draft.complete(row.table):
            form = "/".join(KEYS[row.table]) or EVERY
            yield draft.fault(row, "row", f"table {row.table} has no such row", f"give {form}, or * for every row")


def _named(draft: Draft) -> set[str]:
    return {row.table for row in draft.rows["sources"] if isinstance(row, t.Source) and row.table in KEYS}


def _range(draft: Draft, row: t.Source, kind: Kind) -> Iterator[Fault]:
    ends: dict[str, Any] = {}
    for column, text in (("low", row.low), ("high", row.high)):
        if text is not None:
            try:
                ends[column] = parse(_loosely(kind), text)
            except UnfitError:
                problem = f"{row.table}.{row.column} holds a {kind}, and this is none"
                yield draft.fault(row, column, problem, WANTED[kind])
    if len(ends) == 2 and kind in ("number", "whole number", "date") and ends["low"] > ends["high"]:
        yield draft.fault(row, "high", f"high is below low ({row.low})", "swap them")


def _loosely(kind: Kind) -> Kind:
    """A range of whole numbers may have ends between them."""
    return "number" if kind == "whole number" else kind
