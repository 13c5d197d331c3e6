"""Contract registers: CSV or workbook, any headings, one contract a row.

The headings are found by themselves, wherever they stand; how they were understood is told, and written as a
mapping file that makes the next import exact. Days and money are read from the ways people write them. Every row
below the headings gets a report; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from calloff.errors import Fault, InputError
from calloff_data.importing import agreement
from calloff_data.importing.agreement import clean
from calloff_data.importing.aliases import ALIASES
from calloff_data.importing.days import Convention
from calloff_data.importing.grids import Grid, GridRow, open_grids, refused
from calloff_data.importing.headings import DEEPEST, EXACT, Headings, find_headings, normal
from calloff_data.importing.importing import Imported, RowReport, Wishes
from calloff_data.importing.mapping import NAME, mapping_text, read_mapping
from calloff_data.importing.register_row import Rows

FORMAT = "register"
ABOUT = "Contract registers of councils, the NHS and departments: CSV, .xlsx or .ods, any headings."
COLUMNS: Mapping[str, tuple[str, ...]] = agreement.COLUMNS

DATES = ("start", "ends", "first_end", "max_end", "term", "extension")
CLEARLY = 1.5
"""A sheet understood so much better than every other is taken without asking."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with its headings, and the order of day and month in each of its columns of days."""

    grid: Grid
    headings: Headings
    orders: Mapping[str, Convention]


def bring(files: Sequence[Path], wishes: Wishes) -> Imported:
    """The contracts of all registers.

    Raises
    ------
    InputError
        A file cannot be read, has no headings, or has several sheets that may be meant; all of it is in the error.
    """
    mapping = read_mapping(wishes.mapping, ALIASES, "columns")
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for path in files:
        try:
            sheets += _sheets(path, wishes, mapping)
        except InputError as error:
            faults += error.faults
    faults += _strangers(mapping, sheets, wishes)
    if faults:
        raise InputError(faults)
    notes = [note for sheet in sheets for note in _told(sheet)]
    return Imported(_rows(sheets, wishes), {NAME: _mapping(sheets)}, tuple(notes))


def _rows(sheets: Sequence[Sheet], wishes: Wishes) -> Iterator[RowReport]:
    rows = Rows(wishes)
    for sheet in sheets:
        for row in _below(sheet):
            yield rows.report(sheet.grid, sheet.headings, sheet.orders, row)


def _below(sheet: Sheet) -> Iterator[GridRow]:
    """Rows below the headings that are not blank."""
    return (row for row in sheet.grid.rows() if row.number > sheet.headings.row and not row.is_blank)


# --- which sheet ---------------------------------------------------------------------------------


def _sheets(path: Path, wishes: Wishes, mapping: Mapping[str, Sequence[str]]) -> list[Sheet]:
    grids = open_grids(path)
    if wishes.sheet is not None and grids[0].sheet:
        grids = _named(path, grids, wishes.sheet)
    understood = [(grid, found) for grid in grids if (found := _headings(grid, mapping)) is not None]
    if not understood:
        raise _no_headings(path, grids)
    chosen = understood if wishes.sheet is not None else _likely(path, understood)
    return [_sheet(grid, found, wishes) for grid, found in chosen]


def _headings(grid: Grid, mapping: Mapping[str, Sequence[str]]) -> Headings | None:
    return find_headings([(row.number, row.cells) for row in grid.first(DEEPEST)], mapping)


def _named(path: Path, grids: Sequence[Grid], name: str) -> list[Grid]:
    found = [g for g in grids if name == "*" or g.sheet.strip().casefold() == name.strip().casefold()]
    if not found:
        wanted = "give one of: " + ", ".join(g.sheet for g in grids) + "; or * for all"
        raise refused(path, "there is no sheet of this name", wanted, name)
    return found


def _likely(path: Path, understood: Sequence[tuple[Grid, Headings]]) -> list[tuple[Grid, Headings]]:
    """The one sheet that is meant; else the user is asked."""
    seen = [x for x in understood if not x[0].hidden] or list(understood)
    filled = [x for x in seen if any(row.number > x[1].row for row in x[0].first(DEEPEST + 1))] or seen
    ordered = sorted(filled, key=lambda x: -x[1].score)
    if len(ordered) == 1 or ordered[0][1].score >= CLEARLY * ordered[1][1].score:
        return ordered[:1]
    names = ", ".join(f"“{grid.sheet}”" for grid, _ in filled)
    raise refused(
        path, f"several sheets look like registers: {names}", "name one with --sheet NAME, or all with --sheet '*'"
    )


def _no_headings(path: Path, grids: Sequence[Grid]) -> InputError:
    begins = [" | ".join(clean(str(c)) for c in row.cells if c is not None)[:100] for row in grids[0].first(3)]
    problem = "no row of it can be understood as headings"
    wanted = (
        "give a row that names at least three of title, reference, supplier, start date, end date, value; "
        "or say what its columns hold with --mapping FILE"
    )
    return refused(path, problem, wanted, " / ".join(begins))


def _strangers(mapping: Mapping[str, Sequence[str]], sheets: Sequence[Sheet], wishes: Wishes) -> list[Fault]:
    """Headings of the mapping that no sheet has."""
    if wishes.mapping is None or not sheets:
        return []
    there = {normal(c.heading) for s in sheets for c in s.headings.columns.values()}
    there |= {normal(text) for s in sheets for text in s.headings.unused}
    return [
        Fault(wishes.mapping.name, "", "", field, name, "no file has such a heading", "give one as it stands there")
        for field, names in mapping.items()
        if names and not any(normal(name) in there for name in names)
        for name in names[:1]
    ]


# --- how it was understood -----------------------------------------------------------------------


def _sheet(grid: Grid, headings: Headings, wishes: Wishes) -> Sheet:
    """The sheet, once every day in it was seen as evidence for the order of day and month."""
    columns = {field: headings.columns[field].index for field in DATES if field in headings.columns}
    orders = {field: Convention(wishes.day_first) for field in columns}
    for order in orders.values():
        order.near = [other for other in orders.values() if other is not order]
    for row in grid.rows() if columns else ():
        if row.number > headings.row:
            for field, index in columns.items():
                if index < len(row.cells):
                    orders[field].see(row.cells[index])
    return Sheet(grid, headings, orders)


def _told(sheet: Sheet) -> Iterator[str]:
    """How a sheet was understood, for a person to check."""
    grid, headings = sheet.grid, sheet.headings
    named = f"{grid.file}, sheet “{grid.sheet}”" if grid.sheet else grid.file
    yield f"{named} ({grid.about}): headings in row {headings.row}"
    width = max(len(field) for field in headings.columns)
    for column in headings.columns.values():
        sure = {EXACT: "", EXACT + 1: "  (by the mapping)"}.get(column.score, f"  ({column.score} % alike)")
        yield f"  {column.field:<{width}}  <- {clean(column.heading)}{sure}"
    if headings.unused:
        yield "  not used: " + ", ".join(clean(text) for text in headings.unused)
    if not {"ends", "max_end", "term"} & set(headings.columns):
        yield "  No column holds an end: every contract will count as open-ended. Map it, if there is one."


def _mapping(sheets: Sequence[Sheet]) -> str:
    held: dict[str, dict[str, int]] = {}
    for sheet in sheets:
        for field, column in sheet.headings.columns.items():
            held.setdefault(field, {}).setdefault(column.heading, column.score)
    rows = {
        field: (list(found), "" if min(found.values()) >= EXACT else f"{min(found.values())} % alike: check")
        for field, found in held.items()
    }
    about = (
        "What the columns of the register hold. Edit it, and give it next time with --mapping.\n"
        "A heading left blank says that no column holds it; a list names headings of several files."
    )
    return mapping_text("columns", about, rows, [field for field in ALIASES if field not in held])
