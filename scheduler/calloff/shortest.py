"""How fast things can go at best: bounds that no plan beats."""

from __future__ import annotations

from math import ceil

from calloff import tables as t
from calloff.calendar import Calendar, offsets
from calloff.dated import dated_subjects, possible_routes
from calloff.programme import Competition, Programme


def least_boundaries(programme: Programme, phases: list[t.Phase]) -> tuple[int, int, int, int]:
    """Start, gtm, award and end of a competition that begins at 0 and never waits longer than it must."""
    starts, ends, chain, begin = [0], [], [phases[0].duration], 0
    for phase in phases[1:]:
        ends.append(begin + offsets(chain)[-1])
        if phase.max_wait > 0:
            begin, chain = ends[-1] + phase.min_wait, []
        starts.append(begin + offsets(chain)[-1])
        chain.append(phase.duration)
    ends.append(begin + offsets(chain)[-1])
    return 0, starts[programme.gtm_index(phases)], ends[programme.award_index(phases)], ends[-1]


def earliest_end(programme: Programme, calendar: Calendar, procurement: str) -> int:
    """Boundary before which the last phase of a procurement cannot end, whatever is decided."""
    competition = Competition(procurement, None, 1)
    past = max((s.past for s in dated_subjects(programme) if s.competition == competition), default=-1)
    ways = []
    for route in possible_routes(programme, competition):
        phases = programme.phases_for(route, procurement)
        left = phases[past // 2 + 1 :] if past >= 0 else phases
        ways.append(least_boundaries(programme, left)[-1] if left else 0)
    return calendar.now + min(ways, default=0)


def earliest_live(programme: Programme, calendar: Calendar, department: t.Department) -> int:
    """Boundary before which a joining department cannot be live, whatever is decided."""
    pins = {p.milestone: p.date for p in programme.pins_of(department.id) if p.kind == "actual"}
    live = pins.get("live")
    if live is not None:
        return calendar.pinned_end(live)
    if "start" in pins:
        return calendar.now
    needed = [earliest_end(programme, calendar, p.id) for p in programme.needed_of(department.cluster)]
    decided = calendar.end_after(department.decision_by) if department.decision_by else calendar.now
    return max([calendar.now, decided, *needed]) + ceil(department.onboarding)


def earliest_leaving(programme: Programme, calendar: Calendar, system: t.System, department: str) -> int | None:
    """Boundary before which a department cannot leave a system; None where it never does."""
    d = programme.department[department]
    if not d.joins:
        return None
    lot = programme.lot.get(system.replaced_by or "")
    if lot is not None and not programme.procurement[lot.procurement].needed_for_live:
        return earliest_end(programme, calendar, lot.procurement) + ceil(d.parallel_run)
    return earliest_live(programme, calendar, d) + ceil(d.parallel_run)
