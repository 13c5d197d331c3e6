"""Earliest and latest days, pins, and no plan for the past.

What is planned and not in progress starts at or after now. For the go-to-market g of a cluster's
first competitions, where it is still planned:

    earliest_gtm ≤ g ≤ latest_gtm                                                   [boundaries]

A pin binds its milestone: `agreed` exactly, `earliest` from, `latest` to its day. Route, term,
option (months taken) and supplier of a pin bind whatever its kind; on a procurement, its term and
option bind every lot that it lets. A milestone that has happened breaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.facts_service import LotCycle
    from calloff.model import Literal, Model, When
    from calloff.model.competitions import CompetitionVars
    from calloff.tables import Pin

NAME = "windows"

STARTS = ("start", "gtm")


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of now, of the clusters' windows and of the pins."""
    yield from _past(facts)
    for run in facts.runs.values():
        if run.key.lot is None and not run.is_actual("gtm"):
            yield from _window(facts, run)
        yield from _pins(facts, run)
    for one in facts.onboardings.values():
        if one.cycle == 1:
            yield from _department(facts, one.department)
    for cycle in facts.cycles.values():
        yield from _contract(facts, cycle)


def _past(facts: Facts) -> Iterator[Breach]:
    for run in facts.runs.values():
        for phase in run.open_phases():
            if not phase.running and phase.start < facts.now:
                yield _late(facts, run.name, f"phase {phase.row.id}", phase.start)
    for one in facts.onboardings.values():
        if one.planned and one.start is not None and one.start < facts.now:
            yield _late(facts, facts.named(one.department, one.cycle), "onboarding", one.start)


def _late(facts: Facts, subject: str, what: str, start: int) -> Breach:
    text = f"{what} is planned to start {facts.day(start)}, before now ({facts.day(facts.now)})"
    return Breach(NAME, subject, text, facts.day(start))


def _window(facts: Facts, run: Run) -> Iterator[Breach]:
    cluster = facts.programme.cluster[facts.programme.cluster_of(run.key.procurement)]
    gtm = run.gtm
    if gtm is None:
        return
    if cluster.earliest_gtm and gtm < facts.calendar.start_from(cluster.earliest_gtm):
        text = f"goes to market {facts.day(gtm)}, before {cluster.earliest_gtm}"
        yield Breach(NAME, run.name, text, facts.day(gtm))
    if cluster.latest_gtm and gtm > facts.calendar.start_by(cluster.latest_gtm):
        text = f"goes to market {facts.day(gtm)}, after {cluster.latest_gtm}"
        yield Breach(NAME, run.name, text, facts.day(gtm))


def _pins(facts: Facts, run: Run) -> Iterator[Breach]:
    for pin in facts.programme.pins_on(run.key):
        if pin.route and pin.route != run.route:
            yield Breach(NAME, run.name, f"takes route {run.route}, pinned to {pin.route}")
        witness = (facts.witness or {}).get(run.key)
        if pin.supplier and witness and witness.deliverer != pin.supplier:
            yield Breach(NAME, run.name, f"deliverer is {witness.deliverer or 'none'}, pinned to {pin.supplier}")
        name = pin.milestone or ""
        if name in run.positions and not run.is_actual(name):
            yield from _bound(facts, pin, run.milestone(name), run.name, starts=name in STARTS)


def _department(facts: Facts, department: str) -> Iterator[Breach]:
    one = facts.onboardings[department, None, 1]
    for pin in facts.programme.pins_of(department):
        if pin.milestone == "start" and one.planned:
            yield from _bound(facts, pin, one.start, department, starts=True)
        if pin.milestone == "live" and one.arrived is None:
            yield from _bound(facts, pin, one.live, department, starts=False)


def _contract(facts: Facts, c: LotCycle) -> Iterator[Breach]:
    name = facts.named(c.lot.id, c.cycle)
    own = facts.programme.pins_of(c.lot.id, c.cycle)
    shared = facts.programme.pins_of(c.lot.procurement) if c.cycle == 1 else []
    for pin in (*own, *shared):
        if pin.term is not None and pin.term != c.row.months:
            yield Breach(NAME, name, f"term is {c.row.months} months, pinned to {pin.term}")
        if pin.option is not None and pin.option != c.option:
            yield Breach(NAME, name, f"option taken is {c.option} months, pinned to {pin.option}")
    if any(pin.milestone == "expiry" and pin.kind == "actual" for pin in own):
        return
    for pin in own:
        if pin.milestone == "expiry":
            yield from _bound(facts, pin, c.expiry, name, starts=False)


def _bound(facts: Facts, pin: Pin, value: int | None, subject: str, *, starts: bool) -> Iterator[Breach]:
    """Breach of one pin's day by a boundary."""
    if pin.date is None or value is None:
        return
    c = facts.calendar
    fixed = c.pinned_start(pin.date) if starts else c.pinned_end(pin.date)
    if pin.milestone == "expiry":
        fixed = c.end_on(pin.date)
    low = fixed if pin.kind == "agreed" else c.start_from(pin.date) if starts else c.end_after(pin.date)
    high = fixed if pin.kind == "agreed" else c.start_by(pin.date) if starts else c.end_on(pin.date)
    early = pin.kind in ("agreed", "earliest") and value < low
    late = pin.kind in ("agreed", "latest") and value > high
    if early or late:
        shown = facts.day(value) if starts else c.last_day(value)
        text = f"{pin.milestone} is {shown}, {pin.kind} {pin.date}"
        yield Breach(NAME, subject, text, facts.day(value if starts else value - 1))


def add(model: Model) -> None:
    """Bound every planned start by now, its cluster's window and its pins."""
    for competition in model.competitions.values():
        _add_now(model, competition)
        _add_cluster_window(model, competition)
        for pin in model.programme.pins_on(competition.key):
            for point in model.points_of(competition, pin.milestone or ""):
                if not point.actual:
                    _add_pin(model, pin, point.when, pin.milestone in ("start", "gtm"), point.binds)
    for (lot, cycle), contract in model.contracts.items():
        for pin in model.programme.pins_of(lot, cycle):
            if pin.milestone == "expiry" and pin.kind != "actual":
                _add_pin(model, pin, contract.expiry, False, contract.present)
    for department in model.programme.departments:
        for pin in model.programme.pins_of(department.id):
            found = model.department_point(department.id, pin.milestone or "live")
            if found is not None and pin.milestone and not found.actual:
                _add_pin(model, pin, found.when, pin.milestone == "start", found.binds)


def _add_now(model: Model, competition: CompetitionVars) -> None:
    for r in competition.routes:
        for i in r.planned:
            start = r.starts[i]
            if start is not None:
                model.define(start.expr >= model.calendar.now, r.chosen)


def _add_cluster_window(model: Model, competition: CompetitionVars) -> None:
    cluster = model.programme.cluster[model.programme.cluster_of(competition.key.procurement)]
    if competition.key.cycle > 1:
        return
    for r in competition.routes:
        gtm = model.programme.gtm_index(r.phases)
        start = r.starts[gtm]
        if start is None or gtm not in r.planned:
            continue
        if cluster.earliest_gtm:
            least = model.calendar.start_from(cluster.earliest_gtm)
            model.require(start.expr >= least, NAME, f"{cluster.id}: earliest_gtm", r.chosen)
        if cluster.latest_gtm:
            most = model.calendar.start_by(cluster.latest_gtm)
            model.require(start.expr <= most, NAME, f"{cluster.id}: latest_gtm", r.chosen)


def _add_pin(model: Model, pin: Pin, when: When, opens: bool, binds: Literal) -> None:
    calendar, day = model.calendar, pin.date
    subject = f"{pin.item}: {pin.milestone} {pin.kind}"
    if day is None:
        return
    if pin.kind == "earliest":
        least = calendar.start_from(day) if opens else calendar.end_after(day)
        model.require(when.expr >= least, NAME, subject, binds)
    elif pin.kind == "latest":
        most = calendar.start_by(day) if opens else calendar.end_on(day)
        model.require(when.expr <= most, NAME, subject, binds)
    elif pin.milestone == "expiry":
        model.require(when.expr == calendar.end_on(day), NAME, subject, binds)
    else:
        at = calendar.pinned_start(day) if opens else calendar.pinned_end(day)
        model.require(when.expr == at, NAME, subject, binds)
