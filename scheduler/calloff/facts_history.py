"""What has happened: which phases of a competition are history, in progress or planned.

Milestones have a position: phase i opens at 2i and closes at 2i + 1. The actual with the greatest
position, not the latest date, splits a competition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from calloff.calendar import Calendar
from calloff.plan import CompetitionRun
from calloff.programme import Competition, Programme
from calloff.tables import Phase


@dataclass(frozen=True)
class Progress:
    """How far a competition has come.

    Attributes
    ----------
    first
        Position in the list of phases of the first that is not history.
    began
        Boundary at which phase `first` started, if it is in progress; else None.
    actual, days
        Boundary, and the day given, of each actual milestone, by position.
    """

    first: int
    began: int | None
    actual: Mapping[int, int]
    days: Mapping[int, date]


class PhaseSpan(NamedTuple):
    """One phase that is in progress or planned: from boundary `start` to boundary `end`."""

    row: Phase
    duration: Decimal
    start: int
    end: int
    running: bool


def positions(programme: Programme, phases: list[Phase]) -> dict[str, int]:
    """Positions of a competition's milestones and of its phases' ends, by name."""
    ends = {p.id: 2 * i + 1 for i, p in enumerate(phases)}
    return {
        **ends,
        "start": 0,
        "gtm": 2 * programme.gtm_index(phases),
        "award": 2 * programme.award_index(phases) + 1,
        "end": 2 * len(phases) - 1,
    }


def progress_of(programme: Programme, calendar: Calendar, competition: Competition, phases: list[Phase]) -> Progress:
    """How far a competition with these phases has come, by its actual pins."""
    places = positions(programme, phases)
    days: dict[int, date] = {}
    for pin in programme.pins_on(competition):
        if pin.kind == "actual" and pin.milestone in places and pin.date is not None:
            at = places[pin.milestone]
            days[at] = max(pin.date, days.get(at, pin.date))
    actual = {at: calendar.pinned_end(day) if at % 2 else calendar.pinned_start(day) for at, day in days.items()}
    if not actual:
        return Progress(0, None, actual, days)
    last = max(actual)
    first = (last + 1) // 2
    return Progress(first, actual[last] if first < len(phases) else None, actual, days)


@dataclass(frozen=True)
class Run:
    """One competition as planned, in boundaries.

    Attributes
    ----------
    key, route
        Which competition, and the route it takes.
    rows, durations
        All its phases in order, and their lengths [slots].
    progress
        How far it has come.
    spans
        Start and end of each phase from `progress.first` on [boundaries].
    positions
        Positions of its milestones and of its phases' ends, by name.
    """

    key: Competition
    route: str
    rows: tuple[Phase, ...]
    durations: tuple[Decimal, ...]
    progress: Progress
    spans: tuple[tuple[int, int], ...]
    positions: Mapping[str, int]

    @classmethod
    def of(cls, programme: Programme, calendar: Calendar, run: CompetitionRun) -> Run:
        """Read one competition of a plan whose phases are known to fit its route."""
        key = Competition(run.procurement, run.lot, run.cycle)
        rows = programme.phases_for(run.route, run.procurement)
        factor = Decimal(1) if run.lot is None else programme.lot[run.lot].recompete_factor
        return cls(
            key=key,
            route=run.route,
            rows=tuple(rows),
            durations=tuple(p.duration * factor for p in rows),
            progress=progress_of(programme, calendar, key, rows),
            spans=tuple((calendar.slot_of(p.start), calendar.slot_of(p.end)) for p in run.phases),
            positions=positions(programme, rows),
        )

    def at(self, at: int) -> int | None:
        """Boundary of the milestone at a position; None where it is history that nobody gave."""
        if at in self.progress.actual:
            return self.progress.actual[at]
        phase = at // 2 - self.progress.first
        return self.spans[phase][at % 2] if phase >= 0 else None

    def milestone(self, name: str) -> int | None:
        """Boundary of a milestone or of a phase's end; None where unknown or not one of its own."""
        at = self.positions.get(name)
        return None if at is None else self.at(at)

    def is_actual(self, name: str) -> bool:
        """Whether a milestone has happened: up to the last actual, or the start of what is in progress."""
        at = self.positions.get(name)
        if at is None or not self.progress.actual:
            return False
        return at <= max(max(self.progress.actual), 2 * self.progress.first if self.progress.began is not None else 0)

    @property
    def start(self) -> int | None:
        """Boundary at which its first phase starts."""
        return self.at(0)

    @property
    def gtm(self) -> int | None:
        """Boundary of go-to-market."""
        return self.milestone("gtm")

    @property
    def award(self) -> int | None:
        """Boundary of the award."""
        return self.milestone("award")

    @property
    def end(self) -> int:
        """Boundary at which its last phase ends."""
        return self.spans[-1][1] if self.spans else self.progress.actual[2 * len(self.rows) - 1]

    @property
    def over(self) -> bool:
        """Whether the whole competition is history."""
        return not self.spans

    @property
    def name(self) -> str:
        """How messages name it."""
        return self.key.item if self.key.lot is None else f"{self.key.item} cycle {self.key.cycle}"

    def open_phases(self) -> Iterator[PhaseSpan]:
        """Phases in progress or planned, in order."""
        first = self.progress.first
        for i, (start, end) in enumerate(self.spans):
            running = i == 0 and self.progress.began is not None
            yield PhaseSpan(self.rows[first + i], self.durations[first + i], start, end, running)
