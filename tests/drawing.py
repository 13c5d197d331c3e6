"""Drawing rows of random programmes: choices, chances, and days around now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from calloff.calendar import add_months

START = date(2030, 1, 1)
Tables = dict[str, Any]


class Drawing:
    """Tables under construction, and the span they are drawn for [slots]."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.tables: Tables = {}
        self.week = self.chance(0.3)
        self.now = self.pick(0, 1, 2, 3)
        self.horizon = self.now + self.pick(4, 5, 6, 7, 8)
        self.run_off = self.pick(0, 1, 2, 3)

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def pick(self, *choices: Any) -> Any:
        return self.rng.choice(choices)

    def some(self, held: Sequence[Any], least: int = 1) -> list[Any]:
        return sorted(self.rng.sample(list(held), self.rng.randint(min(least, len(held)), len(held))))

    def maybe(self, part: float, row: dict[str, Any], column: str, value: Any) -> None:
        if self.chance(part):
            row[column] = value

    def day(self, slot: int, late: int = 0) -> str:
        """A day in a slot, `late` days after its first."""
        first = START + timedelta(days=7 * slot) if self.week else add_months(START, slot)
        return (first + timedelta(days=late)).isoformat()

    def soon(self, before: int = 0, after: int = 0) -> str:
        """A day from now on, somewhere in the horizon."""
        return self.day(self.rng.randint(self.now - before, self.horizon - 1 + after), self.pick(0, 0, 3, 6))

    def period(self) -> dict[str, str]:
        slot = self.rng.randint(self.now - 1, self.horizon + self.run_off - 1)
        return {"from": self.day(slot, self.pick(0, 3)), "to": self.day(slot + self.pick(0, 0, 1), 5)}

    def year(self) -> dict[str, str]:
        """A period of several slots."""
        slot = self.rng.randint(self.now - 1, self.horizon - 2)
        return {"from": self.day(slot), "to": self.day(self.horizon, 5)}

    def ids(self, table: str) -> list[str]:
        return [row["id"] for row in self.tables.get(table, ())]

    def add(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        self.tables.setdefault(table, []).append(row)
        return row
