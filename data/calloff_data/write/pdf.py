"""`pdf`: the whole report printed on A3 landscape, tagged for readers of the screen."""

from __future__ import annotations

import re
from datetime import date

from calloff.report import Report
from calloff_data.write import browser, page
from calloff_data.write.exporting import Exported

FORMAT = "pdf"
ABOUT = "The report printed on A3; needs Chromium or Chrome."
A3 = "<style>@page{size:A3 landscape;margin:12mm}@media print{.opening{display:block}}</style></head>"
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
    html = page.render(report).replace("</head>", A3, 1).replace(NARROW, f"@media screen and {NARROW[7:]}")
    options = (WINDOW, "--no-pdf-header-footer", "--generate-pdf-document-outline")
    printed = browser.make(html.encode(), "report.html", "--print-to-pdf", "pdf", options)
    return Exported(_dated(printed, report.programme.programme.as_of))


def _dated(printed: bytes, as_of: date) -> bytes:
    """A print dated by what is known rather than by the clock; every byte stays at its place."""
    stamp = f"D:{as_of:%Y%m%d}000000".encode()
    return _TIMES.sub(lambda found: found[0].replace(found[1], stamp), printed)
