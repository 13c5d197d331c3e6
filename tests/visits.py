"""Opening a page in a browser as a stranger would: watching what it asks for and complains about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIDEWAYS = """[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
    && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map(e => e.className)"""
"""Parts of a page that scroll sideways."""


@dataclass
class Visit:
    """A page, and what it did while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def is_quiet(self) -> bool:
        """Whether it asked for nothing but itself, and the browser has nothing to complain about."""
        assert [u for u in self.requests if not u.startswith(("data:", "blob:"))] == [self.page.url]
        assert self.complaints == []
        return True

    def barriers(self) -> list[Any]:
        """What axe finds."""
        needs(find_spec("axe_playwright_python"), "axe-playwright-python")
        from axe_playwright_python.sync_playwright import Axe

        options = {"runOnly": AXE, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        return [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found]

    def fits(self, width: int) -> bool:
        """Whether a window of a width [px] shows all of it, and only timelines scroll sideways."""
        self.page.set_viewport_size({"width": width, "height": 800})
        if self.page.locator(".js-plotly-plot").count():
            self.page.wait_for_timeout(500)  # plotly follows the window with a delay
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert {c.split()[0] for c in self.page.evaluate(SIDEWAYS)} <= {"pan"}
        return True


@contextmanager
def visiting(browser: Browser, file: Path, width: int = 1440, **context: Any) -> Iterator[Visit]:
    """A page in a context of its own, closed in the end."""
    opened = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **context)
    page = opened.new_page()
    seen = Visit(page)
    page.on("request", lambda r: seen.requests.append(r.url))
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: seen.complaints.append(str(e)))
    page.on("dialog", lambda d: (seen.complaints.append(f"dialog {d.message}"), d.dismiss()))
    page.goto(file.as_uri())
    yield seen
    opened.close()
