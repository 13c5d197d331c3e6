"""Spend in each period of funding, of the kinds it covers, against what is approved; not discounted.

A period already begun counts from the plan's first day, and is held against what was then left. Only all together
are held against what is approved: no cluster has an approval of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import DAY, Given, Value

NAME = "spend"
TITLE = "Spend against approved"
UNIT = "currency"


def values(given: Given) -> Iterator[Value]:
    """One figure a period of funding; for all, and for each cluster."""
    rows = sorted(given.programme.funding, key=lambda r: (r.from_, r.to, r.covers))
    items = {*given.programme.procurement, *given.programme.department, *given.programme.contract}
    items |= set(given.programme.system)
    for group, held in given.by_group(items, str):
        of = set(held)
        if not rows:
            yield Value(group, None, note="no funding is given")
        for row in rows:
            slots = given.calendar.opening_in(row.from_, row.to)
            spent = given.facts.accounts.spent(row.covers, slots, of)
            covers = f" ({', '.join(row.covers)})" if row.covers else ""
            end = given.calendar.day(max(slots.start, slots.stop)) - DAY
            approved = None if group else row.approved
            yield Value(group, spent, approved, f"{row.from_} to {row.to}{covers}", end, kinds=row.covers)
