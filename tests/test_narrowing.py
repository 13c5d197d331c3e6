"""Tighter domains lose no plan, and what is stated within them means what it meant before."""

from __future__ import annotations

from itertools import islice

import pytest
from ortools.sat.python import cp_model
from ortools.sat.sat_parameters_pb2 import SatParameters

from calloff import levels, narrowing, search
from calloff.budget import Budget
from calloff.goals import gap
from calloff.model.build import build
from calloff.model.facade import Model
from calloff.model.steps import Steps
from calloff.narrowing import narrowed
from calloff.options import Options
from calloff.programme import Programme
from calloff.search import run
from calloff.solve import parse_goals, solve
from calloff_data.generate import generated
from random_programmes import programmes

HELD = (1, 2, 5, 6, 9)
"""What a point from 0 to 9 can still be, once narrowed."""


def solved(model: cp_model.CpModel) -> tuple[int, ...]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return tuple(solver.response_proto.solution)


def a_model() -> Model:
    return build(generated(1, seed=0))


def narrow(model: Steps, domains: dict[int, list[int]]) -> None:
    model.narrow([domains.get(i, list(v.domain)) for i, v in enumerate(model.cp.proto.variables)])


@pytest.mark.parametrize("before", [(), (0, 3, 4, 7)], ids=["none made before", "some made before"])
def test_a_literal_means_the_same_within_a_tighter_domain(before: tuple[int, ...]) -> None:
    steps = Steps()
    when = steps.when(0, 9, "x")
    later = when.plus(100)
    for k in before:
        steps.at_least(when, k)
    assert when.var is not None
    narrow(steps, {when.var.index: [1, 2, 5, 6, 9, 9]})
    assert steps.window(later) == (101, 109)
    literals = {k: steps.at_least(later, 100 + k) for k in range(12)}
    assert steps.is_yes(literals[0])
    assert steps.is_yes(literals[1])
    assert steps.is_no(literals[10])
    assert literals[3].index == literals[4].index == literals[5].index
    steps.finish()
    for x in HELD:
        model = steps.cp.clone()
        model.add(model.get_int_var_from_proto_index(when.var.index) == x)
        values = solved(model)
        assert {k: bool(x >= k) for k in literals} == {
            k: bool(values[i]) if (i := y.index) >= 0 else not values[-i - 1] for k, y in literals.items()
        }


def test_a_point_that_waits_for_itself_may_gain_a_step_meanwhile() -> None:
    steps = Steps()
    when = steps.when(0, 9, "x")
    for k in (3, 7):
        steps.at_least(when, k)
    steps.precede(when, when.plus(1))
    assert when.var is not None
    narrow(steps, {when.var.index: [0, 2, 5, 9]})
    steps.finish()
    assert sorted(k for _, held in steps.step_literals() for k in held) == [3, 5, 7]


def test_a_literal_that_is_decided_is_a_constant() -> None:
    steps = Steps()
    a, b, c = (steps.literal(name) for name in "abc")
    narrow(steps, {a.index: [1, 1], b.index: [0, 0]})
    assert steps.is_yes(a)
    assert steps.is_no(a.negated())
    assert steps.is_no(b)
    assert steps.is_yes(b.negated())
    assert not steps.is_yes(c)
    assert not steps.is_no(c)
    assert steps.both(a, c).index == c.index
    assert steps.is_no(steps.both(b, c))


def test_a_function_of_time_is_exact_within_a_tighter_domain() -> None:
    model = a_model()
    when = model.when(0, 9, "x")
    assert when.var is not None
    chosen = [model.literal("a"), model.literal("b"), model.literal("c")]
    model.cp.add(sum(chosen) == 1)
    narrow(model, {when.var.index: [1, 2, 5, 6, 9, 9], chosen[0].index: [0, 0]})
    table = model.table(when, lambda k: k * k)
    choices = [(x, lambda k, n=n: n * 1000 + k) for n, x in enumerate(chosen)]
    gated = model.gated(when, choices, model.yes)
    residual = model.residual(when, lambda k: k + k // 3)
    model.finish()
    for x in HELD:
        for n, literal in enumerate(chosen[1:], start=1):
            fixed = model.cp.clone()
            fixed.add(fixed.get_int_var_from_proto_index(when.var.index) == x)
            fixed.add_bool_and([fixed.get_bool_var_from_proto_index(literal.index)])
            values = solved(fixed)
            found = [model.evaluate(e, values) for e in (table, gated, residual)]
            assert found == [x * x, n * 1000 + x, x + x // 3]


def held_at_best(programme: Programme) -> tuple[Model, tuple[int, ...]] | None:
    """A model with its first goal held at its best, and a plan of it; None where there is no plan."""
    model, budget = build(programme), Budget(None, None)
    expr = gap.expr(model)
    model.finish()
    model.cp.minimize(expr)
    found = run(model, budget, budget.share(1), workers=1, seed=0)
    if found.values is None:
        return None
    model.cp.clear_objective()
    model.cp.add(expr <= found.best)
    return model, found.values


@pytest.mark.parametrize("start", [0, 1_000, 2_000])
def test_no_plan_is_lost(start: int) -> None:
    """What each point and choice can be at least and at most is what the domains say, or within them."""
    decided = 0
    for seed, _, programme in islice(programmes(start), 60):
        found = held_at_best(programme)
        if found is None:
            continue
        model, values = found
        loose = model.cp.clone()
        narrowed(model, values, Budget(None, None), seed=0)
        for index, variable in enumerate(model.cp.proto.variables):
            if variable.domain == loose.proto.variables[index].domain:
                continue
            decided += 1
            for sign in (1, -1):
                loose.minimize(sign * loose.get_int_var_from_proto_index(index))
                value = solved(loose)[index]
                pairs = zip(variable.domain[::2], variable.domain[1::2], strict=True)
                assert any(lo <= value <= hi for lo, hi in pairs), (seed, index, value, list(variable.domain))
            for lo, hi in zip(variable.domain[1:-1:2], variable.domain[2::2], strict=True):
                hole = loose.clone()
                hole.add_linear_constraint(hole.get_int_var_from_proto_index(index), lo + 1, hi - 1)
                assert cp_model.CpSolver().solve(hole) == cp_model.INFEASIBLE, (seed, index, lo, hi)
    assert decided > 200  # what narrows nothing shows nothing


def test_a_model_with_a_goal_or_with_more_than_is_known_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    model, values = next(f for _, _, p in programmes(0) if (f := held_at_best(p)) is not None)
    monkeypatch.setattr(narrowing, "_domains", lambda *args: pytest.fail("nothing is solved"))
    narrowed(model, values[:-1], Budget(None, None), seed=0)
    model.cp.minimize(model.cp.get_int_var_from_proto_index(1))
    narrowed(model, values, Budget(None, None), seed=0)


def test_domains_that_lost_the_plan_known_are_not_taken_over() -> None:
    found = held_at_best(next(p for _, _, p in programmes(0) if held_at_best(p) is not None))
    assert found is not None
    model, values = found
    before = [list(v.domain) for v in model.cp.proto.variables]
    outside = tuple(d[-1] + 1 for d in before)
    narrowed(model, outside, Budget(None, None), seed=0)
    assert [list(v.domain) for v in model.cp.proto.variables] == before
    narrowed(model, values, Budget(None, None), seed=0)
    assert [list(v.domain) for v in model.cp.proto.variables] != before


def test_levels_come_to_the_same_with_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tolerances leave room to what is narrowed, and the levels after them take some of it back."""
    programme = generated(2, seed=0)
    options = Options(workers=1, time_limit=60, goals=parse_goals("gap~5%,lateness~10%,cost~2%,peak,early"))
    with_it = solve(programme, options)
    monkeypatch.setattr(levels, "narrowed", lambda *args, **more: None)
    without = solve(programme, options)
    assert with_it.status == without.status == "optimal"
    assert [(x.goal, x.best, x.bound) for x in with_it.levels] == [(x.goal, x.best, x.bound) for x in without.levels]


KINDS = ["no_lp", "pseudo_costs"]


@pytest.mark.parametrize(
    ("workers", "soon", "work", "found"),
    [
        (2, False, None, (2, 2, 0, [])),
        (1, False, None, (1, 2, 0, [])),
        (1, True, None, (1, 0, 0, [])),
        (2, True, None, (2, 2, 2, KINDS)),
        (3, True, None, (3, 2, 2, KINDS)),
        (4, True, None, (4, 2, 0, [])),
        (8, True, 1.0, (1, 0, 0, [])),
    ],
)
def test_two_threads_both_prove_what_is_proved_soon(
    workers: int, soon: bool, work: float | None, found: tuple[int, int, int, list[str]]
) -> None:
    """Threads, level of the relaxation, full searches, their kinds: by how many threads there are."""
    p = SatParameters()
    search._set(p, Budget(None, work), workers, 0, soon)
    assert (p.num_workers, p.linearization_level, p.num_full_subsolvers, list(p.subsolvers)) == found


def test_proved_soon_is_what_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build(generated(1, seed=0))
    size = len(model.cp.proto.constraints)
    monkeypatch.setattr(search, "SOON", size)
    assert search.proved_soon(model)
    monkeypatch.setattr(search, "SOON", size - 1)
    assert not search.proved_soon(model)
