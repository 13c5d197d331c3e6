"""`whatif.html`: futures side by side on one page that stands alone, differences first."""

from __future__ import annotations

from collections.abc import Sequence

from calloff.case import Answer
from calloff.compare import GoalLine, Move
from calloff.report.futures import STATUS, Futures
from calloff.report.names import GOALS, SPEND, Names
from calloff.report.wording import count, day, listed, whole_money
from calloff_data.write import timeline, whatif_charts
from calloff_data.write.charts import piece
from calloff_data.write.markup import Cell, Html, Part, figure, more, said, section, table, tag
from calloff_data.write.page import contents, whole
from calloff_data.write.page_parts import legend
from calloff_data.write.strip import lane, title_of
from calloff_data.write.tools import tools

WHAT = {
    "gtm": "go-to-market",
    "award": "award",
    "expiry": "end of contract",
    "live": "go-live",
    "left": "old system left",
    "route": "route",
    "term": "term and option (months)",
}


def render(found: Futures) -> str:
    """The page as text."""
    sections = [part for make in PARTS for part in make(found)]
    main = "".join(html for _, _, html in sections)
    title = found.shown[0][1].programme.programme.title if found.shown else found.answers[0].title
    return whole(f"{title}: what if", f"{_opening(found, title or '')}{contents(sections)}{main}", _closing(found))


def _opening(found: Futures, title: str) -> str:
    shown = found.shown
    known = f" · as known on {day(shown[0][1].programme.programme.as_of)}" if shown else ""
    proved = sum(a.status in ("optimal", "infeasible") for a in found.answers)
    share = "all" if proved == len(found.answers) else f"{proved} of them"
    lead = f"{count(len(found.answers), 'future').capitalize()}, measured from the first; {share} proved."
    over = f'<p class="over">{said(f"{title}{known}")}</p>'
    return f'<header>{over}<h1>{said(found.finding)}</h1><p class="lead">{said(lead)}</p></header>'


def _closing(found: Futures) -> str:
    first = found.shown[0][1].plan.origin if found.shown else None
    made = ", ".join(f"{k} {v}" for k, v in first.versions.items()) if first else ""
    base = f"Programme <code>{said(first.programme[:12])}</code>. " if first else ""
    return (
        f"<p>{said(f'Made with {made}.') if made else ''} {base}Written for the {found.audience}.</p>"
        "<p>Money is in real terms. Each future is solved by itself and its plan is checked. What a future supposes is "
        "not said to be likely.</p>"
    )


# --- differences ---------------------------------------------------------------------------------


def differences(found: Futures) -> list[Part]:
    """Goals side by side: value, difference from the first, proof."""
    goals = found.comparison.goals
    columns = ["Future", "Result", *(GOALS.get(g.goal, g.goal) for g in goals)]
    rows = [[_future(a), _result(a), *(_value(found, g, i) for g in goals)] for i, a in enumerate(found.answers)]
    html = table("Goals in order of priority; what differs from the first is in brackets", columns, rows)
    failures = [f"{a.name}: {a.failure}" for a in found.answers if a.failure]
    html += "".join(f'<p class="note">{said(line)}</p>' for line in (*failures, *found.comparison.notes))
    note = (
        "The first line is what the others are measured from. A star: not proved to be the best within the time, so a "
        "difference may shrink or grow; those in colour are proved."
    )
    return [("differences", "Differences", section("differences", "What each future costs", html, note))]


def _future(answer: Answer) -> Html:
    return Html(f'{said(answer.title)}<br><span class="over">{said(answer.name)}</span>')


def _result(answer: Answer) -> Html:
    css = {"optimal": "ok", "feasible": "warn", "infeasible": "bad"}.get(answer.status, "bad")
    return tag("span", STATUS[answer.status], css)


def _value(found: Futures, line: GoalLine, i: int) -> Cell:
    value, difference = line.values[i], line.differences[i]
    if value is None:
        return None
    star = "" if line.proved[i] else " *"
    text = said(found.amount(line.goal, value, "").strip() + star)
    if not difference:
        return Html(text)
    more_or_less = "+" if difference > 0 else "−"
    change = f"({more_or_less}{found.amount(line.goal, abs(difference), '').strip()})"
    css = "mark" if not line.is_sure(i) else "bad mark" if difference > 0 else "ok mark"
    return Html(f'{text} <span class="{css}">{said(change)}</span>')


# --- what moved ----------------------------------------------------------------------------------


def moved(found: Futures) -> list[Part]:
    """How far each cluster moves in each future, and every move by name."""
    if not found.clusters:
        return []
    names = found.shown[0][1].names
    slot = found.shown[0][1].programme.programme.unit
    columns = ("Future", "Cluster", "Go-to-market", "Award", "Go-live that moves most", "Departments that move")
    rows = [
        [x.name, names.item(x.cluster), *(_later(v, slot) for v in (x.gtm, x.award, x.live)), x.departments]
        for x in found.clusters
        if any(v is not None for v in (x.gtm, x.award, x.live))
    ]
    html = table("Moves of the first letting, measured from the first future", columns, rows)
    for answer, report in found.shown[1:]:
        own = [m for m in found.comparison.moves if m.plan == answer.name]
        if own:
            html += more(f"{answer.title}: all {len(own)} differences", _moves(own, report.names, slot))
    return [("moved", "What moves", section("moved", "What moves, and by how much", html))]


def _later(slots: int | None, unit: str) -> Cell:
    if slots is None:
        return None
    if slots == 0:
        return "as before"
    return f"{abs(slots)} {unit}{'s' if abs(slots) > 1 else ''} {'later' if slots > 0 else 'earlier'}"


def _moves(moves: Sequence[Move], names: Names, slot: str) -> str:
    rows: list[list[Cell]] = [
        [
            names.item(m.item) + (f", cycle {m.cycle}" if m.cycle > 1 else ""),
            names.item(m.cluster) if m.cluster else None,
            WHAT.get(m.what, m.what),
            m.before or "none",
            m.after or "none",
            _later(m.slots, slot),
        ]
        for m in moves
    ]
    return table(
        "Every difference; dates are first days", ("What", "Cluster", "Of it", "Before", "Here", "Moves"), rows
    )


# --- pictures ------------------------------------------------------------------------------------


def timelines(found: Futures) -> list[Part]:
    """Each cluster once: the row that stands for it in each future, above each other, and what moved."""
    axis, blocks = found.axis, found.blocks
    if axis is None:
        return []
    names = found.shown[0][1].names
    departments = found.shown[0][1].programme.departments
    number = {d.id: i for i, d in enumerate(departments)}
    drawn = "".join(timeline.cluster(axis, b, timeline.Facts(number), i, opened=True) for i, b in enumerate(blocks))
    sheet = f'<div class="sheet">{timeline.today(axis)}<div class="groups">{drawn}</div></div>'
    lives = [b.live_by for b in blocks if b.live_by]
    low = timeline.panned(f'<div class="sheet">{timeline.foot(axis)}</div>', "low")
    controls = tools((), (), (), groups=False)
    html = timeline.framed(axis, controls, timeline.head(axis, lives) + timeline.panned(sheet, "body") + low)
    html += legend([r for b in blocks for r in b.rows])
    still = [names.item(b.cluster) for b in blocks if b.cluster not in found.moving]
    note = "One row a future: competition, onboarding, and beneath it the worst of its systems. "
    note += "An arrow goes from where the first future has a milestone to where it is now."
    note += f" Nothing moves in {listed(still)}." if still and len(found.shown) > 1 else ""
    return [("timelines", "Timelines", section("timelines", "The futures on one axis", html, note))]


def capacity(found: Futures) -> list[Part]:
    """The market's bids, or the first resource there is, in each future."""
    axis = found.axis
    if axis is None or not any(r.loads for _, r in found.shown):
        return []
    first = next(r.loads[0] for _, r in found.shown if r.loads)
    same = [(a, x) for a, r in found.shown for x in r.loads if (x.of, x.kind) == (first.of, first.kind)]
    strips = "".join(lane(axis, load, i, a.name) for i, (a, load) in enumerate(same))
    body = timeline.panned(f'<div class="sheet">{timeline.today(axis)}{strips}</div>', "body")
    html = timeline.framed(axis, "", timeline.head(axis, []) + body)
    rows: list[list[Cell]] = [
        [p.what, *(_pressed(v, limit) for v, limit in zip(p.values, p.limits, strict=True))]
        for p in found.comparison.pressures
        if p.differs
    ]
    names = found.comparison.names
    html += table("Where the pressure differs: the most used, of how much", ("Limit", *names), rows) if rows else ""
    note = f"{title_of(first)}, in each future. Line: capacity."
    return [("capacity", "Capacity", section("capacity", "Capacity against use", html, note))]


def _pressed(value: int | None, limit: int | None) -> Cell:
    if value is None:
        return None
    return f"{value:,}" if limit is None else f"{value:,} of {limit:,}"


# --- money ---------------------------------------------------------------------------------------


def money(found: Futures) -> list[Part]:
    """Spend by kind in each future, and by fiscal year as a table."""
    spent = [(a, r) for a, r in found.shown if any(s.amount for s in r.plan.spend)]
    if not spent:
        return []
    chart = piece(whatif_charts.spend(found), "chart-spend")
    html = figure("Spend by kind in each future; the table below says the same", chart)
    rows: list[list[Cell]] = [
        [a.name, s.fiscal_year, SPEND[s.kind], whole_money(s.amount, found.currency)]
        for a, r in spent
        for s in r.plan.spend
        if s.amount
    ]
    html += more("Spend as a table", table("Spend by year and kind", ("Future", "Year", "Kind", "Spend"), rows))
    return [("money", "Spend", section("money", "Spend", html, "Not discounted; running charges are not part of it."))]


def curve(found: Futures) -> list[Part]:
    """Cost against the most bids wanted at once, where asked for."""
    if not found.curve:
        return []
    chart = piece(whatif_charts.curve(found), "chart-curve")
    html = figure("Whole-life cost against the most bids wanted at once; the table below says the same", chart)
    rows: list[list[Cell]] = [
        [
            f"at most {p.most_bids}",
            None if p.cost is None else whole_money(p.cost, found.currency),
            p.gap,
            p.unsecured,
            STATUS[p.status],
        ]
        for p in found.curve
    ]
    columns = ("Bids wanted at once", "Cost", "Gap (user-slots)", "Unsecured (user-slots)", "Result")
    html += table("The least cost for each number of bids, the goals before it held", columns, rows)
    return [("curve", "Cost against peak", section("curve", "What a lower peak costs", html))]


PARTS = (differences, moved, timelines, capacity, money, curve)
