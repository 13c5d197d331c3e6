"""Why this date: how far it can move with nothing getting worse, what holds it, what a slot costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as Choice

from calloff.calendar import Calendar
from calloff.explain.conflict import Conflict, Prober, conflict
from calloff.explain.reason import Hold, Price, Reason, Target
from calloff.explain.targets import point_of
from calloff.goals import GOALS
from calloff.levels import Ladder
from calloff.model import Model
from calloff.model.build import build
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.search import Budget, run

Side = Choice["earlier", "later"]
TIE_BREAKS = ("early", "stability")
"""Goals that only choose between plans that are equally good: they hold no date."""


class Asker:
    """Asks about the dates of one plan.

    Parameters
    ----------
    programme, plan
        What was planned, and the checked plan.
    seconds
        Wall time for each target [s].
    workers, seed
        Threads and seed of every solve.
    """

    def __init__(
        self, programme: Programme, plan: Plan, *, seconds: float = 60.0, workers: int = 2, seed: int = 0
    ) -> None:
        self._programme = programme
        self._plan = plan
        self._calendar = Calendar.of(programme)
        self._seconds = seconds
        self._options = Options(time_limit=seconds, workers=workers, seed=seed)
        self._specs = [s for s in parse_goals(str(plan.origin.options["goals"])) if s.name not in TIE_BREAKS]
        self._goals = {g.goal: g for g in plan.goals}
        self._most = {s.name: self._standard(s) for s in self._specs}

    def _standard(self, spec: GoalSpec) -> int:
        """The value up to which a plan counts as no worse: the plan's, or what its tolerance allows."""
        goal = self._goals[spec.name]
        return goal.value if goal.best is None else max(goal.value, goal.best + spec.allowance(goal.best))

    def why(self, target: Target) -> Reason:
        """The reason of one target, every part of it proved by solving again."""
        budget = Budget(self._seconds, None)
        if target.milestone == "extension":
            return Reason(target, None, None, self._hold_at(target, "later", None, 0, budget))
        planned = self._planned(target)
        earliest, latest = self._reach(target, budget)
        earlier = self._hold_at(target, "earlier", earliest, planned, budget)
        later = self._hold_at(target, "later", latest, planned, budget)
        return Reason(target, self._calendar.day(planned), earlier, later)

    # --- parts -----------------------------------------------------------------------------------

    def _hold_at(self, target: Target, side: Side, reach: int | None, planned: int, budget: Budget) -> Hold:
        step = -1 if side == "earlier" else 1
        if reach is None and target.milestone != "extension":
            return Hold(None, self._price(target, planned + step, side, budget), None, (), False)
        beyond = self._price(target, (reach or 0) + step, side, budget)
        found = self._core(target, side, (reach or 0) + step, beyond, budget)
        free = reach is not None and reach != planned
        return Hold(
            None if reach is None else self._calendar.day(reach),
            Price(True) if free else beyond,
            beyond,
            found.limits,
            found.smallest,
        )

    def _planned(self, target: Target) -> int:
        plan, calendar, programme = self._plan, self._calendar, self._programme
        if target.milestone == "live":
            names = {target.item, *(d.id for d in programme.departments if d.cluster == target.item)}
            return max(calendar.slot_of(o.live) for o in plan.departments if o.cycle == 1 and o.department in names)
        held = next(r for r in plan.competitions if (r.lot or r.procurement, r.cycle) == (target.item, target.cycle))
        day = held.gtm if target.milestone == "gtm" else held.award
        if day is None:
            raise KeyError(str(target))
        return calendar.slot_of(day)

    def _model(self, *, explaining: bool = False) -> Model:
        overspend = bool(self._plan.origin.options.get("no_overspend"))
        return build(self._programme, forbid_overspend=overspend, explaining=explaining)

    def _hold(self, model: Model, names: Sequence[str]) -> None:
        """Hold goals at what counts as no worse."""
        for goal in GOALS:
            if goal.NAME in names:
                expr = goal.expr(model)
                if not isinstance(expr, int):
                    model.require(expr <= self._most[goal.NAME], "goal", goal.NAME)
        model.finish()

    def _reach(self, target: Target, budget: Budget) -> tuple[int | None, int | None]:
        """Earliest and latest boundary with every goal as good as in the plan."""
        model = self._model()
        when, present = point_of(model, target)
        model.define(present == 1)
        self._hold(model, list(self._most))
        found: list[int | None] = []
        for sign in (1, -1):
            model.cp.minimize(sign * when.expr)
            solved = run(model, budget, budget.share(0.3), workers=self._options.workers, seed=self._options.seed)
            found.append(sign * solved.best if solved.status == "optimal" and solved.best is not None else None)
        return found[0], found[1]

    def _core(self, target: Target, side: Side, boundary: int, beyond: Price | None, budget: Budget) -> Conflict:
        """The limits that stop the date there, with the goals before and up to the one that gets worse.

        Where only cost, or a goal after it, gets worse, that goal is the reason: no limit stops the date.
        """
        if beyond is None or (beyond.possible and beyond.goal is None):
            return Conflict((), False)
        names = [s.name for s in self._specs]
        asked = names[: names.index(beyond.goal) + 1] if beyond.goal else []
        if "cost" not in asked:
            model = self._model(explaining=True)
            self._force(model, target, side, boundary)
            self._hold(model, asked)
            prober = Prober(model, budget, workers=self._options.workers, seed=self._options.seed)
            found = conflict(prober)
            if found is not None:
                return found
        return Conflict((("goal", beyond.goal),) if beyond.goal else (), beyond.proved)

    @staticmethod
    def _force(model: Model, target: Target, side: Side, boundary: int) -> None:
        if target.milestone == "extension":
            model.define(model.extensions[target.item, target.cycle] == 0)
            return
        when, present = point_of(model, target)
        model.define(present == 1)
        model.define(when.expr <= boundary if side == "earlier" else when.expr >= boundary)

    def _price(self, target: Target, boundary: int, side: Side, budget: Budget) -> Price | None:
        """Solve the levels again with the date forced, and compare level by level."""
        model = self._model()
        self._force(model, target, side, boundary)
        climb = Ladder(model, self._options, budget.share(0.5), None).climb(self._specs)
        if climb.status == "infeasible":
            return Price(False)
        if not climb.levels:
            return None
        cost = next((x.best for x in climb.levels if x.spec.name == "cost"), None)
        before = self._goals["cost"].best if "cost" in self._goals else None
        change = None if cost is None or before is None else cost - before
        for level in climb.levels:
            best = self._goals[level.spec.name].best
            if level.best is not None and best is not None and level.best > self._most[level.spec.name]:
                unit = self._goals[level.spec.name].unit
                return Price(True, level.spec.name, level.best - best, unit, change, level.proved)
        return Price(True, None, None, "", change, climb.status == "optimal")
