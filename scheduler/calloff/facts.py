"""A plan seen by the check: dates become boundaries, and slots are counted.

Nothing here knows a solver, and nothing here decides whether a rule is kept. All integers are
boundaries or slots of the programme's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from calloff.breach import Breach
from calloff.calendar import Calendar
from calloff.facts_cover import Cover
from calloff.facts_faults import faults, named
from calloff.facts_history import Run
from calloff.facts_money import Accounts
from calloff.facts_service import LotCycle, Onboarding, lot_cycles, onboardings
from calloff.facts_use import Uses
from calloff.plan import Decisions, Witness
from calloff.programme import Competition, Programme
from calloff.tables import Department, Lot, System


@dataclass(frozen=True, eq=False)
class Facts:
    """What follows from a programme and the decisions of a plan.

    Where `broken` is not empty, the decisions cannot be read against the programme and the
    other facts are not defined.

    Attributes
    ----------
    programme, decisions
        What is planned, and what was decided.
    baseline
        Decisions of another plan, for the goal `stability`.
    forbid_overspend
        Whether spending more than approved breaches the rule `funding`.
    """

    programme: Programme
    decisions: Decisions
    baseline: Decisions | None = None
    forbid_overspend: bool = False

    # --- time ----------------------------------------------------------------------------------

    @cached_property
    def calendar(self) -> Calendar:
        """Slots of the programme."""
        return Calendar.of(self.programme)

    @property
    def now(self) -> int:
        """First boundary on or after the day the facts are known."""
        return self.calendar.now

    @property
    def horizon(self) -> int:
        """Boundary at which money stops."""
        return self.calendar.horizon

    @property
    def limit(self) -> int:
        """Boundary at which rules and user goals stop."""
        return self.calendar.limit

    def day(self, boundary: int) -> date:
        """First day of a slot, for messages."""
        return self.calendar.day(boundary)

    # --- what the plan says --------------------------------------------------------------------

    @cached_property
    def broken(self) -> tuple[Breach, ...]:
        """What cannot be read against the programme."""
        return faults(self.programme, self.calendar, self.decisions)

    @cached_property
    def runs(self) -> dict[Competition, Run]:
        """Competitions, by procurement, lot and cycle."""
        read = [Run.of(self.programme, self.calendar, x) for x in self.decisions.competitions]
        return {r.key: r for r in sorted(read, key=lambda r: (r.key.procurement, r.key.lot or "", r.key.cycle))}

    @cached_property
    def cycles(self) -> dict[tuple[str, int], LotCycle]:
        """Contracts let, by lot and cycle."""
        return lot_cycles(self.programme, self.calendar, self.runs, self.decisions.lots)

    @cached_property
    def onboardings(self) -> dict[tuple[str, str | None, int], Onboarding]:
        """Onboardings, by department, lot (None in cycle 1) and cycle."""
        return onboardings(self.programme, self.calendar, self.decisions.departments)

    @cached_property
    def taken(self) -> frozenset[tuple[str, int]]:
        """Extensions taken, by what they extend and their order."""
        return frozenset((x.of, x.order) for x in self.decisions.extensions if x.taken)

    @cached_property
    def witness(self) -> dict[Competition, Witness] | None:
        """Suppliers named for each competition; None where the plan withholds them."""
        if self.decisions.witness is None:
            return None
        rows = {(w.item, w.cycle): w for w in self.decisions.witness}
        return {k: rows[k.item, k.cycle] for k in self.runs if (k.item, k.cycle) in rows}

    # --- look-ups ------------------------------------------------------------------------------

    def first_run(self, procurement: str) -> Run:
        """The first competition of a procurement."""
        return self.runs[Competition(procurement, None, 1)]

    def run_of(self, lot: str, cycle: int) -> Run | None:
        """The competition that lets a lot in a cycle, if the plan has it."""
        home = self.programme.lot[lot].procurement
        return self.runs.get(Competition(home, None if cycle == 1 else lot, cycle))

    def cycles_of(self, lot: str) -> list[LotCycle]:
        """Contracts let for a lot, in order."""
        return [c for (x, _), c in sorted(self.cycles.items()) if x == lot]

    def joining(self) -> list[Department]:
        """Departments that join, by id."""
        return sorted((d for d in self.programme.departments if d.joins), key=lambda d: d.id)

    def live(self, department: str) -> int:
        """First go-live of a department that joins [boundary]."""
        return self.onboardings[department, None, 1].live

    def cluster_of_lot(self, lot: Lot) -> str:
        """Cluster id of a lot."""
        return self.programme.cluster_of(lot.procurement)

    def named(self, item: str, cycle: int) -> str:
        """How messages name an item in a cycle."""
        return named(item, cycle)

    # --- service -------------------------------------------------------------------------------

    def service_start(self, cycle: LotCycle, department: str) -> int:
        """Boundary from which a contract serves a department."""
        if cycle.cycle == 1:
            needed = self.programme.procurement[cycle.lot.procurement].needed_for_live
            return self.live(department) if needed else self.runs[cycle.competition].end
        if cycle.lot.migrates:
            return self.onboardings[department, cycle.lot.id, cycle.cycle].live
        return self.runs[cycle.competition].end

    def service_gap(self, lot: str, department: str) -> set[int]:
        """Slots from first service to the limit in which no cycle of a renewing lot serves a department."""
        cycles = self.cycles_of(lot)
        if not cycles:
            return set()
        first = self.service_start(cycles[0], department)
        gap = set(range(max(self.now, first), self.limit))
        for c in cycles:
            gap.difference_update(range(self.service_start(c, department), c.expiry))
        return gap

    @cached_property
    def service_gaps(self) -> dict[tuple[str, str], set[int]]:
        """Slots without service, by department and renewing lot; joining departments only."""
        return {
            (d.id, lot.id): self.service_gap(lot.id, d.id)
            for lot in sorted(self.programme.lots, key=lambda x: x.id)
            if lot.renews
            for d in self.programme.joining(self.cluster_of_lot(lot))
        }

    # --- systems and their contracts -----------------------------------------------------------

    def off(self, department: Department, system: System) -> int:
        """Boundary at which a department leaves a system, at most the limit."""
        if not department.joins:
            return self.limit
        home = self.programme.lot[system.replaced_by].procurement if system.replaced_by else None
        if home is None or self.programme.procurement[home].needed_for_live:
            leaving = self.live(department.id)
        else:
            leaving = self.first_run(home).end
        return min(self.limit, leaving + ceil(department.parallel_run))

    @cached_property
    def offs(self) -> dict[tuple[str, str], int]:
        """When each department leaves each system it uses [boundary], by department and system."""
        found = self.programme.department
        return {(d, s.id): self.off(found[d], s) for s in self.programme.systems for d in s.departments}

    @cached_property
    def cover(self) -> Cover:
        """Cover and support of the systems, slot by slot."""
        return Cover(self.programme, self.calendar, self.taken, self.offs)

    # --- resources, suppliers, money ---------------------------------------------------------

    @cached_property
    def uses(self) -> Uses:
        """Use and capacity of resources and suppliers."""
        return Uses(self)

    @cached_property
    def accounts(self) -> Accounts:
        """Money: spend, and what counts as cost."""
        return Accounts(self)
