"""One row of the plan on a page, on any scale: its bars, what is beneath them, and its milestones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from calloff.report.picture import Bar, Mark, Row, Shift
from calloff_data.write.scale import BAR, Scale
from calloff_data.write.signs import INK, PAPER

ROW = 24
LABELLED = 34
"""Height of a row with dates above its marks [px]."""
UNDER = 7
"""Height of a lane beneath a row [px]."""
CLEAR = 0.053
"""Least distance between two dates above a row [share of the axis]."""

Wrap = Callable[[str, Bar | Mark | Shift], str]
"""Makes a shape one that can be pointed at."""


def height(row: Row) -> int:
    """Height of a row [px]."""
    own = LABELLED if any(m.text for m in row.marks) else ROW
    return own + (UNDER if row.under else 0)


def drawn(scale: Scale, row: Row, wrap: Wrap, y: float = 0, tall: float | None = None, *, lane: bool = False) -> str:
    """All of a row, its upper edge at y; `lane` keeps room beneath where nothing is."""
    tall = tall or height(row)
    top = y + tall - BAR - 5 - (UNDER if row.under or lane else 0)
    axis = scale.axis
    parts = [wrap(_bar(scale, b, top), b) for b in row.bars if b.start < axis.end and axis.start < b.end]
    parts += [wrap(_under(scale, b, top + BAR + 1), b) for b in row.under if b.start < axis.end and axis.start < b.end]
    parts += [wrap(_shift(scale, s, top + BAR / 2), s) for s in row.shifts]
    parts += _marks(scale, row.marks, top, wrap)
    return "".join(parts)


def _bar(scale: Scale, bar: Bar, top: float) -> str:
    if bar.sign == "unsupported":
        return _dots(scale, bar, top + BAR - 1)
    place = f'x="{scale.x(bar.start)}" y="{top + 0.5:g}" width="{scale.wide(bar.start, _end(scale, bar))}"'
    shape = f'<rect {place} height="{BAR - 1}" rx="2" {scale.dressed(bar.sign)}/>'
    return shape + scale.words(bar, top) + _runs_on(scale, bar, top)


def _end(scale: Scale, bar: Bar) -> date:
    return min(bar.end, scale.axis.end)


def _dots(scale: Scale, bar: Bar, y: float) -> str:
    """A dotted underline, with room around it to point at."""
    place = f'x="{scale.x(bar.start)}" width="{scale.wide(bar.start, _end(scale, bar))}"'
    hit = f'<rect {place} y="{y:g}" height="7" fill="transparent"/>'
    return f'{hit}<rect {place} y="{y + 1:g}" height="4" {scale.dressed("unsupported")}/>'


def _under(scale: Scale, bar: Bar, top: float) -> str:
    if bar.sign == "unsupported":
        return _dots(scale, bar, top + UNDER - 6)
    place = f'x="{scale.x(bar.start)}" y="{top:g}" width="{scale.wide(bar.start, _end(scale, bar))}"'
    return f'<rect {place} height="{UNDER}" {scale.dressed(bar.sign)}/>'


def _runs_on(scale: Scale, bar: Bar, top: float) -> str:
    """An arrow where a bar runs past the end of the axis."""
    if bar.end <= scale.axis.end:
        return ""
    return scale.put(scale.axis.end, top, f'<path d="M0 0l7 {BAR / 2:g}l-7 {BAR / 2:g}z" {scale.dressed(bar.sign)}/>')


def _shift(scale: Scale, shift: Shift, y: float) -> str:
    """An arrow from where another plan has a milestone, and its sign there, hollow."""
    inside = [min(max(d, scale.axis.start), scale.axis.end) for d in (shift.before, shift.day)]
    x, to = (scale.x(d) for d in inside)
    style = f'stroke="{INK}" stroke-width="1.6" stroke-dasharray="3 2"'
    halo = f'<line x1="{x}" x2="{to}" y1="{y:g}" y2="{y:g}" stroke="{PAPER}" stroke-width="4.5"/>'
    head = "l-9 -4v8z" if shift.day > shift.before else "l9 -4v8z"
    start = "-6" if shift.day > shift.before else "6"
    arrow = scale.put(inside[1], y, f'<path d="M{start} 0{head}" fill="{INK}" stroke="{PAPER}" stroke-width=".8"/>')
    line = f'<line x1="{x}" x2="{to}" y1="{y:g}" y2="{y:g}" {style}/>'
    return f"{halo}{line}{scale.mark(f'was-{shift.sign}', inside[0], y)}{arrow}"


def _marks(scale: Scale, marks: Sequence[Mark], top: float, wrap: Wrap) -> Iterator[str]:
    free = -1.0
    for m in sorted(marks, key=lambda m: (m.sign == "gtm", m.day)):
        if not scale.axis.shows(m.day):
            continue
        label, share = "", scale.axis.share(m.day)
        if m.text and share - free > CLEAR:
            label, free = scale.above(m.text, m.day, top - 4), share
        yield wrap(scale.mark(m.sign, m.day, top + BAR / 2) + label, m)
