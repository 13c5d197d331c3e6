"""Lengths that the procurement rules of the United Kingdom set, as a small dated table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from calloff.calendar import Calendar
from calloff.dated import possible_routes
from calloff.errors import Fault
from calloff.findings.note import note
from calloff.programme import Competition, Programme

ACT = ("PA2023", "Procurement Act 2023")
REGULATIONS = ("PCR2015", "Public Contracts Regulations 2015")
DAYS_IN_MONTH = Decimal("365.25") / 12


@dataclass(frozen=True)
class TenderPeriod:
    """Least time between a tender notice and the day tenders are due.

    Attributes
    ----------
    regimes
        Names of the procurement regime, as written in `regime` columns.
    days
        Least time, documents and tenders being electronic [days].
    source, as_of
        Where the figure is from, and the day it was looked up.
    """

    regimes: tuple[str, ...]
    days: int
    source: str
    as_of: date


TENDER_PERIODS = (
    TenderPeriod(ACT, 25, "Procurement Act 2023, section 54", date(2026, 11, 1)),
    TenderPeriod(REGULATIONS, 30, "Public Contracts Regulations 2015, regulation 27", date(2026, 11, 1)),
)


def short_tender_periods(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A tender phase shorter than its regime allows; call-offs under a framework have no such least time."""
    seen = set()
    for procurement in programme.procurements:
        for name in possible_routes(programme, Competition(procurement.id, None, 1)):
            route = programme.route[name]
            limit = _of_regime(TENDER_PERIODS, route.regime or procurement.regime)
            phases = programme.phases_for(name, procurement.id)
            phase = phases[programme.gtm_index(phases)]
            if limit is None or route.opens or route.closes or id(phase) in seen:
                continue
            seen.add(id(phase))
            days = phase.duration * (7 if calendar.unit == "week" else DAYS_IN_MONTH)
            if days < limit.days:
                problem = f"go-to-market leaves about {days:.0f} days; {limit.regimes[0]} asks for {limit.days}"
                why = f"shorter periods need a ground of their own ({limit.source}, as of {limit.as_of})"
                yield note("phases", phase, "duration", problem, why)


@dataclass(frozen=True)
class ChangeLimit:
    """Share of a contract by which it may be modified without a further ground.

    Attributes
    ----------
    regimes
        Names of the procurement regime, as written in `regime` columns.
    percent, of
        The share, and of what [%].
    source, as_of
        Where the figure is from, and the day it was looked up.
    """

    regimes: tuple[str, ...]
    percent: int
    of: str
    source: str
    as_of: date


CHANGE_LIMITS = (
    ChangeLimit(
        ACT, 10, "the longest term provided for at award", "Procurement Act 2023, section 74", date(2026, 11, 1)
    ),
    ChangeLimit(
        REGULATIONS, 10, "the first value", "Public Contracts Regulations 2015, regulation 72", date(2026, 11, 1)
    ),
)
ACT_IN_FORCE = date(2025, 2, 24)
"""Contracts without a regime are taken to be under the Act from this day on."""


def modifications(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """Months added by modification, against the share that needs no further ground.

    A contract's whole term is not in the data (its start is not), so the finding says how long
    the term must have been, and leaves the judgement to the reader. At a level monthly cost a
    share of the value is the same share of the term.
    """
    usual = ACT[0] if calendar.as_of >= ACT_IN_FORCE else REGULATIONS[0]
    for contract in programme.contracts:
        rows = [e for e in programme.extensions_of(contract.id) if e.basis == "modification"]
        limit = _of_regime(CHANGE_LIMITS, contract.regime or usual)
        if rows and limit is not None:
            months = sum(e.months for e in rows)
            problem = (
                f"{months} months by modification are {limit.percent} % or less only of a term of "
                f"{-(-months * 100 // limit.percent)} months or more; the start is not given, so check it"
            )
            why = f"above {limit.percent} % of {limit.of} a change needs a ground of its own ({limit.source})"
            yield note("extensions", rows[-1], "months", problem, why)


Limit = TypeVar("Limit", TenderPeriod, ChangeLimit)


def _of_regime(table: tuple[Limit, ...], regime: str | None) -> Limit | None:
    written = _bare(regime or "")
    return next((limit for limit in table if written in map(_bare, limit.regimes)), None)


def _bare(text: str) -> str:
    return "".join(text.split()).upper()
