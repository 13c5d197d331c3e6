"""What to bound next: every block briefly, then rates on what is held, then the blocks least known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from calloff.large.bounds import Prover
from calloff.large.footprint import ADDING
from calloff.large.rounds import LevelBound, Round, moved_rates

LOOK, HEAVY_LOOK, DEEPER, DEEPEST = 0.2, 2.0, 3.0, 60.0
"""Deterministic time of a short look at a block, and where cost is minimised; how much more each next look takes; and
the longest. Every block gets a short look before any gets a long one: a sum is worth little while one is missing."""

SAMPLE = 6
"""Blocks on which rates are tried first, where looking at all of them takes long."""

WORTH = 0.05
"""Rates that close less than this part of a sample's gap are not worth their size: great rates bound the rest badly."""

GUESSING, LOOKING = 0.15, 0.6
"""Parts of a level's time that may go into trying rates, and then of what is left into a first look at every block."""

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
    left
        What is left of the level: wall time [s], or work.
    tell
        Told when a bound may have risen.
    at_once, active
        How many blocks may ever be bounded side by side, and how many now.
    """

    def __init__(
        self,
        prover: Prover,
        level: LevelBound,
        value: Callable[[], int],
        unwanted: Callable[[], bool],
        left: Callable[[], float],
        tell: Callable[[], None],
        at_once: int,
        active: Callable[[], int],
    ) -> None:
        self._prover, self._level, self._value = prover, level, value
        self._unwanted, self._left, self._tell, self._at_once = unwanted, left, tell, max(1, at_once)
        self._look, self._active = LOOK, active

    def look(self, order: Sequence[int], owns: Mapping[int, Mapping[str, int]] | None = None) -> None:
        """Every block briefly: alone, or at rates that a few blocks ask for.

        Parameters
        ----------
        order
            Blocks, the most interesting first.
        owns
            What each block of the best plan comes to, goal by goal, where looking takes long.
        """
        if owns is None:
            self._each(order, LOOK, self._level.rounds[0])
            return
        self._look, until = HEAVY_LOOK, self._left() * (1 - GUESSING)
        there = Round(self._guess(order[:SAMPLE], owns, until))
        self._level.rounds.append(there)
        self._each(order, HEAVY_LOOK, there, self._left() * (1 - LOOKING))

    def _guess(self, sample: Sequence[int], owns: Mapping[int, Mapping[str, int]], until: float) -> dict[str, int]:
        """Rates that bound a few blocks best, if each may have of what is held what it has in the best plan."""
        goal, best, size = self._level.goal, None, 1.0
        target = sum(owns[b][goal] for b in sample)
        rates: dict[str, int] = {}
        for _ in range(TRIES):
            there = Round(rates, after=best[1] if best else None)
            self._each(sample, HEAVY_LOOK / 2, there, until)
            if len(there.answers) < len(sample) or len(there.each) < len(sample):
                break
            held = {g: sum(owns[b][g] for b in sample) for g in self._prover.rateable}
            bound = sum(there.each.values()) - sum(rate * held[g] for g, rate in rates.items())
            if best is None or bound - best[0] > WORTH * (target - best[0]):
                best = (bound, there, held)
            else:
                size /= 2
            found = moved_rates(best[1], best[2], max(0, target - best[0]) * size, 1)
            if found is None or found == rates:
                break
            rates = found
        return best[1].rates if best is not None else {}

    def on(self) -> None:
        """Rates and longer looks in turn, until nothing is left to gain."""
        if self._level.goal not in ADDING:
            self._deepen(self._level.rounds[0])
            return
        before = -1
        while not self._unwanted():
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
            if self._unwanted():
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

    def _known(self) -> int:
        found = self._level.best(self._prover.blocks)
        return -(10**18) if found is None else found

    def _deepen(self, there: Round) -> None:
        """Look longer at the blocks that are least known, where there is most to gain for the work first."""
        while not self._unwanted():
            work = {b: max(self._look, DEEPER * there.work.get(b, 0)) for b in range(self._prover.blocks)}
            waiting = [b for b in work if there.open.get(b, 1) and work[b] <= DEEPEST]
            if not waiting:
                return
            waiting.sort(key=lambda b: (-there.open.get(b, 10**18) / work[b], b))
            for work_now, some in _alike(waiting[: self._active()], work):
                self._each(some, work_now, there)

    def _each(self, blocks: Iterable[int], work: float, there: Round, until: float = 0.0) -> None:
        """Bound some blocks, so many at once, each within its share of the time until so much is left."""
        waiting = list(blocks)

        def one(place: int) -> None:
            if not self._unwanted():
                most = (self._left() - until) * self._active() / (len(waiting) - place)
                self._prover.bound(self._level, waiting[place], work, there, max(0.0, most))
                self._tell()

        if self._at_once == 1:
            for place in range(len(waiting)):
                one(place)
            return
        with ThreadPoolExecutor(self._at_once) as pool:
            for _ in pool.map(one, range(len(waiting))):
                pass


def _alike(blocks: Sequence[int], work: Mapping[int, float]) -> Iterator[tuple[float, list[int]]]:
    for one in sorted({work[b] for b in blocks}):
        yield one, [b for b in blocks if work[b] == one]
