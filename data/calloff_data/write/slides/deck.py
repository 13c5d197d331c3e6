"""A set of slides in the house style: wide, plain, numbered, with a title that says the finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from calloff.report import Report
from calloff_data.write.packed import clean, known_at, repacked, without_thumbnail
from calloff_data.write.signs import INK, LINE, MUTED
from calloff_data.write.slides import paint
from calloff_data.write.slides.paint import FACE, NAMES, described

WIDE, TALL = 13.333, 7.5
"""A slide of 16 : 9 [inches]."""
LEFT, RIGHT = 0.45, 12.88
"""Where content begins and ends [inches]."""
FOOT = 7.12
"""Where the line at the foot begins [inches]."""
TITLE_ONLY = 5
TITLES = ((70, 26), (120, 22), (180, 17), (10_000, 14))
"""Sizes of a title [points] by its length at most [characters]."""
TEXT = 10
"""Size of text in tables and paragraphs [points]."""
LETTER = 0.079
"""Width of a letter of that size, on the wide side [inches]."""
ROW, LINE_HEIGHT = 0.24, 0.165
"""Height of a row of a table, and of each more line in it [inches]."""
NOTES = 12_000
"""Longest notes [characters]."""


class Deck:
    """The slides of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file: Any = Presentation()
        old = self.file.slide_width
        self.file.slide_width, self.file.slide_height = Inches(WIDE), Inches(TALL)
        self.file.element.find(qn("p:sldSz")).attrib.pop("type", None)
        without_thumbnail(self.file.part.package)
        _widen(self.file.slide_master, Inches(WIDE) / old)
        _faced(self.file.slide_master)
        said = self.file.core_properties
        said.title = clean(f"{report.title}: plan", 200)
        said.subject = clean(report.answer.finding, 250)
        said.author, said.last_modified_by, said.keywords = "Calloff", "Calloff", ""
        said.comments = f"Programme {report.fingerprint}, {report.proof}. Written for the {report.audience}."
        said.created = said.modified = known_at(report)
        said.language, said.revision = "en-GB", 1

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """A slide with its title, number, foot and notes."""
        made = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        text = clean(title, 300)
        head = made.shapes.title
        head.left, head.top, head.width, head.height = Inches(LEFT), Inches(0.28), Inches(RIGHT - LEFT), Inches(0.72)
        size = next(points for most, points in TITLES if len(text) <= most)
        _filled(head._element.txBody, paint.paragraph(paint.runs(text, size=size, bold=True)), "middle")
        self._foot(made)
        made.notes_slide.notes_text_frame.text = _noted(notes)
        return made

    def _foot(self, slide: Any) -> None:
        r = self.report
        stamp = f"{clean(r.title, 80)} · programme {r.fingerprint} · {r.proof} · for the {r.audience}"
        paint.box(slide, LEFT, FOOT, 11.3, 0.22, stamp, size=10, fill=MUTED)
        paint.numbered(slide, (RIGHT - 0.8, FOOT, 0.8, 0.22), len(self.file.slides))

    def data(self) -> bytes:
        """The file."""
        held = BytesIO()
        self.file.save(held)
        return repacked(held.getvalue())


def _noted(lines: Sequence[str]) -> str:
    """Notes as one text, cut at a whole line."""
    kept: list[str] = []
    room = NOTES
    for line in (clean(x) for x in lines):
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*kept, "… and more: see the workbook or the report."])
        kept.append(line)
    return "\n".join(kept)


def _widen(master: Any, factor: float) -> None:
    """Layouts made for a narrower slide, stretched to this one."""
    for held in (master, *master.slide_layouts):
        for shape in held.shapes:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))


def _faced(master: Any) -> None:
    """Our face for the headings and the text of whatever is added by hand."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    for kind in ("majorFont", "minorFont"):
        theme.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}").set("typeface", FACE)
    part._blob = serialize_part_xml(theme)


def row_height(row: Sequence[str], widths: Sequence[float]) -> float:
    """Height of a row of a table in columns of so many inches [inches]."""
    lines = max(-(-len(text) * LETTER // (wide - 0.1)) for text, wide in zip(row, widths, strict=True))
    return ROW + LINE_HEIGHT * (max(1, lines) - 1)


def table(
    slide: Any, at: tuple[float, float], widths: Sequence[float], rows: Sequence[Sequence[str]], about: str
) -> None:
    """A table whose first row is its head, at a place [inches]; columns of so many inches each."""
    heights = [row_height(row, widths) for row in rows]
    frame = slide.shapes.add_table(
        len(rows), len(widths), Inches(at[0]), Inches(at[1]), Inches(sum(widths)), Inches(sum(heights))
    )
    described(frame, about)
    _plain(frame.table)
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = Inches(width)
    for i, row in enumerate(rows):
        frame.table.rows[i].height = Inches(heights[i])
        for j, text in enumerate(row):
            _cell(frame.table.cell(i, j)._tc, text, head=i == 0)


def _plain(made: Any) -> None:
    """No bands, no style: the head is a head, and lines are drawn."""
    made.first_row, made.horz_banding = True, False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _cell(cell: Any, text: str, *, head: bool) -> None:
    """A cell's text over a line, strong under the head."""
    said = paint.paragraph(paint.runs(text, size=TEXT, bold=head, fill=MUTED if head else INK))
    _filled(cell.get_or_add_txBody(), said, "middle")
    rule = paint.edge(INK, 1) if head else paint.edge(LINE, 0.5)
    looks = f'<a:tcPr {NAMES} marL="18288" marR="73152" marT="18288" marB="18288" anchor="ctr">{rule}</a:tcPr>'
    if (old := cell.find(qn("a:tcPr"))) is not None:
        cell.remove(old)
    cell.append(parse_xml(looks.replace("a:ln ", "a:lnB ").replace("/a:ln>", "/a:lnB>")))


def _filled(old: Any, paragraphs: str, anchor: paint.Anchor) -> None:
    """Another text in the place of a frame's own."""
    new = parse_xml(paint.body(paragraphs, anchor, tag="p:txBody").replace("<p:txBody>", f"<p:txBody {NAMES}>", 1))
    for child in list(old):
        old.remove(child)
    old.extend(list(new))


def lines_of(lines: Sequence[str], slide: Any, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Paragraphs one under the other in a box of a size at a place [inches]."""
    if not lines:
        return
    said = "".join(paint.paragraph(paint.runs(text, size=TEXT), after=3) for text in lines)
    paint.texts(slide, (*at, *size), said)


def pages(rows: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    """Rows in parts of about the same length, at most so many each."""
    parts = max(1, -(-len(rows) // most))
    each = -(-len(rows) // parts)
    yield from (rows[i : i + each] for i in range(0, len(rows), each))
