"""Goals in order: each level is minimised, held within its tolerance, and seeds the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from calloff.budget import Budget
from calloff.completing import completed
from calloff.goals import GOALS, HEAVY
from calloff.model.facade import Model
from calloff.model.when import Linear
from calloff.narrowing import narrowed
from calloff.options import GoalSpec, Options
from calloff.search import Found, proved_soon, run

LEAST_SHARE = 0.3
"""A level may use at least this part of what is left, so that the first hard one is not starved."""


FIRST = 0.35
"""Part of a level's time, once others are held, after which it is tried again with another seed."""

NOTHING = -(10**18)
"""A bound that says nothing."""


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
        known: Sequence[Level] = (),
    ) -> None:
        """Take what is known of levels beforehand: bounds, and what some plan reaches in all of them.

        Then the model's hint is taken for that plan, and each level begins with what it comes to. A bound holds as
        long as no level before it ends worse than that.
        """
        self._model = model
        self._options = options
        self._budget = budget
        self._on_progress = on_progress
        self._floors = {x.spec.name: x.bound for x in known if x.bound is not None}
        self._reached = {x.spec.name: x.best for x in known if x.best is not None}
        self._begun = bool(known)
        self._values: tuple[int, ...] | None = None
        self._holding, self._seed = False, options.seed

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
            if found.best is None or found.best > self._reached.get(spec.name, found.best):
                self._floors.clear()
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
        floor = max(self._model.bounds(expr)[0], self._floors.get(name, NOTHING), NOTHING if known is None else known)
        if self._begun:
            self._complete(expr)
        value = self._value(expr)
        if value is not None and value <= floor:
            return Found("optimal", value, value, self._values)
        if self._values is not None and self._budget.spent:
            return self._kept(expr, floor)
        self._model.cp.minimize(expr)
        share = 1.0 if left <= 1 else max(LEAST_SHARE, 1 / left)
        found = self._tried(name, expr, self._budget.share(share))
        if found.status == "unknown" and self._values is None and not self._budget.spent:
            found = self._run(name, expr, self._budget.share(1.0))
        if found.status == "infeasible" or (found.values is None and self._values is None):
            return found
        least = floor if found.bound is None else max(floor, found.bound)
        return replace(found, bound=least) if self._taken(found, expr) else self._kept(expr, least)

    def _tried(self, name: str, expr: Linear, limit: Budget) -> Found:
        """Solve a level; once others are held twice, where it is not proved soon.

        Whether a better plan is found is luck, mostly at once or not for long, and then by another seed. A heavy goal
        that is large gets one long try: its bound takes all the time there is.
        """
        soon = self._holding and proved_soon(self._model)
        if limit.work is not None or not self._holding or (name in HEAVY and not soon):
            return self._run(name, expr, limit, soon=soon and name not in HEAVY)
        first = self._run(name, expr, limit.share(FIRST), soon=soon)
        self._seed += 1
        if first.status in ("optimal", "infeasible") or self._budget.spent:
            return first
        if first.bound is None or first.best is None:
            return self._run(name, expr, limit.share(1.0))
        self._taken(first, expr)
        self._model.cp.add(expr >= first.bound)
        second = self._run(name, expr, limit.share(1.0))
        if second.best is None or second.bound is None:
            return first
        return replace(second, bound=max(first.bound, second.bound))

    def _taken(self, found: Found, expr: Linear) -> bool:
        """Take over a plan; False where the one that is known is better, or known to be good in later goals too."""
        value = self._value(expr)
        if found.best is None or (value is not None and (found.best > value or (self._begun and found.best == value))):
            return False
        self._values = found.values
        return True

    def _kept(self, expr: Linear, bound: int) -> Found:
        """The plan that is known, where no better was found; optimal where it meets the bound."""
        self._complete(expr)
        value = self._value(expr)
        return Found("optimal" if value is not None and value <= bound else "feasible", value, bound, self._values)

    def _complete(self, expr: Linear) -> None:
        """What a plan that is known, or hinted, makes of all that was stated since."""
        hint = self._model.cp.proto.solution_hint
        known = zip(hint.vars, hint.values, strict=True) if self._values is None else enumerate(self._values)
        if self._value(expr) is None and (values := completed(self._model, dict(known), expr, self._budget)):
            self._values = values

    def _run(self, name: str, expr: Linear, limit: Budget, *, soon: bool = False) -> Found:
        if self._values is not None:
            self._hint()
        started, value, floor = self._budget.used, self._value(expr), self._floors.get(name)

        def report(best: int | None, bound: int | None, seconds: float) -> None:
            if self._on_progress is not None:
                best = min((x for x in (best, value) if x is not None), default=None)
                bound = max((x for x in (bound, floor) if x is not None), default=None)
                self._on_progress(Progress(name, best, bound, gap_of(best, bound), started + seconds))

        options = self._options
        found = run(
            self._model,
            self._budget,
            limit,
            workers=options.threads,
            seed=self._seed,
            report=report,
            soon=soon,
        )
        report(found.best, found.bound, self._budget.used - started)
        return found

    def _hold(self, expr: Linear, most: int) -> None:
        """Hold a level."""
        self._holding = True
        self._model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if not isinstance(expr, int):
            self._model.cp.add(expr <= most)

    def _hint(self) -> None:
        """Let the solver start from the plan that is known."""
        assert self._values is not None
        self._model.cp.clear_hints()  # type: ignore[no-untyped-call]
        hint = self._model.cp.proto.solution_hint
        hint.vars.extend(range(len(self._values)))
        hint.values.extend(self._values)

    def _value(self, expr: Linear) -> int | None:
        """A goal at the last solution; None without one, or where it has variables the solution does not know yet."""
        if self._values is None:
            return None
        return self._model.evaluate(expr, self._values)


def gap_of(best: int | None, bound: int | None) -> float | None:
    """How far a bound is from the best plan, relative to it; None where one is not known."""
    if best is None or bound is None:
        return None
    return abs(best - bound) / max(1, abs(best))
