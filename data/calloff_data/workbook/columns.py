"""The columns of a sheet, each with all that is known of it: kind, unit, default, choices, width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from calloff.assemble import cells_of
from calloff.cells import Kind
from calloff.cells import columns as kinds_of
from calloff.describe import field_of, unit_of, words_of
from calloff.faults.draft import MODELS, plain
from calloff.faults.references import REFERENCES, Reference
from calloff.programme import KEYS, Programme
from calloff.rows import Row
from calloff_data.workbook.layout import FREE, heading

WIDE = frozenset({"notes", "citation", "title", "reason"})
PERCENT = frozenset({("programme", "discount_rate")})
LAST = ("owner", "notes")


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    table, name, kind
        Where it belongs, its name in the tables, and what it holds.
    required, default
        Whether a row must give it, and what a blank cell means.
    unit
        Unit of its values, in the programme's own terms.
    words
        Words that it may hold, where they are fixed.
    reference
        The tables whose ids it names, or None.
    about
        What it means.
    """

    table: str
    name: str
    kind: Kind
    required: bool = False
    default: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    reference: Reference | None = None
    about: str = "A column of your own. Nothing is computed from it."

    @property
    def heading(self) -> str:
        """Its name as people read it; a star where a row must give it."""
        return heading(self.name) + (" *" if self.required else "")

    @property
    def hint(self) -> str:
        """What stands above the heading: the unit, or what to do."""
        if self.unit:
            return self.unit
        if self.kind == "list":
            return "several, with ;"
        if self.reference or self.words or self.kind == "yes/no":
            return "choose"
        return "date" if self.kind == "date" else ""

    @property
    def align(self) -> str:
        """How its cells stand: numbers by their last digit, days and words of one length in the middle."""
        if self.kind in ("number", "whole number"):
            return "right"
        return "center" if self.kind in ("date", "yes/no") else "left"

    def limits(self) -> tuple[float | None, float | None]:
        """Least and greatest number it takes."""
        said = _schema(self.table).get(self.name, {})
        parts = [part for part in (said, *said.get("anyOf", ())) if part.get("type") in ("integer", "number")]
        part = parts[0] if parts else {}
        low = part.get("minimum", part.get("exclusiveMinimum"))
        return low, part.get("maximum", part.get("exclusiveMaximum"))

    def format_of(self, value: object = None) -> str:
        """The number format of a cell: days with the month in words, so that nobody reads them backwards.

        `_)` leaves the width of a bracket free at the right.
        """
        if self.kind == "date":
            return "dd mmm yyyy"
        if (self.table, self.name) in PERCENT:
            return "0.0##%_)"
        if self.kind not in ("number", "whole number"):
            return "@"
        whole = value is None or value == int(value)  # type: ignore[call-overload]
        if self.unit.startswith("GBP") or "per month" in self.unit or self.kind == "whole number":
            return "#,##0_)" if whole else "#,##0.00##_)"
        return "General_)"


@cache
def _schema(table: str) -> dict[str, Any]:
    properties: dict[str, Any] = MODELS[table].model_json_schema()["properties"]
    return properties


def columns_of(table: str, programme: Programme) -> list[Column]:
    """The columns of a table in the order in which people fill them: key, title, figures, then remarks."""
    kinds = kinds_of(MODELS[table])
    head = [*KEYS[table], *(["title"] if "id" in kinds or table == "programme" else [])]
    middle = [name for name in kinds if name not in (*head, *LAST, "title")]
    tail = [] if "title" in head else ["title"]
    names = [*head, *middle, *tail, *LAST]
    if table == "phases":
        names = [n for n in names if n not in ("id", "title")]
        names[2:2] = ["id", "title"]
    return [*(_column(table, name, kinds[name], programme) for name in names), *_free(table, programme)]


def _column(table: str, name: str, kind: Kind, programme: Programme) -> Column:
    field = field_of(table, name)
    return Column(
        table,
        name,
        kind,
        field.is_required(),
        "" if field.is_required() else plain(field.default),
        _unit(unit_of(table, name), programme),
        ("yes", "no") if kind == "yes/no" else words_of(field.annotation),
        next((r for r in REFERENCES if (r.table, r.column) == (table, name)), None),
        field.description or "",
    )


def _unit(unit: str, programme: Programme) -> str:
    unit = unit.replace("currency", programme.programme.currency)
    slot = programme.programme.unit
    return unit.replace("slots", f"{slot}s").replace("slot", slot)


def _free(table: str, programme: Programme) -> list[Column]:
    names = dict.fromkeys(name for row in rows_of(table, programme) for name in row.extras)
    return [Column(table, name, "text") for name in names]


def rows_of(table: str, programme: Programme) -> Sequence[Row]:
    """The rows of a table; the table of one row has one."""
    held: Any = getattr(programme, table)
    return held if isinstance(held, tuple) else (held,)


def values_of(column: Column, cells: Sequence[Mapping[str, object]], programme: Programme) -> list[object]:
    """A column's values from the cells of each row; one that says no more than its default anywhere is left blank."""
    values = [row.get(column.name) for row in cells]
    differs = any(plain(value) != column.default for value in values)
    sourced = any((s.table, s.column) == (column.table, column.name) for s in programme.sources)
    if differs or sourced or column.name in KEYS[column.table] or column.table == "programme":
        return values
    return [None] * len(values)


def cells_in(table: str, programme: Programme) -> list[dict[str, object]]:
    """The cells of every row of a table, by column."""
    return [cells_of(row) for row in rows_of(table, programme)]


def fits_a_number(number: Decimal | int) -> bool:
    """Whether a spreadsheet keeps a number as it is: it holds 15 digits."""
    return len(Decimal(number).normalize().as_tuple().digits) <= 15


def is_free(column: Column) -> bool:
    """Whether a column is the user's own."""
    return column.name.startswith(FREE)
