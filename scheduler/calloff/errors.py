"""The one family of exceptions, for bad input; statuses of a solve are values, not exceptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CELL = re.compile(r"cell [A-Z]{1,3}[0-9]+\b")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with an input, or one finding that is legal but suspicious.

    Attributes
    ----------
    file, table, row, column, value
        Where it is; `row` as a person finds it (a line of a CSV file, a position in a list, a cell of a sheet, an id).
    problem, wanted
        What is wrong, and what would be right.
    """

    file: str
    table: str
    row: str
    column: str
    value: str
    problem: str
    wanted: str

    def __str__(self) -> str:
        """One line that a person can act on."""
        place = ", ".join(
            part
            for part in (
                self.file,
                self.table and f"table {self.table}",
                row_words(self.row),
                self.column and f"column {self.column}",
            )
            if part
        )
        shown = self.value if len(self.value) <= 80 else self.value[:77] + "…"
        given = f" (given: {shown!r})" if self.value else ""
        wanted = f"; {self.wanted}" if self.wanted else ""
        return f"{place}: {self.problem}{given}{wanted}"


def row_words(row: str) -> str:
    """A place in a table in words: a cell of a sheet stands for itself."""
    return row if not row or _CELL.match(row) else f"row {row}"


class CalloffError(Exception):
    """Something the user can put right."""


class InputError(CalloffError):
    """An input with faults; all of them are in `faults`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(f) for f in self.faults))


class MissingPartError(CalloffError):
    """An optional part (a browser, say) is not installed; the message says how to get it."""
