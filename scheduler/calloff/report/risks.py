"""What remains at risk in a plan, each with its period and its size, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from calloff.plan import OnboardingRun, Plan, Span
from calloff.programme import Programme
from calloff.report.names import Names
from calloff.report.running_out import WRONG, spans
from calloff.report.wording import last_day, money, months, short_day

KINDS = {
    "gap": "Gap",
    "unsecured": "Nobody has agreed",
    "unsupported": "Past support",
    "service": "Between contracts",
    "late": "Late",
    "overspend": "Over what is approved",
}
"""Kinds of risk in order, as a table says them."""


@dataclass(frozen=True)
class Risk:
    """One thing that is wrong in a plan.

    Attributes
    ----------
    kind
        A word of `KINDS`.
    cluster
        Whose; None for the programme's money.
    item
        A system, department or lot by its title; the period for money.
    start, last
        First and last day.
    days
        How long it lasts, without the days between its periods.
    words
        What is wrong, how long and when, to stand after the item.
    """

    kind: str
    cluster: str | None
    item: str
    start: date
    last: date
    days: int
    words: str


def risks(programme: Programme, plan: Plan, names: Names) -> list[Risk]:
    """Everything that is wrong, kind by kind, the longest first."""
    found = [
        *_of_systems(plan, names),
        *_of_services(programme, plan, names),
        *_late(programme, plan, names),
        *_over(programme, plan),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda r: (order.index(r.kind), -r.days, r.start, r.item))


def _of_systems(plan: Plan, names: Names) -> Iterator[Risk]:
    for run in plan.systems:
        for kind, periods in spans(run).items():
            if periods:
                yield _risk(kind, names.system_cluster(run.system), names.item(run.system), periods, WRONG[kind])


def _of_services(programme: Programme, plan: Plan, names: Names) -> Iterator[Risk]:
    for g in plan.service_gaps:
        cluster = programme.department[g.department].cluster
        said = f"no contract of {names.item(g.lot)} serves it"
        yield _risk("service", cluster, names.item(g.department), (Span(start=g.start, end=g.end),), said)


def _late(programme: Programme, plan: Plan, names: Names) -> Iterator[Risk]:
    for o in plan.departments:
        if late := _deadline_missed(programme, o):
            row, live = programme.department[o.department], last_day(o.live)
            days = (live - late).days
            said = f"live by {short_day(live)}, {months(days)} after the deadline of {short_day(late)}"
            yield Risk("late", row.cluster, names.item(row.id), late, live, days, said)


def _deadline_missed(programme: Programme, run: OnboardingRun) -> date | None:
    deadline = programme.cluster[programme.department[run.department].cluster].live_by
    return deadline if run.cycle == 1 and deadline and last_day(run.live) > deadline else None


def _over(programme: Programme, plan: Plan) -> Iterator[Risk]:
    currency = programme.programme.currency
    for f in plan.funding:
        if f.over:
            period = f"{short_day(f.start)} to {short_day(last_day(f.end))}"
            said = f"{money(f.over, currency)} more than the {money(f.approved, currency)} approved"
            yield Risk("overspend", None, period, f.start, last_day(f.end), (f.end - f.start).days, said)


def _risk(kind: str, cluster: str, item: str, periods: Sequence[Span], said: str) -> Risk:
    days = sum((s.end - s.start).days for s in periods)
    start, last = periods[0].start, last_day(periods[-1].end)
    broken = f", in {len(periods)} periods" if len(periods) > 1 else ""
    words = f"for {months(days)} {said}, {short_day(start)} to {short_day(last)}{broken}"
    return Risk(kind, cluster, item, start, last, days, words)
