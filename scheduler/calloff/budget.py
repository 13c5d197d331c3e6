"""What is left of a run, and how a person stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter as ticks

LAST = 5.0
"""Wall time that a run which was stopped may still take to take over a plan that is hinted [s]."""


@dataclass
class Budget:
    """What is left of a run's limits.

    Attributes
    ----------
    seconds
        Wall time [s] left; None = no limit.
    work
        Deterministic time left; None = not a deterministic run.
    interrupted
        Whether a person stopped the run.
    used
        Wall time [s] spent in the solver.
    since
        When wall time was last taken off, by a clock that only a limit looks at.
    """

    seconds: float | None
    work: float | None
    interrupted: bool = False
    used: float = 0.0
    since: float = field(default_factory=ticks)
    _stops: list[Callable[[], None]] = field(default_factory=list)

    def interrupt(self) -> None:
        """A person asks to stop: all that goes on ends as soon as it can."""
        self.interrupted = True
        for stop in list(self._stops):
            stop()

    @contextmanager
    def heeds(self, stop: Callable[[], None]) -> Iterator[None]:
        """While this goes on, a person who asks to stop, or has asked, stops it."""
        self._stops.append(stop)
        try:
            if self.interrupted:
                stop()
            yield
        finally:
            self._stops.remove(stop)

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.interrupted or _gone(self.seconds) or _gone(self.work)

    @property
    def passed(self) -> float:
        """Wall time since it was last taken off [s]."""
        return ticks() - self.since

    def share(self, part: float) -> Budget:
        """A part of what is left by now; of a run that was stopped, what a plan hinted takes to be taken over."""
        self._pass_time()
        seconds = None if self.seconds is None else self.seconds * part
        if self.interrupted:
            seconds = LAST if seconds is None else min(seconds, LAST)
        return Budget(seconds, None if self.work is None else self.work * part)

    def spend(self, seconds: float, work: float) -> None:
        """Take off what solving used: wall time [s], deterministic time."""
        self.used += seconds
        self._pass_time()
        if self.work is not None:
            self.work -= work

    def _pass_time(self) -> None:
        """Take off the wall time since the last look: building a model counts too."""
        now = ticks()
        if self.seconds is not None:
            self.seconds -= now - self.since
        self.since = now


def _gone(left: float | None) -> bool:
    return left is not None and left <= 0.001
