"""What one part of a plan uses of all that is shared, counted as the check counts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calloff.facts import Facts
from calloff.goals import GOALS
from calloff.goals.peak import bids_wanted
from calloff.model.elsewhere import Key
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules.dependencies import point_of


@dataclass(frozen=True)
class Footprint:
    """A part's decisions, and what follows from them for the others.

    Attributes
    ----------
    decisions
        What the part decides.
    use
        Units of everything shared, by what is used.
    points
        Its milestones that dependencies of other parts name: boundary, and whether it is a fact.
    values
        Goals that add up over parts, by name; counted when somebody asks.
    """

    decisions: Decisions
    use: Counter[Key]
    points: dict[tuple[str, str], tuple[int, bool]]
    values: Mapping[str, int]


GOAL = {goal.NAME: goal for goal in GOALS}

ADDING = tuple(goal.NAME for goal in GOALS if getattr(goal, "ADDS", False))
"""Goals whose value is the sum of their values over the parts of a programme."""


def footprint(programme: Programme, decisions: Decisions, named: Programme, goals: tuple[str, ...]) -> Footprint:
    """Count what a part uses.

    Parameters
    ----------
    programme, decisions
        The part and what it decides.
    named
        The whole, for the dependencies that reach across.
    goals
        Goals to count, of those that add up.
    """
    facts = Facts(programme, decisions)
    return Footprint(decisions, Counter(dict(_use(facts))), dict(_points(facts, named)), Values(facts, goals))


class Values(Mapping[str, int]):
    """Values of some goals, each counted once somebody asks: placing a block needs none of them."""

    def __init__(self, facts: Facts, goals: tuple[str, ...]) -> None:
        self._facts = facts
        self._known: dict[str, int | None] = {g.NAME: None for g in GOALS if g.NAME in goals}

    def __getitem__(self, goal: str) -> int:
        found = self._known[goal]
        if found is None:
            found = self._known[goal] = GOAL[goal].value(self._facts)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, goal: object) -> bool:
        return goal in self._known


def _use(facts: Facts) -> Iterator[tuple[Key, int]]:
    uses = facts.uses
    for resource in facts.programme.resources:
        running = uses.resources_running[resource.id]
        for slot, units in uses.resources[resource.id].items():
            yield ("resource", resource.id, slot, True), running.get(slot, 0)
            yield ("resource", resource.id, slot, False), units - running.get(slot, 0)
        if resource.kind == "total":
            going = uses.total(resource, running=True)
            yield ("total", resource.id, True), going
            yield ("total", resource.id, False), uses.total(resource) - going
    for (supplier, side), by_slot in uses.suppliers.items():
        running = uses.suppliers_running.get((supplier, side), {})
        for slot, units in by_slot.items():
            yield ("supplier", supplier, side, slot, True), running.get(slot, 0)
            yield ("supplier", supplier, side, slot, False), units - running.get(slot, 0)
    starts = (run.gtm for run in facts.runs.values() if run.gtm is not None)
    for slot, count in Counter(g for g in starts if facts.now <= g < facts.limit).items():
        yield ("notice", slot), count
    for slot, count in bids_wanted(facts).items():
        yield ("bids", slot), count
    for place, row in enumerate(facts.programme.funding):
        yield ("spend", place), facts.accounts.funded(row)[0]


def _points(facts: Facts, whole: Programme) -> Iterator[tuple[tuple[str, str], tuple[int, bool]]]:
    own = {*facts.programme.cluster, *facts.programme.procurement, *facts.programme.department}
    for row in whole.dependencies:
        if (row.from_ in own) == (row.to in own):
            continue
        for item, milestone in ((row.from_, row.from_milestone), (row.to, row.to_milestone)):
            point = point_of(facts, item, milestone, source=True) if item in own and milestone else None
            if point is not None and milestone:
                yield (item, milestone), (point.boundary, point.fact)
