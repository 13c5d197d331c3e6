"""What is known of a level from below: bounds of every block at some rates and prices, and how rates move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from calloff.large.footprint import ADDING
from calloff.large.loads import Prices
from calloff.large.piece import Answer
from calloff.plan import Decisions


@dataclass
class Round:
    """What is known of every block at one set of rates and prices.

    Attributes
    ----------
    rates, prices, scale
        On goals held, on limits; and what one unit of the goal counts.
    each
        Bound of each block, by its place.
    open
        How far each block's bound is from the best plan found for it; 0 where it is proved.
    answers
        The best that was found for each block.
    work
        Deterministic time that was last allowed for each block.
    after
        The round that it was moved from.
    total
        Its bound of the level; None until every block is bounded.
    """

    rates: dict[str, int] = field(default_factory=dict)
    prices: Prices = field(default_factory=dict)
    scale: int = 1
    each: dict[int, int] = field(default_factory=dict)
    open: dict[int, int] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    work: dict[int, float] = field(default_factory=dict)
    after: Round | None = None
    total: int | None = None


@dataclass
class LevelBound:
    """What is known of one level from below.

    Attributes
    ----------
    rounds
        Every round so far, the first of them at no prices: each block alone.
    ideal
        What each block would decide if it were alone.
    priced
        Best bound with rates and prices, or of the whole as one model; None before any.
    """

    goal: str
    rounds: list[Round] = field(default_factory=lambda: [Round()])
    ideal: dict[int, Decisions] = field(default_factory=dict)
    priced: int | None = None

    @property
    def each(self) -> dict[int, int]:
        """Bound of each block alone, by its place."""
        return self.rounds[0].each

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

    def proves(self, value: int, blocks: int) -> bool:
        """Whether no plan comes to less than a value."""
        best = self.best(blocks)
        return best is not None and best >= value

    def told(self, bound: int | None) -> None:
        """Learn of a bound that was proved in another way."""
        if bound is not None:
            self.priced = bound if self.priced is None else max(self.priced, bound)


def moved_rates(
    base: Round, answers: Iterable[Answer], held: Mapping[str, int], rise: float, scale: int
) -> dict[str, int] | None:
    """Rates that follow those of a round, towards what its blocks exceed; None where nothing moves.

    Parameters
    ----------
    base, answers
        The round, and what its blocks do there.
    held
        How far each goal may go.
    rise
        What the bound should rise by [goal's unit].
    scale
        What one unit of the goal counts from now on.
    """
    slopes, there = {}, list(answers)
    for name, most in held.items():
        over = sum(a.reached.get(name, 0) for a in there) - most
        if over > 0 or base.rates.get(name):
            slopes[name] = over
    square = sum(s * s for s in slopes.values())
    if not square:
        return None
    before = {name: rate * scale / base.scale for name, rate in base.rates.items()}
    rates = {name: max(0, round(before.get(name, 0) + rise * scale * s / square)) for name, s in slopes.items()}
    return {name: rate for name, rate in rates.items() if rate}


def known(where: Round, block: int) -> Decisions | None:
    """A plan of a block found at the same prices, or at those they were moved from."""
    found: Round | None = where
    while found is not None:
        if block in found.answers:
            return found.answers[block].decided
        found = found.after
    return None
