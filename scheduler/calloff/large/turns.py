"""How the time of a large run is shared: among its goals, and between blocks and the whole."""

from __future__ import annotations

WEIGHT = {"gap": 14, "unsecured": 10, "unsupported": 6, "lateness": 5, "cost": 16, "early": 2}
"""How the time left is shared among the levels still to come; 1 for any other."""

HEAVY = frozenset({"cost"})
"""Goals that make a model many times larger: never the whole's."""

FREE_WORK = 4.0
"""Deterministic time that freeing some blocks may take."""

BEFORE_WHOLE = 0.25
"""Part of a level's time after which the whole is solved as one model, where that can be done."""

WHOLE_TURN, SMALL = 0.6, 0.25
"""Part of what is left then that the whole may take before blocks are freed once more. After that it may take all of
it, and at once where it has less than such a part of its greatest size."""

PATIENCE, LONG_PATIENCE, LITTLE = (2.0, 0.5), (8.0, 0.5), 0.0005
"""Freeing goes on after the last gain for so long [s, or work], or for such a part of the time until then: before the
whole takes its turn, and where it has none. A smaller part of the value is no gain."""

INFINITE = float("inf")
"""What is left of a run without a limit."""

TIGHTENING = 0.3
"""Part of what is left that may go into taking back what tolerances gave away."""

CHECKING = 0.02
"""Wall time kept for recording and checking the plan, for each block [s]."""
