"""`plan.pptx`: the plan on a page, then a slide a cluster, all in shapes that can be edited."""

from __future__ import annotations

from calloff.report import Report
from calloff_data.write.exporting import Exported

FORMAT = "pptx"
ABOUT = "Slides: the plan on a page, then one a cluster, in shapes that can be edited."


def export(report: Report) -> Exported:
    """The slides as one file."""
    from calloff_data.write.slides import cluster, overview
    from calloff_data.write.slides.deck import Deck

    deck = Deck(report)
    overview.add(deck, report)
    for block in report.blocks:
        cluster.add(deck, report, block)
    return Exported(deck.data())
