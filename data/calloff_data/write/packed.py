"""Office files as bytes that do not depend on when they were made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from calloff.report import Report
from calloff.report.wording import plain, shortened

LONG = 400
"""Longest text in a cell or paragraph [characters]; what is longer ends in an ellipsis."""


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive of files by name, its dates fixed."""
    held = BytesIO()
    with ZipFile(held, "w") as made:
        for name, data in files:
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            made.writestr(entry, data)
    return held.getvalue()


def repacked(data: bytes) -> bytes:
    """An archive with the same files in the same order, its dates fixed."""
    with ZipFile(BytesIO(data)) as given:
        return archive((entry.filename, given.read(entry)) for entry in given.infolist())


def without_thumbnail(package: Any) -> None:
    """Take out of a new file the small picture of the empty one it was made from."""
    held = package.rels if hasattr(package, "rels") else package._rels
    for identity in [i for i, rel in held.items() if rel.reltype.endswith("/thumbnail")]:
        held.pop(identity)


def known_at(report: Report) -> datetime:
    """When a document says that it was made: the day its facts are known, so that no clock changes it."""
    return datetime.combine(report.programme.programme.as_of, time())


def clean(text: str, width: int = LONG) -> str:
    """A text that any office file can hold: no characters that are not to be seen, not too long."""
    return shortened(plain(text), width)
