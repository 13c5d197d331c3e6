"""Goals in order: each level is minimised, held within its tolerance, and seeds the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from calloff.goals import GOALS, HEAVY
from calloff.model.facade import Model
from calloff.model.when import Linear
from calloff.narrowing import narrowed
from calloff.options import GoalSpec, Options
from calloff.search import Budget, Found, run

LEAST_SHARE = 0.3
"""A level may use at least this part of what is left, so that the first hard one is not starved."""


@dataclass(frozen=True)
class Progress:
    """How far one level has come: best, bound [goal's unit], relative gap, seconds in the run."""

    level: str
    best: int | None
    bound: int | None
    gap: float | None
    seconds: float


@dataclass(frozen=True)
class Level:
    """One solved level: `bound` is given the levels before it, `reached` is the last plan's value."""

    spec: GoalSpec
    best: int | None
    bound: int | None
    proved: bool
    reached: int | None = None

    def ended(self, reached: int) -> Level:
        """The level as it ended: where a later one came to a better plan for it, that is its best."""
        best = reached if self.best is None else min(self.best, reached)
        return Level(self.spec, best, self.bound, self.bound is not None and self.bound >= best, reached)


@dataclass(frozen=True)
class Climb:
    """What the levels came to: status, each level, and the last solution's values."""

    status: str
    levels: tuple[Level, ...]
    values: tuple[int, ...] | None


class Ladder:
    """Solves one level after the other on one model."""

    def __init__(
        self,
        model: Model,
        options: Options,
        budget: Budget,
        on_progress: Callable[[Progress], None] | None,
        floors: Mapping[str, int] | None = None,
    ) -> None:
        """Take what no plan is better in, goal by goal, where that is known beforehand."""
        self._model = model
        self._options = options
        self._budget = budget
        self._on_progress = on_progress
        self._floors = floors or {}
        self._values: tuple[int, ...] | None = None

    def climb(self, specs: Sequence[GoalSpec]) -> Climb:
        """Minimise every goal in order; before the last, those with a tolerance once more.

        A goal enters the model when its turn comes, so that the first levels are small.
        """
        exprs: dict[str, Linear] = {}
        levels: list[Level] = []
        for place, spec in enumerate(specs):
            if place == len(specs) - 1:
                self._tighten(levels, exprs)
            if place == 1 or (place > 1 and spec.name in HEAVY):
                self._narrow()
            exprs[spec.name] = next(g for g in GOALS if spec.name == g.NAME).expr(self._model)
            if spec.name in self._floors:
                self._model.cp.add(exprs[spec.name] >= self._floors[spec.name])
            self._model.finish()
            found = self._minimise(spec.name, exprs[spec.name], len(specs) - place)
            if found.status == "infeasible" or self._values is None:
                return Climb(found.status, (), None)
            level = Level(spec, found.best, found.bound, found.status == "optimal")
            levels.append(level)
            if found.best is not None:
                self._hold(exprs[spec.name], found.best + spec.allowance(found.best))
        levels = [replace(level, reached=self._value(exprs[level.spec.name])) for level in levels]
        proved = all(level.proved for level in levels)
        return Climb("optimal" if proved else "feasible", tuple(levels), self._values)

    def _tighten(self, levels: list[Level], exprs: dict[str, Linear]) -> None:
        """Take back what tolerances gave away and no later level needed; then hold all as reached."""
        loose = [level for level in levels if level.best is not None and level.spec.allowance(level.best)]
        for level in levels if loose else ():
            self._hold_reached(exprs[level.spec.name])
        for level in loose:
            found = self._minimise(level.spec.name, exprs[level.spec.name], 2, level.bound)
            if found.status != "optimal":
                levels[levels.index(level)] = replace(level, proved=False)
            self._hold_reached(exprs[level.spec.name])

    def _narrow(self) -> None:
        """Take over what follows from the levels held, so that what is stated next is stated within it.

        The first level leaves few dates open, and a heavy goal is large only where they are. No level is loosened
        again, so that what follows from one stays true.
        """
        assert self._values is not None
        if not self._budget.spent:
            narrowed(self._model, self._values, self._budget, seed=self._options.seed)

    def _hold_reached(self, expr: Linear) -> None:
        value = self._value(expr)
        if value is not None:
            self._hold(expr, value)

    def _minimise(self, name: str, expr: Linear, left: int, known: int | None = None) -> Found:
        """Minimise one expression; without a solve where the last solution cannot be beaten."""
        floor = self._model.bounds(expr)[0] if known is None else max(known, self._model.bounds(expr)[0])
        if self._values is not None:
            value = self._value(expr)
            if value is not None and value <= floor:
                return Found("optimal", value, value, self._values)
            if self._budget.spent:
                return Found("feasible", value, floor, self._values)
        self._model.cp.minimize(expr)
        share = 1.0 if left <= 1 else max(LEAST_SHARE, 1 / left)
        found = self._run(name, self._budget.share(share))
        if found.status == "unknown" and self._values is None and not self._budget.spent:
            found = self._run(name, self._budget.share(1.0))
        if found.values is not None:
            self._values = found.values
            return found
        if self._values is not None and found.status == "unknown":
            return Found("feasible", self._value(expr), floor, self._values)
        return found

    def _run(self, name: str, limit: Budget) -> Found:
        started = self._budget.used

        def report(best: int | None, bound: int | None, seconds: float) -> None:
            if self._on_progress is not None:
                self._on_progress(Progress(name, best, bound, gap_of(best, bound), started + seconds))

        options = self._options
        found = run(
            self._model,
            self._budget,
            limit,
            workers=options.threads,
            seed=options.seed,
            report=report,
            held=self._values is not None and name not in HEAVY,  # a heavy goal is bounded by its relaxation
        )
        report(found.best, found.bound, self._budget.used - started)
        return found

    def _hold(self, expr: Linear, most: int) -> None:
        """Hold a level, and seed what follows with the plan that reached it."""
        self._model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if not isinstance(expr, int):
            self._model.cp.add(expr <= most)
        self._model.cp.clear_hints()  # type: ignore[no-untyped-call]
        assert self._values is not None
        hint = self._model.cp.proto.solution_hint
        hint.vars.extend(range(len(self._values)))
        hint.values.extend(self._values)

    def _value(self, expr: Linear) -> int | None:
        """A goal at the last solution; None where it has variables the solution does not know yet."""
        assert self._values is not None
        return self._model.evaluate(expr, self._values)


def gap_of(best: int | None, bound: int | None) -> float | None:
    """How far a bound is from the best plan, relative to it; None where one is not known."""
    if best is None or bound is None:
        return None
    return abs(best - bound) / max(1, abs(best))
