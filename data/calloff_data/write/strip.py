"""Use against capacity as a strip under the plan, on the same axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from calloff.report.loads import Load, Step
from calloff.report.picture import Axis
from calloff.report.wording import last_day, short_day
from calloff_data.write.canvas import LEFT, RIGHT, backdrop, picture, rule, text_at, tipped, verticals, x_of
from calloff_data.write.markup import said
from calloff_data.write.scale import Flowing
from calloff_data.write.signs import BARS, INK, MUTED, PAPER


def strip(axis: Axis, title: str, note: str, steps: Sequence[Step]) -> str:
    """Use against capacity under the same axis.

    Parameters
    ----------
    title, note
        What is used, and of what.
    steps
        Periods of even use: first day, day after the last, use, capacity (None = no limit).
    """
    tall, base = 102, 90
    most = max([use for _, _, use, _ in steps] + [c for *_, c in steps if c is not None] + [1])
    scale = 56 / most
    parts = [backdrop(axis, tall), rule(0), text_at(4, 34, title, size=14, weight=650)]
    parts.append(text_at(4, 52, note, fill=MUTED, size=11.5))
    for start, end, use, capacity in steps:
        if start < axis.end and end > axis.start:
            parts.append(_step(axis, start, end, use, capacity, base, scale))
    parts.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{base}" y2="{base}" stroke="{MUTED}"/>')
    parts.append(_limit(axis, steps, base, scale))
    parts.append(verticals(axis, tall, None))
    return picture(tall, f"{title}: use and capacity over time", "".join(parts))


def _limit(axis: Axis, steps: Sequence[Step], base: float, scale: float) -> str:
    """The capacity in figures, where it is at the end of the axis."""
    ends = [c for start, _, _, c in steps if c is not None and start < axis.end]
    if not ends:
        return ""
    return text_at(RIGHT, base - ends[-1] * scale - 5, f"capacity {ends[-1]}", anchor="end", size=11)


def _step(axis: Axis, start: date, end: date, use: int, capacity: int | None, base: float, scale: float) -> str:
    x, wide = x_of(axis, start), x_of(axis, end) - x_of(axis, start)
    drawn = _used(x, wide, use, base, scale) if use else ""
    if capacity is not None:
        y = base - capacity * scale
        drawn += f'<path d="M{x:.1f} {y:.1f}h{wide:.1f}" stroke="{INK}" stroke-width="2"/>'
    return tipped(drawn, _tip(start, end, use, capacity), focus=True) if drawn else ""


def _tip(start: date, end: date, use: int, capacity: int | None) -> str:
    limit = "no limit" if capacity is None else f"capacity {capacity:,}"
    return f"{short_day(start)} to {short_day(last_day(end))}: {use:,} used, {limit}"


def _used(x: float, wide: float, use: int, base: float, scale: float) -> str:
    tall = use * scale
    fill = BARS["tender"].fill
    column = (
        f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{max(wide - 1, 1):.1f}" height="{tall:.1f}" fill="{fill}"/>'
    )
    if wide <= 12 or tall <= 13:
        return column
    return column + text_at(x + wide / 2, base - tall + 12, str(use), anchor="middle", fill=PAPER, size=11)


# --- in a page that zooms ---------------------------------------------------------------------------

TALL, BASE, ROOM = 84, 76, 58
"""Height of a strip in a page, its zero line, and what the most used takes [px]."""


def title_of(load: Load) -> str:
    """What a strip is of, in few words."""
    return "Bids wanted" if load.of == "market" and load.kind == "bid" else load.title


def lane(axis: Axis, load: Load, number: int, title: str = "") -> str:
    """A load as a row of a timeline; its number is that of the load."""
    name = title or title_of(load)
    most = max([load.peak, *(c for *_, c in load.steps if c is not None), 1])
    seen = [s for s in load.steps if s[0] < axis.end and s[1] > axis.start]
    steps = "".join(_flowing(Flowing(axis), step, ROOM / most) for step in seen)
    zero = f'<line x1="0" x2="100%" y1="{BASE}" y2="{BASE}" class="zero"/>'
    full = '<em class="full">limit reached</em>' if load.full else ""
    note = f"most {load.peak:,}{_of_limit(load)}"
    words = f'<span class="n"><b>{said(name)}</b><small>{note}</small>{full}</span>'
    label = escape(f"{name}: use and capacity over time")
    drawing = f'<svg class="p" height="{TALL}" role="group" aria-label="{label}">{zero}{steps}</svg>'
    return f'<div class="r strip" data-load="{number}">{words}{drawing}</div>'


def _of_limit(load: Load) -> str:
    limits = sorted({c for *_, c in load.steps if c is not None})
    if not limits:
        return ", no limit"
    return f" of {limits[0]:,}" if len(limits) == 1 else f", capacity {limits[0]:,} to {limits[-1]:,}"


def _flowing(scale: Flowing, step: Step, size: float) -> str:
    start, end, use, capacity = step
    place = f'x="{scale.x(start)}" width="{scale.wide(start, min(end, scale.axis.end))}"'
    shape = ""
    if use:
        kind = "u full" if capacity is not None and use >= capacity else "u"
        middle = start + (min(end, scale.axis.end) - start) / 2
        shape = f'<rect {place} y="{BASE - use * size:.1f}" height="{use * size:.1f}" class="{kind}"/>'
        shape += f'<text x="{scale.x(middle)}" y="{BASE - use * size - 3:.1f}">{use:,}</text>'
    if capacity is not None:
        y = f"{BASE - capacity * size:.1f}"
        x2 = scale.x(min(end, scale.axis.end))
        shape += f'<line x1="{scale.x(start)}" x2="{x2}" y1="{y}" y2="{y}" class="limit"/>'
    if not use:
        return shape
    hit = f'<rect {place} y="0" height="{TALL}" fill="transparent"/>'
    return f'<g class="t" role="img" aria-label="{_tip(*step)}">{hit}{shape}</g>'
