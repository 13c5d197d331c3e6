"""The rules of a plan, one module each: what it says, how a model states it, how a check counts it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from calloff.breach import Breach
from calloff.rules import (
    blackouts,
    capacity,
    competition,
    cover,
    delivery_cover,
    dependencies,
    funding,
    history,
    market,
    onboarding,
    renewal,
    route,
    sequence,
    stagger,
    windows,
)

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Model

__all__ = ["RULES", "Breach", "Rule"]


class Rule(Protocol):
    """A rule: its docstring is its specification."""

    NAME: str

    def check(self, facts: Facts) -> Iterable[Breach]:
        """Count the breaches of a plan; knows no solver."""

    def add(self, model: Model) -> None:
        """State the rule to a model."""


RULES: tuple[Rule, ...] = (
    sequence,
    history,
    windows,
    blackouts,
    route,
    capacity,
    market,
    competition,
    stagger,
    dependencies,
    onboarding,
    delivery_cover,
    cover,
    renewal,
    funding,
)
