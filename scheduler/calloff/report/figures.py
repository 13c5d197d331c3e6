"""The figures that sources speak of, as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calloff.programme import Programme, key_of
from calloff.report.audience import Audience, figure_told
from calloff.report.rests import Rest, weightiest
from calloff.rows import Row
from calloff.tables import Source

PROGRAMME = "programme"
Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Figure:
    """A figure with its source.

    Attributes
    ----------
    value
        As it is planned with; None where the source speaks of a whole column, where it was left
        blank, or where the audience may not know.
    resting
        Dates ahead that rest on it.
    """

    source: Source
    value: Value
    resting: int


def figures(programme: Programme, rests: Iterable[Rest], audience: Audience) -> list[Figure]:
    """Every source with its figure, in the order of the programme."""
    rows: dict[tuple[str, str], Row] = {(table, key_of(table, row)): row for table, row in programme.rows()}
    counted = {(s.table, s.row, s.column): n for s, n in weightiest(list(rests))}
    rows[PROGRAMME, ""] = programme.programme
    return [
        Figure(
            s,
            _value(rows.get((s.table, "" if s.table == PROGRAMME else s.row)), s.column)
            if figure_told(audience, s.table, s.column)
            else None,
            counted.get((s.table, s.row, s.column), 0),
        )
        for s in programme.sources
    ]


def _value(row: Row | None, column: str) -> Value:
    """What a row holds in a column, in words where it is neither a number nor a date."""
    if row is None:
        return None
    name = next((n for n, f in type(row).model_fields.items() if column in (n, f.alias)), None)
    value = None if name is None else getattr(row, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if value is None or isinstance(value, int | Decimal | date) else str(value)
