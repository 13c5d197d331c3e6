"""Users of joining departments that are live by the end of a quarter, and by the deadline; of all who join.

Quarters are those of the fiscal year, told where somebody goes live in them. The figure by the deadline counts each
department against its own cluster's `live_by`; departments of clusters without one count neither way.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from calloff.calendar import add_months
from calloff.measures.given import DAY, Given, Value

NAME = "users_live"
TITLE = "Users live"
UNIT = "users"
DEADLINE = "by the deadline"

Live = tuple[date, int, date | None]
"""Last day by which a department is live, its users, and its deadline."""


def values(given: Given) -> Iterator[Value]:
    """By the deadline, then by each quarter; for each cluster and for all."""
    lives = {o.department: o.live - DAY for o in given.plan.departments if o.cycle == 1}
    joining = [d for d in given.programme.departments if d.joins and d.id in lives]
    for group, some in given.by_group(joining, lambda d: d.id):
        held = [(lives[d.id], d.users, given.programme.cluster[d.cluster].live_by) for d in some]
        yield _by_deadline(group, held)
        yield from _by_quarter(given, group, held)


def _by_deadline(group: str, held: Sequence[Live]) -> Value:
    due = [(live, users, by) for live, users, by in held if by is not None]
    if not due:
        return Value(group, None, period=DEADLINE, note="no deadline" if held else "no department joins")
    days = {by for *_, by in due}
    value = sum(users for live, users, by in due if live <= by)
    day = days.pop() if len(days) == 1 else None
    return Value(group, value, sum(users for _, users, _ in due), DEADLINE, day)


def _by_quarter(given: Given, group: str, held: Sequence[Live]) -> Iterator[Value]:
    everybody = sum(users for _, users, _ in held)
    ends = sorted({_quarter(given, live) for live, *_ in held})
    for end, name in ends:
        yield Value(group, sum(users for live, users, _ in held if live <= end), everybody, name, end)


def _quarter(given: Given, day: date) -> tuple[date, str]:
    """Last day and name of the quarter of the fiscal year that holds a day."""
    month, first = map(int, given.programme.programme.fiscal_year_start.split("-"))
    begin = date(day.year, month, min(first, monthrange(day.year, month)[1]))
    year = begin if begin <= day else add_months(begin, -12)
    quarter = next(n for n in range(1, 5) if day < add_months(year, 3 * n))
    named = str(year.year) if (month, first) == (1, 1) else f"{year.year}-{(year.year + 1) % 100:02d}"
    return add_months(year, 3 * quarter) - DAY, f"{named} Q{quarter}"
