"""Spend beyond what is approved.

Σ over funding rows of max(0, spend − approved) [currency, not discounted, whole units]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model

NAME = "overspend"
UNIT = "currency"


def value(facts: Facts) -> int:
    """Spend beyond what is approved, over all rows."""
    return sum(facts.accounts.funded(row)[1] for row in facts.programme.funding)


def expr(model: Model) -> Linear:
    """Spend above what is approved, over all funding rows."""
    parts: list[Linear] = []
    for row in model.programme.funding:
        over = model.spend_in(row) - model.approved(row)
        parts.append(model.amount(max(0, model.bounds(over)[1]), "overspend", over))
    return model.total(parts)
