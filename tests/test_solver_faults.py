"""The solver itself may fail: a run goes on without what it was asked, and says nothing that was not proved."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from ortools.sat.python import cp_model

from builders import programme
from calloff.check import check
from calloff.search import attempt
from calloff.solve import Options, parse_goals, solve
from calloff_data.generate import generated

Fails = Callable[[Callable[[int, cp_model.CpModel], bool]], list[bool]]


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Fails:
    """Lets the solver fail wherever a function of the solve's number and its model says so; whether each solve did."""
    solves = cp_model.CpSolver.solve
    numbers, seen = count(), []

    def given(when: Callable[[int, cp_model.CpModel], bool]) -> list[bool]:
        def solve_or_fail(self: cp_model.CpSolver, model: cp_model.CpModel, *rest: Any) -> Any:
            seen.append(when(next(numbers), model))
            if seen[-1]:
                raise IndexError("absl::container_internal::raw_hash_map<>::at")
            return solves(self, model, *rest)

        monkeypatch.setattr(cp_model.CpSolver, "solve", solve_or_fail)
        return seen

    return given


def test_where_a_hint_makes_it_fail_it_solves_without(fails: Fails) -> None:
    model = cp_model.CpModel()
    x = model.new_int_var(0, 9, "x")
    model.add_hint(x, 7)
    model.minimize(x)
    seen = fails(lambda number, given: bool(given.proto.solution_hint.vars))
    ended = attempt(cp_model.CpSolver(), model)
    assert (ended.status, ended.values, seen) == ("optimal", (0,), [True, False])


def test_the_second_solve_has_what_is_left_of_the_time(fails: Fails) -> None:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 5.0
    fails(lambda number, given: not number)
    assert attempt(solver, cp_model.CpModel()).status == "optimal"
    assert 4.0 < solver.parameters.max_time_in_seconds < 5.0


def test_what_a_caller_does_wrong_is_still_told() -> None:
    class Wrong(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        attempt(cp_model.CpSolver(), cp_model.CpModel(), Wrong())  # type: ignore[arg-type]


def test_a_solver_that_always_fails_knows_nothing(fails: Fails) -> None:
    seen = fails(lambda number, given: True)
    outcome = solve(programme(), Options(workers=1, time_limit=20))
    assert (outcome.status, outcome.plan, outcome.levels) == ("unknown", None, ())
    assert len(seen) >= 2


def test_few_clusters_are_proved_all_the_same(fails: Fails) -> None:
    expected = solve(programme(), Options(workers=1, time_limit=60))
    seen = fails(lambda number, given: number % 2 == 0)
    outcome = solve(programme(), Options(workers=1, time_limit=60))
    assert any(seen)
    assert outcome.status == expected.status == "optimal"
    assert [(x.goal, x.best, x.bound) for x in outcome.levels] == [(x.goal, x.best, x.bound) for x in expected.levels]


def test_many_clusters_keep_their_plan(fails: Fails) -> None:
    given = generated(8, seed=3)
    seen = fails(lambda number, model: number > 8 and number % 3 == 0)
    outcome = solve(given, Options(workers=1, deterministic=12.0, goals=parse_goals("gap,unsecured")))
    assert any(seen)
    assert outcome.plan is not None
    assert not check(given, outcome.plan).breaches
    assert all(x.bound is None or x.bound <= x.best for x in outcome.levels)
