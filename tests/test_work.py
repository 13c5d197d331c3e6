"""How much work a fixed small solve is: a change that makes models larger or proofs longer is seen here.

Counted in variables, constraints and the solver's own units, never in seconds.
"""

from __future__ import annotations

import pytest

from calloff.goals import GOALS
from calloff.large.parts import Parts
from calloff.large.piece import Asked, Effort, Piece
from calloff.model.build import build
from calloff.options import DEFAULT_ORDER
from calloff.programme import Programme
from calloff_data.generate import generated
from calloff_data.read import read

VARIABLES, CONSTRAINTS = 15_700, 48_500
"""Of the whole model of five synthetic clusters with every default goal, and a little."""

RULES_VARIABLES, RULES_CONSTRAINTS = 760, 2_400
"""Of its rules alone: the model that places a block first."""

WORK = {"gap": 0.06, "unsecured": 0.03, "early": 0.03}
"""Most units that building and proving a level of one fixed block may take: about twice what it takes."""


@pytest.fixture(scope="module")
def five() -> Programme:
    return generated(5, seed=0)


def test_the_model_of_the_rules_stays_small(five: Programme) -> None:
    proto = build(five).cp.proto
    assert len(proto.variables) <= RULES_VARIABLES
    assert len(proto.constraints) <= RULES_CONSTRAINTS


def test_the_model_of_all_goals_stays_as_small(five: Programme) -> None:
    model = build(five)
    for goal in GOALS:
        if goal.NAME in DEFAULT_ORDER:
            goal.expr(model)
    model.finish()
    assert len(model.cp.proto.variables) <= VARIABLES
    assert len(model.cp.proto.constraints) <= CONSTRAINTS


@pytest.mark.parametrize("goal", sorted(WORK))
def test_a_block_is_proved_with_as_little_work(five: Programme, goal: str) -> None:
    part = Parts(five).cut([0])
    answer = Piece(no_overspend=False, register=lambda solver: None).solve(part, Asked(goal), Effort(None, 5.0))
    assert answer.status == "optimal"
    assert answer.value == answer.bound
    assert answer.work <= WORK[goal]


def test_what_is_built_grows_with_the_programme_and_no_faster() -> None:
    """Twice the clusters, at most a little more than twice the model."""
    sizes = []
    for clusters in (10, 20):
        model = build(generated(clusters, seed=0))
        sizes.append(len(model.cp.proto.constraints) / sum(1 for _ in model.programme.contracts))
    assert sizes[1] <= 1.5 * sizes[0]


def test_the_bundled_programmes_stay_as_small() -> None:
    most = {"starter": 700, "whitehall-2022": 1_550, "whitehall-2026": 1_150}
    found = {name: len(build(read(name)).cp.proto.constraints) for name in most}
    assert {name: count for name, count in found.items() if count > most[name]} == {}
