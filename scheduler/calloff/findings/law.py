"""Lengths that procurement law sets, against the phases, waits and extensions of a programme."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.dated import possible_routes
from calloff.errors import Fault
from calloff.findings.note import note
from calloff.programme import Competition, Programme
from calloff.statutory.rulebook import Figure, Held, Rulebook, case_of

DAYS_IN_MONTH = Decimal("365.25") / 12


class _Way:
    """A procurement on one of its routes: its phases from go-to-market to award, and its regime."""

    def __init__(self, programme: Programme, calendar: Calendar, law: Rulebook, procurement: t.Procurement, route: str):
        self.route, self.procurement, self.law = programme.route[route], procurement, law
        phases = programme.phases_for(route, procurement.id)
        self.gtm = phases[programme.gtm_index(phases)]
        self.to_award = phases[programme.gtm_index(phases) : programme.award_index(phases) + 1]
        self.days_in_slot = Decimal(7) if calendar.unit == "week" else DAYS_IN_MONTH
        self.held: Held | None = law.regime_of(
            self.route, procurement, programme.programme.jurisdiction, calendar.as_of
        )

    def figure(self, name: str) -> Figure | None:
        """A figure for this way; None where it sets no least time."""
        if self.held is None:
            return None
        case, procedure = case_of(self.route, self.procurement), self.procurement.procedure or ""
        found = self.law.figure(name, self.held.regime.regime, case, procedure)
        return found if found and found.whole > 0 else None

    @property
    def whose(self) -> str:
        """The regime in words; said where it was not stated."""
        assert self.held is not None
        return self.held.regime.regime if self.held.stated else f"{self.held.regime.regime}, taken as none is stated,"

    @property
    def span(self) -> Decimal:
        """Days from go-to-market to award, waits at their least."""
        waits = sum(p.min_wait for p in self.to_award[1:])
        return (sum(p.duration for p in self.to_award) + waits) * self.days_in_slot


def _ways(programme: Programme, calendar: Calendar, law: Rulebook) -> Iterator[_Way]:
    for procurement in programme.procurements:
        for name in possible_routes(programme, Competition(procurement.id, None, 1)):
            yield _Way(programme, calendar, law, procurement, name)


def short_tender_periods(programme: Programme, calendar: Calendar, law: Rulebook) -> Iterator[Fault]:
    """A tender phase shorter than its regime allows; call-offs under a framework have no such least time."""
    seen = set()
    for way in _ways(programme, calendar, law):
        limit = way.figure("tender_period")
        days = way.gtm.duration * way.days_in_slot
        if limit is not None and id(way.gtm) not in seen and days < limit.whole:
            seen.add(id(way.gtm))
            problem = f"go-to-market leaves about {days:.0f} days; {way.whose} asks for {limit.whole}"
            why = f"shorter periods need a ground of their own ({limit.basis})"
            yield note("phases", way.gtm, "duration", problem, why)


def short_ways_to_award(programme: Programme, calendar: Calendar, law: Rulebook) -> Iterator[Fault]:
    """Phases from go-to-market to award that cannot hold tender period and standstill."""
    seen = set()
    for way in _ways(programme, calendar, law):
        tender, standstill = way.figure("tender_period"), way.figure("standstill")
        if not way.to_award or standstill is None:
            continue
        least = (tender.whole if tender else 0) + standstill.least_days
        last = way.to_award[-1]
        if way.span < least and id(last) not in seen:
            seen.add(id(last))
            problem = (
                f"go-to-market to award takes about {way.span:.0f} days; {way.whose} asks for at least {least}: "
                f"tenders {tender.whole if tender else 0} days, standstill {standstill}"
            )
            bases = dict.fromkeys(f.basis for f in (tender, standstill) if f)
            yield note(
                "phases", last, "duration", problem, f"a contract signed sooner can be undone ({'; '.join(bases)})"
            )


def modifications(programme: Programme, calendar: Calendar, law: Rulebook) -> Iterator[Fault]:
    """Months added by modification, against the share that needs no further ground.

    A contract's whole term is not in the data (its start is not), so the finding says how long
    the term must have been, and leaves the judgement to the reader. At a level monthly cost a
    share of the value is the same share of the term.
    """
    usual = law.in_force(programme.programme.jurisdiction, calendar.as_of)
    for contract in programme.contracts:
        rows = [e for e in programme.extensions_of(contract.id) if e.basis == "modification"]
        regime = law.named(contract.regime) if contract.regime else usual
        limit = law.figure("modification", regime.regime) if regime else None
        if rows and limit is not None:
            months = sum(e.months for e in rows)
            problem = (
                f"{months} months by modification are {limit.whole} % or less only of a term of "
                f"{-(-months * 100 // limit.whole)} months or more; the start is not given, so check it"
            )
            of = limit.note[:1].lower() + limit.note[1:].rstrip(".")
            why = f"above {limit.whole} % {of} a change needs a ground of its own ({limit.basis})"
            yield note("extensions", rows[-1], "months", problem, why)
