"""What things are called on paper: titles where given, else ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from calloff.plan import CompetitionRun
from calloff.programme import Programme
from calloff.report.wording import plain

GOALS = {
    "gap": "Systems without a contract",
    "unsecured": "Resting on extensions nobody has agreed",
    "unsupported": "Systems past vendor support",
    "lateness": "Go-lives after their deadline",
    "overspend": "Spend over approved funding",
    "cost": "Cost to the horizon, present value",
    "peak": "Most bids wanted at once",
    "finish": "Last first go-live",
    "stability": "Moved against the baseline plan",
    "early": "Nothing later than it need be",
}
SPEND = {
    "procurement": "Procurement",
    "one_off": "One-off costs",
    "onboarding": "Onboarding",
    "extension": "Contract extensions",
}
BASES = {"option": "an option in the contract", "modification": "a modification", "direct_award": "a direct award"}


@dataclass(frozen=True)
class Names:
    """Titles by id, of one programme."""

    programme: Programme

    @cached_property
    def _items(self) -> dict[str, str]:
        p = self.programme
        tables = (p.clusters, p.departments, p.systems, p.contracts, p.procurements, p.lots, p.externals)
        return {row.id: plain(row.title or row.id) for table in tables for row in table}

    @cached_property
    def _pools(self) -> dict[str, str]:
        p = self.programme
        return {row.id: plain(row.title or row.id) for table in (p.suppliers, p.resources) for row in table}

    def item(self, identity: str) -> str:
        """Title of a cluster, department, system, contract, procurement, lot or external."""
        return self._items.get(identity, identity)

    def pool(self, identity: str) -> str:
        """Title of a supplier or a shared resource; `market` is all suppliers together."""
        return "The market" if identity == "market" else self._pools.get(identity, identity)

    def route(self, identity: str) -> str:
        """Title of a route to market."""
        row = self.programme.route.get(identity)
        return plain((row and row.title) or identity)

    def phase(self, route: str, procurement: str, identity: str) -> str:
        """Title of a phase of a procurement under a route."""
        rows = self.programme.phases_for(route, procurement)
        return plain(next((r.title for r in rows if r.id == identity and r.title), identity))

    def competition(self, run: CompetitionRun) -> str:
        """Title of a competition; a later cycle is named after its lot."""
        if run.lot is None:
            return self.item(run.procurement)
        return f"{self.item(run.lot)}, cycle {run.cycle}"

    def system_cluster(self, system: str) -> str:
        """Cluster under which a system is shown: that of its first department."""
        return self.programme.department[self.programme.system[system].departments[0]].cluster
