"""Spending more than is approved is measured, or forbidden when the run asks for it.

For each row of `funding`, over the slots from now on whose first day lies in its period:

    Σ spend of the kinds it covers ≤ approved                       [currency, not discounted]

Spend is phase costs as they run, one-off costs at award, onboarding costs at its start, and the
extra cost of extensions taken over their months; never running charges.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model

NAME = "funding"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every row, where overspending is forbidden."""
    if not facts.forbid_overspend:
        return
    for row in facts.programme.funding:
        spend, over = facts.accounts.funded(row)
        if over:
            text = f"spends {spend} in {row.from_} to {row.to}, {over} more than approved"
            yield Breach(NAME, ";".join(row.covers) or "all spend", text, row.from_)


def add(model: Model) -> None:
    """Forbid spend above what is approved, where the run asks for it."""
    if model.forbid_overspend:
        for row in model.programme.funding:
            subject = f"{row.from_} to {row.to}"
            model.require(model.spend_in(row) <= model.approved(row), NAME, subject)
