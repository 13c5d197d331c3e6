"""`report.html`: one page that stands alone, offline, and asks for nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files as resources

from calloff.report import Report
from calloff.report.audience import REASONS_TOLD
from calloff.report.wording import day
from calloff_data.write import money_chart, page_decisions, page_measures, page_parts, page_tables, tools
from calloff_data.write.exporting import Exported
from calloff_data.write.markup import Part, said
from calloff_data.write.signs import PATTERNS, STYLE, SYMBOLS

FORMAT = "html"
ABOUT = "The report: one page that opens offline."
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"
"""The browser itself refuses any request the page might make."""
STYLES = ("page.css", "timeline.css", "tables.css", "measures.css", "print.css")
SCRIPTS = ("tips.js", "zoom.js", "keys.js", "filter.js", "group.js", "detail.js", "tables.js", "paper.js")
"""The page's own files, in the order in which they are put in."""
PARTS = (*page_decisions.PARTS, *page_parts.PARTS, *page_measures.PARTS, *page_tables.PARTS)
"""Sections of the report, in their order."""


def files(report: Report) -> Mapping[str, bytes]:
    """`report.html`."""
    return {"report.html": render(report).encode()}


def export(report: Report) -> Exported:
    """The page as one file."""
    return Exported(render(report).encode())


def render(report: Report) -> str:
    """The page as text."""
    sections = [s for make in PARTS for s in make(report)]
    first, rest = _first(sections)
    main = "".join(html for _, _, html in rest)
    title = f"{report.programme.programme.title or report.plan.origin.title}: plan"
    opening = f'<div class="opening">{_opening(report)}{first}</div>'
    held = {
        "routes": [report.names.route(r.id) for r in report.programme.routes],
        "kinds": tools.KINDS,
        "whys": [w.lines for w in report.whys],
        "reasons": report.audience in REASONS_TOLD,
    }
    return whole(title, f"{opening}{contents(sections)}{main}", _closing(report), held)


def _first(sections: list[Part]) -> tuple[str, list[Part]]:
    """What stands beside the answer, and the rest."""
    beside = "".join(html for i, _, html in sections if i == "decisions")
    return beside, [s for s in sections if s[0] != "decisions"]


def whole(title: str, main: str, closing: str, held: Mapping[str, object] | None = None) -> str:
    """A page that stands alone, from its title, its content, its foot, and what its script is told."""
    plotly = f'<script type="text/plain" id="plotly">{_plotly()}</script>' if 'class="plotly"' in main else ""
    known = json.dumps(held or {}, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    scripts = "".join(_own(name) for name in SCRIPTS)
    return (
        f'<!doctype html><html lang="en-GB"><head>{_head(title)}</head><body>'
        '<a class="skip" href="#main">Skip to the plan</a>'
        '<svg width="0" height="0" class="defs" aria-hidden="true">'
        f"<defs>{PATTERNS}{money_chart.PATTERNS}{SYMBOLS}</defs></svg>"
        f'<main id="main" tabindex="-1" class="wide">{main}<div id="tip" role="tooltip" hidden></div></main>'
        f'<footer class="wide">{closing}</footer>'
        '<dialog id="detail" aria-labelledby="detail-title"></dialog>'
        f'<script type="application/json" id="held">{known}</script>'
        f"{plotly}<script>{scripts}</script></body></html>\n"
    )


@cache
def _plotly() -> str:
    """Plotly's script; only pages with such charts hold it, and run it when one comes into view."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def _head(title: str) -> str:
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{''.join(_own(name) for name in STYLES)}{STYLE}</style>"
    )


@cache
def _own(name: str) -> str:
    """A file that belongs to the page."""
    return resources(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def _opening(report: Report) -> str:
    """The answer: what nobody can avoid, who goes when, what it avoids and costs, what remains at risk, how sure."""
    answer, h = report.answer, report.programme.programme
    over = f"{said(h.title or report.plan.origin.title)} · as known on {day(h.as_of)}"
    lead = "".join(f'<p class="lead">{said(s)}</p>' for s in answer.told)
    return f'<header><p class="over">{over}</p><h1>{said(answer.finding)}</h1>{lead}</header>'


def contents(sections: list[Part]) -> str:
    """Links to the sections of a page."""
    links = "".join(f'<li><a href="#{i}">{escape(t)}</a></li>' for i, t, _ in sections)
    return f'<nav aria-label="On this page"><ul>{links}</ul></nav>'


def _closing(report: Report) -> str:
    origin, run = report.plan.origin, report.run
    versions = ", ".join(f"{k} {v}" for k, v in origin.versions.items())
    options = ", ".join(f"{k} {v}" for k, v in origin.options.items() if v not in (None, ""))
    seconds = run.get("seconds")
    took = f" Solved in {seconds:.0f} s." if isinstance(seconds, int | float) else ""
    return (
        f"<p>{said(f'Made with {versions}.{took}')} Programme <code>{escape(origin.programme[:12])}</code>. "
        f"Written for the {report.audience}.</p><p>{said(f'Options: {options}.') if options else ''}</p>"
        "<p>Money is in real terms. Dates of an end are last days. A plan is a plan: it says what follows from the "
        "figures given, not what will happen.</p>"
    )
