"""`plan.docx`: a briefing for a board, two pages: the answer, what is asked, the plan, risks, proof."""

from __future__ import annotations

from calloff.report import Report
from calloff_data.write.exporting import Exported

FORMAT = "docx"
ABOUT = "A briefing for a board, two pages: the answer, what is asked, the plan, risks, how sure."


def export(report: Report) -> Exported:
    """The briefing as one file."""
    from calloff_data.write.briefing import parts, plan
    from calloff_data.write.briefing.document import Document

    document = Document(report)
    parts.opening(document, report)
    plan.add(document, report)
    for add in (parts.decisions, parts.risks, parts.assumptions, parts.goals, parts.check):
        add(document, report)
    return Exported(document.data())
