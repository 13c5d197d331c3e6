"""Faults that only show between rows: one small function for each kind, all in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from calloff.errors import Fault
from calloff.faults import competitions, extensions, lags, market, pin_dates, pins, references, sources, windows
from calloff.faults.draft import Draft

Check = Callable[[Draft], Iterable[Fault]]

NAMES: tuple[Check, ...] = (
    references.unknown_ids,
    references.duplicate_ids,
    references.duplicate_keys,
    references.reserved_names,
    references.repeated_in_lists,
    sources.sources,
)
"""Checks of ids: they may meet references that lead nowhere."""

CHECKS: tuple[Check, ...] = (
    windows.span,
    windows.fiscal_year,
    windows.crossed_bounds,
    windows.narrow_windows,
    windows.late_onboarding,
    competitions.routes_without_phases,
    competitions.marks,
    competitions.endless_competitions,
    competitions.renewals,
    competitions.deliverers,
    competitions.strange_replacements,
    competitions.demands,
    market.too_few_suppliers,
    market.consortia,
    market.capacity_kinds,
    extensions.extension_order,
    extensions.agreed_behind_open,
    extensions.nothing_to_extend,
    extensions.endless_extensions,
    lags.milestones,
    lags.circles,
    pins.subjects,
    pins.dates_and_milestones,
    pins.milestones,
    pins.routes_and_suppliers,
    pins.terms,
    pins.one_choice,
    pin_dates.clock,
    pin_dates.order_of_actuals,
    pin_dates.history_unknown,
    pin_dates.contradictions,
    pin_dates.gone_by,
    pin_dates.early_expiry,
)
"""Checks that follow references: they see only rows whose references lead somewhere."""


def cross_row_faults(draft: Draft) -> list[Fault]:
    """Every fault between the rows of a draft."""
    safe = references.sound(draft)
    return [*chain.from_iterable(c(draft) for c in NAMES), *chain.from_iterable(c(safe) for c in CHECKS)]
