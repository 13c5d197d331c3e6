"""What has dated pins, and how far it is history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from calloff import tables as t
from calloff.programme import Competition, Programme

OF_DEPARTMENT = ("start", "live")
"""Milestones of a department."""


def competition_of(programme: Programme, pin: t.Pin) -> Competition | None:
    """The competition that a pin is on; None for a department, or a cycle that its item has not."""
    lot = programme.lot.get(pin.item)
    if lot is not None:
        return Competition(lot.procurement, lot.id if pin.cycle > 1 else None, pin.cycle)
    if pin.item in programme.procurement and pin.cycle == 1:
        return Competition(pin.item, None, 1)
    return None


def possible_routes(programme: Programme, competition: Competition) -> list[str]:
    """Routes that pins leave to a competition, by id."""
    routes = programme.routes_for(competition)
    pinned = [p.route for p in programme.pins_on(competition) if p.route in routes]
    return [r for r in routes if r in pinned] or routes


@dataclass(frozen=True)
class Subject:
    """One competition, or the first onboarding of one department, with its dated pins."""

    programme: Programme
    item: str
    competition: Competition | None
    pins: tuple[t.Pin, ...]

    @cached_property
    def routes(self) -> list[str]:
        """Routes it may take; none for a department."""
        return [] if self.competition is None else possible_routes(self.programme, self.competition)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each milestone stands, while there is one order of them: opening 2i, closing 2i + 1."""
        if self.competition is None:
            return {name: i for i, name in enumerate(OF_DEPARTMENT)}
        if len(self.routes) != 1:
            return {}
        p = self.programme
        phases = p.phases_for(self.routes[0], self.competition.procurement)
        if not phases:
            return {}
        closings = {x.id: 2 * i + 1 for i, x in enumerate(phases)}
        ends = {"award": 2 * p.award_index(phases) + 1, "end": 2 * len(phases) - 1}
        return {**closings, "start": 0, "gtm": 2 * p.gtm_index(phases), **ends}

    @cached_property
    def actuals(self) -> list[tuple[int, t.Pin]]:
        """Actual pins by position."""
        held = [(self.positions[str(p.milestone)], p) for p in self.pins if p.kind == "actual" and self.knows(p)]
        return sorted(held, key=lambda x: (x[0], x[1].date))

    @property
    def past(self) -> int:
        """Last position that is history: an actual closing opens the next phase."""
        last = self.actuals[-1][0] if self.actuals else -1
        return last + 1 if last % 2 and self.competition is not None else last

    @property
    def award_forgotten(self) -> bool:
        """Whether something after the award happened, but not the award."""
        award = self.positions.get("award", -1)
        happened = [at for at, _ in self.actuals]
        return bool(happened) and happened[-1] > award and award not in happened

    def knows(self, pin: t.Pin) -> bool:
        """Whether the pin's milestone has a position."""
        return pin.milestone in self.positions


def dated_subjects(programme: Programme) -> list[Subject]:
    """Everything that has dated pins."""
    p = programme
    groups: dict[tuple[str, Competition | None], list[t.Pin]] = {}
    for pin in p.pins:
        competition = competition_of(p, pin)
        dated = pin.date is not None and pin.milestone not in (None, "expiry")
        if dated and (competition is not None or pin.item in p.department):
            item = competition.item if competition else pin.item
            groups.setdefault((item, competition), []).append(pin)
    return [Subject(p, item, competition, tuple(pins)) for (item, competition), pins in groups.items()]
