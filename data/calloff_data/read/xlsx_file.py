"""A workbook with a sheet for each table; a fault names the sheet's cell."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from calloff.assemble import RawRow
from calloff.cells import Doubt, Kind, columns, show
from calloff.describe import field_of, words_of
from calloff.errors import Fault
from calloff.faults.draft import MODELS
from calloff_data.read.reading import Reading, file_fault
from calloff_data.read.xlsx_parts import Book, Sheet, read_book
from calloff_data.read.xlsx_values import evidence, meaning
from calloff_data.read.xlsx_xml import Cell, letters
from calloff_data.workbook.layout import ASIDE, FREE, SETTINGS, bare, column_named, table_named

TITLE_ROWS = 30
"""Rows among which the one with the column names is looked for."""
MOST_COVERED = 500_000
"""Most cells that merged areas may cover; areas that lie apart, as they must, never come near it."""
LOOSE = frozenset({"notes", "low", "high", "citation"})
"""Text columns that may hold a day too."""

Place = tuple[int, int]


@dataclass(frozen=True)
class _Grid:
    """A sheet's cells with merged ones filled downwards, and those that are merged across."""

    cells: Mapping[Place, Cell]
    filled: frozenset[Place]
    across: Mapping[Place, str]


def accepts(path: Path) -> bool:
    """Whether the name says that it is a workbook."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def read_tables(path: Path) -> Reading:
    """The rows of every sheet that is a table; the guide is left aside."""
    book = read_book(path, lambda name: bare(name) in ASIDE)
    tables: dict[str, list[RawRow]] = {}
    faults: list[Fault] = []
    for sheet in book.sheets:
        table = table_named(sheet.name)
        if table is None and not sheet.cells:
            continue
        rows = tables.setdefault(table or sheet.name, [])
        if table is not None and sheet.cells:
            for found in _read_sheet(path, book, sheet, table):
                (rows if isinstance(found, RawRow) else faults).append(found)  # type: ignore[arg-type]
    if not tables:
        wanted = "give a sheet for each table; calloff examples starter --to FILE.xlsx writes one to begin with"
        faults.append(file_fault(path, "", "", "", "no sheet of the workbook is a table", wanted))
    return Reading(tables, tuple(faults))


def _read_sheet(path: Path, book: Book, sheet: Sheet, table: str) -> Iterator[RawRow | Fault]:
    grid = _grid(sheet)
    down = table == SETTINGS and _stands_upright(grid)
    names = _names_down(grid) if down else _names_across(table, grid)
    if not names:
        wanted = "give a row with the names of its columns, such as " + ", ".join(list(columns(MODELS[table]))[3:6])
        yield file_fault(path, table, "", "", "no row of the sheet names the table's columns", wanted)
        return
    found = {place: column_named(table, cell.value) for place, cell in names.items()}
    yield from _twice(path, table, found)
    rows = _rows_down(grid, found) if down else _rows_across(grid, found)
    yield from _strays(path, table, grid, found, down)
    seen = {column: _Column(table, column, grid, cells, book) for column, cells in _by_column(rows, found).items()}
    for number, cells in rows:
        values = {column: seen[column].value(place) for column, place in cells.items() if place in grid.cells}
        spots = {column: f"cell {letters(column_at)}{row}" for column, (row, column_at) in cells.items()}
        yield RawRow(path.name, str(number), values, spots)


# --- the grid ------------------------------------------------------------------------------------


def _grid(sheet: Sheet) -> _Grid:
    """Merged cells: what is merged downwards counts for every row that has cells; across, it stays where it is."""
    rows = sorted({row for row, _ in sheet.cells})
    cells = dict(sheet.cells)
    across = {(top, left): f"{letters(left)}{top}:{letters(right)}{bottom}" for top, left, bottom, right in sheet.merged
              if right > left and (top, left) in cells}  # fmt: skip
    down = [area for area in sheet.merged if area[1] == area[3] and area[:2] in cells]
    covered = ((row, area) for area in down for row in rows[bisect(rows, area[0]) : bisect(rows, area[2])])
    filled: set[Place] = set()
    for row, (top, left, _, _) in islice(covered, MOST_COVERED):
        if (row, left) not in cells:
            cells[row, left] = sheet.cells[top, left]
            filled.add((row, left))
    return _Grid(cells, frozenset(filled), across)


def _texts(grid: _Grid, row: int | None = None, column: int | None = None) -> dict[Place, Cell]:
    found = (
        (place, cell)
        for place, cell in grid.cells.items()
        if row in (None, place[0]) and column in (None, place[1]) and cell.what == "text"
    )
    return dict(sorted(found))


def _known(table: str, cells: Mapping[Place, Cell]) -> int:
    return len({bare(cell.value) for cell in cells.values()} & set(columns(MODELS[table])))


def _names_across(table: str, grid: _Grid) -> dict[Place, Cell]:
    """The row that names most columns; title rows above it are passed over."""
    numbers = sorted({row for row, _ in grid.cells})[:TITLE_ROWS]
    best = max(numbers, key=lambda row: (_known(table, _texts(grid, row=row)), -row))
    names = _texts(grid, row=best)
    return names if _known(table, names) else {}


def _first_column(grid: _Grid) -> int:
    return min(column for _, column in grid.cells)


def _stands_upright(grid: _Grid) -> bool:
    """Whether the programme's columns stand one below the other, as the workbook is written."""
    beside = _known(SETTINGS, _texts(grid, column=_first_column(grid)))
    return beside > _known(SETTINGS, _names_across(SETTINGS, grid))


def _names_down(grid: _Grid) -> dict[Place, Cell]:
    known = columns(MODELS[SETTINGS])
    return {
        place: cell
        for place, cell in _texts(grid, column=_first_column(grid)).items()
        if bare(cell.value) in known or cell.value.strip().lower().startswith(FREE)
    }


def _rows_across(grid: _Grid, names: Mapping[Place, str]) -> list[tuple[int, dict[str, Place]]]:
    """Each row below the names that has something of its own, with its cells by column."""
    head = next(iter(names))[0]
    at = {column: place[1] for place, column in names.items()}
    wide = set(at.values())
    own = {row for row, column in grid.cells if row > head and column in wide and (row, column) not in grid.filled}
    return [(row, {name: (row, column) for name, column in at.items()}) for row in sorted(own)]


def _rows_down(grid: _Grid, names: Mapping[Place, str]) -> list[tuple[int, dict[str, Place]]]:
    cells = {column: (row, at + 1) for (row, at), column in names.items()}
    return [(next(iter(names))[0], cells)]


def _by_column(rows: list[tuple[int, dict[str, Place]]], names: Mapping[Place, str]) -> dict[str, list[Place]]:
    return {column: [cells[column] for _, cells in rows] for column in names.values()}


# --- what is wrong with the sheet itself ------------------------------------------------------------


def _twice(path: Path, table: str, names: Mapping[Place, str]) -> Iterator[Fault]:
    counts = Counter(names.values())
    for (row, column), name in names.items():
        if counts[name] > 1:
            place = f"cell {letters(column)}{row}"
            yield file_fault(path, table, place, show(name), "a column is named twice", "name each column once")


def _strays(path: Path, table: str, grid: _Grid, names: Mapping[Place, str], down: bool) -> Iterator[Fault]:
    """The first cell of every column that has something below the names, but no name itself."""
    if down:
        return
    head = next(iter(names))[0]
    named = {column for _, column in names}
    told: set[int] = set()
    for (row, column), cell in sorted(grid.cells.items()):
        if row > head and column not in named | told and cell.what != "formula":
            told.add(column)
            wanted = f"name it in {letters(column)}{head} (x_… for a column of your own), or clear the cell"
            place = f"cell {letters(column)}{row}"
            yield file_fault(path, table, place, show(cell.value), "this column has no name", wanted)


# --- cells -----------------------------------------------------------------------------------------


class _Column:
    """One column of a table: what its cells mean, each in the light of the others."""

    def __init__(self, table: str, name: str, grid: _Grid, places: list[Place], book: Book) -> None:
        kinds = columns(MODELS[table])
        self._kind: Kind = kinds.get(name, "text")
        self._words = words_of(field_of(table, name).annotation) if name in kinds else ()
        self._loose = name in LOOSE or name not in kinds
        self._grid = grid
        self._seen = evidence((grid.cells[place] for place in places if place in grid.cells), book.from_1904)

    def value(self, place: Place) -> object:
        """What the cell says, or why that is in doubt."""
        if place in self._grid.across:
            problem = f"this cell is merged over {self._grid.across[place]}"
            return Doubt(self._grid.cells[place].value, problem, "unmerge it, and fill every cell for itself")
        return meaning(self._grid.cells[place], self._kind, self._words, self._seen, self._loose)
