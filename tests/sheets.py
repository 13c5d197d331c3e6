"""The small good programme as a plain workbook, written by hand as a person would, with cells changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from overlays import BASE

Edit = Callable[[Workbook], None]


def write_xlsx(path: Path, *edits: Edit, tables: Mapping[str, Any] = BASE) -> Path:
    """The tables with a sheet each, column names in the first row; then the edits."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, held in tables.items():
        rows = [held] if isinstance(held, dict) else held
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            sheet.append([_cell(row.get(column)) for column in columns])
    for edit in edits:
        edit(book)
    book.save(path)
    return path


def _cell(value: object) -> Any:
    return ";".join(value) if isinstance(value, list) else value


def sheet_of(book: Workbook, name: str) -> Worksheet:
    return book[name]


def at(name: str, cell: str, value: Any, form: str | None = None) -> Edit:
    """An edit: a cell's value, and its number format."""

    def edit(book: Workbook) -> None:
        held = book[name][cell]
        held.value = value
        if form is not None:
            held.number_format = form

    return edit


def repack(source: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A workbook with its parts changed; None leaves a part out."""
    with ZipFile(source) as old, ZipFile(to, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return to
