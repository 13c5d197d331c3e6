"""The constraint model: variables as points in time, exact tables over time, one door for rules.

Rules and goals talk to this class only. A point in time is a `When`: a variable plus a constant,
or a constant. A function of time (money, user-slots) becomes a linear expression over literals
`[when ≥ k]`, which is exact and gives the linear relaxation its true shape.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from calloff.calendar import Calendar, Money
from calloff.programme import Competition, Programme

if TYPE_CHECKING:
    from calloff.model.competitions import CompetitionVars, LotVars
    from calloff.model.departments import OnboardingVars

Literal = Any  # a Boolean variable or its negation: ortools has no public name for both
Linear = Any  # an integer, a variable or a linear expression over variables
Choice = tuple[Literal, Callable[[int], int]]


@dataclass(frozen=True)
class When:
    """A boundary that the solver chooses, or knows.

    Attributes
    ----------
    var
        Variable; None for a constant.
    shift
        Constant added to it [slots].
    lo, hi
        Least and greatest value of the whole [boundary].
    """

    var: cp_model.IntVar | None
    shift: int
    lo: int
    hi: int

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
        return When(self.var, self.shift + slots, self.lo + slots, self.hi + slots)


class Model:
    """Variables and constraints of one programme.

    Attributes
    ----------
    programme, calendar, money
        What is planned, its slots, its present values.
    cp
        The CP-SAT model.
    last
        A boundary that no useful plan goes beyond.
    competitions, contracts, onboardings, extensions, left
        Variables by (procurement, lot, cycle); by (lot, cycle); by (department, lot, cycle);
        by (owner, order): literals of extensions taken; by system: when the last department leaves.
    forbid_overspend
        Whether spend above what is approved is forbidden.
    baseline
        Points of an earlier plan by (item, cycle, milestone), for the goal `stability`.
    """

    def __init__(self, programme: Programme, *, forbid_overspend: bool = False) -> None:
        self.programme = programme
        self.forbid_overspend = forbid_overspend
        self.baseline: dict[tuple[str, int, str], int] | None = None
        self.calendar = Calendar.of(programme)
        self.money = Money.of(programme)
        self.spending = self.money.undiscounted()
        self.cp = cp_model.CpModel()
        self.yes = self.cp.new_bool_var("yes")
        self.cp.add_bool_and([self.yes])
        self.no = self.yes.negated()
        self.last = self.calendar.limit
        self.competitions: dict[Competition, CompetitionVars] = {}
        self.contracts: dict[tuple[str, int], LotVars] = {}
        self.onboardings: dict[tuple[str, str | None, int], OnboardingVars] = {}
        self.extensions: dict[tuple[str, int], Literal] = {}
        self.left: dict[str, When] = {}
        self._variables: dict[int, When] = {}
        self._steps: dict[int, dict[int, Literal]] = {}
        self._both: dict[tuple[int, int], Literal] = {}

    # --- the door ------------------------------------------------------------------------------

    def require(self, constraint: Any, rule: str, subject: str, *unless: Literal) -> None:
        """State a constraint for a rule and its subject, enforced where every literal of `unless` holds.

        Parameters
        ----------
        constraint
            A linear constraint, or a truth value where all is known.
        rule, subject
            Whose constraint it is.
        unless
            Literals; the constraint binds only where all are true.
        """
        stated = self.cp.add(constraint).with_name(f"{rule}: {subject}")
        conditions = [x for x in unless if not self.is_yes(x)]
        if conditions:
            stated.only_enforce_if(conditions)

    def forbid(self, when: When, slots: range, rule: str, subject: str, *unless: Literal) -> None:
        """State that a point does not fall on any boundary of a range, where every literal holds."""
        if not slots or when.hi < slots.start or when.lo >= slots.stop:
            return
        if when.var is None:
            self.require(False, rule, subject, *unless)
            return
        allowed = cp_model.Domain.from_intervals([[when.lo, slots.start - 1], [slots.stop, max(when.hi, slots.stop)]])
        stated = self.cp.add_linear_expression_in_domain(when.expr, allowed).with_name(f"{rule}: {subject}")
        conditions = [x for x in unless if not self.is_yes(x)]
        if conditions:
            stated.only_enforce_if(conditions)

    # --- literals --------------------------------------------------------------------------------

    def is_yes(self, literal: Literal) -> bool:
        """Whether a literal is the constant true."""
        return bool(literal.index == self.yes.index)

    def is_no(self, literal: Literal) -> bool:
        """Whether a literal is the constant false."""
        return bool(literal.index == self.no.index)

    def literal(self, name: str) -> Literal:
        """A new literal."""
        return self.cp.new_bool_var(name)

    def both(self, a: Literal, b: Literal) -> Literal:
        """A literal that is true where both are."""
        if self.is_no(a) or self.is_no(b):
            return self.no
        if self.is_yes(a):
            return b
        if self.is_yes(b):
            return a
        if a.index == b.index:
            return a
        key = (min(a.index, b.index), max(a.index, b.index))
        if key not in self._both:
            c = self.cp.new_bool_var("")
            self.cp.add_implication(c, a)
            self.cp.add_implication(c, b)
            self.cp.add_bool_or([a.negated(), b.negated(), c])
            self._both[key] = c
        return self._both[key]

    # --- points in time ----------------------------------------------------------------------------

    def when(self, lo: int, hi: int, name: str) -> When:
        """A new point in time between two boundaries."""
        if lo >= hi:
            if lo > hi:
                self.cp.add_bool_or([])  # an empty window: no plan
            return When.fixed(lo)
        found = When(self.cp.new_int_var(lo, hi, name), 0, lo, hi)
        assert found.var is not None
        self._variables[found.var.index] = found
        return found

    def at_least(self, when: When, boundary: int) -> Literal:
        """The literal `when ≥ boundary`."""
        if boundary <= when.lo:
            return self.yes
        if boundary > when.hi:
            return self.no
        assert when.var is not None
        steps = self._steps.setdefault(when.var.index, {})
        k = boundary - when.shift
        if k not in steps:
            y = self.cp.new_bool_var("")
            self.cp.add(when.var >= k).only_enforce_if(y)
            self.cp.add(when.var <= k - 1).only_enforce_if(y.negated())
            steps[k] = y
        return steps[k]

    def earliest(self, whens: list[When], name: str) -> When:
        """The first of several points."""
        return self._extreme(whens, name, min, self.cp.add_min_equality)

    def latest(self, whens: list[When], name: str) -> When:
        """The last of several points."""
        return self._extreme(whens, name, max, self.cp.add_max_equality)

    def _extreme(
        self, whens: list[When], name: str, pick: Callable[..., int], state: Callable[[Any, list[Any]], Any]
    ) -> When:
        if len(whens) == 1:
            return whens[0]
        found = self.when(pick(w.lo for w in whens), pick(w.hi for w in whens), name)
        if found.var is not None:
            state(found.var, [w.expr for w in whens])
        return found

    def clipped(self, when: When, lo: int | None = None, hi: int | None = None) -> When:
        """The point moved into [lo, hi]."""
        if lo is not None and when.lo < lo:
            when = self.latest([when, When.fixed(lo)], "") if when.hi > lo else When.fixed(lo)
        if hi is not None and when.hi > hi:
            when = self.earliest([when, When.fixed(hi)], "") if when.lo < hi else When.fixed(hi)
        return when

    # --- functions of time ---------------------------------------------------------------------------

    def table(self, when: When, value: Callable[[int], int]) -> Linear:
        """`value(when)` as a linear expression, exact for every function of the boundary."""
        total: Linear = value(when.lo)
        for k, change in self._changes(when, value):
            total = total + change * self.at_least(when, k)
        return total

    def residual(self, when: When, value: Callable[[int], int]) -> Linear:
        """`value(when)` where the function is the boundary plus nearly a constant."""
        if when.var is None:
            return value(when.lo)
        return when.expr + self.table(when, lambda k: value(k) - k)

    def gated(self, when: When, choices: Sequence[Choice], present: Literal) -> Linear:
        """Σ literal × value(when), where `present` literals are exclusive: exactly one where present.

        Parameters
        ----------
        when
            The point in time.
        choices
            Each literal with its function of the boundary.
        present
            True where one of the literals is chosen; false where none is.
        """
        total: Linear = 0
        changing: set[int] = set()
        changes = {}
        for index, (literal, value) in enumerate(choices):
            total = total + value(when.lo) * literal
            changes[index] = dict(self._changes(when, value))
            changing |= changes[index].keys()
        for k in sorted(changing):
            step = self.at_least(when, k)
            parts = [self.both(literal, step) for literal, _ in choices]
            if len(parts) > 1:  # redundant, but gives the relaxation the convex hull
                self.cp.add(sum(parts) <= step)
                self.cp.add(sum(parts) >= step + present - 1)
            total = total + sum(changes[i][k] * part for i, part in enumerate(parts) if k in changes[i])
        return total

    def _changes(self, when: When, value: Callable[[int], int]) -> list[tuple[int, int]]:
        """Where a function changes, and by how much; past the limit nothing counts any more."""
        found = []
        before = value(when.lo)
        for k in range(when.lo + 1, min(when.hi, self.calendar.limit) + 1):
            here = value(k)
            if here != before:
                found.append((k, here - before))
            before = here
        return found

    def amount(self, hi: int, name: str, *at_least: Linear) -> Linear:
        """A quantity from 0 to `hi`, at least each expression: its value where it is minimised."""
        if hi <= 0:
            return 0
        found = self.cp.new_int_var(0, hi, name)
        for expr in at_least:
            self.cp.add(found >= expr)
        return found

    def bounds(self, expr: Linear) -> tuple[int, int]:
        """Least and greatest value of a linear expression by its variables' domains."""
        if isinstance(expr, int):
            return expr, expr
        flat = cp_model.FlatIntExpr(expr)
        lo = hi = flat.offset
        for var, coeff in zip(flat.vars, flat.coeffs, strict=True):
            low, *_, high = var.proto.domain
            lo += coeff * (low if coeff > 0 else high)
            hi += coeff * (high if coeff > 0 else low)
        return int(lo), int(hi)

    def finish(self) -> None:
        """Tie each point's literals to it by two linear rows, so that the relaxation sees both."""
        for index, steps in self._steps.items():
            when = self._variables[index]
            ks = sorted(steps)
            for a, b in itertools.pairwise(ks):
                self.cp.add_implication(steps[b], steps[a])
            before = [when.lo, *ks[:-1]]
            after = [*ks[1:], when.hi + 1]
            self.cp.add(when.var >= when.lo + sum((k - p) * steps[k] for k, p in zip(ks, before, strict=True)))
            self.cp.add(when.var <= ks[0] - 1 + sum((n - k) * steps[k] for k, n in zip(ks, after, strict=True)))
