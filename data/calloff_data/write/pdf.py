"""`pdf`: the plan on a page, then the whole report, printed on A3 and tagged for readers of the screen."""

from __future__ import annotations

import re
from datetime import date

from calloff.report import Report
from calloff_data.write import browser, page
from calloff_data.write.exporting import Exported
from calloff_data.write.one_page import OnePage, one_page

FORMAT = "pdf"
ABOUT = "The plan on a page, then the report, on A3; needs Chromium or Chrome."
LONG, SHORT, MARGIN = 420, 297, 12
"""A3 [mm]."""
NARROW = "@media (max-width"
"""What a narrow screen changes in the page; the browser takes its own small paper for one before it reads of A3."""
WINDOW = "--window-size=1500,1060"
"""The print's size [px]: scripts that lay out before printing see it."""
_TIMES = re.compile(rb"\((D:\d{14})[^)]*\)")


def export(report: Report) -> Exported:
    """The print of the report's page.

    Raises
    ------
    MissingPartError
        There is no browser.
    """
    html = page.render(report).replace(NARROW, f"@media screen and {NARROW[7:]}")
    style, figure = _first_page(one_page(report))
    html = html.replace("</head>", f"{style}</head>", 1).replace("<main", f"{figure}<main", 1)
    options = (WINDOW, "--no-pdf-header-footer", "--generate-pdf-document-outline")
    printed = browser.make(html.encode(), "report.html", "--print-to-pdf", "pdf", options)
    return Exported(_dated(printed, report.programme.programme.as_of))


def _first_page(drawn: OnePage) -> tuple[str, str]:
    """How paper is laid out, and the drawing on a sheet of its own, upright where that makes it larger."""
    upright = drawn.height > drawn.width
    wide, tall = (SHORT, LONG) if upright else (LONG, SHORT)
    room = wide - 2 * MARGIN, tall - 2 * MARGIN - 1
    width = min(room[0], room[1] * drawn.width / drawn.height)
    style = (
        f"<style>@page{{size:A3 landscape;margin:{MARGIN}mm}}"
        f"@page drawing{{size:A3 {'portrait' if upright else 'landscape'};margin:{MARGIN}mm}}"
        f".drawing{{page:drawing;break-after:page;margin:0}}"
        f".drawing svg{{display:block;width:{width:.1f}mm;height:auto;margin:0 auto}}"
        "@media print{.opening{display:block}}</style>"
    )
    svg = drawn.svg.decode()
    return style, f'<figure class="drawing">{svg[svg.index("<svg") :]}</figure>'


def _dated(printed: bytes, as_of: date) -> bytes:
    """A print dated by what is known rather than by the clock; every byte stays at its place."""
    stamp = f"D:{as_of:%Y%m%d}000000".encode()
    return _TIMES.sub(lambda found: found[0].replace(found[1], stamp), printed)
