"""Assumed figures: where each stands, how far it may be off, and the programme with it somewhere between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from calloff.assemble import reassemble
from calloff.calendar import add_months
from calloff.cells import Kind, columns, parse, plain_number
from calloff.errors import InputError
from calloff.explain.levers import Edit, edited
from calloff.faults.draft import MODELS
from calloff.programme import Programme, key_of
from calloff.rows import Row
from calloff.tables import Source

EVERY = "*"
FINEST = 16
"""A range of numbers is looked at in at most so many steps."""

Side = Literal["low", "high"]


@dataclass(frozen=True)
class Cell:
    """One assumed cell: its row by key, what it holds, and its low and high; None where none is given."""

    row: str
    base: object
    low: object
    high: object


@dataclass(frozen=True)
class Figure:
    """One assumption: a cell, or the cells of a column that move together.

    Attributes
    ----------
    table, row, column
        As `sources` names it; row `*` = every row of the table that has no source of its own.
    kind
        What the column holds.
    cells
        What moves.
    """

    table: str
    row: str
    column: str
    kind: Kind
    cells: tuple[Cell, ...]

    @property
    def is_ordered(self) -> bool:
        """Whether there is anything between base and end."""
        return self.kind in ("number", "whole number", "date")

    def has(self, side: Side) -> bool:
        """Whether an end is given and differs from the base."""
        return any(end is not None and end != c.base for c, end in self._ends(side))

    def steps(self, side: Side) -> int:
        """Steps from base to an end [count]: whole numbers and months one by one where they are few."""
        if not self.is_ordered:
            return 1
        return max(1, *(_steps(c.base, end) for c, end in self._ends(side)))

    def said(self, side: Side, step: int) -> str:
        """Its value a number of steps from the base, as a person writes it; blank where cells differ."""
        steps = self.steps(side)
        found = {_said(_between(c.base, end, step, steps)) for c, end in self._ends(side)}
        return found.pop() if len(found) == 1 else ""

    def at(self, programme: Programme, side: Side, step: int) -> Programme | None:
        """The programme with the figure a number of steps from its base; None where it has faults then."""
        steps = self.steps(side)
        field = _field(self.table, self.column)
        rows = {key_of(self.table, r): r for n, r in programme.rows() if n == self.table}
        edits = []
        for c, end in self._ends(side):
            old = rows[c.row]
            edits.append(Edit(self.table, old, old.model_copy(update={field: _between(c.base, end, step, steps)})))
        # Sources name rows by keys that may be what moves; they play no part in a plan.
        changed = edited(programme, edits).model_copy(update={"sources": ()})
        try:
            return reassemble(changed)
        except InputError:
            return None

    def _ends(self, side: Side) -> list[tuple[Cell, object]]:
        return [(c, c.low if side == "low" else c.high) for c in self.cells]


def figures(programme: Programme, *, together: bool = False) -> list[Figure]:
    """The assumed figures that have a range.

    Parameters
    ----------
    programme
        With its table `sources`.
    together
        Move all assumed cells of a column as one figure: few solves that tell where to look closer.
    """
    found = [f for f in (_figure(programme, s) for s in _assumed(programme)) if f.has("low") or f.has("high")]
    if not together:
        return found
    columns_of = dict.fromkeys((f.table, f.column) for f in found)
    return [_joined([f for f in found if (f.table, f.column) == place]) for place in columns_of]


def _assumed(programme: Programme) -> Iterator[Source]:
    for source in programme.sources:
        if source.mark == "assumed" and (source.low is not None or source.high is not None):
            yield source


def _figure(programme: Programme, source: Source) -> Figure:
    kind = columns(MODELS[source.table])[source.column]
    own = {s.row for s in programme.sources if (s.table, s.column) == (source.table, source.column)}
    named = {key_of(name, row): row for name, row in programme.rows() if name == source.table}
    if source.row == EVERY:
        chosen = {key: row for key, row in named.items() if key not in own}
    else:
        chosen = {source.row: named[source.row]}
    low, high = _end(kind, source.low), _end(kind, source.high)
    field = _field(source.table, source.column)
    cells = [_cell(key, getattr(row, field), low, high) for key, row in chosen.items()]
    return Figure(source.table, source.row, source.column, kind, tuple(cells))


def _cell(row: str, base: object, low: object, high: object) -> Cell:
    """A cell that is blank stays blank; an end that is not given is the base."""
    if base is None:
        return Cell(row, None, None, None)
    return Cell(row, base, base if low is None else low, base if high is None else high)


def _joined(of: Sequence[Figure]) -> Figure:
    first = of[0]
    cells = tuple(c for f in of for c in f.cells)
    return Figure(first.table, first.row if len(of) == 1 else EVERY, first.column, first.kind, cells)


def _end(kind: Kind, text: str | None) -> object:
    """An end of a range; one of whole numbers may lie between two, and is rounded."""
    if text is None:
        return None
    if kind == "whole number":
        return int(Decimal(text).to_integral_value(rounding=ROUND_HALF_EVEN))
    return parse(kind, text)


def _field(table: str, column: str) -> str:
    model: type[Row] = MODELS[table]
    return next(name for name, field in model.model_fields.items() if (field.alias or name) == column)


def _steps(base: object, end: object) -> int:
    if isinstance(base, date) and isinstance(end, date):
        return abs((end.year - base.year) * 12 + end.month - base.month)
    if isinstance(base, int) and isinstance(end, int):
        return min(FINEST, abs(end - base))
    return FINEST if base != end else 1


def _between(base: object, end: object, step: int, steps: int) -> object:
    """The value so many steps of all from the base to the end."""
    if step in (0, steps):
        return end if step else base
    if isinstance(base, date) and isinstance(end, date):
        months = (end.year - base.year) * 12 + end.month - base.month
        return add_months(base, round(months * step / steps))
    if isinstance(base, int) and isinstance(end, int):
        return base + round((end - base) * step / steps)
    if isinstance(base, Decimal) and isinstance(end, Decimal):
        return base + (end - base) * step / steps
    return base


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain_number(round(value, 4))
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
