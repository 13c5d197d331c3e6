"""Small random programmes that use every table: small enough that every plan of them can be counted.

A seed gives tables; some contradict themselves, and those `assembled` refuses. Numbers are drawn
small and tight, so that rules bite, contracts run out and are let again within a dozen slots.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calloff.assemble import RawRow, assemble
from calloff.errors import InputError
from calloff.programme import Programme
from drawing import START, Drawing, Tables

SUPPLIERS = ("a", "b", "duo")
STEPS = ("start", "gtm", "award", "end")


def assembled(tables: Tables) -> Programme | None:
    """The programme that tables hold; None where they contradict themselves."""
    rows = {
        name: [RawRow("random", str(i), row) for i, row in enumerate([held] if isinstance(held, dict) else held)]
        for name, held in tables.items()
    }
    try:
        return assemble(rows, "random")
    except InputError:
        return None


def programmes(seed: int) -> Iterator[tuple[int, Tables, Programme]]:
    """Programmes without a fault, for ever, each with the seed it was drawn from."""
    while True:
        tables = draw(seed)
        programme = assembled(tables)
        if programme is not None:
            yield seed, tables, programme
        seed += 1


def draw(seed: int) -> Tables:
    """The tables of one seed."""
    return _Draw(seed).tables


class _Draw(Drawing):
    """Draws table after table; later ones refer to what the earlier hold."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.market = self.chance(0.5)
        self._header()
        self._buyers()
        self._lots()
        self._routes()
        self._terms()
        self._phases()
        self._suppliers()
        self._departments()
        self._systems()
        self._contracts()
        self._demands()
        self._resources()
        self._limits()
        self._lags()
        self._pins()

    # --- who buys what -------------------------------------------------------------------------

    def _header(self) -> None:
        self.tables["programme"] = {
            "title": "Random",
            "as_of": self.day(self.now) if self.now == 0 or self.chance(0.5) else self.day(self.now - 1, 4),
            "start": START.isoformat(),
            "end": self.day(self.horizon, self.pick(-1, -1, 2)),
            "run_off": self.run_off,
            "unit": "week" if self.week else "month",
            "fiscal_year_start": self.pick("04-01", "01-01", "03-15"),
            "discount_rate": self.pick(0, 0.035, 0.2, -0.01),
        }

    def _buyers(self) -> None:
        for name in ("c1", "c2") if self.chance(0.2) else ("c1",):
            cluster = self.add("clusters", {"id": name})
            self.maybe(0.15, cluster, "earliest_gtm", self.soon())
            self.maybe(0.1, cluster, "latest_gtm", self.soon())
            self.maybe(0.5, cluster, "live_by", self.soon(before=1))
            self.maybe(0.4, cluster, "parallel_onboarding", 1)
        for i, name in enumerate(self.pick(["p1"], ["p1"], ["p1", "p2"], ["p1", "p2"], ["p1", "p2", "p3"])):
            bought = self.add("procurements", {"id": name, "cluster": (self.ids("clusters") * 2)[i % 2]})
            bought["routes"] = self.pick(["r1"], ["r1"], ["r2"], ["r1", "r2"])
            self.maybe(0.6, bought, "one_off_cost", self.pick(100, 999, 1500.5))
            self.maybe(0.12, bought, "needed_for_live", False)
            if self.market:
                bought["suppliers"] = self.some(SUPPLIERS)

    def _lots(self) -> None:
        bought = self.ids("procurements")
        homes = [*bought, *([bought[0]] if len(bought) < 3 and self.chance(0.25) else [])]
        delivers: set[str] = set()
        for i, home in enumerate(homes):
            lot = self.add("lots", {"id": f"l{i + 1}", "procurement": home})
            self.maybe(0.7, lot, "charge", self.pick(10, 77.7, 300))
            self.maybe(0.4, lot, "charge_from", "live")
            cluster = self.tables["procurements"][bought.index(home)]["cluster"]
            if cluster not in delivers and self.chance(0.6):
                delivers.add(cluster)
                lot["delivers"] = True
            if self.chance(0.5):
                lot |= {"renews": True, "recompete_route": self.pick("again", "again", "r1")}
                self.maybe(0.5, lot, "recompete_factor", self.pick(0.5, 1.5))
                self.maybe(0.4, lot, "migrates", True)

    def _routes(self) -> None:
        for name in ("r1", "r2", "again"):
            route = self.add("routes", {"id": name})
            self.maybe(0.1, route, "opens", self.soon(before=1))
            self.maybe(0.15, route, "closes", self.soon(after=self.run_off))
            if self.market or self.chance(0.3):
                route["min_bidders"] = self.pick(0, 1, 1, 2)

    def _terms(self) -> None:
        lengths = (1, 2, 2) if self.week else (3, 4, 5, 6)
        for route in ("r1", "again") if self.chance(0.15) else ("r1", "r2", "again"):
            for _ in range(self.pick(1, 1, 2)):
                row = self.add("terms", {"route": route, "months": self.pick(*lengths)})
                self.maybe(0.1, row, "lot", "l1")
                self.maybe(0.35, row, "option", self.pick(1, 2))
                self.maybe(0.5, row, "factor", self.pick(0.5, 0.95, 1.2))
                self.maybe(0.4, row, "option_factor", self.pick(0.5, 1.3))

    def _phases(self) -> None:
        for route in ("r1", "r2", "again"):
            count = self.pick(1, 2, 2, 3)
            gtm = self.rng.randrange(count)
            award = self.rng.randrange(gtm, count)
            for i in range(count):
                self._phase(route, i, {gtm: "gtm"} if gtm != award else {}, award)
        if self.chance(0.15):
            self.add("phases", {"route": "r1", "procurement": "p1", "id": "f0", "order": 0, "duration": 1.5})

    def _phase(self, route: str, i: int, marks: dict[int, str], award: int) -> None:
        duration = self.pick(0, 0.4, 0.5, 1, 1, 1.5)
        row = self.add("phases", {"route": route, "id": f"f{i}", "order": i, "duration": duration})
        self.maybe(0.5, row, "cost", self.pick(10, 33.3, 200))
        if i and self.chance(0.3):
            row |= {"min_wait": self.pick(0, 0, 1), "max_wait": self.pick(1, 1, 2)}
        milestone = marks.get(i, "award" if i == award else None)
        if milestone:
            row["milestone"] = milestone

    # --- who supplies --------------------------------------------------------------------------

    def _suppliers(self) -> None:
        if self.market:
            for name in SUPPLIERS:
                row = self.add("suppliers", {"id": name})
                self.maybe(0.8, row, "bids", self.pick(1, 1, 2))
                self.maybe(0.8, row, "deliveries", self.pick(1, 1, 2))
            row["members"] = self.some(("a", "b"))

    def _departments(self) -> None:
        for i in range(self.pick(0, 1, 1, 1, 1, 2)):
            row = self.add("departments", {"id": f"d{i + 1}", "cluster": self.pick(*self.ids("clusters"))})
            row |= {"users": self.pick(0, 1, 7, 10, 12), "onboarding": self.pick(0, 0.5, 1, 2)}
            self.maybe(0.15, row, "joins", False)
            self.maybe(0.15, row, "decision_by", self.soon(before=1))
            self.maybe(0.5, row, "wave", self.pick(1, 2))
            self.maybe(0.5, row, "parallel_run", self.pick(0.5, 1, 2))
            self.maybe(0.4, row, "onboarding_cost", self.pick(50, 120.4))
            self.maybe(0.4, row, "saving", self.pick(5, 40))

    def _systems(self) -> None:
        for i in range(self.pick(1, 1, 2) if self.ids("departments") else 0):
            row = self.add("systems", {"id": f"s{i + 1}", "departments": self.some(self.ids("departments"))})
            self.maybe(0.25, row, "users", self.pick(3, 20))
            self.maybe(0.6, row, "support_end", self.soon(before=2))
            self.maybe(0.5, row, "risk_cost", self.pick(9, 100.5))
            self.maybe(0.3, row, "replaced_by", self.pick(*self.ids("lots")))

    def _contracts(self) -> None:
        for i in range(self.pick(1, 1, 2) if self.ids("systems") else 0):
            row = self.add("contracts", {"id": f"k{i + 1}", "systems": self.some(self.ids("systems"))})
            self.maybe(0.85, row, "ends", self.soon(before=2))
            self.maybe(0.7, row, "cost", self.pick(20, 55.5))
            self.maybe(0.12, row, "gap_allowed", False)
        owners = [*self.ids("contracts"), *self.ids("systems")]
        for owner in self.rng.sample(owners, min(len(owners), self.pick(0, 1, 1, 2))):
            agreed = self.chance(0.15)
            for order in range(1, self.pick(2, 2, 3)):
                basis = self.pick("option", "modification", "direct_award", "direct_award")
                row = self.add("extensions", {"of": owner, "order": order, "months": self.pick(1, 2), "basis": basis})
                self.maybe(0.6, row, "extra_cost", self.pick(5, 21.2))
                self.maybe(0.35, row, "notice", self.pick(1, 2))
                agreed = agreed and self.chance(0.7)
                self.maybe(1.0 if agreed else 0.0, row, "agreed", True)
                self.maybe(0.4 if owner.startswith("k") else 0.0, row, "with_support", True)

    # --- what runs out -------------------------------------------------------------------------

    def _demands(self) -> None:
        found: dict[tuple[str, str | None, str], dict[str, Any]] = {}
        names = ["team", "board", "pot", *(("bid", "delivery") * 3 if self.market else ())]
        for _ in range(self.pick(0, 1, 2, 3, 5, 6)):
            phase, resource = self.pick("f0", "f1", "onboarding"), self.pick(*names)
            if phase == "onboarding" and resource == "bid":
                continue
            row: dict[str, Any] = {"phase": phase, "resource": resource, "units": self.pick(1, 1, 2)}
            self.maybe(0.2, row, "procurement", "p1")
            found[phase, row.get("procurement"), resource] = row
        self.tables["demands"] = list(found.values())

    def _resources(self) -> None:
        for name, kind in (("team", "renewable"), ("board", "meeting"), ("pot", "total")):
            row = self.add("resources", {"id": name, "kind": kind})
            self.maybe(0.85, row, "capacity", self.pick(1, 1, 2, 2))
        places = [("team", None), ("board", None)]
        places += [(s, k) for s in SUPPLIERS for k in ("bid", "delivery")] if self.market else []
        for of, kind in self.rng.sample(places, self.pick(0, 1, 2)):
            row = self.add("capacity", {"of": of, **self.period(), "capacity": self.pick(0, 1, 2)})
            row |= {"kind": kind} if kind else {}

    def _limits(self) -> None:
        for row in [self.year() for _ in range(self.pick(0, 0, 1))]:
            held = self.add("funding", {**row, "approved": self.pick(0, 0, 99.5, 300)})
            self.maybe(0.5, held, "covers", self.some(("procurement", "one_off", "onboarding", "extension")))
        for _ in range(self.pick(0, 0, 0, 1, 2)):
            held = self.add("blackouts", {"milestone": self.pick(*STEPS, "live", "live"), **self.period()})
            items = [x for t in ("clusters", "procurements", "lots", "departments") for x in self.ids(t)]
            self.maybe(0.4, held, "applies_to", self.some(items))
        if self.chance(0.3):
            self.add("stagger", {"window": self.pick(1, 2, 3), "max_starts": self.pick(1, 1, 1, 2)})

    # --- what binds dates ----------------------------------------------------------------------

    def _lags(self) -> None:
        places = [(p, m) for p in self.ids("procurements") for m in STEPS]
        places += [(c, m) for c in self.ids("clusters") for m in (*STEPS, "live")]
        places += [(d, m) for d in self.ids("departments") for m in ("start", "live")]
        for _ in range(self.pick(0, 0, 0, 1, 1)):
            a, b = self.rng.sample(places, 2)
            row = {"from": a[0], "from_milestone": a[1], "to": b[0], "to_milestone": b[1]}
            row["min_lag"] = self.pick(-2, 0, 1, None)
            self.maybe(0.6, row, "max_lag", self.pick(2, 3, 5))
            if self.chance(0.25):
                self.tables["externals"] = [{"id": "x", "date": self.soon()}]
                side = self.pick("from", "to")
                row |= {side: "x", f"{side}_milestone": None}
            self.add("dependencies", row)

    def _pins(self) -> None:
        for home in self.ids("procurements"):
            if self.now and self.chance(0.25):
                self._history(home)
        for name in self.ids("departments"):
            if self.now and self.chance(0.1):
                self.add(
                    "pins", {"item": name, "kind": "actual", "milestone": self.pick("start", "live"), **self._past()}
                )
        for _ in range(self.pick(0, 0, 0, 1)):
            self._wish()

    def _past(self) -> dict[str, str]:
        return {"date": self.day(self.rng.randint(-3, self.now - 1), self.pick(0, 2))}

    def _history(self, home: str) -> None:
        route = next(p for p in self.tables["procurements"] if p["id"] == home)["routes"][0]
        for name in self.pick(("start",), ("gtm",), ("f0",), ("award",), ("gtm", "award"), ("award", "end")):
            self.add("pins", {"item": home, "kind": "actual", "milestone": name, "route": route, **self._past()})

    def _wish(self) -> None:
        kind = self.pick("agreed", "earliest", "latest")
        if self.chance(0.3) and self.ids("departments"):
            item, milestone = self.pick(*self.ids("departments")), self.pick("start", "live")
            self.add("pins", {"item": item, "kind": kind, "milestone": milestone, "date": self.soon()})
            return
        lot = self.pick(*self.tables["lots"])
        row = self.add("pins", {"item": lot["id"], "kind": kind})
        self.maybe(0.3 if lot.get("renews") else 0.0, row, "cycle", 2)
        what = self.pick("date", "date", "date", "route", "option", "supplier")
        if what == "date":
            row |= {"milestone": self.pick(*STEPS, "f0", "expiry"), "date": self.soon()}
        elif what == "route" and "cycle" not in row:
            row["route"] = self.pick("r1", "r2")
        elif what == "supplier" and self.market:
            row["supplier"] = self.pick(*SUPPLIERS)
        else:
            row["option"] = self.pick(0, 0, 1)
