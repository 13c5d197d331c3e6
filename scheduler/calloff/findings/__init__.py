"""What is legal in a programme but suspicious: one small function for each kind, all in one tuple."""

from __future__ import annotations

from collections.abc import Sequence

from calloff.calendar import Calendar
from calloff.errors import Fault
from calloff.findings import competitions, contracts, figures, law, money
from calloff.findings.note import Finder, LegalFinder
from calloff.findings.support import SupportDate, missing_support_ends
from calloff.programme import Programme
from calloff.statutory import Rulebook

FINDERS: tuple[Finder, ...] = (
    contracts.open_ended,
    contracts.expired,
    contracts.short_of_replacement,
    contracts.kept_systems,
    contracts.missed_notices,
    contracts.uncarried_systems,
    competitions.idle_suppliers,
    competitions.short_delivery_terms,
    competitions.routes_that_let_nothing,
    competitions.unmodelled_market,
    competitions.unplanned_pins,
    competitions.overtaken_pins,
    money.thin_funding,
    figures.loose_assumptions,
    figures.values_out_of_range,
    figures.unsourced_figures,
)
"""Every kind of finding that the programme alone gives."""

LEGAL_FINDERS: tuple[LegalFinder, ...] = (law.short_tender_periods, law.short_ways_to_award, law.modifications)
"""Every kind that also needs the figures of procurement law."""


def findings(
    programme: Programme, rulebook: Rulebook | None = None, support: Sequence[SupportDate] = ()
) -> list[Fault]:
    """Everything suspicious in a valid programme; `wanted` of each says why it matters.

    Without the figures of procurement law, or the dates of vendors' support, nothing is said of them.
    """
    calendar = Calendar.of(programme)
    found = [finding for find in FINDERS for finding in find(programme, calendar)]
    if rulebook is not None:
        found += [finding for find in LEGAL_FINDERS for finding in find(programme, calendar, rulebook)]
    return [*found, *missing_support_ends(programme, support)]
