"""`png`: the plan on a page as a picture, at twice the size for sharp print and screens."""

from __future__ import annotations

from calloff.report import Report
from calloff_data.write import browser
from calloff_data.write.exporting import Exported
from calloff_data.write.one_page import one_page

FORMAT = "png"
ABOUT = "The plan on a page as a picture; needs Chromium or Chrome."
SCALE = 2.0
TALLEST = 16_000
"""Browsers draw no picture taller than this [px]."""


def export(report: Report) -> Exported:
    """The picture.

    Raises
    ------
    MissingPartError
        There is no browser.
    """
    page = one_page(report)
    scale = min(SCALE, TALLEST / page.height)
    size = f"--window-size={page.width},{page.height}"
    options = (size, f"--force-device-scale-factor={scale:.3f}")
    return Exported(browser.make(page.svg, "plan.svg", "--screenshot", "png", options))
