"""A document in the house style: A4, headings that are headings, tables whose heads repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from calloff.report import Report
from calloff_data.write.packed import clean, known_at, repacked, without_thumbnail
from calloff_data.write.signs import INK, LINE, MUTED

FACE = "Arial"
BODY = 10
"""Size of text [points]."""
TABLE = 9
"""Size of text in tables [points]."""
WIDE = 17.6
"""Width of the text [cm]."""
STYLES = {
    "Normal": (BODY, False, INK, 0, 3),
    "Title": (17, True, INK, 2, 6),
    "Heading 1": (12, True, INK, 10, 3),
    "List Number": (BODY, False, INK, 0, 2),
    "List Bullet": (BODY, False, INK, 0, 2),
    "Footer": (7.5, False, MUTED, 0, 0),
}
"""Size, weight, colour, space before and after [points] of each style used."""


class Document:
    """The briefing of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file: Any = docx.Document()
        without_thumbnail(self.file.part.package)
        self._page()
        for name, looks in STYLES.items():
            _dress(self.file.styles[name], *looks)
        said = self.file.core_properties
        said.title = clean(f"{report.title}: briefing", 200)
        said.subject = clean(report.answer.finding, 250)
        said.author, said.last_modified_by, said.language = "Calloff", "Calloff", "en-GB"
        said.comments = f"Programme {report.fingerprint}, {report.proof}. Written for the {report.audience}."
        said.created = said.modified = known_at(report)
        said.revision = 1

    def _page(self) -> None:
        section = self.file.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDE) / 2)
        section.top_margin, section.bottom_margin = Cm(1.4), Cm(1.5)
        section.header_distance, section.footer_distance = Cm(0.7), Cm(0.7)
        r = self.report
        stamp = f"{clean(r.title, 70)} · programme {r.fingerprint} · {r.proof} · for the {r.audience} · page "
        foot = section.footer.paragraphs[0]
        foot.add_run(stamp)
        for instruction, between in (("PAGE", " of "), ("NUMPAGES", "")):
            foot._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
            foot.add_run(between)

    def text(self, text: str, style: str = "Normal", *, fill: str = "", bold: bool = False, size: float = 0) -> Any:
        """A paragraph."""
        made = self.file.add_paragraph(style=style)
        run = made.add_run(clean(text, 700))
        if fill:
            run.font.color.rgb = colour(fill)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.bold = True
        return made

    def heading(self, text: str, *, new_page: bool = False) -> None:
        """A heading that the document's outline shows."""
        made = self.file.add_heading(text, level=1)
        made.paragraph_format.page_break_before = new_page or None

    def table(self, widths: Sequence[float], rows: Sequence[Sequence[str]], about: str) -> Any:
        """A table whose first row is its head, in columns of so many centimetres."""
        made = self.grid(widths, len(rows), about, air=20)
        for i, (line, row) in enumerate(zip(made.rows, rows, strict=True)):
            for cell, text in zip(line.cells, row, strict=True):
                put(cell, text, size=TABLE, bold=i == 0, fill=MUTED if i == 0 else INK)
                shaded(cell, {"bottom": ("single", INK, 8) if i == 0 else ("single", LINE, 4)})
            whole(line, head=i == 0)
        return made

    def grid(self, widths: Sequence[float], rows: int, about: str, *, air: int = 0) -> Any:
        """An empty table with words for those who do not see it, its cells with so much air [twentieths of a point]."""
        made = self.file.add_table(rows=rows, cols=len(widths))
        made.autofit = False
        looks = made._tbl.tblPr
        for name in ("tblCaption", "tblDescription"):
            looks.append(parse_xml(f"<w:{name} {nsdecls('w')}/>"))
            looks[-1].set(qn("w:val"), clean(about, 200))
        looks.insert_element_before(
            parse_xml(
                f'<w:tblCellMar {nsdecls("w")}><w:top w:w="{air}" w:type="dxa"/><w:left w:w="20" w:type="dxa"/>'
                f'<w:bottom w:w="{air}" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
                "</w:tblCellMar>"
            ),
            "w:tblLook", "w:tblCaption", "w:tblDescription",
        )  # fmt: skip
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        for line in made.rows:
            for cell, width in zip(line.cells, widths, strict=True):
                cell.width = Cm(width)
        return made

    def data(self) -> bytes:
        """The file."""
        held = BytesIO()
        self.file.save(held)
        return repacked(held.getvalue())


def colour(text: str) -> RGBColor:
    """A colour as `#rrggbb`."""
    return RGBColor(*bytes.fromhex(text.lstrip("#")))


def _dress(style: Any, size: float, bold: bool, fill: str, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.bold = FACE, Pt(size), bold
    style.font.color.rgb = colour(fill)
    looks = style.element.get_or_add_rPr()
    fonts = looks.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FACE)
    for old in looks.findall(qn("w:lang")):
        looks.remove(old)
    looks.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB"/>'))
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def put(cell: Any, text: str, *, size: float, bold: bool = False, fill: str = INK, middle: bool = False) -> None:
    """A text in a cell, with no space around its paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    if middle:
        paragraph.alignment = 1
    if not text:
        paragraph.paragraph_format.line_spacing = Pt(size)
        return
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = Pt(size), bold
    run.font.color.rgb = colour(fill)


Edge = tuple[str, str, int]
"""Kind, colour and width [eighths of a point] of a border."""


def shaded(
    cell: Any, edges: Mapping[str, Edge] | None = None, *, pattern: str = "", lines: str = "", ground: str = ""
) -> None:
    """A cell with a fill or a pattern, and borders by side."""
    looks = cell._tc.get_or_add_tcPr()
    if edges:
        borders = parse_xml(f"<w:tcBorders {nsdecls('w')}/>")
        for side in ("top", "left", "bottom", "right"):
            if side in edges:
                kind, fill, width = edges[side]
                edge = f'<w:{side} {nsdecls("w")} w:val="{kind}" w:sz="{width}" w:color="{fill[1:]}"/>'
                borders.append(parse_xml(edge))
        looks.append(borders)
    if ground:
        lined = lines[1:] if lines else "auto"
        shade = f'<w:shd {nsdecls("w")} w:val="{pattern or "clear"}" w:color="{lined}" w:fill="{ground[1:]}"/>'
        looks.append(parse_xml(shade))


def whole(line: Any, *, head: bool = False, tall: float = 0) -> None:
    """A row that is not broken between pages; a head is repeated on each; so many centimetres tall at least."""
    looks = line._tr.get_or_add_trPr()
    looks.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if tall:
        looks.append(parse_xml(f'<w:trHeight {nsdecls("w")} w:val="{round(tall * 567)}" w:hRule="exact"/>'))
    if head:
        looks.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
