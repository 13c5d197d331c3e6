"""A finding: the row and column it is about, what is odd, and why that matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from calloff.calendar import Calendar
from calloff.cells import show
from calloff.errors import Fault
from calloff.faults.draft import cell, plain
from calloff.programme import Programme, key_of
from calloff.rows import Row
from calloff.statutory import Rulebook

Finder = Callable[[Programme, Calendar], Iterable[Fault]]
LegalFinder = Callable[[Programme, Calendar, Rulebook], Iterable[Fault]]


def note(table: str, row: Row, column: str, problem: str, why: str) -> Fault:
    """A finding at a row's column."""
    return Fault("", table, show(key_of(table, row)), column, show(plain(cell(row, column))), problem, why)


def slots(calendar: Calendar, count: int) -> str:
    """A number of slots in words: `1 month`, `5 weeks`."""
    return f"{count} {calendar.unit}" + ("" if count == 1 else "s")
