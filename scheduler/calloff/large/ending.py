"""The last levels of a programme of few blocks: as one model with every goal, from the best plan of the blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calloff.budget import Budget
from calloff.extract import decisions
from calloff.goals import HEAVY
from calloff.large.hints import Hints
from calloff.levels import Climb, Ladder, Progress
from calloff.model.build import build
from calloff.options import GoalSpec, Options
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import Rule


def by_blocks(specs: Sequence[GoalSpec]) -> int:
    """How many levels are for blocks: all up to the last heavy one."""
    return 1 + max((place for place, s in enumerate(specs) if s.name in HEAVY), default=len(specs) - 1)


def ended(
    programme: Programme,
    options: Options,
    specs: Sequence[GoalSpec],
    known: tuple[Climb, Decisions],
    budget: Budget,
    on_progress: Callable[[Progress], None] | None,
    rules: Sequence[Rule],
) -> tuple[Climb, Decisions] | None:
    """Every level and the plan; None where the solver makes nothing of the plan that is known.

    Parameters
    ----------
    programme, options, specs, rules
        What to solve, and how.
    known
        Levels that were minimised, and a plan that reaches them.
    budget
        Charged with what was used.
    on_progress
        Told of best and bound.
    """
    before, made = known
    model = build(programme, rules, forbid_overspend=options.no_overspend)
    Hints(model, made).give()
    climb = Ladder(model, options, budget, on_progress, before.levels).climb(specs)
    return None if climb.values is None else (climb, decisions(model, climb.values))
