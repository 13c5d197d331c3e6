"""`plan.xlsx`: the plan as a workbook that prints, sorts and filters."""

from __future__ import annotations

from calloff.report import Report
from calloff_data.write.exporting import Exported

FORMAT = "xlsx"
ABOUT = "A workbook: summary, decisions, Gantt in cells, dates, contracts, capacity, money, goals, assumptions."


def export(report: Report) -> Exported:
    """The workbook as one file."""
    from calloff_data.write.xlsx import gantt, summary, tables
    from calloff_data.write.xlsx.book import Book

    book = Book(report)
    summary.add(book, report)
    for sheet in tables.first(report):
        book.table_sheet(sheet)
    gantt.add(book, report)
    for sheet in tables.rest(report):
        book.table_sheet(sheet)
    return Exported(book.data())
