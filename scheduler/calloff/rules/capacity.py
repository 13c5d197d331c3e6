"""Shared resources: what phases and onboardings ask for fits the capacity.

With u the units a job asks for, over the slots from now to the end of the run-off:

    renewable: in every slot, Σ u of the jobs that run in it ≤ capacity in the slot      [units]
    meeting:   in every slot, Σ u of the jobs that end in it ≤ capacity in the slot      [cases]
    total:     Σ u of the jobs that start before the horizon's end ≤ capacity            [units]

A slot's capacity is the least over its days (of a meeting the greatest), and never less than what
work in progress uses. A blank capacity is no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model
    from calloff.model.uses import Use
    from calloff.tables import Resource

NAME = "capacity"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every shared resource."""
    for resource in sorted(facts.programme.resources, key=lambda r: r.id):
        yield from _total(facts, resource) if resource.kind == "total" else _slots(facts, resource)


def _slots(facts: Facts, resource: Resource) -> Iterator[Breach]:
    for slot, use in sorted(facts.uses.resources[resource.id].items()):
        capacity = facts.uses.capacity(resource, slot)
        if capacity is not None and use > capacity:
            yield Breach(NAME, resource.id, f"{use} wanted, capacity {capacity}", facts.day(slot))


def _total(facts: Facts, resource: Resource) -> Iterator[Breach]:
    use, capacity = facts.uses.total(resource), facts.uses.total_capacity(resource)
    if capacity is not None and use > capacity:
        yield Breach(NAME, resource.id, f"{use} wanted over the horizon, capacity {capacity}")


def add(model: Model) -> None:
    """Limit the use of every shared resource per slot, per meeting, or in total."""
    for resource in model.programme.resources:
        uses = model.uses_of(resource.id)
        if resource.kind == "total":
            _add_total(model, resource, uses)
            continue
        if resource.kind == "meeting":
            uses = [u._replace(start=u.end.plus(-1), slots=1) for u in uses]
        own = model.capacity_of(resource.id, None, resource.capacity, best=resource.kind == "meeting")
        allowed = model.at_least_running(own, [u for u in uses if u.running])
        model.limit_use([(u, u.taken) for u in uses], allowed, NAME, resource.id)


def _add_total(model: Model, resource: Resource, uses: list[Use]) -> None:
    if resource.capacity is None:
        return
    horizon = model.calendar.horizon
    counted = [(u, model.both(u.taken, model.at_least(u.start, horizon).negated())) for u in uses]
    running = sum(u.units for u in uses if u.running)
    if counted:
        total = sum(u.units * literal for u, literal in counted)
        model.require(total <= max(resource.capacity, running), NAME, resource.id)
