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
