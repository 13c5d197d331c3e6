"""Taking rows out, with what cannot be without them.

A row that names something dropped goes too, until nothing names it. Three things stay instead: a
list loses the name, unless nothing would be left in it; and a column in which blank means "none"
becomes blank. A procurement that would be left without a route or a supplier is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from calloff.assemble import cells_of
from calloff.faults.draft import named
from calloff.faults.references import REFERENCES, Reference
from calloff.scenario.sheet import At, Held, Sheet, rewritten

BLANKED = frozenset({("systems", "replaced_by"), ("lots", "recompete_route"), ("pins", "supplier"), ("pins", "route")})
"""Columns that become blank: what they named was a choice, and the row can be without it."""
EMPTIED = frozenset({("suppliers", "members")})
"""Lists that may become empty; elsewhere an empty list would mean all, or nothing at all."""
NEEDED = frozenset({("procurements", "routes"), ("procurements", "suppliers")})
"""Lists that may not become empty, for their row is not to go."""


def dropped(sheet: Sheet, at: At, table: str, gone: Sequence[Held]) -> Sheet:
    """The sheet without some rows, and without what named them."""
    sheet = sheet.without(table, gone)
    lost = {str(cells_of(h.row)["id"]) for h in gone if "id" in cells_of(h.row)}
    if table == "phases":
        lost -= {str(getattr(h.row, "id", "")) for h in sheet.rows("phases")}
    for ref in REFERENCES if lost else ():
        if table in ref.targets:
            sheet = _forget(sheet, at, ref, lost)
    return sheet


def _forget(sheet: Sheet, at: At, ref: Reference, lost: set[str]) -> Sheet:
    """The sheet in which one column names none of the lost."""
    naming = [h for h in sheet.rows(ref.table) if lost & set(named(cells_of(h.row)[ref.column]))]
    kept = dict(_kept(at, ref, lost, naming))
    sheet = sheet.having(ref.table, (kept.get(h, h) for h in sheet.rows(ref.table)))
    gone = [h for h in naming if h not in kept]
    return dropped(sheet, at, ref.table, gone) if gone else sheet


def _kept(at: At, ref: Reference, lost: set[str], naming: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """Rows that stay, with the column as it is then."""
    place = (ref.table, ref.column)
    for held in naming:
        value = cells_of(held.row)[ref.column]
        if isinstance(value, tuple):
            left = tuple(v for v in value if v not in lost)
            if left or place in EMPTIED:
                yield held, rewritten(at, ref.table, held, {ref.column: left})
            elif place in NEEDED:
                name = cells_of(held.row)["id"]
                problem = f"{name} would be left without any of its {ref.column}"
                raise at.error(ref.column, ", ".join(sorted(lost)), problem, f"give {name} others first, or drop it")
        elif place in BLANKED:
            yield held, rewritten(at, ref.table, held, {ref.column: None})
