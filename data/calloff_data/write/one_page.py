"""The plan on a page as one drawing that stands alone: the answer, the plan, capacity, the signs.

It stacks the drawings of which the report's page is made, so that both always show the same. Hints
of the page become titles of shapes; scripts and styles it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.etree import ElementTree as Xml

from calloff.report import Report
from calloff.report.wording import count, day, isolated, plain
from calloff_data.write import gantt
from calloff_data.write.canvas import WIDTH
from calloff_data.write.signs import BARS, INK, MARKS, MUTED, PAPER, PATTERNS, mark
from calloff_data.write.strip import strip
from calloff_data.write.xml_text import legal

SVG = "http://www.w3.org/2000/svg"
FONT = "sans-serif"
MARGIN = 28
ONE_ROW_FROM = 13
"""From so many clusters on, each is one row."""
WIDE = 0.6
"""Width of a letter, on the wide side [of its size]."""
PAGE_ONLY = ("class", "data-tip", "tabindex", "role", "aria-label", "aria-hidden", "focusable")


@dataclass(frozen=True)
class OnePage:
    """A drawing and its size [px]."""

    svg: bytes
    width: int
    height: int


def one_page(report: Report) -> OnePage:
    """The plan on a page of a report."""
    Xml.register_namespace("", SVG)
    width = WIDTH + 2 * MARGIN
    root = _element("svg", {"role": "img", "aria-labelledby": "title desc", "font-family": FONT})
    _said(root, "title", report.answer.finding, id="title")
    _said(root, "desc", " ".join(report.answer.sentences), id="desc")
    root.append(_parsed(f"<defs>{PATTERNS}</defs>"))
    paper = Xml.SubElement(root, f"{{{SVG}}}rect", {"fill": PAPER, "width": "100%", "height": "100%"})
    y = _opening(root, report)
    for lane in _lanes(report):
        y = _place(root, lane, y)
    y = _legend(root, report, y + 26)
    height = round(_closing(root, report, y + 12) + MARGIN - 10)
    paper.set("height", str(height))
    for name, value in (("width", width), ("height", height), ("viewBox", f"0 0 {width} {height}")):
        root.set(name, str(value))
    return OnePage(Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n", width, height)


# --- above and below the plan --------------------------------------------------------------------


def _opening(root: Xml.Element, report: Report) -> float:
    """Of what and as of when, the finding, the sentences under it."""
    h = report.programme.programme
    of = f"{isolated(plain(h.title or report.plan.origin.title))} · as known on {day(h.as_of)}"
    y = _paragraph(root, of, 40, size=14, fill=MUTED, step=19)
    y = _paragraph(root, report.answer.finding, y + 12, size=24, fill=INK, step=30, weight="bold") - 3
    for text in report.answer.sentences:
        y = _paragraph(root, text, y, size=14.5, fill=MUTED, step=20)
    return y


def _closing(root: Xml.Element, report: Report, y: float) -> float:
    """What made it, from what, for whom."""
    origin = report.plan.origin
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    beyond = sum(b.beyond for b in report.blocks)
    off = f" {count(beyond, 'row').capitalize()} before or after this axis not shown." if beyond else ""
    text = f"Made with {versions}. Programme {origin.programme[:12]}. Written for the {report.audience}.{off}"
    return _paragraph(root, text, y, size=11.5, fill=MUTED, step=16)


def _paragraph(
    root: Xml.Element, text: str, y: float, *, size: float, fill: str, step: float, weight: str = ""
) -> float:
    """A text in lines that fit the page, from the baseline y on; gives the baseline after it."""
    for line in _lines(text, WIDTH / (size * WIDE)):
        at = {"x": str(MARGIN + 4), "y": f"{y:.1f}", "font-size": f"{size}", "fill": fill}
        _said(root, "text", line, **at, **({"font-weight": weight} if weight else {}))
        y += step
    return y


def _lines(text: str, most: float) -> Iterator[str]:
    """A text broken between words; a word longer than a line is broken anywhere."""
    line, room = "", most
    for word in legal(text).split():
        while _length(word) > most:
            cut = int(most) // 2 if _length(word) > len(word) else int(most)
            yield from ([line] if line else [])
            yield word[:cut]
            word, line, room = word[cut:], "", most
        if line and _length(word) + 1 > room:
            yield line
            line, room = "", most
        line = f"{line} {word}" if line else word
        room -= _length(word) + 1
    if line:
        yield line


def _length(text: str) -> int:
    """Letters, those of double width twice."""
    return sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)


def _legend(root: Xml.Element, report: Report, y: float) -> float:
    """Every sign that is drawn, once, in lines that fit."""
    x, right = MARGIN + 4.0, MARGIN + WIDTH
    for shape, meaning in _signs(report):
        wide = 32 + len(meaning) * 12 * WIDE + 12
        if x + wide > right:
            x, y = MARGIN + 4.0, y + 22
        sign = _parsed(f'<g transform="translate({x:.1f} {y - 11:.1f})">{shape}</g>')
        root.append(sign)
        _said(root, "text", meaning, x=f"{x + 32:.1f}", y=f"{y:.1f}", fill=INK, **{"font-size": "12"})
        x += wide
    return y + 22


def _signs(report: Report) -> Iterator[tuple[str, str]]:
    rows = [r for b in report.blocks for r in ((b.summary,) if _folded(report) else b.rows)]
    bars = {b.sign for r in rows for b in (*r.bars, *r.under)}
    for sign, look in BARS.items():
        if sign in bars:
            edge = f'stroke="{look.edge}"'
            yield f'<rect x="0.5" y="0.5" width="25" height="11" rx="2" fill="{look.fill}" {edge}/>', look.meaning
    marks = {m.sign for r in rows for m in r.marks}
    for sign, meaning in MARKS.items():
        if sign in marks:
            yield mark(sign, 13, 6, 5), meaning


# --- the plan ------------------------------------------------------------------------------------


def _folded(report: Report) -> bool:
    return len(report.blocks) >= ONE_ROW_FROM


def _lanes(report: Report) -> Iterable[str]:
    """Drawings from top to bottom, all on one axis."""
    axis, blocks = report.axis, report.blocks
    yield gantt.years(axis, [b.live_by for b in blocks if b.live_by])
    for b in blocks:
        yield gantt.summary(axis, b) if _folded(report) else gantt.block(axis, b)
    if report.loads:
        load = report.loads[0]
        market = load.of == "market" and load.kind == "bid"
        note = "line: what the market can staff" if market else "line: capacity"
        yield strip(axis, "Bids wanted" if market else load.title, note, load.steps)
    yield gantt.years_below(axis)


def _place(root: Xml.Element, lane: str, y: float) -> float:
    """Put a drawing of the page at its place; gives where the next begins."""
    drawn = _parsed(lane)
    height = float(drawn.attrib["viewBox"].split()[3])
    _stripped(drawn)
    for name, value in (("x", MARGIN), ("y", f"{y:.1f}"), ("width", WIDTH), ("height", f"{height:.0f}")):
        drawn.set(name, str(value))
    root.append(drawn)
    return y + height


def _stripped(drawn: Xml.Element) -> None:
    """Leave out what only the page needs; its hints become titles."""
    for element in drawn.iter():
        tip = element.attrib.get("data-tip")
        for name in PAGE_ONLY:
            element.attrib.pop(name, None)
        if tip:
            title = _element("title", {})
            title.text = tip
            element.insert(0, title)


def _parsed(markup: str) -> Xml.Element:
    """Our own markup, with every name in it escaped, as elements of SVG."""
    root = Xml.fromstring(f'<x xmlns="{SVG}">{legal(markup)}</x>')
    return root[0]


def _element(name: str, attributes: dict[str, str]) -> Xml.Element:
    return Xml.Element(f"{{{SVG}}}{name}", attributes)


def _said(root: Xml.Element, name: str, text: str, **attributes: str) -> None:
    Xml.SubElement(root, f"{{{SVG}}}{name}", attributes).text = legal(text)
