"""Run a large climb so that a person can stop it at any moment and keep the best plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from calloff.heeding import heeding
from calloff.large.climb import LargeClimb
from calloff.large.ending import by_blocks, ended
from calloff.large.pace import Pace
from calloff.large.parts import Parts
from calloff.large.remote import Helpers
from calloff.large.turns import FEW
from calloff.large.whole import COUNTED
from calloff.levels import Climb, Progress
from calloff.options import GoalSpec, Options
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES, Rule
from calloff.search import Budget

LARGE = 8
"""Blocks from which on a programme is planned block by block: fewer are proved faster as a whole."""


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

    def stop() -> None:
        budget.interrupted = True
        pace.stop()

    def blocks() -> None:
        if climb.begin(specs):
            climb.climb(specs, by_blocks(specs))

    try:
        heeding(blocks, stop)
        if climb.whole is None:
            return None
        found = _as_one(programme, options, specs, climb, pace, on_progress, rules)
        budget.interrupted |= pace.stopped
        if found is None:
            heeding(lambda: climb.climb(specs, len(specs)), stop)
            found = climb.ended()
    finally:
        if helpers is not None:
            helpers.close()
        budget.spend(pace.elapsed, pace.used)
    return found


def _as_one(
    programme: Programme,
    options: Options,
    specs: Sequence[GoalSpec],
    climb: LargeClimb,
    pace: Pace,
    on_progress: Callable[[Progress], None] | None,
    rules: Sequence[Rule],
) -> tuple[Climb, Decisions] | None:
    """What is left, as one model; None where nothing is, or the programme is too large for it."""
    levels, made = climb.ended()
    if pace.over or climb.size > FEW or (len(levels.levels) == len(specs) and levels.status == "optimal"):
        return None
    rest, before = pace.rest(), pace.elapsed

    def told(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(replace(progress, seconds=before + progress.seconds))

    found = ended(programme, options, specs, (levels.levels, made), rest, told, rules)
    if rest.work is not None:
        pace.charge(pace.left - rest.work)
    pace.stopped |= rest.interrupted
    return found


def _helpers(programme: Programme, options: Options, rules: Sequence[Rule]) -> Helpers | None:
    """A process for each worker but the one that searches; their start does not wait for the first plan."""
    more = options.threads - 1
    return Helpers(programme, more, no_overspend=options.no_overspend, rules=rules) if more else None
