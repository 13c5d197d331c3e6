"""What is legal in a programme but suspicious: one small function for each kind, all in one tuple."""

from __future__ import annotations

from calloff.calendar import Calendar
from calloff.errors import Fault
from calloff.findings import competitions, contracts, figures, law, money
from calloff.findings.note import Finder
from calloff.programme import Programme

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
    law.short_tender_periods,
    law.modifications,
    money.thin_funding,
    figures.loose_assumptions,
    figures.values_out_of_range,
    figures.unsourced_figures,
)
"""Every kind of finding."""


def findings(programme: Programme) -> list[Fault]:
    """Everything suspicious in a valid programme; `wanted` of each says why it matters."""
    calendar = Calendar.of(programme)
    return [finding for find in FINDERS for finding in find(programme, calendar)]
