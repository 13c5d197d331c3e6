"""A whole programme as the bytes of a workbook: the same programme gives the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from calloff.programme import Programme
from calloff_data.workbook.choices import name_areas, write_lists
from calloff_data.workbook.guide import order, write_guide
from calloff_data.workbook.layout import GUIDE, SETTINGS, heading
from calloff_data.workbook.looks import Looks
from calloff_data.workbook.sheets import write_settings, write_table

MADE = datetime(2000, 1, 1)
"""The day every workbook says it was made, so that its bytes depend on the programme alone."""
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(programme: Programme, file: str) -> bytes:
    """The programme as a workbook; `file` is the name that its guide calls it by.

    Raises
    ------
    InputError
        A text or list of the programme is longer than a cell of a workbook takes.
    """
    from xlsxwriter import Workbook

    held = BytesIO()
    book = Workbook(held, PLAIN)
    book.set_properties({"title": (programme.programme.title or "")[:200], "created": MADE})
    book.set_size(2400, 1500)
    looks = Looks(book)
    sheets = {table: book.add_worksheet(heading(table)) for table in (GUIDE, *order())}
    name_areas(book, programme)
    write_guide(sheets[GUIDE], programme, file, looks)
    for table in order():
        if table == SETTINGS:
            write_settings(sheets[table], programme, looks)
        else:
            write_table(sheets[table], table, programme, looks)
    write_lists(book, programme)
    sheets[GUIDE].activate()
    book.close()
    return held.getvalue()
