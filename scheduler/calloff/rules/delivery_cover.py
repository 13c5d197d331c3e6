"""The contract that delivers lasts until delivery is done.

For the delivering lot of a cluster, with x its first contract's expiry, option included:

    end of every phase after the award of its procurement ≤ x                       [boundaries]
    go-live of every first onboarding of the cluster that is planned or in progress ≤ x
    start of every first onboarding of the cluster that is planned ≥ the award

Where its route lets no contract for the lot there is nothing to last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model
    from calloff.tables import Lot

NAME = "delivery_cover"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every cluster's delivering lot."""
    for cluster in sorted(facts.programme.clusters, key=lambda c: c.id):
        lot = facts.programme.delivering_lot(cluster.id)
        if lot is None or (lot.id, 1) not in facts.cycles:
            continue
        expiry = facts.cycles[lot.id, 1].expiry
        for what, end in _deliveries(facts, lot, cluster.id):
            if end > expiry:
                last = facts.calendar.last_day
                text = f"{what} ends {last(end)}, after the contract's expiry {last(expiry)}"
                yield Breach(NAME, lot.id, text, facts.day(end - 1))
        yield from _early(facts, lot, cluster.id)


def _early(facts: Facts, lot: Lot, cluster: str) -> Iterator[Breach]:
    award = facts.first_run(lot.procurement).award
    for d in facts.programme.joining(cluster):
        one = facts.onboardings[d.id, None, 1]
        if one.planned and one.start is not None and award is not None and one.start < award:
            text = f"onboarding of {d.id} starts {facts.day(one.start)}, before the award {facts.day(award)}"
            yield Breach(NAME, lot.id, text, facts.day(one.start))


def _deliveries(facts: Facts, lot: Lot, cluster: str) -> Iterator[tuple[str, int]]:
    run = facts.first_run(lot.procurement)
    awarded = run.positions["award"]
    for phase in run.open_phases():
        if run.positions[phase.row.id] > awarded:
            yield f"phase {phase.row.id}", phase.end
    for d in facts.programme.joining(cluster):
        one = facts.onboardings[d.id, None, 1]
        if one.arrived is None:
            yield f"onboarding of {d.id}", one.live


def add(model: Model) -> None:
    """Keep delivery inside the delivering lot's first contract."""
    for cluster in model.programme.cluster:
        lot = model.programme.delivering_lot(cluster)
        contract = model.contracts.get((lot.id, 1)) if lot else None
        if lot is None or contract is None:
            continue
        award = contract.competition.award
        for r in contract.competition.routes:
            for i in r.open:
                end = r.closing(i)
                if i > model.programme.award_index(r.phases) and end is not None:
                    model.require(
                        end.expr <= contract.expiry.expr, NAME, f"{lot.id}: phases", r.chosen, contract.present
                    )
        for department in model.programme.joining(cluster):
            o = model.onboardings[department.id, None, 1]
            if o.state == "done":
                continue
            model.require(o.live.expr <= contract.expiry.expr, NAME, f"{department.id}: inside", contract.present)
            if o.state == "planned" and o.start is not None and award is not None:
                model.require(o.start.expr >= award.expr, NAME, f"{department.id}: inside", contract.present)
