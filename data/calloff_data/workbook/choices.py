"""Drop-downs: ids of other sheets, old and new rows alike, and fixed words.

The ids of one sheet are a named area that grows with it. Where a column takes ids of several sheets, a
hidden sheet gathers them: every id once, without gaps, by formulas that a spreadsheet program keeps current.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from calloff.faults.draft import MODELS
from calloff.programme import Programme
from calloff_data.workbook.columns import Column, columns_of, rows_of
from calloff_data.workbook.layout import LISTS, heading

FIRST = 4
"""Row of a sheet's first entry, counted from 0."""
SPARE = 200
"""Rows beyond those filled that drop-downs, colours and checks are ready for."""
SINGLE = frozenset({"clusters", "departments", "systems", "contracts", "procurements", "lots", "routes", "suppliers"})


class Gathered(NamedTuple):
    """A list that comes from several sheets, or from one with repeats, and from fixed words."""

    name: str
    tables: tuple[str, ...]
    words: tuple[str, ...] = ()


GATHERED = (
    Gathered("list_extended", ("contracts", "systems")),
    Gathered("list_phases", ("phases",), ("onboarding",)),
    Gathered("list_resources", ("resources",), ("bid", "delivery")),
    Gathered("list_parties", ("suppliers", "resources")),
    Gathered("list_ends", ("clusters", "procurements", "departments", "externals")),
    Gathered("list_items", ("procurements", "lots", "departments")),
    Gathered("list_milestones", ("phases",), ("start", "gtm", "award", "end", "live", "expiry")),
    Gathered("list_tables", (), tuple(MODELS)),
    Gathered("list_columns", (), tuple(sorted({f.alias or n for m in MODELS.values() for n, f in m.model_fields.items()}
                                              - {"extras"}))),
)  # fmt: skip
OTHERS = {
    ("pins", "milestone"): "list_milestones",
    ("sources", "table"): "list_tables",
    ("sources", "column"): "list_columns",
}
"""Columns that are no references, but have a list to choose from."""


def ready_rows(table: str, programme: Programme) -> int:
    """How many entries a sheet is ready for."""
    return len(rows_of(table, programme)) + SPARE


def list_of(column: Column) -> str | None:
    """The name of the list that a column chooses from; None where there is none, or words are fixed."""
    if (column.table, column.name) in OTHERS:
        return OTHERS[column.table, column.name]
    reference = column.reference
    if reference is None:
        return None
    if len(reference.targets) == 1 and not reference.words and reference.targets[0] in SINGLE:
        return f"{reference.targets[0]}_ids"
    return next(g.name for g in GATHERED if g.tables == reference.targets and set(g.words) == set(reference.words))


def name_areas(book: Any, programme: Programme) -> None:
    """Name the ids of every sheet, and the columns of `sources` that mark a figure as assumed."""
    for table in sorted(SINGLE):
        area = _ids(table, programme)
        filled = f'SUMPRODUCT(MAX(({area}<>"")*(ROW({area})-{FIRST})))'
        book.define_name(f"{table}_ids", f"=OFFSET({area.split(':')[0]},0,0,MAX(1,{filled}),1)")
    names = [column.name for column in columns_of("sources", programme)]
    for part in ("table", "row", "column", "mark"):
        book.define_name(f"marked_{part}", f"={_area('sources', names.index(part), programme)}")


def _ids(table: str, programme: Programme) -> str:
    names = [column.name for column in columns_of(table, programme)]
    return _area(table, names.index("id"), programme)


def _area(table: str, column: int, programme: Programme) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    first = xl_rowcol_to_cell(FIRST, column, row_abs=True, col_abs=True)
    last = xl_rowcol_to_cell(FIRST + ready_rows(table, programme) - 1, column, row_abs=True, col_abs=True)
    return f"{heading(table)}!{first}:{last}"


def write_lists(book: Any, programme: Programme) -> None:
    """The hidden sheet of gathered lists: three columns each, for what is there, its place, and the list."""
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    for i, gathered in enumerate(GATHERED):
        _write_list(book, sheet, 3 * i, gathered, programme)


def _write_list(book: Any, sheet: Any, at: int, gathered: Gathered, programme: Programme) -> None:
    from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

    raw, place, out = (xl_col_to_name(at + i) for i in range(3))
    cells: list[tuple[str | None, str]] = [(None, word) for word in gathered.words]
    for table in gathered.tables:
        held = [str(getattr(row, "id", "")) for row in rows_of(table, programme)]
        column = [c.name for c in columns_of(table, programme)].index("id")
        for i in range(ready_rows(table, programme)):
            cell = xl_rowcol_to_cell(FIRST + i, column, col_abs=True)
            cells.append((f'={heading(table)}!{cell}&""', held[i] if i < len(held) else ""))
    found = {text: number for number, text in enumerate(dict.fromkeys(text for _, text in cells if text), 1)}
    first = {text: i for i, (_, text) in reversed(list(enumerate(cells, start=2)))}
    shown = list(found)
    sheet.write_string(0, at, gathered.name)
    last = len(cells) + 1
    for i, (formula, text) in enumerate(cells, start=2):
        if formula is None:
            sheet.write_string(i - 1, at, text)
        else:
            sheet.write_formula(i - 1, at, formula, None, text)
        if gathered.tables:
            new = bool(text) and first[text] == i
            count = f'IF(COUNTIF({raw}$2:{raw}{i},{raw}{i})=1,MAX({place}$1:{place}{i - 1})+1,"")'
            sheet.write_formula(i - 1, at + 1, f'=IF({raw}{i}="","",{count})', None, found[text] if new else "")
            nth = f'=IFERROR(INDEX({raw}$2:{raw}${last},MATCH({i - 1},{place}$2:{place}${last},0)),"")'
            sheet.write_formula(i - 1, at + 2, nth, None, shown[i - 2] if i - 2 < len(shown) else "")
    if gathered.tables:
        area = f"{LISTS}!${out}$2:${out}${last}"
        filled = f"MAX(1,MAX({LISTS}!${place}$2:${place}${last}))"
        book.define_name(gathered.name, f"=OFFSET({area.split(':')[0]},0,0,{filled},1)")
    else:
        book.define_name(gathered.name, f"={LISTS}!${raw}$2:${raw}${last}")


def rule_for(column: Column) -> dict[str, Any] | None:
    """The check that a spreadsheet program makes as people type; None where anything goes."""
    if column.kind == "list":
        what = ", ".join(column.words) or " or ".join(heading(t) for t in _targets(column)) or "texts"
        return _note({"validate": "any"}, column, f"Several, with ; between them: {what}.")
    if column.words:
        return _stop({"validate": "list", "source": list(column.words)}, column, "one of the words in the list")
    named = list_of(column)
    if named is not None:
        where = " or ".join(heading(table) for table in _targets(column)) or "the list"
        told = {"error_type": "warning", "error_title": "Not in the list yet"}
        text = f"There is no row of {where} with this ID. Keep it all the same?"
        return {"validate": "list", "source": f"={named}", **told, "error_message": text[:255]}
    if column.kind == "date":
        from datetime import date

        bounds = {"criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2300, 12, 31)}
        return _stop({"validate": "date", **bounds}, column, "a day, such as 31/03/2027")
    if column.kind in ("number", "whole number"):
        return _number_rule(column)
    return None


def _targets(column: Column) -> Sequence[str]:
    return column.reference.targets if column.reference else ()


def _number_rule(column: Column) -> dict[str, Any]:
    low, high = column.limits()
    kind = "integer" if column.kind == "whole number" else "decimal"
    least, most = (-(10**13) if low is None else low), (10**13 if high is None else high)
    said = "a whole number" if kind == "integer" else "a number"
    bounds = f" from {least:,.0f} to {most:,.0f}" if low is not None and high is not None and high < 1e9 else ""
    rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    return _stop(rule, column, said + bounds)


def _stop(rule: dict[str, Any], column: Column, wanted: str) -> dict[str, Any]:
    return {**rule, "error_title": column.heading[:32], "error_message": f"Give {wanted}, or leave it blank."[:255]}


def _note(rule: dict[str, Any], column: Column, text: str) -> dict[str, Any]:
    return {**rule, "input_title": column.heading[:32], "input_message": text[:255]}
