"""A tie-break, so that no bar floats: starts as early as they can be, handovers as late.

    Σ over first competitions of (start of each planned phase − now)
    + Σ over first onboardings that are planned of (start − now)
    + Σ over later cycles of max(0, expiry before it − start of its service) [slots]

A later cycle counts once per competition; where the lot migrates, once per department. Expiry and
start of service are clipped to the end of the run-off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model, When
    from calloff.model.competitions import LotVars

NAME = "early"
UNIT = "slots"
ADDS = True


def value(facts: Facts) -> int:
    """Slots of start after now, and of service before it is due."""
    return _starts(facts) + _onboardings(facts) + _handovers(facts)


def _starts(facts: Facts) -> int:
    runs = [run for run in facts.runs.values() if run.key.cycle == 1]
    return sum(p.start - facts.now for run in runs for p in run.open_phases() if not p.running)


def _onboardings(facts: Facts) -> int:
    first = [one for one in facts.onboardings.values() if one.cycle == 1 and one.planned]
    return sum(one.start - facts.now for one in first if one.start is not None)


def _handovers(facts: Facts) -> int:
    total = 0
    for (lot, cycle), c in facts.cycles.items():
        if cycle == 1:
            continue
        due = min(facts.limit, facts.cycles[lot, cycle - 1].expiry)
        if c.lot.migrates:
            joining = facts.programme.joining(facts.cluster_of_lot(c.lot))
            starts = [facts.service_start(c, d.id) for d in joining]
        else:
            starts = [facts.runs[c.competition].end]
        total += sum(max(0, due - min(facts.limit, s)) for s in starts)
    return total


def expr(model: Model) -> Linear:
    """Slots of planned starts in cycle 1, and of service before the expiry it follows."""
    now = model.calendar.now
    parts: list[Linear] = []
    for competition in model.competitions.values():
        for r in competition.routes:
            for i in r.planned if competition.key.cycle == 1 else ():
                start = r.starts[i]
                if start is not None:
                    late = start.expr - now
                    most = start.hi - now
                    gated = model.amount(most, "start", late - most * (1 - r.chosen))
                    parts.append(late if model.is_yes(r.chosen) else gated)
    for o in model.onboardings.values():
        if o.state == "planned" and o.cycle == 1 and o.start is not None:
            parts.append(o.start.expr - now)
    return model.total([*parts, *_overlaps(model)])


def _overlaps(model: Model) -> Iterator[Linear]:
    limit = model.calendar.limit
    for (lot, cycle), contract in model.contracts.items():
        if cycle == 1:
            continue
        before = model.clipped(model.contracts[lot, cycle - 1].expiry, hi=limit)
        for begins in _services(model, contract):
            served = model.clipped(begins, hi=limit)
            both = before.expr - served.expr
            most = max(0, before.hi - served.lo)
            yield model.amount(most, "early", both - most * (1 - contract.present))


def _services(model: Model, contract: LotVars) -> list[When]:
    if not contract.lot.migrates:
        return [contract.competition.end] if contract.competition.end is not None else []
    cluster = model.programme.cluster_of(contract.lot.procurement)
    departments = model.programme.joining(cluster)
    return [model.onboardings[d.id, contract.lot.id, contract.cycle].live for d in departments]
