"""Literals `[when ≥ k]` of points in time, and everything that ties them to each other."""

from __future__ import annotations

import copy
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

from ortools.sat.python import cp_model

from calloff.model.when import Literal, When


class Steps:
    """Points in time and their literals.

    Attributes
    ----------
    cp
        The CP-SAT model.
    yes, no
        The constant literals.
    """

    def __init__(self) -> None:
        self.cp = cp_model.CpModel()
        self.yes: Literal = self.cp.new_bool_var("yes")
        self.cp.add_bool_and([self.yes])
        self.no: Literal = self.yes.negated()
        self._variables: dict[int, When] = {}
        self._steps: dict[int, dict[int, Literal]] = {}
        self._both: dict[tuple[int, int], Literal] = {}
        self._any: dict[tuple[int, ...], Literal] = {}
        self._order: list[tuple[When, When, list[Literal]]] = []
        self._joins: list[tuple[When, list[tuple[Literal, When]]]] = []
        self._tied: set[tuple[object, ...]] = set()
        self._domains: dict[int, list[int]] = {}
        self._known: dict[int, bool] = {}

    def narrow(self, domains: Sequence[Sequence[int]]) -> None:
        """Take over tighter domains of the variables there are, in the model's order.

        What is stated from now on is stated within them: a literal of a boundary that a point cannot reach is a
        constant. The constraints stated before stay as they are.
        """
        for index, (variable, domain) in enumerate(zip(self.cp.proto.variables, domains, strict=True)):
            if variable.domain == domain:
                continue
            variable.domain[:] = domain
            if index in self._variables:
                self._domains[index] = list(domain)
            elif domain[0] == domain[-1]:
                self._known[index], self._known[-index - 1] = domain[0] == 1, domain[0] == 0

    def window(self, when: When) -> tuple[int, int]:
        """Least and greatest boundary that a point can still fall on."""
        domain = self._domains.get(when.var.index) if when.var is not None else None
        return (when.lo, when.hi) if domain is None else (domain[0] + when.shift, domain[-1] + when.shift)

    def forked(self) -> Self:
        """The same model with constraints of its own: add none but of variables that are there already."""
        found = copy.copy(self)
        found.cp = self.cp.clone()
        return found

    def hint(self, values: Sequence[int]) -> None:
        """Seed the next solve with a solution, or its beginning."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        hint = self.cp.proto.solution_hint
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)

    # --- literals --------------------------------------------------------------------------------

    def is_yes(self, literal: Literal) -> bool:
        """Whether a literal is known to be true."""
        return bool(literal.index == self.yes.index) or self._known.get(literal.index) is True

    def is_no(self, literal: Literal) -> bool:
        """Whether a literal is known to be false."""
        return bool(literal.index == self.no.index) or self._known.get(literal.index) is False

    def _clause(self, literals: Iterable[int], *where: int) -> None:
        """State that one of some literals is true, where others are, all by their indices.

        Written straight into the model, as `_within` does: there are tens of thousands of these.
        """
        stated = self.cp.proto.constraints.add()
        stated.bool_or.literals.extend(literals)
        stated.enforcement_literal.extend(where)

    def _within(self, variable: int, lo: int, hi: int, where: int) -> None:
        """State that a variable lies in [lo, hi] where a literal is true, both by their indices."""
        stated = self.cp.proto.constraints.add()
        linear = stated.linear
        linear.vars.append(variable)
        linear.coeffs.append(1)
        linear.domain.extend((lo, hi))
        stated.enforcement_literal.append(where)

    def at_most(self, terms: Sequence[tuple[int, Literal]], most: int) -> None:
        """State Σ ±1 × literal ≤ a number."""
        coefficients: dict[int, int] = {}
        for sign, literal in terms:
            index = literal.index
            if index < 0:
                index, sign, most = -index - 1, -sign, most - sign
            coefficients[index] = coefficients.get(index, 0) + sign
        linear = self.cp.proto.constraints.add().linear
        linear.vars.extend(coefficients)
        linear.coeffs.extend(coefficients.values())
        linear.domain.extend((cp_model.INT_MIN, most))

    def interval(self, start: When, slots: int, present: Literal | None) -> int:
        """A stretch of so many slots from a point on, where a literal is true; its index, for a limit on use."""
        index = len(self.cp.proto.constraints)
        stated = self.cp.proto.constraints.add()
        held = stated.interval
        held.start.offset, held.size.offset, held.end.offset = start.shift, slots, start.shift + slots
        if start.var is not None:
            variable = start.var.index
            for side in (held.start, held.end):
                side.vars.append(variable)
                side.coeffs.append(1)
        if present is not None:
            stated.enforcement_literal.append(present.index)
        return index

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
        i, j = a.index, b.index
        key = (i, j) if i < j else (j, i)
        found = self._both.get(key)
        if found is None:
            found = self._both[key] = self.cp.new_bool_var("")
            both = found.index
            self._clause([i], both)
            self._clause([j], both)
            self._clause([-i - 1, -j - 1, both])
        return found

    def any_of(self, literals: Sequence[Literal]) -> Literal:
        """A literal that is true where one of several exclusive literals is."""
        if len(literals) == 1:
            return literals[0]
        key = tuple(sorted(x.index for x in literals))
        if key not in self._any:
            self._any[key] = self.cp.new_bool_var("")
            self.cp.add(sum(literals) == self._any[key])
        return self._any[key]

    # --- points in time ----------------------------------------------------------------------------

    def when(self, lo: int, hi: int, name: str, active: Literal | None = None) -> When:
        """A new point in time between two boundaries; at the first where it is not active."""
        if lo >= hi:
            if lo > hi:
                self.cp.add_bool_or([])  # an empty window: no plan
            return When.fixed(lo)
        if active is not None and self.is_yes(active):
            active = None
        found = When(self.cp.new_int_var(lo, hi, name), 0, lo, hi, active)
        if active is not None:
            self.cp.add(found.expr == lo).only_enforce_if(active.negated())
        assert found.var is not None
        self._variables[found.var.index] = found
        return found

    def at_least(self, when: When, boundary: int) -> Literal:
        """The literal `when ≥ boundary`."""
        lo, hi = self.window(when)
        if boundary <= lo:
            return self.yes
        if boundary > hi:
            return self.no
        assert when.var is not None
        variable = when.var.index
        steps = self._steps.setdefault(variable, {})
        k = self._next(variable, boundary - when.shift)
        found = steps.get(k)
        if found is None:
            found = steps[k] = self.cp.new_bool_var("")
            step = found.index
            self._within(variable, k, cp_model.INT_MAX, step)
            self._within(variable, cp_model.INT_MIN, k - 1, -step - 1)
        return found

    def _next(self, variable: int, value: int) -> int:
        """The first value that a variable can still take, from a value on."""
        domain = self._domains.get(variable)
        if domain is None:
            return value
        place = bisect_left(domain, value)
        return value if place % 2 else domain[place]

    def step_literals(self) -> Iterable[tuple[int, dict[int, Literal]]]:
        """Literals `[variable ≥ k]` by the variable's index."""
        return self._steps.items()

    def pairs(self) -> Iterable[tuple[tuple[int, int], Literal]]:
        """Literals that are true where two others are, by their indices, in the order they were made."""
        return self._both.items()

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

    def precede(self, before: When, after: When, *unless: Literal) -> None:
        """Say again, literal by literal, what a rule states: after ≥ before (where all literals hold).

        The relaxation then knows it of the whole distribution of both points, not of their means.
        """
        if before.var is not None and after.var is not None:
            self._order.append((before, after, [x.negated() for x in unless if not self.is_yes(x)]))

    def join(self, whole: When, parts: Sequence[tuple[Literal, When]]) -> None:
        """Say that a point is that of the part chosen; the others stand still."""
        self._joins.append((whole, list(parts)))

    def finish(self) -> None:
        """Tie the literals of all points to each other; again after more were made."""
        for whole, parts in self._joins:
            for k in list(self._steps.get(whole.var.index, {}) if whole.var is not None else {}):
                boundary = k + whole.shift
                chosen = [literal if boundary <= w.lo else self.at_least(w, boundary) for literal, w in parts]
                if self._first_time(("join", whole.var.index if whole.var is not None else None, boundary)):
                    self.cp.add(sum(chosen) == self.at_least(whole, boundary))
        for steps in self._steps.values():
            for a, b in itertools.pairwise(sorted(steps)):
                if self._first_time((steps[b].index, steps[a].index)):
                    self._clause([steps[a].index], steps[b].index)
        for before, after, denied in self._order:
            self._order_steps(before, after, denied)

    def _order_steps(self, before: When, after: When, denied: list[Literal]) -> None:
        assert before.var is not None
        assert after.var is not None
        reached = sorted(k + after.shift for k in self._steps.get(after.var.index, {}))
        for k, step in list(self._steps.get(before.var.index, {}).items()):  # both may be one point, and gain a step
            place = bisect_right(reached, k + before.shift)
            if place:
                then = self.at_least(after, reached[place - 1])
                if not self.is_yes(then) and self._first_time((step.index, then.index, *(x.index for x in denied))):
                    self._clause([-step.index - 1, then.index, *(x.index for x in denied)])

    def _first_time(self, what: tuple[object, ...]) -> bool:
        new = what not in self._tied
        self._tied.add(what)
        return new
