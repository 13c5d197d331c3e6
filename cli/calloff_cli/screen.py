"""What a person sees while a command runs: data on stdout, messages and progress on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 80
"""Columns of everything printed to stdout, on a terminal or not, so that it can be pasted."""

QUIET = 5.0
"""Least time between two lines that tell of a new bound only [s]."""


class Progress(Protocol):
    """How far a solve has come with one goal."""

    @property
    def level(self) -> str:
        """Name of the goal."""
        ...

    @property
    def best(self) -> int | None:
        """Best value found so far [unit of the goal]."""
        ...

    @property
    def bound(self) -> int | None:
        """No plan has less than this [unit of the goal]."""
        ...

    @property
    def gap(self) -> float | None:
        """How far best may be from the bound [share of best]."""
        ...

    @property
    def seconds(self) -> float:
        """Time since the solve began [s]."""
        ...


def plain(text: str) -> str:
    """Text from an input, with what could steer a terminal made visible."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def speak_utf8() -> None:
    """Write UTF-8 to pipes too, as to files: elsewhere a title may not fit, and JSON must."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def out(text: str) -> None:
    """Print data to stdout."""
    print(text)


def say(text: str) -> None:
    """Print a message to stderr."""
    print(text, file=sys.stderr)


def heading(text: str) -> None:
    """Print a heading to stdout, with a line above it."""
    out("")
    out(text)


def rows(titles: Sequence[str], cells: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print a table to stdout; columns in `right` are flush right."""
    from rich.console import Console

    console = Console(width=WIDTH, no_color=True, markup=False, emoji=False, highlight=False)
    table = _table(titles, right)
    for row in cells:
        table.add_row(*map(plain, row))
    with console.capture() as drawn:
        console.print(table)
    out("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def _table(titles: Sequence[str], right: Sequence[int] = ()) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    for i, title in enumerate(titles):
        table.add_column(title, justify="right" if i in right else "left", overflow="fold")
    return table


def is_live() -> bool:
    """Whether stderr may be drawn over: a terminal, and no NO_COLOR."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


class Levels:
    """The progress of each goal in turn: a table drawn over itself, or a line for each news.

    A new best is news at once; a new bound only after a while, or when the goal is done with.
    """

    def __init__(self, live: bool) -> None:
        self._live = live
        self._latest: dict[str, Progress] = {}
        self._said: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Take one report of the solver."""
        if self._said is not None and self._said.level != progress.level:
            self.flush()
        self._latest[progress.level] = progress
        if not self._live and _is_news(progress, self._said):
            self._say(progress)

    def flush(self) -> None:
        """Say the latest of the goal at hand, unless it has been said."""
        latest = self._latest.get(self._said.level) if self._said else None
        if latest is not None and latest is not self._said and not self._live:
            self._say(latest)

    def _say(self, progress: Progress) -> None:
        before, self._said = self._said, progress
        if before is None or cells_of(before)[:3] != cells_of(progress)[:3]:
            goal, best, bound, gap, seconds = cells_of(progress)
            say(f"{goal}: best {best}, bound {bound}, gap {gap}, after {seconds} s")

    def __rich__(self) -> Table:
        """The table of all goals so far."""
        table = _table(("goal", "best", "bound", "gap", "seconds"), right=(1, 2, 3, 4))
        for progress in self._latest.values():
            table.add_row(*cells_of(progress))
        return table


def _is_news(progress: Progress, said: Progress | None) -> bool:
    if said is None or said.level != progress.level or said.best != progress.best:
        return True
    return progress.seconds - said.seconds >= QUIET


def cells_of(progress: Progress) -> tuple[str, str, str, str, str]:
    """One line of progress as text: goal, best, bound, gap, seconds."""
    gap = "–" if progress.gap is None else f"{progress.gap:.1%}"
    return (progress.level, number(progress.best), number(progress.bound), gap, f"{progress.seconds:.0f}")


def number(value: int | None) -> str:
    """A whole number for people; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


@contextmanager
def watching() -> Iterator[Levels]:
    """What to hand a solver for its progress; draws on a terminal while the block runs."""
    levels = Levels(is_live())
    if not is_live():
        yield levels
        levels.flush()
        return
    from rich.console import Console
    from rich.live import Live

    with Live(levels, console=Console(stderr=True), refresh_per_second=4, transient=True):
        yield levels
