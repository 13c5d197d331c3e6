"""The plan on a page drawn in cells: a column a month or quarter, fiscal years above, signs as everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile
from typing import Any

from calloff.report import Report
from calloff.report.grid import Column, Square, columns, squares
from calloff.report.picture import Block, Row
from calloff.report.wording import last_day, short_day
from calloff_data.write.packed import clean
from calloff_data.write.signs import AMBER, BAND, BARS, GLYPHS, HATCHES, INK, LINE, MARKS, MUTED, QUARTER, RED
from calloff_data.write.xlsx.book import A3, Book

NAME = "Gantt"
MOST = 144
"""Columns at most; a longer plan is drawn by quarters, then by years."""
WIDTHS = {1: 1.25, 3: 3.2, 12: 8}
"""Width of a column by its months [characters]."""
TODAY, YEARS, HEADS, FIRST = 2, 3, 4, 5
"""Rows of today's flag, the years, the columns' names, and the first cluster [from 0]."""
LABEL = 46
"""Width of the rows' names [characters]."""
A3_SHAPE = 1.5
"""Width to height of what is printed on A3."""
FOLDED_FROM = 13
"""From so many clusters on, each is one row that opens."""
LABELS = 1
"""Columns before the first day."""

PIXELS = 8.5
"""Width of a character of a column [pixels], the column's own margin shared out."""
LETTER = 5.6
"""Width of a letter on a bar [pixels]."""

PATTERNS = {"diagonal": 14, "wide diagonal": 8, "horizontal": 11, "crossed": 10}
"""Excel's number of each kind of hatch: thin diagonal, thick diagonal, thin horizontal, thick crossed."""
BENEATH: dict[str, dict[str, object]] = {
    "gap": {"bottom": 6, "bottom_color": RED},
    "unsecured": {"bottom": 5, "bottom_color": AMBER},
}
"""Trouble under a folded cluster's bar, as a line in its colour: double for a gap."""
WORDS = {"gap": "gap", "unsecured": "not agreed", "extension": "extension"}
"""What stands on a bar that has no words of its own."""


def add(book: Book, report: Report) -> None:
    """The sheet."""
    sheet = book.sheet(NAME, paper=A3)
    months = next(m for m in (1, 3, 12) if m == 12 or len(columns(report.axis, m)) <= MOST)
    across = columns(report.axis, months)
    _title(book, sheet, report.answer.finding, len(across), WIDTHS[months])
    book.write(sheet, 1, 0, _note(report, months), font_color=MUTED)
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(LABELS, LABELS + len(across) - 1, WIDTHS[months])
    _heads(book, sheet, report, across, months)
    sheet.outline_settings(symbols_below=False)
    tall, folded = _tall(report, len(across) * WIDTHS[months]), len(report.blocks) >= FOLDED_FROM
    draw = Drawing(book, sheet, report, across, WIDTHS[months], tall, folded)
    row = FIRST
    for block in report.blocks:
        row = draw.block(block, row)
    _legend(book, sheet, report, row + 1)
    sheet.freeze_panes(FIRST, LABELS)
    sheet.repeat_rows(YEARS, HEADS)
    sheet.repeat_columns(0)


def _title(book: Book, sheet: Any, text: str, count: int, wide: float) -> None:
    """The finding over the whole plan, on as many lines as it needs."""
    looks = {"font_size": 16, "bold": True, "text_wrap": True}
    sheet.merge_range(0, 0, 0, LABELS + count - 1, "", book.style(**looks))
    book.write(sheet, 0, 0, text, **looks)
    lines = -(-len(clean(text)) * 1.9 // (LABEL + count * (wide + 0.7)))
    sheet.set_row(0, 24 * max(1, lines))


def _note(report: Report, months: int) -> str:
    each = {1: "a month", 3: "a quarter", 12: "a year"}[months]
    today = short_day(report.axis.today)
    fold = " Each cluster opens with the sign + beside it." if len(report.blocks) >= FOLDED_FROM else ""
    return f"One column {each}; the column between two lines is today, {today}. Signs are explained below.{fold}"


def _tall(report: Report, wide: float) -> float:
    """Height of a row with which the plan fills a sheet of A3 [points]."""
    folded = len(report.blocks) >= FOLDED_FROM
    lines = sum(1.3 + (0 if folded else len(b.rows)) for b in report.blocks) + 12
    return min(24, max(17, (LABEL + wide) * PIXELS / A3_SHAPE * 0.75 / lines))


# --- the head -----------------------------------------------------------------------------------


def _heads(book: Book, sheet: Any, report: Report, across: Sequence[Column], months: int) -> None:
    """Fiscal years, and under them the months or quarters."""
    at = 0
    today = next((j for j, c in enumerate(across) if c.start <= report.axis.today < c.end), 0)
    book.write(sheet, TODAY, LABELS + today, f"▾ today, {short_day(report.axis.today)}", bold=True, font_size=9)
    sheet.set_row(YEARS, 18)
    for i, held in enumerate(_by_year(report, across)):
        looks = {"bold": True, "align": "center", "left": 1, "left_color": LINE, **_ground(i)}
        name, width = held
        first, last = LABELS + at, LABELS + at + width - 1
        shown = name if width * months >= 6 or months == 12 else ""
        if width > 1:
            sheet.merge_range(YEARS, first, YEARS, last, shown, book.style(**looks))
        else:
            book.write(sheet, YEARS, first, shown, **looks)
        at += width
    book.write(sheet, YEARS, 0, "Fiscal year", font_color=MUTED, align="right")
    book.write(sheet, HEADS, 0, "Month" if months == 1 else "First month", font_color=MUTED, align="right")
    for j, c in enumerate(across):
        name = f"{c.start:%b}"[:1] if months == 1 else f"{c.start:%b}"
        looks = {"font_size": 8, "align": "center", "font_color": MUTED, **_edges(report, c), "bottom": 1}
        book.write(sheet, HEADS, LABELS + j, name, **{**looks, "bottom_color": INK})


def _by_year(report: Report, across: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """Names of fiscal years with their numbers of columns."""
    for name, held in groupby(across, key=lambda c: _year_of(report, c.start)):
        yield name, len(list(held))


def _year_of(report: Report, day: date) -> str:
    return next((name for a, b, name in report.axis.years if a <= day < b), report.axis.years[-1][2])


def _ground(index: int) -> dict[str, object]:
    return {"bg_color": BAND} if index % 2 == 0 else {}


def _edges(report: Report, column: Column, live_by: date | None = None) -> dict[str, object]:
    """Lines beside a column: today, a deadline that ends with it, else the beginning of a fiscal year."""
    if column.start <= report.axis.today < column.end:
        return {"left": 2, "left_color": INK, "right": 2, "right_color": INK}
    if live_by and column.start < live_by <= column.end:
        return {"right": 8, "right_color": INK}
    return {"left": 1, "left_color": LINE} if column.year else {"left": 4, "left_color": QUARTER}


# --- the rows -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawing:
    """Where rows are drawn, how wide [characters] and tall [points] a cell is, and whether clusters are folded."""

    book: Book
    sheet: Any
    report: Report
    across: Sequence[Column]
    wide: float
    tall: float
    folded: bool

    def block(self, block: Block, row: int) -> int:
        """A cluster under its name; gives the row after it."""
        facts = [f"{block.users:,} users"] if block.users else []
        facts += [f"live by {short_day(last_day(block.live_by))}"] if block.live_by else []
        self.sheet.set_row(row, self.tall * 1.3, None, {"collapsed": self.folded})
        top = {"top": 1, "top_color": MUTED}
        name, cell = clean(block.title, 40) or "–", self.book.style(valign="vcenter", **top)
        if facts:
            bold, quiet = self.book.style(bold=True, font_size=12), self.book.style(font_color=MUTED, font_size=9)
            self.sheet.write_rich_string(row, 0, bold, name, quiet, f"  {' · '.join(facts)}", cell)
        else:
            self.book.write(self.sheet, row, 0, name, bold=True, font_size=12, **top)
        self.cells(block.summary if self.folded else None, row, block.live_by, top)
        for i, line in enumerate(block.rows, start=row + 1):
            self.line(line, i, block.live_by)
        return row + len(block.rows) + 1

    def line(self, line: Row, row: int, live_by: date | None) -> None:
        """One row of the picture, under its cluster's."""
        self.sheet.set_row(row, self.tall, None, {"level": 1, "hidden": self.folded})
        looks = {"font_color": MUTED if line.quiet else INK, "indent": 1, "valign": "vcenter"}
        self.book.write(self.sheet, row, 0, clean(line.label, 52), **looks)
        self.cells(line, row, live_by, {})

    def cells(self, line: Row | None, row: int, live_by: date | None, edges: dict[str, object]) -> None:
        """The time of one row; None leaves it empty."""
        drawn = squares(line or Row("", (), ()), self.across)
        for j, (c, square) in enumerate(zip(self.across, drawn, strict=True)):
            own = _looks(square, {**_edges(self.report, c, live_by), **edges})
            self.book.write(self.sheet, row, LABELS + j, self._said(drawn, j), **own)

    def _said(self, drawn: Sequence[Square], j: int) -> str | None:
        """The milestones of a cell; where there are none, the words that begin in it and fit."""
        square = drawn[j]
        if square.marks:
            return "".join(GLYPHS[m] for m in square.marks)
        begun = j == 0 or drawn[j - 1].sign != square.sign
        text = clean(square.text or (WORDS.get(square.sign or "", "") if begun else ""), 40)
        free = list(takewhile(lambda s: not s.marks and not s.text and s.sign == square.sign, drawn[j + 1 :]))
        room = (len(free) + 1) * (self.wide * 7 + 5)
        return text if text and len(text) * LETTER <= room else None


def _looks(square: Square, edges: dict[str, object]) -> dict[str, object]:
    """A cell's fill, and its lines."""
    text = {"font_size": 8, "valign": "vcenter", **({"align": "center"} if square.marks else {})}
    if square.marks:
        text |= {"bold": True, "font_size": 10}
    under = {"bottom": 4, "bottom_color": INK} if square.unsupported else {}
    under = BENEATH.get(square.beneath or "", under)
    if square.sign is None:
        return {**text, **edges, **under}
    return {**text, **_fill(square.sign), **under}


def _fill(sign: str) -> dict[str, object]:
    """The look of a bar: thin white above and below, so that rows stay apart."""
    look, hatch = BARS[sign], HATCHES.get(sign)
    own = {"font_color": look.text, "top": 1, "top_color": "#ffffff", "bottom": 1, "bottom_color": "#ffffff"}
    if hatch is None:
        return {**own, "bg_color": look.fill, "pattern": 1}
    return {**own, "pattern": PATTERNS[hatch.kind], "fg_color": hatch.lines, "bg_color": hatch.ground}


# --- the legend ---------------------------------------------------------------------------------


def _legend(book: Book, sheet: Any, report: Report, row: int) -> None:
    """Every sign that is drawn, once, below the plan."""
    rows = [r for b in report.blocks for r in b.rows]
    bars = {b.sign for r in rows for b in (*r.bars, *r.under)}
    marks = {m.sign for r in rows for m in r.marks}
    book.write(sheet, row, 0, "Signs", bold=True, align="right")
    shown = [(sign, look.meaning) for sign, look in BARS.items() if sign in bars]
    glyphs = [(GLYPHS[sign], meaning) for sign, meaning in MARKS.items() if sign in marks]
    for i, (sign, meaning) in enumerate(shown):
        line, at = row + i % 4, LABELS + 1 + 18 * (i // 4)
        for k in range(2):
            looks = {"bottom": 4, "bottom_color": INK} if sign == "unsupported" else _fill(sign)
            book.write(sheet, line, at + k, None, **looks)
        book.write(sheet, line, at + 3, meaning, font_size=9)
    start = LABELS + 1 + 18 * -(-len(shown) // 4)
    for i, (glyph, meaning) in enumerate(glyphs):
        line, at = row + i % 4, start + 14 * (i // 4)
        book.write(sheet, line, at, glyph, bold=True, align="center")
        book.write(sheet, line, at + 2, meaning, font_size=9)
