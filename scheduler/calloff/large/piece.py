"""One part of a programme solved exactly: within what the rest leaves, or alone at given prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from time import perf_counter as ticks

from ortools.sat.python import cp_model

from calloff.extract import decisions
from calloff.goals import GOALS
from calloff.large.hints import Hints
from calloff.model.build import build
from calloff.model.elsewhere import Rest
from calloff.model.facade import Model
from calloff.model.uses import LimitRow
from calloff.model.when import Linear
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES, Rule
from calloff.search import attempt, brisk

BUILDING = 8e-6
"""Work that building a model counts as, for each constraint."""

WITH_CUTS = 4.5
"""Deterministic time from which on cuts are worth what they take: they prove what is not proved soon."""

EXPR = {goal.NAME: goal.expr for goal in GOALS}
Prices = Mapping[tuple[str, str], Sequence[int]]
"""Price of a unit in each slot from now on, by (rule, subject) of a limit."""


@dataclass(frozen=True)
class Held:
    """A goal held at or below a value while another is minimised."""

    goal: str
    most: int


@dataclass(frozen=True)
class Asked:
    """What to solve.

    Attributes
    ----------
    goal
        What is minimised.
    held
        Goals before it, as far as they bind.
    rest
        What the rest of the programme uses; None = the part stands alone.
    start
        Decisions to start from.
    prices
        Prices on limits, added to the goal.
    rates
        Prices of a unit of goals that are held, added to `scale` times the goal.
    scale
        How many units of the objective one unit of the goal is.
    below
        Only plans whose goal is less than this are wanted; None = any.
    """

    goal: str
    held: tuple[Held, ...] = ()
    rest: Rest | None = None
    start: Decisions | None = None
    prices: Prices | None = None
    below: int | None = None
    rates: Mapping[str, int] = field(default_factory=dict)
    scale: int = 1


@dataclass(frozen=True)
class Load:
    """Use of a limit, its capacity, and the part of its use that is in progress, per slot from now on [units]."""

    used: list[int]
    capacity: list[int]
    running: list[int]


@dataclass(frozen=True)
class Answer:
    """What solving a part came to.

    Attributes
    ----------
    status
        `optimal`, `feasible`, `infeasible` or `unknown`.
    value, bound
        Objective (the goal, scaled, with prices) of the plan found, and a proved bound on it; the bound is
        valid in every status but `infeasible`.
    decided
        The plan; None where none was found.
    use
        What it uses of each limit that can be priced.
    work
        Deterministic time it took.
    reached
        What each goal that is held comes to in the plan.
    size
        Constraints of the model.
    """

    status: str
    value: int | None
    bound: int | None
    decided: Decisions | None
    use: dict[tuple[str, str], Load]
    work: float
    reached: dict[str, int] = field(default_factory=dict)
    size: int = 0


@dataclass(frozen=True)
class Effort:
    """How long a solve may take: wall time [s] (None = no limit), deterministic time, threads, seed."""

    seconds: float | None
    work: float
    workers: int = 1
    seed: int = 0


Register = Callable[[cp_model.CpSolver], None]


class Piece:
    """Solves parts under one set of rules."""

    def __init__(self, *, no_overspend: bool, register: Register, rules: Sequence[Rule] = RULES) -> None:
        self._no_overspend, self.register, self._rules = no_overspend, register, rules

    def build(self, programme: Programme, rest: Rest | None = None) -> Model:
        """The model of a part under the rules."""
        return build(programme, self._rules, forbid_overspend=self._no_overspend, rest=rest)

    def solve(self, programme: Programme, asked: Asked, effort: Effort) -> Answer:
        """Minimise one goal over a part."""
        begun = ticks()
        model = self.build(programme, asked.rest)
        held = {h.goal: EXPR[h.goal](model) for h in asked.held}
        for h in asked.held:
            expr = held[h.goal]
            if not isinstance(expr, int):
                model.cp.add(expr <= h.most)
            elif expr > h.most:
                return Answer("infeasible", None, None, None, {}, 0.0)
        goal = EXPR[asked.goal](model)
        if asked.below is not None and not isinstance(goal, int):
            model.cp.add(goal <= asked.below - 1)
        aim = model.total([asked.scale * goal, *_rated(held, asked), *_priced(model, asked)])
        model.finish()
        if asked.start is not None:
            Hints(model, asked.start).give()
        model.cp.minimize(aim)
        return self._run(model, aim, asked, effort, held, begun)

    def _run(
        self, model: Model, aim: Linear, asked: Asked, effort: Effort, held: Mapping[str, Linear], begun: float
    ) -> Answer:
        solver = cp_model.CpSolver()
        p = solver.parameters
        brisk(p, effort.seed)
        p.cut_level = int(effort.work >= WITH_CUTS)
        p.num_workers, p.max_deterministic_time = effort.workers, effort.work
        if effort.seconds is not None:  # building counts too
            p.max_time_in_seconds = max(0.01, effort.seconds - (ticks() - begun))
        self.register(solver)
        ended = attempt(solver, model.cp)
        status, values = ended.status, ended.values
        size = len(model.cp.proto.constraints)
        work = ended.work + BUILDING * size
        if status == "infeasible":
            return Answer(status, None, None, None, {}, work, {}, size)
        if values is None:  # stopped in presolve, the solver says 0, which bounds nothing: domains do
            return Answer(status, None, model.bounds(aim)[0], None, {}, work, {}, size)
        bound = ceil(solver.best_objective_bound - 1e-6 * max(1.0, abs(solver.best_objective_bound)))
        best = round(solver.objective_value)
        rows = model.rows if asked.prices is not None else {}
        use = {key: load for key, row in rows.items() if (load := _load(model, row, values)) is not None}
        reached = {name: model.evaluate(expr, values) for name, expr in held.items()}
        bound = best if status == "optimal" else min(best, bound)
        known = {name: value for name, value in reached.items() if value is not None}
        return Answer(status, best, bound, decisions(model, values), use, work, known, size)


def _rated(held: Mapping[str, Linear], asked: Asked) -> list[Linear]:
    """Rate × goal, for each goal held that has a rate."""
    return [rate * held[name] for name, rate in asked.rates.items() if rate and name in held]


def _priced(model: Model, asked: Asked) -> list[Linear]:
    """Σ price × units over every use of a priced limit."""
    found: list[Linear] = []
    prices = asked.prices or {}
    for key, row in model.rows.items():
        if key in prices:
            totals = [0]
            for price in prices[key]:
                totals.append(totals[-1] + price)
            for use, literal in row.uses:
                found.append(model.gated(use.start, [(literal, _cost(model, totals, use.slots, use.units))], literal))
    return found


def _cost(model: Model, totals: Sequence[int], slots: int, units: int) -> Callable[[int], int]:
    now, last = model.calendar.now, len(totals) - 1

    def cost(start: int) -> int:
        begin, end = (min(max(0, k - now), last) for k in (start, start + slots))
        return units * (totals[end] - totals[begin])

    return cost


def _load(model: Model, row: LimitRow, values: Sequence[int]) -> Load | None:
    """What a part uses of a limit; None where capacity is unlimited, or the solver says who uses it."""
    if not all(isinstance(c, int) for c in row.capacity):
        return None
    if any(literal.index != use.taken.index for use, literal in row.uses):
        return None
    used, running = [0] * len(row.capacity), [0] * len(row.capacity)
    for use, literal in row.uses:
        if model.evaluate(literal + 0, values):
            start = use.start.shift + (0 if use.start.var is None else values[use.start.var.index]) - model.calendar.now
            for t in range(max(0, start), min(len(used), start + use.slots)):
                used[t] += use.units
                running[t] += use.units if use.running else 0
    return Load(used, [int(c) for c in row.capacity if c is not None], running)
