"""The figures of procurement law: each with its regime, its source, the day it was looked up, and a grade.

A grade says how well a figure is known: `S` was seen in a published text, `M` was not confirmed.
Nothing here is a figure: they are read as data, so that a new one is a new row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from calloff import tables as t
from calloff.statutory.working_days import JURISDICTIONS, WorkingDays

Unit = Literal["calendar_days", "working_days", "months", "percent", "GBP", "month_of_year"]
GRADES = {"S": "seen in a published text", "M": "not confirmed: check it before you rely on it"}
UNITS = {
    "calendar_days": "days",
    "working_days": "working days",
    "months": "months",
    "percent": "%",
    "GBP": "GBP",
    "month_of_year": "of 12 months",
}
CALL_OFF_WORDS = ("call-off", "call off", "further competition", "mini-competition")


@dataclass(frozen=True)
class Figure:
    """One figure that a regime sets.

    Attributes
    ----------
    figure, regime, procedure, case
        What it is, whose, for which procedure (blank = any), and in which case (`usual`, `call_off`…).
    value, unit
        How much.
    grade, source, as_of
        How well it is known, where from, and the day it was looked up.
    note
        What it presumes.
    """

    figure: str
    regime: str
    procedure: str
    case: str
    value: Decimal
    unit: Unit
    grade: Literal["S", "M"]
    source: str
    as_of: date
    note: str = ""

    @property
    def whole(self) -> int:
        """The value as a whole number."""
        return int(self.value)

    @property
    def least_days(self) -> int:
        """Least calendar days that it takes: eight working days, say, always hold a weekend."""
        if self.unit != "working_days" or self.whole <= 0:
            return self.whole
        return self.whole + 2 * ((self.whole - 1) // 5)

    @property
    def basis(self) -> str:
        """Where it is from and how well it is known, in a clause."""
        doubt = "" if self.grade == "S" else f"; {GRADES[self.grade]}"
        return f"{self.source}, as of {self.as_of}{doubt}"

    def __str__(self) -> str:
        """The figure with its unit: `8 working days`."""
        return f"{self.whole} {UNITS[self.unit]}"


@dataclass(frozen=True)
class Regime:
    """One set of rules: its id, its title, other ways it is written, from when, and in which parts it is the usual."""

    regime: str
    title: str
    also: tuple[str, ...]
    in_force: date
    parts: tuple[str, ...]

    def is_written(self, text: str) -> bool:
        """Whether a text names this regime."""
        return _bare(text) in map(_bare, (self.regime, self.title, *self.also))


class Held(NamedTuple):
    """The regime of something, and whether it was stated or taken from dates."""

    regime: Regime
    stated: bool


@dataclass(frozen=True)
class Rulebook:
    """Every regime and figure, and the bank holidays by jurisdiction over the years that are needed."""

    regimes: tuple[Regime, ...]
    figures: tuple[Figure, ...]
    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def working_days(self, jurisdiction: str) -> WorkingDays:
        """Working days of one jurisdiction; for `UK` a holiday in any part is none."""
        assert jurisdiction in JURISDICTIONS
        if jurisdiction == "UK":
            return WorkingDays(frozenset().union(*self.holidays.values()))
        return WorkingDays(self.holidays.get(jurisdiction, frozenset()))

    def named(self, text: str) -> Regime | None:
        """The regime that a text names, as written in `regime` columns."""
        return next((r for r in self.regimes if text and r.is_written(text)), None)

    def in_force(self, jurisdiction: str, day: date) -> Regime | None:
        """The regime under which a procurement begun on a day falls, where nothing else is said."""
        known = [r for r in self.regimes if jurisdiction in r.parts and r.in_force <= day]
        return max(known, key=lambda r: r.in_force, default=None)

    def regime_of(self, route: t.Route, procurement: t.Procurement, jurisdiction: str, begins: date) -> Held | None:
        """The regime of a procurement on a route.

        What the route states comes first, then what the procurement states: a call-off stays under the rules of
        its framework. Where neither states one, a framework takes the rules of the day after which it awards, and
        any other route those of the day the procurement begins. None where a regime is stated that is not known.
        """
        written = route.regime or procurement.regime
        if written:
            stated = self.named(written)
            return Held(stated, True) if stated else None
        first = begins if route.opens is None else route.opens
        usual = self.in_force(jurisdiction, first)
        return Held(usual, False) if usual else None

    def figure(self, name: str, regime: str, case: str = "usual", procedure: str = "") -> Figure | None:
        """A figure of a regime; one for the procedure wins over one for any, the usual case stands in for others."""
        rows = [f for f in self.figures if (f.figure, f.regime) == (name, regime) and f.case in (case, "usual")]
        fits = [f for f in rows if not f.procedure or f.procedure in procedure.lower()]
        return max(fits, key=lambda f: (f.case == case, bool(f.procedure)), default=None)


def case_of(route: t.Route, procurement: t.Procurement) -> str:
    """The case of the figures that a procurement on a route falls under."""
    procedure = (procurement.procedure or "").lower()
    if route.opens or route.closes or any(word in procedure for word in CALL_OFF_WORDS):
        return "call_off"
    return "light_touch" if "light touch" in procedure or "light-touch" in procedure else "usual"


def standstill_ends(figure: Figure, sent: date, days: WorkingDays) -> date:
    """Last day of a standstill whose notice goes out on a day; the contract may be signed on the next.

    Working days count from that day on. Calendar days count from the next day on, and the last of them is a
    working day.
    """
    if figure.unit == "working_days":
        return days.nth(sent, figure.whole) if figure.whole else sent - timedelta(days=1)
    return days.on_or_after(sent + timedelta(days=figure.whole))


def _bare(text: str) -> str:
    return "".join(text.split()).upper()
