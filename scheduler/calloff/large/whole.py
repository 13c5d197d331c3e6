"""A plan of a large programme in the making: what each block decides, and what all of them use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_EVEN

from calloff.large.footprint import ADDING, Footprint, footprint
from calloff.large.parts import Parts, joined
from calloff.model.elsewhere import Key, Rest
from calloff.plan import Decisions

COUNTED = frozenset({*ADDING, "overspend", "peak"}) - {"stability"}
"""Goals whose value of the whole follows from what its blocks use and come to."""


class Whole:
    """The state of a search.

    Attributes
    ----------
    parts
        The programme's blocks.
    goals
        Goals that are counted.
    prints
        What each placed block decides and uses, by its place.
    """

    def __init__(self, parts: Parts, goals: Collection[str]) -> None:
        self.parts = parts
        self.goals = tuple(g for g in ADDING if g in goals)
        self.prints: dict[int, Footprint] = {}
        self._use: Counter[Key] = Counter()

    def rest(self, free: Collection[int]) -> Rest:
        """What all blocks but some use."""
        use = Counter(self._use)
        for b in free:
            if b in self.prints:
                use.subtract(self.prints[b].use)
        points: dict[tuple[str, str], tuple[int, bool]] = {}
        for b, held in self.prints.items():
            if b not in free:
                points |= held.points
        return Rest(use, points)

    def take(self, decided: Mapping[int, Decisions]) -> None:
        """Let some blocks decide anew."""
        for b, decisions in decided.items():
            new = footprint(self.parts.cut([b]), decisions, self.parts.programme, self.goals)
            if b in self.prints:
                self._use.subtract(self.prints[b].use)
            self._use.update(new.use)
            self.prints[b] = new

    def drop(self, blocks: Collection[int]) -> None:
        """Take some blocks out again."""
        for b in blocks:
            if b in self.prints:
                self._use.subtract(self.prints.pop(b).use)

    def value(self, goal: str, without: Collection[int] = ()) -> int:
        """A goal's value; of those that add up, without some blocks."""
        if goal in ADDING:
            return sum(p.values[goal] for b, p in self.prints.items() if b not in without)
        if goal == "peak":
            return max((n for key, n in self._use.items() if key[0] == "bids"), default=0)
        rows = enumerate(self.parts.programme.funding)
        return sum(
            max(0, self._use["spend", i] - int(row.approved.to_integral_value(rounding=ROUND_HALF_EVEN)))
            for i, row in rows
        )

    def decisions(self, blocks: Collection[int] | None = None) -> Decisions:
        """What all blocks, or some, decide."""
        return joined(self.prints[b].decisions for b in sorted(self.prints if blocks is None else blocks))
