"""Extensions of a published contract: what its fields and texts say, held against its days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from calloff.calendar import add_months
from calloff_data.importing.agreement import months_between
from calloff_data.importing.durations import months_of_days
from calloff_data.importing.ext_text import Extensions, of_field, of_text
from calloff_data.importing.ocds_period import DAY, Term
from calloff_data.importing.ocds_said import amount, dig, objects, text

NEAR = Decimal("1.1")
"""Terms that differ by no more are one term [months]."""
MOST_RENEWALS, LONGEST_DAYS = 20, 3_660
_SUM_ONLY = re.compile(r"\s*\d{1,2}\s*(?:years?|months?)?\s*(?:\+|plus\b)", re.IGNORECASE)
"""Begins as a sum: of `12 months + 12 months` the first part is an extension too, where the days are others."""
_WRITTEN = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")


def extensions(parts: Sequence[Mapping[str, Any]], days: Term) -> Extensions:
    """The words about extensions, what is proposed, and what to look at.

    Parameters
    ----------
    parts
        The parts of a release that are about the contract, the most certain first.
    days
        Its days.
    """
    found = _said(parts)
    doubts = list(found.doubts)
    options: tuple[int, ...] = ()
    if found.options:
        options = _against(found, days, doubts)
    elif days.latest and days.ends and days.latest > days.ends:
        options = (max(1, round(months_between(days.ends + DAY, days.latest))),)
        doubts.append(f"its latest end is given, how extensions split up to it is not: {days.latest}")
    if options:
        doubts.append(f"extensions are proposed, to be confirmed: {'+'.join(map(str, options))} months")
    words = found.text or (f"latest end {days.latest}" if days.latest and days.latest != days.ends else "")
    return replace(found, text=words, options=options, doubts=tuple(doubts))


def _said(parts: Sequence[Mapping[str, Any]]) -> Extensions:
    for part in parts:
        words, counted = text(dig(part, "renewal", "description")), _counted(dig(part, "renewal"))
        if words or counted:
            read = of_field(words)
            return replace(read, options=counted, doubts=()) if counted else read
    for option in (o for part in parts for o in objects(part.get("options"))):
        if (found := of_text(text(option.get("description")))).text:
            return found
    found = of_text("\n".join(text(p.get(k)) for p in parts for k in ("title", "description")))
    if not found.text and any(p.get("hasRenewal") is True for p in parts):
        return Extensions(doubts=("it can be renewed, how is not said",))
    return found


def _counted(renewal: Any) -> tuple[int, ...]:
    """Options that are told in numbers: so many renewals of such a length [months each]."""
    most, days = amount(dig(renewal, "maximumRenewals")), amount(dig(renewal, "period", "durationInDays"))
    if most is None or days is None or not 0 < most <= MOST_RENEWALS or not 0 < days <= LONGEST_DAYS:
        return ()
    months, exact = months_of_days(days)
    return (months,) * int(most) if exact and most == int(most) else ()


def _against(found: Extensions, days: Term, doubts: list[str]) -> tuple[int, ...]:
    """Options, unless the end that is given holds them already."""
    if days.start is None or days.ends is None:
        return found.options
    given, first, more = months_between(days.start, days.ends), found.initial or 0, sum(found.options)
    whole = abs(given - (first + more)) < min(NEAR, abs(given - first))
    written = [add_months(d + DAY, more) - DAY for d in _days(found.text)]
    if (first and whole) or any(abs((d - days.ends).days) <= 2 for d in written):
        before = f"{first} and " if first else ""
        doubts.append(f"its end holds its extensions already: the text says {before}{more} months more")
        return ()
    if first and abs(given - first) >= NEAR and _SUM_ONLY.match(found.text) and {*found.options} == {first}:
        return (first, *found.options)
    if first and abs(given - first) >= NEAR:
        doubts.append(f"text and days differ: {first} months before extensions, {given} by its days")
    return found.options


def _days(words: str) -> list[date]:
    found = []
    for at, month, year in _WRITTEN.findall(words):
        try:
            found.append(date(int(year), int(month), int(at)))
        except ValueError:
            continue
    return found
