"""When a published contract runs: its first and last day, from the several places where they hide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from calloff.calendar import add_months
from calloff_data.importing.durations import months_of_days
from calloff_data.importing.ocds_said import amount, day, dig, text

EARLIEST, LATEST = 1970, 2100
LONG_YEARS = 25
DAY = timedelta(days=1)
Place = tuple[str, Any]
"""Where a period stands, as a path, and what stands there."""


@dataclass(frozen=True)
class Term:
    """A contract's days.

    Attributes
    ----------
    start, ends, latest
        First and last day, and last day with every extension.
    derived
        How `ends` was worked out, where it is not said outright.
    doubts
        What a person should look at.
    """

    start: date | None = None
    ends: date | None = None
    latest: date | None = None
    derived: str = ""
    doubts: tuple[str, ...] = field(default=())


def term(places: Iterable[Place], signed: date | None) -> Term:
    """The days that the first place with an end says; else what a length gives.

    Parameters
    ----------
    places
        Where periods may stand, the most certain first.
    signed
        The day of signature or award: the first day where none is said.
    """
    said = [(where, period) for where, period in places if isinstance(period, Mapping) and period]
    doubts: list[str] = []
    latest = next((d for _, p in said if (d := _believed(p.get("maxExtentDate"), "its latest end", doubts))), None)
    for where, period in said:
        ends = _believed(period.get("endDate"), "its end", doubts)
        if ends is not None:
            start = _believed(period.get("startDate"), "its start", doubts) or _start_of(said)
            return _checked(Term(start, ends, latest, "", tuple(doubts)), where)
    for _, period in said:
        found = _of_length(period, _start_of(said), signed, doubts)
        if found is not None:
            return _checked(Term(found.start, found.ends, latest, found.derived, (*doubts, *found.doubts)), "")
    return Term(_start_of(said), None, latest, "", (*doubts, *(() if doubts else ("no end is given",))))


def _start_of(said: Iterable[Place]) -> date | None:
    return next((d for _, p in said if (d := _believed(p.get("startDate"), "its start", []))), None)


def _believed(value: Any, what: str, doubts: list[str]) -> date | None:
    """A day; a placeholder or a text that is no day is none, and is told."""
    if value in (None, "", [], {}):
        return None
    found = day(value)
    if found is None:
        doubts.append(f"{what} is no day: {text(value)[:40] or type(value).__name__}")
    elif not EARLIEST <= found.year < LATEST:
        doubts.append(f"{what} is a placeholder: {found}")
        found = None
    return found


def _of_length(period: Mapping[str, Any], start: date | None, signed: date | None, doubts: list[str]) -> Term | None:
    """An end from a length in months or days, counted from the start, else from the signature."""
    months, days = amount(period.get("durationInMonths")), amount(period.get("durationInDays"))
    if months is None and days is not None and days > 0:
        whole, exact = months_of_days(days)
        said, months = f"{days.normalize():f} days, months of 30 days", Decimal(whole)
        if not exact:
            doubts.append(f"its length is no whole number of months: {days.normalize():f} days")
    elif months is not None and months > 0:
        said = f"{months.normalize():f} months"
    else:
        return None
    first = start or signed
    if months != months.to_integral_value() or not 0 < months <= 12 * LONG_YEARS * 2:
        doubts.append(f"its length cannot be believed: {said}")
        return None
    if first is None:
        doubts.append(f"its length is given, but no first day: {said}")
        return None
    if start is None:
        doubts.append(f"its start is not said, so the day of signature or award is taken: {first}")
    return Term(first, add_months(first, int(months)) - DAY, None, f"{first} and {said}")


def _checked(found: Term, where: str) -> Term:
    """Doubts about days that are legal but hard to believe."""
    doubts = list(found.doubts)
    if where.startswith("tender"):
        doubts.append("only the tender says when it ends, not the award")
    if found.start is None:
        doubts.append("no start is given")
    elif found.ends is not None and found.ends < found.start:
        doubts.append(f"it ends before it starts: {found.start} to {found.ends}")
    elif found.ends is not None and found.ends.year - found.start.year > LONG_YEARS:
        doubts.append(f"it runs more than {LONG_YEARS} years: {found.start} to {found.ends}")
    latest = found.latest
    if latest is not None and found.ends is not None and latest < found.ends:
        doubts.append(f"its latest end comes before its end: {latest}")
        latest = None
    return Term(found.start, found.ends, latest, found.derived, tuple(dict.fromkeys(doubts)))


def periods(parts: Iterable[tuple[str, Mapping[str, Any] | None]]) -> list[Place]:
    """The periods of some parts of a release, in order: `period` of a contract, `contractPeriod` of all others."""
    found: list[Place] = []
    for name, part in parts:
        keys = ("period",) if name == "contract" else ("contractPeriod",)
        found += [(f"{name}.{key}", dig(part, key)) for key in keys]
    return found
