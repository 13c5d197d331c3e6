"""What a format for `export` is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from calloff.report import Report


@dataclass(frozen=True)
class Exported:
    """One file.

    Attributes
    ----------
    data
        Its content.
    notes
        What a person should know about it, a sentence each: what is missing in it, say.
    """

    data: bytes
    notes: tuple[str, ...] = ()


class Exporter(Protocol):
    """A format: a module with its word on the command line, a line about it, and `export`.

    It sees the report only, so that none shows what another holds back. The same report gives the same bytes.
    """

    FORMAT: str
    ABOUT: str

    def export(self, report: Report, /) -> Exported:
        """The file.

        Raises
        ------
        MissingPartError
            Where it needs a part that is not installed.
        """
