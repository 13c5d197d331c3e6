"""A point in time as the solver sees it, and names for what its variables add up to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

Literal = Any  # a Boolean variable or its negation: ortools has no public name for both
Linear = Any  # an integer, a variable or a linear expression over variables
Choice = tuple[Literal, Callable[[int], int]]


class When(NamedTuple):
    """A boundary that the solver chooses, or knows.

    Attributes
    ----------
    var
        Variable; None for a constant.
    shift
        Constant added to it [slots].
    lo, hi
        Least and greatest value of the whole [boundary].
    active
        Where this literal is false, the point stands still at `lo`; None = always free.
    """

    var: cp_model.IntVar | None
    shift: int
    lo: int
    hi: int
    active: Literal | None = None

    @classmethod
    def fixed(cls, boundary: int) -> When:
        """A known boundary."""
        return cls(None, boundary, boundary, boundary)

    @property
    def expr(self) -> Linear:
        """The boundary as a linear expression."""
        return self.shift if self.var is None else self.var + self.shift

    def plus(self, slots: int) -> When:
        """The boundary this many slots later."""
        return When(self.var, self.shift + slots, self.lo + slots, self.hi + slots, self.active)
