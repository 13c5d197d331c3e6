"""Run a large climb so that a person can stop it at any moment and keep the best plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from calloff.budget import Budget
from calloff.large.climb import LargeClimb
from calloff.large.ending import by_blocks, ended
from calloff.large.pace import Pace
from calloff.large.parts import Parts
from calloff.large.remote import Helpers
from calloff.large.whole import COUNTED
from calloff.levels import Climb, Progress
from calloff.options import GoalSpec, Options
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES, Rule

LARGE = 8
"""Blocks from which on a programme is planned block by block: fewer are proved faster as a whole."""


BUILDING = 2.0
"""What has to be left for the whole to be built as one model [s, or work]."""

CROWDED = 60
"""Contracts from which on half as many blocks make a programme large."""


def able(programme: Programme, specs: Sequence[GoalSpec], least: int) -> Parts | None:
    """The parts of a programme that has enough of them, where every goal asked for can be counted by parts."""
    if not {s.name for s in specs} <= COUNTED:
        return None
    wanted = least // 2 if len(programme.contracts) >= CROWDED else least
    if len(programme.clusters) < wanted:
        return None
    parts = Parts(programme)
    return parts if len(parts.blocks) >= wanted else None


def climbed(
    programme: Programme,
    options: Options,
    specs: Sequence[GoalSpec],
    budget: Budget,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    rules: Sequence[Rule] = RULES,
    least: int = LARGE,
) -> tuple[Climb, Decisions] | None:
    """Levels and decisions of a large programme; None where it is to be solved as a whole.

    Parameters
    ----------
    programme, options, specs
        What to solve, and how.
    budget
        Charged with what was used.
    on_progress
        Told of best and bound.
    rules
        Rules to keep.
    least
        Blocks that make a programme large.
    """
    parts = able(programme, specs, least)
    if parts is None:
        return None
    pace = Pace(budget.seconds, budget.work)
    helpers = _helpers(programme, options, rules) if not pace.deterministic else None
    climb = LargeClimb(parts, options, pace, on_progress, rules, helpers)

    try:
        with budget.heeds(pace.stop):
            if not climb.begin(specs):
                return None
            climb.climb(specs, by_blocks(specs))
        found = None
        known = climb.ended()
        if pace.left > BUILDING and climb.few and _reaches(known[0]) and not climb.proves(specs):
            rest = pace.rest()
            with budget.heeds(rest.interrupt):
                found = ended(programme, options, specs, known, rest, _later(on_progress, pace.elapsed), rules)
            pace.charge(0.0 if rest.work is None else pace.left - rest.work)
        if found is None:
            with budget.heeds(pace.stop):
                climb.climb(specs, len(specs))
            found = climb.ended()
    finally:
        if helpers is not None:
            helpers.close()
        budget.spend(pace.elapsed, pace.used)
    return found


def _reaches(climb: Climb) -> bool:
    """Whether the plan reaches the best of each level, and none is given away to those after it."""
    return all(x.reached == x.best for x in climb.levels)


def _later(on_progress: Callable[[Progress], None] | None, before: float) -> Callable[[Progress], None] | None:
    """The same, told of seconds since the run began."""
    if on_progress is None:
        return None
    return lambda progress: on_progress(replace(progress, seconds=before + progress.seconds))


def _helpers(programme: Programme, options: Options, rules: Sequence[Rule]) -> Helpers | None:
    """A process for each worker but the one that searches; their start does not wait for the first plan."""
    more = options.threads - 1
    return Helpers(programme, more, no_overspend=options.no_overspend, rules=rules) if more else None
