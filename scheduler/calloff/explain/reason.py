"""Why a date is as it is: the answer as a value, apart from how it is found and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calloff.plan import Part

Limit = tuple[str, str]
"""A rule and its subject."""

LIVE = "live"


@dataclass(frozen=True)
class Target:
    """One thing to explain.

    Attributes
    ----------
    item
        A procurement, a lot (later cycles), a cluster (its last go-live), a department, or the
        contract or system that an extension lengthens.
    cycle
        1 = the first letting; the extension's order for an extension.
    milestone
        `gtm`, `award`, `live`, or `extension`.
    """

    item: str
    cycle: int
    milestone: str

    def __str__(self) -> str:
        """As people name it: `synergy-buy gtm`."""
        cycle = f" {self.cycle}" if self.cycle > 1 or self.milestone == "extension" else ""
        return f"{self.item} {self.milestone}{cycle}"


@dataclass(frozen=True)
class Price:
    """What moving a date by one slot costs.

    Attributes
    ----------
    possible
        Whether any plan has the date there.
    goal, amount, unit
        The first goal that gets worse, and by how much; None where none does.
    cost
        Change of the cost's best value (currency); None where cost is no goal or not known.
    proved
        Whether the figures are proved.
    """

    possible: bool
    goal: str | None = None
    amount: int | None = None
    unit: str = ""
    cost: int | None = None
    proved: bool = True


@dataclass(frozen=True)
class Hold:
    """What keeps a date from moving beyond its reach in one direction.

    Attributes
    ----------
    reach
        Furthest day with every goal as good as in the plan (a boundary; an end is exclusive); None
        for an extension, or where not known in time.
    step
        What one slot from the planned date costs.
    beyond
        What one slot beyond the reach costs: the same where there is no room.
    limits
        Limits that together, with the goals up to the one that gets worse, stop it there.
    smallest
        Whether each of them was shown to be needed.
    """

    reach: date | None
    step: Price | None
    beyond: Price | None
    limits: tuple[Limit, ...]
    smallest: bool


@dataclass(frozen=True)
class Reason:
    """Why one date, or one extension, is as it is.

    For an extension `planned` is None, and `later` tells what doing without it costs.
    """

    target: Target
    planned: date | None
    earlier: Hold | None
    later: Hold | None


class Reasons(Part):
    """Reasons as they are kept in a file, with the identity of the plan that they are about."""

    format: int = 1
    plan: str
    reasons: tuple[Reason, ...]


def joined(before: Sequence[Reason], found: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons with newer ones in place of those of the same dates."""
    return tuple({r.target: r for r in (*before, *found)}.values())
