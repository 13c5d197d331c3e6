"""The plan on a page as cells: for media that draw in the squares of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calloff.calendar import add_months
from calloff.report.picture import Axis, Bar, Mark, Row
from calloff.report.wording import last_day

WORST = ("gap", "unsecured")
"""Trouble is shown also where it fills less of a cell than its neighbours."""
AT_END = frozenset({"award", "live", "support", "end"})
"""Marks that stand at the end of a period: they belong to the cell of its last day."""


@dataclass(frozen=True)
class Column:
    """A column of cells: [start, end), and whether a fiscal year begins with it."""

    start: date
    end: date
    year: bool


@dataclass(frozen=True)
class Square:
    """A cell.

    Attributes
    ----------
    sign, text, marks
        The sign of its bar (None = empty), words that begin in it, and signs of its milestones.
    beneath
        The worst trouble on the lane beneath a bar; None where there is none, or no bar above it.
    unsupported
        Whether it is past vendor support: a dotted underline.
    """

    sign: str | None
    text: str
    marks: tuple[str, ...]
    beneath: str | None
    unsupported: bool


def columns(axis: Axis, months: int) -> list[Column]:
    """Columns of so many months each, from the first day of an axis to its end."""
    first = {a for a, _, _ in axis.years}
    count = (axis.end.year - axis.start.year + 1) * 12 // months + 1
    starts = [d for i in range(count) if (d := add_months(axis.start, i * months)) < axis.end]
    return [Column(d, add_months(axis.start, (i + 1) * months), d in first) for i, d in enumerate(starts)]


def squares(row: Row, across: Sequence[Column]) -> list[Square]:
    """A row of the picture, cell by cell."""
    return [_square(row, c, first=c is across[0]) for c in across]


def _square(row: Row, column: Column, *, first: bool) -> Square:
    above, under = _best(row.bars, column), _best(row.under, column)
    best = above or under
    begun = best is not None and (first or column.start <= best.start)
    return Square(
        best.sign if best else None,
        best.text if best and begun else "",
        tuple(dict.fromkeys(m.sign for m in row.marks if _stands(m, column, first=first))),
        under.sign if above and under and under.sign in WORST else None,
        any(b.sign == "unsupported" and _overlap(b, column) > 0 for b in (*row.bars, *row.under)),
    )


def _best(bars: Sequence[Bar], column: Column) -> Bar | None:
    """The bar that a cell shows: trouble first, then what fills most of it, then what is drawn on top."""
    inside = [(_trouble(b.sign), _overlap(b, column), i) for i, b in enumerate(bars) if b.sign != "unsupported"]
    found = max((x for x in inside if x[1] > 0), default=None)
    return bars[found[2]] if found else None


def _trouble(sign: str) -> int:
    return len(WORST) - WORST.index(sign) if sign in WORST else 0


def _overlap(bar: Bar, column: Column) -> int:
    return (min(bar.end, column.end) - max(bar.start, column.start)).days


def _stands(mark: Mark, column: Column, *, first: bool) -> bool:
    """Whether a mark stands in a column; one at the very start of the axis stands in the first."""
    day = last_day(mark.day) if mark.sign in AT_END else mark.day
    return column.start <= day < column.end or (first and mark.day == column.start)
