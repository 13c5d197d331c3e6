"""Use and capacity of shared resources and of suppliers, slot by slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from calloff.calendar import DAY
from calloff.programme import Competition
from calloff.tables import Capacity, Resource

if TYPE_CHECKING:
    from calloff.facts import Facts

Side = Literal["bid", "delivery"]
SIDES: tuple[Side, ...] = ("bid", "delivery")


class Job(NamedTuple):
    """Something that uses units: a phase, or an onboarding, from boundary `start` to `end`.

    `competition` is the one whose bidders and deliverer it asks for; None where there is none.
    """

    name: str
    start: int
    end: int
    demands: dict[str, int]
    running: bool
    competition: Competition | None


@dataclass(frozen=True, eq=False)
class Uses:
    """Who uses what, in each slot from now to the limit.

    Attributes
    ----------
    facts
        The plan.
    """

    facts: Facts

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """All phases and onboardings in progress or planned, with what they ask for."""
        return (*self._phases(), *self._onboardings())

    def _phases(self) -> Iterator[Job]:
        for key, run in self.facts.runs.items():
            for p in run.open_phases():
                demands = self.facts.programme.demands_for(p.row.id, key.procurement)
                yield Job(f"{run.name} {p.row.id}", p.start, p.end, demands, p.running, key)

    def _onboardings(self) -> Iterator[Job]:
        programme = self.facts.programme
        for x in self.facts.onboardings.values():
            if x.start is None:
                continue
            if x.lot is not None:
                key: Competition | None = Competition(programme.lot[x.lot].procurement, x.lot, x.cycle)
            else:
                home = programme.onboarding_home(programme.department[x.department].cluster)
                key = Competition(home, None, 1) if home else None
            demands = programme.demands_for("onboarding", key.procurement if key else None)
            # Bids are made in competitions; onboarding only delivers.
            kept = {r: n for r, n in demands.items() if r != "bid"}
            yield Job(f"onboarding of {x.department}", x.start, x.live, kept, x.running, key)

    def _slots(self, job: Job) -> range:
        return range(max(job.start, self.facts.now), min(job.end, self.facts.limit))

    # --- resources -----------------------------------------------------------------------------

    @cached_property
    def resources(self) -> dict[str, dict[int, int]]:
        """Use of each resource that is counted by slot or meeting [units], by resource and slot."""
        return self._resource_use(self.jobs)

    @cached_property
    def resources_running(self) -> dict[str, dict[int, int]]:
        """What work in progress uses of each resource [units], by resource and slot."""
        return self._resource_use(tuple(j for j in self.jobs if j.running))

    def _resource_use(self, jobs: tuple[Job, ...]) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {r.id: defaultdict(int) for r in self.facts.programme.resources}
        for job in jobs:
            for name, units in job.demands.items():
                if name in found:
                    for t in self.slots_of(job, self.facts.programme.resource[name]):
                        found[name][t] += units
        return found

    def slots_of(self, job: Job, resource: Resource) -> range:
        """Slots in which a job uses a resource; one of kind `total` has none."""
        if resource.kind == "renewable":
            return self._slots(job)
        inside = resource.kind == "meeting" and self.facts.now <= job.end - 1 < self.facts.limit
        return range(job.end - 1, job.end) if inside else range(0)

    def total(self, resource: Resource, running: bool = False) -> int:
        """Use of a resource of kind `total` [units]: each job that starts before the horizon's end, once."""
        jobs = (j for j in self.jobs if j.start < self.facts.horizon and (j.running or not running))
        return sum(j.demands.get(resource.id, 0) for j in jobs)

    def total_capacity(self, resource: Resource) -> int | None:
        """Capacity of a resource of kind `total` [units], at least what is in progress; None = no limit."""
        return None if resource.capacity is None else max(resource.capacity, self.total(resource, running=True))

    def capacity(self, resource: Resource, slot: int) -> int | None:
        """Capacity of a resource in a slot [units or cases], at least what is in progress; None = no limit."""
        rows = self._rows.get((resource.id, None), {}).get(slot, [])
        greatest = resource.kind == "meeting"
        found = self._of_slot(rows, resource.capacity, slot, greatest=greatest)
        return None if found is None else max(found, self.resources_running[resource.id].get(slot, 0))

    @cached_property
    def _rows(self) -> dict[tuple[str, str | None], dict[int, list[Capacity]]]:
        """Rows of the table `capacity` that touch a slot, by item, kind and slot."""
        found: dict[tuple[str, str | None], dict[int, list[Capacity]]] = {}
        for row in self.facts.programme.capacity:
            slots = found.setdefault((row.of, row.kind), {})
            touched = self.facts.calendar.touched(row.from_, row.to)
            for t in range(max(touched.start, self.facts.now), min(touched.stop, self.facts.limit)):
                slots.setdefault(t, []).append(row)
        return found

    def _of_slot(self, rows: list[Capacity], own: int | None, slot: int, *, greatest: bool = False) -> int | None:
        """Capacity of a slot from that of its days: the least, or the greatest; None = no limit."""
        if not rows:
            return own
        values = {_of_day(rows, own, day) for day in self._days(slot)}
        known = [v for v in values if v is not None]
        if None in values and (greatest or not known):
            return None
        return max(known) if greatest else min(known)

    def _days(self, slot: int) -> Iterator[date]:
        day = self.facts.day(slot)
        while day < self.facts.day(slot + 1):
            yield day
            day += timedelta(days=1)

    # --- suppliers -----------------------------------------------------------------------------

    @cached_property
    def market(self) -> dict[Side, dict[int, int]]:
        """Units wanted of all suppliers together, by side and slot; a consortium counts once."""
        return self._market(self.jobs)

    @cached_property
    def market_running(self) -> dict[Side, dict[int, int]]:
        """The part of it that work in progress uses."""
        return self._market(tuple(j for j in self.jobs if j.running))

    def _market(self, jobs: tuple[Job, ...]) -> dict[Side, dict[int, int]]:
        found: dict[Side, dict[int, int]] = {"bid": defaultdict(int), "delivery": defaultdict(int)}
        for job in jobs:
            if job.competition is None or not self.modelled(job.competition):
                continue
            bidders = self.facts.programme.route[self.facts.runs[job.competition].route].min_bidders
            for t in self._slots(job):
                found["bid"][t] += bidders * job.demands.get("bid", 0)
                found["delivery"][t] += job.demands.get("delivery", 0)
        return found

    def modelled(self, competition: Competition) -> bool:
        """Whether a competition's market is modelled: its procurement names suppliers."""
        return bool(self.facts.programme.procurement[competition.procurement].suppliers)

    def market_capacity(self, side: Side, slot: int) -> int | None:
        """Capacity of all suppliers together in a slot [units]; None = no limit."""
        each = [self._supplier_own(s.id, side, slot) for s in self.facts.programme.suppliers]
        known = [x for x in each if x is not None]
        return sum(known) if len(known) == len(each) else None

    @cached_property
    def suppliers(self) -> dict[tuple[str, Side], dict[int, int]]:
        """Use of each supplier [units], by supplier and side, and slot; empty without a witness."""
        return self._supplier_use(self.jobs)

    @cached_property
    def suppliers_running(self) -> dict[tuple[str, Side], dict[int, int]]:
        """The part of it that work in progress uses."""
        return self._supplier_use(tuple(j for j in self.jobs if j.running))

    def _supplier_use(self, jobs: tuple[Job, ...]) -> dict[tuple[str, Side], dict[int, int]]:
        found: dict[tuple[str, Side], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for job in jobs:
            for side in SIDES:
                for named in self._engaged(job, side):
                    for supplier in self.staffed_by(named):
                        for t in self._slots(job):
                            found[supplier, side][t] += job.demands[side]
        return found

    def _engaged(self, job: Job, side: Side) -> tuple[str, ...]:
        witness, key = self.facts.witness, job.competition
        if not witness or key is None or key not in witness or not self.modelled(key) or not job.demands.get(side):
            return ()
        if side == "bid":
            return witness[key].bidders
        deliverer = witness[key].deliverer
        return (deliverer,) if deliverer else ()

    def staffed_by(self, supplier: str) -> set[str]:
        """A supplier and, for a consortium, every member of it."""
        found: set[str] = set()
        waiting = [supplier]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.facts.programme.supplier[one].members
        return found

    def supplier_capacity(self, supplier: str, side: Side, slot: int) -> int | None:
        """Units a supplier can staff in a slot, at least what is in progress; None = no limit."""
        found = self._supplier_own(supplier, side, slot)
        return None if found is None else max(found, self.suppliers_running.get((supplier, side), {}).get(slot, 0))

    def _supplier_own(self, supplier: str, side: Side, slot: int) -> int | None:
        row = self.facts.programme.supplier[supplier]
        rows = self._rows.get((supplier, side), {}).get(slot, [])
        return self._of_slot(rows, row.bids if side == "bid" else row.deliveries, slot)


def _of_day(rows: list[Capacity], own: int | None, day: date) -> int | None:
    """Capacity on a day: the least of the rows that cover it, else the item's own."""
    return min((r.capacity for r in rows if r.from_ <= day < r.to + DAY), default=own)
