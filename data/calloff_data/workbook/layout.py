"""What writing and reading a workbook share: names of sheets and columns as people see them, and back."""

from __future__ import annotations

import re

from calloff.cells import columns
from calloff.faults.draft import MODELS

GUIDE = "Guide"
"""The sheet that explains; never read."""
LISTS = "Lists"
"""The hidden sheet behind drop-downs of ids from several sheets; never read."""
ASIDE = frozenset({"guide", "lists"})
SETTINGS = "programme"
"""The table of one row, which has its columns one below the other."""
FREE = "x_"

_CAPITALS = {"id": "ID", "gtm": "GTM", "cpv": "CPV"}


def heading(name: str) -> str:
    """A table's or column's name as people write it: `earliest_gtm` is `Earliest GTM`."""
    if name.startswith(FREE):
        return name
    words = [_CAPITALS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def bare(text: str) -> str:
    """A heading without what people vary: capitals, spaces, hyphens, a colon or star at the end."""
    return re.sub(r"[\s_-]+", "_", text.strip().rstrip(":*").strip().lower())


def table_named(text: str) -> str | None:
    """The table that a sheet's name means, or None."""
    name = bare(text)
    return name if name in MODELS else None


def column_named(table: str, text: str) -> str:
    """The column that a heading means; one that is not known stays as written."""
    name = bare(text)
    if name in columns(MODELS[table]):
        return name
    written = text.strip()
    return FREE + written[2:] if written[:2].lower() == FREE else written
