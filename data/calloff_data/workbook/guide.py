"""The first sheet: what the workbook is, how to fill it, where everything stands, and what to do next."""

from __future__ import annotations

from math import ceil
from typing import Any

from calloff.assemble import REQUIRED
from calloff.programme import Programme
from calloff_data.workbook.choices import FIRST, ready_rows
from calloff_data.workbook.columns import rows_of
from calloff_data.workbook.layout import SETTINGS, heading
from calloff_data.workbook.looks import TABS, Looks
from calloff_data.workbook.sheets import meaning_of

GROUPS: dict[str, tuple[str, ...]] = {
    "The programme": ("programme", "clusters", "departments"),
    "What runs today": ("systems", "contracts", "extensions"),
    "What is to be bought": ("procurements", "lots", "routes", "terms", "phases"),
    "Who and what it takes": ("suppliers", "resources", "demands", "capacity", "funding"),
    "What it must fit around": ("dependencies", "externals", "blackouts", "stagger"),
    "What is known": ("pins", "measures", "sources"),
}
"""The tables in the order in which a person fills them; every sheet follows it."""
WIDTHS = (3, 5, 22, 13, 8, 68)
LEFT, RIGHT = {"align": "left", "indent": 1}, {"align": "right", "indent": 1}
STEPS = (
    "Go through the sheets from left to right. Those with a blue tab must be filled; the others may stay empty.",
    "Give every row a short ID of your own, such as payroll-deal. Other sheets refer to a row by its ID and offer it "
    "in a list; a new row is in the list at once.",
    "Point at a heading to read what its column means, its unit, and what a blank cell stands for. A star marks what "
    "every row must have.",
    "Where a figure is not a fact but a guess, say so in Sources: the cell turns violet wherever it stands. Notes, "
    "and columns of your own whose names begin with x_, are kept and never computed with.",
    "Save the workbook, and have it checked. Every fault is told at once, each with its sheet and cell.",
)
VALUES = (
    ("Days", "as days, such as 31/03/2027. 3/4/2027 typed as text is asked back: it could be two days."),
    ("Money", "in {currency}, plain figures. Monthly figures are for one month."),
    ("Durations", "in {unit}s, where a heading does not say otherwise."),
    ("Several IDs", "in one cell, with ; between them: payroll; finance."),
)


def order() -> list[str]:
    """Every table, in the order of the sheets."""
    return [table for tables in GROUPS.values() for table in tables]


def write_guide(sheet: Any, programme: Programme, file: str, looks: Looks) -> None:
    """The guide; its counts follow what is filled in."""
    sheet.hide_gridlines(2)
    sheet.set_default_row(18)
    sheet.set_tab_color(TABS["guide"])
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width, looks())
    row = _top(sheet, programme, looks)
    row = _steps(sheet, row, looks)
    row = _contents(sheet, row, programme, looks)
    row = _colours(sheet, row, looks)
    row = _values(sheet, row, programme, looks)
    _next(sheet, row, file, looks)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer("&R&8Page &P of &N")


def _top(sheet: Any, programme: Programme, looks: Looks) -> int:
    header = programme.programme
    about = (
        f"A procurement programme to fill in: facts as of {header.as_of:%d %B %Y}, "
        f"planned from {header.start:%B %Y} to {header.end:%B %Y}."
    )
    for row, height in enumerate((12, 36, 20, 12)):
        sheet.set_row(row, height)
        for at in range(len(WIDTHS)):
            sheet.write_blank(row, at, None, looks("band"))
    sheet.write_string(1, 1, (header.title or "A procurement programme")[:200], looks("band_title"))
    sheet.write_string(2, 1, about, looks("band_about"))
    return 5


def _section(sheet: Any, row: int, title: str, looks: Looks) -> int:
    for at in range(1, len(WIDTHS)):
        sheet.write_blank(row, at, None, looks("section"))
    sheet.write_string(row, 1, title, looks("section"))
    sheet.set_row(row, 26)
    sheet.set_row(row + 1, 6)
    return row + 2


def _paragraph(sheet: Any, row: int, first: int, text: str, looks: Looks) -> None:
    """Text over the columns from `first` on, in a row high enough for it."""
    sheet.merge_range(row, first, row, len(WIDTHS) - 1, "", looks("body", indent=1))
    sheet.write_string(row, first, text, looks("body", indent=1))
    lines = ceil(len(text) / (1.15 * sum(WIDTHS[first:])))
    sheet.set_row(row, 15 * lines + 6)


def _steps(sheet: Any, row: int, looks: Looks) -> int:
    row = _section(sheet, row, "How to fill it in", looks)
    for number, text in enumerate(STEPS, start=1):
        sheet.write_number(row, 1, number, looks("number"))
        _paragraph(sheet, row, 2, text, looks)
        row += 1
    return row + 1


def _contents(sheet: Any, row: int, programme: Programme, looks: Looks) -> int:
    row = _section(sheet, row, "The sheets", looks)
    for at, name in ((2, "Sheet"), (3, "Needed"), (4, "Rows"), (5, "What it holds")):
        sheet.write_string(row, at, name, looks("head", **RIGHT if at == 4 else LEFT))
    sheet.write_blank(row, 1, None, looks("head"))
    for group, tables in GROUPS.items():
        row += 1
        for at in range(1, len(WIDTHS)):
            sheet.write_blank(row, at, None, looks("group"))
        sheet.write_string(row, 1, group, looks("group"))
        sheet.set_row(row, 20)
        for table in tables:
            row += 1
            _content(sheet, row, table, programme, looks)
    return row + 2


def _content(sheet: Any, row: int, table: str, programme: Programme, looks: Looks) -> None:
    name = heading(table)
    sheet.write_url(row, 2, f"internal:'{name}'!A1", looks("link", bottom=1, bottom_color="#c9d0db", **LEFT), name)
    sheet.write_string(row, 3, "required" if table in REQUIRED else "", looks("needed", **LEFT))
    filled = len(rows_of(table, programme))
    if table == SETTINGS:
        sheet.write_number(row, 4, filled, looks("count", **RIGHT))
    else:
        area = f"{name}!A{FIRST + 1}:A{FIRST + ready_rows(table, programme)}"
        sheet.write_formula(row, 4, f"=COUNTA({area})", looks("count", **RIGHT), filled)
    sheet.write_string(row, 5, meaning_of(table), looks("cell", **LEFT))


def _colours(sheet: Any, row: int, looks: Looks) -> int:
    row = _section(sheet, row, "The colours", looks)
    shown = (
        ("assumed", "1,250", "an assumed figure: Sources marks it so"),
        ("wanted", "", "must be filled, and is not yet"),
        ("head_free", "x_…", "a column of your own"),
    )
    for look, sample, text in shown:
        sheet.write_string(row, 2, sample, looks(look, align="center"))
        _paragraph(sheet, row, 3, text, looks)
        row += 1
    return row + 1


def _values(sheet: Any, row: int, programme: Programme, looks: Looks) -> int:
    row = _section(sheet, row, "How values are written", looks)
    header = programme.programme
    for name, text in VALUES:
        sheet.write_string(row, 2, name, looks("plain", bold=True, indent=1))
        _paragraph(sheet, row, 3, text.format(currency=header.currency, unit=header.unit), looks)
        row += 1
    return row + 1


def _next(sheet: Any, row: int, file: str, looks: Looks) -> None:
    row = _section(sheet, row, "What to do next", looks)
    quoted = f'"{file}"' if " " in file else file
    stem = file.rsplit(".", 1)[0]
    out = f'"{stem}-plan"' if " " in stem else f"{stem}-plan"
    for command, text in (
        (f"calloff validate {quoted}", "says every fault, then what is legal but odd"),
        (f"calloff solve {quoted} -o {out}", "makes the plan, and a report to open in a browser"),
    ):
        sheet.merge_range(row, 2, row, len(WIDTHS) - 1, "", looks("command", indent=1))
        sheet.write_string(row, 2, command, looks("command", indent=1))
        sheet.set_row(row, 22)
        sheet.write_string(row + 1, 2, text, looks("about", indent=1))
        row += 2
