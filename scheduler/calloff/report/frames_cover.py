"""Tidy tables of what runs out: systems, old contracts, extensions, capacity, money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from calloff.plan import Plan, Span
from calloff.programme import Programme
from calloff.report.frames import Cells, frame
from calloff.report.names import Names
from calloff.report.wording import last_day


def _last(end: date | None) -> date | None:
    return None if end is None else last_day(end)


def _months(spans: Sequence[Span]) -> float:
    """Length of spans together [months]."""
    return round(sum((s.end - s.start).days for s in spans) * 12 / 365.25, 1)


def systems(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a system: when it is left, and how long something is wrong with it."""
    rows = (
        {
            "system": s.system,
            "title": names.item(s.system),
            "cluster": names.system_cluster(s.system),
            "left_last_day": _last(s.left),
            "supported_to_last_day": _last(s.supported_to),
            "gap_months": _months(s.gaps),
            "unsecured_months": _months(s.unsecured),
            "unsupported_months": _months(s.unsupported),
            "gap_user_slots": s.gap_user_slots,
            "unsecured_user_slots": s.unsecured_user_slots,
            "unsupported_user_slots": s.unsupported_user_slots,
        }
        for s in plan.systems
    )
    months = "gap_months unsecured_months unsupported_months"
    slots = "gap_user_slots unsecured_user_slots unsupported_user_slots"
    return frame(rows, f"system title cluster left_last_day supported_to_last_day {months} {slots}")


def troubles(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a period in which something is wrong: gap, unsecured, unsupported, service gap."""

    def rows() -> Iterator[Cells]:
        for s in plan.systems:
            for kind in ("gap", "unsecured", "unsupported"):
                for span in getattr(s, "gaps" if kind == "gap" else kind):
                    yield _trouble(kind, s.system, None, names.item(s.system), span.start, span.end)
        for g in plan.service_gaps:
            yield _trouble("service gap", g.lot, g.department, names.item(g.lot), g.start, g.end)

    return frame(rows(), "kind item department title start last_day")


def _trouble(kind: str, item: str, department: str | None, title: str, start: date, end: date) -> Cells:
    return {
        "kind": kind,
        "item": item,
        "department": department,
        "title": title,
        "start": start,
        "last_day": last_day(end),
    }


def contracts(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row an old contract: how long it covers and is paid."""
    rows = (
        {
            "contract": c.contract,
            "title": names.item(c.contract),
            "systems": ";".join(programme.contract[c.contract].systems) if programme.contract else None,
            "ends": programme.contract[c.contract].ends if programme.contract else None,
            "covers_to_last_day": _last(c.covers_to),
            "paid_to_last_day": _last(c.paid_to),
        }
        for c in plan.contracts
    )
    return frame(rows, "contract title systems ends covers_to_last_day paid_to_last_day")


def extensions(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row an extension, taken or not, with the last day on which it can be ordered."""
    rows = (
        {
            **e.model_dump(exclude={"end"}),
            "title": names.item(e.of),
            "last_day": last_day(e.end),
        }
        for e in plan.extensions
    )
    return frame(rows, "of order title months basis agreed taken start last_day notice_by")


def usage(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a slot of a resource: what is used, and what there is."""
    rows = ({**u.model_dump(), "title": names.pool(u.of)} for u in plan.usage)
    return frame(rows, "of title kind slot use capacity")


def spend(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a kind of spend in a fiscal year, undiscounted."""
    rows = ({**s.model_dump(), "currency": programme.programme.currency} for s in plan.spend)
    return frame(rows, "fiscal_year kind amount currency")


def funding(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a period of funding: approved, spent and over."""
    rows = (
        {
            **f.model_dump(exclude={"end", "covers"}),
            "last_day": last_day(f.end),
            "covers": ";".join(f.covers),
            "currency": programme.programme.currency,
        }
        for f in plan.funding
    )
    return frame(rows, "start last_day covers approved spend over currency")
