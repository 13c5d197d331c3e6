"""Build the constraint model of a programme: variables first, then every rule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from calloff.model.competitions import add_competitions
from calloff.model.covers import add_extensions
from calloff.model.departments import add_onboardings
from calloff.model.elsewhere import Elsewhere, Rest
from calloff.model.facade import Model
from calloff.model.market import add_suppliers
from calloff.programme import Programme
from calloff.rules import RULES, Rule


def build(
    programme: Programme,
    rules: Sequence[Rule] = RULES,
    *,
    forbid_overspend: bool = False,
    explaining: bool = False,
    rest: Rest | None = None,
) -> Model:
    """The model of a programme under some rules; all of them, unless a test asks otherwise.

    `rest` is what lies outside, where the programme is a part of a larger one.
    """
    model = Model(programme, forbid_overspend=forbid_overspend, explaining=explaining)
    if rest is not None:
        model.elsewhere = Elsewhere(model, rest)
    model.last = _last(model)
    add_competitions(model)
    add_onboardings(model)
    add_extensions(model)
    add_suppliers(model)
    for rule in rules:
        rule.add(model)
    return model


def _last(model: Model) -> int:
    """A boundary no useful plan goes beyond: the limit, then everything once more, end to end.

    Past the limit nothing is limited, so only durations, waits and lags can push work further.
    """
    programme, calendar = model.programme, model.calendar
    length: dict[str, int] = {}
    for p in programme.phases:
        length[p.route] = length.get(p.route, 0) + ceil(p.duration) + p.min_wait
    total = 0
    for procurement in programme.procurements:
        total += max(length.get(r, 0) for r in procurement.routes)
    for lot in programme.lots:
        if lot.recompete_route:
            total += ceil(length.get(lot.recompete_route, 0) * max(Decimal(1), lot.recompete_factor))
    total += sum(ceil(d.onboarding) + ceil(d.parallel_run) for d in programme.departments)
    total += sum(max(0, r.min_lag or 0) + max(0, -(r.max_lag or 0)) for r in programme.dependencies)
    days = [p.date for p in programme.pins if p.date] + [e.date for e in programme.externals]
    days += [d.decision_by for d in programme.departments if d.decision_by]
    days += [c.earliest_gtm for c in programme.clusters if c.earliest_gtm]
    return max([calendar.limit, *(calendar.pinned_end(d) for d in days)]) + total + 1
