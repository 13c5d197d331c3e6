"""The timeline of a page: rows on one axis that zooms, pans, groups, filters, opens and explains itself.

All of it is in the markup, so that it can be read, printed and searched without a script; the
script of the page (`assets/`) adds the controls. A row's places are shares of the sheet's width: zoom
is one number in the style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from urllib.parse import quote

from calloff.report.picture import Axis, Bar, Block, Mark, Ref, Row, Shift
from calloff.report.wording import short_day
from calloff_data.write import bars
from calloff_data.write.gantt import facts
from calloff_data.write.markup import said
from calloff_data.write.scale import Flowing
from calloff_data.write.signs import BAND, QUARTER

RISK_SAID = {"gap": "gap", "unsecured": "unsecured", "unsupported": "unsupported", "late": "late"}
SUMMARY = bars.LABELLED + bars.UNDER + 3
"""Height of the row that stands for a cluster [px]."""
Shape = Bar | Mark | Shift


@dataclass(frozen=True)
class Facts:
    """What rows are linked to.

    Attributes
    ----------
    departments, routes
        Number of each by id, by which the page filters and groups.
    whys
        Number of the reason of a date, where there is one.
    grounds
        Numbers of the sources on which a row rests.
    """

    departments: Mapping[str, int] = field(default_factory=dict)
    routes: Mapping[str, int] = field(default_factory=dict)
    whys: Mapping[Ref, int] = field(default_factory=dict)
    grounds: Callable[[Row], Sequence[int]] = lambda row: ()


def sheet(axis: Axis, blocks: Sequence[Block], known: Facts, *, opened: bool) -> str:
    """Head, rows of every cluster, and today's line."""
    rows = "".join(cluster(axis, b, known, number, opened=opened) for number, b in enumerate(blocks))
    body = f'<div class="sheet">{today(axis)}<div class="groups">{rows}</div></div>'
    return f"{head(axis, [b.live_by for b in blocks if b.live_by])}{panned(body, 'body')}"


def panned(content: str, css: str) -> str:
    """A part that moves and zooms with the axis."""
    return f'<div class="pan {css}">{content}</div>'


def framed(axis: Axis, controls: str, parts: str) -> str:
    """A whole timeline: its controls, and the parts that share the axis."""
    return f'<div class="tl" style="{style(axis)}">{controls}<div class="stick">{parts}</div></div>'


def style(axis: Axis) -> str:
    """The backdrop of an axis, fiscal years as bands and quarters as lines, as a value of the style."""
    bands = "".join(
        f"M{1000 * axis.share(a):.1f} 0H{1000 * axis.share(b):.1f}V10H{1000 * axis.share(a):.1f}z"
        for i, (a, b, _) in enumerate(axis.years)
        if i % 2 == 0
    )
    lines = "".join(f"M{1000 * axis.share(q):.1f} 0V10" for q in axis.quarters)
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 10" preserveAspectRatio="none">'
        f'<path d="{bands}" fill="{BAND}"/>'
        f'<path d="{lines}" stroke="{QUARTER}" vector-effect="non-scaling-stroke"/></svg>'
    )
    return f"--grid:url(&quot;data:image/svg+xml,{quote(drawn, safe=' =:/')}&quot;)".replace("'", "%27")


def at(axis: Axis, day: date) -> str:
    """A day as a place in the sheet, for what is drawn over all rows."""
    return f"--at:{axis.share(day):.4f}"


def today(axis: Axis) -> str:
    """The line of today over all rows."""
    return f'<i class="line now" style="{at(axis, axis.today)}"></i>'


# --- the head --------------------------------------------------------------------------------------


def head(axis: Axis, lives: Sequence[date]) -> str:
    """Fiscal years and their quarters, today and a deadline that all share."""
    common = {d for d in lives if axis.shows(d)}
    flags = [_flag(axis, axis.today, f"today, {short_day(axis.today)}", "now")]
    flags += [_flag(axis, d, "live-by date", "due") for d in common if len(common) == 1]
    years = "".join(_year(axis, *year) for year in axis.years)
    content = f'<i class="n"></i><div class="flags">{"".join(flags)}</div><div class="years">{years}</div>'
    return f'<div class="pan head" aria-hidden="true"><div class="sheet">{content}</div></div>'


def foot(axis: Axis) -> str:
    """Fiscal years again, beneath."""
    years = "".join(_year(axis, *year) for year in axis.years)
    return f'<div class="foot" aria-hidden="true"><i class="n"></i><div class="years">{years}</div></div>'


def _flag(axis: Axis, day: date, text: str, css: str) -> str:
    side = " left" if axis.share(day) > 0.8 else ""
    return f'<span class="flag {css}{side}" style="{at(axis, day)}">{text}</span>'


def _year(axis: Axis, start: date, end: date, name: str) -> str:
    whole = end.toordinal() - start.toordinal()
    quarters = "".join(
        f'<span style="width:{100 * (b - a).days / whole:.2f}%"><b>{q}</b></span>'
        for a, b, q in axis.quarter_spans
        if start <= a < end
    )
    short = f"{name[2:4]}/{name[-2:]}" if "-" in name else name[2:]
    wide = 100 * (axis.share(end) - axis.share(start))
    names = f'<span class="long">{name}</span><span class="short">{short}</span>'
    return f'<div class="fy" style="width:{wide:.2f}%">{names}<div class="qs">{quarters}</div></div>'


# --- clusters and rows ------------------------------------------------------------------------------


def cluster(axis: Axis, block: Block, known: Facts, number: int, *, opened: bool) -> str:
    """One cluster: the row that stands for it, which opens into all its rows."""
    numbers = {tip: i for i, tip in enumerate(_tips(axis, block.rows))}
    rows = "".join(_rows(axis, row, known, number, block.title) for row in block.rows)
    due = f'<i class="line now paper" style="{at(axis, axis.today)}"></i>'
    if block.live_by and axis.shows(block.live_by):
        due += f'<i class="line due" style="{at(axis, block.live_by)}"></i>'
    top = f'<summary class="r sum">{_summary(axis, block, numbers)}</summary>'
    risks = " ".join(block.summary.risks)
    return (
        f'<div class="cl" data-c="{number}" data-risk="{risks}"><details{" open" if opened else ""}>{top}'
        f'<div class="rows">{rows}</div></details>{due}</div>'
    )


def _tips(axis: Axis, rows: Sequence[Row]) -> Iterator[str]:
    """Words of all that is drawn in rows, in the order in which it is drawn."""
    seen: list[str] = []

    def wrap(shape: str, of: Shape) -> str:
        seen.append(of.tip)
        return ""

    for row in rows:
        for each in (row, *row.parts):
            bars.drawn(Flowing(axis), each, wrap)
    yield from seen


def _summary(axis: Axis, block: Block, numbers: Mapping[str, int]) -> str:
    """A cluster's name and figures, and the drawing that stands for it while it is closed."""

    def wrap(shape: str, of: Shape) -> str:
        n = numbers.get(of.tip)
        said_by = f'data-n="{n}"' if n is not None else f'data-tip="{escape(of.tip)}"'
        return f'<g class="t" {said_by}>{shape}</g>'

    drawing = bars.drawn(Flowing(axis), block.summary, wrap, tall=SUMMARY, lane=True)
    badges = "".join(f'<em class="{r}">{RISK_SAID[r]}</em> ' for r in block.summary.risks)
    name = f'<b>{said(block.title)}</b> <small>{facts(block)}</small> <span class="badges">{badges}</span>'
    return f'<span class="n">{name}</span><svg class="p" height="{SUMMARY}" aria-hidden="true">{drawing}</svg>'


def _rows(axis: Axis, row: Row, known: Facts, number: int, title: str) -> str:
    """A row, and those it opens into, closed."""
    own = line(axis, row, known, number, title)
    return own + "".join(line(axis, part, known, number, title, within=True) for part in row.parts)


def line(axis: Axis, row: Row, known: Facts, number: int, title: str, *, within: bool = False) -> str:
    """One row: its name, and its drawing, each bar and mark with its words."""

    def wrap(shape: str, of: Shape) -> str:
        ref = None if isinstance(of, Shift) else of.of
        why = f' data-w="{known.whys[ref]}"' if ref and ref in known.whys else ""
        return f'<g class="t" role="img" aria-label="{escape(of.tip)}"{why}>{shape}</g>'

    tall = bars.height(row)
    badges = "".join(f'<em class="{r}">{RISK_SAID[r]}</em>' for r in row.risks)
    told = " told" if row.label.startswith(title) else ""
    of = f'<small class="of{told}">{said(title)}</small>' if not within else ""
    name = f'<span class="n"><span class="name">{said(row.label)}</span>{of}<span class="badges">{badges}</span></span>'
    drawing = bars.drawn(Flowing(axis), row, wrap)
    svg = f'<svg class="p" height="{tall}" role="group" aria-label="{escape(row.label)}">{drawing}</svg>'
    return f'<div class="{_classes(row, within)}"{_data(row, known, number)}>{name}{svg}</div>'


def _classes(row: Row, within: bool) -> str:
    return f"r{' quiet' if row.quiet else ''}{' part' if within else ''}{' opens' if row.parts else ''}"


def _data(row: Row, known: Facts, number: int) -> str:
    """What the page filters, groups and explains a row by."""
    departments = " ".join(str(known.departments[d]) for d in row.departments if d in known.departments)
    held = {
        "c": str(number) if row.kind else "",
        "k": row.kind,
        "o": str(known.routes[row.route]) if row.route in known.routes else "",
        "d": departments,
        "risk": " ".join(row.risks),
        "f": " ".join(map(str, known.grounds(row))),
        "i": row.item,
    }
    return "".join(f' data-{k}="{escape(v)}"' for k, v in held.items() if v)
