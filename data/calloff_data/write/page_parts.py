"""The upper parts of the page: next decisions, the plan on a page, capacity, go-to-market dates, money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun, Decision
from calloff.report import Report
from calloff.report.frames_law import of
from calloff.report.names import SPEND
from calloff.report.picture import Block, Row
from calloff.report.wording import count, day, last_day, months_from, short_day, whole_money
from calloff_data.write import charts, gantt
from calloff_data.write.markup import Cell, figure, more, said, section, table, tag
from calloff_data.write.signs import BARS, MARKS, mark
from calloff_data.write.strip import strip

Part = tuple[str, str, str]
"""Id, heading and markup of a section."""

SOON = 10
WORKING = ("Notice on", "Award notice by", "Signature on")
ONE_ROW_FROM = 13
"""From so many clusters on, each is one row that opens on demand."""
OPEN = "Each cluster in turn: competition, contracts let, onboarding, old systems running out."
FOLDED = "One row a cluster: first competition, onboarding, the worst of its systems. Open a row for all of it."


def decisions(report: Report) -> list[Part]:
    """What must be decided next, by whom, and the last safe day."""
    rows = report.plan.decisions
    if not rows:
        return []
    costs = any(d.miss_costs for d in rows)
    columns = ["What", "Last safe day", "Who", *(["If it is missed"] if costs else [])]
    cells = [_decision(d, costs) for d in rows]
    caption = f"The next {count(min(SOON, len(cells)), 'decision')}, most urgent first; these days keep this plan"
    html = table(caption, columns, cells[:SOON])
    if len(cells) > SOON:
        html += more(f"All {len(cells)} decisions", table("All decisions still to take", columns, cells))
    return [("decisions", "The next decisions", section("decisions", "The next decisions", html))]


def _decision(d: Decision, costs: bool) -> list[Cell]:
    cells: list[Cell] = [d.what, tag("span", day(d.last_safe_day), "mark"), d.owner or "not named"]
    return [*cells, d.miss_costs] if costs else cells


def plan(report: Report) -> list[Part]:
    """The plan on a page."""
    axis, blocks = report.axis, report.blocks
    lives = [b.live_by for b in blocks if b.live_by]
    one_row = len(blocks) >= ONE_ROW_FROM
    drawn = "".join(_folded(report, b) if one_row else gantt.block(axis, b) for b in blocks)
    sheet = f"{gantt.years(axis, lives)}{drawn}{_strip(report)}{gantt.years_below(axis)}"
    box = '<div class="box" tabindex="0" role="region" aria-label="The plan on a page; scrolls sideways">'
    html = f'{box}<div class="sheet">{sheet}</div></div>{legend([r for b in blocks for r in (*b.rows, b.summary)])}'
    note = FOLDED if one_row else OPEN
    if any(b.beyond for b in blocks):
        note += " What lies before or after this axis is in the tables at the end."
    return [("plan", "The plan on a page", section("plan", "The plan on a page", html, note))]


def _folded(report: Report, block: Block) -> str:
    """One cluster as a row that opens."""
    words = [m.tip for m in block.summary.marks]
    return (
        f'<details><summary><span class="vh">{said(block.title)}. {said(". ".join(words))}</span>'
        f"{gantt.summary(report.axis, block)}</summary>{gantt.block(report.axis, block)}</details>"
    )


def _strip(report: Report) -> str:
    """The first of the loads under the same axis, so that a peak and its bars line up."""
    if not report.loads:
        return ""
    load = report.loads[0]
    market = load.of == "market" and load.kind == "bid"
    title = "Bids wanted" if market else load.title
    return strip(report.axis, title, "line: what the market can staff" if market else "line: capacity", load.steps)


def legend(rows: Sequence[Row]) -> str:
    """Every sign that is drawn in some rows, once."""
    bars = {b.sign for r in rows for b in (*r.bars, *r.under)}
    marks = {m.sign for r in rows for m in r.marks}
    items = [
        (f'<rect x=".5" y=".5" width="25" height="11" rx="2" fill="{look.fill}" stroke="{look.edge}"/>', look.meaning)
        for sign, look in BARS.items()
        if sign in bars
    ]
    items += [(mark(sign, 13, 7, 5), meaning) for sign, meaning in MARKS.items() if sign in marks]
    drawn = "".join(
        f'<li><svg width="26" height="14" viewBox="0 -1 26 14" aria-hidden="true">{shape}</svg>{meaning}</li>'
        for shape, meaning in items
    )
    return f'<ul class="legend" aria-label="Signs">{drawn}</ul>'


def capacity(report: Report) -> list[Part]:
    """Use against capacity over time."""
    if not report.loads:
        return []
    html = figure(
        "Use against capacity over time; the table below says the same",
        charts.piece(charts.capacity(report), "chart-capacity"),
    )
    full = [x.title for x in report.loads if x.full]
    note = f"{count(len(full), 'limit').capitalize()} reached: {', '.join(full)}." if full else "No limit is reached."
    note = f"Blue: in use. Line: capacity. {note}"
    rows: list[list[Cell]] = [
        [load.title, months_from(start, last_day(end)), use, "no limit" if limit is None else f"{limit:,}"]
        for load in report.loads
        for start, end, use, limit in load.steps
        if use
    ]
    html += more(
        "Capacity and use as a table", table("Periods of even use", ("Of what", "When", "Used", "Capacity"), rows)
    )
    return [("capacity", "Capacity and use", section("capacity", "Capacity against use", html, note))]


def gtm(report: Report) -> list[Part]:
    """Go-to-market dates on one axis."""
    runs = report.announced
    if not runs:
        return []
    label = "Dates of go-to-market on one axis; the table below says the same"
    html = figure(label, charts.piece(charts.gtm_axis(report), "chart-gtm"))
    rows = [
        [
            report.names.competition(c),
            report.names.item(report.programme.cluster_of(c.procurement)),
            day_if_known(gtm_day(report.programme, c)),
            day_if_known(award_day(report.programme, c)),
            report.names.route(c.route),
            *_working(report, c),
        ]
        for c in runs
    ]
    columns = ("Competition", "Cluster", "Goes to market", "Award by", "Route", *(WORKING if report.law else ()))
    html += more("Dates as a table", table("Competitions in order of go-to-market", columns, rows))
    note = "Filled: the first letting. Open: a later cycle." if any(c.cycle > 1 for c in runs) else ""
    return [("gtm", "Go-to-market dates", section("gtm", "When each competition goes to market", html, note))]


def money(report: Report) -> list[Part]:
    """Spend against what is approved."""
    p, currency = report.plan, report.programme.programme.currency
    charted = []
    if p.funding:
        charted.append("<div><h3>Against what is approved</h3>" + figure(
            "Spend against approved funding; the table below says the same",
            charts.piece(charts.funding(report), "chart-funding")) + "</div>")  # fmt: skip
    if any(s.amount for s in p.spend):
        charted.append("<div><h3>By fiscal year</h3>" + figure(
            "Spend by fiscal year; the table below says the same",
            charts.piece(charts.spend(report), "chart-spend")) + "</div>")  # fmt: skip
    if not charted:
        return []
    html = (
        f'<div class="{"two" if len(charted) > 1 else "one"}">{"".join(charted)}</div>{_money_tables(report, currency)}'
    )
    note = "Not discounted; running charges are not part of it. The upright line is what is approved."
    return [("money", "Spend", section("money", "Spend against approved funding", html, note))]


def _money_tables(report: Report, currency: str) -> str:
    plan = report.plan
    funding = [
        [
            f"{short_day(f.start)} to {short_day(last_day(f.end))}",
            ", ".join(SPEND[k] for k in f.covers if k in SPEND) or "all kinds",
            whole_money(f.approved, currency),
            whole_money(f.spend, currency),
            tag("span", whole_money(f.over, currency), "bad") if f.over else "none",
        ]
        for f in plan.funding
    ]
    spend = [[s.fiscal_year, SPEND[s.kind], whole_money(s.amount, currency)] for s in plan.spend if s.amount]
    html = table("Periods of funding", ("Period", "Covers", "Approved", "Spend", "Over"), funding) if funding else ""
    return html + more("Spend as a table", table("Spend by year and kind", ("Year", "Kind", "Spend"), spend))


def _working(report: Report, run: CompetitionRun) -> list[str | None]:
    """Real working days of a competition, where procurement law is at hand."""
    found = report.working_dates.get(of(run))
    return [day_if_known(d) for d in (found.gtm_day, found.award_notice_by, found.signing_day)] if found else []


PARTS = (decisions, plan, capacity, gtm, money)


def day_if_known(value: date | None) -> str | None:
    """A day in short; nothing where there is none."""
    return short_day(value) if value else None
