"""The constraint model: one door for rules, exact functions of time for goals.

Rules and goals talk to this class only. A function of time (money, user-slots) becomes a linear
expression over literals `[when ≥ k]`, which is exact and gives the linear relaxation its true shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from calloff.calendar import Calendar, Money
from calloff.model.steps import Steps
from calloff.model.when import Choice, Linear, Literal, When
from calloff.programme import Competition, Programme

if TYPE_CHECKING:
    from calloff.model.competitions import CompetitionVars, LotVars
    from calloff.model.departments import OnboardingVars
    from calloff.model.elsewhere import Elsewhere
    from calloff.model.uses import LimitRow, Use


class Model(Steps):
    """Variables and constraints of one programme.

    Attributes
    ----------
    programme, calendar, money
        What is planned, its slots, its present values.
    last
        A boundary that no useful plan goes beyond.
    competitions, contracts, onboardings, extensions, left
        Variables by (procurement, lot, cycle); by (lot, cycle); by (department, lot, cycle);
        by (owner, order): literals of extensions taken; by system: when the last department leaves.
    explaining
        Whether every constraint of a rule hangs on a switch, and nothing is said twice.
    switches
        Literals by (rule, subject), where explaining: true where the constraint binds.
    forbid_overspend
        Whether spend above what is approved is forbidden.
    baseline
        Points of an earlier plan by (item, cycle, milestone), for the goal `stability`.
    elsewhere
        What the rest of a larger programme uses, where this is a part of it.
    uses
        Uses by resource, once somebody asked.
    rows
        Limits on use as they were stated, for whoever prices them.
    """

    def __init__(self, programme: Programme, *, forbid_overspend: bool = False, explaining: bool = False) -> None:
        super().__init__()
        self.explaining = explaining
        self.switches: dict[tuple[str, str], Literal] = {}
        self.programme = programme
        self.forbid_overspend = forbid_overspend
        self.baseline: dict[tuple[str, int, str], int | None] | None = None
        self.calendar = Calendar.of(programme)
        self.money = Money.of(programme)
        self.spending = self.money.undiscounted()
        self.last = self.calendar.limit
        self.competitions: dict[Competition, CompetitionVars] = {}
        self.contracts: dict[tuple[str, int], LotVars] = {}
        self.onboardings: dict[tuple[str, str | None, int], OnboardingVars] = {}
        self.extensions: dict[tuple[str, int], Literal] = {}
        self.left: dict[str, When] = {}
        self.elsewhere: Elsewhere | None = None
        self.uses: dict[str, list[Use]] | None = None
        self.rows: dict[tuple[str, str], LimitRow] = {}

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
        self._enforce(stated, [*unless, self._switch(rule, subject)])

    def define(self, constraint: Any, *unless: Literal) -> None:
        """State what a rule's words mean rather than demand: it never hangs on a switch."""
        self._enforce(self.cp.add(constraint), list(unless))

    def limit(self, intervals: list[int], demands: list[Linear], capacity: Linear, rule: str, subject: str) -> None:
        """Limit the demands of all intervals in every slot; a cumulative takes no condition, so a switch widens it."""
        switch = self._switch(rule, subject)
        if not self.is_yes(switch):
            most = sum(d if isinstance(d, int) else self.bounds(d)[1] for d in demands)
            capacity = capacity + most * (1 - switch)
        stated = self.cp.proto.constraints.add().cumulative
        stated.intervals.extend(intervals)
        for demand in demands:
            if isinstance(demand, int):
                stated.demands.add(offset=demand)
            else:
                stated.demands.append(self.cp.parse_linear_expression(demand))
        stated.capacity.CopyFrom(self.cp.parse_linear_expression(capacity))

    def _switch(self, rule: str, subject: str) -> Literal:
        """The switch of a rule's subject; the constant true where nothing is explained."""
        if not self.explaining:
            return self.yes
        if (rule, subject) not in self.switches:
            self.switches[rule, subject] = self.literal(f"{rule}: {subject}")
        return self.switches[rule, subject]

    def _enforce(self, stated: Any, conditions: list[Literal]) -> None:
        binding = [x for x in conditions if not self.is_yes(x)]
        if binding:
            stated.only_enforce_if(binding)

    def forbid(self, when: When, slots: range, rule: str, subject: str, *unless: Literal) -> None:
        """State that a point does not fall on any boundary of a range, where every literal holds."""
        if not slots or when.hi < slots.start or when.lo >= slots.stop:
            return
        if when.var is None:
            self.require(False, rule, subject, *unless)
            return
        allowed = cp_model.Domain.from_intervals([[when.lo, slots.start - 1], [slots.stop, max(when.hi, slots.stop)]])
        stated = self.cp.add_linear_expression_in_domain(when.expr, allowed).with_name(f"{rule}: {subject}")
        self._enforce(stated, [*unless, self._switch(rule, subject)])

    def precede(self, before: When, after: When, *unless: Literal) -> None:
        """Say a rule's order again for the relaxation; not where rules hang on switches."""
        if not self.explaining:
            super().precede(before, after, *unless)

    # --- functions of time ---------------------------------------------------------------------------

    def table(self, when: When, value: Callable[[int], int], moving: tuple[int, int] | None = None) -> Linear:
        """`value(when)` as a linear expression, exact for every function of the boundary.

        `moving` is the least and greatest boundary between which the function changes, where that is known.
        """
        steps = [change * self.at_least(when, k) for k, change in self._changes(when, value, moving)]
        return self.total([value(self.window(when)[0]), *steps])

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
        terms: list[Linear] = []
        changing: set[int] = set()
        changes = {}
        choices = [c for c in choices if not self.is_no(c[0])]
        for index, (literal, value) in enumerate(choices):
            first = value(self.window(when)[0])
            terms.append(first * literal if first else 0)
            changes[index] = dict(self._changes(when, value))
            changing |= changes[index].keys()
        for k in sorted(changing):
            step = self.at_least(when, k)
            parts = [self._step_where(literal, when, step) for literal, _ in choices]
            if len(parts) > 1:  # redundant, but gives the relaxation the convex hull
                self.at_most([*((1, x) for x in parts), (-1, step)], 0)
                self.at_most([(1, step), (1, present), *((-1, x) for x in parts)], 1)
            terms += [changes[i][k] * part for i, part in enumerate(parts) if k in changes[i]]
        return self.total(terms)

    def _step_where(self, literal: Literal, when: When, step: Literal) -> Literal:
        """The step where a literal holds: the step itself where the point stands still otherwise."""
        if when.active is not None and literal.index == when.active.index:
            return step
        return self.both(literal, step)

    def _changes(
        self, when: When, value: Callable[[int], int], moving: tuple[int, int] | None = None
    ) -> list[tuple[int, int]]:
        """Where a function changes, and by how much; past the limit nothing counts any more.

        What ends at the boundary after the limit is the first that does not: it falls in the limit's slot.
        """
        found = []
        first, last = self.window(when)
        last = min(last, self.calendar.limit + 1)
        if moving is not None:
            first, last = max(first, moving[0]), min(last, moving[1])
        before = value(first)
        for k in range(first + 1, last + 1):
            here = value(k)
            if here != before:
                found.append((k, here - before))
            before = here
        return found

    def total(self, parts: Iterable[Linear]) -> Linear:
        """The sum of many expressions at once."""
        held = list(parts)
        known = sum(x for x in held if isinstance(x, int))
        rest = [x for x in held if not isinstance(x, int)]
        return cp_model.LinearExpr.sum([*rest, known]) if rest else known

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

    def evaluate(self, expr: Linear, values: Sequence[int]) -> int | None:
        """A linear expression at a solution; None where it has variables made since."""
        if isinstance(expr, int):
            return expr
        flat = cp_model.FlatIntExpr(expr)
        if any(var.index >= len(values) for var in flat.vars):
            return None
        terms = zip(flat.vars, flat.coeffs, strict=True)
        return int(flat.offset + sum(coeff * values[var.index] for var, coeff in terms))
