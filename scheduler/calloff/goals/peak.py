"""The most bids wanted in any slot.

For every slot t from now to the end of the run-off, over the competitions with gtm ≤ t < award:

    peak = max over t of Σ min_bidders × largest `bid` units of its phases [bids]

Where the whole programme has no demand for `bid`, each competition counts 1. One whose actual
go-to-market is unknown counts from now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.model import Linear, Literal, Model, When
    from calloff.model.competitions import CompetitionVars, RouteVars

NAME = "peak"
UNIT = "bids"


def value(facts: Facts) -> int:
    """Most bids wanted in any slot from now on."""
    return max(bids_wanted(facts).values(), default=0)


def bids_wanted(facts: Facts) -> Counter[int]:
    """Bids wanted in each slot from now to the limit."""
    wanted = Counter[int]()
    for run in facts.runs.values():
        if run.award is not None:
            start = facts.now if run.gtm is None else max(run.gtm, facts.now)
            bids = _bids(facts, run)
            for t in range(start, min(run.award, facts.limit)):
                wanted[t] += bids
    return wanted


def _bids(facts: Facts, run: Run) -> int:
    programme = facts.programme
    if not any(d.resource == "bid" for d in programme.demands):
        return 1
    units = [programme.demands_for(p.id, run.key.procurement).get("bid", 0) for p in run.rows]
    return programme.route[run.route].min_bidders * max(units)


def expr(model: Model) -> Linear:
    """The most bids wanted in any slot: a variable above every slot's sum."""
    counted = any(d.resource == "bid" for d in model.programme.demands)
    wanted = [w for c in model.competitions.values() for r in c.routes for w in _wanted(model, c, r, counted)]
    wanted += model.bids_elsewhere()
    most = model.cp.new_int_var(0, sum(units for *_, units in wanted), "peak")
    model.limit_bids(wanted, most)
    return most


def _wanted(
    model: Model, competition: CompetitionVars, r: RouteVars, counted: bool
) -> Iterator[tuple[When, When, Literal, int]]:
    programme, procurement = model.programme, competition.key.procurement
    award = r.closing(programme.award_index(r.phases))
    if award is None or award.hi <= model.calendar.now:
        return
    gtm = r.opening(programme.gtm_index(r.phases)) or model.fixed(model.calendar.now)
    bids = [programme.demands_for(p.id, procurement).get("bid", 0) for p in r.phases]
    units = programme.route[r.route].min_bidders * max(bids) if counted else 1
    if units:
        yield gtm, award, r.chosen, units
