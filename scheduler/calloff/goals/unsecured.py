"""Users on a contract that nobody has agreed.

A slot is unsecured where only an extension that is neither an option nor agreed covers it.

    Σ over departments and systems of users × unsecured slots [user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts

NAME = "unsecured"
UNIT = "user-slots"


def value(facts: Facts) -> int:
    """User-slots unsecured, from now to the end of the run-off."""
    return sum(facts.cover.weighed(s, "unsecured") for s in facts.programme.systems)
