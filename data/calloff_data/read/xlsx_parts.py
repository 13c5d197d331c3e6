"""A workbook's cells as they are stored, read in bounded time and memory whoever made the file.

The parts are streamed: nothing is believed of what a sheet says about its own size, no entity is
expanded, and every limit is checked before or while reading. Formulas are never computed: what counts is
the value that was saved with them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.sax.handler import ContentHandler
from zipfile import BadZipFile, ZipFile

from calloff.errors import InputError
from calloff_data.read.reading import LARGEST, file_fault
from calloff_data.read.xlsx_xml import MOST_CELLS, Area, Cell, Cells, Links, StopError, Styles, Texts, Workbook

MOST_BYTES = 100_000_000
"""Most that all parts of a workbook may hold unpacked [bytes]; an entry never yields more than it claims."""
MOST_PARTS = 2_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Grid = Mapping[tuple[int, int], Cell]
"""Cells that are not blank, by row and column, both from 1."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its cells, and the areas that are merged."""

    name: str
    cells: Grid
    merged: Sequence[Area]


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook; `from_1904` says which day its serial dates count from."""

    sheets: Sequence[Sheet]
    from_1904: bool


def read_book(path: Path, aside: Callable[[str], bool] = lambda name: False) -> Book:
    """Every sheet of a workbook, but those whose name says that they are to be left aside.

    Raises
    ------
    InputError
        The file is no workbook that can be read, or passes a limit.
    """
    try:
        _check_kind(path)
        with ZipFile(path) as archive:
            _check_sizes(archive)
            return _book(archive, aside)
    except OSError as error:
        problem, wanted, sheet = f"the file cannot be read ({error.strerror})", "check its name and permissions", ""
    except StopError as stop:
        problem, wanted, sheet = stop.problem, stop.wanted, stop.sheet
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        problem = "the workbook is damaged or cut short"
        wanted, sheet = "open it in a spreadsheet program and save it again, or fetch it again", ""
    raise InputError([file_fault(path, sheet, "", "", problem, wanted)])


# --- the file ----------------------------------------------------------------------------------


def _check_kind(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST:
        raise StopError(f"the file has {size:,} bytes and is too large", f"keep it under {LARGEST:,} bytes")
    with path.open("rb") as file:
        start = file.read(8)
        if start == OLE:
            if ENCRYPTED in start + file.read():
                raise StopError("the workbook is locked with a password", "save it without a password")
            raise StopError("this is a workbook of the old kind (.xls)", "save it as .xlsx")
    if not start.startswith(b"PK"):
        raise StopError("this is not a workbook, whatever its name says", "save it as .xlsx, or name it as what it is")


def _check_sizes(archive: ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or unpacked > MOST_BYTES:
        problem = f"the workbook unpacks to {unpacked:,} bytes in {len(entries):,} parts, which is too much"
        raise StopError(problem, f"keep it under {MOST_BYTES:,} bytes and {MOST_PARTS:,} parts")
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or any(name.endswith("workbook.bin") for name in names):
        raise StopError("this is not a workbook of the kind .xlsx", "save it as .xlsx")


def _book(archive: ZipFile, aside: Callable[[str], bool]) -> Book:
    links = _links(archive, "_rels/.rels")
    main = next((target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml")
    base = PurePosixPath(main)
    found = Workbook()
    _parse(archive, main, found)
    parts = _links(archive, str(base.parent / "_rels" / f"{base.name}.rels"), base.parent)
    of_kind = dict(parts.values())
    dates, texts = Styles(), Texts()
    for kind, handler in (("styles", dates), ("sharedStrings", texts)):
        if kind in of_kind:
            _parse(archive, of_kind[kind], handler)
    sheets: list[Sheet] = []
    left = MOST_CELLS
    for name, link in found.sheets:
        kind, target = parts.get(link, ("", ""))
        if kind == "worksheet" and not aside(name):
            reader = Cells(name, texts.found, dates.found(), left)
            _parse(archive, target, reader)
            left -= len(reader.cells)
            sheets.append(Sheet(name, reader.cells, reader.merged))
    return Book(sheets, found.from_1904)


def _links(archive: ZipFile, part: str, base: PurePosixPath | None = None) -> dict[str, tuple[str, str]]:
    """Kind and path of every part that a part points at, by id."""
    if part not in archive.namelist():
        return {}
    links = Links()
    _parse(archive, part, links)
    return {
        name: (kind, target[1:] if target.startswith("/") else str((base or PurePosixPath()) / target))
        for name, (kind, target) in links.found.items()
    }


def _parse(archive: ZipFile, part: str, handler: ContentHandler) -> None:
    from xml.sax import SAXException

    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import parse

    try:
        with archive.open(part) as stream:
            parse(stream, handler, forbid_dtd=True)
    except KeyError:
        raise StopError(f"the workbook lacks its part {part[:100]}", "save it again as .xlsx") from None
    except DefusedXmlException:
        problem = "the workbook defines XML entities, which no spreadsheet program writes"
        raise StopError(problem, "save it again in a spreadsheet program") from None
    except SAXException:
        raise BadZipFile from None
