"""The plan on a page as SVG: one drawing a cluster, all on one axis, stacked without a seam."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from calloff.report.picture import Axis, Bar, Block, Mark, Row
from calloff.report.wording import last_day, short_day, shortened
from calloff_data.write.signs import BAND, BARS, INK, LINE, MUTED, PAPER, QUARTER, mark

WIDTH = 1340
LEFT = 236
RIGHT = 1328
SPAN = RIGHT - LEFT
HEAD = 30
ROW = 22
BAR = 14
LABELLED = 32
"""Height of a row with dates above its marks."""
CHARACTER = 5.7
"""Width of a letter on a bar, on the wide side [px]."""


def x_of(axis: Axis, day: date) -> float:
    """Where a day is drawn [px]."""
    return LEFT + SPAN * axis.share(day)


def picture(height: float, name: str, content: str, *, hidden: bool = False) -> str:
    """An SVG of the common width."""
    said = 'aria-hidden="true"' if hidden else f'role="group" aria-label="{escape(name)}"'
    return (
        f'<svg class="lane" viewBox="0 0 {WIDTH} {height:.0f}" {said} focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">{content}</svg>'
    )


def years(axis: Axis, live_by: Iterable[date]) -> str:
    """The head of the picture: fiscal years, today and deadlines by name."""
    parts = [_backdrop(axis, 44)]
    for start, end, name in axis.years:
        wide = x_of(axis, end) - x_of(axis, start)
        if wide > 48:
            parts.append(_text(x_of(axis, start) + wide / 2, 38, name, anchor="middle", fill=MUTED, size=12))
    parts.append(_flag(axis, axis.today, f"today, {short_day(axis.today)}", bold=True))
    for day in sorted(set(live_by))[:1]:
        if axis.shows(day):
            parts.append(_flag(axis, day, "live-by date", bold=False))
    return picture(44, "Fiscal years", "".join(parts), hidden=True)


def _flag(axis: Axis, day: date, text: str, *, bold: bool) -> str:
    x = x_of(axis, day)
    anchor = "end" if x > RIGHT - 120 else "start"
    nudge = -4 if anchor == "end" else 4
    label = _text(x + nudge, 15, text, anchor=anchor, fill=INK, size=11, weight=600 if bold else 400)
    return f'<line x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="44" {_line(bold)}/>{label}'


def _line(today: bool) -> str:
    return (
        f'stroke="{INK}" stroke-width="1.6"' if today else f'stroke="{INK}" stroke-width="1.2" stroke-dasharray="4 3"'
    )


def block(axis: Axis, shown: Block) -> str:
    """All rows of one cluster under its name."""
    heights = [_height(r) for r in shown.rows]
    height = HEAD + sum(heights) + 8
    parts = [_backdrop(axis, height), _heading(shown), _quiet_line(0)]
    y: float = HEAD
    for row, tall in zip(shown.rows, heights, strict=True):
        parts.append(_row(axis, row, y, tall, focus=True))
        y += tall
    parts.append(_verticals(axis, height, shown.live_by))
    return picture(height, f"{shown.title}: plan", "".join(parts))


def summary(axis: Axis, shown: Block) -> str:
    """The one row that stands for a cluster."""
    parts = [_backdrop(axis, LABELLED), _row(axis, shown.summary, 0, LABELLED, focus=False)]
    parts.append(_verticals(axis, LABELLED, shown.live_by))
    return picture(LABELLED, shown.title, "".join(parts), hidden=True)


def _heading(shown: Block) -> str:
    name = _text(4, 20, shortened(shown.title, 60), size=14, weight=650)
    x = 4 + len(shortened(shown.title, 60)) * 8.2 + 14
    users = f"{shown.users:,} users" if shown.users else ""
    return name + (_text(max(x, LEFT + 6), 20, users, fill=MUTED, size=11.5) if users else "")


def _backdrop(axis: Axis, height: float) -> str:
    """Fiscal years as bands, quarters as lines."""
    bands = [
        f'<rect {_span(axis, a, b)} height="{height:.0f}" fill="{BAND}"/>'
        for i, (a, b, _) in enumerate(axis.years)
        if i % 2 == 0
    ]
    step = 1 if len(axis.quarters) <= 60 else 4
    lines = [f"M{x_of(axis, q):.1f} 0V{height:.0f}" for q in axis.quarters[::step]]
    return f'{"".join(bands)}<path d="{"".join(lines)}" stroke="{QUARTER}" stroke-width="1"/>'


def _span(axis: Axis, start: date, end: date) -> str:
    x = x_of(axis, start)
    return f'x="{x:.1f}" width="{x_of(axis, end) - x:.1f}"'


def _verticals(axis: Axis, height: float, live_by: date | None) -> str:
    x = x_of(axis, axis.today)
    lines = f'<line x1="{x:.1f}" x2="{x:.1f}" y2="{height:.0f}" {_line(True)} pointer-events="none"/>'
    if live_by and axis.shows(live_by):
        x = x_of(axis, live_by)
        lines += f'<line x1="{x:.1f}" x2="{x:.1f}" y2="{height:.0f}" {_line(False)} pointer-events="none"/>'
    return lines


def _quiet_line(y: float) -> str:
    return f'<line x1="0" x2="{RIGHT}" y1="{y + 0.5}" y2="{y + 0.5}" stroke="{LINE}"/>'


def _height(row: Row) -> float:
    return LABELLED if any(m.text for m in row.marks) else ROW


def _row(axis: Axis, row: Row, y: float, tall: float, *, focus: bool) -> str:
    top = y + tall - BAR - 4
    label = shortened(row.label, 38)
    fill = MUTED if row.quiet else INK
    parts = [_tipped(_text(LEFT - 10, top + 11, label, anchor="end", fill=fill, size=11.5), row.label, focus=False)]
    parts += [_bar(axis, b, top, focus) for b in row.bars if axis.start < b.end and b.start < axis.end]
    parts += list(_marks(axis, row.marks, top, focus))
    return "".join(parts)


def _bar(axis: Axis, bar: Bar, top: float, focus: bool) -> str:
    x, end = x_of(axis, bar.start), x_of(axis, bar.end)
    wide = max(end - x, 1.5)
    look = BARS[bar.sign]
    if bar.sign == "unsupported":
        return _tipped(_dots(x, top + BAR, wide), bar.tip, focus=focus)
    shape = (
        f'<rect x="{x + 0.5:.1f}" y="{top + 0.5:.1f}" width="{max(wide - 1, 1):.1f}" height="{BAR - 1}" rx="2" '
        f'fill="{look.fill}" stroke="{look.edge}"/>'
    )
    return _tipped(shape + _words(bar, x, wide, top) + _runs_on(axis, bar, top), bar.tip, focus=focus)


def _dots(x: float, y: float, wide: float) -> str:
    """A dotted underline, with room around it to point at."""
    fill = BARS["unsupported"].fill
    hit = f'<rect width="{wide:.1f}" height="6" fill="transparent"/>'
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{hit}<rect y="1" width="{wide:.1f}" height="4" fill="{fill}"/></g>'
    )


def _words(bar: Bar, x: float, wide: float, top: float) -> str:
    """The bar's few words, where they fit."""
    text = shortened(bar.text, 40)
    if not text or len(text) * CHARACTER + 12 > wide:
        return ""
    return _text(x + 6, top + 10.6, text, fill=BARS[bar.sign].text, size=10.5)


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
        yield _tipped(mark(m.sign, x, top + BAR / 2) + label, m.tip, focus=focus)


def _date_above(text: str, x: float, top: float) -> str:
    anchor, at = ("end", RIGHT) if x > RIGHT - 28 else ("middle", max(x, LEFT + 24))
    return _text(at, top - 4, text, anchor=anchor, size=10.5, weight=650)


def _tipped(shape: str, tip: str, *, focus: bool) -> str:
    """A shape with its words on hover; and on focus where it can be reached."""
    reach = f' role="img" aria-label="{escape(tip)}" tabindex="-1"' if focus else ""
    return f'<g class="t" data-tip="{escape(tip)}"{reach}>{shape}</g>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", fill: str = INK, size: float = 12, weight: int = 400
) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{at} font-size="{size}" fill="{fill}"{bold}>{escape(text)}</text>'


def strip(axis: Axis, title: str, note: str, steps: Sequence[tuple[date, date, int, int | None]]) -> str:
    """Use against capacity under the same axis.

    Parameters
    ----------
    title, note
        What is used, and of what.
    steps
        Periods of even use: first day, day after the last, use, capacity (None = no limit).
    """
    tall, base = 96, 84
    most = max([use for _, _, use, _ in steps] + [c for *_, c in steps if c is not None] + [1])
    scale = 56 / most
    parts = [_backdrop(axis, tall), _quiet_line(0), _text(4, 34, title, size=14, weight=650)]
    parts.append(_text(4, 52, note, fill=MUTED, size=11.5))
    for start, end, use, capacity in steps:
        if start < axis.end and end > axis.start:
            parts.append(_step(axis, start, end, use, capacity, base, scale))
    parts.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{base}" y2="{base}" stroke="{MUTED}"/>')
    parts.append(_verticals(axis, tall, None))
    return picture(tall, f"{title}: use and capacity over time", "".join(parts))


def _step(axis: Axis, start: date, end: date, use: int, capacity: int | None, base: float, scale: float) -> str:
    x, wide = x_of(axis, start), x_of(axis, end) - x_of(axis, start)
    drawn = _used(x, wide, use, base, scale) if use else ""
    if capacity is not None:
        y = base - capacity * scale
        drawn += f'<path d="M{x:.1f} {y:.1f}h{wide:.1f}" stroke="{INK}" stroke-width="2"/>'
    limit = "no limit" if capacity is None else f"capacity {capacity}"
    tip = f"{short_day(start)} to {short_day(last_day(end))}: {use} used, {limit}"
    return _tipped(drawn, tip, focus=True) if drawn else ""


def _used(x: float, wide: float, use: int, base: float, scale: float) -> str:
    tall = use * scale
    fill = BARS["tender"].fill
    column = (
        f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{max(wide - 1, 1):.1f}" height="{tall:.1f}" fill="{fill}"/>'
    )
    if wide <= 12 or tall <= 13:
        return column
    return column + _text(x + wide / 2, base - tall + 12, str(use), anchor="middle", fill=PAPER, size=11)
