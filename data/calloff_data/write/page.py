"""`report.html`: one page that stands alone, offline, and asks for nothing from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files as resources

from plotly.offline import get_plotlyjs

from calloff.report import Report
from calloff.report.wording import day
from calloff_data.write import page_parts, page_tables
from calloff_data.write.exporting import Exported
from calloff_data.write.markup import said
from calloff_data.write.signs import PATTERNS

FORMAT = "html"
ABOUT = "The report: one page that opens offline."
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"
"""The browser itself refuses any request the page might make."""


def files(report: Report) -> Mapping[str, bytes]:
    """`report.html`."""
    return {"report.html": render(report).encode()}


def export(report: Report) -> Exported:
    """The page as one file."""
    return Exported(render(report).encode())


def render(report: Report) -> str:
    """The page as text."""
    sections = [s for make in (*page_parts.PARTS, *page_tables.PARTS) for s in make(report)]
    main = "".join(html for _, _, html in sections)
    title = f"{report.programme.programme.title or report.plan.origin.title}: plan"
    return whole(title, f"{_opening(report)}{contents(sections)}{main}", _closing(report))


def whole(title: str, main: str, closing: str) -> str:
    """A page that stands alone, from its title, its content and its foot."""
    return (
        f'<!doctype html><html lang="en-GB"><head>{_head(title)}</head><body>'
        '<a class="skip" href="#main">Skip to the plan</a>'
        f'<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>{PATTERNS}</defs></svg>'
        f'<main id="main" class="wide">{main}</main>'
        f'<footer class="wide">{closing}</footer>'
        f'<div id="tip" role="tooltip" hidden></div><script>{_own("page.js")}</script></body></html>\n'
    )


def _head(title: str) -> str:
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{_own('page.css')}</style><script>{get_plotlyjs()}</script>"
    )


@cache
def _own(name: str) -> str:
    """A file that belongs to the page."""
    return resources(__package__).joinpath(name).read_text(encoding="utf-8")


def _opening(report: Report) -> str:
    """The answer in three sentences."""
    answer, h = report.answer, report.programme.programme
    over = f"{said(h.title or report.plan.origin.title)} · as known on {day(h.as_of)}"
    lead = "".join(f'<p class="lead">{said(s)}</p>' for s in answer.sentences)
    return f'<header><p class="over">{over}</p><h1>{said(answer.finding)}</h1>{lead}</header>'


def contents(sections: list[tuple[str, str, str]]) -> str:
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
