"""How many cycles a lot can need: as many as it takes, each let no earlier than it must be."""

from __future__ import annotations

from calloff.calendar import Calendar, offsets
from calloff.programme import Competition, Programme
from calloff.tables import Lot

CAP = 20
"""More cycles than this within one horizon are not planned, whatever the terms."""


def most_cycles(programme: Programme, lot: Lot) -> int:
    """Greatest number of cycles of a lot that any plan may hold.

    The first contract runs out at the earliest after its shortest term; each successor then adds
    at least its shortest term less what its competition needs between award and handover. Cycles
    stop when they reach the end of the run-off. Pinned cycles always count; a pinned expiry may end
    a contract before its shortest term.

    Returns
    -------
    int
        1 where the lot does not renew.
    """
    pinned = max((p.cycle for p in programme.pins if p.item == lot.id), default=1)
    if not lot.renews or lot.recompete_route is None:
        return 1
    calendar = Calendar.of(programme)
    later = programme.terms_for(lot.recompete_route, lot.id)
    if not later:
        return 1
    gain = max(1, _slots(calendar, later[0].months) - _handover(programme, lot))
    ends = [p for p in programme.pins if p.item == lot.id and p.milestone == "expiry" and p.date is not None]
    first = [calendar.end_on(p.date) for p in ends if p.cycle == 1 and p.kind != "earliest" and p.date is not None]
    reached = min([_first_expiry(programme, calendar, lot), *first])
    cycles = 1 + sum(p.cycle > 1 for p in ends)  # a pinned end may cut a later contract short
    while reached < calendar.limit and cycles < CAP:
        cycles, reached = cycles + 1, reached + gain
    return max(cycles, min(pinned, CAP))


def _slots(calendar: Calendar, months: int) -> int:
    return calendar.months_after(0, months)


def _handover(programme: Programme, lot: Lot) -> int:
    """Slots between award and the last phase's end in a later cycle."""
    assert lot.recompete_route is not None
    phases = programme.phases_for(lot.recompete_route, lot.procurement)
    after = phases[programme.award_index(phases) + 1 :]
    waits = sum(p.min_wait for p in after)
    return offsets([p.duration * lot.recompete_factor for p in after])[-1] + waits


def _first_expiry(programme: Programme, calendar: Calendar, lot: Lot) -> int:
    """Earliest boundary at which the first contract can end."""
    first = Competition(lot.procurement, None, 1)
    awards = [p for p in programme.pins_on(first) if p.kind == "actual" and p.milestone == "award" and p.date]
    rows = [row for route in programme.routes_for(first) for row in programme.terms_for(route, lot.id)]
    months = min((row.months for row in rows), default=0)
    if awards and awards[0].date is not None:
        return calendar.months_after_day(awards[0].date, months)
    return calendar.months_after(calendar.now, months)
