"""A programme on the way to another: its rows, and where each of them came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from calloff.assemble import RawRow, cells_of, row_of
from calloff.calendar import Calendar
from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff.programme import Programme, key_of
from calloff.rows import Row


@dataclass(frozen=True)
class At:
    """Which change of which scenario is at work: what its faults and its rows are named by."""

    file: str
    number: int

    @property
    def place(self) -> str:
        """The change as a person finds it."""
        return f"change {self.number}"

    def error(self, field: str, value: object, problem: str, wanted: str) -> InputError:
        """A fault of this change."""
        return InputError([Fault(self.file, "", self.place, field, show(value), problem, wanted)])

    def stranger(self, field: str, value: object, what: str, known: Iterable[str]) -> InputError:
        """A fault for a name that nothing has, with the name that was likely meant."""
        names = sorted(known)
        near = get_close_matches(str(value), names, n=1)
        some = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        wanted = f"did you mean {near[0]}?" if near else f"known are: {some}" if names else "there are none to name"
        return self.error(field, value, f"there is no {what} of this name", wanted)


@dataclass(frozen=True, eq=False)
class Held:
    """One row, and where it came from; it is known by its identity, as two rows may say the same."""

    row: Row
    file: str
    where: str


@dataclass(frozen=True)
class Sheet:
    """Rows by table; each is right by itself, the whole need not be until all changes are made."""

    tables: Mapping[str, tuple[Held, ...]]

    @classmethod
    def of(cls, programme: Programme, file: str) -> Sheet:
        """The rows of a programme; a fault in one that no change touched is the scenario's all the same."""
        tables: dict[str, list[Held]] = {}
        for name, row in programme.rows():
            tables.setdefault(name, []).append(Held(row, file, key_of(name, row)))
        return cls({name: tuple(held) for name, held in tables.items()})

    @cached_property
    def programme(self) -> Programme:
        """The rows as a programme, for its look-ups only: rows that do not fit together may be in it."""
        values: dict[str, Any] = {name: tuple(h.row for h in held) for name, held in self.tables.items()}
        return Programme.model_construct(**{**values, "programme": values["programme"][0]})

    @cached_property
    def calendar(self) -> Calendar:
        """Its slots."""
        return Calendar.of(self.programme)

    def rows(self, table: str) -> tuple[Held, ...]:
        """Rows of a table, also of one that has none."""
        return self.tables.get(table, ())

    def having(self, table: str, held: Iterable[Held]) -> Sheet:
        """The same with other rows in one table."""
        return replace(self, tables={**self.tables, table: tuple(held)})

    def raw(self) -> dict[str, list[RawRow]]:
        """The rows as if read, each under where it came from."""
        return {name: [RawRow(h.file, h.where, cells_of(h.row)) for h in held] for name, held in self.tables.items()}

    # --- changing ------------------------------------------------------------------------------

    def changed(self, at: At, table: str, cells: Mapping[Held, Mapping[str, object]]) -> Sheet:
        """Some rows with other cells."""
        made = [rewritten(at, table, h, cells[h]) if h in cells else h for h in self.rows(table)]
        return self.having(table, made)

    def added(self, at: At, table: str, rows: Sequence[Mapping[str, object]]) -> Sheet:
        """The same with more rows in one table."""
        faults: list[Fault] = []
        made: list[Held] = []
        for cells in rows:
            try:
                made.append(Held(row_of(table, RawRow(at.file, at.place, cells)), at.file, at.place))
            except InputError as error:
                faults.extend(error.faults)
        if faults:
            raise InputError(faults)
        return self.having(table, (*self.rows(table), *made))

    def without(self, table: str, gone: Iterable[Held]) -> Sheet:
        """The same with fewer rows in one table."""
        left_out = set(gone)
        return self.having(table, (h for h in self.rows(table) if h not in left_out))


def rewritten(at: At, table: str, held: Held, cells: Mapping[str, object]) -> Held:
    """One row with other cells, known from then on by the change that made it.

    Raises
    ------
    InputError
        A cell does not fit its column.
    """
    where = f"{at.place}, {key_of(table, held.row)}" if key_of(table, held.row) else at.place
    row = row_of(table, RawRow(at.file, where, {**cells_of(held.row), **cells}))
    return Held(row, at.file, where)
