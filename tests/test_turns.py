"""How the time of a large run is shared: what a level may take, what it leaves, and what a proof says of the next."""

from __future__ import annotations

import pytest

from calloff.large.pace import Pace
from calloff.large.turns import A_BLOCK, HALF, LONGER, MOSTLY, WEIGHT, Turns

GOALS = ("gap", "unsecured", "cost", "early")
ALL = sum(WEIGHT[name] for name in GOALS)


class Still(Pace):
    """A run whose clock moves only when told."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds, None)
        self.taken = 0.0

    @property
    def elapsed(self) -> float:
        return self.taken


@pytest.fixture
def pace() -> Still:
    return Still(420.0)


def test_a_level_has_its_share_of_what_is_left(pace: Still) -> None:
    turns = Turns(pace, 10)
    turns.begin(GOALS)
    assert turns.left == pytest.approx(420 * WEIGHT["gap"] / ALL)
    pace.taken = 20.0
    turns.begin(GOALS[1:])
    assert turns.left == pytest.approx(400 * WEIGHT["unsecured"] / (ALL - WEIGHT["gap"]))
    pace.taken = 419.0
    turns.begin(GOALS[3:])
    assert turns.left == pytest.approx(1.0)


def test_goals_before_a_heavy_one_leave_it_something_for_each_block(pace: Still) -> None:
    turns = Turns(pace, 80)
    turns.begin(GOALS)
    before = WEIGHT["gap"] + WEIGHT["unsecured"]
    assert turns.left == pytest.approx((420 - 80 * A_BLOCK) * WEIGHT["gap"] / before)
    turns = Turns(pace, 10_000)
    turns.begin(GOALS)
    assert turns.left == pytest.approx(420 * HALF * WEIGHT["gap"] / before)


def test_a_proof_says_how_long_the_next_level_may_take(pace: Still) -> None:
    turns = Turns(pace, 20)
    turns.proved(60.0)
    turns.begin(GOALS[1:])
    assert turns.left == pytest.approx(60 * LONGER)
    turns.proved(200.0)
    turns.begin(GOALS[1:])
    assert turns.left == pytest.approx((420 - 20 * A_BLOCK) * MOSTLY)
    turns.begin(("early",))
    assert turns.left == pytest.approx(420)


def test_a_short_proof_takes_nothing_from_a_level(pace: Still) -> None:
    turns = Turns(pace, 10)
    turns.proved(0.1)
    turns.begin(GOALS)
    assert turns.left == pytest.approx(420 * WEIGHT["gap"] / ALL)


def test_a_heavy_goal_has_its_share_whatever_was_proved(pace: Still) -> None:
    turns = Turns(pace, 10)
    turns.proved(300.0)
    turns.begin(GOALS[2:])
    assert turns.left == pytest.approx(420 * WEIGHT["cost"] / (WEIGHT["cost"] + WEIGHT["early"]))


def test_a_turn_is_a_part_of_what_is_left_of_the_level(pace: Still) -> None:
    turns = Turns(pace, 10)
    turns.begin(("early", "peak"))
    level = turns.left
    turns.turn(0.25)
    assert turns.left == pytest.approx(level / 4)
    pace.taken = level / 4
    assert turns.over
    turns.turn()
    assert not turns.over
    assert turns.left == pytest.approx(level * 3 / 4)
    turns.stop()
    assert turns.over


def test_where_nothing_limits_the_run_nothing_ends() -> None:
    turns = Turns(Pace(None, None), 10)
    turns.begin(GOALS)
    assert not turns.over
    turns.turn(0.25)
    assert not turns.over
