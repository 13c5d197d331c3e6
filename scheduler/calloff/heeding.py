"""Work on a thread of its own, so that a person's Ctrl-C is heard at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import sleep
from typing import TypeVar

T = TypeVar("T")


def heeding(work: Callable[[], T], interrupted: Callable[[], None]) -> T:
    """What the work gives, once it is done; its own failure is raised here.

    Parameters
    ----------
    work
        What to do.
    interrupted
        Called where a person asks to stop; it makes the work end soon, and what it has by then is given.
    """
    found: list[T] = []
    failures: list[BaseException] = []
    done = Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # handed to the calling thread
            failures.append(error)
        finally:
            done.set()

    thread = Thread(target=run, daemon=True)
    try:
        thread.start()
    except KeyboardInterrupt:
        sleep(0.05)
        if not (thread.is_alive() or done.is_set()):  # it never began
            raise
        interrupted()
    while not done.is_set():
        try:
            done.wait(0.05)
        except KeyboardInterrupt:
            interrupted()
    if failures:
        raise failures[0]
    return found[0]
