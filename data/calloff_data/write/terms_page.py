"""`terms.html`: what contract-length flexibility is worth, on one page that stands alone."""

from __future__ import annotations

from calloff.identity import content_hash
from calloff.report.names import GOALS, Names
from calloff.report.wording import day, sentence, whole_money
from calloff.terms import Longest, Study, Switch
from calloff.terms.words import (
    again_said,
    basis_said,
    horizon_said,
    percent,
    plain,
    said_of,
    switch_said,
    wave_said,
    years,
)
from calloff_data.write import terms_chart
from calloff_data.write.markup import Cell, Part, figure, more, said, section, table, tag
from calloff_data.write.page import contents, whole

HOW = (
    "Every contract of a kind that is still to be let gets the same standard term, later cycles too. A longest term "
    "leaves every shorter standard term open, so that it is never worse in the order of the goals. A term that no row "
    "of the programme has is priced from the rows around it; each such price is an assumption."
)


def render(study: Study) -> str:
    """The page as text."""
    parts = [_turning(study), *(_frontier(study, later) for later in study.horizons), _prices(study)]
    title = f"{study.programme.programme.title or 'Programme'}: contract length"
    main = f"{_opening(study)}{contents(parts)}{''.join(html for _, _, html in parts)}"
    closing = (
        f"<p>Programme <code>{content_hash(study.programme)[:12]}</code>. Money is in real terms, present value.</p>"
    )
    return whole(title, main, closing)


def _opening(study: Study) -> str:
    h, answer = study.programme.programme, said_of(study)
    over = f"{said(h.title or 'Programme')} · as known on {day(h.as_of)} · how long contracts should be"
    lead = "".join(f'<p class="lead">{said(s)}</p>' for s in answer.sentences)
    return f'<header><p class="over">{over}</p><h1>{said(answer.finding)}</h1>{lead}</header>'


# --- where the answer turns -----------------------------------------------------------------------


def _turning(study: Study) -> Part:
    rows = [_switch(study, s) for s in study.switches]
    columns = ("Question", "Horizon", "Pays at", "No longer at", "In words")
    html = table("Switching values, each end proved", columns, rows)
    title, note = "Where the answer turns", "A price factor is a share of the lot's own charge."
    return "turning", title, section("turning", title, html, note)


def _switch(study: Study, s: Switch) -> list[Cell]:
    asked = f"{sentence(s.kind)}: {'price of ' + years(s.long) if s.what == 'price' else 'cost of letting again'}"
    shown = [None if x is None else percent(x) if s.what == "price" else f"× {plain(x)}" for x in (s.low, s.high)]
    low, high = (x if x is not None else "–" for x in shown)
    return [asked, horizon_said(study, s.later), low, high, sentence(switch_said(study, s))]


# --- the frontier -----------------------------------------------------------------------------------


def _frontier(study: Study, later: int) -> Part:
    chart = figure(terms_chart.label(study, later), terms_chart.frontier(study, later))
    tables = "".join(_rows(study, kind, later) for kind in study.kinds)
    title = f"Each longest term, {horizon_said(study, later)}"
    note = "Whole-life cost in present value. It rests on the prices at the end of this page." + (
        f" The horizon ends {later} months later than in the programme." if later else ""
    )
    identity = f"longest-{later}"
    return identity, title, section(identity, title, chart + tables, note)


def _rows(study: Study, kind: str, later: int) -> str:
    columns = ("Longest", "Options", "Best term", "Cost", *_extra(study, kind), "Peak of bids", "Let again",
               "Next wave", "Months past horizon", "State")  # fmt: skip
    rows = [r for r in study.rows if (r.kind, r.later) == (kind, later)]
    cells = [_row(study, r) for r in sorted(rows, key=lambda r: (r.longest, not r.options))]
    return more(
        f"{sentence(kind)}: all figures", table(f"{sentence(kind)}, {horizon_said(study, later)}", columns, cells)
    )


def _extra(study: Study, kind: str) -> list[str]:
    """Goals before the cost that are not the same in all rows, or not 0."""
    return [GOALS[name] for name in _weighed(study, kind)]


def _weighed(study: Study, kind: str) -> list[str]:
    names = ("gap", "unsecured", "unsupported", "lateness", "overspend")
    return [n for n in names if any(r.value(n) for r in study.rows if r.kind == kind)]


def _row(study: Study, r: Longest) -> list[Cell]:
    names, currency = _weighed(study, r.kind), study.programme.programme.currency
    state = {"optimal": "proved", "infeasible": "no plan", "feasible": "not proved", "unknown": "no plan found"}
    if r.best is None:
        blank: list[Cell] = [None] * (len(names) + 6)
        return [years(r.longest), "yes" if r.options else "no", *blank, tag("span", state[r.status], "bad")]
    counts = r.counts
    return [
        years(r.longest),
        "yes" if r.options else "no",
        years(r.best),
        whole_money(r.value("cost") or 0, currency),
        *(f"{r.value(n) or 0:,}" for n in names),
        r.value("peak"),
        again_said(r),
        wave_said(counts.wave) if counts else None,
        counts.committed if counts else None,
        state[r.status],
    ]


# --- prices ------------------------------------------------------------------------------------------


def _prices(study: Study) -> Part:
    names = Names(study.programme)
    rows: list[list[Cell]] = [
        [
            f"{names.item(p.lot)}, {names.route(p.route)}",
            years(p.months),
            f"{p.option} months" if p.option else "none",
            percent(p.factor),
            basis_said(p),
            tag("span", p.mark, p.mark if p.mark in ("assumed", "derived", "sourced") else ""),
        ]
        for p in study.prices
    ]
    guessed = sum(p.mark == "assumed" for p in study.prices)
    columns = ("Lot and route", "Term", "Option", "Price factor", "Taken from", "Mark")
    html = more("All prices", table("The price of each standard term", columns, rows))
    note = f"{guessed} of {len(rows)} prices are assumed. {HOW}"
    return "prices", "What it rests on", section("prices", "What it rests on", html, note)
