"""What every drawing on the common axis shares: its width, days, backdrop and text."""

from __future__ import annotations

from datetime import date
from html import escape

from calloff.report.picture import Axis
from calloff_data.write.signs import BAND, INK, LINE, QUARTER

WIDTH = 1340
HALO = 'stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
LEFT = 236
RIGHT = 1328
SPAN = RIGHT - LEFT


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


def backdrop(axis: Axis, height: float) -> str:
    """Fiscal years as bands, quarters as lines."""
    bands = [
        f'<rect {span(axis, a, b)} height="{height:.0f}" fill="{BAND}"/>'
        for i, (a, b, _) in enumerate(axis.years)
        if i % 2 == 0
    ]
    step = 1 if len(axis.quarters) <= 60 else 4
    lines = [f"M{x_of(axis, q):.1f} 0V{height:.0f}" for q in axis.quarters[::step]]
    return f'{"".join(bands)}<path d="{"".join(lines)}" stroke="{QUARTER}" stroke-width="1"/>'


def span(axis: Axis, start: date, end: date) -> str:
    """A period as the place and width of a rectangle."""
    x = x_of(axis, start)
    return f'x="{x:.1f}" width="{x_of(axis, end) - x:.1f}"'


def verticals(axis: Axis, height: float, live_by: date | None) -> str:
    """Today, and the deadline, as lines from top to bottom."""
    x = x_of(axis, axis.today)
    lines = f'<line x1="{x:.1f}" x2="{x:.1f}" y2="{height:.0f}" {line_style(True)} pointer-events="none"/>'
    if live_by and axis.shows(live_by):
        x = x_of(axis, live_by)
        lines += f'<line x1="{x:.1f}" x2="{x:.1f}" y2="{height:.0f}" {line_style(False)} pointer-events="none"/>'
    return lines


def rule(y: float) -> str:
    """A hairline across the picture."""
    return f'<line x1="0" x2="{RIGHT}" y1="{y + 0.5}" y2="{y + 0.5}" stroke="{LINE}"/>'


def line_style(today: bool) -> str:
    """Today's line is whole, a deadline's dashed."""
    return (
        f'stroke="{INK}" stroke-width="1.6"' if today else f'stroke="{INK}" stroke-width="1.2" stroke-dasharray="4 3"'
    )


def tipped(shape: str, tip: str, *, focus: bool) -> str:
    """A shape with its words on hover; and on focus where it can be reached."""
    reach = f' role="img" aria-label="{escape(tip)}" tabindex="-1"' if focus else ""
    return f'<g class="t" data-tip="{escape(tip)}"{reach}>{shape}</g>'


def text_at(
    x: float, y: float, text: str, *, anchor: str = "start", fill: str = INK, size: float = 12, weight: int = 400,
    halo: bool = False,
) -> str:  # fmt: skip
    """A text, escaped, its baseline at y; a halo keeps it clear of lines behind it."""
    around = f" {HALO}" if halo else ""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{at} font-size="{size}" fill="{fill}"{bold}{around}>{escape(text)}</text>'
