"""Tidy tables of a plan: one row a thing, one column a fact.

Columns that end in `_last_day` are the last day of a period, as people say it; `start` and `gtm`
are first days. Money is in whole units of the programme's currency, lengths are in months.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pandas as pd

from calloff.happened import award_day, gtm_day
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report.names import GOALS, Names
from calloff.report.wording import last_day

Cells = Mapping[str, object]
Table = Callable[[Programme, Plan, Names], pd.DataFrame]


def frame(rows: Iterable[Cells], columns: str) -> pd.DataFrame:
    """Rows as a frame with just these columns, also where there are none."""
    return pd.DataFrame(list(rows), columns=columns.split(), dtype=object)


def _last(end: date | None) -> date | None:
    return None if end is None else last_day(end)


def competitions(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a competition: when it goes to market and lets its contracts."""
    rows = (
        {
            "procurement": c.procurement,
            "lot": c.lot,
            "cycle": c.cycle,
            "title": names.competition(c),
            "cluster": programme.cluster_of(c.procurement),
            "route": c.route,
            "gtm": gtm_day(programme, c),
            "award_last_day": award_day(programme, c),
            "end_last_day": _last(c.end),
            "value": programme.procurement[c.procurement].value,
        }
        for c in plan.competitions
    )
    return frame(rows, "procurement lot cycle title cluster route gtm award_last_day end_last_day value")


def phases(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a phase still to run of a competition."""
    rows = (
        {
            "procurement": c.procurement,
            "lot": c.lot,
            "cycle": c.cycle,
            "phase": p.phase,
            "title": names.phase(c.route, c.procurement, p.phase),
            "start": p.start,
            "last_day": _last(p.end),
        }
        for c in plan.competitions
        for p in c.phases
    )
    return frame(rows, "procurement lot cycle phase title start last_day")


def lots(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a contract let, cycle by cycle."""
    rows = (
        {
            "lot": x.lot,
            "cycle": x.cycle,
            "title": names.item(x.lot),
            "kind": programme.lot[x.lot].kind,
            "cluster": programme.cluster_of(programme.lot[x.lot].procurement),
            "start": x.start,
            "term": x.term,
            "option": x.option,
            "expiry_last_day": _last(x.expiry),
            "successor": x.successor,
        }
        for x in plan.lots
    )
    return frame(rows, "lot cycle title kind cluster start term option expiry_last_day successor")


def onboarding(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a department's migration."""
    rows = (
        {
            "department": o.department,
            "lot": o.lot,
            "cycle": o.cycle,
            "title": names.item(o.department),
            "cluster": programme.department[o.department].cluster,
            "users": programme.department[o.department].users,
            "start": o.start,
            "live_last_day": _last(o.live),
            "leaving_last_day": _last(o.leaving),
        }
        for o in plan.departments
    )
    return frame(rows, "department lot cycle title cluster users start live_last_day leaving_last_day")


def goals(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a goal: the plan's value, the level's best, its bound and whether that is proved."""
    rows = ({**g.model_dump(), "title": GOALS.get(g.goal, g.goal)} for g in plan.goals)
    return frame(rows, "goal title value best bound proved unit tolerance")


def decisions(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a next decision, the most urgent first."""
    rows = (d.model_dump() for d in plan.decisions)
    return frame(rows, "last_safe_day what item kind owner miss_costs")


def assumptions(programme: Programme, plan: Plan, names: Names) -> pd.DataFrame:
    """One row a source of a figure: its mark, how far it may be off, where it is from."""
    rows = (s.model_dump() for s in programme.sources)
    return frame(rows, "table row column mark low high grade as_of citation")
