"""The common axis drawn on a slide: fiscal years, rows of bars and milestones, today and the deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR

from calloff.report.picture import Axis, Bar, Mark, Row
from calloff.report.wording import last_day, short_day, short_month
from calloff_data.write.packed import clean
from calloff_data.write.signs import BAND, BARS, INK, MARKS, MUTED, QUARTER
from calloff_data.write.slides.deck import box
from calloff_data.write.slides.paint import bar, decorative, ground, line, mark

HEAD = 0.42
"""Height of the flags and years above the rows [inches]."""
SMALL = 10
"""Size of everything written on a timeline [points]."""
LETTER = 0.082
"""Width of a letter of that size, on the wide side [inches]."""
DATE = 0.68
"""Room for a month beside a milestone [inches]."""


@dataclass(frozen=True)
class Timeline:
    """Where the days of an axis lie on a slide [inches]."""

    slide: Any
    axis: Axis
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        """Where a day is drawn."""
        return self.left + (self.right - self.left) * self.axis.share(day)

    def backdrop(self) -> None:
        """Fiscal years as bands with their names, quarters as lines."""
        for i, (start, end, name) in enumerate(self.axis.years):
            x, wide = self.x(start), self.x(end) - self.x(start)
            if i % 2 == 0:
                ground(self.slide, x, self.top + 0.2, wide, self.bottom - self.top - 0.2, BAND)
            if wide > 0.62:
                box(self.slide, x, self.top + 0.21, wide, 0.18, name, size=SMALL, fill=MUTED, align="center")
        for q in self.axis.quarters:
            if q not in {start for start, _, _ in self.axis.years}:
                x = self.x(q)
                decorative(line(self.slide, (x, self.top + HEAD), (x, self.bottom), QUARTER, 0.5))

    def verticals(self, live_by: Iterable[date]) -> None:
        """Today, and a deadline that is common to all, from top to bottom."""
        common = {d for d in live_by if self.axis.shows(d)}
        x, flag = self.x(self.axis.today), f"today, {short_day(self.axis.today)}"
        line(self.slide, (x, self.top + 0.02), (x, self.bottom), INK, 1.5).name = "Today"
        left = x + 1.6 > self.right
        box(self.slide, x - 1.64 if left else x + 0.04, self.top, 1.6, 0.18, flag, size=SMALL, bold=True,
            align="right" if left else "left")  # fmt: skip
        if len(common) == 1:
            self._deadline(common.pop(), x)

    def _deadline(self, day: date, today: float) -> None:
        x = self.x(day)
        line(self.slide, (x, self.top + 0.02), (x, self.bottom), INK, 1, MSO_LINE.DASH).name = "Deadline"
        if abs(x - today) > 1.7:
            said = f"live by {short_day(last_day(day))}"
            left = x + 1.6 > self.right
            box(self.slide, x - 1.64 if left else x + 0.04, self.top, 1.6, 0.18, said, size=SMALL,
                align="right" if left else "left")  # fmt: skip

    def row(self, row: Row, y: float, tall: float, *, label: tuple[float, float], words: bool = True) -> None:
        """One row: its label at x of a width, its bars, its milestones, and their dates beside them."""
        text = clean(row.label, int(label[1] / LETTER))
        box(self.slide, label[0], y, label[1], tall, text, size=SMALL, fill=MUTED if row.quiet else INK,
            align="right", anchor=MSO_ANCHOR.MIDDLE, wrap=False)  # fmt: skip
        under = 0.3 * tall if row.under else 0.0
        thick = min(0.2, 0.76 * tall - under)
        top = y + (tall - thick - under) / 2
        for b in row.bars:
            self._bar(b, top, thick, words)
        for b in row.under:
            self._bar(b, top + thick + 0.01, max(under - 0.03, 0.04), False)
        shown = [m for m in row.marks if self.axis.shows(m.day)]
        for m in sorted(shown, key=lambda m: (m.sign == "gtm", m.day)):
            mark(self.slide, m.sign, self.x(m.day), top + thick / 2, min(0.17, tall * 0.85), m.tip)
        self._dates(row, shown, y, tall)

    def _bar(self, b: Bar, top: float, thick: float, words: bool) -> None:
        if not (self.axis.start < b.end and b.start < self.axis.end):
            return
        x, end = self.x(b.start), self.x(b.end)
        made = bar(self.slide, b.sign, x, top, end - x, thick, b.tip)
        text = clean(b.text, 40)
        start = max(x, self.x(self.axis.today)) if x < self.x(self.axis.today) < x + len(text) * LETTER + 0.2 else x
        if words and text and thick >= 0.145 and start + 0.2 + len(text) * LETTER < end:
            box(self.slide, start + 0.1, top, end - start - 0.1, thick, text, size=SMALL, fill=BARS[b.sign].text,
                anchor=MSO_ANCHOR.MIDDLE, wrap=False, quiet=True)  # fmt: skip
        del made

    def _dates(self, row: Row, shown: Sequence[Mark], y: float, tall: float) -> None:
        """Months beside the go-to-markets, and after the last go-live, where there is room."""
        spans = sorted((b.start, b.end) for b in row.bars)
        lives = [m for m in shown if m.sign == "live"]
        free = self.left
        for m in sorted((m for m in shown if m.sign == "gtm"), key=lambda m: m.day):
            begins = self.x(_run_start(spans, m.day))
            before = max([free, *(self.x(b) for a, b in spans if self.x(b) < begins - 0.001)])
            if begins - DATE - 0.04 >= before:
                self._date(m.text, begins - DATE - 0.04, y, tall, "right")
            free = begins + DATE
        if lives:
            last = max(lives, key=lambda m: m.day)
            ends = max([self.x(last.day) + 0.16, *(self.x(b) + 0.04 for a, b in spans if a <= last.day)])
            after = [self.x(a) for a, _ in spans if self.x(a) > ends]
            if ends + DATE <= min([*after, self.right]):
                self._date(short_month(last_day(last.day)), ends, y, tall, "left")

    def _date(self, text: str, x: float, y: float, tall: float, align: str) -> None:
        box(self.slide, x, y, DATE, tall, text, size=SMALL, bold=True, align=align, anchor=MSO_ANCHOR.MIDDLE,
            wrap=False)  # fmt: skip


def _run_start(spans: Sequence[tuple[date, date]], day: date) -> date:
    """First day of the bars without a break that a day lies in."""
    start = day
    for a, b in reversed(spans):
        if a < start <= b:
            start = a
    return start


def legend(slide: Any, rows: Iterable[Row], x: float, y: float, right: float) -> None:
    """Every sign that is drawn in some rows, once, in lines from x to the right."""
    drawn = list(rows)
    bars = {b.sign for r in drawn for b in (*r.bars, *r.under)}
    marks = {m.sign for r in drawn for m in r.marks}
    signs = [(sign, look.meaning) for sign, look in BARS.items() if sign in bars]
    signs += [(sign, meaning) for sign, meaning in MARKS.items() if sign in marks]
    at = x
    for sign, meaning in signs:
        wide = 0.36 + len(meaning) * LETTER + 0.12
        if at + wide > right:
            at, y = x, y + 0.2
        _sample(slide, sign, at, y, meaning)
        box(slide, at + 0.36, y, wide - 0.36, 0.18, meaning, size=SMALL, anchor=MSO_ANCHOR.MIDDLE, wrap=False)
        at += wide


def _sample(slide: Any, sign: str, x: float, y: float, meaning: str) -> None:
    if sign in BARS:
        bar(slide, sign, x, y + 0.03, 0.3, 0.12, f"Legend: {meaning}")
    else:
        mark(slide, sign, x + 0.17, y + 0.09, 0.15, f"Legend: {meaning}")
