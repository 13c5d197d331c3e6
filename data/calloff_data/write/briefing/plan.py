"""The plan on a page as one table: dates of each cluster, and beside them its time drawn in cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from docx.shared import Pt

from calloff.report import Report
from calloff.report.grid import Column, Square, columns, squares
from calloff.report.lanes import lane_of_old
from calloff.report.picture import Block, Row
from calloff.report.wording import short_month
from calloff_data.write.briefing.document import WIDE, Document, Edge, put, shaded, whole
from calloff_data.write.packed import clean
from calloff_data.write.signs import AMBER, BAND, BARS, GLYPHS, HATCHES, INK, LINE, MARKS, MUTED, PAPER, RED

MOST = 46
"""Columns of time at most."""
NAME, DATE = 2.7, 1.7
"""Width of a cluster's name and of a date [cm]."""
DATES = ("To market", "Award", "Last live")
TWO_LINES = 13
"""From so many clusters on, what runs out has no line of its own."""
TALL, LOW, SMALL = 0.52, 0.42, 7.5
"""Height of a row of few and of many [cm], and size of its text [points]."""
MANY = 20
"""From so many rows on, they are low."""
YEAR = 1.3
"""Room that the whole name of a fiscal year takes [cm]."""
ACROSS = 3
"""Signs on a line of the legend."""
MILESTONES = ("gtm", "award", "live", "support")
"""Milestones that are drawn; a cell has room for the first of them."""
TODAY: Edge = ("single", INK, 18)
DOTTED: Edge = ("dotted", INK, 12)
BENEATH: dict[str, Edge] = {"gap": ("double", RED, 6), "unsecured": ("single", AMBER, 24)}
"""Trouble under a bar, as a line in its colour: double for a gap."""
PATTERNS = {
    "diagonal": "thinReverseDiagStripe", "wide diagonal": "reverseDiagStripe", "horizontal": "thinHorzStripe",
    "crossed": "diagCross",
}  # fmt: skip


def add(document: Document, report: Report) -> None:
    """The table, under its heading and above its legend."""
    document.heading("The plan on a page")
    months = next(m for m in (3, 6, 12, 24, 60) if m == 60 or len(columns(report.axis, m)) <= MOST)
    across = columns(report.axis, months)
    lines = [line for b in report.blocks for line in _lines(report, b)]
    wide = (WIDE - NAME - DATE * len(DATES)) / len(across)
    about = f"When each cluster goes, with its time in columns of {months} months"
    grid = document.grid([NAME, *[DATE] * len(DATES), *[wide] * len(across)], len(lines) + 1, about)
    rows = grid.rows
    _head(rows[0], report, across, wide)
    tall = TALL if len(lines) < MANY else LOW
    for row, (block, drawn) in zip(list(rows)[1:], lines, strict=True):
        _row(row, report, block, drawn, across, tall)
    _legend(document, [drawn for _, drawn in lines])


def _lines(report: Report, block: Block) -> list[tuple[Block, Row]]:
    """A cluster's line, and where there is room one for its old systems."""
    old = lane_of_old(block) if len(report.blocks) < TWO_LINES else None
    first = block.summary if old is None else Row(block.title, block.summary.bars, block.summary.marks)
    return [(block, first), *([(block, old)] if old and old.bars else [])]


def _head(row: Any, report: Report, across: Sequence[Column], wide: float) -> None:
    """Names of the columns, and fiscal years over their quarters."""
    whole(row, head=True, tall=TALL)
    cells = row.cells
    for cell, text in zip(cells, ("Cluster", *DATES), strict=False):
        put(cell, text, size=SMALL, bold=True, fill=MUTED)
    at = len(DATES) + 1
    for i, (name, held) in enumerate(groupby(across, key=lambda c: _year(report, c))):
        width = len(list(held))
        first, last = cells[at], cells[at + width - 1]
        made = first.merge(last) if width > 1 else first
        said = name if width * wide > YEAR else name[-5:] if width * wide > YEAR * 0.6 else ""
        put(made, said, size=SMALL - 1, fill=MUTED, middle=True)
        shaded(made, {"left": ("single", LINE, 4)}, ground=BAND if i % 2 == 0 else "#ffffff")
        at += width


def _year(report: Report, column: Column) -> str:
    return next((name for a, b, name in report.axis.years if a <= column.start < b), "")


def _row(row: Any, report: Report, block: Block, drawn: Row, across: Sequence[Column], tall: float) -> None:
    whole(row, tall=tall)
    cells, facts = row.cells, report.clusters[block.cluster]
    top: dict[str, Edge] = {} if drawn.quiet else {"top": ("single", LINE, 4)}
    name = drawn.label.lower() if drawn.quiet else drawn.label
    dates = [None] * 3 if drawn.quiet else [facts.gtm, facts.award, facts.last_live]
    texts = [clean(name, 24 if drawn.quiet else 20), *(short_month(d) if d else "" for d in dates)]
    for i, (cell, text) in enumerate(zip(cells, texts, strict=False)):
        bold = i == 0 and not drawn.quiet
        put(cell, text, size=SMALL, bold=bold, fill=MUTED if drawn.quiet else INK)
        shaded(cell, top)
    for cell, column, square in zip(cells[len(texts) :], across, squares(drawn, across), strict=True):
        _square(cell, report, column, square, top)


def _square(cell: Any, report: Report, column: Column, square: Square, top: dict[str, Edge]) -> None:
    """One cell of time: its fill, the worst of its milestones, and today's line."""
    marks = [m for m in MILESTONES if m in square.marks]
    look = BARS[square.sign] if square.sign else None
    put(cell, GLYPHS[marks[0]] if marks else "", size=SMALL, fill=look.text if look else INK, middle=True)
    edges = dict(top)
    if column.year and look is None:
        edges["left"] = ("single", LINE, 4)
    if column.start <= report.axis.today < column.end:
        edges["left"] = TODAY
    if square.unsupported:
        edges["bottom"] = DOTTED
    if square.beneath:
        edges["bottom"] = BENEATH[square.beneath]
    if square.sign is None:
        shaded(cell, edges)
    else:
        _filled(cell, square.sign, edges)


def _legend(document: Document, rows: Sequence[Row]) -> None:
    """What the signs mean, some to a line."""
    bars = {b.sign for r in rows for b in (*r.bars, *r.under)}
    marks = {m.sign for r in rows for m in r.marks if m.sign in MILESTONES}
    signs = [(sign, look.meaning) for sign, look in BARS.items() if sign in bars]
    signs += [(sign, meaning) for sign, meaning in MARKS.items() if sign in marks]
    signs.append(("today", "today"))
    _gap(document)
    grid = document.grid([0.6, WIDE / ACROSS - 0.6] * ACROSS, -(-len(signs) // ACROSS), "What the signs mean")
    for i, line in enumerate(grid.rows):
        whole(line, tall=LOW)
        cells = line.cells
        for k, (sign, meaning) in enumerate(signs[i * ACROSS : (i + 1) * ACROSS]):
            put(cells[2 * k], GLYPHS.get(sign, ""), size=SMALL, middle=True)
            put(cells[2 * k + 1], f" {meaning}", size=SMALL)
            _sample(cells[2 * k], sign)


def _sample(cell: Any, sign: str) -> None:
    """A sign as a cell of time shows it, with white above and below."""
    apart: dict[str, Edge] = {"top": ("single", PAPER, 24), "bottom": ("single", PAPER, 24)}
    if sign == "today":
        shaded(cell, {"left": TODAY})
    elif sign == "unsupported":
        shaded(cell, {"bottom": DOTTED})
    elif sign in BARS:
        _filled(cell, sign, apart)


def _filled(cell: Any, sign: str, edges: dict[str, Edge]) -> None:
    look, hatch = BARS[sign], HATCHES.get(sign)
    if hatch is None:
        shaded(cell, edges, ground=look.fill)
    else:
        shaded(cell, edges, pattern=PATTERNS[hatch.kind], lines=hatch.lines, ground=hatch.ground)


def _gap(document: Document) -> None:
    """A little air: two tables without a paragraph between them would be one."""
    paragraph = document.text("")
    paragraph.paragraph_format.line_spacing = Pt(4)
    paragraph.paragraph_format.space_after = Pt(0)
