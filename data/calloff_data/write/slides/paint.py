"""Shapes of the plan: bars, milestones, lines and texts as native shapes, with the looks of every picture.

They are written as DrawingML at once: a plan has thousands, and one call for each attribute takes minutes.
"""

from __future__ import annotations

from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from calloff_data.write.signs import BARS, HATCHES, INK, MUTED, PAPER

FACE = "Arial"
EMU = 914_400
"""Units of the format in an inch."""
PATTERNS = {"diagonal": "wdUpDiag", "wide diagonal": "wdUpDiag", "horizontal": "narHorz", "crossed": "diagCross"}
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""What marks a shape as no content of its own."""
NAMES = nsdecls("a", "p")
FLAG = (
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
    '<a:path w="100" h="124"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="12" y="0"/></a:lnTo>'
    '<a:lnTo><a:pt x="100" y="35"/></a:lnTo><a:lnTo><a:pt x="12" y="70"/></a:lnTo>'
    '<a:lnTo><a:pt x="12" y="124"/></a:lnTo><a:lnTo><a:pt x="0" y="124"/></a:lnTo><a:close/></a:path>'
    "</a:pathLst></a:custGeom>"
)
"""A flag on a pole."""

Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle"]
Box = tuple[float, float, float, float]
"""Left, top, width and height [inches]."""


def described(shape: Any, text: str) -> None:
    """What a shape says to those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def solid(fill: str) -> str:
    """A plain fill."""
    return f'<a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>'


def edge(fill: str, points: float, dash: str = "") -> str:
    """A line of a width, whole or dashed."""
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * 12_700)}">{solid(fill)}{dashed}</a:ln>'


NONE = "<a:ln><a:noFill/></a:ln>"


def runs(text: str, *, size: float, bold: bool = False, fill: str = INK) -> str:
    """A text in our face; none at all gives nothing."""
    if not text:
        return ""
    weight = ' b="1"' if bold else ""
    face = f'<a:latin typeface="{FACE}"/><a:cs typeface="{FACE}"/>'
    looks = f'<a:rPr lang="en-GB" sz="{round(size * 100)}"{weight} dirty="0">{solid(fill)}{face}</a:rPr>'
    return f"<a:r>{looks}<a:t>{escape(text)}</a:t></a:r>"


def paragraph(content: str, *, align: Align = "left", after: float = 0) -> str:
    """A paragraph of runs, with so much space after it [points]."""
    side = {"left": "l", "center": "ctr", "right": "r"}[align]
    space = f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>' if after else ""
    return f'<a:p><a:pPr algn="{side}">{space}</a:pPr>{content}</a:p>'


def body(paragraphs: str, anchor: Anchor = "top", *, tag: str = "p:txBody") -> str:
    """Paragraphs in a frame without margins."""
    stands = "ctr" if anchor == "middle" else "t"
    frame = f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{stands}"><a:noAutofit/></a:bodyPr>'
    return f"<{tag}>{frame}<a:lstStyle/>{paragraphs}</{tag}>"


def box(
    slide: Any, x: float, y: float, wide: float, tall: float, text: str, *, size: float, bold: bool = False,
    fill: str = INK, align: Align = "left", anchor: Anchor = "top", quiet: bool = False, ground: str = "",
) -> None:  # fmt: skip
    """A text at a place [inches]; a quiet one is said elsewhere, and is no content of its own."""
    said = paragraph(runs(text, size=size, bold=bold, fill=fill), align=align)
    back = solid(ground) if ground else "<a:noFill/>"
    _shape(slide, (x, y, wide, tall), look=back + NONE, name="Text", hidden=quiet, text=body(said, anchor))


def texts(slide: Any, at: Box, paragraphs: str) -> None:
    """Several paragraphs at a place."""
    _shape(slide, at, look=f"<a:noFill/>{NONE}", name="Text", text=body(paragraphs))


def numbered(slide: Any, at: Box, number: int) -> None:
    """The number of a slide, which follows where the slide is moved."""
    looks = f'<a:rPr lang="en-GB" sz="1000">{solid(MUTED)}<a:latin typeface="{FACE}"/></a:rPr>'
    field = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{looks}<a:t>{number}</a:t></a:fld>'
    said = body(paragraph(field, align="right"))
    _shape(slide, at, look=f"<a:noFill/>{NONE}", name="Slide number", text=said)


def ground(slide: Any, x: float, y: float, wide: float, tall: float, fill: str) -> None:
    """A plain field behind everything."""
    _shape(slide, (x, y, wide, tall), look=solid(fill) + NONE, name="Background", hidden=True)


def line(
    slide: Any, start: tuple[float, float], end: tuple[float, float], fill: str, points: float, *, dash: str = "",
    name: str = "",
) -> None:  # fmt: skip
    """A straight line to the right or down from one place to another [inches]; without a name it says nothing."""
    at = (*start, end[0] - start[0], end[1] - start[1])
    _line(slide, at, edge(fill, points, dash), name=name or "Line", said=name, hidden=not name)


def bar(slide: Any, sign: str, x: float, y: float, wide: float, tall: float, said: str) -> None:
    """A bar in the look of its sign; past vendor support is a dotted line under it."""
    name = BARS[sign].meaning.capitalize()
    if sign == "unsupported":
        _line(slide, (x, y + tall, wide, 0), edge(INK, 2, "sysDot"), name=name, said=said)
    else:
        look = filled(sign) + edge(BARS[sign].edge, 0.75)
        _shape(slide, (x, y, max(wide, 0.01), tall), look=look, name=name, said=said)


def filled(sign: str) -> str:
    """The fill of a sign."""
    hatch = HATCHES.get(sign)
    if hatch is None:
        return solid(BARS[sign].fill)
    lines, behind = (f'<a:srgbClr val="{c[1:]}"/>' for c in (hatch.lines, hatch.ground))
    colours = f"<a:fgClr>{lines}</a:fgClr><a:bgClr>{behind}</a:bgClr>"
    return f'<a:pattFill prst="{PATTERNS[hatch.kind]}">{colours}</a:pattFill>'


SHAPES = {"gtm": "diamond", "support": "flowChartMerge", "end": "rect", "award": "ellipse", "notice": "ellipse"}
SIZES = {"gtm": (1, 1), "award": (0.8, 0.8), "support": (0.95, 0.75), "end": (0.22, 1.15), "notice": (0.62, 0.62)}
"""Width and height of each milestone against its row's."""


def mark(slide: Any, sign: str, x: float, y: float, size: float, said: str) -> None:
    """A milestone, its middle at a place [inches]; a flag's pole stands at its day."""
    hollow = sign == "notice"
    look = solid(PAPER if hollow else INK) + edge(INK if hollow else PAPER, 1.5 if hollow else 0.75)
    if sign == "live":
        at, shape = (x - 0.05 * size, y - 0.62 * size, 0.85 * size, 1.24 * size), FLAG
    else:
        wide, tall = (size * share for share in SIZES[sign])
        at, shape = (x - wide / 2, y - tall / 2, wide, tall), _preset(SHAPES[sign])
    _shape(slide, at, look=look, name=said.split(":")[0][:80], said=said, shape=shape)


def _preset(kind: str) -> str:
    return f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'


def _shape(
    slide: Any, at: Box, *, look: str, name: str, said: str = "", hidden: bool = False, shape: str = "", text: str = ""
) -> None:
    """A shape with its fill and line, in the order in which shapes are read."""
    own = ' txBox="1"' if text else ""
    _place(
        slide,
        f"<p:sp {NAMES}><p:nvSpPr>{_named(slide, name, said, hidden=hidden)}<p:cNvSpPr{own}/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{_where(at)}{shape or _preset('rect')}{look}</p:spPr>{text}</p:sp>",
    )


def _line(slide: Any, at: Box, look: str, *, name: str, said: str, hidden: bool = False) -> None:
    _place(
        slide,
        f"<p:cxnSp {NAMES}><p:nvCxnSpPr>{_named(slide, name, said, hidden=hidden)}<p:cNvCxnSpPr/><p:nvPr/>"
        f"</p:nvCxnSpPr><p:spPr>{_where(at)}{_preset('line')}{look}</p:spPr></p:cxnSp>",
    )


def _named(slide: Any, name: str, said: str, *, hidden: bool) -> str:
    """Number, name and words of the next shape."""
    number = len(slide.shapes._spTree) + 2
    more = DECORATIVE if hidden else ""
    return f'<p:cNvPr id="{number}" name={quoteattr(name or "Shape")} descr={quoteattr(said)}>{more}</p:cNvPr>'


def _where(at: Box) -> str:
    x, y, wide, tall = (round(inches * EMU) for inches in at)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'


def _place(slide: Any, xml: str) -> None:
    slide.shapes._spTree.append(parse_xml(xml))
