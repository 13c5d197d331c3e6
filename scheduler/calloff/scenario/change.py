"""What every change is: a few typed fields, and how it makes one sheet of rows into another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from calloff.assemble import cells_of
from calloff.cells import WANTED, Kind, UnfitError, columns, is_blank, parse
from calloff.faults.draft import MODELS
from calloff.programme import key_of
from calloff.scenario.sheet import At, Held, Sheet


def _cell(value: object) -> object:
    """A value that a cell can hold, or a list of them as a tuple."""
    if isinstance(value, list | tuple):
        return tuple(_cell(part) for part in value)
    if not isinstance(value, str | bool | int | Decimal | date):
        raise ValueError("this is no value of a cell; give a text, a number, a date, true or false, or a list")
    return value


def _listed(value: object) -> object:
    """One name as a list of one."""
    return (value,) if isinstance(value, str) else value


Cell = Annotated[object, AfterValidator(_cell)]
Cells = Annotated[dict[str, Cell], Field(min_length=1)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
Slots = Annotated[int, Field(ge=1, le=600)]


class Change(BaseModel):
    """A change of a programme."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    notes: str | None = Field(None, description="Why; no part of the scenario's hash.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet as changed.

        Raises
        ------
        InputError
            The change names what is not there, or makes a row that is wrong by itself.
        """
        raise NotImplementedError


class OfRows(Change):
    """A change of rows that a table and a condition choose; without a condition, of all its rows."""

    table: str = Field(description="The table.")
    row: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        (), description="Rows by key, as `sources` names them: one, or a list."
    )
    where: dict[str, Cell] = Field(
        {}, description='Rows whose columns hold these values, or one of a list of them; "" is blank.'
    )

    def chosen(self, sheet: Sheet, at: At) -> list[Held]:
        """The rows it is about, at least one."""
        kinds = self.kinds(at)
        wanted = {c: _values(at, c, v, kinds) for c, v in self.where.items()}
        held = [h for h in self._named(sheet, at) if _fits(cells_of(h.row), wanted)]
        if not held:
            said = "; ".join(f"{c} = {v}" for c, v in self.where.items())
            field = "where" if self.where else "table"
            raise at.error(
                field, said or self.table, f"no row of {self.table} is like this", "name rows that are there"
            )
        return held

    def kinds(self, at: At) -> Mapping[str, Kind]:
        """Columns of its table with the kind of value each holds."""
        if self.table not in MODELS:
            raise at.stranger("table", self.table, "table", MODELS)
        return columns(MODELS[self.table])

    def column_of(self, at: At, column: str, kinds: Mapping[str, Kind], allowed: tuple[Kind, ...], what: str) -> Kind:
        """The kind of a column that must hold one of some kinds."""
        if column not in kinds:
            raise at.stranger("column", column, f"column of {self.table}", kinds)
        if kinds[column] not in allowed:
            fitting = ", ".join(c for c, k in kinds.items() if k in allowed) or "none in this table"
            raise at.error("column", column, f"this column holds no {what}", f"take one of: {fitting}")
        return kinds[column]

    def _named(self, sheet: Sheet, at: At) -> Iterator[Held]:
        by_key: dict[str, list[Held]] = {}
        for held in sheet.rows(self.table):
            by_key.setdefault(key_of(self.table, held.row), []).append(held)
        for name in self.row:
            if name not in by_key:
                raise at.stranger("row", name, f"row in {self.table}", by_key)
        for key, rows in by_key.items():
            if not self.row or key in self.row:
                yield from rows


def _values(at: At, column: str, given: object, kinds: Mapping[str, Kind]) -> list[object]:
    """What a column may hold to be chosen, as typed values; None stands for blank."""
    if column not in kinds:
        raise at.stranger("where", column, "column", kinds)
    kind: Kind = "text" if kinds[column] == "list" else kinds[column]
    found: list[object] = []
    for value in given if isinstance(given, tuple) else (given,):
        try:
            found.append(None if is_blank(value) else parse(kind, value))
        except UnfitError:
            raise at.error(f"where.{column}", value, f"this is not a {kind}", WANTED[kind]) from None
    return found


def _fits(cells: Mapping[str, object], wanted: Mapping[str, list[object]]) -> bool:
    for column, values in wanted.items():
        held = cells.get(column)
        parts = held if isinstance(held, tuple) else (held,)
        if not any(part in values for part in parts) and not (held == () and None in values):
            return False
    return True
