"""Other people's records as rows of a programme: one module a format, a report of every record."""

from __future__ import annotations

from calloff_data.importing import dates, ocds, register
from calloff_data.importing.folder import read_target, write
from calloff_data.importing.importing import Imported, Importer, RowReport, Target, Wishes

__all__ = ["IMPORTS", "Imported", "Importer", "RowReport", "Target", "Wishes", "read_target", "write"]

IMPORTS: tuple[Importer, ...] = (register, ocds, dates)
"""Every format that `import` reads, in the order in which help lists them."""
