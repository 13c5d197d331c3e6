"""Work on a thread of its own, so that a person's Ctrl-C is heard at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import sleep
from typing import TypeVar

T = TypeVar("T")

STARTING = 20
"""How often it is looked whether a thread has begun whose start was interrupted; then it is given up."""


def heeding(work: Callable[[], T], interrupted: Callable[[], None]) -> T:
    """What the work gives, once it is done; its own failure is raised here.

    Parameters
    ----------
    work
        What to do.
    interrupted
        Called where a person asks to stop, until the work ends; it makes it end soon, and what it has is given.
    """
    found: list[T] = []
    failures: list[BaseException] = []
    done, abandoned = Event(), Event()

    def run() -> None:
        try:
            if not abandoned.is_set():
                found.append(work())
        except BaseException as error:  # handed to the calling thread
            failures.append(error)
        finally:
            done.set()

    asked = _started(Thread(target=run, daemon=True), abandoned)
    while not done.is_set():
        if asked:  # again and again: what is told before a solve has begun is not heard by it
            interrupted()
        try:
            done.wait(0.05)
        except KeyboardInterrupt:
            asked = True
    if failures:
        raise failures[0]
    return found[0]


def _started(thread: Thread, abandoned: Event) -> bool:
    """Start a thread; whether a person asked to stop meanwhile."""
    try:
        thread.start()
    except KeyboardInterrupt:
        for _ in range(STARTING):
            if thread.ident is not None:
                return True
            sleep(0.05)
        abandoned.set()
        raise
    return False
