"""What one more unit of capacity is worth: the answer as a value, apart from how it is found and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from calloff.plan import Part

Standing = Literal["proved", "at least", "at most", "found"]
"""How sure an amount is; `found`: not proved in either direction."""

USERS = ("gap", "unsecured", "unsupported", "lateness")
"""Goals counted in users and slots, in the usual order."""
MONEY = ("overspend", "cost")
"""Goals counted in money; they are never added up, for the one may be part of the other."""
COUNTED = frozenset({*USERS, *MONEY, "finish"})
"""Goals in which capacity has a worth; the others only break ties."""


@dataclass(frozen=True)
class Place:
    """A resource and a quarter: first day, day after the last."""

    resource: str
    begin: date
    end: date

    @property
    def quarter(self) -> str:
        """The quarter as people say it."""
        return f"Q{(self.begin.month + 2) // 3} {self.begin.year}"


@dataclass(frozen=True)
class Saving:
    """By how much less a goal comes to, its best with all goals before it held at theirs.

    Attributes
    ----------
    goal, amount, unit
        Which, and how much less; below 0 it is more, which a saving of a goal before it brings about.
    standing
        How sure the amount is: `at least` where only the new solve may still be bettered.
    """

    goal: str
    amount: int
    unit: str
    standing: Standing


@dataclass(frozen=True)
class Worth:
    """What one more unit comes to.

    Attributes
    ----------
    place
        Where it would be.
    savings
        Every goal that changes, in order.
    proved
        Whether nothing that is counted can come to more or less.
    """

    place: Place
    savings: tuple[Saving, ...]
    proved: bool

    @property
    def counted(self) -> tuple[Saving, ...]:
        """Savings in money, in users' time, or in time to the last go-live."""
        return tuple(s for s in self.savings if s.goal in COUNTED)


@dataclass(frozen=True)
class Asked:
    """What was looked at, and quarters in which nothing is left either but that were not looked at."""

    worths: tuple[Worth, ...]
    unasked: tuple[Place, ...] = ()


class Kept(Part):
    """The answer as it is kept in a file, with the identity of the plan that it is about."""

    format: int = 1
    plan: str
    asked: Asked
