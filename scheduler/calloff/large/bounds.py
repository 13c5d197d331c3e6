"""Bounds that add up: no plan of the whole is better than its blocks would be on their own.

A block alone keeps every rule that the whole keeps, so what is best for it bounds its part of any
plan. Prices on shared limits make the sum stronger: for prices p ≥ 0 and capacities c,

    Σ over blocks of min(goal + Σ p × use) − Σ p × c ≤ goal of any plan that keeps use ≤ c

whatever the prices. All of it is counted in integers, so a bound is never flattered by rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from calloff.large.footprint import ADDING
from calloff.large.parts import Parts
from calloff.large.piece import Answer, Asked, Effort, Held, Piece
from calloff.plan import Decisions

Row = tuple[str, str]
PRICED_WORK = 20.0
"""Deterministic time that bounding a block at prices may take."""


@dataclass
class LevelBound:
    """What is known of one level from below.

    Attributes
    ----------
    each
        Bound of each block alone, by its place.
    closed
        Blocks whose bound a plan of theirs reaches.
    ideal
        What each block would decide if it were alone.
    priced
        Best bound with prices; None before any.
    """

    goal: str
    each: dict[int, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    ideal: dict[int, Decisions] = field(default_factory=dict)
    priced: int | None = None

    def alone(self, blocks: int) -> int | None:
        """The bound without prices; where a block's is missing, 0 stands in, or nothing is known of a cost."""
        known = list(self.each.values())  # another thread may be adding to it
        if self.goal == "cost" and len(known) < blocks:
            return None  # savings may make a cost negative; all else is counted from 0
        return sum(known) if self.goal in ADDING else max(known, default=0)

    def best(self, blocks: int) -> int | None:
        """The better of both bounds."""
        known = [x for x in (self.alone(blocks), self.priced) if x is not None]
        return max(known, default=None)


class Prover:
    """Bounds level after level; each level knows how far those before it are held."""

    def __init__(
        self, parts: Parts, piece: Piece, effort: Callable[[float], Effort], charge: Callable[[float], None]
    ) -> None:
        self._parts, self._piece, self._effort, self._charge = parts, piece, effort, charge
        self.levels: list[LevelBound] = []
        self._held: list[Held] = []
        self._prices: dict[Row, list[int]] = {}
        self.impossible = False

    def begin(self, goal: str) -> LevelBound:
        """Start on the next level."""
        self.levels.append(LevelBound(goal))
        self._prices = {}
        return self.levels[-1]

    def hold(self, goal: str, most: int) -> None:
        """Hold the level before at or below a value."""
        self._held.append(Held(goal, most))

    def held_for(self, block: int) -> tuple[Held, ...]:
        """How far each level before binds one block: what it holds, less the least that the others need."""
        found = []
        for held, level in zip(self._held, self.levels, strict=False):
            if held.goal not in ADDING:
                found.append(held)
            elif (whole := level.alone(len(self._parts.blocks))) is not None:
                found.append(Held(held.goal, held.most - (whole - level.each.get(block, 0))))
        return tuple(found)

    def bound(self, level: LevelBound, block: int, work: float) -> None:
        """Bound one block alone, within so much deterministic time."""
        start = next((x.ideal[block] for x in reversed(self.levels) if block in x.ideal), None)
        answer = self._solve(level.goal, block, start, None, work)
        if answer.status == "infeasible" and not self._held:
            self.impossible = True
        if answer.status in ("optimal", "infeasible"):
            level.closed.add(block)
        if answer.bound is not None:
            level.each[block] = max(answer.bound, level.each.get(block, answer.bound))
        if answer.decided is not None:
            level.ideal[block] = answer.decided

    def _solve(
        self, goal: str, block: int, start: Decisions | None, prices: Mapping[Row, list[int]] | None, work: float
    ) -> Answer:
        asked = Asked(goal, self.held_for(block), start=start, prices=prices)
        answer = self._piece.solve(self._parts.cut([block]), asked, self._effort(work))
        self._charge(answer.work)
        return answer

    # --- prices ----------------------------------------------------------------------------------

    def price(self, level: LevelBound, target: int, stopped: Callable[[], bool], size: float) -> bool:
        """One round of prices: bound every block at them, then move them towards what is over-used.

        Parameters
        ----------
        level
            The level, every block of which was bounded alone.
        target
            Value of the best plan known.
        stopped
            Whether to give up.
        size
            Part of the step that would close the gap.

        Returns
        -------
        bool
            Whether there is anything to price.
        """
        total, loads = 0, _Loads()
        for block in range(len(self._parts.blocks)):
            if stopped():
                return False
            answer = self._solve(level.goal, block, level.ideal.get(block), self._prices, PRICED_WORK)
            if answer.bound is None:
                return False
            total += answer.bound
            loads.add(answer)
        capacity = loads.capacity
        total -= sum(p * c for row in self._prices for p, c in zip(self._prices[row], capacity[row], strict=True))
        level.priced = max(total, level.priced if level.priced is not None else total)
        return self._move(loads, max(0, target - total) * size)

    def _move(self, loads: _Loads, step: float) -> bool:
        """Prices of what is over-used go up, of what is under-used down, never below 0."""
        slopes = {row: self._slope(row, loads.used[row], cap) for row, cap in loads.capacity.items()}
        size = sum(g * g for slope in slopes.values() for g in slope)
        if not size:
            return False
        for row, slope in slopes.items():
            before = self._prices.get(row) or [0] * len(slope)
            after = [max(0, round(p + step * g / size)) for p, g in zip(before, slope, strict=True)]
            self._prices.pop(row, None)
            if any(after):
                self._prices[row] = after
        return True

    def _slope(self, row: Row, used: list[int], capacity: list[int]) -> list[int]:
        """Use above capacity, and below it where there is a price to lower [units]."""
        prices = self._prices.get(row) or [0] * len(used)
        return [u - c if u > c or p else 0 for u, c, p in zip(used, capacity, prices, strict=True)]


class _Loads:
    """Loads of all blocks together, by limit."""

    def __init__(self) -> None:
        self.used: dict[Row, list[int]] = {}
        self._least: dict[Row, list[int]] = {}
        self._running: dict[Row, list[int]] = {}

    def add(self, answer: Answer) -> None:
        """Add one block's."""
        for row, load in answer.use.items():
            nothing = [0] * len(load.used)
            self.used[row] = _sum(self.used.get(row, nothing), load.used)
            self._running[row] = _sum(self._running.get(row, nothing), load.running)
            self._least[row] = [
                min(a, b) for a, b in zip(self._least.get(row, load.capacity), load.capacity, strict=True)
            ]

    @property
    def capacity(self) -> dict[Row, list[int]]:
        """No less than the whole's: the least that a block sees, and all that is in progress."""
        return {row: _sum(least, self._running[row]) for row, least in self._least.items()}


def _sum(a: list[int], b: list[int]) -> list[int]:
    return [x + y for x, y in zip(a, b, strict=True)]
