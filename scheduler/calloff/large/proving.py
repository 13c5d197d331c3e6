"""What to bound next: every block briefly, then rates on what is held, then the blocks least known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from calloff.large.bounds import LevelBound, Prover, Round
from calloff.large.footprint import ADDING

LOOK, DEEPER, DEEPEST = 0.2, 4.0, 60.0
"""Deterministic time of a short look at a block; how much more each next look takes; and the longest. Every block gets
a short look before any gets a long one: a sum of bounds is worth little while one is missing."""

TRIES = 4
"""How often rates or prices are moved before those that bound best are looked at for longer."""

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
    value
        Gives the value of the best plan known.
    unwanted
        Whether to stop.
    tell
        Told when a bound may have risen.
    at_once
        How many blocks are bounded side by side.
    """

    def __init__(
        self,
        prover: Prover,
        level: LevelBound,
        value: Callable[[], int],
        unwanted: Callable[[], bool],
        tell: Callable[[], None],
        at_once: int,
    ) -> None:
        self._prover, self._level, self._value = prover, level, value
        self._unwanted, self._tell, self._at_once = unwanted, tell, max(1, at_once)

    def look(self, order: Iterable[int]) -> None:
        """Every block alone, briefly."""
        self._each(order, LOOK, self._level.rounds[0])

    def on(self) -> None:
        """Rates and longer looks in turn, until nothing is left to gain."""
        if self._level.goal not in ADDING:
            self._deepen(self._level.rounds[0])
            return
        before = -1
        while not self._unwanted():
            self._move(self._prover.rated)
            self._deepen(self._prover.best_round(self._level))
            self._move(self._prover.priced)
            self._deepen(self._prover.best_round(self._level))
            if len(self._level.rounds) == before:
                return
            before = len(self._level.rounds)

    def _move(self, move: Callable[[LevelBound, int, float], Round | None]) -> None:
        """Move rates or prices while it helps."""
        size = 1.0
        for _ in range(TRIES):
            if self._unwanted():
                return
            best = self._known()
            there = move(self._level, self._value(), size)
            if there is None:
                return
            self._each(range(self._prover.blocks), LOOK, there)
            raised = self._known() - best
            if raised <= 0:
                size /= 2
            elif raised < LITTLE * abs(self._value() - best):
                return

    def _known(self) -> int:
        found = self._level.best(self._prover.blocks)
        return -(10**18) if found is None else found

    def _deepen(self, there: Round) -> None:
        """Look longer at the blocks that are least known, those with the most to gain first."""
        while not self._unwanted():
            waiting = [b for b in range(self._prover.blocks) if there.open.get(b, 1) and there.work[b] < DEEPEST]
            if not waiting:
                return
            waiting.sort(key=lambda b: (there.work[b], -there.open.get(b, 0), b))
            work = DEEPER * there.work[waiting[0]]
            self._each(waiting[: self._at_once], work, there)

    def _each(self, blocks: Iterable[int], work: float, there: Round) -> None:
        """Bound some blocks, so many at once."""
        wanted = (b for b in blocks if not self._unwanted())
        if self._at_once == 1:
            for block in wanted:
                self._one(block, work, there)
            return
        with ThreadPoolExecutor(self._at_once) as pool:
            for _ in pool.map(lambda b: self._one(b, work, there), list(_while(blocks, self._unwanted))):
                pass

    def _one(self, block: int, work: float, there: Round) -> None:
        if not self._unwanted():
            self._prover.bound(self._level, block, work, there)
            self._tell()


def _while(blocks: Iterable[int], unwanted: Callable[[], bool]) -> Iterator[int]:
    for block in blocks:
        if unwanted():
            return
        yield block
