"""Raw rows to a validated programme, with every fault found before any is raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from calloff.cells import WANTED, Doubt, Kind, UnfitError, columns, is_blank, parse, show
from calloff.errors import Fault, InputError
from calloff.faults import cross_row_faults
from calloff.faults.draft import MODELS, Draft, Place
from calloff.programme import Programme, key_of
from calloff.rows import Row

REQUIRED = ("programme", "clusters", "procurements", "lots", "routes", "phases")


@dataclass(frozen=True)
class RawRow:
    """One row as read: cells by column name, and where they stand.

    Attributes
    ----------
    file
        File it was read from.
    where
        The row as a person finds it: a line of a CSV file, a position in a list.
    cells
        Text or JSON values by column; `Doubt` where the reader will not guess.
    spots
        Where each cell stands, by column, in formats whose cells have places of their own.
    """

    file: str
    where: str
    cells: Mapping[str, object]
    spots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Trial:
    """One raw row tried: its faults, and the row unless they refuse it (an unknown column does not)."""

    place: Place
    raw: RawRow
    row: Row | None
    faults: tuple[Fault, ...]


def assemble(tables: Mapping[str, Sequence[RawRow]], source: str, faults: Sequence[Fault] = ()) -> Programme:
    """The programme that the tables hold.

    Parameters
    ----------
    tables
        Raw rows by table.
    source
        What was read, for faults that belong to no row.
    faults
        What the reader found already; tables named there are not blamed for what they lack.

    Raises
    ------
    InputError
        The input has faults; all of them are in it.
    """
    trials = {name: [_try(name, raw) for raw in tables.get(name, ())] for name in MODELS}
    draft = _draft(trials, source, frozenset(f.table for f in faults))
    found = [*faults, *_table_faults(tables, source, draft.unsure)]
    found += [f for tried in trials.values() for trial in tried for f in trial.faults]
    found += cross_row_faults(draft)
    if found:
        raise InputError(list(dict.fromkeys(found)))
    return Programme(**{**draft.rows, "programme": draft.rows["programme"][0]})


def reassemble(programme: Programme, source: str = "changed programme") -> Programme:
    """A programme held to every rule again, as a changed one must be.

    Raises
    ------
    InputError
        The programme has faults; all of them are in it.
    """
    tables: dict[str, list[RawRow]] = {}
    for name, row in programme.rows():
        tables.setdefault(name, []).append(RawRow(source, key_of(name, row), cells_of(row)))
    return assemble(tables, source)


def cells_of(row: Row) -> dict[str, object]:
    """The cells of a row by column, as users spell the columns."""
    cells = row.model_dump(by_alias=True)
    free = cells.pop("extras", None) or {}
    return {**cells, **free}


def row_of(table: str, raw: RawRow) -> Row:
    """One row, right by itself; what joins it to others is not looked at.

    Raises
    ------
    InputError
        The row has faults; all of them are in it.
    """
    trial = _try(table, raw)
    if trial.row is None or trial.faults:
        raise InputError(trial.faults)
    return trial.row


def _draft(trials: Mapping[str, Sequence[_Trial]], source: str, unsure: frozenset[str]) -> Draft:
    rows = {name: tuple(x.row for x in tried if x.row is not None) for name, tried in trials.items()}
    places = {id(x.row): x.place for tried in trials.values() for x in tried if x.row is not None}
    lost = {
        name: frozenset(show(x.raw.cells.get("id", "")).strip() for x in tried if x.row is None)
        for name, tried in trials.items()
        if any(x.row is None for x in tried)
    }
    return Draft(rows, places, lost, unsure, source)


# --- tables ------------------------------------------------------------------------------------


def _table_faults(tables: Mapping[str, Sequence[RawRow]], source: str, unsure: frozenset[str]) -> Iterator[Fault]:
    for name, rows in tables.items():
        if name not in MODELS:
            file = rows[0].file if rows else source
            yield Fault(file, show(name), "", "", "", "there is no table of this name", _near(name, list(MODELS)))
    for name in REQUIRED:
        if not tables.get(name) and name not in unsure:
            yield Fault(source, name, "", "", "", "this table is required and is missing or empty", "add its rows")
    for extra in list(tables.get("programme", ()))[1:]:
        place = _place("programme", extra)
        yield Fault(place.file, "programme", place.at(), "", "", "this table takes one row", "keep one row")


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "known are: " + ", ".join(known)


# --- rows --------------------------------------------------------------------------------------


def _place(table: str, raw: RawRow) -> Place:
    name = raw.cells.get("id")
    shown = "" if is_blank(name) else show(name).strip()
    return Place(raw.file, table, raw.where, shown if shown != raw.where else "", raw.spots)


def _try(table: str, raw: RawRow) -> _Trial:
    model, place = MODELS[table], _place(table, raw)
    kinds = columns(model)
    unknown = [c for c in raw.cells if c not in kinds and not _is_free(c)]
    strangers = [_fault(place, c, raw.cells[c], "there is no such column", _near(c, list(kinds))) for c in unknown]
    cells, unfit = _parse(place, {c: v for c, v in raw.cells.items() if c not in unknown}, kinds)
    row, errors = _validate(model, cells)
    blamed = {f.column for f in unfit}
    wrong = [*unfit, *(_translate(place, e, kinds) for e in errors if str(e["loc"][0]) not in blamed)]
    return _Trial(place, raw, None if wrong else row, (*strangers, *wrong))


def _is_free(column: str) -> bool:
    """Whether a column is the user's own: x_ and more, printable."""
    return column.startswith("x_") and show(column) == column


def _parse(
    place: Place, given: Mapping[str, object], kinds: Mapping[str, Kind]
) -> tuple[dict[str, object], list[Fault]]:
    """Typed cells by column, and a fault for each that does not fit its column."""
    cells: dict[str, object] = {}
    unfit: list[Fault] = []
    for column, value in given.items():
        kind = kinds.get(column, "text")
        if isinstance(value, Doubt):
            unfit.append(_fault(place, column, value, value.problem, value.wanted))
        elif not is_blank(value):
            try:
                cells[column] = parse(kind, value)
            except UnfitError:
                unfit.append(_fault(place, column, value, f"this is not a {kind}", WANTED[kind]))
    return cells, unfit


def _validate(model: type[Row], cells: Mapping[str, object]) -> tuple[Row | None, list[ErrorDetails]]:
    try:
        return model.model_validate(cells), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _fault(place: Place, column: str, value: object, problem: str, wanted: str) -> Fault:
    return Fault(place.file, place.table, place.at(column), show(column), show(value), problem, wanted)


def _translate(place: Place, error: ErrorDetails, kinds: Mapping[str, Kind]) -> Fault:
    column = str(error["loc"][0])
    limits: dict[str, Any] = error.get("ctx", {})
    kind = kinds.get(column, "text")
    problem, wanted = _WORDS.get(error["type"], ("this does not fit the column", WANTED[kind]))
    if error["type"] == "string_pattern_mismatch":
        wanted = _FORMS.get(column, "give an id without ; and without line breaks")
    value = "" if error["type"] == "missing" else error["input"]
    return _fault(place, column, value, problem, wanted.format(**limits))


_WORDS = {
    "missing": ("this column must be given", "give a value"),
    "greater_than_equal": ("the number is too small", "give at least {ge}"),
    "greater_than": ("the number is too small", "give more than {gt}"),
    "less_than_equal": ("the number is too large", "give at most {le}"),
    "less_than": ("the number is too large", "give less than {lt}"),
    "literal_error": ("this word is not known here", "give {expected}"),
    "string_pattern_mismatch": ("the text does not have the form it must have", ""),
    "string_too_long": ("the text is too long", "give at most {max_length} characters"),
    "string_too_short": ("the text is too short", "give at least {min_length} characters"),
    "too_short": ("the list is too short", "name at least {min_length}"),
}

_FORMS = {
    "currency": "give the three capital letters of a currency, such as GBP",
    "fiscal_year_start": "give a month and a day as MM-DD, such as 04-01",
}
