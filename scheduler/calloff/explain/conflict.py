"""What stands in the way: a smallest set of limits that cannot all be kept.

Each limit hangs on a switch. There is no objective. A set is shrunk by leaving one limit out at a
time and solving again; what remains is infeasible by itself, and feasible without any one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calloff.budget import Budget
from calloff.explain.reason import Limit
from calloff.model import Model
from calloff.search import run


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
    """A smallest set of limits in conflict; None where they can all be kept, or nobody knows.

    Whole rules are left out first, those of the most limits before the others, so that what remains is
    told in few words; then halves of what cannot be, down to single limits. A limit that was needed
    once stays needed as others go, so each is tried once.
    """
    core = list(prober.limits if among is None else among)
    if prober.feasible(core) is not False:
        return None
    sure = True
    sizes = Counter(r for r, _ in core)
    for rule in sorted(sizes, key=lambda r: (-sizes[r], r)):
        waiting = [[x for x in core if x[0] == rule]]
        while waiting:
            group = waiting.pop()
            kept = prober.feasible([x for x in core if x not in group])
            if kept is False:
                core = [x for x in core if x not in group]
            elif len(group) > 1:
                middle = len(group) // 2
                waiting += [group[middle:], group[:middle]]
            else:
                sure = sure and kept is not None
    return Conflict(tuple(core), sure)
