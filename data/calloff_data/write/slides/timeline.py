"""The common axis drawn on a slide: fiscal years, rows of bars and milestones, today and the deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calloff.report.picture import Axis, Bar, Mark, Row
from calloff.report.wording import last_day, short_day, short_month
from calloff_data.write.packed import clean
from calloff_data.write.signs import BAND, BARS, INK, MARKS, MUTED, PAPER, QUARTER
from calloff_data.write.slides.paint import Align, bar, box, ground, line, mark

HEAD = 0.42
"""Height of the flags and years above the rows [inches]."""
SMALL = 10
"""Size of everything written on a timeline [points]."""
LETTER = 0.082
"""Width of a letter of that size, on the wide side [inches]."""
DATE = 0.76
"""Room for a month beside a milestone [inches]."""
EARLY = 0.09
"""Share of the axis in which no month fits before a bar."""
SAMPLE = 0.34
"""Room for a sign before its meaning [inches]."""
LEGEND_LINE = 0.2
"""Height of a line of the legend [inches]."""


@dataclass(frozen=True)
class Timeline:
    """Where the days of an axis lie on a slide [inches]."""

    slide: Any
    axis: Axis
    left: float
    right: float
    top: float
    bottom: float
    gutter: float = 0
    _dated: list[tuple[str, float, float, float, Align]] = field(default_factory=list)

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
                line(self.slide, (x, self.top + HEAD), (x, self.bottom), QUARTER, 0.5)

    def finish(self, live_by: Iterable[date]) -> None:
        """Today and a deadline that is common to all, from top to bottom; then the dates, clear of them."""
        common = {d for d in live_by if self.axis.shows(d)}
        x, flag = self.x(self.axis.today), f"today, {short_day(self.axis.today)}"
        line(self.slide, (x, self.top + 0.02), (x, self.bottom), INK, 1.5, name="Today")
        left = x + 1.6 > self.right
        box(self.slide, x - 1.64 if left else x + 0.04, self.top, 1.6, 0.18, flag, size=SMALL, bold=True,
            align="right" if left else "left")  # fmt: skip
        deadline = common.pop() if len(common) == 1 else None
        if deadline:
            self._deadline(deadline, x)
        lines = [x, *([self.x(deadline)] if deadline else [])]
        for text, at, y, tall, align in self._dated:
            crossed = any(at < line < at + DATE for line in lines)
            box(self.slide, at, y + tall / 2 - 0.09, DATE, 0.18, text, size=SMALL, bold=True, align=align,
                anchor="middle", ground=PAPER if crossed else "")  # fmt: skip

    def _deadline(self, day: date, today: float) -> None:
        x = self.x(day)
        line(self.slide, (x, self.top + 0.02), (x, self.bottom), INK, 1, dash="dash", name="Deadline")
        if abs(x - today) > 1.7:
            said = f"live by {short_day(last_day(day))}"
            left = x + 1.6 > self.right
            box(self.slide, x - 1.64 if left else x + 0.04, self.top, 1.6, 0.18, said, size=SMALL,
                align="right" if left else "left")  # fmt: skip

    def row(self, row: Row, y: float, tall: float, *, label: tuple[float, float]) -> None:
        """One row: its label at x of a width, its bars and its milestones; dates beside them come last."""
        text = clean(row.label, int(label[1] / LETTER))
        box(self.slide, label[0], y, label[1], tall, text, size=SMALL, fill=MUTED if row.quiet else INK,
            align="right", anchor="middle")  # fmt: skip
        under = 0.3 * tall if row.under else 0.0
        thick = min(0.2, 0.76 * tall - under)
        top = y + (tall - thick - under) / 2
        shown = sorted((m for m in row.marks if self.axis.shows(m.day)), key=lambda m: (m.sign == "gtm", m.day))
        for b in (b for b in row.bars if self._seen(b)):
            bar(self.slide, b.sign, self.x(b.start), top, self.x(b.end) - self.x(b.start), thick, b.tip)
            self._words(b, top, thick, [self.x(m.day) for m in shown])
        for b in (b for b in row.under if self._seen(b)):
            wide = self.x(b.end) - self.x(b.start)
            bar(self.slide, b.sign, self.x(b.start), top + thick + 0.01, wide, max(under - 0.03, 0.04), b.tip)
        for m in shown:
            mark(self.slide, m.sign, self.x(m.day), top + thick / 2, min(0.17, tall * 0.85), m.tip)
        self._dates(row, shown, y, tall)

    def _seen(self, b: Bar) -> bool:
        return self.axis.start < b.end and b.start < self.axis.end

    def _words(self, b: Bar, top: float, thick: float, marks: Sequence[float]) -> None:
        """A bar's few words, where they fit before the next milestone and clear of today's line."""
        text = clean(b.text, 40)
        start, room = self.x(b.start) + 0.1, len(text) * LETTER
        if start - 0.15 < self.x(self.axis.today) < start + room:
            start = self.x(self.axis.today) + 0.06
        end = min([self.x(b.end), *(x - 0.1 for x in marks if x > start)])
        if text and thick >= 0.145 and start + room < end:
            box(self.slide, start, top, end - start, thick, text, size=SMALL, fill=BARS[b.sign].text,
                anchor="middle", quiet=True)  # fmt: skip

    def _dates(self, row: Row, shown: Sequence[Mark], y: float, tall: float) -> None:
        """Months beside the go-to-markets, and after the last go-live, where there is room."""
        spans = sorted((b.start, b.end) for b in row.bars)
        free = self.left - self.gutter
        for m in sorted((m for m in shown if m.sign == "gtm"), key=lambda m: m.day):
            begins = self.x(_run_start(spans, m.day))
            before = max([free, *(self.x(end) for start, end in spans if self.x(start) < begins - 0.001)])
            if begins - DATE - 0.04 >= before:
                self._date(m.text, begins - DATE - 0.04, y, tall, "right")
            free = begins + DATE
        if lives := [m for m in shown if m.sign == "live"]:
            last = max(lives, key=lambda m: m.day)
            spans += [(b.start, b.end) for b in row.under]
            ends = max([self.x(last.day) + 0.16, *(self.x(b) + 0.04 for a, b in spans if a <= last.day)])
            after = [self.x(a) for a, _ in spans if self.x(a) > ends]
            if ends + DATE <= min([*after, self.right]):
                self._date(short_month(last_day(last.day)), ends, y, tall, "left")

    def _date(self, text: str, x: float, y: float, tall: float, align: Align) -> None:
        self._dated.append((text, x, y, tall, align))


def _run_start(spans: Sequence[tuple[date, date]], day: date) -> date:
    """First day of the bars without a break that a day lies in."""
    start = day
    for a, b in reversed(spans):
        if a < start <= b:
            start = a
    return start


def gutter(rows: Iterable[Row], axis: Axis) -> float:
    """Room to be left before an axis, so that a date stands before what begins at once [inches]."""
    for row in rows:
        spans = sorted((b.start, b.end) for b in row.bars)
        if any(m.sign == "gtm" and axis.share(_run_start(spans, m.day)) < EARLY for m in row.marks):
            return DATE + 0.06
    return 0


Sign = tuple[str, str, float, int]
"""A sign of the legend: its word, its meaning, its place on its line [inches], its line."""


def signs_of(rows: Iterable[Row], wide: float) -> list[Sign]:
    """Every sign that is drawn in some rows, once, in lines of a width [inches]."""
    drawn = list(rows)
    bars = {b.sign for r in drawn for b in (*r.bars, *r.under)}
    marks = {m.sign for r in drawn for m in r.marks}
    signs = [(sign, look.meaning) for sign, look in BARS.items() if sign in bars]
    signs += [(sign, meaning) for sign, meaning in MARKS.items() if sign in marks]
    placed: list[Sign] = []
    at, row = 0.0, 0
    for sign, meaning in signs:
        room = SAMPLE + len(meaning) * LETTER
        if at + room > wide:
            at, row = 0.0, row + 1
        placed.append((sign, meaning, at, row))
        at += room + 0.14
    return placed


def legend_height(signs: Sequence[Sign]) -> float:
    """How tall a legend is [inches]."""
    return (max((row for *_, row in signs), default=-1) + 1) * LEGEND_LINE


def legend(slide: Any, signs: Sequence[Sign], x: float, y: float) -> None:
    """Signs with what they mean, from a place on."""
    for sign, meaning, at, row in signs:
        top = y + row * LEGEND_LINE
        _sample(slide, sign, x + at, top, meaning)
        room = len(meaning) * LETTER + 0.1
        box(slide, x + at + SAMPLE, top, room, 0.18, meaning, size=SMALL, anchor="middle")


def _sample(slide: Any, sign: str, x: float, y: float, meaning: str) -> None:
    if sign in BARS:
        bar(slide, sign, x, y + 0.03, 0.26, 0.12, f"Legend: {meaning}")
    else:
        mark(slide, sign, x + 0.13, y + 0.09, 0.15, f"Legend: {meaning}")
