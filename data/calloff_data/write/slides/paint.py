"""Shapes of the plan: bars and milestones as native shapes, with the colours and patterns of every picture."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from calloff_data.write.signs import BARS, HATCHES, INK, PAPER

FACE = "Arial"
PATTERNS = {
    "diagonal": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "wide diagonal": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "horizontal": MSO_PATTERN.NARROW_HORIZONTAL,
    "crossed": MSO_PATTERN.DIAGONAL_CROSS,
}
DECORATIVE = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""What marks a shape as no content of its own."""


def colour(text: str) -> RGBColor:
    """A colour as `#rrggbb`."""
    return RGBColor(*bytes.fromhex(text.lstrip("#")))  # type: ignore[no-untyped-call]


def described(shape: Any, text: str) -> None:
    """What a shape says to those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def decorative(shape: Any) -> None:
    """A shape that says nothing to those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].append(parse_xml(DECORATIVE))


def rectangle(slide: Any, x: float, y: float, wide: float, tall: float, kind: Any = MSO_SHAPE.RECTANGLE) -> Any:
    """A shape without line or shadow at a place [inches]."""
    made = slide.shapes.add_shape(kind, Inches(x), Inches(y), Inches(max(wide, 0.01)), Inches(tall))
    _unstyled(made)
    made.line.fill.background()
    return made


def _unstyled(shape: Any) -> None:
    """A shape without the theme's own line, fill and shadow."""
    if (style := shape._element.find(qn("p:style"))) is not None:
        shape._element.remove(style)


def ground(slide: Any, x: float, y: float, wide: float, tall: float, fill: str) -> None:
    """A plain field behind everything."""
    made = rectangle(slide, x, y, wide, tall)
    made.fill.solid()
    made.fill.fore_color.rgb = colour(fill)
    made.name = "Background"
    decorative(made)


def line(
    slide: Any, start: tuple[float, float], end: tuple[float, float], fill: str, points: float, dash: Any = None
) -> Any:
    """A straight line from one place to another [inches]."""
    made = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(start[0]), Inches(start[1]), Inches(end[0]), Inches(end[1])
    )
    _unstyled(made)
    made.line.color.rgb, made.line.width = colour(fill), Pt(points)
    if dash is not None:
        made.line.dash_style = dash
    return made


def bar(slide: Any, sign: str, x: float, y: float, wide: float, tall: float, said: str) -> Any:
    """A bar in the look of its sign; past vendor support is a dotted line under it."""
    if sign == "unsupported":
        made = line(slide, (x, y + tall), (x + wide, y + tall), INK, 2, MSO_LINE.ROUND_DOT)
    else:
        made = rectangle(slide, x, y, wide, tall)
        filled(made, sign)
        made.line.color.rgb, made.line.width = colour(BARS[sign].edge), Pt(0.75)
    made.name = BARS[sign].meaning.capitalize()
    described(made, said)
    return made


def filled(shape: Any, sign: str) -> None:
    """A shape in the fill of a sign."""
    look, hatch = BARS[sign], HATCHES.get(sign)
    if hatch is None:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(look.fill)
    else:
        shape.fill.patterned()
        shape.fill.pattern = PATTERNS[hatch.kind]
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(hatch.lines), colour(hatch.ground)


def mark(slide: Any, sign: str, x: float, y: float, size: float, said: str) -> Any:
    """A milestone, its middle at a place [inches]."""
    made = _flag(slide, x, y, size) if sign == "live" else _shape(slide, sign, x, y, size)
    made.fill.solid()
    made.fill.fore_color.rgb = colour(PAPER if sign == "notice" else INK)
    made.line.color.rgb = colour(INK if sign == "notice" else PAPER)
    made.line.width = Pt(1.5 if sign == "notice" else 0.75)
    made.name = said.split(":")[0][:80] or "Milestone"
    described(made, said)
    return made


def _shape(slide: Any, sign: str, x: float, y: float, size: float) -> Any:
    kinds = {"gtm": MSO_SHAPE.DIAMOND, "support": MSO_SHAPE.FLOWCHART_MERGE, "end": MSO_SHAPE.RECTANGLE}
    sizes = {"gtm": (1, 1), "award": (0.8, 0.8), "support": (0.95, 0.75), "end": (0.22, 1.15), "notice": (0.62, 0.62)}
    wide, tall = (size * share for share in sizes[sign])
    return rectangle(slide, x - wide / 2, y - tall / 2, wide, tall, kinds.get(sign, MSO_SHAPE.OVAL))


def _flag(slide: Any, x: float, y: float, size: float) -> Any:
    """A flag on a pole, the pole at the day."""
    pole, top, half = Inches(size * 0.12), Inches(y - size * 0.62), Inches(x)
    tall, wide, deep = Inches(size * 1.24), Inches(size * 0.75), Inches(size * 0.7)
    drawn = slide.shapes.build_freeform(half - pole, top)
    tip = (half + wide, top + deep // 2)
    drawn.add_line_segments(
        [tip, (half, top + deep), (half, top + tall), (half - pole, top + tall)], close=True
    )  # fmt: skip
    made = drawn.convert_to_shape()
    _unstyled(made)
    return made
