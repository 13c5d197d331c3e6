"""The parts of a workbook, element by element: limits are held while they stream by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

MOST_CELLS = 200_000
"""Most cells with something in them, over all sheets."""
MOST_COLUMNS = 500
"""Most columns with something in them, in one sheet."""
MOST_MERGED = 5_000
"""Most merged areas in one sheet."""
MOST_TEXT = 32_767
"""Most that a cell holds by the format's own rule [characters]."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

What = Literal["text", "number", "date", "yes/no", "error", "formula"]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Cell(NamedTuple):
    """What a cell holds: its kind, and the value as stored; `formula` is one without a saved value."""

    what: What
    value: str


class StopError(Exception):
    """A limit is passed, or the file is not what it must be: the problem, and what would be right."""

    def __init__(self, problem: str, wanted: str, sheet: str = "") -> None:
        super().__init__(problem)
        self.problem, self.wanted, self.sheet = problem, wanted, sheet


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


# --- small parts -------------------------------------------------------------------------------


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Part(ContentHandler):
    """Elements of one part by their local names; some producers prefix them, others do not."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """An element begins, with whatever prefix."""
        self._begin(name if ":" not in name else _local(name), attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        """An element ends, with whatever prefix."""
        self._end(name if ":" not in name else _local(name))

    def _begin(self, name: str, given: AttributesImpl) -> None:
        """An element begins."""

    def _end(self, name: str) -> None:
        """An element ends."""


class Links(Part):
    """What a part points at inside the file: kind and target by id."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def _begin(self, name: str, given: AttributesImpl) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            self.found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], given.get("Target", ""))


class Workbook(Part):
    """The sheets, each with its link, and the day that serial dates count from."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def _begin(self, name: str, given: AttributesImpl) -> None:
        if name == "sheet":
            link = next((value for key, value in given.items() if key.endswith(":id")), "")
            self.sheets.append((given.get("name", ""), link))
        elif name == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true", "on")


class Styles(Part):
    """Which cell styles show a number as a date."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}
        self._used: list[str] = []
        self._inside = False

    def _begin(self, name: str, given: AttributesImpl) -> None:
        if name == "numFmt":
            self._own[given.get("numFmtId", "")] = given.get("formatCode", "")[:500]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._used.append(given.get("numFmtId", "0"))

    def _end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def found(self) -> list[bool]:
        """For each style in turn, whether it shows a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        codes = {key: is_date_format(code) for key, code in self._own.items()}
        return [codes.get(key) or _builtin(key, BUILTIN_FORMATS, is_date_format) for key in self._used]


def _builtin(key: str, formats: Mapping[int, str], is_date: Callable[[str], bool]) -> bool:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 6 else 0
    return 27 <= number <= 36 or 50 <= number <= 58 or bool(is_date(formats.get(number, "General")))


class _Text:
    """Text that comes in pieces, kept up to a little more than a cell may hold."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        if self._length <= MOST_TEXT:
            self._pieces.append(piece[: MOST_TEXT + 1])
            self._length += len(piece)

    def __str__(self) -> str:
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        return _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), text) if "_x" in text else text


class Texts(Part):
    """The texts that cells share; phonetic readings beside them are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text = _Text()
        self._aside = self._open = False

    def _begin(self, name: str, given: AttributesImpl) -> None:
        if name == "si":
            self._text = _Text()
        elif name == "rPh":
            self._aside = True
        self._open = name == "t" and not self._aside

    def _end(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append(str(self._text))

    def characters(self, content: str) -> None:
        """Take a piece of text."""
        if self._open:
            self._text.add(content)


class _Open:
    """A cell that is being read."""

    __slots__ = ("formula", "kind", "style", "text")

    def __init__(self, kind: str, style: str) -> None:
        self.kind, self.style = kind, style
        self.formula = False
        self.text: _Text | None = None


class Cells(Part):
    """The cells of one sheet that hold something."""

    def __init__(self, sheet: str, texts: Sequence[str], dates: Sequence[bool], most: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[Area] = []
        self._sheet, self._texts, self._dates, self._most = sheet, texts, dates, most
        self._row = self._column = 0
        self._cell: _Open | None = None
        self._aside = self._open = False
        self._columns: set[int] = set()

    def _begin(self, name: str, given: AttributesImpl) -> None:
        if name == "row":
            self._row, self._column = _whole(given.get("r"), self._row + 1), 0
        elif name == "c":
            self._place(given.get("r"))
            self._cell = _Open(given.get("t", "n"), given.get("s", "0"))
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))
        elif self._cell is not None:
            self._cell.formula |= name == "f"
            self._aside |= name == "rPh"
            self._open = name == "v" or (name == "t" and not self._aside)

    def _end(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._aside = False
        elif name == "c" and self._cell is not None:
            held = self._held(self._cell)
            self._cell = None
            if held is not None:
                self._keep(held)

    def characters(self, content: str) -> None:
        """Take a piece of text."""
        if self._open and self._cell is not None:
            if self._cell.text is None:
                self._cell.text = _Text()
            self._cell.text.add(content)

    def _place(self, ref: str | None) -> None:
        self._column += 1
        if ref is not None:
            self._row, self._column = _position(ref, self._sheet)
        if not (0 < self._row <= LAST_ROW and self._column <= LAST_COLUMN):
            raise StopError("a cell lies beyond the end of any sheet", "save it again as .xlsx", self._sheet)

    def _keep(self, cell: Cell) -> None:
        self._columns.add(self._column)
        if len(self._columns) > MOST_COLUMNS:
            problem = f"the sheet has something in more than {MOST_COLUMNS} columns"
            raise StopError(problem, "keep the columns of its table, and clear the others", self._sheet)
        self.cells[self._row, self._column] = cell
        if len(self.cells) > self._most:
            problem = f"the workbook has more than {MOST_CELLS:,} cells with something in them"
            raise StopError(problem, "keep the tables of the programme only", self._sheet)

    def _held(self, cell: _Open) -> Cell | None:
        text = "" if cell.text is None else str(cell.text)
        if cell.formula and not text and cell.kind != "str":
            return Cell("formula", "")
        if cell.kind == "s":
            text = self._texts[_whole(text, -1)] if 0 <= _whole(text, -1) < len(self._texts) else ""
        if not text.strip():
            return None
        if cell.kind in ("s", "str", "inlineStr"):
            return Cell("text", text)
        if cell.kind in _PLAIN:
            return Cell(_PLAIN[cell.kind], text)
        style = _whole(cell.style, 0)
        return Cell("date" if style < len(self._dates) and self._dates[style] else "number", text)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        area = (*_position(first, self._sheet), *_position(last or first, self._sheet))
        self.merged.append(area)
        if len(self.merged) > MOST_MERGED:
            problem = f"the sheet has more than {MOST_MERGED:,} merged areas"
            raise StopError(problem, "unmerge them, and fill every cell for itself", self._sheet)


_PLAIN: dict[str, What] = {"b": "yes/no", "e": "error", "d": "text"}


def _whole(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _position(ref: str, sheet: str) -> tuple[int, int]:
    found = _REF.fullmatch(ref.replace("$", ""))
    if found is None:
        problem = f"the sheet names a cell {ref[:40]!r}, and there is none of that name"
        raise StopError(problem, "save it again in a spreadsheet program", sheet)
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column
