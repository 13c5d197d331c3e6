"""What to bound next: every block briefly, then rates on what is held, then the blocks least known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from calloff.large.bounds import Prover
from calloff.large.footprint import ADDING
from calloff.large.remote import Helpers
from calloff.large.rounds import LevelBound, Round
from calloff.large.turns import Turns

LOOK, HEAVY_LOOK, DEEPER, DEEPEST = 0.2, 1.0, 5.0, 60.0
"""Deterministic time of a short look at a block, and where cost is minimised; how much more each next look takes; and
the longest. Every block gets a short look before any gets a long one: a sum is worth little while one is missing."""

LOOKING = 0.4
"""Where looking takes long, part of what is left that may go into a look at every block, and then into one at rates."""

ENOUGH = 1.0
"""What a first look at a block takes [s, or work]: where there is no time for it, none is kept back for later."""

TRIES = 4
"""How often rates or prices are moved before those that bound best are looked at for longer."""

FIRST = 0.5
"""Part of the gap that rates ask for where looking takes long: greater ones would bound the rest badly."""

LITTLE = 0.001
"""A move that raises the bound by less than this part of the gap's ends is not followed by another."""


class Proving:
    """Bounds one level for as long as it is wanted.

    Parameters
    ----------
    prover
        Bounds blocks.
    level
        What is bounded.
    turns
        How long it may go on.
    helpers
        Processes that bound blocks side by side; None where there are none.
    value
        Gives the value of the best plan known.
    tell
        Told when a bound may have risen.
    """

    def __init__(
        self,
        prover: Prover,
        level: LevelBound,
        turns: Turns,
        helpers: Helpers | None,
        value: Callable[[], int],
        tell: Callable[[], None],
    ) -> None:
        self._prover, self._level, self._turns, self._helpers = prover, level, turns, helpers
        self._value, self._tell, self._look = value, tell, LOOK
        self._begin: Round | None = None

    def look(self, order: Sequence[int], *, heavy: bool) -> None:
        """Every block briefly: alone, and where looking takes long then at rates too.

        Parameters
        ----------
        order
            Blocks, the most interesting first.
        heavy
            Whether looking takes long.
        """
        alone = self._level.rounds[0]
        if not heavy:
            self._each(order, LOOK, alone)
            return
        self._look = HEAVY_LOOK
        part = LOOKING if self._turns.left * LOOKING > ENOUGH * self._prover.blocks else 1.0
        self._each(order, HEAVY_LOOK, alone, self._turns.left * (1 - part))
        if len(alone.each) == self._prover.blocks and not self._unwanted:
            self._begin = self._at_rates(order, alone)

    def _at_rates(self, order: Sequence[int], alone: Round) -> Round:
        """A round at rates that ask for half of the gap; those blocks are looked at that are proved soon."""
        soon = [b for b in order if not alone.open.get(b, 1)]
        reached = sum(a.value or 0 for a in alone.answers.values())
        there = self._prover.moved(self._level, alone, max(0, self._value() - reached) * FIRST, 1)
        if there is None:
            return alone
        self._each(soon, HEAVY_LOOK, there, self._turns.left * (1 - LOOKING))
        self._prover.fill(self._level, there)
        self._level.rounds.append(there)
        return there

    def on(self) -> None:
        """Rates and longer looks in turn, until nothing is left to gain."""
        if self._level.goal not in ADDING:
            self._deepen(self._level.rounds[0])
            return
        if self._begin is not None:
            self._deepen(self._begin)
        before = -1
        while not self._unwanted:
            self._deepen(self._prover.best_round(self._level))
            self._move(self._prover.rated)
            self._deepen(self._prover.best_round(self._level))
            self._move(self._prover.priced)
            if len(self._level.rounds) == before:
                return
            before = len(self._level.rounds)

    def _move(self, move: Callable[[LevelBound, int, float], Round | None]) -> None:
        """Move rates or prices while it helps."""
        size = 1.0
        for _ in range(TRIES):
            if self._unwanted:
                return
            best = self._known()
            there = move(self._level, self._value(), size)
            if there is None:
                return
            self._each(range(self._prover.blocks), self._look, there)
            raised = self._known() - best
            if raised <= 0:
                size /= 2
            elif raised < LITTLE * abs(self._value() - best):
                return

    @property
    def _unwanted(self) -> bool:
        """Whether to stop: no time is left, or nothing is left to prove."""
        return self._turns.over or self._level.proves(self._value(), self._prover.blocks)

    @property
    def _active(self) -> int:
        """How many blocks may be bounded side by side now."""
        return 1 if self._helpers is None else self._helpers.active

    def _known(self) -> int:
        found = self._level.best(self._prover.blocks)
        return -(10**18) if found is None else found

    def _deepen(self, there: Round) -> None:
        """Look longer at the blocks that are least known, where there is most to gain for the work first."""
        while not self._unwanted:
            work = {b: max(self._look, DEEPER * there.work.get(b, 0)) for b in range(self._prover.blocks)}
            waiting = [b for b in work if there.open.get(b, 1) and work[b] <= DEEPEST]
            if not waiting:
                return
            waiting.sort(key=lambda b: (-there.open.get(b, 10**18) / work[b], b))
            for work_now, some in _alike(waiting[: self._active], work):
                self._each(some, work_now, there)

    def _each(self, blocks: Iterable[int], work: float, there: Round, until: float = 0.0) -> None:
        """Bound some blocks, so many at once, each within its share of the time until so much is left."""
        waiting = list(blocks)

        def one(place: int) -> None:
            if not self._unwanted:
                most = (self._turns.left - until) * self._active / (len(waiting) - place)
                self._prover.bound(self._level, waiting[place], work, there, max(0.0, most))
                self._tell()

        if self._helpers is None:
            for place in range(len(waiting)):
                one(place)
            return
        with ThreadPoolExecutor(self._helpers.most) as pool:
            for _ in pool.map(one, range(len(waiting))):
                pass


def _alike(blocks: Sequence[int], work: Mapping[int, float]) -> Iterator[tuple[float, list[int]]]:
    for one in sorted({work[b] for b in blocks}):
        yield one, [b for b in blocks if work[b] == one]
