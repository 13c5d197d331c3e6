"""The goals of a plan, one module each, in their default order of priority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from calloff.goals import (
    cost,
    early,
    finish,
    gap,
    lateness,
    overspend,
    peak,
    stability,
    unsecured,
    unsupported,
)

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model

__all__ = ["GOALS", "HEAVY", "Goal"]


class Goal(Protocol):
    """A goal: its docstring is its definition; less is better."""

    NAME: str
    UNIT: str

    def value(self, facts: Facts) -> int:
        """Count the goal of a plan; knows no solver."""

    def expr(self, model: Model) -> Any:
        """State the goal to a model, as a linear expression."""


GOALS: tuple[Goal, ...] = (
    gap,
    unsecured,
    unsupported,
    lateness,
    overspend,
    cost,
    peak,
    finish,
    stability,
    early,
)

HEAVY = frozenset(goal.NAME for goal in GOALS if getattr(goal, "HEAVY", False))
"""Goals that make a model many times larger."""
