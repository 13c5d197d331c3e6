"""Departments are onboarded after what they need, in waves, a few at once, before the horizon ends.

For a department d that joins, with start s, go-live v and length ceil(onboarding) [slots]:

    v = s + ceil(onboarding)
    s ≥ end of the last phase of every procurement that is needed for go-live
    s ≥ the boundary after decision_by
    s ≥ v of every department of a lower wave in the cluster (a blank wave is free)
    v ≤ the horizon's end
    in every slot from now on, departments of the cluster that are being onboarded ≤ parallel_onboarding

A lot that migrates has each department onboarded again in its later cycles: after the end of that
cycle's phases and the go-live before, in waves and at once as above, without day of decision and
horizon. Onboarding in progress, or over, is held to none of these but the horizon, and counts in
all of them; no limit is less than what is in progress.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_service import Onboarding
    from calloff.model import Model
    from calloff.model.departments import OnboardingVars

NAME = "onboarding"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every onboarding, and of the limits of every cluster."""
    groups: dict[tuple[str, str | None, int], list[Onboarding]] = defaultdict(list)
    for one in facts.onboardings.values():
        groups[facts.programme.department[one.department].cluster, one.lot, one.cycle].append(one)
        yield from _horizon(facts, one)
        if one.planned:
            yield from _length(facts, one)
            yield from _ready(facts, one)
    for (cluster, _, _), group in groups.items():
        yield from _waves(facts, group)
        yield from _at_once(facts, cluster, group)


def _breach(facts: Facts, one: Onboarding, message: str, slot: int) -> Breach:
    return Breach(NAME, facts.named(one.department, one.cycle), message, facts.day(slot))


def _horizon(facts: Facts, one: Onboarding) -> Iterator[Breach]:
    if one.cycle == 1 and one.arrived is None and one.live > facts.horizon:
        text = f"goes live {facts.day(one.live)}, after the horizon's end {facts.day(facts.horizon)}"
        yield _breach(facts, one, text, one.live)


def _length(facts: Facts, one: Onboarding) -> Iterator[Breach]:
    if one.start is not None and one.live - one.start != one.slots:
        yield _breach(facts, one, f"onboarding takes {one.live - one.start} slots, {one.slots} wanted", one.start)


def _ready(facts: Facts, one: Onboarding) -> Iterator[Breach]:
    for what, earliest in _earliest(facts, one):
        if one.start is not None and one.start < earliest:
            text = f"onboarding starts {facts.day(one.start)}, before {what} ({facts.day(earliest)})"
            yield _breach(facts, one, text, one.start)


def _earliest(facts: Facts, one: Onboarding) -> Iterator[tuple[str, int]]:
    department = facts.programme.department[one.department]
    if one.lot is None:
        for p in facts.programme.needed_of(department.cluster):
            yield f"the end of {p.id}", facts.first_run(p.id).end
        if department.decision_by:
            yield "its decision", facts.calendar.end_after(department.decision_by)
        return
    run = facts.run_of(one.lot, one.cycle)
    if run is not None:
        yield f"the end of {run.name}", run.end
    before = facts.onboardings.get((one.department, one.lot if one.cycle > 2 else None, one.cycle - 1))
    if before is not None:
        # The go-live, not the start, may not come before the go-live it follows.
        yield "its go-live before", before.live - one.slots


def _waves(facts: Facts, group: list[Onboarding]) -> Iterator[Breach]:
    wave = {one.department: facts.programme.department[one.department].wave for one in group}
    for one in group:
        own = wave[one.department]
        if own is None or one.start is None or not one.planned:
            continue
        for other in group:
            lower = wave[other.department]
            if lower is not None and lower < own and one.start < other.live:
                text = f"wave {own} starts {facts.day(one.start)}, before {other.department} of wave {lower} is live"
                yield _breach(facts, one, text, one.start)


def _at_once(facts: Facts, cluster: str, group: list[Onboarding]) -> Iterator[Breach]:
    limit = facts.programme.cluster[cluster].parallel_onboarding
    if limit is None:
        return
    going, running = Counter[int](), Counter[int]()
    for one in group:
        slots = [t for t in one.span if facts.now <= t < facts.limit]
        going.update(slots)
        running.update(slots if one.running else ())
    for slot, count in sorted(going.items()):
        allowed = max(limit, running[slot])
        if count > allowed:
            yield Breach(NAME, cluster, f"{count} departments onboarded at once, {allowed} allowed", facts.day(slot))


def add(model: Model) -> None:
    """Order, space and limit the onboardings of every cluster, cycle by cycle."""
    groups: dict[tuple[str, str | None, int], list[OnboardingVars]] = {}
    for o in model.onboardings.values():
        groups.setdefault((o.department.cluster, o.lot.id if o.lot else None, o.cycle), []).append(o)
        _add_start(model, o)
    for (cluster, _, _), group in groups.items():
        _add_waves(model, group)
        limit = model.programme.cluster[cluster].parallel_onboarding
        if limit is not None:
            uses = model.onboarding_uses(group)
            everywhere: list[int | None] = [limit] * (model.calendar.limit - model.calendar.now)
            allowed = model.at_least_running(everywhere, [u for u in uses if u.running])
            model.limit_use([(u, u.taken) for u in uses], allowed, NAME, f"{cluster}: parallel")


def _add_start(model: Model, o: OnboardingVars) -> None:
    subject = o.department.id
    if o.state != "planned" or o.start is None:
        if o.state == "begun":
            model.require(o.live.expr <= model.calendar.horizon, NAME, f"{subject}: horizon")
        return
    if o.department.decision_by and o.cycle == 1:
        least = model.calendar.end_after(o.department.decision_by)
        model.require(o.start.expr >= least, NAME, f"{subject}: decision_by")
    for end in model.ends_before(o):
        model.define(o.start.expr >= end.expr, o.present)
        model.precede(end, o.start, o.present)
    if o.lot is None:
        model.require(o.live.expr <= model.calendar.horizon, NAME, f"{subject}: horizon")
        return
    before = model.onboardings.get((o.department.id, o.lot.id, o.cycle - 1)) or model.onboardings.get(
        (o.department.id, None, 1)
    )
    if before is not None:
        model.define(o.live.expr >= before.live.expr, o.present)


def _add_waves(model: Model, group: list[OnboardingVars]) -> None:
    for later in group:
        for earlier in group:
            a, b = earlier.department.wave, later.department.wave
            if a is not None and b is not None and a < b and later.state == "planned" and later.start is not None:
                subject = f"{later.department.id}: wave"
                model.require(later.start.expr >= earlier.live.expr, NAME, subject, later.present)
                model.precede(earlier.live, later.start, later.present)
