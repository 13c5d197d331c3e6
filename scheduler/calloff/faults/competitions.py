"""Procurements, lots, routes, phases and what they use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from calloff import tables as t
from calloff.errors import Fault
from calloff.faults.draft import Draft
from calloff.programme import Programme

LONGEST_COMPETITION = 10_000


def routes_used(programme: Programme) -> list[tuple[t.Procurement | t.Lot, str, str, str]]:
    """Who runs which route: the row and column that say so, the route, and the procurement."""
    first = [(p, "routes", r, p.id) for p in programme.procurements for r in p.routes]
    later = [
        (x, "recompete_route", x.recompete_route, x.procurement)
        for x in programme.lots
        if x.renews and x.recompete_route
    ]
    return [*first, *later]


def routes_without_phases(draft: Draft) -> Iterator[Fault]:
    """A route of a procurement along which there is nothing to do."""
    if not draft.complete("phases"):
        return
    for row, column, route, procurement in routes_used(draft.programme):
        if not draft.programme.phases_for(route, procurement):
            yield draft.fault(row, column, "this route has no phases", "give it rows in phases", route)


def marks(draft: Draft) -> Iterator[Fault]:
    """Two phases marked alike, marks the wrong way round, or two phases at one position."""
    p = draft.programme
    found = {
        fault: None
        for _, _, route, procurement in routes_used(p)
        for fault in _marks(draft, p.phases_for(route, procurement))
    }
    yield from found


def _marks(draft: Draft, phases: list[t.Phase]) -> Iterator[Fault]:
    for mark in ("gtm", "award"):
        for phase in [x for x in phases if x.milestone == mark][1:]:
            yield draft.fault(phase, "milestone", "another phase of the same competition is marked so", "mark only one")
    for before, phase in pairwise(phases):
        if before.order == phase.order:
            problem = f"{before.id} has the same position"
            yield draft.fault(phase, "order", problem, "give each phase its own position")
    p = draft.programme
    if phases and p.gtm_index(phases) > p.award_index(phases):
        award = phases[p.award_index(phases)]
        yield draft.fault(award, "milestone", "the award comes before go-to-market", "swap the marks")


def endless_competitions(draft: Draft) -> Iterator[Fault]:
    """Phases so long that no calendar holds them."""
    p = draft.programme
    for row, column, route, procurement in routes_used(p):
        factor = row.recompete_factor if isinstance(row, t.Lot) else 1
        length = sum(x.duration * factor + x.max_wait for x in p.phases_for(route, procurement))
        if length > LONGEST_COMPETITION:
            problem = f"its phases add up to {length:.0f} slots"
            yield draft.fault(row, column, problem, f"keep the sum under {LONGEST_COMPETITION} slots", route)


def renewals(draft: Draft) -> Iterator[Fault]:
    """A renewing lot whose later cycles have no route, or whose route lets no contract."""
    p = draft.programme
    for lot in p.lots:
        if lot.renews and not lot.recompete_route:
            yield draft.fault(lot, "recompete_route", "a renewing lot needs it", "name the route of its later cycles")
        elif lot.renews and draft.complete("terms") and not p.terms_for(str(lot.recompete_route), lot.id):
            problem = "this route has no terms for the lot, so no later cycle could be let"
            yield draft.fault(lot, "recompete_route", problem, "give the route a row in terms")


def deliverers(draft: Draft) -> Iterator[Fault]:
    """Two lots of one cluster that both do the onboarding."""
    p = draft.programme
    seen: dict[str, str] = {}
    for lot in p.lots:
        cluster = p.cluster_of(lot.procurement)
        if lot.delivers and seen.setdefault(cluster, lot.id) != lot.id:
            problem = f"{seen[cluster]} delivers for cluster {cluster} already"
            yield draft.fault(lot, "delivers", problem, "let one lot a cluster deliver")


def strange_replacements(draft: Draft) -> Iterator[Fault]:
    """A system replaced by a lot that does not serve one of its departments."""
    p = draft.programme
    for system in p.systems:
        if system.replaced_by is None:
            continue
        home = p.cluster_of(p.lot[system.replaced_by].procurement)
        for name in system.departments:
            d = p.department[name]
            if d.joins and d.cluster != home:
                problem = f"this lot serves cluster {home}, but department {name} is in {d.cluster}"
                yield draft.fault(system, "replaced_by", problem, f"name a lot of {d.cluster}, or split the system")


def demands(draft: Draft) -> Iterator[Fault]:
    """A demand of a phase that its procurement does not have, or of bidders where nobody bids."""
    p = draft.programme
    phases: dict[str, set[str]] = {}
    for _, _, route, procurement in routes_used(p):
        phases.setdefault(procurement, set()).update(x.id for x in p.phases_for(route, procurement))
    for row in p.demands:
        known = phases.get(row.procurement or "", set())
        if row.phase == "onboarding":
            if row.resource == "bid":
                yield draft.fault(row, "resource", "nobody bids during onboarding", "give delivery or a resource")
        elif row.procurement and row.phase not in known and draft.complete("phases"):
            problem = f"no route of {row.procurement} has this phase"
            yield draft.fault(row, "phase", problem, "give one of: " + ", ".join(sorted(known)))
