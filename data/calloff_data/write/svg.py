"""`svg`: the plan on a page as one drawing that any browser, slide or editor opens."""

from __future__ import annotations

from calloff.report import Report
from calloff_data.write.exporting import Exported
from calloff_data.write.one_page import one_page

FORMAT = "svg"
ABOUT = "The plan on a page as a drawing, sharp at any size."


def export(report: Report) -> Exported:
    """The drawing; it holds all that it shows and asks for nothing."""
    return Exported(one_page(report).svg)
