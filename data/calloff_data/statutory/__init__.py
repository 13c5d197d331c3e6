"""Reading the figures of procurement law, and the bank holidays of the years that a programme touches."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from calloff.calendar import Calendar
from calloff.programme import Programme
from calloff.statutory import JURISDICTIONS, Figure, Regime, Rulebook

__all__ = ["regimes", "rulebook"]

PARTS = tuple(part for part in JURISDICTIONS if part != "UK")
BEYOND = 2
"""Years before and after a programme for which bank holidays are held, so that no date runs out of them."""


def rulebook(programme: Programme) -> Rulebook:
    """Regimes and figures, with the bank holidays of a programme's years."""
    calendar = Calendar.of(programme)
    first = min(calendar.start, calendar.as_of, *(p.date for p in programme.pins if p.date)).year
    return _rulebook(first - BEYOND, calendar.day(calendar.limit).year + BEYOND)


def regimes() -> tuple[Regime, ...]:
    """Every regime that is known."""
    return tuple(
        Regime(r["regime"], r["title"], tuple(r["also"].split(";")), date.fromisoformat(r["in_force"]), _parts(r))
        for r in _rows("regimes.csv")
    )


@lru_cache(maxsize=8)
def _rulebook(first: int, last: int) -> Rulebook:
    return Rulebook(regimes(), tuple(map(_figure, _rows("figures.csv"))), _bank_holidays(first, last))


def _parts(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row["parts"].split(";"))


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(**{**row, "value": Decimal(row["value"]), "as_of": date.fromisoformat(row["as_of"])})


def _bank_holidays(first: int, last: int) -> dict[str, frozenset[date]]:
    """Bank holidays by part: the package knows none of the whole, and leaves some out where no part is named."""
    import holidays

    return {
        part: frozenset(holidays.country_holidays("GB", subdiv=part, years=range(first, last + 1))) for part in PARTS
    }


def _rows(name: str) -> Iterator[dict[str, Any]]:
    text = (files("calloff_data") / "statutory" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
