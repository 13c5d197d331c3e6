"""Users without a contract.

A department is in gap where it uses a system that no contract covers, or where, from its first
service on, no cycle of a renewing lot serves it.

    Σ over departments and systems of users × gap slots
    + Σ over joining departments and renewing lots of users × slots without service [user-slots]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model
    from calloff.tables import Lot

NAME = "gap"
UNIT = "user-slots"
ADDS = True


def value(facts: Facts) -> int:
    """User-slots in gap, from now to the end of the run-off."""
    people = facts.programme.department
    systems = sum(facts.cover.weighed(s, "gap") for s in facts.programme.systems)
    return systems + sum(people[d].users * len(slots) for (d, _), slots in facts.service_gaps.items())


def expr(model: Model) -> Linear:
    """User-slots without a contract, and without service where a renewing lot has begun to serve."""
    parts: list[Linear] = []
    for system in model.programme.systems:
        stretches = [p for (p,) in model.pieces(model.system_covers(system))]
        for department in system.departments:
            left, users = model.off(department, system), model.programme.weight(system, department)
            parts += [users * model.uncovered(left, piece) for piece in stretches]
    for lot in model.programme.lots:
        if lot.renews and (lot.id, 1) in model.contracts:
            for one in model.programme.joining(model.programme.cluster_of(lot.procurement)):
                parts += [one.users * late for late in _unserved(model, one.id, lot)]
    return model.total(parts)


def _unserved(model: Model, department: str, lot: Lot) -> Iterator[Linear]:
    """Slots between the end of all service so far and the next cycle's, from first service on."""
    now, limit = model.calendar.now, model.calendar.limit
    first = model.contracts[lot.id, 1]
    begins = model.clipped(model.service_start(department, lot, 1), lo=now, hi=limit)
    served = model.latest([begins, model.clipped(first.expiry, lo=now, hi=limit)], "")
    cycle = 2
    while (contract := model.contracts.get((lot.id, cycle))) is not None:
        begins = model.clipped(model.service_start(department, lot, cycle), hi=limit)
        if begins.hi > served.lo:
            late = begins.expr - served.expr
            yield model.amount(limit - now, "late", late - (limit - now) * (1 - contract.present))
        served = model.latest([served, model.clipped(contract.expiry, lo=now, hi=limit)], "")
        cycle += 1
