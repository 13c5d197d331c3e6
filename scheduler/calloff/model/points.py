"""Milestones by name: of competitions, departments, clusters and externals."""

from __future__ import annotations

from dataclasses import dataclass

from calloff.model.competitions import CompetitionVars, RouteVars
from calloff.model.core import Model
from calloff.model.history import positions
from calloff.model.when import Literal, When
from calloff.programme import Competition


@dataclass(frozen=True)
class Point:
    """One milestone: where it falls, where that binds, and whether it has happened."""

    when: When
    binds: Literal
    actual: bool


def points_of(model: Model, competition: CompetitionVars, milestone: str) -> list[Point]:
    """A competition's milestone, or the end of one of its phases, on every route that has it."""
    return [p for r in competition.routes for p in _on_route(model, r, milestone)]


def _on_route(model: Model, r: RouteVars, milestone: str) -> list[Point]:
    at = positions(model.programme, r.phases).get(milestone)
    if at is None:
        return []
    when = r.closing(at // 2) if at % 2 else r.opening(at // 2)
    opened = at == 2 * r.progress.done and r.progress.begun is not None  # what runs has begun: a fact
    return [] if when is None else [Point(when, r.chosen, opened or at in r.progress.known)]


def department_point(model: Model, department: str, milestone: str) -> Point | None:
    """Start or go-live of a department's first onboarding; None where it does not join."""
    found = model.onboardings.get((department, None, 1))
    if found is None:
        return None
    if milestone == "start":
        return None if found.start is None else Point(found.start, model.yes, found.state == "begun")
    return Point(found.live, model.yes, found.state == "done")


def item_point(model: Model, item: str, milestone: str, as_from: bool) -> Point | None:
    """A cycle-1 milestone of a cluster, procurement, department or external; None where there is none."""
    programme, calendar = model.programme, model.calendar
    if item in programme.external:
        day = programme.external[item].date
        return Point(When.fixed(calendar.end_after(day) if as_from else calendar.end_on(day)), model.yes, True)
    if item in programme.department:
        return department_point(model, item, milestone)
    if item in programme.procurement:
        return _competition_point(model, item, milestone)
    return _cluster_point(model, item, milestone)


def _competition_point(model: Model, procurement: str, milestone: str) -> Point | None:
    c = model.competitions[Competition(procurement, None, 1)]
    when = {"start": c.start, "gtm": c.gtm, "award": c.award, "end": c.end}[milestone]
    if when is None:
        return None
    return Point(when, model.yes, all(p.actual for p in points_of(model, c, milestone)))


def _cluster_point(model: Model, cluster: str, milestone: str) -> Point | None:
    programme = model.programme
    if milestone == "live":
        found = [department_point(model, d.id, "live") for d in programme.joining(cluster)]
    else:
        found = [_competition_point(model, p.id, milestone) for p in programme.procurements_of(cluster)]
    points = [p for p in found if p is not None]
    if not points or len(points) < len(found):
        return None
    first = milestone in ("start", "gtm")
    # What has happened is never later than what is planned, so that one is enough for the earliest.
    actual = any(p.actual for p in points) if first else all(p.actual for p in points)
    name, whens = f"{cluster}:{milestone}", [p.when for p in points]
    return Point(model.earliest(whens, name) if first else model.latest(whens, name), model.yes, actual)
