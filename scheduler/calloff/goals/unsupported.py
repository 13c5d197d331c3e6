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
ADDS = True


def value(facts: Facts) -> int:
    """User-slots unsupported, from now to the end of the run-off."""
    return sum(facts.cover.weighed(s, "unsupported") for s in facts.programme.systems)


def expr(model: Model) -> Linear:
    """User-slots past the vendor's support."""
    parts: list[Linear] = []
    for system in model.programme.systems:
        if system.support_end is None:
            continue
        stretches = [p for (p,) in model.pieces(model.support_covers(system))]
        for department in system.departments:
            left, users = model.off(department, system), model.programme.weight(system, department)
            parts += [users * model.uncovered(left, piece) for piece in stretches]
    return model.total(parts)
