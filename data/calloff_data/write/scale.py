"""Where days are drawn: fixed, in a picture of one width, or flowing, in a page that can be zoomed.

Whoever draws a row asks a scale for places and leaves the rest to it, so that the page, the slide
and the picture show the same bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Protocol

from calloff.report.picture import Axis, Bar
from calloff.report.wording import shortened
from calloff_data.write.canvas import LEFT, RIGHT, text_at, x_of
from calloff_data.write.signs import BARS, mark

BAR = 14
"""Height of a bar [px]."""
CHARACTER = 5.7
"""Width of a letter on a bar, on the wide side [px]."""


class Scale(Protocol):
    """How days become places."""

    @property
    def axis(self) -> Axis:
        """The days that are shown."""

    def x(self, day: date, /) -> str:
        """Where a day is."""

    def wide(self, start: date, end: date, /) -> str:
        """How wide a period is."""

    def put(self, day: date, y: float, shape: str, /) -> str:
        """A shape, drawn around 0, 0, at a day."""

    def dressed(self, sign: str, /) -> str:
        """Attributes that give a bar its look."""

    def mark(self, sign: str, day: date, y: float, /) -> str:
        """A milestone's sign on a day."""

    def words(self, bar: Bar, top: float, /) -> str:
        """A bar's few words, where they fit."""

    def above(self, text: str, day: date, y: float, /) -> str:
        """Words above a milestone."""


@dataclass(frozen=True)
class Fixed:
    """A picture of the common width; places are pixels."""

    axis: Axis

    def x(self, day: date) -> str:
        """Where a day is [px]."""
        return f"{x_of(self.axis, day):.1f}"

    def wide(self, start: date, end: date) -> str:
        """How wide a period is [px]; what is short can still be seen."""
        return f"{max(x_of(self.axis, end) - x_of(self.axis, start), 1.5):.1f}"

    def put(self, day: date, y: float, shape: str) -> str:
        """A shape, drawn around 0, 0, at a day."""
        return f'<g transform="translate({self.x(day)} {y:.1f})">{shape}</g>'

    def dressed(self, sign: str) -> str:
        """Fill and edge."""
        look = BARS[sign]
        edge = f' stroke="{look.edge}"' if look.edge != "none" else ""
        return f'fill="{look.fill}"{edge}'

    def mark(self, sign: str, day: date, y: float) -> str:
        """A milestone's sign on a day."""
        return mark(sign, x_of(self.axis, day), y)

    def words(self, bar: Bar, top: float) -> str:
        """A bar's few words, where they fit, clear of today's line."""
        text, today = shortened(bar.text, 40), x_of(self.axis, self.axis.today)
        x, end = x_of(self.axis, bar.start), x_of(self.axis, bar.end)
        room = len(text) * CHARACTER + 14
        if x - 2 < today < x + room:
            x = today
        if not text or room > end - x:
            return ""
        return text_at(x + 8, top + 10.6, text, fill=BARS[bar.sign].text, size=10.5)

    def above(self, text: str, day: date, y: float) -> str:
        """Words above a milestone, inside the picture."""
        x = x_of(self.axis, day)
        anchor, at = ("end", RIGHT) if x > RIGHT - 28 else ("middle", max(x, LEFT + 24))
        return text_at(at, y, text, anchor=anchor, size=10.5, weight=650)


@dataclass(frozen=True)
class Flowing:
    """A page: places are shares of a width that zoom and paper decide; looks are in the page's style."""

    axis: Axis

    def x(self, day: date) -> str:
        """Where a day is [%]."""
        return _percent(self.axis.share(day))

    def wide(self, start: date, end: date) -> str:
        """How wide a period is [%]."""
        return _percent(max(self.axis.share(end) - self.axis.share(start), 0.001))

    def put(self, day: date, y: float, shape: str) -> str:
        """A shape, drawn around 0, 0, at a day."""
        return f'<svg x="{self.x(day)}" y="{y:g}" overflow="visible">{shape}</svg>'

    def dressed(self, sign: str) -> str:
        """Its class."""
        return f'class="b-{sign}"'

    def mark(self, sign: str, day: date, y: float) -> str:
        """A milestone's sign on a day; `signs.SYMBOLS` holds what it looks like."""
        return f'<use href="#m-{sign}" x="{self.x(day)}" y="{y:g}"/>'

    def words(self, bar: Bar, top: float) -> str:
        """A bar's few words; the style hides them where they do not fit."""
        if not bar.text:
            return ""
        place = f'x="{self.x(bar.start)}" y="{top:g}" width="{self.wide(bar.start, bar.end)}" height="{BAR}"'
        words = f'<p class="w w-{bar.sign}">{escape(bar.text)}</p>'
        return f'<foreignObject {place} aria-hidden="true">{words}</foreignObject>'

    def above(self, text: str, day: date, y: float) -> str:
        """Words above a milestone, inside the page."""
        share = self.axis.share(day)
        anchor = ' class="e"' if share > 0.96 else ' class="s"' if share < 0.03 else ""
        return f'<text x="{self.x(day)}" y="{y:g}"{anchor}>{escape(text)}</text>'


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"
