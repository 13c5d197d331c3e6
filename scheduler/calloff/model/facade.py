"""`Model` as rules and goals see it: the core, and every question they may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN
from functools import partial

from calloff.model import core, covers, departments, market, money, old, points, uses
from calloff.model.competitions import CompetitionVars, LotVars, RouteVars, TermVars, expiry_after
from calloff.model.covers import Cover, Piece
from calloff.model.departments import OnboardingVars
from calloff.model.points import Point
from calloff.model.uses import Use
from calloff.model.when import Linear, Literal, When
from calloff.tables import Contract, Funding, Lot, System


class Model(core.Model):
    """Variables and constraints of one programme, with the look-ups that rules and goals need.

    Each method answers one question; its module says how.
    """

    # --- points in time ------------------------------------------------------------------------

    def fixed(self, boundary: int) -> When:
        """A known boundary."""
        return When.fixed(boundary)

    def points_of(self, competition: CompetitionVars, milestone: str) -> list[Point]:
        """A competition's milestone, or the end of one of its phases, on every route that has it."""
        return points.points_of(self, competition, milestone)

    def department_point(self, department: str, milestone: str) -> Point | None:
        """Start or go-live of a department's first onboarding."""
        return points.department_point(self, department, milestone)

    def item_point(self, item: str, milestone: str, *, as_from: bool) -> Point | None:
        """A cycle-1 milestone of a cluster, procurement, department or external."""
        if self.elsewhere is not None and (found := self.elsewhere.point(item, milestone)) is not None:
            return found
        return points.item_point(self, item, milestone, as_from)

    def initial_end(self, term: TermVars) -> Linear:
        """End of a contract's initial term [boundary]."""
        if self._steady(term.route):
            return term.award.expr + term.row.months
        return self.residual(term.award, lambda k: expiry_after(self, term.route, term.row.months, k))

    def term_of(self, contract: LotVars) -> Linear:
        """Slots from a contract's award to its expiry, as a sum over its choices."""
        if all(self._steady(t.route) for t in contract.terms):
            options = [t.row.option * t.option for t in contract.terms if t.option is not None]
            return self.total([*(t.row.months * t.chosen for t in contract.terms), *options])
        return self._over_terms(contract, lambda r, months, k: expiry_after(self, r, months, k) - k)

    def outlasts(self, contract: LotVars) -> Linear:
        """1 where a contract expires at or after the limit, as a sum over its choices."""
        limit = self.calendar.limit
        return self._over_terms(contract, lambda r, months, k: int(expiry_after(self, r, months, k) >= limit))

    def _steady(self, route: RouteVars) -> bool:
        """Whether a term has as many slots wherever it begins: a slot is a month, and no award is a fact."""
        return self.calendar.unit == "month" and not route.progress.days

    def _over_terms(self, contract: LotVars, value: Callable[[RouteVars, int, int], int]) -> Linear:
        """A function of the route, the term taken [months] and the award [boundary]."""
        parts: list[Linear] = []
        for r in contract.competition.routes:
            rows = [t for t in contract.terms if t.route is r]
            choices = [(t.chosen, partial(value, r, t.row.months)) for t in rows]
            if choices:
                parts.append(self.gated(rows[0].award, choices, r.chosen))
        for t in contract.terms:
            if t.option is not None:
                longer = _difference(partial(value, t.route), t.row.months, t.row.months + t.row.option)
                parts.append(self.gated(t.award, [(t.option, longer)], t.option))
        return self.total(parts)

    def actual_expiry(self, contract: LotVars) -> int | None:
        """Boundary of a contract's pinned actual expiry."""
        return money.actual_expiry(self, contract)

    def ends_before(self, onboarding: OnboardingVars) -> list[When]:
        """Ends of the last phases that an onboarding waits for."""
        return departments.ends_before(self, onboarding)

    def off(self, department: str, system: System) -> When:
        """When a department stops using a system."""
        return departments.off(self, department, system)

    def service_start(self, department: str, lot: Lot, cycle: int) -> When:
        """When a lot's contract of a cycle begins to serve a department."""
        return departments.service_start(self, department, lot, cycle)

    # --- use and capacity --------------------------------------------------------------------------

    def uses_of(self, resource: str) -> list[Use]:
        """Every use of a resource by open phases and onboardings."""
        own = uses.uses_of(self, resource)
        return [*own, *self.elsewhere.uses(resource)] if self.elsewhere is not None and own else own

    def onboarding_uses(self, group: Sequence[OnboardingVars]) -> list[Use]:
        """One unit for each onboarding while it runs."""
        return uses.onboarding_uses(group)

    def supplier_uses(self, supplier: str, kind: str) -> list[tuple[Use, Literal]]:
        """Uses of one supplier's capacity, each with its literal."""
        own = market.supplier_uses(self, supplier, kind)
        if self.elsewhere is None or not own:
            return own
        return [*own, *((use, self.yes) for use in self.elsewhere.supplier_uses(supplier, kind))]

    def capacity_of(self, item: str, kind: str | None, own: int | None, *, best: bool = False) -> list[int | None]:
        """Capacity in each slot from now to the limit."""
        return uses.capacity_of(self, item, kind, own, best)

    def at_least_running(self, capacity: list[int | None], running: Sequence[Use]) -> list[int | None]:
        """Capacity raised to what work in progress uses."""
        return uses.at_least_running(self, capacity, running)

    def at_least_chosen(
        self, capacity: list[int | None], known: Sequence[Use], chosen: Sequence[tuple[Use, Literal]]
    ) -> list[Linear | None]:
        """Capacity raised where the solver says who does the work in progress."""
        return uses.at_least_chosen(self, capacity, known, chosen)

    def limit_use(
        self, used: Sequence[tuple[Use, Literal]], capacity: Sequence[Linear | None], rule: str, subject: str
    ) -> None:
        """State Σ units ≤ capacity in every slot."""
        uses.limit_use(self, used, capacity, rule, subject)

    def limit_market(self, rule: str) -> None:
        """A redundant limit on all bids together."""
        market.limit_market(self, rule)

    def limit_notices(
        self, notices: list[tuple[When, Literal]], window: int, most: int, rule: str, subject: str
    ) -> None:
        """At most so many points in any window."""
        others = self.elsewhere.notices() if self.elsewhere is not None else []
        market.limit_notices(self, [*notices, *others], window, most, rule, subject)

    def bids_elsewhere(self) -> list[tuple[When, When, Literal, int]]:
        """Bids that the rest of a larger programme wants: begin, end, the constant true, bids."""
        return self.elsewhere.bids() if self.elsewhere is not None else []

    def limit_bids(self, wanted: list[tuple[When, When, Literal, int]], most: Linear) -> None:
        """Keep a variable at or above the bids wanted in every slot."""
        market.limit_bids(self, wanted, most)

    # --- cover ---------------------------------------------------------------------------------------

    def extension_ends(self, owner: Contract | System) -> list[int]:
        """Boundaries at which cover or support ends: its own, then with each extension."""
        return covers.extension_ends(self, owner)

    def system_covers(self, system: System) -> list[Cover]:
        """Every stretch of cover of a system's contracts."""
        return covers.system_covers(self, system)

    def support_covers(self, system: System) -> list[Cover]:
        """Every stretch in which a system is supported."""
        return covers.support_covers(self, system)

    def pieces(self, *groups: list[Cover]) -> list[tuple[Piece, ...]]:
        """Now to the limit, cut at every begin and end."""
        return covers.pieces(self, *groups)

    def slots_within(self, end: When, begin: int, until: int) -> Linear:
        """Slots of [begin, until) before a boundary."""
        return covers.slots_within(self, end, begin, until)

    def uncovered(self, end: When, piece: Piece) -> Linear:
        """Slots of a piece before a boundary in which none of its covers is taken."""
        return covers.uncovered(self, end, piece)

    # --- money ---------------------------------------------------------------------------------------

    def costs(self) -> list[Linear]:
        """Present value of everything from now to the horizon, part by part (whole units)."""
        return [
            *money.acquisitions(self),
            *money.charges(self),
            *money.onboarding_costs(self, self.money, _always),
            *money.savings(self),
            *old.extra_costs(self, self.money, _always),
            *old.contract_costs(self),
            *old.risk_costs(self),
        ]

    def spend_in(self, row: Funding) -> Linear:
        """Undiscounted spend that a funding row covers (whole units)."""
        slots = self.calendar.opening_in(row.from_, row.to)
        covered = row.covers or ("procurement", "one_off", "onboarding", "extension")
        routes = [r for c in self.competitions.values() for r in c.routes]
        parts: list[Linear] = []
        if "procurement" in covered:
            parts += [x for r in routes for x in money.phase_payments(self, self.spending, r, slots.__contains__)]
        if "one_off" in covered:
            parts += [x for r in routes for x in money.one_off_payments(self, self.spending, r, slots.__contains__)]
        if "onboarding" in covered:
            parts += money.onboarding_costs(self, self.spending, slots.__contains__)
        if "extension" in covered:
            parts += old.extra_costs(self, self.spending, slots.__contains__)
        if self.elsewhere is not None:
            parts.append(self.elsewhere.spend(row))
        return self.total(parts)

    def approved(self, row: Funding) -> int:
        """What a funding row approves (whole units)."""
        return int(row.approved.to_integral_value(rounding=ROUND_HALF_EVEN))


def _difference(value: Callable[[int, int], int], before: int, after: int) -> Callable[[int], int]:
    return lambda k: value(after, k) - value(before, k)


def _always(slot: int) -> bool:
    return True
