"""Small charts of one figure over time against its target: drawn alike, so that many can be read side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calloff.report.wording import short_month
from calloff_data.write.canvas import text_at
from calloff_data.write.signs import BLUE, INK, LINE, MUTED, PAPER

WIDE, TALL = 330, 150
LEFT, RIGHT, TOP, BASE = 2, 328, 28, 122
ROOM = 24
"""Room that a label needs between a value and the line above it [px]."""


@dataclass(frozen=True)
class Point:
    """A value on a day, what it is held against, and how both are said."""

    day: date
    value: float
    said: str
    target: float | None = None
    target_said: str = ""


def small_chart(points: Sequence[Point], *, steps: bool = False) -> str:
    """A chart of at least one point, in order of days.

    Parameters
    ----------
    points
        What is drawn: values as dots joined by a line, targets as a dashed line.
    steps
        Whether a value holds until the next, rather than growing towards it.
    """
    scale = _Scale(points)
    drawn = [
        f'<path d="M{LEFT} {scale.y(0):.1f}H{RIGHT}" stroke="{LINE}"/>',
        _line(scale, points, steps),
        _targets(scale, points),
        *(
            f'<circle cx="{scale.x(p.day):.1f}" cy="{scale.y(p.value):.1f}" r="3.5" fill="{BLUE}" stroke="{PAPER}"/>'
            for p in points
        ),
        _labels(scale, points[-1]),
        _days(scale, points),
    ]
    return (
        f'<svg viewBox="0 0 {WIDE} {TALL}" width="{WIDE}" height="{TALL}" class="small" aria-hidden="true" '
        f'font-family="inherit">{"".join(drawn)}</svg>'
    )


class _Scale:
    """Where days and values are drawn; zero is always on it."""

    def __init__(self, points: Sequence[Point]) -> None:
        values = [0.0, *(p.value for p in points), *(p.target for p in points if p.target is not None)]
        self.low, self.high = min(values), max(values)
        self.first, self.last = points[0].day, points[-1].day

    def x(self, day: date) -> float:
        """A single day stands in the middle."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return LEFT + 8 + share * (RIGHT - LEFT - 16)

    def y(self, value: float) -> float:
        span = self.high - self.low
        return BASE - (value - self.low) / span * (BASE - TOP) if span else BASE


def _line(scale: _Scale, points: Sequence[Point], steps: bool) -> str:
    path = f"M{scale.x(points[0].day):.1f} {scale.y(points[0].value):.1f}"
    for p in points[1:]:
        x, y = scale.x(p.day), scale.y(p.value)
        path += f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}"
    return f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>'


def _targets(scale: _Scale, points: Sequence[Point]) -> str:
    """Targets as one dashed line; that of a single day across the chart."""
    held = [(scale.x(p.day), scale.y(p.target)) for p in points if p.target is not None]
    if not held:
        return ""
    if len(held) == 1:
        held = [(LEFT, held[0][1]), (RIGHT, held[0][1])]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in held)
    return f'<path d="M{path}" fill="none" stroke="{INK}" stroke-width="1.5" stroke-dasharray="5 3"/>'


def _labels(scale: _Scale, last: Point) -> str:
    """The last value and its target in words, clear of one another."""
    x = scale.x(last.day)
    anchor, at = ("end", RIGHT) if x > WIDE / 2 + 1 else ("middle", x)
    y = scale.y(last.value)
    goal = None if last.target is None else scale.y(last.target)
    below = goal is not None and 0 <= y - goal < ROOM
    words = text_at(at, y + 18 if below else y - 8, last.said, anchor=anchor, fill=BLUE, size=12.5, weight=650,
                    halo=True)  # fmt: skip
    if goal is None:
        return words
    crowded = 0 < goal - y < ROOM
    return words + text_at(
        RIGHT, goal + 16 if crowded else goal - 6, last.target_said, anchor="end", size=12, halo=True
    )


def _days(scale: _Scale, points: Sequence[Point]) -> str:
    first = text_at(scale.x(points[0].day), BASE + 20, short_month(points[0].day), fill=MUTED, size=11.5,
                    anchor="start" if len(points) > 1 else "middle")  # fmt: skip
    if len(points) == 1:
        return first
    return first + text_at(RIGHT, BASE + 20, short_month(points[-1].day), anchor="end", fill=MUTED, size=11.5)
