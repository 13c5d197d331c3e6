"""Spend beyond what is approved.

Σ over funding rows of max(0, spend − approved) [currency, not discounted, whole units]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts

NAME = "overspend"
UNIT = "currency"


def value(facts: Facts) -> int:
    """Spend beyond what is approved, over all rows."""
    return sum(facts.accounts.funded(row)[1] for row in facts.programme.funding)
