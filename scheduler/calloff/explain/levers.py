"""Levers: figures of a programme that a planner may move by an amount, and what moving them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calloff.assemble import reassemble
from calloff.cells import plain_number
from calloff.errors import InputError
from calloff.explain.reason import Limit
from calloff.programme import Programme, key_of
from calloff.rows import Row
from calloff.tables import Source

WEIGHTS = {"slots": 1.0, "months": 1.0, "units": 3.0, "bidders": 3.0, "notices": 3.0, "waves": 2.0, "pins": 6.0}
"""What one unit of an amount weighs against a month; money weighs a month a million."""

MILLION = 1_000_000


@dataclass(frozen=True)
class Edit:
    """One row in place of another: no `old` adds it, no `new` takes it out.

    `column` is what it is about; blank where the row only follows from another edit. `before` is what
    held until then, where no row said so.
    """

    table: str
    old: Row | None
    new: Row | None
    column: str = ""
    before: str = ""


@dataclass(frozen=True)
class Change:
    """One cell that a repair changes.

    Attributes
    ----------
    table, row, column
        Which cell; the row by its key.
    before, after
        As a person writes them; blank = none.
    amount, unit
        How far it moves.
    """

    table: str
    row: str
    column: str
    before: str
    after: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Lever:
    """Something that can be moved by 1, 2, 3… and loosens limits the more, the further it is moved.

    Attributes
    ----------
    table, row, column, side
        What is moved, and which way where there are two.
    limits
        The limits it loosens.
    idea
        Levers of the same idea differ only in whom they name; one answer for them is enough.
    unit, most
        Unit of the amount, and its greatest value that makes sense.
    move
        The edits that move it by an amount.
    settle
        The same as it is written down in the end, where that differs from `move`.
    value
        The present value of what an amount costs (currency); None where it costs nothing by itself.
    stretch, within
        Slots in which more units are there, and the same lever with others; None where time is no part of it.
    """

    table: str
    row: str
    column: str
    unit: str
    most: int
    move: Callable[[Programme, int], Sequence[Edit]]
    side: str = ""
    idea: str = ""
    limits: frozenset[Limit] = frozenset()
    settle: Callable[[Programme, int], Sequence[Edit]] | None = None
    value: Callable[[int], int] | None = None
    stretch: range | None = None
    within: Callable[[range], Lever] | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By what it is told from other levers."""
        return self.table, self.row, self.column, self.side

    def weight(self, amount: int) -> float:
        """How much an amount weighs against a month."""
        return amount * WEIGHTS.get(self.unit, 1 / MILLION)


Moves = dict[Lever, int]
"""An amount for each lever."""


def moved(programme: Programme, moves: Moves, *, settled: bool = False) -> Programme | None:
    """The programme with its levers moved, held to every rule again; None where it has faults then."""
    for lever, amount in moves.items():
        programme = edited(programme, _edits(lever, programme, amount, settled))
    try:
        return reassemble(_with(programme, "sources", _still_sourced(programme)))
    except InputError:
        return None


def _still_sourced(programme: Programme) -> tuple[Source, ...]:
    """Sources without those of rows that are gone, or go by another key now."""
    keys = {(name, key_of(name, row)) for name, row in programme.rows()}
    return tuple(s for s in programme.sources if s.row == "*" or (s.table, s.row) in keys)


def changes(programme: Programme, moves: Moves) -> tuple[Change, ...]:
    """The cells that moving the levers changes."""
    found: list[Change] = []
    for lever, amount in moves.items():
        edits = _edits(lever, programme, amount, True)
        found += [_change(e, amount, lever.unit) for e in edits if e.column]
        programme = edited(programme, edits)
    return tuple(found)


def edited(programme: Programme, edits: Sequence[Edit]) -> Programme:
    """The programme with other rows; what they hold is not looked at."""
    for e in edits:
        if e.table == "programme":
            programme = _with(programme, "programme", e.new)
            continue
        held = [e.new if row is e.old else row for row in getattr(programme, e.table)]
        added = [e.new] if e.old is None else []
        programme = _with(programme, e.table, tuple(row for row in [*held, *added] if row is not None))
    return programme


def _with(programme: Programme, table: str, value: object) -> Programme:
    values: dict[str, Any] = {name: getattr(programme, name) for name in Programme.model_fields}
    return Programme.model_construct(**{**values, table: value})


def _edits(lever: Lever, programme: Programme, amount: int, settled: bool) -> Sequence[Edit]:
    return (lever.settle if settled and lever.settle else lever.move)(programme, amount)


def _change(edit: Edit, amount: int, unit: str) -> Change:
    named = edit.old or edit.new
    assert named is not None
    before, after = _said(edit.old, edit.column) or edit.before, _said(edit.new, edit.column)
    return Change(edit.table, key_of(edit.table, named), edit.column, before, after, amount, unit)


def _said(row: Row | None, column: str) -> str:
    value = None if row is None else row.model_dump(by_alias=True).get(column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
