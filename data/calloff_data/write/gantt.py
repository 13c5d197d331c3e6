"""The plan on a page as SVG: one drawing a cluster, all on one axis, stacked without a seam."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from calloff.report.picture import Axis, Bar, Block, Mark, Row, Shift
from calloff.report.wording import isolated, last_day, short_day, shortened
from calloff_data.write import bars
from calloff_data.write.canvas import (
    HALO,
    LEFT,
    RIGHT,
    backdrop,
    line_style,
    picture,
    rule,
    text_at,
    tipped,
    verticals,
    x_of,
)
from calloff_data.write.scale import Fixed
from calloff_data.write.signs import INK, MUTED

HEAD = 30
FLAG = 130
"""Room for the words beside a line from top to bottom [px]."""


def years(axis: Axis, live_by: Iterable[date]) -> str:
    """The head of the picture: fiscal years, today and the deadline by name."""
    common = {d for d in live_by if axis.shows(d)}
    deadline = max(common) if len(common) == 1 else None
    crowded = deadline is not None and 0 <= x_of(axis, deadline) - x_of(axis, axis.today) < FLAG
    parts = [backdrop(axis, 44), _flag(axis, axis.today, f"today, {short_day(axis.today)}", bold=True, left=crowded)]
    if deadline:
        parts.append(_flag(axis, deadline, "live-by date", bold=False))
    parts += [_year(axis, *year) for year in axis.years]
    return picture(44, "Fiscal years", "".join(parts), hidden=True)


def _year(axis: Axis, start: date, end: date, name: str, y: float = 38) -> str:
    """A year's name in the middle of its band."""
    left, right = x_of(axis, start), x_of(axis, end)
    if right - left < 52:
        return ""
    return text_at((left + right) / 2, y, name, anchor="middle", fill=MUTED, size=12, halo=True)


def years_below(axis: Axis) -> str:
    """The foot of the picture: fiscal years again."""
    named = "".join(_year(axis, *year, y=16) for year in axis.years)
    return picture(24, "Fiscal years", backdrop(axis, 24) + named, hidden=True)


def _flag(axis: Axis, day: date, text: str, *, bold: bool, left: bool = False) -> str:
    x = x_of(axis, day)
    anchor, nudge = ("end", -4) if left or x > RIGHT - FLAG else ("start", 4)
    label = text_at(x + nudge, 15, text, anchor=anchor, fill=INK, size=11, weight=600 if bold else 400)
    return f'<line x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="44" {line_style(bold)}/>{label}'


def block(axis: Axis, shown: Block) -> str:
    """All rows of one cluster under its name."""
    heights = [bars.height(r) for r in shown.rows]
    height = HEAD + sum(heights) + 8
    parts = [backdrop(axis, height), rule(0)]
    y = HEAD
    for row, tall in zip(shown.rows, heights, strict=True):
        parts.append(_row(axis, row, y, tall, focus=True))
        y += tall
    parts += [verticals(axis, height, shown.live_by), _heading(shown)]
    return picture(height, f"{shown.title}: plan", "".join(parts))


def summary(axis: Axis, shown: Block) -> str:
    """The one row that stands for a cluster; what is wrong with its systems on a lane beneath."""
    tall = bars.LABELLED + bars.UNDER + 2
    parts = [backdrop(axis, tall), _row(axis, shown.summary, 0, tall, focus=False)]
    parts.append(verticals(axis, tall, shown.live_by))
    return picture(tall, shown.title, "".join(parts), hidden=True)


def _heading(shown: Block) -> str:
    name = escape(isolated(shortened(shown.title, 60)))
    beside = f'<tspan dx="12" font-size="11.5" font-weight="400" fill="{MUTED}">{facts(shown)}</tspan>'
    return f'<text x="4" y="20" font-size="14" font-weight="650" fill="{INK}" {HALO}>{name}{beside}</text>'


def facts(shown: Block) -> str:
    """A cluster in figures: its users and its deadline."""
    said = [f"{shown.users:,} users"] if shown.users else []
    said += [f"live by {short_day(last_day(shown.live_by))}"] if shown.live_by else []
    return " · ".join(said)


def _row(axis: Axis, row: Row, y: float, tall: float, *, focus: bool) -> str:
    top = y + tall - 19 - (bars.UNDER if row.under or not focus else 0)
    fill = MUTED if row.quiet else INK
    label = text_at(LEFT - 10, top + 11, shortened(row.label, 33), anchor="end", fill=fill, size=11.5)

    def wrap(shape: str, of: Bar | Mark | Shift) -> str:
        return tipped(shape, of.tip, focus=focus)

    return tipped(label, row.label, focus=False) + bars.drawn(Fixed(axis), row, wrap, y, tall, lane=not focus)
