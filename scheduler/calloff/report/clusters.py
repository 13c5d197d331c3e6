"""Each cluster in a few facts: when it goes, what must be decided, what is at risk, what its dates rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calloff.happened import award_day, gtm_day
from calloff.plan import Decision, Plan
from calloff.programme import Programme
from calloff.report.names import Names
from calloff.report.rests import Rest
from calloff.report.risks import Risk
from calloff.report.wording import day, isolated, last_day, months, shortened

NAME = 60


@dataclass(frozen=True)
class ClusterFacts:
    """What a reader is told of a cluster.

    Attributes
    ----------
    lead
        Lead department, else who answers for the cluster.
    users, departments
        People, and departments that are planned.
    gtm, award, first_live, last_live
        First go-to-market, last award of the first letting, first and last go-live; None where not known.
    live_by
        The last day its deadline allows.
    value
        Estimated value of its procurements (currency); None where none is given.
    late_told
        Whether the reader is told how its last go-live stands against the deadline.
    """

    cluster: str
    title: str
    lead: str | None
    users: int
    departments: int
    gtm: date | None
    award: date | None
    first_live: date | None
    last_live: date | None
    live_by: date | None
    value: Decimal | None
    as_of: date
    late_told: bool
    risks: tuple[Risk, ...]
    decisions: tuple[Decision, ...]
    rests: tuple[Rest, ...]

    @property
    def assumed(self) -> int:
        """Dates ahead that rest on an assumed figure."""
        return sum(bool(r.assumed) for r in self.rests)

    @property
    def margin(self) -> int | None:
        """Days from the last go-live to the deadline; below 0 it is late."""
        return (self.live_by - self.last_live).days if self.live_by and self.last_live else None

    def days(self, kind: str) -> int:
        """The longest time for which something of a kind is wrong [days]."""
        return max((r.days for r in self.risks if r.kind == kind), default=0)

    @property
    def headline(self) -> str:
        """When it goes, in a sentence."""
        name = isolated(shortened(self.title, NAME))
        parts = []
        if self.gtm:
            parts.append(f"{'goes' if self.gtm >= self.as_of else 'went'} to market on {day(self.gtm)}")
        if self.award:
            verb = "awards by" if self.award >= self.as_of else "was awarded by"
            parts.append(f"{verb} {day(self.award)}")
        if self.last_live:
            verb = "is live by" if self.last_live >= self.as_of else "has been live since"
            parts.append(f"{verb} {day(self.last_live)}")
        said = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        return f"{name} {said or 'has no date in this plan'}{self._slack()}"

    def _slack(self) -> str:
        if not self.late_told or self.margin is None or abs(self.margin) < 7:
            return ""
        side = "before" if self.margin > 0 else "after"
        return f", {months(abs(self.margin))} {side} its deadline"


def clusters(
    programme: Programme,
    plan: Plan,
    names: Names,
    risks: Iterable[Risk],
    rests: Iterable[Rest],
    *,
    late_told: bool,
) -> dict[str, ClusterFacts]:
    """Facts by cluster, in the order of the programme."""
    held, resting = list(risks), list(rests)
    return {c.id: _facts(programme, plan, names, c.id, held, resting, late_told) for c in programme.clusters}


def _facts(
    programme: Programme, plan: Plan, names: Names, cluster: str, risks: list[Risk], rests: list[Rest], late_told: bool
) -> ClusterFacts:
    row = programme.cluster[cluster]
    own = [c for c in plan.competitions if c.cycle == 1 and programme.cluster_of(c.procurement) == cluster]
    departments = {d.id for d in programme.departments_of(cluster)}
    lives = [last_day(o.live) for o in plan.departments if o.cycle == 1 and o.department in departments]
    values = [p.value for p in programme.procurements_of(cluster) if p.value is not None]
    return ClusterFacts(
        cluster=cluster,
        title=names.item(cluster),
        lead=row.lead or row.owner,
        users=sum(programme.department[d].users for d in departments),
        departments=len(departments),
        gtm=min((d for c in own if (d := gtm_day(programme, c))), default=None),
        award=max((d for c in own if (d := award_day(programme, c))), default=None),
        first_live=min(lives, default=None),
        last_live=max(lives, default=None),
        live_by=row.live_by,
        value=sum(values, Decimal(0)) if values else None,
        as_of=programme.programme.as_of,
        late_told=late_told,
        risks=tuple(r for r in risks if r.cluster == cluster),
        decisions=tuple(d for d in plan.decisions if cluster_of(programme, names, d.item) == cluster),
        rests=tuple(r for r in rests if r.cluster == cluster),
    )


def cluster_of(programme: Programme, names: Names, item: str) -> str | None:
    """The cluster that anything with an id belongs to."""
    p = programme
    if item in p.cluster:
        return item
    if item in p.procurement:
        return p.cluster_of(item)
    if item in p.lot:
        return p.cluster_of(p.lot[item].procurement)
    if item in p.department:
        return p.department[item].cluster
    system = p.contract[item].systems[0] if item in p.contract else item
    return names.system_cluster(system) if system in p.system else None
