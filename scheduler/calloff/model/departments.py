"""Variables of onboarding, and when each department leaves each system."""

from __future__ import annotations

from dataclasses import dataclass

from calloff.model.core import Model
from calloff.model.history import onboarding_slots, parallel_slots
from calloff.model.when import Literal, When
from calloff.programme import Competition
from calloff.tables import Department, Lot, System


@dataclass
class OnboardingVars:
    """One department's migration: cycle 1, or a later cycle of a lot that migrates.

    Attributes
    ----------
    department, lot, cycle
        Which; `lot` is None in cycle 1.
    present
        Whether it happens.
    state
        `done` (actual go-live), `begun` (in progress), or `planned`.
    start, live
        Boundaries; `start` is None where it is done.
    """

    department: Department
    lot: Lot | None
    cycle: int
    present: Literal
    state: str
    start: When | None
    live: When


def add_onboardings(model: Model) -> None:
    """Create the variables of every joining department's onboardings."""
    programme = model.programme
    for cluster in sorted(programme.cluster):
        for department in programme.joining(cluster):
            model.onboardings[department.id, None, 1] = _first(model, department)
    for key, contract in model.contracts.items():
        lot, cycle = contract.lot, key[1]
        if lot.migrates and cycle > 1:
            cluster = programme.cluster_of(lot.procurement)
            for department in programme.joining(cluster):
                name = f"{department.id}:{lot.id}:{cycle}"
                start = model.when(model.calendar.now, model.last, name, contract.present)
                live = start.plus(onboarding_slots(department))
                model.onboardings[department.id, lot.id, cycle] = OnboardingVars(
                    department, lot, cycle, contract.present, "planned", start, live
                )


def _first(model: Model, department: Department) -> OnboardingVars:
    calendar = model.calendar
    actual = {p.milestone: p.date for p in model.programme.pins_of(department.id) if p.kind == "actual" and p.date}
    if "live" in actual:
        live = When.fixed(calendar.pinned_end(actual["live"]))
        return OnboardingVars(department, None, 1, model.yes, "done", None, live)
    length = onboarding_slots(department)
    if "start" in actual:
        begun = calendar.pinned_start(actual["start"])
        live = When.fixed(max(calendar.now, begun + length))
        return OnboardingVars(department, None, 1, model.yes, "begun", When.fixed(begun), live)
    start = model.when(calendar.now, model.last, department.id)
    return OnboardingVars(department, None, 1, model.yes, "planned", start, start.plus(length))


def off(model: Model, department: str, system: System) -> When:
    """When a department stops using a system [boundary]; the limit where it never does."""
    programme = model.programme
    row = programme.department[department]
    if not row.joins:
        return When.fixed(model.calendar.limit)
    replaced_by = programme.lot[system.replaced_by].procurement if system.replaced_by else None
    if replaced_by is None or programme.procurement[replaced_by].needed_for_live:
        return model.onboardings[department, None, 1].live.plus(parallel_slots(row))
    end = model.competitions[Competition(replaced_by, None, 1)].end
    assert end is not None
    return end.plus(parallel_slots(row))


def service_start(model: Model, department: str, lot: Lot, cycle: int) -> When:
    """When a lot's contract of a cycle begins to serve a department [boundary]."""
    programme = model.programme
    if cycle > 1 and lot.migrates:
        return model.onboardings[department, lot.id, cycle].live
    if cycle == 1 and programme.procurement[lot.procurement].needed_for_live:
        return model.onboardings[department, None, 1].live
    end = model.contracts[lot.id, cycle].competition.end
    assert end is not None
    return end


def ends_before(model: Model, o: OnboardingVars) -> list[When]:
    """Ends of the last phases that an onboarding waits for."""
    if o.lot is not None:
        competitions = [model.contracts[o.lot.id, o.cycle].competition]
    else:
        needed = model.programme.needed_of(o.department.cluster)
        competitions = [model.competitions[Competition(p.id, None, 1)] for p in needed]
    return [c.end for c in competitions if c.end is not None]
