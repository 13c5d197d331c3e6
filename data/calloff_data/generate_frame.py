"""What the clusters of a synthetic programme share: time, routes, and whatever is scarce."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from calloff.calendar import add_months

START = date(2026, 4, 1)
HORIZON, RUN_OFF = 120, 24
LIMIT = HORIZON + RUN_OFF
SPAN = 12
"""Slots over which load is averaged: what is asked for can move by about so much."""

PHASES = {
    "own": (
        ("prepare", 4),
        ("engage", 3),
        ("tender", 7),
        ("evaluate", 3),
        ("approve", 0),
        ("sign", 1),
        ("mobilise", 3),
    ),
    "framework": (
        ("prepare", 3),
        ("engage", 1.5),
        ("tender", 3),
        ("evaluate", 2),
        ("approve", 0),
        ("sign", 0.5),
        ("mobilise", 3),
    ),
    "later": (
        ("prepare", 2),
        ("engage", 1),
        ("tender", 4),
        ("evaluate", 2),
        ("approve", 0),
        ("sign", 1),
        ("mobilise", 2),
    ),
}
BIDDERS = {"own": 3, "framework": 3, "later": 2}
BEGIN = {"own": 7, "framework": 5, "later": 3}
"""Slots from the start to the tender notice."""

SUPPLIERS = 12


def route_slots(route: str) -> int:
    """Slots that a route takes from start to end."""
    return ceil(sum(d for _, d in PHASES[route]))


def frame(clusters: int, tightness: float, wanted: Sequence[tuple[int, str, int]]) -> dict[str, Any]:
    """Every table that belongs to no cluster.

    Parameters
    ----------
    clusters
        How many there are.
    tightness
        Capacity over load.
    wanted
        Competitions as they would be begun just in time: slot, route, onboardings after it [slots].
    """
    load = {name: max(1, ceil(tightness * most)) for name, most in _load(wanted).items()}
    return {
        "programme": {
            "title": f"Synthetic programme of {clusters} clusters",
            "as_of": START.isoformat(),
            "start": START.isoformat(),
            "end": _last_day(HORIZON),
            "run_off": RUN_OFF,
            "currency": "GBP",
            "discount_rate": 0.035,
        },
        **_routes(),
        "suppliers": _suppliers(load),
        "resources": [
            {"id": "board", "kind": "meeting", "capacity": load["board"], "papers": 10},
            {"id": "commercial-team", "capacity": load["team"]},
            {"id": "payroll-specialists", "capacity": load["onboarding"]},
            {"id": "legal-reviews", "kind": "total", "capacity": 3 * len(wanted)},
        ],
        "capacity": [
            {"of": "board", "from": f"{2026 + y}-08-01", "to": f"{2026 + y}-08-31", "capacity": 0} for y in range(12)
        ],
        "blackouts": [
            {"milestone": "live", "from": f"{2026 + y}-12-01", "to": f"{2026 + y}-12-31", "reason": "Year-end freeze"}
            for y in range(12)
        ],
        "stagger": [{"window": 3, "max_starts": max(1, ceil(tightness * 3 * _rate(wanted)))}],
        "funding": [
            {
                "from": f"{2026 + y}-04-01",
                "to": f"{2029 + y}-03-31",
                "covers": ["procurement", "one_off"],
                "approved": round(4_500_000 * tightness * max(2, _begun(wanted, 12 * y, 12 * y + 36))),
            }
            for y in (0, 3, 6)
        ],
    }


def _routes() -> dict[str, Any]:
    rows = [
        {
            "route": route,
            "id": name,
            "order": order,
            "duration": slots,
            "milestone": {"tender": "gtm", "sign": "award"}.get(name),
            "max_wait": 12 if name == "mobilise" else None,
            "cost": 60_000 if slots else 0,
        }
        for route, steps in PHASES.items()
        for order, (name, slots) in enumerate(steps, 1)
    ]
    return {
        "routes": [
            {"id": "own", "min_bidders": BIDDERS["own"]},
            {"id": "framework", "opens": "2026-06-30", "closes": _last_day(64), "min_bidders": BIDDERS["framework"]},
            {"id": "later", "min_bidders": BIDDERS["later"]},
        ],
        "phases": [{k: v for k, v in row.items() if v is not None} for row in rows],
        "terms": [
            {"route": "own", "months": 60, "option": 24, "option_factor": 1.05},
            {"route": "own", "months": 84, "factor": 0.97},
            {"route": "framework", "months": 60, "option": 12, "factor": 0.98},
            {"route": "later", "months": 96, "factor": 0.95},
        ],
        "demands": [
            {"phase": "tender", "resource": "bid", "units": 1},
            {"phase": "evaluate", "resource": "bid", "units": 1},
            {"phase": "tender", "resource": "commercial-team", "units": 1},
            {"phase": "evaluate", "resource": "commercial-team", "units": 1},
            {"phase": "approve", "resource": "board", "units": 1},
            {"phase": "sign", "resource": "legal-reviews", "units": 1},
            {"phase": "mobilise", "resource": "delivery", "units": 1},
            {"phase": "onboarding", "resource": "delivery", "units": 1},
            {"phase": "onboarding", "resource": "payroll-specialists", "units": 1},
        ],
    }


def _load(wanted: Sequence[tuple[int, str, int]]) -> dict[str, float]:
    """The most that is asked for at once, averaged over a span [units], if all is just in time."""
    use: dict[str, Counter[int]] = {name: Counter() for name in ("bid", "team", "board", "delivery", "onboarding")}
    for start, route, onboarding in wanted:
        at = float(start)
        for name, slots in PHASES[route]:
            for t in range(int(at), ceil(at + slots)):
                if name in ("tender", "evaluate"):
                    use["bid"][t] += BIDDERS[route]
                    use["team"][t] += 1
                if name == "mobilise":
                    use["delivery"][t] += 1
            if name == "approve":
                use["board"][int(at)] += 1
            at += slots
        for k in range(onboarding):  # two at a time
            use["delivery"][int(at) + k // 2] += 1
            use["onboarding"][int(at) + k // 2] += 1
    return {name: _most(slots) for name, slots in use.items()}


def _most(use: Counter[int]) -> float:
    return max((sum(use[t + i] for i in range(SPAN)) / SPAN for t in range(LIMIT)), default=0)


def _rate(wanted: Sequence[tuple[int, str, int]]) -> float:
    """Most tender notices a slot, averaged over a span."""
    return _most(Counter(start + BEGIN[route] for start, route, _ in wanted))


def _begun(wanted: Sequence[tuple[int, str, int]], begin: int, end: int) -> int:
    return sum(begin <= start + 12 < end for start, _, _ in wanted)


def _suppliers(load: dict[str, int]) -> list[dict[str, Any]]:
    """Suppliers of unequal size whose capacities add up to the market's; each can staff at least one."""
    each: dict[str, list[int]] = {}
    for side in ("bid", "delivery"):
        whole = max(load[side], SUPPLIERS)
        weights = [1 + (i % 4) / 2 for i in range(SUPPLIERS)]
        shares = [max(1, int(whole * w / sum(weights))) for w in weights]
        for i in range(max(0, whole - sum(shares))):
            shares[-1 - i % SUPPLIERS] += 1
        each[side] = shares
    return [
        {"id": f"s{i + 1:02d}", "bids": b, "deliveries": d}
        for i, (b, d) in enumerate(zip(each["bid"], each["delivery"], strict=True))
    ]


def _last_day(slot: int) -> str:
    return (add_months(START, slot) - timedelta(days=1)).isoformat()
