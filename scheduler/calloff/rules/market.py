"""Suppliers: in every slot each one's bids and deliveries fit what it can staff.

For every supplier s and slot t from now to the end of the run-off, over the phases and
onboardings that run in t:

    Σ bid units where s bids ≤ bids of s in t          Σ delivery units where s delivers ≤ deliveries of s in t

A bid or a delivery of a consortium uses the units of each member too. Waits use none. Capacity is
never less than what work in progress uses; a blank one is no limit. Where a plan withholds the
names, all suppliers are counted together: what is planned ≤ what all can staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach
from calloff.facts_use import SIDES

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model

NAME = "market"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches by each supplier; by all together where the plan names none."""
    yield from _together(facts) if facts.witness is None else _each(facts)


def _each(facts: Facts) -> Iterator[Breach]:
    for (supplier, side), used in sorted(facts.uses.suppliers.items()):
        for slot, use in sorted(used.items()):
            capacity = facts.uses.supplier_capacity(supplier, side, slot)
            if capacity is not None and use > capacity:
                text = f"{use} {side} units at once, can staff {capacity}"
                yield Breach(NAME, supplier, text, facts.day(slot))


def _together(facts: Facts) -> Iterator[Breach]:
    for side in SIDES:
        running = facts.uses.market_running[side]
        for slot, use in sorted(facts.uses.market[side].items()):
            planned = use - running.get(slot, 0)
            capacity = facts.uses.market_capacity(side, slot)
            if capacity is not None and planned > capacity:
                text = f"{planned} {side} units planned at once, all suppliers can staff {capacity}"
                yield Breach(NAME, "market", text, facts.day(slot))


def add(model: Model) -> None:
    """Limit each supplier's bids and deliveries; and, redundantly, all of them together."""
    for supplier in sorted(model.programme.suppliers, key=lambda s: s.id):
        for kind, own in (("bid", supplier.bids), ("delivery", supplier.deliveries)):
            uses = model.supplier_uses(supplier.id, kind)
            if not uses:
                continue
            allowed = model.capacity_of(supplier.id, kind, own)
            known = [u for u, x in uses if u.running and model.is_yes(x)]
            open_ = [(u, x) for u, x in uses if u.running and not model.is_yes(x)]
            raised = model.at_least_running(allowed, known)
            model.limit_use(uses, model.at_least_chosen(raised, known, open_), NAME, f"{supplier.id}: {kind}")
    model.limit_market(NAME)
