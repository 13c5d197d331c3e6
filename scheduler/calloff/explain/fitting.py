"""How far levers must be moved: amounts that none of them can be smaller by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from calloff.budget import Budget
from calloff.explain.levers import Lever, Moves, moved
from calloff.model.build import build
from calloff.programme import Programme, key_of
from calloff.search import run


class Fitter:
    """Finds amounts for levers by solving changed programmes from scratch.

    Attributes
    ----------
    sure
        Whether, for the last levers fitted, every smaller amount was shown to be too small.
    """

    def __init__(
        self, programme: Programme, budget: Budget, *, forbid_overspend: bool, workers: int, seed: int
    ) -> None:
        self._programme = programme
        self._budget = budget
        self._forbid = forbid_overspend
        self._workers, self._seed = workers, seed
        self.sure = True

    def fit(self, chosen: Sequence[Lever]) -> Moves | None:
        """Amounts that make the programme possible and of which none can be smaller; None = there are none.

        With several levers the order in which they are made small matters: both ways are tried.
        """
        self.sure = True
        start = self._grown(chosen)
        if start is None:
            return None
        orders = [list(start), list(start)[::-1]] if len(start) > 1 else [list(start)]
        fitted = [self._shrunk(start, order) for order in orders]
        best = min(fitted, key=lambda m: sum(lever.weight(n) for lever, n in m.items()))
        return self._narrowed(best)

    def furthest(self, chosen: Sequence[Lever]) -> Programme | None:
        """The programme with the levers moved as far as it stays a right one."""
        amount = max(lever.most for lever in chosen)
        while amount:
            found = moved(self._programme, {x: min(amount, x.most) for x in chosen})
            if found is not None:
                return found
            amount //= 2
        return None

    def is_possible(self, programme: Programme | None) -> bool | None:
        """Whether a programme has a plan; None = not known in time."""
        if programme is None:
            return False
        if self._budget.spent:
            return None
        model = build(programme, forbid_overspend=self._forbid)
        model.finish()
        found = run(model, self._budget, self._budget.share(1.0), workers=self._workers, seed=self._seed)
        return {"optimal": True, "feasible": True, "infeasible": False}.get(found.status)

    # --- amounts -----------------------------------------------------------------------------------

    def _try(self, moves: Moves) -> bool:
        """Whether these amounts do; what is not known in time does not, and is remembered."""
        found = self.is_possible(moved(self._programme, moves))
        self.sure = self.sure and found is not None
        return found is True

    def _grown(self, chosen: Sequence[Lever]) -> Moves | None:
        """Amounts that do, doubled together until they do; money is given without limit at first."""
        amount, most = 1, max((x.most for x in chosen if not _is_money(x)), default=1)
        while True:
            moves = {x: x.most if _is_money(x) else min(amount, x.most) for x in chosen}
            if self._try(moves):
                return moves
            if amount >= most or self._budget.spent:
                return None
            amount *= 2

    def _shrunk(self, start: Moves, order: Sequence[Lever]) -> Moves:
        moves = dict(start)
        for lever in [*(x for x in order if not _is_money(x)), *(x for x in order if _is_money(x))]:
            moves[lever] = self._least_money(moves, lever) if _is_money(lever) else self._least_amount(moves, lever)
        return moves

    def _least_amount(self, moves: Moves, lever: Lever) -> int:
        return _least(1, moves[lever], lambda n: self._try({**moves, lever: n}))

    def _least_money(self, moves: Moves, lever: Lever) -> int:
        """What must be approved on top, from the least that can be spent in the period."""
        changed = moved(self._programme, moves)
        assert changed is not None
        model = build(changed, forbid_overspend=self._forbid)
        row = next(r for r in model.programme.funding if key_of("funding", r) == lever.row)
        had = next(r for r in self._programme.funding if key_of("funding", r) == lever.row)
        spend = model.spend_in(row)
        model.finish()
        model.cp.minimize(spend)
        found = run(model, self._budget, self._budget.share(1.0), workers=self._workers, seed=self._seed)
        self.sure = self.sure and found.status == "optimal"
        if found.best is None:
            return moves[lever]
        return max(1, found.best - int(had.approved.to_integral_value()))

    # --- stretches -----------------------------------------------------------------------------------

    def _narrowed(self, moves: Moves) -> Moves:
        """More units only in the slots in which they are needed: the end first, then the begin."""
        for lever in [x for x in moves if x.stretch is not None]:
            moves = self._in_fewer_slots(moves, lever)
        return moves

    def _in_fewer_slots(self, moves: Moves, lever: Lever) -> Moves:
        assert lever.stretch is not None
        first, last = lever.stretch.start, lever.stretch.stop
        stop = _least(first + 1, last, lambda k: self._try(_within(moves, lever, range(first, k))))
        length = _least(1, stop - first, lambda n: self._try(_within(moves, lever, range(stop - n, stop))))
        return _within(moves, lever, range(stop - length, stop))


def _within(moves: Moves, lever: Lever, slots: range) -> Moves:
    """The same amounts, with more units of one lever in other slots."""
    assert lever.within is not None
    narrow = replace(lever.within(slots), limits=lever.limits)
    return {narrow if x is lever else x: n for x, n in moves.items()}


def _least(low: int, high: int, does: Callable[[int], bool]) -> int:
    """The least number in [low, high] that does, where `high` is known to and more is never worse."""
    while low < high:
        middle = (low + high) // 2
        if does(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _is_money(lever: Lever) -> bool:
    return lever.column == "approved"
