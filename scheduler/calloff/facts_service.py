"""Contracts let and departments onboarded: terms, expiries, go-lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from calloff.calendar import Calendar
from calloff.facts_history import Run
from calloff.plan import LotRun, OnboardingRun
from calloff.programme import Competition, Programme
from calloff.tables import Lot, Term


@dataclass(frozen=True)
class LotCycle:
    """One contract let.

    Attributes
    ----------
    lot, cycle, competition
        Which contract, and what lets it.
    row
        The term row: the cheapest that has the plan's term and option.
    option
        Option months taken [months].
    award, initial_end, expiry
        Boundaries of the award, of the end of the initial term, and of the end.
    """

    lot: Lot
    cycle: int
    competition: Competition
    row: Term
    option: int
    award: int
    initial_end: int
    expiry: int


def lot_cycles(
    programme: Programme, calendar: Calendar, runs: Mapping[Competition, Run], lots: Iterable[LotRun]
) -> dict[tuple[str, int], LotCycle]:
    """Contracts let by a plan's competitions, by lot and cycle."""
    found: dict[tuple[str, int], LotCycle] = {}
    for given in sorted(lots, key=lambda x: (x.lot, x.cycle)):
        lot = programme.lot[given.lot]
        key = Competition(lot.procurement, None if given.cycle == 1 else lot.id, given.cycle)
        run = runs[key]
        award = run.award if run.award is not None else calendar.slot_of(given.start)
        found[lot.id, given.cycle] = LotCycle(
            lot=lot,
            cycle=given.cycle,
            competition=key,
            row=_row(programme, run.route, given),
            option=given.option,
            award=award,
            initial_end=_after(calendar, run, award, given.term),
            expiry=_expiry(programme, calendar, run, given, award),
        )
    return found


def _row(programme: Programme, route: str, given: LotRun) -> Term:
    rows = [
        r for r in programme.terms_for(route, given.lot) if r.months == given.term and given.option in (0, r.option)
    ]
    return min(rows, key=lambda r: (r.factor, r.option_factor, r.option))


def _expiry(programme: Programme, calendar: Calendar, run: Run, given: LotRun, award: int) -> int:
    for pin in programme.pins_of(given.lot, given.cycle):
        if pin.milestone == "expiry" and pin.kind == "actual" and pin.date is not None:
            return calendar.end_on(pin.date)
    return _after(calendar, run, award, given.term + given.option)


def _after(calendar: Calendar, run: Run, award: int, months: int) -> int:
    """So many months after the award; after an actual one, on the real date."""
    signed = run.progress.days.get(run.positions["award"])
    return calendar.months_after(award, months) if signed is None else calendar.months_after_day(signed, months)


@dataclass(frozen=True)
class Onboarding:
    """One department's migration.

    Attributes
    ----------
    department, lot, cycle
        Whose, and onto which lot's later cycle (None in cycle 1).
    start, live
        Boundaries; `start` is None where it is live already.
    slots
        Its length, rounded up [slots].
    began, arrived
        Boundary of the actual start and of the actual go-live, if any.
    """

    department: str
    lot: str | None
    cycle: int
    start: int | None
    live: int
    slots: int
    began: int | None
    arrived: int | None

    @property
    def running(self) -> bool:
        """Whether it is in progress."""
        return self.began is not None and self.arrived is None

    @property
    def planned(self) -> bool:
        """Whether it is still to start."""
        return self.began is None and self.arrived is None

    @property
    def span(self) -> range:
        """Slots it takes; none where it is live already."""
        return range(0) if self.start is None else range(self.start, self.live)


def onboardings(
    programme: Programme, calendar: Calendar, given: Iterable[OnboardingRun]
) -> dict[tuple[str, str | None, int], Onboarding]:
    """Onboardings of a plan, by department, lot and cycle."""
    found: dict[tuple[str, str | None, int], Onboarding] = {}
    for x in sorted(given, key=lambda x: (x.department, x.lot or "", x.cycle)):
        began = actual_day(programme, x.department, "start") if x.cycle == 1 else None
        arrived = actual_day(programme, x.department, "live") if x.cycle == 1 else None
        found[x.department, x.lot, x.cycle] = Onboarding(
            department=x.department,
            lot=x.lot,
            cycle=x.cycle,
            start=None if x.start is None else calendar.slot_of(x.start),
            live=calendar.slot_of(x.live),
            slots=ceil(programme.department[x.department].onboarding),
            began=None if began is None else calendar.pinned_start(began),
            arrived=None if arrived is None else calendar.pinned_end(arrived),
        )
    return found


def actual_day(programme: Programme, department: str, milestone: str) -> date | None:
    """Day on which a department's milestone happened, if it has."""
    days = [p.date for p in programme.pins_of(department) if p.kind == "actual" and p.milestone == milestone]
    return days[0] if days else None
