"""The contract register: what runs today and what is let, with ends, options and notice days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calloff.calendar import add_months
from calloff.plan import ContractRun, LotRun, Plan
from calloff.programme import Programme
from calloff.report.names import Names
from calloff.report.wording import last_day


@dataclass(frozen=True)
class Entry:
    """One contract.

    Attributes
    ----------
    state
        `runs today`, or `to be let`, or `let` where it already began.
    carries
        Titles of the systems an old contract carries; what a new one is for.
    start, ends
        First day of a new one; last day without any extension or option, None = open-ended.
    secured, not_agreed
        Months added by options and agreed extensions, and by those that nobody has agreed.
    covers_to
        Last day it covers in this plan, all that is added included; None = past the horizon.
    notice
        The next last day on which an extension in this plan can be ordered.
    """

    state: str
    cluster: str
    title: str
    carries: tuple[str, ...]
    start: date | None
    ends: date | None
    secured: int
    not_agreed: int
    covers_to: date | None
    notice: date | None


def register(programme: Programme, plan: Plan, names: Names) -> list[Entry]:
    """Contracts that run today, then those that are let, each by cluster and end."""
    order = {c.id: i for i, c in enumerate(programme.clusters)}

    def place(e: Entry) -> tuple[object, ...]:
        return (e.state != "runs today", order[e.cluster], e.ends or date.max, e.title)

    return sorted((*_old(programme, plan, names), *_let(programme, plan, names)), key=place)


def _old(programme: Programme, plan: Plan, names: Names) -> Iterator[Entry]:
    for run in plan.contracts:
        if run.contract in programme.contract:
            yield _running(programme, plan, names, run)


def _running(programme: Programme, plan: Plan, names: Names, run: ContractRun) -> Entry:
    row, as_of = programme.contract[run.contract], programme.programme.as_of
    taken = [e for e in plan.extensions if e.of == row.id and e.taken]
    secured = sum(e.months for e in taken if e.agreed or e.basis == "option")
    return Entry(
        state="runs today",
        cluster=names.system_cluster(row.systems[0]),
        title=names.item(row.id),
        carries=tuple(names.item(s) for s in row.systems),
        start=None,
        ends=row.ends,
        secured=secured,
        not_agreed=sum(e.months for e in taken) - secured,
        covers_to=run.covers_to and last_day(run.covers_to),
        notice=min((e.notice_by for e in taken if e.notice_by and e.notice_by >= as_of), default=None),
    )


def _let(programme: Programme, plan: Plan, names: Names) -> Iterator[Entry]:
    for x in plan.lots:
        row = programme.lot[x.lot]
        again = "" if x.cycle == 1 else f", cycle {x.cycle}"
        yield Entry(
            state="let" if x.start <= programme.programme.as_of else "to be let",
            cluster=programme.cluster_of(row.procurement),
            title=f"{names.item(x.lot)}{again}",
            carries=(row.kind,),
            start=x.start,
            ends=_own_end(x),
            secured=x.option,
            not_agreed=0,
            covers_to=last_day(x.expiry),
            notice=None,
        )


def _own_end(x: LotRun) -> date:
    """Last day of the term, without its option."""
    return last_day(min(x.expiry, add_months(x.start, x.term)) if x.option else x.expiry)
