"""No milestone of a kind falls in a slot that a blackout touches.

A start or go-to-market at boundary k falls in slot k; an award, an end or a go-live at boundary k
in slot k − 1. For every milestone of the kind, of all cycles, with its slot t from now on:

    t ∉ slots touched by [from, to]

`start` is that of a competition's first phase, or of an onboarding. A blackout that applies to
some items binds a competition by its procurement, cluster or lot, an onboarding by its department
or cluster. What has happened breaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model
    from calloff.programme import Competition
    from calloff.tables import Blackout

NAME = "blackouts"


class Moment(NamedTuple):
    """A milestone still to come: the slot it falls in, and the ids by which a blackout may name it."""

    subject: str
    milestone: str
    slot: int
    items: frozenset[str]


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every blackout by every milestone still to come."""
    moments = [m for m in (*_of_runs(facts), *_of_onboardings(facts)) if facts.now <= m.slot < facts.limit]
    for row in facts.programme.blackouts:
        touched = facts.calendar.touched(row.from_, row.to)
        for m in moments:
            bound = not row.applies_to or not m.items.isdisjoint(row.applies_to)
            if bound and m.milestone == row.milestone and m.slot in touched:
                text = f"{m.milestone} falls in the blackout {row.from_} to {row.to}"
                text += f" ({row.reason})" if row.reason else ""
                yield Breach(NAME, m.subject, text, facts.day(m.slot))


def _of_runs(facts: Facts) -> Iterator[Moment]:
    for run in facts.runs.values():
        key = run.key
        lots = [x.id for x in facts.programme.lots_let_by(key)]
        items = frozenset([key.procurement, facts.programme.cluster_of(key.procurement), *lots])
        for name in ("start", "gtm", "award", "end"):
            boundary = run.milestone(name)
            if boundary is not None and not run.is_actual(name):
                yield Moment(run.name, name, boundary if name in ("start", "gtm") else boundary - 1, items)


def _of_onboardings(facts: Facts) -> Iterator[Moment]:
    for one in facts.onboardings.values():
        items = frozenset([one.department, facts.programme.department[one.department].cluster])
        subject = facts.named(one.department, one.cycle)
        if one.start is not None and one.planned:
            yield Moment(subject, "start", one.start, items)
        if one.arrived is None:
            yield Moment(subject, "live", one.live - 1, items)


def add(model: Model) -> None:
    """Keep every milestone of the kind out of the slots that the period touches."""
    calendar = model.calendar
    for row in model.programme.blackouts:
        touched = calendar.touched(row.from_, row.to)
        slots = range(max(touched.start, calendar.now), min(touched.stop, calendar.limit))
        opens = row.milestone in ("start", "gtm")
        boundaries = slots if opens else range(slots.start + 1, slots.stop + 1)
        for competition in model.competitions.values():
            if row.milestone != "live" and _concerns(model, row, competition.key):
                for point in model.points_of(competition, row.milestone):
                    if not point.actual:
                        model.forbid(point.when, boundaries, NAME, competition.key.item, point.binds)
        for o in model.onboardings.values():
            wanted = {"start": o.start, "live": o.live}.get(row.milestone)
            happened = o.state == "done" or (o.state == "begun" and row.milestone == "start")
            names = {o.department.id, o.department.cluster, o.lot.id if o.lot else o.department.id}
            if wanted is not None and not happened and (not row.applies_to or names & set(row.applies_to)):
                model.forbid(wanted, boundaries, NAME, o.department.id, o.present)


def _concerns(model: Model, row: Blackout, key: Competition) -> bool:
    lots = {x.id for x in model.programme.lots_let_by(key)}
    names = {key.procurement, model.programme.cluster_of(key.procurement), *lots}
    return not row.applies_to or bool(names & set(row.applies_to))
