"""What of a competition or an onboarding lies behind us, as the model needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from calloff.calendar import Calendar, offsets
from calloff.programme import Competition, Programme
from calloff.tables import Department, Phase


@dataclass(frozen=True)
class Progress:
    """How far a competition has come on one route.

    Attributes
    ----------
    done
        Phases that are history: the first `done` of them.
    begun
        Start of the phase in progress [boundary]; None where none is.
    known
        Boundaries of actual milestones by position: 2i opens phase i, 2i + 1 closes it.
    days
        Their real days.
    """

    done: int
    begun: int | None
    known: dict[int, int]
    days: dict[int, date]


def durations_of(programme: Programme, competition: Competition, phases: list[Phase]) -> list[Phase]:
    """The phases with the durations of this competition [slots]."""
    if competition.lot is None:
        return phases
    factor = programme.lot[competition.lot].recompete_factor
    return [p.model_copy(update={"duration": p.duration * factor}) for p in phases]


def progress_of(programme: Programme, calendar: Calendar, competition: Competition, phases: list[Phase]) -> Progress:
    """Read the actual pins of a competition against the phases of one route."""
    position = positions(programme, phases)
    known: dict[int, int] = {}
    days: dict[int, date] = {}
    for pin in programme.pins_on(competition):
        if pin.kind == "actual" and pin.milestone in position and pin.date is not None:
            at = position[pin.milestone]
            known[at] = calendar.pinned_end(pin.date) if at % 2 else calendar.pinned_start(pin.date)
            days[at] = pin.date
    if not known:
        return Progress(0, None, known, days)
    last = max(known)
    done = (last + 1) // 2
    begun = known[last] if done < len(phases) else None
    return Progress(done, begun, known, days)


def positions(programme: Programme, phases: list[Phase]) -> dict[str, int]:
    """Place of each milestone and phase id along the phases: 2i opens phase i, 2i + 1 closes it."""
    found = {p.id: 2 * i + 1 for i, p in enumerate(phases)}
    found |= {"start": 0, "end": 2 * len(phases) - 1}
    return found | {"gtm": 2 * programme.gtm_index(phases), "award": 2 * programme.award_index(phases) + 1}


def running_until(calendar: Calendar, begun: int, durations: list[Phase]) -> list[int]:
    """Boundaries of the chain that a phase in progress leads, its start first.

    `durations` are the phase in progress and those joined to it without a wait.
    """
    ends = [begun + o for o in offsets([p.duration for p in durations])]
    if ends[1] >= calendar.now:
        return ends
    rest = offsets([p.duration for p in durations[1:]])
    return [begun, *(calendar.now + o for o in rest)]


def chains_of(phases: list[Phase], first: int) -> list[list[int]]:
    """Indices of the phases from `first` on, grouped where no wait lies between them."""
    chains: list[list[int]] = []
    for i in range(first, len(phases)):
        if chains and phases[i].max_wait == 0:
            chains[-1].append(i)
        else:
            chains.append([i])
    return chains


def lengths_of(calendar: Calendar, phases: list[Phase], progress: Progress) -> list[int]:
    """Whole slots each open phase takes, rounded along its chain; 0 for history, shape (phases,)."""
    lengths = [0] * len(phases)
    for place, chain in enumerate(chains_of(phases, progress.done)):
        rows = [phases[i] for i in chain]
        if place == 0 and progress.begun is not None:
            ends = running_until(calendar, progress.begun, rows)
        else:
            ends = offsets([p.duration for p in rows])
        for i, a, b in zip(chain, ends, ends[1:], strict=False):
            lengths[i] = b - a
    return lengths


def onboarding_slots(department: Department) -> int:
    """Length of a department's onboarding, rounded up [slots]."""
    return ceil(department.onboarding)


def parallel_slots(department: Department) -> int:
    """Length of its parallel running, rounded up [slots]."""
    return ceil(department.parallel_run)
