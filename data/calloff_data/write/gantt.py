"""The plan on a page as SVG: one drawing a cluster, all on one axis, stacked without a seam."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from calloff.report.picture import Axis, Bar, Block, Mark, Row
from calloff.report.wording import isolated, last_day, short_day, shortened
from calloff_data.write.canvas import (
    HALO,
    LEFT,
    RIGHT,
    backdrop,
    line_style,
    picture,
    rule,
    span,
    text_at,
    tipped,
    verticals,
    x_of,
)
from calloff_data.write.signs import BARS, INK, MUTED, mark

HEAD = 30
ROW = 22
BAR = 14
LABELLED = 32
"""Height of a row with dates above its marks."""
UNDER = 7
"""Height of a lane beneath a row."""
FLAG = 130
"""Room for the words beside a line from top to bottom [px]."""
CHARACTER = 5.7
"""Width of a letter on a bar, on the wide side [px]."""


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
    heights = [_height(r) for r in shown.rows]
    height = HEAD + sum(heights) + 8
    parts = [backdrop(axis, height), rule(0)]
    y: float = HEAD
    for row, tall in zip(shown.rows, heights, strict=True):
        parts.append(_row(axis, row, y, tall, focus=True))
        y += tall
    parts += [verticals(axis, height, shown.live_by), _heading(shown)]
    return picture(height, f"{shown.title}: plan", "".join(parts))


def summary(axis: Axis, shown: Block) -> str:
    """The one row that stands for a cluster; what is wrong with its systems on a lane beneath."""
    tall = LABELLED + UNDER + 2
    parts = [backdrop(axis, tall), _row(axis, shown.summary, 0, tall, focus=False)]
    parts.append(verticals(axis, tall, shown.live_by))
    return picture(tall, shown.title, "".join(parts), hidden=True)


def _under(axis: Axis, bar: Bar, top: float) -> str:
    look = BARS[bar.sign]
    if bar.sign == "unsupported":
        return _dots(x_of(axis, bar.start), top + UNDER - 2, x_of(axis, bar.end) - x_of(axis, bar.start))
    return (
        f'<rect {span(axis, bar.start, bar.end)} y="{top}" height="{UNDER}" fill="{look.fill}" stroke="{look.edge}"/>'
    )


def _heading(shown: Block) -> str:
    name = escape(isolated(shortened(shown.title, 60)))
    facts = [f"{shown.users:,} users"] if shown.users else []
    facts += [f"live by {short_day(last_day(shown.live_by))}"] if shown.live_by else []
    beside = f'<tspan dx="12" font-size="11.5" font-weight="400" fill="{MUTED}">{" · ".join(facts)}</tspan>'
    return f'<text x="4" y="20" font-size="14" font-weight="650" fill="{INK}" {HALO}>{name}{beside}</text>'


def _height(row: Row) -> float:
    own = LABELLED if any(m.text for m in row.marks) else ROW
    return own + (UNDER if row.under else 0)


def _row(axis: Axis, row: Row, y: float, tall: float, *, focus: bool) -> str:
    top = y + tall - BAR - 4 - (UNDER if row.under or not focus else 0)
    label = shortened(row.label, 33)
    fill = MUTED if row.quiet else INK
    parts = [tipped(text_at(LEFT - 10, top + 11, label, anchor="end", fill=fill, size=11.5), row.label, focus=False)]
    parts += [_bar(axis, b, top, focus) for b in row.bars if _seen(axis, b)]
    parts += [tipped(_under(axis, b, top + BAR + 1), b.tip, focus=focus) for b in row.under if _seen(axis, b)]
    parts += list(_marks(axis, row.marks, top, focus))
    return "".join(parts)


def _seen(axis: Axis, bar: Bar) -> bool:
    return axis.start < bar.end and bar.start < axis.end


def _bar(axis: Axis, bar: Bar, top: float, focus: bool) -> str:
    x, end = x_of(axis, bar.start), x_of(axis, bar.end)
    wide = max(end - x, 1.5)
    look = BARS[bar.sign]
    if bar.sign == "unsupported":
        return tipped(_dots(x, top + BAR, wide), bar.tip, focus=focus)
    shape = (
        f'<rect x="{x + 0.5:.1f}" y="{top + 0.5:.1f}" width="{max(wide - 1, 1):.1f}" height="{BAR - 1}" rx="2" '
        f'fill="{look.fill}" stroke="{look.edge}"/>'
    )
    return tipped(
        shape + _words(axis, bar, x, min(end, RIGHT) - x, top) + _runs_on(axis, bar, top), bar.tip, focus=focus
    )


def _dots(x: float, y: float, wide: float) -> str:
    """A dotted underline, with room around it to point at."""
    fill = BARS["unsupported"].fill
    hit = f'<rect width="{wide:.1f}" height="6" fill="transparent"/>'
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{hit}<rect y="1" width="{wide:.1f}" height="4" fill="{fill}"/></g>'
    )


def _words(axis: Axis, bar: Bar, x: float, wide: float, top: float) -> str:
    """The bar's few words, where they fit, clear of today's line."""
    text, today = shortened(bar.text, 40), x_of(axis, axis.today)
    room = len(text) * CHARACTER + 14
    if x - 2 < today < x + room:
        x, wide = today, wide - (today - x)
    if not text or room > wide:
        return ""
    return text_at(x + 8, top + 10.6, text, fill=BARS[bar.sign].text, size=10.5)


def _runs_on(axis: Axis, bar: Bar, top: float) -> str:
    """An arrow where a bar runs past the end of the axis."""
    if bar.end <= axis.end:
        return ""
    return f'<path d="M{RIGHT} {top}l7 {BAR / 2}l-7 {BAR / 2}z" fill="{BARS[bar.sign].edge}"/>'


def _marks(axis: Axis, marks: Sequence[Mark], top: float, focus: bool) -> Iterator[str]:
    free = -1e9
    for m in sorted(marks, key=lambda m: (m.sign == "gtm", m.day)):
        if not axis.shows(m.day):
            continue
        x = x_of(axis, m.day)
        label = ""
        if m.text and x - free > 58:
            label, free = _date_above(m.text, x, top), x
        yield tipped(mark(m.sign, x, top + BAR / 2) + label, m.tip, focus=focus)


def _date_above(text: str, x: float, top: float) -> str:
    anchor, at = ("end", RIGHT) if x > RIGHT - 28 else ("middle", max(x, LEFT + 24))
    return text_at(at, top - 4, text, anchor=anchor, size=10.5, weight=650)
