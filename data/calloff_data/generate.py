"""Synthetic programmes of any size, all rules on: for measuring, and for trying things out.

A seed gives the same tables for ever. Contracts run out over five years, each cluster's around a
time of its own; what is scarce has a stated multiple of what would be asked of it if every cluster
went to market just in time. Nothing here describes anybody's real contracts.
"""

from __future__ import annotations

import json
from datetime import timedelta
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from calloff.assemble import RawRow, assemble
from calloff.calendar import add_months
from calloff.programme import Programme
from calloff_data.generate_frame import BEGIN, HORIZON, LIMIT, START, frame, route_slots

Row = dict[str, Any]
Tables = dict[str, Any]
SIZES = (5, 10, 20, 50, 100, 317)
"""Numbers of clusters that the benchmark measures."""

TIGHTNESS = (1.5, 1.15)
"""Capacity over load, the looser first."""


def generated(clusters: int, seed: int = 0, tightness: float = TIGHTNESS[0]) -> Programme:
    """A programme of so many clusters, validated as any input is.

    Parameters
    ----------
    clusters
        How many; each has 2 to 6 departments and 5 to 30 contracts.
    seed
        The same seed gives the same programme.
    tightness
        Capacity of whatever is scarce, over the load (1.5 is roomy, 1.15 is not).

    Raises
    ------
    InputError
        Never, unless a rule of the format has changed.
    """
    raw = {
        name: [RawRow("generated", str(i), row) for i, row in enumerate(rows if isinstance(rows, list) else [rows])]
        for name, rows in tables(clusters, seed, tightness).items()
    }
    return assemble(raw, "generated")


def write(path: Path, clusters: int, seed: int = 0, tightness: float = TIGHTNESS[0]) -> None:
    """Write the tables as one JSON file."""
    path.write_text(json.dumps(tables(clusters, seed, tightness), indent=1), encoding="utf-8")


def tables(clusters: int, seed: int = 0, tightness: float = TIGHTNESS[0]) -> Tables:
    """The tables of a programme, as a JSON file would hold them."""
    found: Tables = {name: [] for name in ("clusters", "departments", "systems", "contracts", "extensions")}
    found |= {name: [] for name in ("procurements", "lots", "dependencies", "pins")}
    wanted: list[Wanted] = []
    for index in range(clusters):
        wanted += _Cluster(found, index, clusters, Random(f"{seed}/{index}")).wanted
    return {**frame(clusters, tightness, wanted), **found}


Wanted = tuple[int, str, int]
"""When a competition would begin, just in time [slot]; its route; onboardings that follow it [slots in all]."""


class _Cluster:
    """Draws the rows of one cluster."""

    def __init__(self, found: Tables, index: int, clusters: int, rng: Random) -> None:
        self.tables, self.rng = found, rng
        self.id = f"c{index + 1:03d}"
        self.due = rng.randint(26, 74)
        self.wanted: list[Wanted] = []
        self.people: list[Row] = []
        self.services = rng.random() < 0.3
        self.under_way = rng.random() < 0.06
        if self.under_way:
            self.due = rng.randint(26, 34)
        self._buyers(index)
        self._bought()
        self._replaced()
        self._bound(index, clusters)

    def _add(self, table: str, **row: Any) -> Row:
        held = {k: v for k, v in row.items() if v is not None}
        self.tables[table].append(held)
        return held

    def _maybe(self, part: float, value: Any) -> Any:
        return value if self.rng.random() < part else None

    # --- who buys ------------------------------------------------------------------------------

    def _buyers(self, index: int) -> None:
        rng = self.rng
        late = _last_day(min(self.due + rng.randint(0, 12), HORIZON - 12))
        self._add(
            "clusters", id=self.id, title=f"Cluster {index + 1}", lead=f"{self.id}-d1", live_by=self._maybe(0.5, late)
        )
        self.tables["clusters"][-1]["parallel_onboarding"] = rng.choice((1, 2, 2, 3))
        for i in range(rng.randint(2, 6)):
            users = round(200 * 2 ** (rng.random() * 8))
            self.people.append(
                self._add(
                    "departments",
                    id=f"{self.id}-d{i + 1}",
                    cluster=self.id,
                    users=users,
                    onboarding=rng.choice((3, 4, 4.5, 6, 9)),
                    parallel_run=rng.choice((1, 1, 2)),
                    wave=self._maybe(0.4, 1 + i // 2),
                    joins=self._maybe(0.05 if i else 0.0, "no"),
                    decision_by=self._maybe(0.05, _last_day(rng.randint(3, 12))),
                    onboarding_cost=300 * users,
                    saving=4 * users,
                )
            )

    # --- what is bought ------------------------------------------------------------------------

    def _bought(self) -> None:
        rng = self.rng
        users = sum(d["users"] for d in self.people)
        routes = rng.choice((["own"], ["framework"], ["framework", "own"], ["framework", "own"]))
        suppliers = rng.sample(range(12), rng.randint(5, 8))
        self._procurement("buy", routes, suppliers, 2_000_000, needed=True)
        self._lot("buy", "software", 9 * users, migrates=self._maybe(0.15, "yes"))
        self._lot("buy", "integrator", 14 * users, delivers="yes")
        if self.services:
            self._procurement("serve", ["own"], rng.sample(range(12), 5), 500_000, needed=False)
            self._lot("serve", "services", 11 * users, charge_from=self._maybe(0.4, "live"))

    def _procurement(self, name: str, routes: list[str], suppliers: list[int], cost: int, *, needed: bool) -> None:
        self._add(
            "procurements",
            id=f"{self.id}-{name}",
            cluster=self.id,
            routes=list(routes),
            suppliers=[f"s{i + 1:02d}" for i in sorted(suppliers)],
            one_off_cost=cost,
            needed_for_live=None if needed else "no",
        )
        onboarding = sum(ceil(d["onboarding"]) for d in self.people if d.get("joins") != "no") if needed else 0
        slots = route_slots(routes[0])
        begin = max(0, self.due - slots - (onboarding // 2 if needed else 0))
        self.wanted.append((-6 if self.under_way and needed else begin, routes[0], onboarding))
        if self.under_way and needed:
            self._begun(name, routes[0])

    def _begun(self, name: str, route: str) -> None:
        """A competition in progress: its tender notice was published before the horizon."""
        day = add_months(START, -self.rng.randint(1, 3)).isoformat()
        self._add("pins", item=f"{self.id}-{name}", milestone="gtm", kind="actual", date=day, route=route)

    def _lot(self, procurement: str, kind: str, charge: int, **more: Any) -> None:
        renews = None if kind == "integrator" else "yes"
        self._add(
            "lots",
            id=f"{self.id}-{kind}",
            procurement=f"{self.id}-{procurement}",
            kind=kind,
            charge=charge,
            renews=renews,
            recompete_route=renews and "later",
            **more,
        )
        if renews:
            self.wanted.append((self.due + 60 - route_slots("later"), "later", 0))

    # --- what is replaced ----------------------------------------------------------------------

    def _replaced(self) -> None:
        rng = self.rng
        for i in range(rng.randint(5, 30)):
            users = rng.sample(self.people, 1 if rng.random() < 0.9 else min(2, len(self.people)))
            system, people = f"{self.id}-y{i + 1}", sum(d["users"] for d in users)
            self._add(
                "systems",
                id=system,
                departments=[d["id"] for d in users],
                support_end=self._maybe(0.5, _last_day(max(12, self.due + rng.randint(-6, 36)))),
                risk_cost=5 * people,
                replaced_by=self._maybe(0.2, f"{self.id}-services") if self.services else None,
            )
            self._contract(f"{self.id}-k{i + 1}", [system], rng.randint(8, 30) * people)

    def _contract(self, name: str, systems: list[str], cost: int) -> None:
        rng = self.rng
        ends = min(max(6, round(rng.gauss(self.due, 8))), HORIZON - 18)
        never = rng.random() < 0.03
        strict = rng.random() < 0.03
        self._add(
            "contracts",
            id=name,
            systems=systems,
            ends=None if never else _last_day(ends),
            cost=cost,
            gap_allowed="no" if strict else None,
        )
        if never:
            return
        # Where no gap is allowed, direct awards reach as far as any plan can need them.
        bases = [b for b in ("option", "modification") if rng.random() < 0.6]
        if rng.random() < 0.7:
            bases.append("direct_award")
        if strict:
            bases += ["direct_award"] * ceil((LIMIT - ends - 12 * len(bases)) / 12)
        for order, basis in enumerate(bases, 1):
            notice = rng.choice((3, 6)) if ends > 12 else 0
            self._add(
                "extensions",
                of=name,
                order=order,
                months=12,
                basis=basis,
                notice=notice,
                extra_cost=cost // (10 if basis == "option" else 4),
            )

    # --- what binds it ---------------------------------------------------------------------------

    def _bound(self, index: int, clusters: int) -> None:
        rng, buy = self.rng, f"{self.id}-buy"
        if self.under_way:
            return
        begin = self.wanted[0][0]
        if rng.random() < 0.1:
            day = add_months(START, max(1, begin - rng.randint(0, 6)) + BEGIN["own"])
            self._add("pins", item=buy, milestone="gtm", kind="earliest", date=day.isoformat())
        if self.services:
            self._add(
                "dependencies",
                **{"from": buy, "from_milestone": "gtm", "to": f"{self.id}-serve", "to_milestone": "gtm", "min_lag": 1},
            )
        if index and rng.random() < 0.08:
            other = f"c{rng.randint(1, index):03d}-buy"
            self._add(
                "dependencies",
                **{"from": other, "from_milestone": "gtm", "to": buy, "to_milestone": "gtm", "min_lag": 0},
            )


def _last_day(slot: int) -> str:
    """The last day before a boundary."""
    return (add_months(START, slot) - timedelta(days=1)).isoformat()
