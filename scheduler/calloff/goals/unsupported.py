"""Users on a system past its vendor's support.

Σ over departments and systems of users × slots past support, while it is used [user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts

NAME = "unsupported"
UNIT = "user-slots"


def value(facts: Facts) -> int:
    """User-slots unsupported, from now to the end of the run-off."""
    return sum(facts.cover.weighed(s, "unsupported") for s in facts.programme.systems)
