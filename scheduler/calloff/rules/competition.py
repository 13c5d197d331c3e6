"""Who bids: exactly as many eligible suppliers as the route asks for, and one of them delivers.

For every competition whose procurement names suppliers:

    |bidders| = min_bidders of the route, all different, all eligible               [suppliers]
    deliverer ∈ bidders; where min_bidders = 0, any eligible supplier

A competition that is wholly history has no bidders to find: only a deliverer, where onboarding
still asks for one. Where a plan withholds the names there is nothing to count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.model import Model
    from calloff.plan import Witness

NAME = "competition"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches by the suppliers named for every competition."""
    if facts.witness is None:
        return
    for key, run in facts.runs.items():
        named = facts.witness.get(key)
        if not facts.uses.modelled(key):
            if named and (named.bidders or named.deliverer):
                yield Breach(NAME, run.name, "suppliers are named, but its market is not modelled")
        elif named is None:
            if not run.over or _delivers(facts, run):
                yield Breach(NAME, run.name, "no suppliers are named")
        else:
            yield from _bidders(facts, run, named)
            yield from _deliverer(facts, run, named)


def _bidders(facts: Facts, run: Run, named: Witness) -> Iterator[Breach]:
    wanted = 0 if run.over else facts.programme.route[run.route].min_bidders
    if len(named.bidders) != wanted:
        yield Breach(NAME, run.name, f"{len(named.bidders)} suppliers bid, {wanted} wanted")
    if len(set(named.bidders)) < len(named.bidders):
        yield Breach(NAME, run.name, f"a supplier bids twice: {', '.join(sorted(named.bidders))}")
    eligible = facts.programme.procurement[run.key.procurement].suppliers
    for supplier in named.bidders:
        if supplier not in eligible:
            yield Breach(NAME, run.name, f"{supplier} bids, but is not eligible")


def _deliverer(facts: Facts, run: Run, named: Witness) -> Iterator[Breach]:
    if named.deliverer is None:
        if not run.over or _delivers(facts, run):
            yield Breach(NAME, run.name, "no deliverer is named")
        return
    if named.bidders and named.deliverer not in named.bidders:
        yield Breach(NAME, run.name, f"{named.deliverer} delivers, but does not bid")
    if named.deliverer not in facts.programme.procurement[run.key.procurement].suppliers:
        yield Breach(NAME, run.name, f"{named.deliverer} delivers, but is not eligible")


def _delivers(facts: Facts, run: Run) -> bool:
    """Whether anything still to be done asks for its deliverer."""
    return any(j.competition == run.key and j.demands.get("delivery") for j in facts.uses.jobs)


def add(model: Model) -> None:
    """Let exactly min_bidders eligible suppliers bid, and one of them deliver."""
    for key, competition in model.competitions.items():
        eligible = model.programme.procurement[key.procurement].suppliers
        if not eligible:
            continue
        wanted = {r.route: model.programme.route[r.route].min_bidders if r.open else 0 for r in competition.routes}
        for r in competition.routes:
            if wanted[r.route] > len(eligible):
                model.require(r.chosen == 0, NAME, key.item)
        if competition.bidders:
            asked = sum(wanted[r.route] * r.chosen for r in competition.routes)
            model.require(sum(competition.bidders.values()) == asked, NAME, key.item)
        if competition.deliverer:
            model.define(sum(competition.deliverer.values()) == competition.present)
        for supplier, delivers in competition.deliverer.items():
            for r in competition.routes:
                if competition.bidders and wanted[r.route]:
                    model.define(delivers <= competition.bidders[supplier], r.chosen)
