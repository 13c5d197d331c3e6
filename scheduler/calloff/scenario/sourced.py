"""What `sources` says of figures that a scenario changed: they are assumed from then on.

A figure that was sourced is none any more once a scenario gives it another value, and a report must not
show it as one. Rows about rows that are gone go with them.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.assemble import cells_of
from calloff.programme import KEYS, key_of
from calloff.scenario.sheet import At, Held, Sheet, rewritten
from calloff.tables import Source


def resourced(before: Sheet, after: Sheet, at: At, title: str) -> Sheet:
    """The sheet after a scenario, with what `sources` says brought up to date."""
    moved = dict(_moved(before, after))
    reason: dict[str, object] = {"mark": "assumed", "low": None, "high": None, "grade": None, "as_of": None}
    reason["citation"] = f"By the scenario: {title}"
    kept: list[Held] = []
    for held in after.rows("sources"):
        row = held.row
        assert isinstance(row, Source)
        if (row.table, row.row, row.column) in moved:
            kept.append(rewritten(at, "sources", held, reason))
        elif not _is_gone(before, after, row):
            kept.append(held)
    known = {(s.table, s.row, s.column) for h in kept if isinstance(s := h.row, Source)}
    new = [
        {"table": table, "row": key, "column": column, **reason}
        for table, key, column in moved
        if (table, key, column) not in known and (table, "*", column) in known
    ]
    return after.having("sources", kept).added(at, "sources", new)


def _moved(before: Sheet, after: Sheet) -> Iterator[tuple[tuple[str, str, str], None]]:
    """Table, row and column of each figure that has another value than before."""
    for table in KEYS:
        old = {key_of(table, h.row): h for h in before.rows(table)}
        same = set(before.rows(table))
        for held in after.rows(table) if table != "sources" else ():
            key = key_of(table, held.row)
            if held not in same and key in old:
                was, now = cells_of(old[key].row), cells_of(held.row)
                yield from (((table, key, column), None) for column in now if now[column] != was.get(column))


def _is_gone(before: Sheet, after: Sheet, source: Source) -> bool:
    """Whether what a row of `sources` is about was there before and is not now."""
    if source.table not in KEYS or source.row == "*":
        return False
    return source.row in _keys(before, source.table) and source.row not in _keys(after, source.table)


def _keys(sheet: Sheet, table: str) -> set[str]:
    return {key_of(table, h.row) for h in sheet.rows(table)}
