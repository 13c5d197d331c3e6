"""Working days: neither a weekend nor a bank holiday of the part of the United Kingdom that counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5

JURISDICTIONS = {
    "UK": "any part of the United Kingdom",
    "ENG": "England",
    "WLS": "Wales",
    "SCT": "Scotland",
    "NIR": "Northern Ireland",
}
"""Whose bank holidays count. `UK`, a holiday in any part, is the careful one: no date comes out too early."""


@dataclass(frozen=True)
class WorkingDays:
    """Working days of one jurisdiction.

    Attributes
    ----------
    holidays
        Its bank holidays.
    """

    holidays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """The first working day from this day on."""
        while not self.is_working(day):
            day += DAY
        return day

    def before(self, day: date) -> date:
        """The last working day before this day."""
        day -= DAY
        while not self.is_working(day):
            day -= DAY
        return day

    def nth(self, day: date, count: int) -> date:
        """The `count`-th working day from this day on, which is the first where it is one."""
        day = self.on_or_after(day)
        for _ in range(count - 1):
            day = self.on_or_after(day + DAY)
        return day

    def nth_back(self, day: date, count: int) -> date:
        """The `count`-th working day back from before this day."""
        for _ in range(count):
            day = self.before(day)
        return day

    def within(self, first: date, end: date) -> list[date]:
        """Working days of a half-open period, in order."""
        span = (first + timedelta(days=i) for i in range((end - first).days))
        return [day for day in span if self.is_working(day)]
