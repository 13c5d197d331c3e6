"""The page in a browser: quiet, offline, accessible, and whole on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import report_samples
from calloff_data.write import write_all
from conftest import needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAMPLES = ("five", "fifty", "hostile")
WIDTHS = (1440, 390)


@dataclass
class Visit:
    """A page, and what it did while it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for name in SAMPLES:
        folder = tmp_path_factory.mktemp(name)
        write_all(folder, *getattr(report_samples, name)(), {"seconds": 3.2})
        made[name] = folder / "report.html"
    return made


@pytest.fixture(scope="module", params=[(s, w) for s in SAMPLES for w in WIDTHS], ids=lambda p: f"{p[0]}-{p[1]}")
def visit(request: pytest.FixtureRequest, browser: Browser, reports: dict[str, Path]) -> Iterator[Visit]:
    sample, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 900})
    seen = Visit(page)
    page.on("request", lambda r: seen.requests.append(r.url))
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: seen.complaints.append(str(e)))
    page.on("dialog", lambda d: (seen.complaints.append(f"dialog {d.message}"), d.dismiss()))
    page.goto(reports[sample].as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    yield seen
    page.close()


def test_nothing_is_asked_for_but_the_file_itself(visit: Visit) -> None:
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in visit.requests if url.startswith("file:")]) == 1


def test_the_browser_has_nothing_to_complain_about(visit: Visit) -> None:
    assert visit.complaints == []


def test_only_the_plan_scrolls_sideways(visit: Visit) -> None:
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wide = """[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
        && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map(e => e.className)"""
    assert set(page.evaluate(wide)) <= {"box"}


def test_no_chart_offers_to_be_sent_to_anybody(visit: Visit) -> None:
    words = visit.page.evaluate(
        "document.body.innerText + [...document.querySelectorAll('[data-title]')].map(e => e.dataset.title)"
    )
    assert "Share chart" not in words
    assert visit.page.locator(".modebar-btn").count() == 0


def test_there_is_a_title_one_heading_and_a_way_past_it(visit: Visit) -> None:
    page = visit.page
    assert page.title().endswith(": plan")
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_names_are_text_and_nothing_more(visit: Visit) -> None:
    page = visit.page
    assert page.locator("main img, header b, svg script, td script").count() == 0
    assert page.locator("body script").count() == page.locator(".js-plotly-plot").count() + 1


def test_axe_finds_nothing(visit: Visit) -> None:
    needs(find_spec("axe_playwright_python"), "axe-playwright-python")
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(visit.page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []


@pytest.fixture
def five(browser: Browser, reports: dict[str, Path]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(reports["five"].as_uri())
    yield page
    page.close()


def test_marks_are_reached_by_keyboard_and_say_what_they_are(five: Page) -> None:
    first = five.locator("svg.lane .t[role=img]").first
    first.focus()
    tip = five.locator("#tip")
    assert tip.is_visible()
    assert tip.inner_text() == first.get_attribute("aria-label")
    five.keyboard.press("ArrowRight")
    assert tip.inner_text() == five.evaluate("document.activeElement.getAttribute('aria-label')")
    assert tip.inner_text() != first.get_attribute("aria-label")
    five.keyboard.press("Escape")
    assert not tip.is_visible()


def test_milestones_today_and_the_deadline_can_be_seen(five: Page) -> None:
    assert five.locator(".lane text", has_text="today, 21 Nov 2026").is_visible()
    assert five.locator(".lane text", has_text="live-by date").is_visible()
    drawn = five.locator(".t[aria-label*='goes to market'] path").first.bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) >= 8


def test_fifty_clusters_are_a_row_each_and_open(browser: Browser, reports: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(reports["fifty"].as_uri())
    rows = page.locator(".sheet details")
    assert rows.count() == 50
    assert not rows.nth(4).locator("svg").nth(1).is_visible()
    rows.nth(4).locator("summary").click()
    assert rows.nth(4).locator("svg").nth(1).is_visible()
    page.close()


def test_it_prints(five: Page) -> None:
    five.emulate_media(media="print")
    printed = five.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 2 <= printed.count(b"/Type /Page\n") <= 12
