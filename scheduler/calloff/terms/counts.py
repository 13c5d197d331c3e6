"""What a plan says of its contracts of one kind: when they are let again, and how long they bind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from calloff.calendar import Calendar
from calloff.plan import CompetitionRun, Part, Plan, Use
from calloff.programme import Programme


class Load(Part):
    """The fullest slot of one capacity in a year: use of how much; `capacity` None = no limit."""

    of: str
    kind: str
    use: int
    capacity: int | None


class Wave(Part):
    """The first fiscal year in which contracts of the kind go to market again.

    `competitions` are those of all kinds in that year, `most` what the stagger lets go to market in it.
    """

    fiscal_year: str
    again: int
    competitions: int
    most: int | None
    loads: tuple[Load, ...]

    @property
    def full(self) -> tuple[Load, ...]:
        """Capacities that some slot of the year uses up."""
        return tuple(x for x in self.loads if x.capacity is not None and x.use and x.use >= x.capacity)


class Counts(Part):
    """What a plan says of one kind of lot.

    `again` holds a year and its re-procurements; `committed` is months of contract past the horizon.
    """

    again: tuple[tuple[str, int], ...]
    wave: Wave | None
    committed: int


def count_up(programme: Programme, plan: Plan, kind: str) -> Counts:
    """Count what a plan does with the lots of a kind."""
    calendar = Calendar.of(programme)
    lots = {x.id for x in programme.lots if x.kind == kind}
    later = [c for c in plan.competitions if c.lot in lots and _ahead(calendar, c)]
    years = Counter(_year(calendar, c) for c in later)
    return Counts(
        again=tuple(sorted(years.items())),
        wave=_wave(programme, plan, calendar, min(years), years[min(years)]) if years else None,
        committed=sum(_past(calendar, run.expiry) for run in plan.lots if run.lot in lots),
    )


def _ahead(calendar: Calendar, run: CompetitionRun) -> bool:
    return run.gtm is not None and calendar.now <= calendar.slot_of(run.gtm) < calendar.limit


def _year(calendar: Calendar, run: CompetitionRun) -> str:
    assert run.gtm is not None
    return calendar.fiscal_year(calendar.slot_of(run.gtm))


def _past(calendar: Calendar, expiry: date) -> int:
    """Whole months of a contract after the end of the horizon."""
    end = calendar.day(calendar.horizon)
    return max(0, (expiry.year - end.year) * 12 + expiry.month - end.month)


def _wave(programme: Programme, plan: Plan, calendar: Calendar, year: str, again: int) -> Wave:
    slots = [t for t in range(calendar.now, calendar.limit) if calendar.fiscal_year(t) == year]
    days = {calendar.day(t) for t in slots}
    return Wave(
        fiscal_year=year,
        again=again,
        competitions=sum(1 for c in plan.competitions if _ahead(calendar, c) and _year(calendar, c) == year),
        most=min((row.max_starts * -(-len(slots) // row.window) for row in programme.stagger), default=None),
        loads=tuple(_loads(u for u in plan.usage if u.slot in days)),
    )


def _loads(uses: Iterable[Use]) -> list[Load]:
    """The fullest slot of each capacity: least left, then most used."""
    found: dict[tuple[str, str], Load] = {}
    for u in uses:
        here = Load(of=u.of, kind=u.kind, use=u.use, capacity=u.capacity)
        held = found.get((here.of, here.kind))
        if held is None or _fullness(here) > _fullness(held):
            found[here.of, here.kind] = here
    return [x for x in found.values() if x.of == "market" or x.kind in ("meeting", "renewable")]


def _fullness(load: Load) -> tuple[int, int]:
    left = 10**9 if load.capacity is None else load.capacity - load.use
    return (-left if load.use else -(10**9) - 1, load.use)
