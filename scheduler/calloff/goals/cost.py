"""What the plan costs from now to the horizon's end.

    acquisition + onboarding + charges + old contracts + extra cost of extensions + risk − savings
    [currency, present value, whole units]

Acquisition (one-off and phase costs still to come) of a competition is spread evenly over its
longest initial term, so that the horizon's end buys nothing; where it lets no contract it counts
when it falls. In gap slots the contract of the latest cover goes on at its own cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model

NAME = "cost"
UNIT = "currency, present value"
ADDS = True
HEAVY = True


def value(facts: Facts) -> int:
    """Present value of everything still to be paid, less savings."""
    a = facts.accounts
    return a.acquisition + a.onboarding + a.charges + a.contracts + a.extensions + a.risk - a.savings


def expr(model: Model) -> Linear:
    """Present value of everything from now to the horizon."""
    return model.total(model.costs())
