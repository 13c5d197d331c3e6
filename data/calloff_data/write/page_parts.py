"""The upper parts of the page: the plan on a page, capacity, go-to-market dates, money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun
from calloff.report import Report
from calloff.report.frames_law import of
from calloff.report.names import SPEND
from calloff.report.picture import RISKS, Mark, Ref, Row
from calloff.report.rests import Grounds
from calloff.report.wording import count, last_day, months_from, short_day, shortened, whole_money
from calloff.statutory import JURISDICTIONS
from calloff_data.write import money_chart, page_worth, timeline
from calloff_data.write.markup import Cell, Part, figure, more, section, table, tag
from calloff_data.write.signs import BARS, MARKS, MOVED_SAID, mark
from calloff_data.write.strip import lane, title_of
from calloff_data.write.tools import tools

WORKING = ("Notice on", "Award notice by", "Signature on")
ONE_ROW_FROM = 13
"""From so many clusters on, each is one row until it is opened."""
OPEN = (
    "Each cluster in turn: competition, contracts let, onboarding, old systems running out, which open into contracts."
)
FOLDED = (
    "One row a cluster: first competition, onboarding, beneath it the worst of its systems. Open a row for all of it."
)
NAME = 60
"""Longest name in a list to choose from [characters]."""


def plan(report: Report) -> list[Part]:
    """The plan on a page, and under the same axis what is used against capacity."""
    axis, blocks = report.axis, report.blocks
    folded = len(blocks) >= ONE_ROW_FROM
    drawn = timeline.sheet(axis, blocks, known(report), opened=not folded)
    below = timeline.panned(f'<div class="sheet">{_strip(report)}{timeline.foot(axis)}</div>', "low")
    controls = _tools(report)
    html = timeline.framed(axis, controls, drawn + below)
    html += legend([r for b in blocks for r in (*b.rows, b.summary)])
    note = FOLDED if folded else OPEN
    if any(b.beyond for b in blocks):
        note += " What lies before or after this axis is in the tables at the end."
    return [("plan", "The plan on a page", section("plan", "The plan on a page", html, note))]


def known(report: Report) -> timeline.Facts:
    """What the rows of a report are linked to."""
    return timeline.Facts(
        departments={d.id: i for i, d in enumerate(report.programme.departments)},
        routes={r.id: i for i, r in enumerate(report.programme.routes)},
        whys={Ref(w.item, w.cycle, w.milestone): i for i, w in enumerate(report.whys)},
        grounds=Grounds(report.programme, report.rests).of,
    )


def _tools(report: Report) -> str:
    """Controls for what there is."""
    risks = [r for r in RISKS if any(r in b.summary.risks for b in report.blocks)]
    clusters = [shortened(b.title, NAME) for b in report.blocks]
    departments = [shortened(report.names.item(d.id), NAME) for d in report.programme.departments]
    return tools(clusters, departments, risks, groups=True)


def _strip(report: Report) -> str:
    """The first of the loads under the same axis, so that a peak and its bars line up."""
    if not report.loads:
        return ""
    options = "".join(
        f'<option value="{i}">{escape(shortened(title_of(x), NAME))}</option>' for i, x in enumerate(report.loads)
    )
    choose = f'<label class="choose" hidden>Capacity <select data-by="load">{options}</select></label>'
    return f'<div class="loads">{choose}{lane(report.axis, report.loads[0], 0)}</div>'


def legend(rows: Sequence[Row]) -> str:
    """Every sign that is drawn in some rows, once."""
    rows = [*rows, *(part for r in rows for part in r.parts)]
    bars = {b.sign for r in rows for b in (*r.bars, *r.under)}
    marks = {m.sign for r in rows for m in r.marks}
    items = [
        (f'<rect x=".5" y=".5" width="25" height="11" rx="2" fill="{look.fill}" stroke="{look.edge}"/>', look.meaning)
        for sign, look in BARS.items()
        if sign in bars
    ]
    items += [(mark(sign, 13, 7, 5), meaning) for sign, meaning in MARKS.items() if sign in marks]
    if any(r.shifts for r in rows):
        items.append((mark("was-gtm", 13, 7, 5), MOVED_SAID))
    drawn = "".join(
        f'<li><svg width="26" height="14" viewBox="0 -1 26 14" aria-hidden="true">{shape}</svg>{meaning}</li>'
        for shape, meaning in items
    )
    return f'<ul class="legend" aria-label="Signs">{drawn}</ul>'


def capacity(report: Report) -> list[Part]:
    """Use against capacity over time."""
    if not report.loads:
        return []
    axis = report.axis
    lanes = "".join(lane(axis, load, i, load.title) for i, load in enumerate(report.loads))
    body = f'<div class="sheet">{timeline.today(axis)}{lanes}</div>'
    drawn = timeline.head(axis, []) + timeline.panned(body, "body")
    html = timeline.framed(axis, "", drawn)
    full = [x.title for x in report.loads if x.full]
    note = f"{count(len(full), 'limit').capitalize()} reached: {', '.join(full)}." if full else "No limit is reached."
    note = f"Columns: in use; hatched where all of it is. Line: capacity. {note}"
    rows: list[list[Cell]] = [
        [load.title, months_from(start, last_day(end)), use, "no limit" if limit is None else f"{limit:,}"]
        for load in report.loads
        for start, end, use, limit in load.steps
        if use
    ]
    columns = ("Of what", "When", "Used", "Capacity")
    html += more("Capacity and use as a table", table("Periods of even use", columns, rows)) + page_worth.worth(report)
    return [("capacity", "Capacity and use", section("capacity", "Capacity against use", html, note))]


def gtm(report: Report) -> list[Part]:
    """Go-to-market dates on one axis."""
    runs = report.announced
    if not runs:
        return []
    axis = report.axis
    shown = sorted((c for c in runs if c.gtm and axis.shows(c.gtm)), key=lambda c: c.cycle > 1)
    rows = [Row(report.names.competition(c), (), (_announced(report, c),), quiet=c.cycle > 1) for c in shown]
    lines = "".join(timeline.line(axis, r, timeline.Facts(), 0, "") for r in rows)
    body = f'<div class="sheet">{timeline.today(axis)}{lines}</div>'
    drawn = timeline.head(axis, []) + timeline.panned(body, "body")
    html = timeline.framed(axis, "", drawn) if rows else ""
    cells = [
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
    html += more(
        "Dates as a table", table(f"Competitions in order of go-to-market{_days_told(report)}", columns, cells)
    )
    note = "Filled: the first letting. Open: a later cycle." if any(c.cycle > 1 for c in runs) else ""
    note = " ".join(filter(None, (note, *_unfit(report, runs))))
    return [("gtm", "Go-to-market dates", section("gtm", "When each competition goes to market", html, note))]


def _unfit(report: Report, runs: Sequence[CompetitionRun]) -> list[str]:
    """What does not fit among the real days, a sentence each."""
    held = ((c, report.working_dates.get(of(c))) for c in runs)
    return [f"{report.names.competition(c)}: {doubt}." for c, d in held if d for doubt in d.doubts]


def _announced(report: Report, run: CompetitionRun) -> Mark:
    gtm = run.gtm or run.end
    said = f"{report.names.competition(run)}: goes to market on {short_day(gtm_day(report.programme, run) or gtm)}"
    return Mark("gtm" if run.cycle == 1 else "was-gtm", gtm, short_day(gtm), said)


def money(report: Report) -> list[Part]:
    """Spend against what is approved."""
    p, currency = report.plan, report.programme.programme.currency
    charted = []
    if p.funding:
        label = "Spend against approved funding; the table below says the same"
        drawn = money_chart.against_approved(p.funding, currency)
        charted.append(f"<div><h3>Against what is approved</h3>{figure(label, drawn)}</div>")
    if any(s.amount for s in p.spend):
        label = "Spend by fiscal year; the table below says the same"
        drawn = money_chart.by_year(p.spend, currency)
        charted.append(f"<div><h3>By fiscal year</h3>{figure(label, drawn)}</div>")
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


def _days_told(report: Report) -> str:
    """What the real days of the table are."""
    if report.law is None:
        return ""
    where = JURISDICTIONS[report.programme.programme.jurisdiction]
    return f"; notice, award notice and signature on working days, bank holidays of {where} left out"


def _working(report: Report, run: CompetitionRun) -> list[str | None]:
    """Real working days of a competition, where procurement law is at hand."""
    found = report.working_dates.get(of(run))
    return [day_if_known(d) for d in (found.gtm_day, found.award_notice_by, found.signing_day)] if found else []


PARTS = (plan, capacity, gtm, money)


def day_if_known(value: date | None) -> str | None:
    """A day in short; nothing where there is none."""
    return short_day(value) if value else None
