"""How long a large run may go on, and how a person stops it.

The clock here keeps a limit that was asked for; a deterministic run is limited by work alone and
never looks at it.
"""

from __future__ import annotations

from threading import Lock
from time import perf_counter as ticks

from ortools.sat.python import cp_model

from calloff.budget import Budget


class Pace:
    """What is left of a run, shared by its threads.

    Attributes
    ----------
    stopped
        Whether somebody asked it to stop.
    used
        Deterministic time used so far.
    """

    def __init__(self, seconds: float | None, work: float | None) -> None:
        self.stopped = False
        self._begun = ticks()
        self._seconds, self._work = seconds, work
        self.used = 0.0
        self._lock = Lock()
        self._running: set[cp_model.CpSolver] = set()

    @property
    def elapsed(self) -> float:
        """Wall time since the run began [s]."""
        return ticks() - self._begun

    @property
    def clock(self) -> float:
        """What the run has taken: wall time [s], or work where it is deterministic."""
        return self.used if self.deterministic else self.elapsed

    @property
    def left(self) -> float:
        """What is left: wall time [s], or work where the run is deterministic; without a limit, infinite."""
        if self._work is not None:
            return self._work - self.used
        return float("inf") if self._seconds is None else self._seconds - self.elapsed

    @property
    def deterministic(self) -> bool:
        """Whether only work counts."""
        return self._work is not None

    def rest(self) -> Budget:
        """What is left, for what keeps to a budget."""
        return Budget(None if self._seconds is None else self.left, None if self._work is None else self.left)

    @property
    def over(self) -> bool:
        """Whether nothing is left, or somebody asked to stop."""
        return self.stopped or self.left <= 0

    def charge(self, work: float) -> None:
        """Take off deterministic time."""
        with self._lock:
            self.used += work

    def keep_back(self, seconds: float) -> None:
        """Keep wall time for what follows the search."""
        if self._seconds is not None:
            self._seconds -= min(seconds, 0.3 * self._seconds)

    def register(self, solver: cp_model.CpSolver) -> None:
        """Remember a solver, so that it can be stopped."""
        with self._lock:
            self._running = {solver, *list(self._running)[-7:]}
        if self.stopped:
            solver.stop_search()

    def stop(self) -> None:
        """Stop as soon as possible."""
        self.stopped = True
        with self._lock:
            for solver in self._running:
                solver.stop_search()
