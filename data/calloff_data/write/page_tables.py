"""The lower parts of the page: goals and their proof, assumptions, and every date in tables."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from calloff.plan import GoalRun, Span
from calloff.report import Report
from calloff.report.answer import gap_share
from calloff.report.figures import Value
from calloff.report.names import BASES, GOALS
from calloff.report.rests import Rest, figure_said, marks, resting, weightiest
from calloff.report.wording import count, day, last_day, listed, sentence, short_day, whole_money
from calloff_data.write.markup import Cell, Part, more, section, table, tag
from calloff_data.write.page_decisions import everything
from calloff_data.write.page_parts import day_if_known

MARKS_SAID = ("sourced", "derived", "assumed")
DATE_COLUMNS = ("What", "Milestone", "Date", "Rests on")
WHERE = "Where it is from, or why it is assumed"
MOST = 8
"""Assumed figures shown before the rest opens on demand."""


def goals(report: Report) -> list[Part]:
    """Each goal's value, the best there is, and whether that is proved."""
    rows = [_goal(report, g) for g in report.plan.goals]
    if not rows:
        return []
    columns = ("Goal, in order", "This plan", "Bound: no plan is better than", "May be off by", "Proved")
    html = table("Goals in order of priority; each is judged with those above it held", columns, rows)
    return [("goals", "Goals and proof", section("goals", "How good the plan is, and what is proved", html))]


def _goal(report: Report, g: GoalRun) -> list[Cell]:
    off = off_said(report, g)
    proved = tag("span", "proved", "ok") if g.proved else tag("span", "not proved", "warn")
    bound = "none found" if g.bound is None else amount(report, g, g.bound)
    return [GOALS.get(g.goal, sentence(g.goal)), amount(report, g, g.value), bound, off, proved]


def off_said(report: Report, g: GoalRun) -> str:
    """How far a goal's value may be from the best there is."""
    share = gap_share(g)
    return _given_away(report, g) if g.proved else "not known" if share is None else f"{share:.1%}"


def _given_away(report: Report, g: GoalRun) -> str:
    """How far a proved goal stays above its best: no more than its tolerance gave to the goals below."""
    if g.bound is None or g.value <= g.bound:
        return "nothing"
    tolerance = g.tolerance.replace("%", " %")
    return f"{amount(report, g, g.value - g.bound)}, within its tolerance of {tolerance}"


def amount(report: Report, g: GoalRun, value: int) -> str:
    """A value of a goal with its unit."""
    currency = report.programme.programme.currency
    if g.goal in ("cost", "overspend"):
        return whole_money(value, currency)
    slot = report.programme.programme.unit
    return f"{value:,} {g.unit.replace('slots', f'{slot}s')}"


def assumptions(report: Report) -> list[Part]:
    """What is assumed, which dates rest on it, and where every figure is from."""
    found = marks(report.programme)
    if not found:
        return []
    said = listed([f"{found[m]} {m}" for m in MARKS_SAID if found[m]])
    rest = f" {sentence(resting(report.rests))}." if report.rests else ""
    note = f"{found.total()} figures: {said}.{rest}"
    html = _weightiest(report)
    if report.rests:
        rows = [_rest(r) for r in report.rests]
        html += more("Each date ahead and what it rests on", table("Dates ahead", DATE_COLUMNS, rows))
    html += more(f"All {found.total()} figures and their sources", _sources(report))
    return [("assumptions", "Assumptions", section("assumptions", "What rests on assumptions", html, note))]


def _weightiest(report: Report) -> str:
    """The assumed figures on which most dates rest: those to firm up first."""
    ranked = weightiest(report.rests)
    columns = ("Assumed figure", "Dates that rest on it", "Low", "High", "Why assumed, or from where")
    rows: list[list[Cell]] = [[figure_said(s), n, s.low, s.high, s.citation] for s, n in ranked]
    html = table("Assumed figures on which most dates rest directly", columns, rows[:MOST]) if rows else ""
    return html + (
        more(f"All {len(rows)} of them", table("Assumed figures", columns, rows)) if len(rows) > MOST else ""
    )


def _rest(r: Rest) -> list[Cell]:
    if not r.assumed:
        return [r.item, r.milestone, short_day(r.day), tag("span", "no assumed figure", "ok")]
    figures = [figure_said(s) for s in r.assumed]
    return [r.item, r.milestone, short_day(r.day), f"{count(len(figures), 'assumed figure')}: {listed(figures, 2)}"]


def _sources(report: Report) -> str:
    """Every source, each row to be linked to; the figure itself where the audience may see it."""
    told = any(f.value is not None for f in report.figures)
    columns = ("Figure", *(["Value"] if told else []), "Mark", "Low", "High", "Grade", "As of", WHERE)
    rows: list[list[Cell]] = [
        [
            f"{s.table} · {s.row} · {s.column}",
            *([_value(f.value)] if told else []),
            tag("span", s.mark, f"mark {s.mark}"),
            s.low,
            s.high,
            s.grade,
            short_day(s.as_of) if s.as_of else None,
            s.citation,
        ]
        for f in report.figures
        for s in [f.source]
    ]
    return table("Sources", columns, rows, ids="figure-", css="sources")


def _value(value: Value) -> str | None:
    """A figure as people write it."""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, int):
        return f"{value:,}"
    return None if value is None else str(value)


def dates(report: Report) -> list[Part]:
    """Every date of the plan in tables."""
    made = [_contracts_let(report), _onboarding(report), _systems(report), _extensions(report)]
    html = everything(report)
    html += "".join(more(title, table(title, columns, rows)) for title, columns, rows in made if rows)
    return [("dates", "All dates", section("dates", "All dates as tables", html))] if html else []


Tabled = tuple[str, tuple[str, ...], list[list[Cell]]]


def _contracts_let(report: Report) -> Tabled:
    rows: list[list[Cell]] = [
        [report.names.item(x.lot), x.cycle, short_day(x.start), x.term, x.option, short_day(last_day(x.expiry))]
        for x in report.plan.lots
    ]
    columns = ("Contract", "Cycle", "Starts", "Term (months)", "Option taken (months)", "Ends")
    return "Contracts let", columns, rows


def _onboarding(report: Report) -> Tabled:
    rows: list[list[Cell]] = [
        [
            report.names.item(o.department),
            report.names.item(report.programme.department[o.department].cluster),
            report.programme.department[o.department].users,
            day_if_known(o.start),
            short_day(last_day(o.live)),
            short_day(last_day(o.leaving)) if o.leaving else None,
        ]
        for o in report.plan.departments
    ]
    return "Onboarding", ("Department", "Cluster", "Users", "Starts", "Live by", "Leaves old systems"), rows


def _systems(report: Report) -> Tabled:
    rows: list[list[Cell]] = [
        [
            report.names.item(s.system),
            day(last_day(s.left)) if s.left else "stays in use",
            _spans(s.gaps, "bad"),
            _spans(s.unsecured, "warn"),
            _spans(s.unsupported, "warn"),
        ]
        for s in report.plan.systems
    ]
    columns = ("System", "Left by", "No contract", "On an extension nobody has agreed", "Past vendor support")
    return "Systems and what is wrong when", columns, rows


def _spans(spans: Iterable[Span], css: str) -> Cell:
    said = "; ".join(f"{short_day(s.start)} to {short_day(last_day(s.end))}" for s in spans)
    return tag("span", said, css) if said else None


def _extensions(report: Report) -> Tabled:
    rows: list[list[Cell]] = [
        [
            report.names.item(e.of),
            e.months,
            f"{short_day(e.start)} to {short_day(last_day(e.end))}",
            BASES.get(e.basis, e.basis),
            "agreed" if e.agreed else "not agreed",
            "taken" if e.taken else "not taken",
            day_if_known(e.notice_by),
        ]
        for e in report.plan.extensions
    ]
    columns = ("Of", "Months", "Adds", "By", "Agreed", "In this plan", "Order by")
    return "Extensions", columns, rows


PARTS = (goals, assumptions, dates)
