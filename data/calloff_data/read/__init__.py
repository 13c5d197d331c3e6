"""Reading programmes: a folder of CSV files, a JSON file, a workbook, or a bundled name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from calloff.assemble import assemble
from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff.identity import content_hash
from calloff.programme import Programme
from calloff.scenario import apply
from calloff_data.read import csv_folder, json_file, xlsx_file
from calloff_data.read.bundled import bundled, bundled_folder, copy_bundled
from calloff_data.read.reading import Reader, Reading
from calloff_data.read.scenario_file import read_scenarios, scenario_names

__all__ = [
    "READERS",
    "Basis",
    "bundled",
    "copy_bundled",
    "find",
    "load",
    "read",
    "read_raw",
    "read_scenarios",
    "read_with",
    "scenario_names",
]

READERS: tuple[Reader, ...] = (csv_folder, json_file, xlsx_file)
"""Input formats; the first that accepts a path reads it."""


def read(source: str | Path) -> Programme:
    """The programme in a folder or file, or a bundled one by its name.

    Raises
    ------
    InputError
        There is no such programme, or it has faults; all of them are in the error.
    """
    reading = read_raw(source)
    return assemble(reading.tables, show(find(source).name), reading.faults)


def read_raw(source: str | Path) -> Reading:
    """The raw rows of a programme, which need not be right yet.

    Raises
    ------
    InputError
        There is no such programme, or it cannot be read.
    """
    path = find(source)
    reader = next((r for r in READERS if r.accepts(path)), None)
    if reader is None:
        raise _refused(
            source, "this is not a kind of file that Calloff reads", "give a folder of CSV files, a .json or an .xlsx"
        )
    return reader.read_tables(path)


def load(source: str | Path) -> tuple[Programme, str]:
    """A programme and its content hash.

    Raises
    ------
    InputError
        As `read`.
    """
    programme = read(source)
    return programme, content_hash(programme)


class Basis(NamedTuple):
    """What a plan rests on: the hash of the programme before scenarios, and their titles and hashes."""

    hash: str
    scenarios: tuple[tuple[str, str], ...]


def read_with(source: str | Path, scenarios: Sequence[str] = ()) -> tuple[Programme, Basis]:
    """A programme with scenarios applied in order, and what it then rests on.

    Raises
    ------
    InputError
        As `read`; or there is no such scenario, or it does not fit the programme.
    """
    programme, hashed = load(source)
    found = read_scenarios(scenarios, source)
    return apply(programme, found), Basis(hashed, tuple(s.recorded for s in found))


def find(source: str | Path) -> Path:
    """Where a programme is: a folder, a file, or a bundled one.

    Raises
    ------
    InputError
        There is no such programme.
    """
    path = Path(source)
    try:
        if path.is_dir() or path.is_file():
            return path
        if path.exists():
            raise _refused(source, "this is neither a folder nor a regular file", "give a folder or a file")
    except (OSError, ValueError):
        raise _refused(source, "this name cannot be looked up", "give the path of a folder or file") from None
    folder = bundled_folder(str(source))
    if folder is not None:
        return folder
    names = ", ".join(name for name, _, _ in bundled())
    raise _refused(source, "there is no such folder, file or bundled programme", f"bundled are: {names}")


def _refused(source: str | Path, problem: str, wanted: str) -> InputError:
    return InputError([Fault(show(str(source)), "", "", "", "", problem, wanted)])
