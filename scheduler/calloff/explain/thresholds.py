"""Capacity told as a threshold: with how little of it a plan's dates still hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from calloff.assemble import reassemble
from calloff.budget import Budget
from calloff.errors import InputError
from calloff.explain.levers import Edit, edited
from calloff.extract import marks
from calloff.goals import stability
from calloff.model.build import build
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.search import run
from calloff.tables import Supplier

Kind = Literal["bid", "delivery", "resource"]


@dataclass(frozen=True)
class Threshold:
    """The least capacity with which every date of a plan holds.

    Attributes
    ----------
    of
        `market` for all suppliers together, else a shared resource.
    kind
        `bid`, `delivery`, or `resource`.
    given
        What there is: the suppliers' own units added up, or the resource's capacity.
    least
        With so many units every go-to-market, award and go-live stays; with one fewer, taken from whoever
        has most, they cannot.
    proved
        Whether that was shown; False where time ran out before.
    """

    of: str
    kind: Kind
    given: int
    least: int
    proved: bool


def thresholds(programme: Programme, plan: Plan, *, seconds: float = 60.0, workers: int = 2) -> Iterator[Threshold]:
    """The threshold of the market's bids and deliveries and of each shared resource that is limited.

    Parameters
    ----------
    programme, plan
        What was planned, and its plan.
    seconds
        Wall time in the solver for all of them [s].
    workers
        Threads of every solve.
    """
    prober = _Prober(programme, plan, Budget(seconds, None), workers)
    sides: tuple[Literal["bid", "delivery"], ...] = ("bid", "delivery")
    for side in sides:
        if programme.suppliers and all(_own(s, side) is not None for s in programme.suppliers):
            given = sum(_own(s, side) or 0 for s in programme.suppliers)
            yield prober.least("market", side, given)
    for resource in sorted(programme.resources, key=lambda r: r.id):
        if resource.capacity:
            yield prober.least(resource.id, "resource", resource.capacity)


def _own(supplier: Supplier, side: str) -> int | None:
    return supplier.bids if side == "bid" else supplier.deliveries


class _Prober:
    """Asks whether a plan's dates hold with less of something."""

    def __init__(self, programme: Programme, plan: Plan, budget: Budget, workers: int) -> None:
        self._programme = programme
        self._plan = plan
        self._budget = budget
        self._workers = workers

    def least(self, of: str, kind: Kind, given: int) -> Threshold:
        """Bisect: less capacity never lets more be done."""
        low, high, proved = 0, given, True
        while low < high:
            middle = (low + high) // 2
            held = self._holds(_with_less(self._programme, of, kind, middle))
            proved = proved and held is not None
            low, high = (low, middle) if held else (middle + 1, high)
        return Threshold(of, kind, given, high, proved)

    def _holds(self, programme: Programme | None) -> bool | None:
        if programme is None:
            return False
        if self._budget.spent:
            return None
        model = build(programme, forbid_overspend=bool(self._plan.origin.options.get("no_overspend")))
        model.baseline = marks(model.calendar, self._plan)
        model.define(stability.expr(model) <= 0)
        model.finish()
        found = run(model, self._budget, self._budget.share(1.0), workers=self._workers, seed=0)
        return {"optimal": True, "feasible": True, "infeasible": False}.get(found.status)


def _with_less(programme: Programme, of: str, kind: Kind, units: int) -> Programme | None:
    limits: dict[tuple[str, str | None], int]
    if kind == "resource":
        row = programme.resource[of]
        edits = [Edit("resources", row, row.model_copy(update={"capacity": units}))]
        limits = {(of, None): units}
    else:
        left = _taken(programme, kind, units)
        field = "bids" if kind == "bid" else "deliveries"
        edits = [Edit("suppliers", s, s.model_copy(update={field: left[s.id]})) for s in programme.suppliers]
        limits = {(name, kind): n for name, n in left.items()}
    for held in programme.capacity:
        most = limits.get((held.of, held.kind))
        if most is not None and held.capacity > most:
            edits.append(Edit("capacity", held, held.model_copy(update={"capacity": most})))
    try:
        return reassemble(edited(programme, edits))
    except InputError:
        return None


def _taken(programme: Programme, side: str, units: int) -> dict[str, int]:
    """So many units left in the market, each taken from the supplier that has most."""
    left = {s.id: _own(s, side) or 0 for s in programme.suppliers}
    for _ in range(sum(left.values()) - units):
        most = max(sorted(left), key=lambda name: left[name])
        left[most] -= 1
    return left
