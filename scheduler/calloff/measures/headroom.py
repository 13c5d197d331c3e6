"""Months from the day on which a cluster has left the old contract that ends first, to that contract's end.

An end counts as it stands: with extensions already agreed, without options still to be taken. Negative where the
departments leave later. Contracts that ended before the plan's first day, or never end, do not count; where several
end on one day, the least headroom does. All together: the contract that ends first of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calloff.calendar import add_months
from calloff.measures.given import DAY, Given, Value, months_between
from calloff.tables import Contract

NAME = "headroom"
TITLE = "Headroom before the first contract end"
UNIT = "months"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    ends = [(end, c) for c in given.programme.contracts if (end := _end(given, c)) is not None]
    for group, some in given.by_group(ends, lambda x: x[1].id):
        held = [(end, _left(given, c), c.id) for end, c in some]
        if not held:
            yield Value(group, None, note="no old contract that ends")
            continue
        first = min(end for end, *_ in held)
        room, item = min((months_between(left, end), c) for end, left, c in held if end == first)
        yield Value(group, room, day=first - DAY, item=item)


def _end(given: Given, contract: Contract) -> date | None:
    """Day after the contract's last as it stands; None where it has none ahead."""
    if contract.ends is None:
        return None
    rows = given.programme.extensions_of(contract.id)
    agreed = max((e.order for e in rows if e.agreed), default=0)
    end = add_months(contract.ends + DAY, sum(e.months for e in rows if e.order <= agreed))
    return end if end > given.programme.programme.as_of else None


def _left(given: Given, contract: Contract) -> date:
    """Day from which nobody uses the contract's systems; at most the last the plan counts."""
    cover = given.facts.cover
    return given.calendar.day(max(cover.last_off(given.programme.system[s]) for s in contract.systems))
