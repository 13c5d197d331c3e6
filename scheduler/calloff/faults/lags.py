"""Dependencies: ends that make sense, and lags that go round in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import cast

from calloff import tables as t
from calloff.errors import Fault
from calloff.faults.draft import Draft, cell
from calloff.programme import Competition, Programme
from calloff.shortest import least_boundaries

STEPS = ("start", "gtm", "award", "end")


def milestones(draft: Draft) -> Iterator[Fault]:
    """An end of a dependency without the milestone it needs, or with one its item lacks."""
    p = draft.programme
    for row in p.dependencies:
        if row.from_ in p.external and row.to in p.external:
            yield draft.fault(row, "to", "both ends are externals, so nothing is planned", "name one of yours")
        for side in ("from", "to"):
            yield from _milestone(draft, row, side)


def _milestone(draft: Draft, row: t.Dependency, side: str) -> Iterator[Fault]:
    p = draft.programme
    item, column = cell(row, side), f"{side}_milestone"
    given = cell(row, column)
    has = _milestones_of(p, item)
    if given is None and has:
        yield draft.fault(row, column, f"{item} has several milestones", "give one of: " + ", ".join(has))
    elif given is not None and given not in has:
        wanted = "give one of: " + ", ".join(has) if has else "leave it blank"
        yield draft.fault(row, column, f"{item} has no such milestone", wanted)


def _milestones_of(programme: Programme, item: str) -> tuple[str, ...]:
    if item in programme.external:
        return ()
    if item in programme.department:
        return ("start", "live")
    if item in programme.procurement:
        return STEPS
    return (*STEPS, "live") if programme.joining(item) else STEPS


@dataclass(frozen=True)
class Edge:
    """`to` is at least `lag` slots after `from_`; `row` where a dependency says so."""

    from_: str
    to: str
    lag: int
    row: t.Dependency | None = None


def circles(draft: Draft) -> Iterator[Fault]:
    """Lags around a circle that add up to more than 0: no dates can satisfy them."""
    p = draft.programme
    structure = _structure(p) if p.dependencies else []
    edges = [*structure, *_lags(p, {node for e in structure for node in (e.from_, e.to)})]
    while circle := positive_circle(edges):
        rows = [e.row for e in circle if e.row is not None]
        circle = _from_first(circle, p.dependencies)
        total = sum(e.lag for e in circle)
        way = " → ".join(f"{e.from_} ({e.lag:+d})" for e in circle) + f" → {circle[0].from_}"
        problem = f"these lags go round in a circle and add up to {total:+d} slots: {way}"
        yield draft.fault(circle[0].row or rows[0], "min_lag", problem, "lower a lag until they add up to 0 or less")
        edges = [e for e in edges if e.row is None or not any(e.row is r for r in rows)]


def _from_first(circle: list[Edge], rows: tuple[t.Dependency, ...]) -> list[Edge]:
    """The same circle, told from the dependency that stands first in the table."""
    place = {id(row): i for i, row in enumerate(rows)}
    begin = min(range(len(circle)), key=lambda i: place.get(id(circle[i].row), len(rows)))
    return circle[begin:] + circle[:begin]


def _lags(programme: Programme, nodes: set[str]) -> Iterator[Edge]:
    for row in programme.dependencies:
        a, b = f"{row.from_} {row.from_milestone}", f"{row.to} {row.to_milestone}"
        crossed = row.min_lag is not None and row.max_lag is not None and row.min_lag > row.max_lag
        if a in nodes and b in nodes and not crossed:
            if row.min_lag is not None:
                yield Edge(a, b, row.min_lag, row)
            if row.max_lag is not None:
                yield Edge(b, a, -row.max_lag, row)


def _structure(programme: Programme) -> list[Edge]:
    """What holds between milestones by themselves; items with actual dates are left out."""
    past = {p.item for p in programme.pins if p.kind == "actual"}
    past |= {programme.lot[i].procurement for i in past if i in programme.lot}
    edges: list[Edge] = []
    for procurement in programme.procurements:
        if procurement.id not in past:
            shortest = _shortest(programme, procurement)
            edges += _chain(procurement.id, STEPS, shortest)
    for cluster in programme.clusters:
        edges += _cluster(programme, cluster.id, past)
    return edges


def _chain(item: str, steps: tuple[str, ...], lags: tuple[int, ...]) -> list[Edge]:
    return [Edge(f"{item} {a}", f"{item} {b}", lag) for a, b, lag in zip(steps, steps[1:], lags, strict=False)]


def _cluster(programme: Programme, cluster: str, past: set[str]) -> list[Edge]:
    """First start and gtm, last award, end and live; onboarding after what it needs."""
    bought = programme.procurements_of(cluster)
    open_ = [p.id for p in bought if p.id not in past]
    edges = _chain(cluster, STEPS, (0, 0, 0))
    for name in open_:
        edges += [Edge(f"{cluster} {s}", f"{name} {s}", 0) for s in ("start", "gtm")]
        edges += [Edge(f"{name} {s}", f"{cluster} {s}", 0) for s in ("award", "end")]
    if len(bought) == 1 and open_:
        edges += [Edge(f"{name} {s}", f"{cluster} {s}", 0) for name in open_ for s in ("start", "gtm")]
        edges += [Edge(f"{cluster} {s}", f"{name} {s}", 0) for name in open_ for s in ("award", "end")]
    needed = [p.id for p in programme.needed_of(cluster) if p.id in open_]
    for d in programme.joining(cluster):
        if d.id not in past:
            edges += _chain(d.id, ("start", "live"), (ceil(d.onboarding),))
            edges += [Edge(f"{name} end", f"{d.id} start", 0) for name in needed]
            edges.append(Edge(f"{d.id} live", f"{cluster} live", 0))
    return edges


def _shortest(programme: Programme, procurement: t.Procurement) -> tuple[int, int, int]:
    """Least slots from start to gtm, gtm to award, and award to end, over its routes."""
    ways = [
        least_boundaries(programme, phases)
        for route in programme.routes_for(Competition(procurement.id, None, 1))
        if (phases := programme.phases_for(route, procurement.id))
    ]
    if not ways:
        return 0, 0, 0
    return cast(tuple[int, int, int], tuple(min(w[i + 1] - w[i] for w in ways) for i in range(3)))


def positive_circle(edges: list[Edge]) -> list[Edge]:
    """A circle of edges whose lags add up to more than 0, or nothing: longest paths that never settle."""
    far = {node: 0 for e in edges for node in (e.from_, e.to)}
    came: dict[str, Edge] = {}
    last = ""
    for _ in range(len(far) + 1):
        last = ""
        for e in edges:
            if far[e.from_] + e.lag > far[e.to]:
                far[e.to], came[e.to], last = far[e.from_] + e.lag, e, e.to
        if not last:
            return []
    for _ in far:
        last = came[last].from_
    circle = [came[last]]
    while circle[0].from_ != last:
        circle.insert(0, came[circle[0].from_])
    return circle
