"""A plan known beforehand is completed on the whole model, and the last levels go on from it."""

from __future__ import annotations

from typing import Any

import pytest

from calloff import levels
from calloff.budget import Budget
from calloff.completing import completed
from calloff.extract import decisions
from calloff.goals import gap, unsecured
from calloff.large import climb, run
from calloff.large.ending import by_blocks, ended
from calloff.large.first import first_plan
from calloff.large.hints import Hints
from calloff.large.insert import AT_ONCE
from calloff.large.parts import Parts
from calloff.large.whole import Whole
from calloff.levels import Climb, Ladder, Level, Progress
from calloff.model.build import build
from calloff.model.facade import Model
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.search import Found
from calloff.solve import Outcome, solve
from calloff_data.generate import generated

GOALS = "gap,unsecured,cost,peak,early"
SPECS = parse_goals(GOALS)
OPTIONS = Options(workers=1, time_limit=60, goals=SPECS)


@pytest.fixture(scope="module")
def two() -> Programme:
    return generated(2, seed=0)


@pytest.fixture(scope="module")
def best(two: Programme) -> Outcome:
    found = solve(two, OPTIONS, least=99)
    assert found.status == "optimal"
    return found


@pytest.fixture(scope="module")
def poor(two: Programme) -> Whole:
    """A plan made in haste, which leaves something to gain."""
    whole = Whole(Parts(two), GOALS.split(","))
    assert first_plan(whole, OPTIONS, lambda: False, haste=AT_ONCE)
    return whole


def hinted(programme: Programme, plan: Decisions) -> tuple[Model, dict[int, int]]:
    model = build(programme)
    hints = Hints(model, plan)
    return model, dict(hints.values)


# --- completing ------------------------------------------------------------------------------------


def test_decisions_say_what_everything_else_comes_to(two: Programme, poor: Whole) -> None:
    model, known = hinted(two, poor.decisions())
    goals = {"gap": gap.expr(model), "unsecured": unsecured.expr(model)}
    model.finish()
    values = completed(model, known, goals["gap"], Budget(None, None))
    assert values is not None
    assert len(values) == len(model.cp.proto.variables)
    assert all(values[index] == value for index, value in known.items())
    for name, expr in goals.items():
        assert model.evaluate(expr, values) == poor.value(name)
    assert decisions(model, values).competitions == poor.decisions().competitions
    assert all(
        list(v.domain) != [x, x] for v, x in zip(model.cp.proto.variables, values, strict=True) if x not in (0, 1)
    )


def test_what_no_plan_does_is_not_completed(two: Programme, poor: Whole) -> None:
    model, known = hinted(two, poor.decisions())
    expr = gap.expr(model)
    model.cp.add(expr < poor.value("gap"))
    model.finish()
    assert completed(model, known, expr, Budget(None, None)) is None


def test_completing_is_charged_and_keeps_to_what_is_left(two: Programme, poor: Whole) -> None:
    model, known = hinted(two, poor.decisions())
    expr = gap.expr(model)
    model.finish()
    budget = Budget(60, 10.0)
    assert completed(model, known, expr, budget) is not None
    assert budget.work is not None
    assert budget.work < 10.0
    assert budget.used > 0
    assert completed(model, {0: 7}, expr, budget) is None  # no such value is open


# --- the levels that follow ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goals", "wanted"),
    [("gap,cost,peak", 2), ("gap,peak", 2), ("cost", 1), ("gap,cost", 2), ("cost,gap,early", 1)],
)
def test_blocks_are_for_levels_up_to_the_last_heavy_one(goals: str, wanted: int) -> None:
    assert by_blocks(parse_goals(goals)) == wanted


def known_of(whole: Whole, bounds: dict[str, int | None]) -> tuple[Climb, Decisions]:
    specs = [s for s in SPECS if s.name in bounds]
    found = [Level(s, whole.value(s.name), bounds[s.name], proved=False) for s in specs]
    return Climb("feasible", tuple(found), None), whole.decisions()


def test_they_come_to_what_the_whole_comes_to(two: Programme, poor: Whole, best: Outcome) -> None:
    told: list[Progress] = []
    least = {x.goal: x.bound for x in best.levels}
    known = known_of(poor, {"gap": 0, "unsecured": None, "cost": least["cost"]})
    found = ended(two, OPTIONS, SPECS, known, Budget(60, None), told.append, RULES)
    assert found is not None
    climb, _ = found
    assert climb.status == "optimal"
    assert [(x.spec.name, x.best) for x in climb.levels] == [(x.goal, x.best) for x in best.levels]
    for name in ("gap", "cost"):  # told from the start on: what is known
        first = next(x for x in told if x.level == name)
        assert first.best is not None
        assert first.bound == (least[name] if name == "cost" else 0)


def test_what_is_known_to_be_best_is_not_solved_again(
    two: Programme, best: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert best.plan is not None
    solved: list[str] = []
    real = levels.run

    def run_(model: Model, *given: object, **more: object) -> Found:
        solved.append("x")
        return real(model, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(levels, "run", run_)
    specs = SPECS[:2]
    done = [Level(s, x.best, x.bound, proved=True) for s, x in zip(specs, best.levels, strict=False)]
    found = ended(two, OPTIONS, specs, (Climb("optimal", tuple(done), None), best.plan), Budget(60, None), None, RULES)
    assert found is not None
    assert found[0].status == "optimal"
    assert [x.best for x in found[0].levels] == [x.best for x in best.levels[:2]]
    assert solved == []


def test_a_bound_is_forgotten_where_a_level_before_it_ends_worse(
    two: Programme, poor: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was proved of plans that are as good in all levels before it."""
    known = known_of(poor, {"unsecured": 0, "cost": poor.value("cost")})
    monkeypatch.setattr(levels, "completed", lambda *given: None)
    real, worse = levels.run, poor.value("unsecured") + 1
    solved: list[Found] = []

    def worst(model: Model, *given: object, **more: object) -> Found:
        solved.append(real(model, *given, **more))  # type: ignore[arg-type]
        return Found("feasible", worse, 0, solved[0].values) if len(solved) == 1 else solved[-1]

    monkeypatch.setattr(levels, "run", worst)
    found = ended(two, OPTIONS, parse_goals("unsecured,cost"), known, Budget(4, None), None, RULES)
    assert found is not None
    assert found[0].levels[1].bound is not None
    assert found[0].levels[1].bound < poor.value("cost")


@pytest.mark.parametrize("deterministic", [None, 60.0])
def test_few_blocks_end_as_one_model(
    two: Programme, best: Outcome, monkeypatch: pytest.MonkeyPatch, deterministic: float | None
) -> None:
    options = OPTIONS.model_copy(update={"deterministic": deterministic})
    made: list[bool] = []

    def ended_(*given: Any) -> Any:
        found = ended(*given)
        made.append(found is not None)
        return found

    monkeypatch.setattr(run, "ended", ended_)
    found = solve(two, options, least=2)
    assert made == [True]
    assert found.status == "optimal"
    assert [(x.goal, x.best) for x in found.levels] == [(x.goal, x.best) for x in best.levels]


def test_more_blocks_end_as_blocks(two: Programme, best: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so do few whose plan the whole model cannot make anything of."""
    asked: list[int] = []
    monkeypatch.setattr(run, "ended", lambda *given: asked.append(1))
    first = solve(two, OPTIONS, least=2)
    assert asked == [1]
    monkeypatch.setattr(climb, "FEW", 0)
    second = solve(two, OPTIONS, least=2)
    assert asked == [1]
    for found in (first, second):
        assert found.plan is not None
        assert [x.goal for x in found.levels] == [s.name for s in SPECS]
        assert found.levels[0].best == best.levels[0].best


# --- tries -----------------------------------------------------------------------------------------


class Runs:
    """Solves as told, and remembers what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, change: dict[int, str]) -> None:
        self.seeds: list[int] = []
        self.soon: list[bool] = []
        self._real, self._change = levels.run, change
        monkeypatch.setattr(levels, "run", self)

    def __call__(self, model: Model, *given: object, seed: int, soon: bool, **more: object) -> Found:
        self.seeds.append(seed)
        self.soon.append(soon)
        found: Found = self._real(model, *given, seed=seed, soon=soon, **more)  # type: ignore[arg-type]
        change = self._change.get(len(self.seeds))
        if change == "unproved":
            return Found("feasible", found.best, 0, found.values)
        if change == "nothing":
            return Found("unknown", None, None, None)
        return found


def climbed(programme: Programme, options: Options, specs: tuple[GoalSpec, ...]) -> Climb:
    return Ladder(build(programme), options, Budget(60, options.deterministic), None).climb(specs)


@pytest.mark.parametrize("change", ["unproved", "nothing"])
def test_a_held_level_that_is_not_proved_is_tried_again_with_another_seed(
    two: Programme, best: Outcome, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    runs = Runs(monkeypatch, {2: change})
    found = climbed(two, OPTIONS, SPECS[:2])
    assert found.status == "optimal"
    assert [x.best for x in found.levels] == [x.best for x in best.levels[:2]]
    assert runs.seeds == [0, 0, 1]
    assert runs.soon == [False, True, False]


def test_what_the_first_try_found_and_the_second_proves_is_proved(
    two: Programme, best: Outcome, poor: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a plan known beforehand, which both are better than."""
    runs = Runs(monkeypatch, {2: "unproved"})
    found = ended(two, OPTIONS, SPECS[:2], known_of(poor, {"gap": 0}), Budget(60, None), None, RULES)
    assert found is not None
    assert runs.seeds == [0, 0, 1]
    assert found[0].status == "optimal"
    assert [x.best for x in found[0].levels] == [x.best for x in best.levels[:2]]


def test_the_first_level_and_a_deterministic_run_try_once(two: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(monkeypatch, {1: "unproved"})
    assert climbed(two, OPTIONS, SPECS[:1]).status == "feasible"
    assert runs.seeds == [0]
    runs = Runs(monkeypatch, {2: "unproved"})
    options = Options(workers=1, deterministic=60.0)
    assert climbed(two, options, SPECS[:2]).status == "feasible"
    assert (runs.seeds, runs.soon) == ([0, 0], [False, True])


def test_a_plan_that_is_found_again_worse_is_not_taken(
    two: Programme, best: Outcome, poor: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solver may lose the plan it starts from: then that plan stays, with the bound."""
    least = best.levels[1].best
    assert best.plan is not None
    assert least == 852 < poor.value("unsecured")
    model = build(two)
    Hints(model, best.plan).give()
    worse: list[tuple[int, ...]] = []

    def run_(model: Model, budget: Budget, *given: object, **more: object) -> Found:
        values = completed(model, Hints(model, poor.decisions()).values, 0, budget)
        assert values is not None
        worse.append(values)
        return Found("feasible", poor.value("unsecured"), -5, values)

    monkeypatch.setattr(levels, "run", run_)
    known = [Level(SPECS[1], None, 1, proved=False)]
    level = Ladder(model, OPTIONS, Budget(60, None), None, known).climb(SPECS[1:2]).levels[0]
    assert len(worse) == 1
    assert (level.best, level.reached, level.bound, level.proved) == (least, least, 1, False)


def test_what_a_level_gave_away_is_not_handed_on(two: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole would begin the level from what is left of it."""
    asked: list[int] = []
    monkeypatch.setattr(run, "ended", lambda *given: asked.append(1))
    monkeypatch.setattr(run, "_reaches", lambda climb: False)
    assert solve(two, OPTIONS, least=2).plan is not None
    assert asked == []
    monkeypatch.undo()
    given = Level(SPECS[0], 5, 5, proved=True)
    assert not run._reaches(Climb("feasible", (given.ended(5), given.ended(6)), None))
    assert run._reaches(Climb("feasible", (given.ended(5),), None))


def test_a_run_that_was_stopped_before_it_began_ends_soon(two: Programme) -> None:
    budget = Budget(600, None)
    budget.interrupt()
    before = budget.passed
    run.climbed(two, OPTIONS, SPECS, budget, least=2)
    assert budget.passed - before < 10
