"""What the extensions taken cost on top of their contracts, not discounted.

From the plan's first day to the horizon's end.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import Given, Value
from calloff.rows import SpendKind

NAME = "extension_cost"
TITLE = "Cost of extensions"
UNIT = "currency"
KINDS: tuple[SpendKind, ...] = ("extension",)


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    slots = range(given.calendar.now, given.calendar.horizon)
    for group, held in given.by_group({e.of for e in given.plan.extensions}, str):
        yield Value(group, given.facts.accounts.spent(KINDS, slots, set(held)), kinds=KINDS)
