"""Releases put aside on disk, so that those of one process can be brought together in bounded memory."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CACHE = -4_000
"""Memory of the index [KiB, negative by its convention]."""


@dataclass(frozen=True)
class Release:
    """A release, or the one compiled release of a record, with its place; or what could not be read (`problem`)."""

    file: str
    place: str
    body: dict[str, Any] | None
    problem: str = ""
    seq: int = 0


class Index:
    """Releases by process, in a file that goes when it is closed.

    A release without an ocid is a process of its own.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="calloff-")
        self._data = sqlite3.connect(Path(self._folder.name) / "releases", isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size={CACHE}"):
            self._data.execute(f"PRAGMA {setting}")
        self._data.execute(
            "CREATE TABLE release (seq INTEGER PRIMARY KEY, process TEXT, dated TEXT, file TEXT, place TEXT,"
            " problem TEXT, body BLOB)"
        )
        self._data.execute("BEGIN")
        self.count = 0

    def add(self, release: Release, process: str, dated: str) -> None:
        """Put a release aside.

        Parameters
        ----------
        process, dated
            Its ocid, or nothing; and when it was published, in a form that sorts.
        """
        self.count += 1
        text = json.dumps(release.body, default=_plain, ensure_ascii=True)
        held = (self.count, process or f"\0{self.count}", dated, release.file, release.place, release.problem)
        self._data.execute("INSERT INTO release VALUES (?,?,?,?,?,?,?)", (*held, zlib.compress(text.encode(), 1)))

    def processes(self) -> Iterator[Iterator[Release]]:
        """The releases of each process, the earliest published first; processes in the order of the input."""
        self._data.execute("CREATE INDEX by_process ON release (process, dated, seq)")
        grouped = "SELECT process FROM release GROUP BY process ORDER BY MIN(seq)"
        for (process,) in self._data.execute(grouped):
            yield self._of(process)

    def _of(self, process: str) -> Iterator[Release]:
        wanted = "SELECT seq, file, place, problem, body FROM release WHERE process = ? ORDER BY dated, seq"
        for seq, file, place, problem, body in self._data.execute(wanted, (process,)):
            yield Release(file, place, json.loads(zlib.decompress(body)), problem, seq)

    def close(self) -> None:
        """Let the file go."""
        self._data.close()
        self._folder.cleanup()


def _plain(value: object) -> object:
    """A number of any size as text, which amounts are read from in either form."""
    return str(value) if isinstance(value, Decimal) else repr(value)
