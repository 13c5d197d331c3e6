"""Money: spend as it falls, and the parts of cost, from now to the horizon's end.

Each monthly or slot amount has a running total of its own, rounded on its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from calloff.calendar import Money
from calloff.facts_history import Run
from calloff.facts_service import LotCycle
from calloff.rows import SpendKind
from calloff.tables import Funding

if TYPE_CHECKING:
    from calloff.facts import Facts


class Spending(NamedTuple):
    """Undiscounted spend: `totals` from boundary `start` to `end`, or, without totals, `lump` in slot `start`.

    `of` is the procurement, department, contract or system for which it is spent.
    """

    kind: SpendKind
    start: int
    end: int
    totals: tuple[int, ...] | None
    lump: Decimal
    of: str


@dataclass(frozen=True, eq=False)
class Accounts:
    """What a plan costs.

    Attributes
    ----------
    facts
        The plan.
    """

    facts: Facts

    @cached_property
    def money(self) -> Money:
        """Present values."""
        return Money.of(self.facts.programme)

    def _monthly(self, amount: Decimal, start: int, end: int) -> int:
        return self.money.between(self.money.monthly(amount), start, end) if amount else 0

    def _over(self, amount: Decimal, slots: Iterable[int]) -> int:
        """Present value of a monthly amount over slots that need not be consecutive."""
        totals, now, horizon = self.money.monthly(amount), self.facts.now, self.facts.horizon
        return sum(totals[t + 1 - now] - totals[t - now] for t in slots if now <= t < horizon)

    # --- acquisition ---------------------------------------------------------------------------

    @property
    def acquisition(self) -> int:
        """One-off and phase costs of all competitions, each spread over its longest initial term."""
        return sum(self._acquired(run) for run in self.facts.runs.values())

    def one_off(self, run: Run) -> Decimal:
        """What is still to be paid at a competition's award."""
        award = run.award
        due = award is not None and not run.is_actual("award") and award - 1 >= self.facts.now
        return self.facts.programme.one_off_of(run.key) if due else Decimal(0)

    def _acquired(self, run: Run) -> int:
        now = self.facts.now
        phases = [(p.row.cost, max(p.start, now), p.end) for p in run.open_phases()]
        terms = [c.row.months for c in self.facts.cycles.values() if c.competition == run.key]
        award = run.award
        if award is None or not terms:
            lump = self.money.lump(self.one_off(run), award - 1) if award is not None else 0
            return lump + sum(self.money.between(self.money.per_slot(c), a, b) for c, a, b in phases if c)
        total = self.one_off(run) + sum((c * max(0, b - a) for c, a, b in phases), Decimal(0))
        longest = max(terms)
        return self._monthly(total / longest, award, self.facts.calendar.months_after(award, longest))

    # --- charges -------------------------------------------------------------------------------

    @property
    def charges(self) -> int:
        """What all contracts let charge, option months included."""
        return sum(self._charged(c) for c in self.facts.cycles.values())

    def _charged(self, c: LotCycle) -> int:
        initial = min(c.initial_end, c.expiry)
        if c.lot.charge_from == "award":
            return self._charged_from(c, c.award, initial, c.lot.charge * c.row.factor, Decimal(1))
        joining = self.facts.programme.joining(self.facts.cluster_of_lot(c.lot))
        users = sum(d.users for d in joining)
        total = 0
        for d in joining if users else ():
            start = self.facts.service_start(c, d.id)
            if c.cycle == 1:
                start = max(start, self.facts.live(d.id))
            total += self._charged_from(c, start, initial, c.lot.charge * c.row.factor * d.users, Decimal(users))
        return total

    def _charged_from(self, c: LotCycle, start: int, initial: int, amount: Decimal, users: Decimal) -> int:
        """Charges from `start`: of the initial term, and of the option where it is taken."""
        total = self._monthly(amount / users, start, initial)
        if c.option:
            total += self._monthly(amount * c.row.option_factor / users, max(start, initial), c.expiry)
        return total

    # --- departments and systems ---------------------------------------------------------------

    @property
    def onboarding(self) -> int:
        """Onboarding costs, each at its start; every migration again."""
        found = self.facts.programme.department
        return sum(
            self.money.lump(found[x.department].onboarding_cost, x.start)
            for x in self.facts.onboardings.values()
            if x.start is not None
        )

    @property
    def savings(self) -> int:
        """Cashable savings from first go-live on."""
        live = self.facts.live
        return sum(self._monthly(d.saving, live(d.id), self.facts.horizon) for d in self.facts.joining())

    @property
    def contracts(self) -> int:
        """Old contracts, at their own cost."""
        paid = self.facts.cover.paid
        return sum(self._over(c.cost, paid[c.id]) for c in self.facts.programme.contracts if c.cost)

    @property
    def extensions(self) -> int:
        """What extensions taken cost on top."""
        cover = self.facts.cover
        return sum(self._monthly(x.row.extra_cost, x.start, x.end) for o in self._owners for x in cover.taken_steps(o))

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        """Ids of what has extensions taken."""
        return tuple(sorted({of for of, _ in self.facts.taken}))

    @property
    def risk(self) -> int:
        """Risk cost of systems in gap or unsupported while some department uses them."""
        cover, total = self.facts.cover, 0
        for s in self.facts.programme.systems:
            if s.risk_cost:
                slots = cover.any_gap(s)
                slots = slots.union(*(cover.unsupported(d, s.id) for d in s.departments))
                total += self._over(s.risk_cost, slots)
        return total

    # --- spend ---------------------------------------------------------------------------------

    @cached_property
    def spending(self) -> tuple[Spending, ...]:
        """All undiscounted spend that funding can cover."""
        return (*self._of_competitions(), *self._of_onboarding(), *self._of_extensions())

    @cached_property
    def _plain(self) -> Money:
        return self.money.undiscounted()

    def _of_competitions(self) -> Iterator[Spending]:
        for run in self.facts.runs.values():
            for p in run.open_phases():
                if p.row.cost:
                    totals = self._plain.per_slot(p.row.cost)
                    yield Spending("procurement", p.start, p.end, totals, Decimal(0), run.key.procurement)
            if run.award is not None and self.one_off(run):
                yield Spending("one_off", run.award - 1, run.award, None, self.one_off(run), run.key.procurement)

    def _of_onboarding(self) -> Iterator[Spending]:
        for x in self.facts.onboardings.values():
            cost = self.facts.programme.department[x.department].onboarding_cost
            if x.start is not None and cost:
                yield Spending("onboarding", x.start, x.start + 1, None, cost, x.department)

    def _of_extensions(self) -> Iterator[Spending]:
        for owner in self._owners:
            for x in self.facts.cover.taken_steps(owner):
                if x.row.extra_cost:
                    totals = self._plain.monthly(x.row.extra_cost)
                    yield Spending("extension", x.start, x.end, totals, Decimal(0), owner)

    def spent(self, kinds: tuple[SpendKind, ...], slots: range, of: Container[str] | None = None) -> int:
        """Spend of some kinds (none given: all) in a range of slots, on some items or on all [whole units]."""
        total = 0
        for x in self.spending:
            if (kinds and x.kind not in kinds) or (of is not None and x.of not in of):
                continue
            start, end = max(x.start, slots.start), min(x.end, slots.stop)
            if x.totals is None:
                total += self._plain.lump(x.lump, x.start) if start < end else 0
            else:
                total += self._plain.between(x.totals, start, end)
        return total

    def funded(self, row: Funding) -> tuple[int, int]:
        """Spend against a funding row, and how far it exceeds what is approved [whole units]."""
        spend = self.spent(row.covers, self.facts.calendar.opening_in(row.from_, row.to))
        return spend, max(0, spend - round(row.approved))
