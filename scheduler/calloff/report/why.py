"""Why a date is as it is, in the words that a report shows beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Why:
    """The reason of one date or extension.

    Attributes
    ----------
    item, cycle, milestone
        Which: a procurement, lot, cluster or department, its cycle, and `gtm`, `award` or `live`; for an
        extension the contract or system, its order, and `extension`.
    lines
        Sentences for people.
    """

    item: str
    cycle: int
    milestone: str
    lines: tuple[str, ...]
