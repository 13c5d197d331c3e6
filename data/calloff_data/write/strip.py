"""Use against capacity as a strip under the plan, on the same axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calloff.report.loads import Step
from calloff.report.picture import Axis
from calloff.report.wording import last_day, short_day
from calloff_data.write.canvas import LEFT, RIGHT, backdrop, picture, rule, text_at, tipped, verticals, x_of
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
    limit = "no limit" if capacity is None else f"capacity {capacity}"
    tip = f"{short_day(start)} to {short_day(last_day(end))}: {use} used, {limit}"
    return tipped(drawn, tip, focus=True) if drawn else ""


def _used(x: float, wide: float, use: int, base: float, scale: float) -> str:
    tall = use * scale
    fill = BARS["tender"].fill
    column = (
        f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{max(wide - 1, 1):.1f}" height="{tall:.1f}" fill="{fill}"/>'
    )
    if wide <= 12 or tall <= 13:
        return column
    return column + text_at(x + wide / 2, base - tall + 12, str(use), anchor="middle", fill=PAPER, size=11)
