"""The first sheet: the answer in sentences, key dates, goals with their proof, and how to read the rest."""

from __future__ import annotations

from calloff.report import Report
from calloff.report.wording import day
from calloff_data.write.signs import AMBER, GREEN, MUTED
from calloff_data.write.xlsx.book import Book, Column, Value
from calloff_data.write.xlsx.tables import goal_row

WIDTHS = (44, 17, 17, 17, 17, 20)
ACROSS = len(WIDTHS) - 1
CHARACTERS = 118
"""Characters on a line across the sheet, on the safe side."""

ONE_PAGE = 12
"""So many clusters, and all of it is on one printed page."""

DATES = (
    Column("Cluster", width=WIDTHS[0]), Column("Goes to market", "day", WIDTHS[1]),
    Column("Awards by", "day", WIDTHS[2]), Column("Last go-live by", "day", WIDTHS[3]),
    Column("Deadline", "day", WIDTHS[4]), Column("Users", "number", WIDTHS[5]),
)  # fmt: skip
GOALS = (
    Column("Goal, in order", width=WIDTHS[0]), Column("This plan", "number", WIDTHS[1]),
    Column("No plan is better than", "number", WIDTHS[2]), Column("Unit", width=WIDTHS[3]),
    Column("Proved", width=WIDTHS[4]), Column("May be off by", width=WIDTHS[5]),
)  # fmt: skip
CHECK = (
    "Anyone can count this plan again without the solver: calloff check PROGRAMME plan.json. "
    "Every rule and every goal is recomputed; the programme is the one with the hash above."
)


def add(book: Book, report: Report) -> None:
    """The sheet."""
    sheet = book.sheet("Summary", pages_tall=1 if len(report.blocks) <= ONE_PAGE else 0)
    for j, width in enumerate(WIDTHS):
        sheet.set_column(j, j, width)
    h = report.programme.programme
    book.write(sheet, 0, 0, f"{report.title} · as known on {day(h.as_of)}", font_color=MUTED)
    row = _across(book, report.answer.finding, 1, size=16, bold=True)
    for said in report.answer.told:
        row = _across(book, said, row, size=11)
    row = _stamp(book, report, row + 1)
    row = _section(book, "Key dates", row)
    blocks = [report.clusters[b.cluster] for b in report.blocks]
    dates: list[list[Value]] = [[c.title, c.gtm, c.award, c.last_live, c.live_by, c.users] for c in blocks]
    row = book.table(sheet, row, DATES, dates, "Key dates by cluster") + 1
    if report.plan.goals:
        row = _section(book, "Goals and proof", row)
        goals = [goal_row(report, i) for i in range(len(report.plan.goals))]
        row = book.table(sheet, row, GOALS, goals, "Goals with value, bound and proof") + 1
    row = _section(book, "How to check", row)
    _across(book, CHECK, row, size=10)


def _across(book: Book, text: str, row: int, *, size: int, bold: bool = False) -> int:
    """A text over the whole width, as tall as it needs; gives the next row."""
    sheet = book.file.get_worksheet_by_name("Summary")
    looks = {"font_size": size, "bold": bold, "text_wrap": True}
    sheet.merge_range(row, 0, row, ACROSS, "", book.style(**looks))
    book.write(sheet, row, 0, text, **looks)
    lines = -(-len(text) * (size + (1.5 if bold else 0)) // (CHARACTERS * 11))
    sheet.set_row(row, lines * size * 1.45 + 6)
    return row + 1


def _section(book: Book, title: str, row: int) -> int:
    sheet = book.file.get_worksheet_by_name("Summary")
    sheet.set_row(row, 22)
    book.write(sheet, row, 0, title, font_size=13, bold=True, valign="bottom")
    return row + 1


def _stamp(book: Book, report: Report, row: int) -> int:
    """Whether it is proved, of which programme, and for whom."""
    sheet = book.file.get_worksheet_by_name("Summary")
    proved = report.plan.status == "optimal"
    facts: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("Status", report.proof.capitalize(), {"bold": True, "font_color": GREEN if proved else AMBER}),
        ("Programme hash", report.plan.origin.programme, {}),
        ("Written for", report.audience, {}),
        ("Made with", ", ".join(f"{k} {v}" for k, v in report.plan.origin.versions.items()), {}),
    )
    for name, value, looks in facts:
        book.write(sheet, row, 0, name, font_color=MUTED)
        book.write(sheet, row, 1, value, **looks)
        row += 1
    return row + 1
