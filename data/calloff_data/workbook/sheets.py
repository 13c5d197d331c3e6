"""One sheet for each table: headings that explain themselves, typed cells, checks and colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from calloff.assemble import REQUIRED
from calloff.cells import Kind, UnfitError, columns, parse, plain_number
from calloff.errors import Fault, InputError
from calloff.faults.draft import MODELS, plain
from calloff.programme import KEYS, Programme
from calloff_data.workbook.choices import FIRST, ready_rows, rule_for
from calloff_data.workbook.columns import (
    WIDE,
    Column,
    cells_in,
    columns_of,
    fits_a_number,
    is_free,
    values_of,
)
from calloff_data.workbook.layout import GUIDE, SETTINGS, heading
from calloff_data.workbook.looks import ASSUMED, TABS, WANTED, Looks
from calloff_data.write.signs import LINE, MUTED

FORM = 8
"""Blank rows under the last entry that are drawn ready to fill."""
MOST_TEXT = 32_767
"""Most that a cell of a workbook holds [characters]."""
LINE_HEIGHT, MOST_LINES = 14, 8
"""Height of a line [points], and the lines that a row grows to at most; the rest is read in the cell."""


def meaning_of(table: str) -> str:
    """What one row of a table says, as a sentence."""
    text = (MODELS[table].__doc__ or "").split(": ", 1)[1].split("\n")[0]
    return text[0].upper() + text[1:]


def write_table(sheet: Any, table: str, programme: Programme, looks: Looks) -> None:
    """A table with a row for each entry."""
    shown, rows = columns_of(table, programme), cells_in(table, programme)
    last = FIRST + ready_rows(table, programme) - 1
    _top(sheet, table, looks)
    lines = [1] * len(rows)
    for at, column in enumerate(shown):
        values = values_of(column, rows, programme)
        width = _width(column, values)
        sheet.set_column(at, at, width, looks(num_format=column.format_of(), **_stand(column)))
        lines = [max(old, _lines(value, width)) for old, value in zip(lines, values, strict=True)]
        sheet.write_string(2, at, column.hint, looks("unit", **_head_stand(column)))
        _head(sheet, FIRST - 1, at, column, looks)
        for i in range(len(rows) + FORM):
            value = values[i] if i < len(rows) else None
            put(sheet, FIRST + i, at, column, value, looks, "name" if column.name == "id" else "cell")
        rule = rule_for(column)
        if rule is not None:
            sheet.data_validation(FIRST, at, last, at, rule)
    sheet.write_url(2, 0, f"internal:'{GUIDE}'!A1", looks("link", font_size=9, valign="bottom"), "← Guide")
    for i, count in enumerate(lines):
        if count > 1:
            sheet.set_row(FIRST + i, LINE_HEIGHT * min(count, MOST_LINES) + 4)
    _colour(sheet, table, shown, last, looks)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST + 1}:XFD{last + 1}"})
    sheet.autofilter(FIRST - 1, 0, FIRST + len(rows) + FORM - 1, len(shown) - 1)
    sheet.freeze_panes(FIRST, 2 if shown[1].name == "title" else 1)
    _print_set_up(sheet, table, len(shown))


def write_settings(sheet: Any, programme: Programme, looks: Looks) -> None:
    """The table of one row, one setting a line with its meaning beside it."""
    table = SETTINGS
    _top(sheet, table, looks)
    sheet.write_url(2, 0, f"internal:'{GUIDE}'!A1", looks("link", font_size=9), "← Guide")
    for at, (name, width) in enumerate((("Setting", 22), ("Value", 44), ("Unit", 14), ("Meaning", 84))):
        sheet.set_column(at, at, width, looks())
        sheet.write_string(FIRST - 1, at, name, looks("head", indent=1))
    for i, column in enumerate(columns_of(table, programme)):
        row = FIRST + i
        value = values_of(column, cells_in(table, programme), programme)[0]
        _head(sheet, row, 0, column, looks, "name")
        put(sheet, row, 1, column, value, looks, "input", left=True)
        sheet.write_string(row, 2, column.hint, looks("unit", bottom=1, bottom_color=LINE, valign="vcenter", indent=1))
        blank = "" if column.required or not column.default else f" Left blank: {column.default}."
        about = _sentence(column.about) + blank
        sheet.write_string(row, 3, about, looks("cell", text_wrap=True, font_color=MUTED, indent=1))
        sheet.set_row(row, LINE_HEIGHT * max(_lines(value, 44), _lines(about, 84)) + 6)
        rule = rule_for(column)
        if rule is not None:
            sheet.data_validation(row, 1, row, 1, rule)
        condition = f'=COUNTIFS(marked_table,"{table}",marked_column,"{column.name}",marked_mark,"assumed")>0'
        sheet.conditional_format(row, 1, row, 1, _rule(condition, looks.over(bg_color=ASSUMED, italic=True)))
    sheet.freeze_panes(FIRST, 1)
    _print_set_up(sheet, table, 8)


def _top(sheet: Any, table: str, looks: Looks) -> None:
    sheet.set_tab_color(TABS["required" if table in REQUIRED else "optional"])
    sheet.hide_gridlines(2)
    sheet.set_default_row(18)
    sheet.set_row(0, 32)
    sheet.set_row(2, 28)
    sheet.set_row(FIRST - 1, 34)
    sheet.write_string(0, 0, heading(table), looks("title"))
    needed = " This sheet must be filled." if table in REQUIRED else " May stay empty."
    sheet.write_string(1, 0, meaning_of(table) + needed, looks("about"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _head(sheet: Any, row: int, at: int, column: Column, looks: Looks, look: str = "head") -> None:
    """A heading with a note that says all about its column."""
    shown = "head_free" if is_free(column) and look == "head" else look
    stand = {"indent": 1} if look == "name" else _head_stand(column)
    sheet.write_string(row, at, column.heading, looks(shown, **stand))
    blank = "Must be filled." if column.required else f"Left blank: {column.default or 'none'}."
    unit = f"Unit: {column.unit}." if column.unit else ""
    choice = f"One of: {', '.join(column.words)}." if column.words and column.kind != "yes/no" else ""
    lines = [column.name, _sentence(column.about), choice, unit, "" if is_free(column) else blank]
    text = "\n".join(line for line in lines if line)
    height = 22 + 17 * sum(1 + len(line) // 38 for line in text.splitlines())
    sheet.write_comment(row, at, text, {"width": 250, "height": height, "font_size": 9, "color": "#ffffff"})


def put(
    sheet: Any, row: int, at: int, column: Column, value: object, looks: Looks, look: str, left: bool = False
) -> None:
    """One value in its cell; a text is a text whatever it begins with, never a formula or a link."""
    more: dict[str, Any] = {"num_format": column.format_of(value if isinstance(value, (int, Decimal)) else None)}
    more |= {"align": "left", "indent": 1} if left else _stand(column)
    if left or column.kind in ("list", "text"):
        more |= {"text_wrap": True}
    form = looks(look, **more)
    if column.table == "sources" and column.name in ("low", "high"):
        value = _typed(str(value)) if value is not None else None
        if not isinstance(value, str):
            form = looks(
                look, num_format="dd mmm yyyy" if isinstance(value, date) else "General", align="right", indent=1
            )
    if value is None or value == ():
        sheet.write_blank(row, at, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, form)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and fits_a_number(value):
        sheet.write_number(row, at, float(value), form)
    else:
        _put_text(sheet, row, at, column, value, form)


def _put_text(sheet: Any, row: int, at: int, column: Column, value: object, form: Any) -> None:
    text = plain(value).replace(";", "; ") if isinstance(value, tuple) else plain(value)
    if len(text) > MOST_TEXT:
        problem = f"the cell would hold {len(text):,} characters, and a workbook's takes {MOST_TEXT:,}"
        wanted = "shorten it, or keep the programme as CSV files"
        raise InputError([Fault("", column.table, str(row + 1), column.name, text, problem, wanted)])
    sheet.write_string(row, at, text, form)


def _typed(text: str) -> object:
    """An end of a range as a number or a day where it reads back as the same text."""
    kinds: tuple[Kind, ...] = ("number", "date")
    for kind in kinds:
        try:
            value: Any = parse(kind, text)
        except UnfitError:
            continue
        same = plain_number(value) if isinstance(value, Decimal) else value.isoformat()
        if same == text and (isinstance(value, date) or fits_a_number(value)):
            return value
    return text


def _width(column: Column, values: Sequence[object]) -> float:
    """Wide enough for most of what it holds, and for the words of its heading."""
    if column.kind == "date":
        return 14
    shown = max((len(line) for v in values for line in _shown(v).splitlines()), default=0)
    words = max(len(word) for word in [*column.heading.split(), *column.hint.split()])
    most = 60 if column.name in ("notes", "citation") else 52 if column.name in WIDE else 44
    least = 30 if column.name == "notes" else 22 if column.name == "title" else 8
    return min(max(shown * 1.08 + 3, words * 1.15 + 4, least), most)


def _shown(value: object) -> str:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{value:,}"
    return plain(value).replace(";", "; ") if isinstance(value, tuple) else plain(value)


def _lines(value: object, width: float) -> int:
    """Lines that a value takes in its column."""
    return sum(max(1, ceil(len(line) / (width - 1))) for line in _shown(value).splitlines()) or 1


def _stand(column: Column) -> dict[str, Any]:
    """How a column's cells are set, with a little air at the side that they lean on."""
    return {"align": column.align, "indent": 1} if column.align == "left" else {"align": column.align}


def _head_stand(column: Column) -> dict[str, Any]:
    """How a heading is set: as the cells under it."""
    return {**_stand(column), **({"indent": 1} if column.align == "right" else {})}


def _colour(sheet: Any, table: str, shown: Sequence[Column], last: int, looks: Looks) -> None:
    """Colours that follow what is typed: a cell that must be filled, and a figure that `sources` calls assumed."""
    from xlsxwriter.utility import xl_col_to_name

    end = xl_col_to_name(len(shown) - 1)
    key = _key(table, [column.name for column in shown])
    for at, column in enumerate(shown):
        letter, row = xl_col_to_name(at), FIRST + 1
        if column.required:
            condition = f'=AND(COUNTA($A{row}:${end}{row})>0,${letter}{row}="")'
            sheet.conditional_format(FIRST, at, last, at, _rule(condition, looks.over(bg_color=WANTED)))
        if table != "sources" and not is_free(column):
            named = f'marked_table,"{table}",marked_column,"{column.name}",marked_mark,"assumed",marked_row'
            filled = f"COUNTA($A{row}:${end}{row})>0"
            condition = f'=AND({filled},COUNTIFS({named},{key})+COUNTIFS({named},"~*")>0)'
            sheet.conditional_format(FIRST, at, last, at, _rule(condition, looks.over(bg_color=ASSUMED, italic=True)))
    if table == "sources":
        mark = xl_col_to_name([column.name for column in shown].index("mark"))
        condition = f'=${mark}{FIRST + 1}="assumed"'
        sheet.conditional_format(
            FIRST, 0, last, len(shown) - 1, _rule(condition, looks.over(bg_color=ASSUMED, italic=True))
        )


def _key(table: str, names: Sequence[str]) -> str:
    """A formula for the name by which `sources` knows the first row."""
    from xlsxwriter.utility import xl_col_to_name

    parts = []
    for name in KEYS[table]:
        cell = f"${xl_col_to_name(names.index(name))}{FIRST + 1}"
        kind = columns(MODELS[table])[name]
        shown = f'IF({cell}="","",TEXT({cell},"yyyy-mm-dd"))' if kind == "date" else f'{cell}&""'
        parts.append(f'SUBSTITUTE({cell},"; ",";")' if kind == "list" else shown)
    return '&"/"&'.join(parts)


def _rule(condition: str, look: Any) -> dict[str, Any]:
    return {"type": "formula", "criteria": condition, "format": look}


def _print_set_up(sheet: Any, table: str, columns: int) -> None:
    sheet.set_paper(8 if columns > 12 else 9)  # A3, A4
    if columns > 5:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0, FIRST - 1)
    sheet.set_footer(f"&L&8{heading(table)}&R&8Page &P of &N")
