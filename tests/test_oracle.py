"""Solver against counting: on small random programmes both find the same best goals, or none.

Counting tries every plan and judges it by the check, which shares no rule with the solver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from calloff.goals import GOALS
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.solve import GoalSpec, Options, solve
from counting import Best, Count
from lettings import TooManyError
from random_programmes import programmes

PLANS = 1_200
"""Plans and parts of plans that a programme may take to count; others are passed over."""

EACH = 100
"""Programmes in each block; in each every rule forbids something, and every goal is above 0, at least twice."""


def _goals(rng: Random) -> tuple[str, ...]:
    names = [g.NAME for g in GOALS]
    rng.shuffle(names)
    return tuple(names)


def _baseline(rng: Random, programme: Programme) -> Decisions | None:
    """Another plan of the programme, best for one goal alone, to measure stability from."""
    if rng.random() < 0.5:
        return None
    return solve(programme, Options(workers=1, goals=(GoalSpec(name=_goals(rng)[0]),))).plan


def _compared(seed: int) -> Iterator[Best]:
    """Programmes small enough to count, each solved and found the same; what counting came to."""
    for drawn, _, programme in programmes(seed):
        rng = Random(drawn)
        goals, tight, baseline = _goals(rng), rng.random() < 0.3, _baseline(rng, programme)
        try:
            best = Count(programme, goals, baseline, tight, PLANS).best()
        except TooManyError:
            continue
        levels = tuple(GoalSpec(name=name) for name in goals)
        options = Options(workers=1, time_limit=120, no_overspend=tight, goals=levels)
        outcome = solve(programme, options, baseline=baseline)
        solved = None if outcome.plan is None else tuple(level.value for level in outcome.levels)
        assert (drawn, goals, solved) == (drawn, goals, best.values)
        assert outcome.status == ("infeasible" if best.values is None else "optimal")
        yield best


@pytest.mark.slow
@pytest.mark.parametrize("seed", [10_000, 20_000])
def test_solver_and_counting_agree(seed: int) -> None:
    bites, moves = Counter[str](), Counter[str]()
    for best in islice(_compared(seed), EACH):
        bites.update(set(best.forbidden))
        moves.update(name for name, value in best.named.items() if value)
    assert {r.NAME for r in RULES if bites[r.NAME] < 2} == set()
    assert {g.NAME for g in GOALS if moves[g.NAME] < 2} == set()
