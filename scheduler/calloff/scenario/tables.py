"""Changes of any table: set, add, drop, shift, scale, and figures at their low or high."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from calloff.assemble import cells_of
from calloff.calendar import add_months
from calloff.faults.draft import MODELS
from calloff.programme import key_of
from calloff.scenario.change import Cells, Change, OfRows
from calloff.scenario.dropping import dropped
from calloff.scenario.sheet import At, Held, Sheet
from calloff.tables import Source


class Set(OfRows):
    """Gives columns of chosen rows other values."""

    do: Literal["set"]
    to: Cells = Field(description='Columns with their new values; "" makes one blank.')

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with the new values."""
        kinds = self.kinds(at)
        for column in self.to:
            if column not in kinds:
                raise at.stranger("to", column, f"column of {self.table}", kinds)
        return sheet.changed(at, self.table, dict.fromkeys(self.chosen(sheet, at), self.to))


class Add(Change):
    """Adds rows to a table."""

    do: Literal["add"]
    table: str = Field(description="The table.")
    rows: Annotated[tuple[Cells, ...], Field(min_length=1)] = Field(description="Rows, each with its columns.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with more rows."""
        if self.table not in MODELS:
            raise at.stranger("table", self.table, "table", MODELS)
        return sheet.added(at, self.table, self.rows)


class Drop(OfRows):
    """Takes out chosen rows, and with them what cannot be without them."""

    do: Literal["drop"]

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with fewer rows."""
        return dropped(sheet, at, self.table, self.chosen(sheet, at))


class Shift(OfRows):
    """Moves the dates in a column of chosen rows; blank ones stay blank."""

    do: Literal["shift"]
    column: str = Field(description="A column of dates.")
    months: Annotated[int, Field(ge=-1200, le=1200)] = Field(0, description="Months later; less than 0 is earlier.")
    days: Annotated[int, Field(ge=-36525, le=36525)] = Field(0, description="Days later, after the months.")

    @model_validator(mode="after")
    def _moves(self) -> Shift:
        if not self.months and not self.days:
            raise ValueError("this moves nothing; give months or days")
        return self

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with other dates."""
        self.column_of(at, self.column, self.kinds(at), ("date",), "date")
        dated = {h: day for h in self.chosen(sheet, at) if isinstance(day := cells_of(h.row)[self.column], date)}
        if not dated:
            raise at.error("column", self.column, "it is blank in every row chosen", "choose rows that have a date")
        return sheet.changed(at, self.table, {h: {self.column: self._moved(d)} for h, d in dated.items()})

    def _moved(self, day: date) -> date:
        """The day after the move; a last day of a month stays one."""
        after = day + timedelta(days=1)
        moved = add_months(after, self.months) - timedelta(days=1) if after.day == 1 else add_months(day, self.months)
        return moved + timedelta(days=self.days)


class Scale(OfRows):
    """Multiplies or adds to the numbers in a column of chosen rows; blank ones stay blank."""

    do: Literal["scale"]
    column: str = Field(description="A column of numbers: a capacity, a cost, a duration.")
    by: Annotated[Decimal, Field(ge=0, le=1000)] = Field(Decimal(1), description="Factor.")
    plus: Annotated[Decimal, Field(ge=-(10**13), le=10**13)] = Field(
        Decimal(0), description="Added after the factor; whole numbers are rounded, half up."
    )

    @model_validator(mode="after")
    def _changes(self) -> Scale:
        if self.by == 1 and self.plus == 0:
            raise ValueError("this changes nothing; give by or plus")
        return self

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with other numbers."""
        kind = self.column_of(at, self.column, self.kinds(at), ("number", "whole number"), "number")
        made: dict[Held, dict[str, object]] = {}
        for held in self.chosen(sheet, at):
            value = cells_of(held.row)[self.column]
            if isinstance(value, int | Decimal):
                scaled = Decimal(value) * self.by + self.plus
                whole = kind == "whole number"
                made[held] = {self.column: scaled.to_integral_value(ROUND_HALF_UP) if whole else scaled}
        if not made:
            raise at.error("column", self.column, "it is blank in every row chosen", "choose rows that have a number")
        return sheet.changed(at, self.table, made)


class Figures(OfRows):
    """Takes figures at the low or the high that `sources` gives for them."""

    do: Literal["figures"]
    column: str = Field(description="The column.")
    at: Literal["low", "high"] = Field(description="Which end of the range.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with those figures."""
        kinds = self.kinds(at)
        if self.column not in kinds:
            raise at.stranger("column", self.column, f"column of {self.table}", kinds)
        ends = self._ends(sheet)
        chosen = {h: key_of(self.table, h.row) for h in self.chosen(sheet, at)}
        made = {h: {self.column: ends.get(key, ends.get("*"))} for h, key in chosen.items() if {key, "*"} & set(ends)}
        if not made:
            problem = f"no row of sources gives these rows a {self.at} {self.column}"
            raise at.error("column", self.column, problem, f"give {self.at} in sources, or set the values")
        return sheet.changed(at, self.table, made)

    def _ends(self, sheet: Sheet) -> dict[str, str]:
        """The end of each range by row key."""
        found = [h.row for h in sheet.rows("sources") if isinstance(h.row, Source)]
        own = [s for s in found if s.table == self.table and s.column == self.column]
        return {s.row: end for s in own if (end := s.low if self.at == "low" else s.high)}
