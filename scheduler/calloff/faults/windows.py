"""The span of the programme, and periods and bounds that leave nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

from calloff import tables as t
from calloff.calendar import add_months
from calloff.errors import Fault
from calloff.faults.draft import Draft, cell

LONGEST_YEARS = {"month": 100, "week": 6}

PAIRS = (
    ("clusters", "earliest_gtm", "latest_gtm"),
    ("routes", "opens", "closes"),
    ("capacity", "from", "to"),
    ("funding", "from", "to"),
    ("blackouts", "from", "to"),
    ("phases", "min_wait", "max_wait"),
    ("dependencies", "min_lag", "max_lag"),
)
"""Columns of which the first may not exceed the second."""


def span(draft: Draft) -> Iterator[Fault]:
    """A horizon that ends before it starts, is over before it can be planned, or is too long."""
    h = draft.header
    if h is None:
        return
    if h.start > h.end:
        yield draft.fault(h, "end", f"the horizon ends before it starts ({h.start})", "give a later end")
        return
    years = LONGEST_YEARS[h.unit]
    if h.end >= add_months(h.start, 12 * years):
        yield draft.fault(h, "end", f"the horizon is longer than {years} years of {h.unit}s", "give an earlier end")
    calendar = draft.calendar
    if calendar is not None and calendar.now >= calendar.horizon:
        yield draft.fault(h, "as_of", f"nothing is left to plan before the end ({h.end})", "give an earlier day")


def fiscal_year(draft: Draft) -> Iterator[Fault]:
    """A fiscal year that begins on a day that not every year has."""
    h = draft.header
    if h is None:
        return
    month, day = map(int, h.fiscal_year_start.split("-"))
    try:
        date(2001, month, day)
    except ValueError:
        yield draft.fault(h, "fiscal_year_start", "not every year has this day", "give a day such as 04-01")


def crossed_bounds(draft: Draft) -> Iterator[Fault]:
    """A first day after the last, or a least value above the greatest."""
    for table, low, high in PAIRS:
        for row in draft.rows[table]:
            least, most = cell(row, low), cell(row, high)
            if least is not None and most is not None and least > most:
                yield draft.fault(row, high, f"{high} is before or below {low} ({least})", f"give {least} or more")


def narrow_windows(draft: Draft) -> Iterator[Fault]:
    """A window in which no slot begins (tender notices) or ends (awards)."""
    c = draft.calendar
    if c is None:
        return
    for k in draft.programme.clusters:
        first, last = k.earliest_gtm, k.latest_gtm
        if first and last and first <= last and c.start_from(first) > c.start_by(last):
            problem = f"no {c.unit} begins between earliest_gtm ({first}) and latest_gtm"
            yield draft.fault(k, "latest_gtm", problem, "widen the window")
    for r in draft.programme.routes:
        if r.opens and r.closes and r.opens <= r.closes and c.end_after(r.opens) > c.end_on(r.closes):
            yield draft.fault(r, "closes", f"no {c.unit} ends between opens ({r.opens}) and closes", "widen the window")


def late_onboarding(draft: Draft) -> Iterator[Fault]:
    """A joining department that cannot be live before the horizon ends."""
    c = draft.calendar
    if c is None or c.now >= c.horizon:
        return
    for d in draft.programme.departments:
        if d.joins and not _has_actual(draft, d):
            decided = c.end_after(d.decision_by) if d.decision_by else c.now
            live = max(c.now, decided) + ceil(d.onboarding)
            column = "decision_by" if decided > c.now else "onboarding"
            if live > c.horizon:
                problem = f"it cannot be live before {c.last_day(live)}, after the horizon's end"
                yield draft.fault(d, column, problem, "decide earlier, onboard faster, or say joins no")


def _has_actual(draft: Draft, department: t.Department) -> bool:
    return any(p.item == department.id and p.kind == "actual" for p in draft.programme.pins)
