"""Ways out of an impossible programme: the fewest levers to move, and how far, each way confirmed by a solve.

A conflict says which limits cannot all be kept, so every way out moves a lever on one of them. Sets of
levers are tried smallest first; a set that frees all conflicts is then fitted: its amounts are made
so small that none can be smaller by itself, each time by solving the changed programme from scratch.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calloff.budget import Budget
from calloff.explain.conflict import Conflict, Prober, conflict
from calloff.explain.fitting import Fitter
from calloff.explain.levers import Change, Lever, Moves, changes, moved
from calloff.explain.loosening import levers
from calloff.explain.reason import Limit
from calloff.model.build import build
from calloff.programme import Programme

MOST_LEVERS = 4
"""A repair that moves more than so many levers is no advice."""


@dataclass(frozen=True)
class Repair:
    """One way to make an impossible programme possible.

    Attributes
    ----------
    changes
        Cells of the programme that change, and by how much.
    limits
        The limits in conflict that they loosen.
    confirmed
        Whether the changed programme was solved from scratch and has a plan.
    smallest
        Whether no amount in it can be smaller by itself, and every smaller set of levers was ruled out;
        False where time ran out before.
    cost
        Present value of what the changes cost by themselves (currency); None where they cost nothing.
    weight
        By which repairs of as many levers are ranked: an amount in months, or what compares to it.
    programme
        The changed programme.
    """

    changes: tuple[Change, ...]
    limits: tuple[Limit, ...]
    confirmed: bool
    smallest: bool
    cost: int | None
    weight: float
    programme: Programme


def repairs(
    programme: Programme,
    *,
    forbid_overspend: bool = False,
    seconds: float = 60.0,
    most: int = 5,
    workers: int = 2,
    seed: int = 0,
) -> list[Repair]:
    """The smallest changes that make an impossible programme possible, least first.

    Parameters
    ----------
    programme
        A programme without a plan; one that has a plan needs no repair.
    forbid_overspend
        Whether spend above what is approved is forbidden.
    seconds
        Wall time in the solver for all of them [s].
    most
        How many to look for; no two of the same idea.
    workers, seed
        Threads and seed of every solve.

    Returns
    -------
    list
        By number of levers, then by weight; empty where nothing that may be moved makes it possible.
    """
    budget = Budget(seconds, None)
    search = _Search(programme, budget, forbid_overspend, workers, seed)
    found: list[Repair] = []
    for repair in search.walk():
        found.append(repair)
        if len(found) == most:
            break
    return sorted(found, key=lambda r: (len({c.row for c in r.changes}), r.weight))


class _Search:
    """Walks over sets of levers, smallest first."""

    def __init__(self, programme: Programme, budget: Budget, forbid_overspend: bool, workers: int, seed: int) -> None:
        self._programme = programme
        self._budget = budget
        self._forbid = forbid_overspend
        self._workers, self._seed = workers, seed
        self._prober = self._probe(programme)
        self._levers = _in_turn(levers(programme, self._prober.limits))
        self._fitter = Fitter(programme, budget, forbid_overspend=forbid_overspend, workers=workers, seed=seed)
        self._conflicts: list[Conflict] = []
        self._queue: deque[tuple[Lever, ...]] = deque([()])
        self._seen: set[frozenset[tuple[str, str, str, str]]] = set()
        self._done: list[set[str]] = []
        self._sure = True

    def _probe(self, programme: Programme) -> Prober:
        model = build(programme, forbid_overspend=self._forbid, explaining=True)
        model.finish()
        return Prober(model, self._budget, workers=self._workers, seed=self._seed)

    def walk(self) -> Iterator[Repair]:
        """Repairs as they are found, those of fewer levers first."""
        while self._queue and not self._budget.spent:
            chosen = self._queue.popleft()
            if self._is_told(chosen):
                continue
            met = self._conflict(chosen)
            if met is not None:
                self._branch(chosen, met)
            elif chosen and not self._budget.spent:
                moves = self._fitter.fit(chosen)
                if moves is None:
                    self._branch_further(chosen)
                else:
                    yield self._repair(moves)

    def _is_told(self, chosen: tuple[Lever, ...]) -> bool:
        """Whether a repair of the same idea, or of part of it, has been found."""
        ideas = {_idea(x) for x in chosen}
        return any(done <= ideas for done in self._done)

    def _conflict(self, chosen: tuple[Lever, ...]) -> Conflict | None:
        """Limits that still collide with these levers moved as far as they go."""
        free = {limit for lever in chosen for limit in lever.limits}
        for known in self._conflicts:
            if not free & set(known.limits):
                return known
        met = conflict(self._prober, [x for x in self._prober.limits if x not in free])
        if met is not None:
            self._conflicts.append(met)
        return met

    def _branch(self, chosen: tuple[Lever, ...], met: Conflict) -> None:
        """Try each lever that loosens one of the limits in conflict, beside those chosen."""
        taken = {x.key for x in chosen}
        for lever in self._levers:
            key = frozenset({*taken, lever.key})
            helps = lever.key not in taken and not lever.limits.isdisjoint(met.limits)
            if helps and len(key) <= MOST_LEVERS and key not in self._seen:
                self._seen.add(key)
                self._queue.append((*chosen, lever))

    def _branch_further(self, chosen: tuple[Lever, ...]) -> None:
        """Levers do not always lift a limit whole: look at what collides when they are moved far."""
        changed = self._fitter.furthest(chosen)
        met = conflict(self._probe(changed)) if changed is not None else None
        if met is not None:
            self._branch(chosen, met)
        self._sure = self._sure and met is not None

    def _repair(self, moves: Moves) -> Repair:
        self._done.append({_idea(x) for x in moves})
        costs = [lever.value(amount) for lever, amount in moves.items() if lever.value is not None]
        after = moved(self._programme, moves, settled=True)
        assert after is not None
        limits = {x for lever in moves for x in lever.limits}
        named = {x for met in self._conflicts for x in met.limits}
        return Repair(
            changes=changes(self._programme, moves),
            limits=tuple(sorted(limits & named or limits)),
            confirmed=self._fitter.is_possible(after) is True,
            smallest=self._sure and self._fitter.sure and all(c.smallest for c in self._conflicts),
            cost=sum(costs) if costs else None,
            weight=sum(lever.weight(amount) for lever, amount in moves.items()),
            programme=after,
        )


def _in_turn(found: Sequence[Lever]) -> list[Lever]:
    """One lever of each table, then a second of each…, so that the first answers are of many kinds."""
    before: Counter[str] = Counter()
    places: list[int] = []
    for lever in found:
        places.append(before[lever.table])
        before[lever.table] += 1
    return [found[i] for i in sorted(range(len(found)), key=lambda i: (places[i], i))]


def _idea(lever: Lever) -> str:
    return lever.idea or "/".join(lever.key)
