"""What an import is: other people's records in, one report for each of them out, with the rows made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, Protocol

from calloff.assemble import RawRow

Verdict = Literal["taken", "doubt", "not_taken"]
Cells = Mapping[str, str]


@dataclass(frozen=True)
class RowReport:
    """What became of one record of the input: a row of a register, a notice, a task.

    Attributes
    ----------
    file, place
        Where it stands, as a person finds it: `row 12`, a sheet and a row, a notice's id.
    verdict
        `taken`; `doubt`: taken, and a person should look; `not_taken`.
    title
        What it is about.
    why
        Reasons, a short sentence each; never empty for `doubt` and `not_taken`. What is of this record only
        stands behind a colon: `the end is a placeholder: 31/12/2099`.
    tables
        Rows made of it by table, in the columns of the schema.
    proposed
        Rows of `extensions` that a person must confirm; they are written apart and never applied.
    """

    file: str
    place: str
    verdict: Verdict
    title: str
    why: tuple[str, ...] = ()
    tables: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    proposed: Sequence[Cells] = ()

    @property
    def made(self) -> tuple[str, ...]:
        """Ids of the rows made of it; a pin by its item and milestone."""
        rows = [row for name, held in self.tables.items() if name not in ("sources", "extensions") for row in held]
        return tuple(row.get("id") or f"{row.get('item', '')} {row.get('milestone', '')}" for row in rows)


@dataclass(frozen=True)
class Target:
    """The programme that an import goes into; all empty where none is named.

    Attributes
    ----------
    source
        Folder, file or bundled name.
    folder
        Where its files are; None where it is one file.
    tables
        Its raw rows by table.
    """

    source: str = ""
    folder: Path | None = None
    tables: Mapping[str, Sequence[RawRow]] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Every id in it."""
        held = (str(row.cells.get("id") or "").strip() for rows in self.tables.values() for row in rows)
        return frozenset(filter(None, held))

    @property
    def departments(self) -> Mapping[str, str]:
        """Departments: title, or id, by id."""
        rows = [row.cells for row in self.tables.get("departments", ())]
        return {str(r.get("id") or "").strip(): str(r.get("title") or r.get("id") or "").strip() for r in rows}

    @property
    def as_of(self) -> date | None:
        """The day on which its facts are known, where it says one."""
        said = [str(raw.cells.get("as_of") or "").strip() for raw in self.tables.get("programme", ())]
        try:
            return date.fromisoformat(said[0][:10]) if said else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Wishes:
    """What the user asks of an import; each format takes what applies to it.

    Attributes
    ----------
    as_of
        The day the facts are known; what ended before is not taken. None: nothing counts as over.
    ended
        Take what is over too.
    buyers, texts, cpvs
        Keep records whose buyer holds one of these words, that name one of these words, whose CPV code begins so.
    min_value
        Keep records worth at least so much [currency].
    departments
        Ids for systems whose buyer is no department of the target.
    mapping
        A mapping file to obey.
    sheet
        The sheet of a workbook.
    day_first
        How 03/04/2027 is read where a column does not show it; None: it is asked back.
    reported
        The day on which the dates of a plan were said; None: the status date of the file.
    open_kind
        The kind of a pin for a date that is not actual.
    target
        The programme that the import goes into.
    """

    as_of: date | None = None
    ended: bool = False
    buyers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    cpvs: tuple[str, ...] = ()
    min_value: Decimal | None = None
    departments: tuple[str, ...] = ()
    mapping: Path | None = None
    sheet: str | None = None
    day_first: bool | None = None
    reported: date | None = None
    open_kind: Literal["agreed", "earliest"] = "agreed"
    target: Target = field(default_factory=Target)


@dataclass(frozen=True)
class Imported:
    """What an import gives.

    Attributes
    ----------
    rows
        A report for every record, in the order of the input; read once, so that they may stream.
    files
        Further files by name: the mapping that was used, to be edited and given next time.
    notes
        What a person should know about the whole, known before the rows are read: how columns were understood.
    replaced
        Rows of the target that give way to new ones, by table: where each stands.
    """

    rows: Iterable[RowReport]
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Importer(Protocol):
    """A format: a module with its word on the command line, a line about it, the tables it fills, and `bring`."""

    FORMAT: str
    ABOUT: str
    COLUMNS: Mapping[str, tuple[str, ...]]
    """Columns that it fills, by table; the tables are written even where no row is made."""

    def bring(self, files: Sequence[Path], wishes: Wishes, /) -> Imported:
        """The records of all files. What belongs to one record goes to its report; it never ends the import.

        Raises
        ------
        InputError
            A file cannot be read at all, or it must be asked back how to read it.
        """
