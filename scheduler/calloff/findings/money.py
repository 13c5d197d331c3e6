"""Funding that cannot even pay for what surely falls in its period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.errors import Fault
from calloff.findings.note import note
from calloff.programme import Programme


@dataclass(frozen=True)
class _Sure:
    """Spend that every plan has between two boundaries."""

    kind: str
    amount: Decimal
    first: int
    last: int


def thin_funding(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A funding row below the spend that no plan can move out of its period.

    Counted are agreed extensions by the month, and onboarding costs whose whole window, from now
    to the last start that still goes live in time, lies inside the period. Nothing else is sure.
    """
    sure = [*_agreed_extensions(programme, calendar), *_onboarding(programme, calendar)]
    for row in programme.funding:
        period = calendar.opening_in(row.from_, row.to)
        inside = [s for s in sure if period.start <= s.first and s.last < period.stop]
        spend = sum(s.amount for s in inside if not row.covers or s.kind in row.covers)
        if spend > row.approved:
            problem = f"at least {spend:.0f} surely falls in this period: agreed extensions and onboarding"
            yield note("funding", row, "approved", problem, "every plan overspends it")


def _agreed_extensions(programme: Programme, calendar: Calendar) -> Iterator[_Sure]:
    for extension, begin, end in agreed_spans(programme, calendar):
        monthly = extension.extra_cost * calendar.months_in_slot()
        for slot in range(max(begin, calendar.now), min(end, calendar.horizon)):
            yield _Sure("extension", monthly, slot, slot)


def agreed_spans(programme: Programme, calendar: Calendar) -> Iterator[tuple[t.Extension, int, int]]:
    """Agreed extensions of contracts and support, with the boundaries between which each adds cover."""
    ends = {c.id: c.ends for c in programme.contracts} | {s.id: s.support_end for s in programme.systems}
    for owner, last_day in ends.items():
        months = 0
        for extension in programme.extensions_of(owner) if last_day else []:
            assert last_day is not None
            begin = calendar.months_past_end(last_day, months) if months else calendar.end_on(last_day)
            months += extension.months
            if extension.agreed:
                yield extension, begin, calendar.months_past_end(last_day, months)


def _onboarding(programme: Programme, calendar: Calendar) -> Iterator[_Sure]:
    begun = {p.item for p in programme.pins if p.kind == "actual"}
    for d in programme.departments:
        last = calendar.horizon - ceil(d.onboarding)
        if d.joins and d.id not in begun and d.onboarding_cost and last < calendar.horizon:
            yield _Sure("onboarding", d.onboarding_cost, calendar.now, last)
