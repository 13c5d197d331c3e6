"""Months from the last first go-live of a cluster to the end of its integrator's contract, option included.

The integrator is the supplier of the lot that delivers, in its first contract. All together: the least of any cluster.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import DAY, Given, Value, months_between

NAME = "integrator_left"
TITLE = "Integrator left at last go-live"
UNIT = "months"


def values(given: Given) -> Iterator[Value]:
    """One figure for all, and one a cluster."""
    found = [_of(given, cluster) for cluster in sorted(given.programme.cluster)]
    least = min((v for v in found if v.value is not None), key=lambda v: (v.value, v.item), default=None)
    if least is None:
        yield Value("", None, note="no lot that delivers to a department")
    else:
        yield Value("", least.value, day=least.day, item=least.item)
    yield from found


def _of(given: Given, cluster: str) -> Value:
    lot = given.programme.delivering_lot(cluster)
    let = next((x for x in given.plan.lots if lot and x.lot == lot.id and x.cycle == 1), None)
    lives = [o.live for o in given.part(cluster).departments if o.cycle == 1]
    if let is None or not lives:
        return Value(cluster, None, note="no department goes live" if let else "no lot that delivers")
    return Value(cluster, months_between(max(lives), let.expiry), day=max(lives) - DAY, item=let.lot)
