"""What people ask about: the dates and extensions of a plan, and their points in a model."""

from __future__ import annotations

from collections.abc import Iterator

from calloff.calendar import Calendar
from calloff.explain.reason import LIVE, Target
from calloff.model import Literal, Model, When
from calloff.plan import Plan
from calloff.programme import Competition, Programme


def targets(programme: Programme, plan: Plan, item: str | None = None) -> list[Target]:
    """Everything in a plan that still lies ahead and can be asked about, or what concerns one item.

    An item is a cluster, a procurement, a lot, a department, a contract or a system.
    """
    calendar = Calendar.of(programme)
    now = calendar.day(calendar.now)
    found = []
    for run in plan.competitions:
        key = Competition(run.procurement, run.lot, run.cycle)
        names = {run.procurement, programme.cluster_of(run.procurement), key.item}
        for milestone, day in (("gtm", run.gtm), ("award", run.award)):
            if day is not None and day >= now and _asked(item, names):
                found.append(Target(key.item, run.cycle, milestone))
    found += _lives(programme, plan, item)
    for extension in plan.extensions:
        if (
            extension.taken
            and not extension.agreed
            and _asked(item, {extension.of, *_carried(programme, extension.of)})
        ):
            found.append(Target(extension.of, extension.order, "extension"))
    return found


def _lives(programme: Programme, plan: Plan, item: str | None) -> Iterator[Target]:
    planned = {o.department for o in plan.departments if o.cycle == 1 and o.start is not None}
    for cluster in sorted(programme.cluster):
        joining = {d.id for d in programme.joining(cluster)}
        if joining & planned and (item is None or item == cluster):
            yield Target(cluster, 1, LIVE)
    if item in planned:
        yield Target(item, 1, LIVE)


def _asked(item: str | None, names: set[str]) -> bool:
    return item is None or item in names


def _carried(programme: Programme, contract: str) -> tuple[str, ...]:
    return programme.contract[contract].systems if contract in programme.contract else ()


def point_of(model: Model, target: Target) -> tuple[When, Literal]:
    """A target's point in a model, and the literal that it exists."""
    programme = model.programme
    if target.milestone == LIVE:
        names = [target.item] if target.item in programme.department else [d.id for d in programme.joining(target.item)]
        return model.latest([model.onboardings[d, None, 1].live for d in names], str(target)), model.yes
    if target.item in programme.lot and target.cycle > 1:
        key = Competition(programme.lot[target.item].procurement, target.item, target.cycle)
    else:
        key = Competition(target.item, None, 1)
    found = model.competitions[key]
    when = found.gtm if target.milestone == "gtm" else found.award
    if when is None:
        raise KeyError(str(target))
    return when, found.present
