"""How the time of a large run is shared: among its goals, and between blocks and the whole."""

from __future__ import annotations

from collections.abc import Sequence

from calloff.goals import HEAVY
from calloff.large.pace import Pace

WEIGHT = {"gap": 14, "unsecured": 10, "unsupported": 6, "lateness": 5, "cost": 16, "peak": 3, "early": 2}
"""How the time left is shared among the levels still to come; 1 for any other."""

AT_ONCE_PART, AT_ONCE_BLOCK = 0.1, 0.1
"""What may go into a plan at once, before blocks are placed with care: such a part of the run, or so long for each
block [s] where that is more."""

A_BLOCK, HALF = 2.5, 0.5
"""What goals before a heavy one leave to it for each block [s, or work]; at most such a part of the run."""

LONGER, MOSTLY = 3.0, 0.7
"""Where the whole was proved at the level before, a level may take so many times as long; at most such a part of what
is left to it and to those that follow."""

FEW, ENDING = 250, 0.5
"""Contracts up to which what follows a heavy goal is solved as one model, and the part of what is left that is kept for
it."""

FREE_WORK = 4.0
"""Deterministic time that freeing some blocks may take."""

BEFORE_WHOLE = 0.25
"""Part of a level's time after which the whole is solved as one model, where that can be done. What is left is one
turn: a second would begin from nothing."""

PATIENCE, LONG_PATIENCE, LITTLE = (2.0, 0.5), (8.0, 0.5), 0.0005
"""Freeing goes on after the last gain for so long [s, or work], or for such a part of the time until then: before the
whole takes its turn, and where it has none. A smaller part of the value is no gain."""

INFINITE = float("inf")
"""What is left of a run without a limit."""

TIGHTENING = 0.3
"""Part of what is left that may go into taking back what tolerances gave away."""

CHECKING = 0.02
"""Wall time kept for recording and checking the plan, for each block [s]."""


class Turns:
    """How long the level that is solved now may go on, and what goes on within it.

    Times are wall time [s], or work where a run is limited by it.
    """

    def __init__(self, pace: Pace, blocks: int) -> None:
        self._pace = pace
        # What is left of the run when the level ends, and when what goes on now ends.
        self._deadline = self._end = 0.0
        self._kept = min(blocks * A_BLOCK, HALF * pace.left)
        self._proof: float | None = None

    @property
    def left(self) -> float:
        """What is left of what goes on now."""
        return self._pace.left - self._end

    @property
    def over(self) -> bool:
        """Whether what goes on now is to end."""
        return self._pace.over or self.left <= 0

    def begin(self, names: Sequence[str], most: float = 1.0) -> None:
        """Begin a level: the first of some goals still to come, each of which gets its share; at most a part."""
        left, own = self._pace.left, WEIGHT.get(names[0], 1)
        if left == INFINITE:
            self._end = self._deadline = 0.0
            return
        time = left * min(most, own / _weights(names))
        heavy = next((place for place, name in enumerate(names) if name in HEAVY), 0)
        spare = max(0.0, left - self._kept) if heavy else left
        if heavy:
            time = min(time, spare * own / _weights(names[:heavy]))
        if self._proof is not None and names[0] not in HEAVY:
            time = max(time, min(spare * (MOSTLY if names[1:] else 1.0), LONGER * self._proof))
        self._end = self._deadline = left - time

    def keep(self, part: float) -> None:
        """Let what follows take all that is left of the run but a part."""
        self._end = self._deadline = 0.0 if self._pace.left == INFINITE else self._pace.left * part

    def turn(self, part: float = 1.0) -> None:
        """Begin a turn that may take a part of what is left of the level."""
        left = self._pace.left - self._deadline
        self._end = 0.0 if left == INFINITE else self._deadline + left * (1 - part)

    def stop(self) -> None:
        """What goes on now ends."""
        self._end = INFINITE

    def proved(self, took: float) -> None:
        """Learn how long the whole took to be proved."""
        self._proof = took


def _weights(names: Sequence[str]) -> float:
    return sum(WEIGHT.get(name, 1) for name in names)
