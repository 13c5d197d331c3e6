"""The part of the page with performance measures: ours by cluster, the user's own drawn beside them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from itertools import groupby

from calloff.measures import MEASURES, Measured, Value
from calloff.measures.users_live import DEADLINE
from calloff.report import Report
from calloff.report.wording import plain, sentence, short_day, whole_money
from calloff_data.write.markup import Cell, Part, figure, more, said, section, table, tag
from calloff_data.write.small_chart import Point, small_chart

ALL = "All together"
_DAYS = re.compile(r"\d{4}-\d\d-\d\d")
TROUBLE: dict[str, Callable[[Value], bool]] = {
    "headroom": lambda v: v.value is not None and v.value < 0,
    "users_live": lambda v: v.value is not None and v.of is not None and v.value < v.of,
    "spend": lambda v: v.value is not None and v.of is not None and v.value > v.of,
    "unsecured": lambda v: bool(v.value),
    "integrator_left": lambda v: v.value is not None and v.value < 0,
}
"""When a figure is in bold amber."""


def measures(report: Report) -> list[Part]:
    """How the plan stands by each measure."""
    ours = [m for m in report.measures if not m.own]
    own = [m for m in report.measures if m.own]
    if not ours and not own:
        return []
    html = (_summary(report, ours) if ours else "") + _charts(report, ours, own)
    html += "".join(_over_time(report, [m for m in ours if m.name == measure.NAME]) for measure in MEASURES)
    html += _own_table(own) + _definitions({m.name for m in ours})
    note = "Figures in bold amber fall short: of time, of users, of money or of what is agreed."
    return [("measures", "Measures", section("measures", "Performance measures", html, note))]


def _is_now(m: Measured) -> bool:
    """Whether a figure is the one of its cluster, rather than one over time."""
    return m.figure.period in ("", DEADLINE)


def _summary(report: Report, ours: Sequence[Measured]) -> str:
    """One row a cluster, one column a measure."""
    now = [m for m in ours if _is_now(m)]
    heads = {m.name: f"{m.title} {m.figure.period}".strip() + _in(m.unit) for m in now}
    held = {(m.figure.cluster, m.name): m for m in now}
    rows: list[list[Cell]] = [
        [_cluster(report, c), *(_cell(report, held[c, name]) if (c, name) in held else "not shown" for name in heads)]
        for c in dict.fromkeys(m.figure.cluster for m in now)
    ]
    return table("Each measure, all together and by cluster", ("Cluster", *heads.values()), rows)


def _in(unit: str) -> str:
    return f" ({unit})" if unit in ("months", "dates") or unit.endswith("moved") else ""


def _cluster(report: Report, cluster: str) -> str:
    return report.names.item(cluster) if cluster else ALL


def _cell(report: Report, m: Measured) -> Cell:
    """A figure, what it is held against, and whether it falls short."""
    v = m.figure
    if v.value is None:
        return v.note
    text = _amount(report, m, v.value) + (f" of {_amount(report, m, v.of)}" if v.of is not None else "")
    short = m.name in TROUBLE and TROUBLE[m.name](v)
    return tag("span", text, "warn mark" if short else "mark")


def _amount(report: Report, m: Measured, value: Decimal | int) -> str:
    currency = report.programme.programme.currency
    return whole_money(value, currency) if not m.own and m.unit == currency else _number(value)


def _number(value: Decimal | int) -> str:
    """A number with a real minus, no more digits than it has."""
    whole = int(value) if value == int(value) else value.normalize() if isinstance(value, Decimal) else value
    return f"{whole:,f}".replace("-", "−") if isinstance(whole, Decimal) else f"{whole:,}".replace("-", "−")


def _over_time(report: Report, found: Sequence[Measured]) -> str:
    """A measure's figures over time, as a table that opens."""
    timed = [m for m in found if not _is_now(m)]
    if not timed:
        return ""
    rows: list[list[Cell]] = [
        [_cluster(report, m.figure.cluster), _period(m.figure.period), _cell(report, m)] for m in timed
    ]
    title = f"{timed[0].title}, by period"
    return more(title, table(title, ("Cluster", "Period", sentence(timed[0].title)), rows))


def _period(text: str) -> str:
    """A period, its days as people say them."""
    return _DAYS.sub(lambda found: short_day(date.fromisoformat(found[0])), text)


# --- drawn ---------------------------------------------------------------------------------------


def _charts(report: Report, ours: Sequence[Measured], own: Sequence[Measured]) -> str:
    """Users live by quarter, then each of the user's own measures, side by side."""
    live = [m for m in ours if m.name == "users_live" and not m.figure.cluster and not _is_now(m)]
    drawn = [_chart("Users live by quarter", [_point(m, "all") for m in live], steps=True)] if len(live) > 1 else []
    for _, held in groupby(own, key=lambda m: m.name):
        rows = list(held)
        title = plain(rows[-1].title) + (f" ({rows[-1].unit})" if rows[-1].unit else "")
        drawn.append(_chart(title, [_point(m) for m in rows], steps=False))
    return f'<div class="many">{"".join(drawn)}</div>' if drawn else ""


def _chart(title: str, points: Sequence[Point], *, steps: bool) -> str:
    last = points[-1]
    label = f"{title}: {last.said} on {short_day(last.day)}"
    label += f", {last.target_said}" if last.target is not None else ""
    chart = figure(f"{label}; the tables below say the same", small_chart(points, steps=steps))
    return f"<div><h3>{said(title)}</h3>{chart}</div>"


def _point(m: Measured, held: str = "target") -> Point:
    v = m.figure
    assert v.day is not None
    assert v.value is not None
    target = None if v.of is None else float(v.of)
    return Point(v.day, float(v.value), _number(v.value), target, "" if v.of is None else f"{held} {_number(v.of)}")


def _own_table(own: Sequence[Measured]) -> str:
    """The user's own measures as they were given."""
    if not own:
        return ""
    rows: list[list[Cell]] = [
        [
            plain(m.title),
            short_day(m.figure.day) if m.figure.day else None,
            _number(m.figure.value) if m.figure.value is not None else None,
            _number(m.figure.of) if m.figure.of is not None else "none",
            plain(m.unit),
        ]
        for m in own
    ]
    return table("Your own measures", ("Measure", "On", "Value", "Target", "Unit"), rows)


def _definitions(shown: Iterable[str]) -> str:
    """How each measure is counted, in the words that define it."""
    terms = [
        f"<dt>{escape(m.TITLE)}</dt><dd>{escape(' '.join((inspect.getdoc(m) or '').replace('`', '').split()))}</dd>"
        for m in MEASURES
        if m.NAME in set(shown)
    ]
    return more("How each measure is counted", f"<dl>{''.join(terms)}</dl>") if terms else ""


PARTS = (measures,)
