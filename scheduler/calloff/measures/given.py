"""What a measure is counted from, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from calloff.calendar import Calendar, add_months
from calloff.compare import cluster_of
from calloff.facts import Facts
from calloff.plan import Decisions, Plan
from calloff.programme import Programme
from calloff.programme_index import grouped
from calloff.rows import SpendKind

R = TypeVar("R")
DAY = timedelta(days=1)
DAYS_IN_MONTH = Decimal("30.4375")


class UncountableError(Exception):
    """A plan, edited by hand say, that cannot be read against its programme: what needs counting has no figure."""


@dataclass(frozen=True)
class Value:
    """One figure of a measure.

    Attributes
    ----------
    cluster
        Id of the cluster it is of; blank = all together.
    value
        The figure, in the measure's unit; None where there is nothing to count, and then `note` says why.
    of
        What it is held against: users in all, money approved, a target.
    period, day
        What time it is of, in words; and the last day of that time.
    item
        Id of the contract, lot or department that decides it, where just one does.
    note
        Why there is no figure.
    kinds
        Of money: the kinds of spend that are in it.
    """

    cluster: str
    value: Decimal | int | None
    of: Decimal | int | None = None
    period: str = ""
    day: date | None = None
    item: str = ""
    note: str = ""
    kinds: tuple[SpendKind, ...] = ()


@dataclass(frozen=True)
class Given:
    """A programme, its plan, and the plan it is held against, if any."""

    programme: Programme
    plan: Plan
    baseline: Plan | None = None

    @cached_property
    def calendar(self) -> Calendar:
        """Slots of the programme."""
        return Calendar.of(self.programme)

    @cached_property
    def facts(self) -> Facts:
        """The plan, counted.

        Raises
        ------
        UncountableError
            The plan cannot be read against the programme.
        """
        facts = Facts(self.programme, self.plan)
        if facts.broken:
            raise UncountableError
        return facts

    @property
    def groups(self) -> list[str]:
        """All together (blank), then each cluster by id."""
        return ["", *sorted(self.programme.cluster)]

    def by_group(self, rows: Iterable[R], item: Callable[[R], str]) -> list[tuple[str, list[R]]]:
        """All rows (under a blank), then those of each cluster, by the item that each is of.

        A contract or system that clusters share is of that of its first department.
        """
        everything = list(rows)
        held = grouped(everything, lambda row: cluster_of(self.programme, item(row)))
        return [("", everything), *((group, held.get(group, [])) for group in self.groups if group)]

    def part(self, group: str) -> Plan:
        """The plan with one cluster's competitions and go-lives."""
        return self._parts[group] if group else self.plan

    def part_before(self, group: str) -> Decisions | None:
        """The same of the baseline; None without one."""
        if self.baseline is None or not group:
            return self.baseline
        return self._parts_before[group]

    @cached_property
    def _parts(self) -> dict[str, Plan]:
        return self._split(self.plan)

    @cached_property
    def _parts_before(self) -> dict[str, Plan]:
        return {} if self.baseline is None else self._split(self.baseline)

    def _split(self, plan: Plan) -> dict[str, Plan]:
        """A plan for each cluster; what the programme does not know is in none."""
        p = self.programme
        known = {*p.procurement, *p.department}
        runs = grouped(plan.competitions, lambda c: cluster_of(p, c.procurement) if c.procurement in known else "")
        lives = grouped(plan.departments, lambda o: cluster_of(p, o.department) if o.department in known else "")
        return {
            group: plan.model_copy(
                update={"competitions": tuple(runs.get(group, ())), "departments": tuple(lives.get(group, ()))}
            )
            for group in p.cluster
        }


def months_between(start: date, end: date) -> Decimal:
    """Months from one day to another, to a tenth; negative where the second comes first.

    Whole months by the calendar, then the days left over at 30.4375 a month.
    """
    if end < start:
        return -months_between(end, start)
    whole = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    rest = Decimal((end - add_months(start, whole)).days) / DAYS_IN_MONTH
    return (whole + rest).quantize(Decimal("0.1"))
