"""The lag between two milestones stays within its bounds.

    min_lag ≤ boundary of `to` − boundary of `from` ≤ max_lag                          [slots]

Milestones are those of the first letting. A cluster's `start` and `gtm` are the earliest over its
procurements, its `award` and `end` the latest, its `live` the latest over the departments that
join. An external counts from the boundary after its day, and as `to` at the boundary its day
still reaches. Two milestones that are facts (actual or external) breach nothing; nor does one that
is unknown, or of a department that does not join.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model
    from calloff.tables import Dependency

NAME = "dependencies"


class Point(NamedTuple):
    """A milestone's boundary, and whether it is a fact that no plan can move."""

    boundary: int
    fact: bool


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every row."""
    for row in facts.programme.dependencies:
        begin = point_of(facts, row.from_, row.from_milestone, source=True)
        end = point_of(facts, row.to, row.to_milestone, source=False)
        if begin is not None and end is not None and not (begin.fact and end.fact):
            yield from _lag(facts, row, begin.boundary, end.boundary)


def _lag(facts: Facts, row: Dependency, begin: int, end: int) -> Iterator[Breach]:
    lag = end - begin
    what = f"{row.to_milestone or row.to} comes {lag} slots after {row.from_} {row.from_milestone or ''}".strip()
    if row.min_lag is not None and lag < row.min_lag:
        yield Breach(NAME, row.to, f"{what}, at least {row.min_lag} wanted", facts.day(end))
    if row.max_lag is not None and lag > row.max_lag:
        yield Breach(NAME, row.to, f"{what}, at most {row.max_lag} allowed", facts.day(end))


def point_of(facts: Facts, item: str, milestone: str | None, *, source: bool) -> Point | None:
    """A milestone of a cycle-1 letting, a cluster, a department or an external; None where it is unknown."""
    programme = facts.programme
    if item in programme.external:
        day = programme.external[item].date
        return Point(facts.calendar.end_after(day) if source else facts.calendar.end_on(day), fact=True)
    if milestone is None:
        return None
    if item in programme.procurement:
        return _of_run(facts, item, milestone)
    if item in programme.department:
        return _of_department(facts, item, milestone)
    return _of_cluster(facts, item, milestone)


def _of_run(facts: Facts, procurement: str, milestone: str) -> Point | None:
    run = facts.first_run(procurement)
    boundary = run.milestone(milestone)
    return None if boundary is None else Point(boundary, run.is_actual(milestone))


def _of_department(facts: Facts, department: str, milestone: str) -> Point | None:
    one = facts.onboardings.get((department, None, 1))
    if one is None:
        return None
    if milestone == "start":
        start = one.start if one.start is not None else one.began
        return None if start is None else Point(start, not one.planned)
    return Point(one.live, one.arrived is not None) if milestone in ("live", "end") else None


def _of_cluster(facts: Facts, cluster: str, milestone: str) -> Point | None:
    if milestone == "live":
        lives = [_of_department(facts, d.id, "live") for d in facts.programme.joining(cluster)]
        return _last(lives)
    points = [_of_run(facts, p.id, milestone) for p in facts.programme.procurements_of(cluster)]
    if milestone in ("start", "gtm"):
        return _first(points)
    return _last(points)


def _first(points: list[Point | None]) -> Point | None:
    """The earliest; unknown where one of them lies in an unknown past."""
    known = [p for p in points if p is not None]
    if not known or len(known) < len(points):
        return None
    return min(known, key=lambda p: (p.boundary, not p.fact))


def _last(points: list[Point | None]) -> Point | None:
    """The latest of those known; a fact only where all of them are."""
    known = [p for p in points if p is not None]
    if not known:
        return None
    return Point(max(p.boundary for p in known), all(p.fact for p in known))


def add(model: Model) -> None:
    """Keep the lag between two milestones within its bounds."""
    for row in model.programme.dependencies:
        first = model.item_point(row.from_, row.from_milestone or "end", as_from=True)
        then = model.item_point(row.to, row.to_milestone or "end", as_from=False)
        if first is None or then is None or (first.actual and then.actual):
            continue
        lag = then.when.expr - first.when.expr
        subject = f"{row.from_} → {row.to}"
        if row.min_lag is not None:
            model.require(lag >= row.min_lag, NAME, subject)
            model.precede(first.when.plus(row.min_lag), then.when)
        if row.max_lag is not None:
            model.require(lag <= row.max_lag, NAME, subject)
