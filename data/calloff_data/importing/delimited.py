"""CSV as councils publish it: any usual encoding and separator, quotes that never close, lines of any length."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from calloff_data.importing.grids import WIDEST, Grid, GridRow
from calloff_data.importing.headings import well_known

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LONGEST_RECORD = 200
"""Lines that one record may take before its quotes count as broken."""
LONGEST_LINE = 1_000_000
"""Characters of a line that are read."""
SAMPLE = 80


def open_csv(path: Path) -> Grid:
    """A CSV file as a grid."""
    encoding = _encoding(path)
    with _opened(path, encoding) as file:
        sample = list(islice(_lines(file), SAMPLE))
    separator, skip = _separator(sample)

    def rows() -> Iterator[GridRow]:
        with _opened(path, encoding) as file:
            for row in _records(_lines(file), separator):
                if row.number > skip:
                    yield row

    return Grid(path.name, "", rows, f"{encoding.removesuffix('-sig')}, {SEPARATORS.get(separator, separator)}")


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors="replace", newline=None)


def _lines(file: TextIO) -> Iterator[str]:
    """Lines without NULs, each cut where it is absurdly long."""
    while line := file.readline(LONGEST_LINE):
        yield line.replace("\x00", "")


def _encoding(path: Path) -> str:
    """By its mark; else UTF-16 by its zero bytes, UTF-8 where all of it is, else Windows."""
    with path.open("rb") as file:
        begin = file.read(4096)
        if begin.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        half = max(1, len(begin) // 2)
        if begin[1::2].count(0) > half * 0.7:
            return "utf-16-le"
        if begin[::2].count(0) > half * 0.7:
            return "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _separator(sample: Sequence[str]) -> tuple[str, int]:
    """The separator under which a row is the best-known headings, else that gives the most even rows.

    And how many lines only say which it is (`sep=;`).
    """
    if sample and sample[0].lower().startswith("sep=") and len(sample[0].strip()) == 5:
        return sample[0].strip()[4], 1
    scores: dict[str, tuple[int, bool, float, int]] = {}
    for separator in SEPARATORS:
        found = [r.cells for r in _records(iter(sample), separator) if len(r.cells) > 1]
        usual, times = Counter(map(len, found)).most_common(1)[0] if found else (0, 0)
        named = max((well_known([str(c) for c in cells]) for cells in found), default=0)
        even = round(times / max(1, len(sample)), 1)
        scores[separator] = (named if named > 1 else 0, usual > 1, even, usual)
    return max(scores, key=lambda s: scores[s]), 0


def _records(lines: Iterator[str], separator: str) -> Iterator[GridRow]:
    """Records with the number of their first line.

    A quote that never closes would swallow every row behind it: such a line is then taken by itself.
    """
    waiting: list[tuple[int, str]] = []
    numbered = enumerate(lines, start=1)
    while True:
        number, line = waiting.pop(0) if waiting else next(numbered, (0, ""))
        if not number:
            return
        held, used = [line], 0
        quoted = _goes_on(line, separator, False)
        while quoted and used < LONGEST_RECORD:
            if used >= len(waiting):
                more = next(numbered, None)
                if more is None:
                    break
                waiting.append(more)
            held.append(waiting[used][1])
            quoted = _goes_on(held[-1], separator, True)
            used += 1
        if quoted:
            yield GridRow(number, _split(line.replace('"', ""), separator), broken=True)
        else:
            del waiting[:used]
            yield GridRow(number, _split("".join(held), separator))


def _goes_on(text: str, separator: str, quoted: bool) -> bool:
    """Whether a quoted cell goes on behind the end of a line; a quote inside plain text opens nothing."""
    if '"' not in text:
        return quoted
    at_start = not quoted
    closed = False
    for c in text:
        if quoted:
            quoted = c != '"'
            closed = not quoted
        else:
            quoted = c == '"' and (at_start or closed)
            closed = False
        at_start = not quoted and (c == separator or (at_start and c == " "))
    return quoted


def _split(record: str, separator: str) -> tuple[str, ...]:
    csv.field_size_limit(LONGEST_LINE * LONGEST_RECORD)
    try:
        cells = next(csv.reader([record], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        cells = record.rstrip("\r\n").split(separator)
    return tuple(cells[:WIDEST])
