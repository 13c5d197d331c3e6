"""Reading when vendors end their support: `dates.csv`, each row with its source and the day it was so."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from calloff.findings.support import SupportDate

__all__ = ["support_dates"]


@cache
def support_dates() -> tuple[SupportDate, ...]:
    """Every row of the table."""
    text = (files("calloff_data") / "support" / "dates.csv").read_text(encoding="utf-8")
    return tuple(map(_row, csv.DictReader(text.splitlines())))


def _row(cells: dict[str, Any]) -> SupportDate:
    lists = {name: tuple(filter(None, cells[name].split(";"))) for name in ("families", "versions")}
    days = {name: date.fromisoformat(cells[name]) for name in ("until", "as_of")}
    return SupportDate(**{**cells, **lists, **days})
