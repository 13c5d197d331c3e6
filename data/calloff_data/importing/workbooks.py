"""Sheets of a workbook as grids, streamed: .xlsx and .ods.

What would not fit in memory is refused before it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from calloff_data.importing.grids import WIDEST, Grid, GridRow, refused

LARGEST = 400_000_000
"""Size of a workbook unpacked [bytes]."""
SUSPECT = 50_000_000
"""Size from which a workbook must not be packed more than 200 to 1 [bytes]."""
PACKED = 200
LAST_ROW = 1_048_576
BLANKS = 2_000
"""Blank rows in a row after which a sheet is over: a format painted down the sheet makes a million of them."""
MERGES = 50_000

Merged = dict[int, list[tuple[int, int]]]
"""Cells of blocks merged downwards, by row: the column, and the first row of the block."""

_SHEET_NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def open_workbook(path: Path) -> list[Grid]:
    """The sheets of an .xlsx or .ods.

    Raises
    ------
    InputError
        It is neither, is cut off, is too large unpacked, or holds XML that no office program writes.
    """
    names = _inspected(path)
    if "content.xml" in names:
        return _open_ods(path)
    if "xl/workbook.xml" in names:
        return _open_xlsx(path)
    raise refused(path, "this archive is no workbook", "give an .xlsx or .ods, or a CSV file")


def _inspected(path: Path) -> set[str]:
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise refused(path, "the workbook is damaged or cut off", "get it again, or save it anew") from None
    size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if size > LARGEST or (size > SUSPECT and size > PACKED * max(1, packed)):
        problem = f"the workbook unpacks to {size:,} bytes and is too large"
        raise refused(path, problem, "save the sheet as CSV")
    return {e.filename for e in entries}


def _safely(path: Path, work: Callable[[], Any]) -> Any:
    """What reading gives; everything that a damaged workbook may raise becomes one clear error."""
    from xml.etree.ElementTree import ParseError
    from zlib import error as ZlibError  # noqa: N812 - it is an exception

    from defusedxml import DefusedXmlException

    try:
        return work()
    except (BadZipFile, ParseError, ZlibError, EOFError, LookupError, ValueError, TypeError, AttributeError) as error:
        causes = (error, error.__cause__, error.__context__)
        if any(isinstance(cause, DefusedXmlException) for cause in causes):
            problem = "the workbook holds XML entities, which no office program writes"
            raise refused(path, problem, "save it anew") from None
        raise refused(path, "the workbook is damaged", "open it and save it anew, or save the sheet as CSV") from None


# --- xlsx ----------------------------------------------------------------------------------------


def _open_xlsx(path: Path) -> list[Grid]:
    def sheets() -> list[tuple[str, bool]]:
        book = _book(path)
        try:
            return [(s.title, s.sheet_state != "visible") for s in book.worksheets]
        finally:
            book.close()

    return [
        Grid(path.name, name, lambda name=name: _xlsx_rows(path, name), "workbook", hidden)  # type: ignore[misc]
        for name, hidden in _safely(path, sheets)
    ]


def _book(path: Path) -> Any:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path, read_only=True, data_only=True)


def _xlsx_rows(path: Path, name: str) -> Iterator[GridRow]:
    book = _safely(path, lambda: _book(path))
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        below = _safely(path, lambda: _merged(path, sheet))
        stream = sheet.iter_rows(max_col=WIDEST, values_only=True)
        held: dict[int, object] = {}
        number = blanks = 0
        while blanks < BLANKS and number < LAST_ROW:
            cells = _safely(path, lambda: next(stream, None))
            if cells is None:
                return
            number += 1
            row = GridRow(number, _filled(number, tuple(cells), below, held))
            blanks = blanks + 1 if row.is_blank else 0
            yield row
    finally:
        book.close()


def _merged(path: Path, sheet: Any) -> Merged:
    """Blocks merged downwards, by the rows they cover; the first cell of a block speaks for those below."""
    from defusedxml.ElementTree import iterparse
    from openpyxl.utils.cell import range_boundaries

    below: Merged = {}
    count = 0
    rows: Any = None
    with ZipFile(path) as archive, archive.open(sheet._worksheet_path) as file:
        for event, element in iterparse(file, events=("start", "end")):
            if event == "start":
                rows = element if element.tag == f"{_SHEET_NAMES}sheetData" else rows
            elif element.tag == f"{_SHEET_NAMES}mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                if top and bottom and left and left == right and count + bottom - top < MERGES:
                    count += bottom - top
                    for row in range(top, bottom + 1):
                        below.setdefault(row, []).append((left - 1, top))
            elif element.tag == f"{_SHEET_NAMES}row" and rows is not None:
                rows.clear()
    return below


def _filled(number: int, cells: tuple[object, ...], below: Merged, held: dict[int, object]) -> tuple[object, ...]:
    """A row with what a merged block above says in it too."""
    if number not in below:
        return cells
    wide = [*cells]
    for column, top in below[number]:
        wide += [None] * (column + 1 - len(wide))
        if top == number:
            held[column] = wide[column]
        elif wide[column] is None:
            wide[column] = held.get(column)
    return tuple(wide)


# --- ods -----------------------------------------------------------------------------------------


def _open_ods(path: Path) -> list[Grid]:
    def names() -> list[str]:
        from defusedxml.ElementTree import iterparse

        found: list[str] = []
        with ZipFile(path) as archive, archive.open("content.xml") as file:
            for event, element in iterparse(file, events=("start", "end")):
                if event == "start" and element.tag == f"{_TABLE}table":
                    found.append(element.get(f"{_TABLE}name", ""))
                elif event == "end":
                    element.clear()
        return found

    found = _safely(path, names)
    return [Grid(path.name, name, lambda name=name: _ods_rows(path, name), "workbook") for name in found]  # type: ignore[misc]


def _ods_rows(path: Path, name: str) -> Iterator[GridRow]:
    from defusedxml.ElementTree import iterparse

    number = 0
    table: Any = None
    spans: Spans = {}
    with ZipFile(path) as archive, archive.open("content.xml") as file:
        parsed = iterparse(file, events=("start", "end"))
        while (step := _safely(path, lambda: next(parsed, None))) is not None:
            event, element = step
            if element.tag == f"{_TABLE}table":
                if table is not None and event == "end":
                    return
                table = element if event == "start" and element.get(f"{_TABLE}name", "") == name else None
            elif event == "end" and element.tag == f"{_TABLE}table-row" and table is not None:
                cells, times = _safely(path, partial(_ods_row, element, spans))
                table.clear()
                for _ in range(times if times <= BLANKS else 1):
                    number += 1
                    yield GridRow(number, cells)
                number += 0 if times <= BLANKS else times - 1


Spans = dict[int, tuple[object, int]]
"""What a block merged downwards says in rows to come, by column, and for how many rows."""


def _ods_row(element: Any, spans: Spans) -> tuple[tuple[object, ...], int]:
    cells: list[object] = []
    for cell in element:
        covered = cell.tag == f"{_TABLE}covered-table-cell"
        if not covered and cell.tag != f"{_TABLE}table-cell":
            continue
        times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), WIDEST - len(cells))
        rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        if rows > 1 and cell.get(f"{_TABLE}number-columns-spanned", "1") == "1":
            spans[len(cells)] = (_ods_value(cell), rows)
        for _ in range(max(0, times)):
            value, left = spans.get(len(cells), (None, 0))
            cells.append(value if covered and left > 0 else _ods_value(cell))
    for column, (value, left) in list(spans.items()):
        spans[column] = (value, left - 1)
    return tuple(cells), int(element.get(f"{_TABLE}number-rows-repeated", "1"))


def _ods_value(cell: Any) -> object:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value"))
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value"))
    text = "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p"))
    return text or None
