"""Rows that are each right by themselves, with where each came from: what cross-row checks read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, get_args

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.cells import show
from calloff.errors import Fault
from calloff.programme import KEYS, Programme
from calloff.rows import Row


def _row_model(annotation: Any) -> type[Row]:
    model = get_args(annotation)[0] if get_args(annotation) else annotation
    assert isinstance(model, type)
    assert issubclass(model, Row)
    return model


MODELS: dict[str, type[Row]] = {name: _row_model(Programme.model_fields[name].annotation) for name in KEYS}
"""The row model of each table."""


@dataclass(frozen=True)
class Place:
    """Where a row came from.

    Attributes
    ----------
    file, table, where
        File, table, and the row as a person finds it.
    name
        The row's id, to be shown beside it.
    spots
        Where each cell stands, by column, in formats whose cells have places of their own.
    """

    file: str
    table: str
    where: str
    name: str = ""
    spots: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str = "") -> str:
        """The row, or one cell of it, as a person finds it."""
        where = self.spots.get(column, self.where)
        return f"{where} ({self.name})" if self.name else where


@dataclass(frozen=True)
class Draft:
    """A programme on trial.

    Attributes
    ----------
    rows
        Rows by table.
    places
        Where each row came from, by the row's `id()`.
    lost
        Ids in rows that were refused, by table: a reference to one is no second fault.
    unsure
        Tables of which something could not be read: what they lack is no second fault.
    source
        What was read.
    """

    rows: Mapping[str, tuple[Row, ...]]
    places: Mapping[int, Place]
    lost: Mapping[str, frozenset[str]]
    unsure: frozenset[str]
    source: str

    @cached_property
    def programme(self) -> Programme:
        """The rows as a programme, for its look-ups; the header may be missing: see `header`."""
        values: dict[str, Any] = dict(self.rows)
        header = values.pop("programme")
        if header:
            values["programme"] = header[0]
        return Programme.model_construct(**values)

    @property
    def header(self) -> t.Header | None:
        """The row of table `programme`, unless it was refused."""
        rows = self.rows["programme"]
        return rows[0] if rows and isinstance(rows[0], t.Header) else None

    @cached_property
    def calendar(self) -> Calendar | None:
        """Slots, unless the header was refused or leaves none."""
        h = self.header
        if h is None or h.start > h.end:
            return None
        return Calendar.of(self.programme)

    def complete(self, *tables: str) -> bool:
        """Whether every row of these tables was read: only then is a missing one a fault."""
        return not any(name in self.unsure or self.lost.get(name) is not None for name in tables)

    def fault(self, row: Row, column: str, problem: str, wanted: str, value: object = None) -> Fault:
        """A fault at a row's column; the value is the column's unless another is given."""
        place = self.places[id(row)]
        shown = plain(cell(row, column)) if value is None and column else plain(value)
        return Fault(place.file, place.table, place.at(column), column, show(shown), problem, wanted)

    def keeping(self, rows: Mapping[str, tuple[Row, ...]]) -> Draft:
        """The same draft with fewer rows; the tables that lose some are unsure from then on."""
        fewer = {name for name, held in rows.items() if len(held) < len(self.rows[name])}
        return replace(self, rows=rows, unsure=self.unsure | fewer)


def cell(row: Row, column: str) -> Any:
    """The value of a column, by the name users know."""
    return getattr(row, column + "_" if column == "from" else column)


def plain(value: object) -> str:
    """A value as a user would write it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ";".join(str(part) for part in value)
    return str(value)


def named(value: object) -> tuple[str, ...]:
    """Ids in a cell that holds one, several or none."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)
