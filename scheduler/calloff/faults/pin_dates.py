"""Pins, taken together: dates that contradict one another, the clock, or the horizon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.dated import competition_of, dated_subjects
from calloff.errors import Fault
from calloff.faults.draft import Draft

STARTS = frozenset({"start", "gtm"})


def clock(draft: Draft) -> Iterator[Fault]:
    """What is said to have happened after `as_of`, or is planned outside the horizon."""
    c = draft.calendar
    if c is None:
        return
    for pin in draft.programme.pins:
        if pin.date is None:
            continue
        last = c.last_day(c.limit) if pin.cycle > 1 else c.end
        if pin.kind == "actual" and pin.date > c.as_of:
            problem = f"it cannot have happened after as_of ({c.as_of})"
            yield draft.fault(pin, "date", problem, "give kind agreed, or a later as_of")
        elif pin.kind != "actual" and pin.milestone != "expiry" and pin.date > last:
            yield draft.fault(pin, "date", f"it lies after {last}, the end of what is planned", "give an earlier day")


def order_of_actuals(draft: Draft) -> Iterator[Fault]:
    """What happened, told out of order or twice."""
    for subject in dated_subjects(draft.programme):
        for (at, before), (then, pin) in pairwise(subject.actuals):
            assert before.date is not None
            assert pin.date is not None
            if at == then and before.date != pin.date:
                problem = f"it happened on {before.date} by another pin"
                yield draft.fault(pin, "date", problem, "give one actual day")
            elif pin.date < before.date:
                problem = f"{pin.milestone} cannot have happened before {before.milestone} ({before.date})"
                yield draft.fault(pin, "date", problem, "check both days")


def history_unknown(draft: Draft) -> Iterator[Fault]:
    """History whose route, or whose award, nobody gave."""
    for s in dated_subjects(draft.programme):
        happened = [p for p in s.pins if p.kind == "actual"]
        if s.competition is None or not happened:
            continue
        if len(s.routes) > 1:
            problem = f"{s.item} may take several routes, and this says which phases are over"
            wanted = "pin its route: one of " + ", ".join(s.routes)
            yield draft.fault(happened[0], "route", problem, wanted)
        elif s.award_forgotten:
            problem = "this lies after the award, but no actual award is given"
            yield draft.fault(s.actuals[-1][1], "milestone", problem, "pin the actual award too")


def contradictions(draft: Draft) -> Iterator[Fault]:
    """Agreed days that differ, and windows that leave nothing."""
    c = draft.calendar
    if c is None:
        return
    for pins in _same_milestone(draft):
        agreed = [(bound(c, p), p) for p in pins if p.kind == "agreed"]
        least = max(((bound(c, p), i) for i, p in enumerate(pins) if p.kind == "earliest"), default=None)
        most = min(((bound(c, p), i) for i, p in enumerate(pins) if p.kind == "latest"), default=None)
        for at, pin in agreed[1:]:
            if at != agreed[0][0]:
                yield draft.fault(pin, "date", f"it is agreed for {agreed[0][1].date} by another pin", "keep one")
        if least and most and least[0] > most[0]:
            problem = f"nothing is left after the earliest day ({pins[least[1]].date})"
            yield draft.fault(pins[most[1]], "date", problem, "give a later day")
        for at, pin in agreed:
            if (least and at < least[0]) or (most and at > most[0]):
                other = pins[least[1]] if least and at < least[0] else pins[most[1] if most else 0]
                problem = f"it contradicts the {other.kind} day ({other.date})"
                yield draft.fault(pin, "date", problem, "change one of them")


def _same_milestone(draft: Draft) -> Iterator[list[t.Pin]]:
    """Pins on one milestone of one thing, under whatever names, that has not happened."""
    groups: dict[tuple[object, ...], list[t.Pin]] = {}
    for s in dated_subjects(draft.programme):
        for pin in s.pins:
            place: object = s.positions.get(str(pin.milestone), pin.milestone)
            groups.setdefault((s.item, s.competition, place), []).append(pin)
    for pin in draft.programme.pins:
        if pin.milestone == "expiry" and pin.date is not None:
            groups.setdefault((pin.item, pin.cycle, "expiry"), []).append(pin)
    yield from (pins for pins in groups.values() if all(p.kind != "actual" for p in pins))


def bound(calendar: Calendar, pin: t.Pin) -> int:
    """Boundary that a dated pin which is not actual sets [slots]."""
    assert pin.date is not None
    if pin.milestone == "expiry":
        return calendar.end_after(pin.date) if pin.kind == "earliest" else calendar.end_on(pin.date)
    if pin.milestone in STARTS:
        given = {"earliest": calendar.start_from, "latest": calendar.start_by}
        return given.get(pin.kind, calendar.pinned_start)(pin.date)
    given = {"earliest": calendar.end_after, "latest": calendar.end_on}
    return given.get(pin.kind, calendar.pinned_end)(pin.date)


def gone_by(draft: Draft) -> Iterator[Fault]:
    """An agreed or latest day that has passed on what has not happened."""
    c = draft.calendar
    if c is None:
        return
    for s in dated_subjects(draft.programme):
        for pin in s.pins:
            open_ = s.positions.get(str(pin.milestone), s.past + 1) > s.past
            if pin.kind in ("agreed", "latest") and open_ and bound(c, pin) < c.now:
                problem = f"it is not said to have happened, and nothing can be planned before {c.day(c.now)}"
                yield draft.fault(pin, "date", problem, "give kind actual if it happened, else a later day")


def early_expiry(draft: Draft) -> Iterator[Fault]:
    """A contract that expired before it was awarded."""
    p = draft.programme
    awards = {
        s.competition: pin for s in dated_subjects(draft.programme) for _, pin in s.actuals if pin.milestone == "award"
    }
    for pin in p.pins:
        award = awards.get(competition_of(p, pin))
        if pin.milestone == "expiry" and pin.date and award and award.date and pin.date <= award.date:
            yield draft.fault(pin, "date", f"it is not after the award ({award.date})", "give a later day")
