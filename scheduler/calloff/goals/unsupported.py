"""Users on a system past its vendor's support.

Σ over departments and systems of users × slots past support, while it is used [user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model

NAME = "unsupported"
UNIT = "user-slots"


def value(facts: Facts) -> int:
    """User-slots unsupported, from now to the end of the run-off."""
    return sum(facts.cover.weighed(s, "unsupported") for s in facts.programme.systems)


def expr(model: Model) -> Linear:
    """User-slots past the vendor's support."""
    parts: list[Linear] = []
    for system in model.programme.systems:
        if system.support_end is None:
            continue
        for (piece,) in model.pieces(model.support_covers(system)):
            if any(model.is_yes(x) for x in piece.covering):
                continue
            for department in system.departments:
                used = model.slots_within(model.off(department, system), piece.begin, piece.end)
                if piece.covering:
                    length = piece.end - piece.begin
                    used = model.amount(length, "unsupported", used - length * sum(piece.covering))
                parts.append(model.programme.weight(system, department) * used)
    return model.total(parts)
