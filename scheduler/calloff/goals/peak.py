"""The most bids wanted in any slot.

For every slot t from now to the end of the run-off, over the competitions with gtm ≤ t < award:

    peak = max over t of Σ min_bidders × largest `bid` units of its phases [bids]

Where the whole programme has no demand for `bid`, each competition counts 1. One whose actual
go-to-market is unknown counts from now.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run

NAME = "peak"
UNIT = "bids"


def value(facts: Facts) -> int:
    """Most bids wanted in any slot from now on."""
    wanted = Counter[int]()
    for run in facts.runs.values():
        if run.award is not None:
            start = facts.now if run.gtm is None else max(run.gtm, facts.now)
            bids = _bids(facts, run)
            for t in range(start, min(run.award, facts.limit)):
                wanted[t] += bids
    return max(wanted.values(), default=0)


def _bids(facts: Facts, run: Run) -> int:
    programme = facts.programme
    if not any(d.resource == "bid" for d in programme.demands):
        return 1
    units = [programme.demands_for(p.id, run.key.procurement).get("bid", 0) for p in run.rows]
    return programme.route[run.route].min_bidders * max(units)
