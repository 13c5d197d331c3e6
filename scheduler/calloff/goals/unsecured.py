"""Users on a contract that nobody has agreed.

A slot is unsecured where only an extension that is neither an option nor agreed covers it.

    Σ over departments and systems of users × unsecured slots [user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model, When
    from calloff.model.covers import Piece

NAME = "unsecured"
UNIT = "user-slots"
ADDS = True


def value(facts: Facts) -> int:
    """User-slots unsecured, from now to the end of the run-off."""
    return sum(facts.cover.weighed(s, "unsecured") for s in facts.programme.systems)


def expr(model: Model) -> Linear:
    """User-slots covered only by extensions that are neither options nor agreed."""
    parts: list[Linear] = []
    for system in model.programme.systems:
        stretches = [p for (p,) in model.pieces(model.system_covers(system))]
        for department in system.departments:
            left, users = model.off(department, system), model.programme.weight(system, department)
            parts += [users * _unsecured(model, left, piece) for piece in stretches]
    return model.total(parts)


def _unsecured(model: Model, left: When, piece: Piece) -> Linear:
    secured = [c.taken for c in piece.covers if c.secured]
    doubtful = [c.taken for c in piece.covers if not c.secured]
    if not doubtful or any(model.is_yes(x) for x in secured):
        return 0
    used, length = model.slots_within(left, piece.begin, piece.end), piece.end - piece.begin
    return model.amount(length, "unsecured", *(used - length * (1 - x + sum(secured)) for x in doubtful))
