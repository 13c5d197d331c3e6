"""A set of slides in the house style: wide, plain, numbered, with a title that says the finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from calloff.report import Report
from calloff_data.write.packed import clean, known_at, repacked
from calloff_data.write.signs import INK, LINE, MUTED
from calloff_data.write.slides.paint import FACE, colour, decorative, described

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
        write(head.text_frame, text, size=size, bold=True, anchor=MSO_ANCHOR.MIDDLE)
        self._foot(made)
        made.notes_slide.notes_text_frame.text = _noted(notes)
        return made

    def _foot(self, slide: Any) -> None:
        r = self.report
        stamp = f"{clean(r.title, 80)} · programme {r.fingerprint} · {r.proof} · for the {r.audience}"
        box(slide, LEFT, FOOT, 11.3, 0.22, stamp, size=10, fill=MUTED)
        number = box(slide, RIGHT - 0.8, FOOT, 0.8, 0.22, "", size=10, fill=MUTED, align="right")
        number.name = "Slide number"
        _numbered(number.text_frame.paragraphs[0], len(self.file.slides))

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


def _numbered(paragraph: Any, number: int) -> None:
    """The number of its slide, which follows where the slide is moved."""
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="en-GB" sz="1000"><a:solidFill><a:srgbClr val="{MUTED[1:]}"/></a:solidFill>'
            f'<a:latin typeface="{FACE}"/></a:rPr><a:t>{number}</a:t></a:fld>'
        )
    )


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


def write(
    frame: Any, text: str, *, size: float, bold: bool = False, fill: str = INK, align: str = "left",
    anchor: Any = MSO_ANCHOR.TOP,
) -> None:  # fmt: skip
    """A text into a frame without margins."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.text = ""
    paragraph = frame.paragraphs[0]
    paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}[align]
    if text:
        run_of(paragraph, text, size=size, bold=bold, fill=fill)


def run_of(paragraph: Any, text: str, *, size: float, bold: bool = False, fill: str = INK) -> None:
    """A run of text in our face."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FACE
    run.font.color.rgb = colour(fill)
    run.font._element.set("lang", "en-GB")


def box(
    slide: Any, x: float, y: float, wide: float, tall: float, text: str, *, size: float, bold: bool = False,
    fill: str = INK, align: str = "left", anchor: Any = MSO_ANCHOR.TOP, quiet: bool = False,
) -> Any:  # fmt: skip
    """A text at a place [inches]; a quiet one is said elsewhere, and is no content of its own."""
    made = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(wide), Inches(tall))
    write(made.text_frame, text, size=size, bold=bold, fill=fill, align=align, anchor=anchor)
    if quiet:
        decorative(made)
    return made


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
            cell = frame.table.cell(i, j)
            write(cell.text_frame, text, size=TEXT, bold=i == 0, fill=MUTED if i == 0 else INK)
            cell.margin_left = cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.margin_right = Inches(0.08)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            _ruled(cell, strong=i == 0)


def _plain(made: Any) -> None:
    """No bands, no style: the head is a head, and lines are drawn."""
    made.first_row, made.horz_banding = True, False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _ruled(cell: Any, *, strong: bool) -> None:
    width, fill = (12700, INK) if strong else (6350, LINE)
    cell._tc.get_or_add_tcPr().insert(
        0,
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill></a:lnB>'
        ),
    )


def lines_of(lines: Sequence[str], slide: Any, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Paragraphs one under the other in a box of a size at a place [inches]."""
    if not lines:
        return
    made = box(slide, *at, *size, "", size=TEXT)
    for i, text in enumerate(lines):
        paragraph = made.text_frame.paragraphs[0] if i == 0 else made.text_frame.add_paragraph()
        paragraph.space_after = Pt(3)
        run_of(paragraph, text, size=TEXT)


def pages(rows: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    """Rows in parts of about the same length, at most so many each."""
    parts = max(1, -(-len(rows) // most))
    each = -(-len(rows) // parts)
    yield from (rows[i : i + each] for i in range(0, len(rows), each))
