"""Files of rows and cells: CSV in any usual encoding, sheets of a workbook. Rows stream, as often as asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from calloff.cells import show
from calloff.errors import Fault, InputError

WIDEST = 300
"""Columns that are read; what stands further right is left alone."""


@dataclass(frozen=True)
class GridRow:
    """One row: its number as a person counts it, its cells, and whether its quotes are broken."""

    number: int
    cells: tuple[object, ...]
    broken: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(c is None or (isinstance(c, str) and not c.strip()) for c in self.cells)


@dataclass(frozen=True)
class Grid:
    """One sheet, or a whole CSV file.

    Attributes
    ----------
    file
        Name of the file.
    sheet
        Name of the sheet; blank in a CSV file.
    rows
        Gives the rows anew each time.
    about
        How the file was understood: its encoding, its separator.
    hidden
        Whether the workbook hides it.
    """

    file: str
    sheet: str
    rows: Callable[[], Iterator[GridRow]]
    about: str = ""
    hidden: bool = False

    def place(self, number: int) -> str:
        """A row as a person finds it."""
        return f"{self.sheet}, row {number}" if self.sheet else f"line {number}"

    def first(self, count: int) -> list[GridRow]:
        """The first rows that are not blank."""
        found: list[GridRow] = []
        stream = self.rows()
        for row in stream:
            if not row.is_blank:
                found.append(row)
            if len(found) >= count:
                break
        return found


def open_grids(path: Path) -> list[Grid]:
    """The sheets of a file.

    Raises
    ------
    InputError
        The file cannot be read as rows and cells.
    """
    from calloff_data.importing import delimited, workbooks

    try:
        with path.open("rb") as file:
            begin = file.read(8)
    except OSError as error:
        raise refused(path, f"the file cannot be read ({error.strerror})", "check its name and permissions") from None
    if not begin:
        raise refused(path, "the file is empty", "give a file with a row of headings and rows below it")
    if begin.startswith(b"PK\x03\x04"):
        return workbooks.open_workbook(path)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "this is an old .xls workbook, or one behind a password"
        raise refused(path, problem, "save it as .xlsx without a password, or as CSV")
    if begin.startswith(b"%PDF"):
        raise refused(path, "this is a PDF", "ask for the register as a workbook or CSV")
    if begin.lstrip()[:1] in (b"<", b"{"):
        problem = "this is a web page, XML or JSON, and no table of rows and cells"
        raise refused(path, problem, "open it in a spreadsheet and save it as .xlsx or CSV")
    return [delimited.open_csv(path)]


def refused(path: Path, problem: str, wanted: str, value: str = "") -> InputError:
    """The error of a whole file."""
    return InputError([Fault(show(path.name), "", "", "", show(value), problem, wanted)])
