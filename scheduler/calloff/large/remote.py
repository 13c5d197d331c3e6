"""Blocks solved in processes of their own, so that bounding them does not wait for the search, nor it for them.

Building a model keeps the interpreter's lock, so threads of one process would take turns. Where a
process cannot be had, or dies, its blocks are solved here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock
from time import sleep

from calloff.large.parts import Parts
from calloff.large.piece import Answer, Asked, Effort, Piece
from calloff.many import start
from calloff.programme import Programme
from calloff.rules import RULES, Rule

LOOK = 0.05
"""How often somebody who waits for an answer looks whether it is still wanted [s]."""

Task = tuple[tuple[int, ...], Asked, Effort]
NOTHING = Answer("unknown", None, None, None, {}, 0.0)


class Helpers:
    """Processes that solve blocks of one programme.

    Attributes
    ----------
    count
        How many there are; 0 where none can be had.
    spare
        How many of them rest, while the search needs their processor.
    """

    def __init__(self, programme: Programme, count: int, *, no_overspend: bool, rules: Sequence[Rule] = RULES) -> None:
        known = {rule.NAME: rule for rule in RULES}
        self._able = all(known.get(r.NAME) is r for r in rules)
        self._given = (programme, [rule.NAME for rule in rules], no_overspend)
        self.count = 0
        self.spare = 0
        self._asked = count
        self._busy = 0
        self._told: set[Connection] = set()
        self._lock = Lock()
        self._all: list[tuple[BaseProcess, Connection]] = []
        self._free: SimpleQueue[Connection] = SimpleQueue()
        for _ in range(count):
            self.add()

    def add(self) -> None:
        """Start one more, where one can be had."""
        if not self._able:
            return
        process, ours = start(_serve)
        self._all.append((process, ours))
        self._free.put(ours)
        self.count += 1

    @property
    def active(self) -> int:
        """How many may solve at a time."""
        return max(1, self.count - self.spare)

    @property
    def most(self) -> int:
        """How many may ever solve at a time: one more is added while the search rests."""
        return self._asked + 1

    @property
    def started(self) -> int:
        """How many were started."""
        return len(self._all)

    def solve(self, task: Task, unwanted: Callable[[], bool]) -> Answer | None:
        """What a process answers, `unknown` where the answer is no longer wanted; None where the process died."""
        pipe = self._next(unwanted)
        if pipe is None:
            return NOTHING if unwanted() else None
        try:
            if pipe not in self._told:
                self._told.add(pipe)
                pipe.send(self._given)
            pipe.send(task)
            while not pipe.poll(LOOK):
                if unwanted():
                    self.close()
                    return NOTHING
            answer = pipe.recv()
        except (EOFError, OSError):
            self.count -= 1
            return None
        finally:
            with self._lock:
                self._busy -= 1
        self._free.put(pipe)
        if isinstance(answer, Answer):
            return answer
        raise RuntimeError(answer)

    def _next(self, unwanted: Callable[[], bool]) -> Connection | None:
        """A process that is free; None where none is left, or none is wanted any more."""
        while self.count > 0 and not unwanted():
            with self._lock:
                if self._busy < self.active and not self._free.empty():
                    self._busy += 1
                    return self._free.get()
            sleep(LOOK / 5)
        return None

    def close(self) -> None:
        """End them all; none is asked again."""
        self.count = 0
        self.kill()

    def kill(self) -> None:
        """End them all, as if each had died."""
        for process, _ in self._all:
            process.terminate()
            process.join()


def _serve(pipe: Connection) -> None:
    """In the other process: solve one task after another until the pipe is closed."""
    programme, names, no_overspend = pipe.recv()
    rules = tuple(rule for rule in RULES if rule.NAME in names)
    parts, piece = Parts(programme), Piece(no_overspend=no_overspend, register=lambda solver: None, rules=rules)
    while True:
        chosen, asked, effort = pipe.recv()
        try:
            pipe.send(piece.solve(parts.cut(chosen), asked, effort))
        except OSError:
            raise
        except Exception as error:  # told where it was asked
            pipe.send(f"{type(error).__name__}: {error}")
