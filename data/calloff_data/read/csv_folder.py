"""A folder with one CSV file for each table: commas, UTF-8, the first line names the columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from calloff.assemble import RawRow
from calloff.errors import Fault, InputError
from calloff_data.read.reading import Reading, file_fault, text_of

ASIDE = frozenset({"import-report.csv", "proposed-extensions.csv"})
"""Files that an import leaves beside the tables for a person to read: no tables."""


def accepts(path: Path) -> bool:
    """Whether the path is a folder."""
    return path.is_dir()


def read_tables(path: Path) -> Reading:
    """The rows of every CSV file in the folder; other files are left alone."""
    tables: dict[str, list[RawRow]] = {}
    faults: list[Fault] = []
    for file in _files(path):
        try:
            reading = _read_table(file)
        except InputError as error:
            faults.extend(error.faults)
            continue
        tables.setdefault(file.stem, []).extend(reading.tables[file.stem])
        faults.extend(reading.faults)
    if not tables and not faults:
        faults.append(file_fault(path, "", "", "", "the folder holds no CSV file", "add programme.csv and the others"))
    return Reading(tables, tuple(faults))


def _files(path: Path) -> list[Path]:
    try:
        found = sorted(p for p in path.iterdir() if p.suffix.lower() == ".csv" and not p.name.startswith("."))
    except OSError as error:
        problem = f"the folder cannot be read ({error.strerror})"
        raise InputError([file_fault(path, "", "", "", problem, "check its permissions")]) from None
    return [p for p in found if p.name not in ASIDE]


def _read_table(file: Path) -> Reading:
    table = file.stem
    text = text_of(file, table)
    if "\x00" in text:
        place = f"line {text[: text.index(chr(0))].count(chr(10)) + 1}"
        raise InputError([file_fault(file, table, place, "", "the file holds a NUL byte", "remove it")])
    lines = _lines(file, table, text)
    head = next(lines, None)
    if head is None:
        raise InputError([file_fault(file, table, "", "", "the file is empty", "give a first line with column names")])
    names = [name.strip() for name in head[1]]
    _check_header(file, table, names)
    rows: list[RawRow] = []
    faults: list[Fault] = []
    for line, cells in lines:
        if len(cells) == len(names):
            rows.append(RawRow(file.name, f"line {line}", dict(zip(names, cells, strict=True))))
        else:
            problem = f"this line has {len(cells)} cells, the first line has {len(names)}"
            faults.append(file_fault(file, table, f"line {line}", "", problem, "quote cells that hold a comma"))
    return Reading({table: rows}, tuple(faults))


def _lines(file: Path, table: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank, with its number in the file."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            problem = "the line cannot be read as CSV"
            wanted = 'close every quote, write a quote inside quotes as "", keep cells under 100,000 characters'
            raise InputError([file_fault(file, table, f"line {line}", "", problem, wanted)]) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_header(file: Path, table: str, names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        shown = ";".join(twice)
        raise InputError([file_fault(file, table, "line 1", shown, "a column is named twice", "name each column once")])
