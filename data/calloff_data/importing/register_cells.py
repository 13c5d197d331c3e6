"""The cells of one row of a register, by what their columns hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from calloff_data.importing.agreement import clean
from calloff_data.importing.grids import GridRow
from calloff_data.importing.headings import Headings

_NOTHING = re.compile(
    r"\W*(?:n\W?a|none|nil(?: return)?|tb[ca]|null|unknown|not applicable|no contracts.*)?\W*", re.IGNORECASE
)


@dataclass(frozen=True)
class Cells:
    """The cells of a row by what they hold."""

    row: GridRow
    headings: Headings

    def raw(self, field: str) -> object:
        """A cell as it stands; None where there is none."""
        column = self.headings.columns.get(field)
        return self.row.cells[column.index] if column and column.index < len(self.row.cells) else None

    def text(self, field: str) -> str:
        """A cell as text on one line; blank where it says nothing."""
        text = text_of(self.raw(field))
        return "" if _NOTHING.fullmatch(text) else text

    def heading(self, field: str) -> str:
        """The heading over a cell."""
        column = self.headings.columns.get(field)
        return column.heading if column else ""


def text_of(cell: object) -> str:
    """A cell as text on one line: whole numbers without a decimal point, days as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    return clean(str(cell))


def supplier_of(text: str) -> str:
    """The name of a supplier, also where Contracts Finder packs it with its address: [Name|Address|…]."""
    packed = re.findall(r"\[([^\[\]|]*)\|[^\[\]]*\]", text)
    return "; ".join(dict.fromkeys(name.strip() for name in packed if name.strip())) if packed else text
