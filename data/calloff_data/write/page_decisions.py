"""Beside the answer: what must be decided in the next 90 and 180 days, by whom, and the last safe day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from calloff.explain.reason_words import price_words
from calloff.plan import Decision
from calloff.report import Report
from calloff.report.audience import REASONS_TOLD
from calloff.report.wording import NUMBERS, count, short_day
from calloff_data.write.markup import Cell, Part, more, section, table, tag

SPANS = (90, 180)
"""Lengths of what is shown first [days]."""
SOON = 5
"""Decisions shown where none falls within the longest."""
NOTE = "These days keep this plan."


def decisions(report: Report) -> list[Part]:
    """What must be decided next, by whom, and the last safe day."""
    rows = report.plan.decisions
    if not rows:
        return []
    near = [d for d in rows if d.last_safe_day <= _by(report, SPANS[-1])]
    first, last = (sum(d.last_safe_day <= _by(report, days) for d in rows) for days in SPANS)
    within = NUMBERS[last] if last < len(NUMBERS) else f"{last:,}"
    caption = f"{count(first, 'decision').capitalize()} within {SPANS[0]} days, {within} within {SPANS[1]}"
    if not near:
        caption = f"Nothing within {SPANS[1]} days; what comes next"
    html = _table(report, caption, near or rows[:SOON])
    if len(rows) > len(near):
        html += f'<p class="note"><a href="#dates">All {len(rows)} decisions</a> are with the other dates.</p>'
    return [("decisions", "Decide by", section("decisions", "Decide by", html, _note(report)))]


def everything(report: Report) -> str:
    """Every decision still to take, opened on demand."""
    rows = report.plan.decisions
    title = f"All {count(len(rows), 'decision')} still to take"
    return more(title, _table(report, "All decisions still to take, most urgent first", rows)) if rows else ""


def _note(report: Report) -> str:
    if report.audience not in REASONS_TOLD:
        return NOTE
    blank = any(_missed(report, d) is None for d in report.plan.decisions)
    return NOTE + (" Where no loss is counted, calloff explain tells what a later day costs." if blank else "")


def _by(report: Report, days: int) -> date:
    return report.programme.programme.as_of + timedelta(days=days)


def _table(report: Report, caption: str, rows: Sequence[Decision]) -> str:
    papers = any(d.kind == "papers" for d in report.plan.decisions)
    costs = report.audience in REASONS_TOLD
    columns = ["Decision", "Owner", "Last safe day", "Within"]
    columns += ["Board papers by"] if papers else []
    columns += ["If it is missed"] if costs else []
    return table(caption, columns, [_row(report, d, papers, costs) for d in rows], css="decide")


def _row(report: Report, d: Decision, papers: bool, costs: bool) -> list[Cell]:
    cells: list[Cell] = [d.what, d.owner or "not named", tag("b", short_day(d.last_safe_day), "mark")]
    cells.append(next((f"{n} days" for n in SPANS if d.last_safe_day <= _by(report, n)), "later"))
    if papers:
        due = _papers(report, d)
        cells.append(short_day(due) if due else "no board")
    return [*cells, _missed(report, d) or "not counted"] if costs else cells


def _papers(report: Report, d: Decision) -> date | None:
    """The last day for the papers of the board that decides it."""
    if d.kind == "papers":
        return d.last_safe_day
    if d.kind != "award":
        return None
    held = [p.last_safe_day for p in report.plan.decisions if p.kind == "papers" and p.item == d.item]
    return max((day for day in held if day <= d.last_safe_day), default=None)


LEADS_TO = {"start": "gtm", "gtm": "gtm", "papers": "award", "award": "award", "onboarding": "live"}
"""The milestone that a missed decision moves."""


def _missed(report: Report, d: Decision) -> str | None:
    """What is lost: as counted with the plan, else what its reason says of a later day."""
    if d.miss_costs:
        return d.miss_costs
    about = (d.item, LEADS_TO.get(d.kind))
    found = next((r for r in report.reasons if r.later and (r.target.item, r.target.milestone) == about), None)
    if found is None or found.later is None:
        return None
    hold, unit = found.later, report.programme.programme.unit
    if found.planned and hold.reach and hold.reach > found.planned:
        return "nothing yet: its date has room"
    return f"a {unit} later: {price_words(report.programme, hold.step)}"


PARTS = (decisions,)
