"""Which records an import takes at all: the user's filters, and what is over already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from calloff_data.importing.importing import Wishes


def left_out(
    wishes: Wishes, buyer: str, texts: Iterable[str], cpvs: Iterable[str], value: Decimal | None
) -> str | None:
    """Why a record is not among those asked for; None where it is.

    Parameters
    ----------
    wishes
        The filters. Words are looked for without regard to capitals; one of several is enough.
    buyer, texts, cpvs, value
        What the record says; where it says nothing, a filter does not let it pass.
    """
    if wishes.buyers and not _holds([buyer], wishes.buyers):
        return "its buyer is not asked for (--buyer)"
    if wishes.texts and not _holds(texts, wishes.texts):
        return "its texts hold none of the words asked for (--text)"
    if wishes.cpvs and not any(code.strip().startswith(wishes.cpvs) for code in cpvs):
        return "its CPV code is not asked for (--cpv)"
    if wishes.min_value is not None and (value is None or value < wishes.min_value):
        return "it is not known to be worth what is asked for (--min-value)"
    return None


def over(wishes: Wishes, ends: date | None) -> str | None:
    """Why a contract that ended before the day of the facts is not taken; None where it goes on, or all are."""
    if ends is None or wishes.as_of is None or ends >= wishes.as_of or wishes.ended:
        return None
    return f"it ended before {wishes.as_of}: {ends}"


def _holds(texts: Iterable[str], words: Iterable[str]) -> bool:
    folded = " ".join(texts).casefold()
    return any(word.casefold() in folded for word in words)
