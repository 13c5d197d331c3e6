"""What stands in the way: a smallest set of limits that cannot all be kept.

Each limit hangs on a switch. There is no objective. A set is shrunk by leaving one limit out at a
time and solving again; what remains is infeasible by itself, and feasible without any one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from calloff.explain.reason import Limit
from calloff.model import Model
from calloff.search import Budget, run


@dataclass(frozen=True)
class Conflict:
    """Limits that cannot all be kept.

    Attributes
    ----------
    limits
        Rule and subject of each, sorted.
    smallest
        Whether every one of them was shown to be needed; False where time ran out before.
    """

    limits: tuple[Limit, ...]
    smallest: bool


class Prober:
    """Asks one explaining model whether some of its limits can be kept together."""

    def __init__(self, model: Model, budget: Budget, *, workers: int = 2, seed: int = 0) -> None:
        self._model = model
        self._budget = budget
        self._workers = workers
        self._seed = seed

    @property
    def limits(self) -> list[Limit]:
        """Every limit of the model."""
        return sorted(self._model.switches)

    def feasible(self, kept: Iterable[Limit]) -> bool | None:
        """Whether a plan keeps these limits, whatever becomes of the others; None = not known in time."""
        wanted = set(kept)
        for limit, switch in self._model.switches.items():
            value = int(limit in wanted)
            domain = self._model.cp.proto.variables[switch.index].domain
            domain[:] = [value, value]
        if self._budget.spent:
            return None
        found = run(self._model, self._budget, self._budget.share(1.0), workers=self._workers, seed=self._seed)
        return {"optimal": True, "feasible": True, "infeasible": False}.get(found.status)

    def first_core(self, among: Iterable[Limit]) -> list[Limit]:
        """Limits among which the solver itself met a contradiction: a start, not a smallest set."""
        model, wanted = self._model, set(among)
        for limit, switch in self._model.switches.items():
            model.cp.proto.variables[switch.index].domain[:] = [0, int(limit in wanted)]
        switches = {k: x for k, x in self._model.switches.items() if k in wanted}
        model.cp.clear_assumptions()
        model.cp.add_assumptions(list(switches.values()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        if self._budget.seconds is not None:
            solver.parameters.max_time_in_seconds = max(0.01, self._budget.seconds / 3)
        solver.solve(model.cp)
        self._budget.charge(solver)
        named = set(solver.sufficient_assumptions_for_infeasibility())
        model.cp.clear_assumptions()
        return sorted(k for k, x in switches.items() if x.index in named)


def conflicts(prober: Prober, most: int = 5) -> list[Conflict]:
    """Conflicts that share no limit, one after the other, until a plan keeps all the other limits.

    So lifting one limit of each is needed before there is a plan, and nothing outside them is at fault.
    """
    found: list[Conflict] = []
    kept = prober.limits
    while len(found) < most:
        one = conflict(prober, kept)
        if one is None:
            return found
        found.append(one)
        if not one.limits:
            return found
        kept = [x for x in kept if x not in one.limits]
    return found


def conflict(prober: Prober, among: Sequence[Limit] | None = None) -> Conflict | None:
    """A smallest set of limits in conflict; None where they can all be kept, or nobody knows."""
    everything = list(prober.limits if among is None else among)
    core = prober.first_core(everything)
    if not core or prober.feasible(core) is not False:
        core = everything
        if prober.feasible(core) is not False:
            return None
    core = _without_groups(prober, core)
    sure = True
    for limit in list(core):
        rest = [x for x in core if x != limit]
        kept = prober.feasible(rest)
        if kept is False:
            core = rest
        sure = sure and kept is not None
    return Conflict(tuple(core), sure)


def _without_groups(prober: Prober, core: list[Limit]) -> list[Limit]:
    """Leave out whole rules, then halves of long lists, while what remains is still a conflict."""
    for rule in sorted({r for r, _ in core}):
        members = [x for x in core if x[0] == rule]
        for group in (members, members[: len(members) // 2], members[len(members) // 2 :]):
            rest = [x for x in core if x not in group]
            if len(group) > 1 and set(group) <= set(core) and prober.feasible(rest) is False:
                core = rest
    return core
