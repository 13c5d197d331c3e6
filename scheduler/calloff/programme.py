"""The programme: every input table in one frozen value, and plain look-ups over it.

Nothing here decides or derives a rule: look-ups only answer which rows belong to what.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from calloff import tables as t
from calloff.programme_index import Index
from calloff.rows import Row

RESERVED = frozenset({"bid", "delivery", "onboarding", "start", "gtm", "award", "end", "live", "expiry"})
"""Names that are not free for ids."""

KEYS: dict[str, tuple[str, ...]] = {
    "programme": (),
    "clusters": ("id",),
    "departments": ("id",),
    "systems": ("id",),
    "contracts": ("id",),
    "extensions": ("of", "order"),
    "procurements": ("id",),
    "lots": ("id",),
    "routes": ("id",),
    "terms": ("route", "lot", "months", "option"),
    "phases": ("route", "procurement", "id"),
    "demands": ("phase", "procurement", "resource"),
    "suppliers": ("id",),
    "resources": ("id",),
    "capacity": ("of", "kind", "from", "to"),
    "funding": ("from", "to", "covers"),
    "dependencies": ("from", "from_milestone", "to", "to_milestone"),
    "externals": ("id",),
    "blackouts": ("milestone", "from", "to", "applies_to"),
    "stagger": ("window",),
    "pins": ("item", "cycle", "milestone", "kind"),
    "measures": ("name", "date"),
    "sources": ("table", "row", "column"),
}
"""Columns that name a row of each table; joined by `/` where `sources` points at it."""


class Competition(NamedTuple):
    """One run of a procurement's phases: its first letting, or one later cycle of a lot."""

    procurement: str
    lot: str | None
    cycle: int

    @property
    def item(self) -> str:
        """Id that pins, plans and people use: the lot's from cycle 2 on."""
        return self.lot or self.procurement


class Programme(BaseModel):
    """Every table of one programme; see docs/format.md for the columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    programme: t.Header
    clusters: tuple[t.Cluster, ...] = Field(min_length=1)
    departments: tuple[t.Department, ...] = ()
    systems: tuple[t.System, ...] = ()
    contracts: tuple[t.Contract, ...] = ()
    extensions: tuple[t.Extension, ...] = ()
    procurements: tuple[t.Procurement, ...] = Field(min_length=1)
    lots: tuple[t.Lot, ...] = Field(min_length=1)
    routes: tuple[t.Route, ...] = Field(min_length=1)
    terms: tuple[t.Term, ...] = ()
    phases: tuple[t.Phase, ...] = Field(min_length=1)
    demands: tuple[t.Demand, ...] = ()
    suppliers: tuple[t.Supplier, ...] = ()
    resources: tuple[t.Resource, ...] = ()
    capacity: tuple[t.Capacity, ...] = ()
    funding: tuple[t.Funding, ...] = ()
    dependencies: tuple[t.Dependency, ...] = ()
    externals: tuple[t.External, ...] = ()
    blackouts: tuple[t.Blackout, ...] = ()
    stagger: tuple[t.Stagger, ...] = ()
    pins: tuple[t.Pin, ...] = ()
    measures: tuple[t.Measure, ...] = ()
    sources: tuple[t.Source, ...] = ()

    # --- by id ---------------------------------------------------------------------------

    @cached_property
    def cluster(self) -> dict[str, t.Cluster]:
        """Clusters by id."""
        return {r.id: r for r in self.clusters}

    @cached_property
    def department(self) -> dict[str, t.Department]:
        """Departments by id."""
        return {r.id: r for r in self.departments}

    @cached_property
    def system(self) -> dict[str, t.System]:
        """Systems by id."""
        return {r.id: r for r in self.systems}

    @cached_property
    def contract(self) -> dict[str, t.Contract]:
        """Contracts by id."""
        return {r.id: r for r in self.contracts}

    @cached_property
    def procurement(self) -> dict[str, t.Procurement]:
        """Procurements by id."""
        return {r.id: r for r in self.procurements}

    @cached_property
    def lot(self) -> dict[str, t.Lot]:
        """Lots by id."""
        return {r.id: r for r in self.lots}

    @cached_property
    def route(self) -> dict[str, t.Route]:
        """Routes by id."""
        return {r.id: r for r in self.routes}

    @cached_property
    def supplier(self) -> dict[str, t.Supplier]:
        """Suppliers by id."""
        return {r.id: r for r in self.suppliers}

    @cached_property
    def resource(self) -> dict[str, t.Resource]:
        """Shared resources by id."""
        return {r.id: r for r in self.resources}

    @cached_property
    def external(self) -> dict[str, t.External]:
        """External milestones by id."""
        return {r.id: r for r in self.externals}

    def __copy__(self) -> Self:
        """A copy that looks everything up anew: rows of a copy may be replaced."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    # --- what belongs to what --------------------------------------------------------------

    @cached_property
    def _rows_by(self) -> Index:
        return Index(self)

    def cluster_of(self, procurement: str) -> str:
        """Cluster id of a procurement."""
        return self.procurement[procurement].cluster

    def procurements_of(self, cluster: str) -> list[t.Procurement]:
        """Procurements of a cluster, by id."""
        return self._rows_by.procurements.get(cluster, [])[:]

    def needed_of(self, cluster: str) -> list[t.Procurement]:
        """Procurements whose last phase must end before onboarding, by id."""
        return [p for p in self.procurements_of(cluster) if p.needed_for_live]

    def departments_of(self, cluster: str) -> list[t.Department]:
        """All departments of a cluster, by id."""
        return self._rows_by.departments.get(cluster, [])[:]

    def joining(self, cluster: str) -> list[t.Department]:
        """Departments of a cluster that join, by id."""
        return [d for d in self.departments_of(cluster) if d.joins]

    def lots_of(self, procurement: str) -> list[t.Lot]:
        """Lots of a procurement, by id."""
        return self._rows_by.lots.get(procurement, [])[:]

    def lots_let_by(self, competition: Competition) -> list[t.Lot]:
        """Lots that a competition lets: all in cycle 1, one from cycle 2 on."""
        if competition.lot is not None:
            return [self.lot[competition.lot]]
        return self.lots_of(competition.procurement)

    def one_off_of(self, competition: Competition) -> Decimal:
        """One-off cost of a competition at its award (currency); a later cycle's by its lot's factor."""
        cost = self.procurement[competition.procurement].one_off_cost
        return cost if competition.lot is None else cost * self.lot[competition.lot].recompete_cost

    def delivering_lot(self, cluster: str) -> t.Lot | None:
        """The one lot of a cluster whose supplier does the onboarding."""
        return self._rows_by.delivering.get(cluster)

    def onboarding_home(self, cluster: str) -> str | None:
        """Procurement whose rows of `demands` apply to a cluster's cycle-1 onboarding.

        That of the delivering lot; without one, the first that is needed; else none.
        """
        lot = self.delivering_lot(cluster)
        if lot is not None:
            return lot.procurement
        needed = self.needed_of(cluster)
        return needed[0].id if needed else None

    def contracts_of(self, system: str) -> list[t.Contract]:
        """Contracts that carry a system, by id."""
        return self._rows_by.contracts.get(system, [])[:]

    def extendable(self) -> list[t.Contract | t.System]:
        """Everything that may have extensions: contracts, then systems for their support."""
        return [*self.contracts, *self.systems]

    def extensions_of(self, owner: str) -> list[t.Extension]:
        """Extensions of a contract or of a system's support, in order."""
        return self._rows_by.extensions.get(owner, [])[:]

    def weight(self, system: t.System, department: str) -> int:
        """Users (people) of a system in a department.

        A system's own number of users is shared out over its departments by their size, rounded
        down, the rest to the largest, so that the shares add up to it.
        """
        if system.users is None:
            return self.department[department].users
        sizes = {d: self.department[d].users for d in system.departments}
        total = sum(sizes.values())
        if total == 0:
            sizes, total = dict.fromkeys(sizes, 1), len(sizes)
        share = {d: system.users * n // total for d, n in sizes.items()}
        largest = min(sizes, key=lambda d: (-sizes[d], d))
        share[largest] += system.users - sum(share.values())
        return share[department]

    # --- routes, phases, terms, demands ------------------------------------------------------

    def routes_for(self, competition: Competition) -> list[str]:
        """Routes a competition may take, by id: its own in cycle 1, the recompete route later."""
        if competition.lot is not None:
            route = self.lot[competition.lot].recompete_route
            return [route] if route else []
        return sorted(self.procurement[competition.procurement].routes)

    def phases_for(self, route: str, procurement: str) -> list[t.Phase]:
        """Phases of a procurement under a route, in order; a specific row wins."""
        rows = [p for p in self._rows_by.phases.get(route, ()) if p.procurement in (None, procurement)]
        chosen = {p.id: p for p in sorted(rows, key=lambda p: p.procurement is not None)}
        return sorted(chosen.values(), key=lambda p: (p.order, p.id))

    def gtm_index(self, phases: list[t.Phase]) -> int:
        """Position of the phase whose start is go-to-market: the marked one, else the first."""
        return next((i for i, p in enumerate(phases) if p.milestone == "gtm"), 0)

    def award_index(self, phases: list[t.Phase]) -> int:
        """Position of the phase whose end is the award: the marked one, else the last."""
        return next((i for i, p in enumerate(phases) if p.milestone == "award"), len(phases) - 1)

    def terms_for(self, route: str, lot: str) -> list[t.Term]:
        """Term rows of a lot under a route, shortest first; its own rows win over any lot's."""
        rows = self._rows_by.terms.get(route, [])
        own = [x for x in rows if x.lot == lot] or [x for x in rows if x.lot is None]
        return sorted(own, key=lambda x: (x.months, x.option, x.factor, x.option_factor))

    def demands_for(self, phase: str, procurement: str | None) -> dict[str, int]:
        """Units by resource of a phase (or `onboarding`) of a procurement; a specific row wins."""
        rows = [d for d in self._rows_by.demands.get(phase, ()) if d.procurement in (None, procurement)]
        return {d.resource: d.units for d in sorted(rows, key=lambda d: d.procurement is not None)}

    def pins_on(self, competition: Competition) -> list[t.Pin]:
        """Pins on a competition's milestones and route; in cycle 1 a lot's pin is its procurement's."""
        if competition.lot is not None:
            items = [competition.lot]
        else:
            items = [competition.procurement, *(x.id for x in self.lots_of(competition.procurement))]
        found = [held for item in items for held in self._rows_by.pins.get((item, competition.cycle), ())]
        return [pin for _, pin in sorted(found, key=lambda held: held[0])]

    def pins_of(self, item: str, cycle: int = 1) -> list[t.Pin]:
        """Pins whose item and cycle are just these."""
        return [pin for _, pin in self._rows_by.pins.get((item, cycle), ())]

    # --- walking all rows ----------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every row with its table's name."""
        for name in KEYS:
            held = getattr(self, name)
            for row in held if isinstance(held, tuple) else (held,):
                yield name, row


def key_of(table: str, row: Row) -> str:
    """The key by which `sources` and messages name a row: its key columns joined by `/`."""
    values = row.model_dump(mode="json", by_alias=True)
    parts = [values[c] for c in KEYS[table]]
    return "/".join(";".join(map(str, p)) if isinstance(p, list) else "" if p is None else str(p) for p in parts)
