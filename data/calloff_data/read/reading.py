"""What every reader gives: raw rows by table, and the faults of the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from calloff.assemble import RawRow
from calloff.errors import Fault, InputError

LARGEST = 50_000_000
"""Largest file that is read [bytes]."""


@dataclass(frozen=True)
class Reading:
    """Raw rows by table, and what was wrong with the files themselves."""

    tables: Mapping[str, Sequence[RawRow]]
    faults: tuple[Fault, ...] = ()


class Reader(Protocol):
    """One input format: a module with these two functions."""

    def accepts(self, path: Path) -> bool:
        """Whether this reader reads such a path."""

    def read_tables(self, path: Path) -> Reading:
        """The raw rows of all tables."""


def file_fault(path: Path, table: str, row: str, value: str, problem: str, wanted: str) -> Fault:
    """A fault of a file rather than of a cell."""
    return Fault(path.name, table, row, "", value, problem, wanted)


def text_of(path: Path, table: str = "") -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises
    ------
    InputError
        The file is too large, cannot be read, or is not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            problem = f"the file has {size:,} bytes and is too large"
            raise InputError([file_fault(path, table, "", "", problem, f"keep it under {LARGEST:,} bytes")])
        return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        raise InputError([file_fault(path, table, "", "", problem, "check its name and permissions")]) from None
    except UnicodeDecodeError as error:
        problem = f"the file is not UTF-8: see byte {error.start + 1}"
        found = f"0x{error.object[error.start]:02x}"
        raise InputError([file_fault(path, table, "", found, problem, "save it as UTF-8")]) from None
