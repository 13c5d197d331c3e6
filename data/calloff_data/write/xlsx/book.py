"""A workbook in the house style: its formats, its page set-up, and sheets that hold one table each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

import xlsxwriter

from calloff.report import Report
from calloff_data.write.csv_tables import FORMULA
from calloff_data.write.packed import clean, known_at, repacked
from calloff_data.write.signs import BAND, INK, LINE, MUTED

FACE = "Arial"
A3, A4 = 8, 9
TOP = 3
"""Row of a table's header, under the sheet's title and note [from 0]."""

WIDE = 0.92
"""Width of a letter of our face, in those that Excel counts in, on the safe side."""
LINE_HEIGHT = 13.5
"""Height of a line of text [points]."""

Kind = Literal["text", "general", "day", "number", "money", "decimal"]
Value = str | int | float | Decimal | date | None

NUMBERS: dict[Kind, dict[str, object]] = {
    "text": {"text_wrap": True},
    "general": {"num_format": "#,##0.##########", "align": "left"},
    "day": {"num_format": "d mmm yyyy", "align": "left"},
    "number": {"num_format": "#,##0;−#,##0;0", "align": "right", "indent": 1},
    "money": {"num_format": "#,##0;−#,##0;–", "align": "right", "indent": 1},
    "decimal": {"num_format": "#,##0.0;−#,##0.0;–", "align": "right", "indent": 1},
}


FILTER = 3
"""Room that a filter's button takes from a heading [characters]."""


def _lines(text: str, wide: float) -> float:
    """Lines that a text takes in a column [characters]."""
    return -(-len(text) * WIDE // max(wide, 1))


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, what it holds, its width [characters]."""

    heading: str
    kind: Kind = "text"
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table under a title and a note; without rows it is left out.

    Columns in which no row has a value are left out too. A total stands below the table.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]] = field(repr=False)
    total: Sequence[Value] = ()

    def without_blanks(self) -> Sheet:
        """The sheet without columns that hold nothing."""
        kept = [j for j in range(len(self.columns)) if any(row[j] not in (None, "") for row in self.rows)]
        rows = [[row[j] for j in kept] for row in self.rows]
        total = [self.total[j] for j in kept] if self.total else ()
        return replace(self, columns=tuple(self.columns[j] for j in kept), rows=rows, total=total)


class Book:
    """A workbook of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._held = BytesIO()
        self.file = xlsxwriter.Workbook(self._held, {"in_memory": True, "strings_to_formulas": False,
                                                     "strings_to_urls": False})  # fmt: skip
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._tables = 0
        self.file.set_properties(
            {
                "title": clean(f"{report.title}: plan", 200),
                "subject": clean(report.answer.finding, 250),
                "author": "Calloff",
                "comments": f"Programme {report.fingerprint}, {report.proof}. Written for the {report.audience}.",
                "created": known_at(report),
            }
        )

    def style(self, **looks: object) -> Any:
        """A format; the same looks give the same one."""
        whole = {"font_name": FACE, "font_size": 10, "font_color": INK, "valign": "vcenter", **looks}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(whole)
        return self._formats[key]

    def sheet(self, name: str, *, paper: int = A4, pages_tall: int = 0) -> Any:
        """An empty sheet, set up to be printed on landscape paper, fitted to its width."""
        made = self.file.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(paper)
        made.fit_to_pages(1, pages_tall)
        made.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        title = clean(self.report.title, 90).replace("&", "&&")
        made.set_header(f'&L&"{FACE},Bold"&9{title}&R&"{FACE}"&9{name}')
        stamp = f"Programme {self.report.fingerprint} · {self.report.proof} · for the {self.report.audience}"
        made.set_footer(f'&L&"{FACE}"&8{stamp}&R&"{FACE}"&8Page &P of &N')
        return made

    def heading(self, sheet: Any, title: str, note: str) -> None:
        """A sheet's title, and a line about it."""
        sheet.set_row(0, 24)
        self.write(sheet, 0, 0, title, font_size=16, bold=True, valign="vcenter")
        self.write(sheet, 1, 0, note, font_color=MUTED)

    def write(self, sheet: Any, row: int, column: int, value: Value, **looks: object) -> None:
        """A value with its own type; a text never becomes a formula, also where somebody edits it."""
        if isinstance(value, str):
            text = clean(value)
            quoted = {"quote_prefix": True} if text.startswith(FORMULA) else {}
            sheet.write_string(row, column, text, self.style(**looks, **quoted))
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.style(**{**NUMBERS["day"], **looks}))
        elif value is None:
            sheet.write_blank(row, column, None, self.style(**looks))
        else:
            sheet.write_number(row, column, value, self.style(**looks))

    def table(
        self, sheet: Any, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]], about: str
    ) -> int:
        """A table with filters, its heading in row `top`; gives the row after its last.

        A table must have a row: give none and nothing is written.
        """
        if not rows:
            return top
        self._tables += 1
        last = top + len(rows)
        sheet.add_table(top, 0, last, len(columns) - 1, {
            "name": f"Table{self._tables}", "style": None, "autofilter": True, "title": about,
            "description": f"{about}: one row each, the first row is the heading.",
            "columns": [{"header": c.heading, "header_format": self._head(c)} for c in columns],
        })  # fmt: skip
        lines = max(_lines(c.heading, c.width - FILTER) for c in columns)
        sheet.set_row(top, LINE_HEIGHT * lines + 5)
        for i, row in enumerate(rows, start=top + 1):
            self._row(sheet, i, columns, row)
        return last + 1

    def _head(self, column: Column) -> Any:
        aligned = {k: v for k, v in NUMBERS[column.kind].items() if k in ("align", "indent")}
        rule = {"bg_color": BAND, "bottom": 2, "bottom_color": INK}
        return self.style(bold=True, text_wrap=True, **{**aligned, **rule, "valign": "bottom"})

    def _row(self, sheet: Any, i: int, columns: Sequence[Column], row: Sequence[Value], **looks: object) -> None:
        """A row of a table, as tall as its longest text needs."""
        lines: float = 1
        for j, (column, value) in enumerate(zip(columns, row, strict=True)):
            kind: Kind = "text" if isinstance(value, str) else "day" if isinstance(value, date) else column.kind
            self.write(sheet, i, j, value, bottom=1, bottom_color=LINE, **NUMBERS[kind], **looks)
            if isinstance(value, str):
                lines = max(lines, _lines(clean(value), column.width))
        sheet.set_row(i, min(409, LINE_HEIGHT * lines + 3))

    def table_sheet(self, given: Sheet) -> None:
        """A sheet that is one table."""
        if not given.rows:
            return
        shown = given.without_blanks()
        made = self.sheet(shown.name)
        self.heading(made, shown.title, shown.note)
        for j, column in enumerate(shown.columns):
            made.set_column(j, j, column.width)
        after = self.table(made, TOP, shown.columns, shown.rows, shown.title)
        if shown.total:
            self._row(made, after, shown.columns, shown.total, bold=True)
        made.freeze_panes(TOP + 1, 1)
        made.repeat_rows(TOP)

    def data(self) -> bytes:
        """The file."""
        self.file.close()
        return repacked(self._held.getvalue())
