"""Many independent pieces of work at once: a process each, so that none can harm another.

A solve keeps the interpreter's lock while its model is built, and a solver that runs out of memory
takes its process with it; so each piece has a process of its own, a few at a time.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import current_thread, main_thread
from typing import Generic, NamedTuple, TypeVar

POSIX = hasattr(signal, "pthread_sigmask")
"""Whether a thread can be made deaf to a signal; what it starts is deaf from its first moment."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Done(NamedTuple, Generic[Made]):
    """What came of one piece of work: what it made, or in words why it made nothing."""

    number: int
    made: Made | None
    failure: str | None


def run_many(work: Callable[[Given], Made], pieces: Sequence[Given], at_once: int) -> Iterator[Done[Made]]:
    """Do pieces of work in processes of their own; each is yielded as it is done.

    Parameters
    ----------
    work
        What to do: a function of a module, so that another process finds it.
    pieces
        What to do it with; as what comes of it, it must be possible to pickle.
    at_once
        How many processes run at a time.
    """
    waiting = list(enumerate(pieces))[::-1]
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < max(1, at_once):
                number, piece = waiting.pop()
                process, ours = start(_run)
                running[ours] = (number, process)
                with suppress(OSError):
                    ours.send((work, piece))
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                number, process = running.pop(ready)
                yield _received(ready, number)
                process.join()
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()


def start(work: Callable[[Connection], None]) -> tuple[BaseProcess, Connection]:
    """Start a process that calls a function with a pipe to here; all it is given must come through that pipe.

    So a process that dies before it has read anything, as that of a script without `if __name__ == "__main__":` does,
    leaves nobody waiting.

    Returns
    -------
    tuple
        The process, and the pipe to it: where the process has died, to send raises `OSError`, to receive `EOFError`.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process: BaseProcess = context.Process(target=_begin, args=(work, theirs), daemon=True)
    _start_deaf(process)
    theirs.close()
    return process, ours


def _begin(work: Callable[[Connection], None], pipe: Connection) -> None:
    """In the other process: work, deaf to Ctrl-C, for as long as somebody is at the pipe's other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        work(pipe)


def _start_deaf(process: BaseProcess) -> None:
    """Start a process that is deaf to Ctrl-C from its first moment: that is for the one that asked."""
    if current_thread() is not main_thread():
        before_it = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if POSIX else set()
        try:
            process.start()
        finally:
            if POSIX:
                signal.pthread_sigmask(signal.SIG_SETMASK, before_it)
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _received(ready: Connection, number: int) -> Done[Made]:
    """What a process sent; one that died sent nothing."""
    try:
        made, failure = ready.recv()
    except (EOFError, OSError):
        return Done(number, None, "its process ended without a word; it may have run out of memory")
    finally:
        ready.close()
    return Done(number, made, failure)


def _run(pipe: Connection) -> None:
    """In the other process: do the work, send what came of it."""
    work, piece = pipe.recv()
    try:
        made, failure = work(piece), None
    except Exception as error:
        made, failure = None, f"{type(error).__name__}: {error}"
    pipe.send((made, failure))
