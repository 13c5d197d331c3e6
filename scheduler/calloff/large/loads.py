"""What blocks use of shared limits together, and how prices on them move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calloff.large.piece import Answer

Row = tuple[str, str]
Prices = dict[Row, list[int]]
"""Price of a unit in each slot from now on, by (rule, subject) of a limit."""


class Loads:
    """Loads of all blocks together, by limit [units per slot from now on]."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.used: Prices = {}
        self._least: Prices = {}
        self._running: Prices = {}
        for answer in answers:
            for row, load in answer.use.items():
                nothing = [0] * len(load.used)
                self.used[row] = _sum(self.used.get(row, nothing), load.used)
                self._running[row] = _sum(self._running.get(row, nothing), load.running)
                least = self._least.get(row, load.capacity)
                self._least[row] = [min(a, b) for a, b in zip(least, load.capacity, strict=True)]

    @property
    def capacity(self) -> Prices:
        """No less than the whole's: the least that a block sees, and all that is in progress."""
        return {row: _sum(least, self._running[row]) for row, least in self._least.items()}

    def paid(self, prices: Mapping[Row, list[int]]) -> int:
        """Σ price × capacity."""
        capacity = self.capacity
        return sum(p * c for row in prices for p, c in zip(prices[row], capacity[row], strict=True))


def moved(prices: Mapping[Row, list[int]], loads: Loads, step: float) -> Prices | None:
    """Prices of what is over-used go up, of what is under-used down, never below 0; None where none moves."""
    slopes = {row: _slope(prices.get(row), loads.used[row], cap) for row, cap in loads.capacity.items()}
    size = sum(g * g for slope in slopes.values() for g in slope)
    if not size:
        return None
    found: Prices = {}
    for row, slope in slopes.items():
        before = prices.get(row) or [0] * len(slope)
        after = [max(0, round(p + step * g / size)) for p, g in zip(before, slope, strict=True)]
        if any(after):
            found[row] = after
    return found


def _slope(prices: list[int] | None, used: list[int], capacity: list[int]) -> list[int]:
    """Use above capacity, and below it where there is a price to lower [units]."""
    known = prices or [0] * len(used)
    return [u - c if u > c or p else 0 for u, c, p in zip(used, capacity, known, strict=True)]


def _sum(a: list[int], b: list[int]) -> list[int]:
    return [x + y for x, y in zip(a, b, strict=True)]
