"""What forcing a date costs: the first goal that gets worse, by how much, and what becomes of the cost.

A goal gets worse where no plan keeps it, and all before it, as good as in the plan. That is asked
first, without an objective, so that only goals that do get worse are minimised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calloff.budget import Budget
from calloff.explain.reason import Price
from calloff.explain.rungs import Rungs, Standard
from calloff.model import Linear, Model
from calloff.search import Found, run

Force = Callable[[Model], None]
"""Adds to a model that a date is elsewhere."""


class Pricer:
    """Prices forced dates of one plan.

    Parameters
    ----------
    rungs
        The plan's model.
    standard
        Up to where its goals count as no worse.
    workers, seed
        Threads and seed of every solve.
    """

    def __init__(self, rungs: Rungs, standard: Standard, *, workers: int, seed: int) -> None:
        self._rungs = rungs
        self._standard = standard
        self._names = standard.names
        self._workers, self._seed = workers, seed

    def price(self, force: Force, budget: Budget) -> Price | None:
        """What the forced date costs; None where that is not known in time."""
        names = self._names
        first = names.index("cost") if "cost" in names else len(names)
        kept = self._kept(force, first, budget)
        if kept is None:
            return None
        if kept < 0:
            return Price(False)
        if kept < first:
            return self._of_worse(force, kept, first, budget)
        if first == len(names):
            return Price(True)
        return self._of_cost(force, first, budget)

    # --- the goals before the cost ------------------------------------------------------------------

    def _kept(self, force: Force, most: int, budget: Budget) -> int | None:
        """How many goals can be kept, at most so many; −1 where no plan has the date, None if not known."""
        whole = self._can_keep(force, most, budget)
        if whole is not False:
            return most if whole else None
        low, high = -1, most
        while high - low > 1:  # no plan keeps `high` goals; one keeps `low`, or low is -1
            middle = (low + high) // 2
            found = self._can_keep(force, middle, budget)
            if found is None:
                return None
            low, high = (middle, high) if found else (low, middle)
        return low

    def _can_keep(self, force: Force, goals: int, budget: Budget) -> bool | None:
        model = self._forced(force, goals)
        found = self._run(model, budget)
        return {"optimal": True, "feasible": True, "infeasible": False}.get(found.status)

    def _forced(self, force: Force, goals: int, kept: int | None = None) -> Model:
        """A model with so many goals, the date forced, and the first of the goals kept (all unless given)."""
        model = self._rungs.fork(goals)
        force(model)
        for name in self._names[: goals if kept is None else kept]:
            _hold(model, self._rungs.expr(name), self._standard.most[name])
        return model

    # --- what gets worse ------------------------------------------------------------------------------

    def _of_worse(self, force: Force, worse: int, cost: int, budget: Budget) -> Price | None:
        """Minimise the goal that gets worse, then those after it, down to the cost."""
        names, standard = self._names, self._standard
        held: list[tuple[Linear, int]] = []
        values: Sequence[int] | None = None
        amount, change, proved = None, None, True
        for place in range(worse, min(cost + 1, len(names))):
            name, spec = names[place], standard.specs[place]
            model = self._forced(force, place + 1, worse)
            for expr, limit in held:
                _hold(model, expr, limit)
            found = self._least(model, name, values, budget)
            if found.best is None:
                proved = False
                break
            best = standard.goals[name].best
            if place == worse:
                amount, proved = found.best - (best or 0), found.status == "optimal"
            if name == "cost" and best is not None:
                change, proved = found.best - best, proved and found.status == "optimal"
            held.append((self._rungs.expr(name), found.best + spec.allowance(found.best)))
            values = found.values
        if amount is None:
            return None
        return Price(True, names[worse], amount, standard.goals[names[worse]].unit, change, proved)

    def _of_cost(self, force: Force, place: int, budget: Budget) -> Price | None:
        """Where all goals before the cost can be kept: the cost, and what comes after it."""
        names, standard = self._names, self._standard
        found = self._least(self._forced(force, place + 1, place), "cost", None, budget)
        if found.best is None:
            return None
        best = standard.goals["cost"].best
        change = None if best is None else found.best - best
        proved = found.status == "optimal"
        if found.best > standard.most["cost"]:
            return Price(True, "cost", change, standard.goals["cost"].unit, change, proved)
        for after in range(place + 1, len(names)):
            kept = self._can_keep(force, after + 1, budget)
            if kept is False:
                name = names[after]
                least = self._least(self._forced(force, after + 1, after), name, found.values, budget)
                amount = None if least.best is None else least.best - (standard.goals[name].best or 0)
                sure = proved and least.status == "optimal"
                return Price(True, name, amount, standard.goals[name].unit, change, sure)
            proved = proved and kept is not None
        return Price(True, None, None, "", change, proved)

    # --- solves ----------------------------------------------------------------------------------------

    def _least(self, model: Model, name: str, values: Sequence[int] | None, budget: Budget) -> Found:
        expr = self._rungs.expr(name)
        if isinstance(expr, int):
            return Found("optimal", expr, expr, None)
        model.cp.minimize(expr)
        if values is not None:
            model.hint(values)
        return self._run(model, budget)

    def _run(self, model: Model, budget: Budget) -> Found:
        if budget.spent:
            return Found("unknown", None, None, None)
        return run(model, budget, budget.share(0.7), workers=self._workers, seed=self._seed)


def _hold(model: Model, expr: Linear, most: int) -> None:
    if not isinstance(expr, int):
        model.cp.add(expr <= most)
    elif expr > most:
        model.cp.add(False)
