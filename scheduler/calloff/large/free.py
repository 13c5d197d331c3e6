"""Which blocks to decide anew together: one that could be better off, and those that stand in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from calloff.large.footprint import ADDING, Footprint, footprint
from calloff.large.piece import Asked, Held
from calloff.large.whole import Whole
from calloff.model.elsewhere import Key
from calloff.plan import Decisions

SIZES = (1, 2, 3, 5, 8, 12)
"""How many blocks are freed at once: more where fewer do not help."""

AGAIN = 3
"""Once a third as many neighbourhoods as there are blocks have helped, every block is freed alone again."""


class Free:
    """Chooses neighbourhoods for one level.

    Attributes
    ----------
    size
        Place in `SIZES`.
    """

    def __init__(self, whole: Whole, goal: str, rng: Random) -> None:
        self._whole, self._goal, self._rng = whole, goal, rng
        self.size = 0
        self._failed: set[frozenset[int]] = set()
        self._alone: set[int] = set()
        self._misses = self._hits = 0

    def unhappy(self, gains: Mapping[int, int]) -> dict[int, int]:
        """Blocks that could be better off, and by how much at most; 1 where that is not known."""
        return {b: gain for b in self._whole.prints if (gain := gains.get(b, 1)) > 0}

    def choose(self, gains: Mapping[int, int], ideal: Mapping[int, Decisions]) -> frozenset[int] | None:
        """The next blocks to free; None where every neighbourhood has been tried.

        Parameters
        ----------
        gains
            By how much each block could be better off at most, as far as that is known.
        ideal
            What each block would rather decide, as far as that is known.
        """
        unhappy = self.unhappy(gains)
        while unhappy and self.size < len(SIZES):
            if SIZES[self.size] == 1:
                fresh = [b for b in unhappy if b not in self._alone]
                if fresh:
                    return frozenset([max(fresh, key=lambda b: (unhappy[b], b))])
            else:
                for _ in range(4):
                    chosen = self._around(self._seed(unhappy), ideal)
                    if chosen not in self._failed:
                        return chosen
            self._grow()
        return None

    def _seed(self, unhappy: Mapping[int, int]) -> int:
        blocks = sorted(unhappy)
        return self._rng.choices(blocks, [max(1.0, float(unhappy[b]) ** 0.7) for b in blocks])[0]

    def _around(self, seed: int, ideal: Mapping[int, Decisions]) -> frozenset[int]:
        others = [b for b in sorted(self._whole.prints) if b != seed]
        wanted = self._wanted(seed, ideal)
        score = {b: (1 + _overlap(wanted, self._whole.prints[b].use)) * self._rng.random() for b in others}
        others.sort(key=lambda b: -score[b])
        return frozenset([seed, *others[: SIZES[self.size] - 1]])

    def _wanted(self, seed: int, ideal: Mapping[int, Decisions]) -> Counter[Key]:
        """What a block would use where it would rather be, and does not use now."""
        own = self._whole.prints[seed]
        if seed not in ideal:
            return own.use
        there: Footprint = footprint(self._whole.parts.cut([seed]), ideal[seed], self._whole.parts.programme, ())
        return there.use - own.use or own.use

    def told(self, chosen: frozenset[int], *, better: bool) -> None:
        """Learn how freeing some blocks went.

        A block freed alone is as well off as it can be until enough others have moved.
        """
        if len(chosen) == 1:
            self._alone |= chosen
            return
        if better:
            self._failed.clear()
            self._misses = 0
            self._hits += 1
            if self._hits * AGAIN > len(self._whole.prints):
                self._hits = 0
                self._alone.clear()
                self.size = 0
            return
        self._failed.add(chosen)
        self._misses += 1
        if self._misses >= 6 + len(self._whole.prints) // 2:
            self._grow()

    def _grow(self) -> None:
        self.size += 1
        self._misses = 0


def _overlap(wanted: Mapping[Key, int], use: Mapping[Key, int]) -> int:
    """How much of what one wants another uses."""
    return sum(
        min(n, use[key]) for key, n in wanted.items() if n > 0 and key[0] not in ("spend", "total") and key in use
    )


def freed(whole: Whole, goal: str, held: Sequence[Held], chosen: frozenset[int]) -> Asked:
    """What to ask of some blocks freed: to be better off together, with what is held left to them."""

    def others(name: str) -> int:
        return whole.value(name, chosen) if name in ADDING else 0

    return Asked(
        goal,
        tuple(Held(h.goal, h.most - others(h.goal)) for h in held),
        whole.rest(chosen),
        whole.decisions(chosen),
        below=whole.value(goal) - others(goal),
    )
