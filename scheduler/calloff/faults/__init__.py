"""Faults that only show between rows: one small function for each kind, all in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from calloff.errors import Fault
from calloff.faults import references
from calloff.faults.draft import Draft

Check = Callable[[Draft], Iterable[Fault]]

NAMES: tuple[Check, ...] = (
    references.unknown_ids,
    references.duplicate_ids,
    references.duplicate_keys,
    references.reserved_names,
    references.repeated_in_lists,
)
"""Checks of ids: they may meet references that lead nowhere."""

CHECKS: tuple[Check, ...] = ()
"""Checks that follow references: they see only rows whose references lead somewhere."""


def cross_row_faults(draft: Draft) -> list[Fault]:
    """Every fault between the rows of a draft."""
    safe = references.sound(draft)
    return [*chain.from_iterable(c(draft) for c in NAMES), *chain.from_iterable(c(safe) for c in CHECKS)]
