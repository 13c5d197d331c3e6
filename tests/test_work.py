"""How much work a fixed small solve is: a change that makes models larger or proofs longer is seen here.

Counted in variables, constraints and the solver's own units, never in seconds.
"""

from __future__ import annotations

import pytest

from calloff.budget import Budget
from calloff.goals import GOALS, cost
from calloff.large.first import first_plan
from calloff.large.parts import Parts
from calloff.large.piece import Asked, Effort, Piece
from calloff.large.whole import Whole
from calloff.levels import Ladder
from calloff.model.build import build
from calloff.model.elsewhere import Elsewhere, Rest
from calloff.options import DEFAULT_ORDER, Options
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


def test_what_is_stated_after_the_first_levels_stays_as_small() -> None:
    """Constraints of the model with every goal, most of them of goals stated when few dates are open."""
    most = {"starter": 10_800, "whitehall-2022": 22_000, "whitehall-2026": 28_500}
    found = {}
    for name in most:
        programme, options = read(name), Options(workers=1, deterministic=100)
        model = build(programme)
        climb = Ladder(model, options, Budget(None, options.deterministic), None).climb(options.levels(baseline=False))
        assert climb.status == "optimal"
        found[name] = len(model.cp.proto.constraints)
    assert {name: count for name, count in found.items() if count > most[name]} == {}


def test_a_first_plan_counts_no_goal_that_nobody_asks_for(five: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []
    known = cost.value
    monkeypatch.setattr(cost, "value", lambda facts: counted.append(facts) or known(facts))
    whole = Whole(Parts(five), ["cost"])
    assert first_plan(whole, Options(), lambda: False)
    assert not counted
    assert whole.value("cost") == whole.value("cost")
    assert len(counted) == len(whole.prints) > 1


def test_use_elsewhere_comes_in_stretches_and_of_meetings_slot_by_slot(five: Programme) -> None:
    model = build(Parts(five).cut([0]))
    kinds = {r.kind: r.id for r in five.resources}
    spread = {4: 2, 5: 2, 6: 3, 8: 3}
    rest = Rest()
    for resource in kinds.values():
        rest.use.update({("resource", resource, slot, False): units for slot, units in spread.items()})
    elsewhere = Elsewhere(model, rest)
    found = [(u.start.lo, u.slots, u.units) for u in elsewhere.uses(kinds["renewable"])]
    assert found == [(4, 2, 2), (6, 1, 3), (8, 1, 3)]
    found = [(u.start.lo, u.slots, u.units) for u in elsewhere.uses(kinds["meeting"])]
    assert found == [(slot, 1, units) for slot, units in spread.items()]
