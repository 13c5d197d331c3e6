"""What a plan has to say in public notices: one notice for each competition still to be announced.

A notice says what programme and plan hold. What they do not hold is named as missing, and never filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from calloff.calendar import Calendar, add_months
from calloff.plan import CompetitionRun, LotRun
from calloff.programme import Competition
from calloff.statutory import Figure, Rulebook, WorkingDates
from calloff.statutory.rulebook import case_of

if TYPE_CHECKING:
    from calloff.report import Report

DAY = timedelta(days=1)
ACT = "PA2023"
FIELDS = ("buyer", "cpv", "value", "procedure", "regime", "contact")
"""Columns of `procurements` that notices need."""


@dataclass(frozen=True)
class LotTerm:
    """One contract to be let: first and last day, and last day with its option."""

    lot: str
    title: str
    start: date
    ends: date
    latest: date
    option: int


@dataclass(frozen=True)
class Notice:
    """One competition to be announced.

    Attributes
    ----------
    competition, title, cluster
        Which one, in ids and in words.
    buyer, cpv, value, procedure, regime, contact
        As the programme gives them for notices; None where it does not. A later cycle lets one lot of several,
        and its value is not known.
    dates
        Its working days.
    tenders_until
        Last working day of the phase that the notice opens.
    lots
        The contracts it lets.
    call_off
        Let under a framework: no tender notice.
    missing
        Names of what the programme does not give.
    """

    competition: Competition
    title: str
    cluster: str
    buyer: str | None
    cpv: str | None
    value: Decimal | None
    procedure: str | None
    regime: str | None
    contact: str | None
    dates: WorkingDates
    tenders_until: date | None
    lots: tuple[LotTerm, ...]
    call_off: bool
    missing: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name that stays the same from plan to plan."""
        return (
            self.competition.item
            if self.competition.cycle == 1
            else f"{self.competition.item}/{self.competition.cycle}"
        )

    @property
    def day(self) -> date:
        """Day of its notice."""
        assert self.dates.gtm_day is not None
        return self.dates.gtm_day


def notices(report: Report) -> list[Notice]:
    """Every competition whose notice lies after the day of the facts, in the order of their notices."""
    as_of = report.programme.programme.as_of
    runs = {Competition(c.procurement, c.lot, c.cycle): c for c in report.plan.competitions}
    found = [_notice(report, runs[key], dates) for key, dates in report.working_dates.items() if dates.gtm_day]
    return sorted((n for n in found if n.day > as_of), key=lambda n: (n.day, n.key))


def _notice(report: Report, run: CompetitionRun, dates: WorkingDates) -> Notice:
    programme, key = report.programme, Competition(run.procurement, run.lot, run.cycle)
    p, route = programme.procurement[run.procurement], programme.route[run.route]
    whole = run.lot is None or len(programme.lots_of(p.id)) == 1
    held = {
        "buyer": p.buyer,
        "cpv": p.cpv,
        "value": p.value if whole else None,
        "procedure": p.procedure,
        "regime": route.regime or p.regime,
        "contact": p.contact,
    }
    return Notice(
        competition=key,
        title=report.names.competition(run),
        cluster=report.names.item(p.cluster),
        dates=dates,
        tenders_until=_tenders_until(report, run),
        lots=tuple(_term(report, x) for x in _lots(report, key)),
        call_off=case_of(route, p) == "call_off",
        missing=tuple(name for name in FIELDS if held[name] is None),
        **held,  # type: ignore[arg-type]
    )


def _lots(report: Report, key: Competition) -> list[LotRun]:
    let = [x.id for x in report.programme.lots_let_by(key)]
    return [x for x in report.plan.lots if x.lot in let and x.cycle == key.cycle]


def _term(report: Report, x: LotRun) -> LotTerm:
    ends = min(add_months(x.start, x.term), x.expiry)
    return LotTerm(x.lot, report.names.item(x.lot), x.start, ends - DAY, x.expiry - DAY, x.option)


def _tenders_until(report: Report, run: CompetitionRun) -> date | None:
    ends = [p.end for p in run.phases if p.start == run.gtm and p.end > p.start]
    if not ends or report.law is None:
        return None
    return report.law.working_days(report.programme.programme.jurisdiction).before(ends[0])


@dataclass(frozen=True)
class Pipeline:
    """What belongs in the next pipeline notice, and what does not.

    Attributes
    ----------
    first, last, publish_by
        The period in which tender notices count, and the last day for the pipeline notice.
    least
        Contracts count that are worth more than this [currency].
    notices
        Those that belong; a value that is not known is left to the reader, and so is in.
    left_out
        The others in the period, each with why.
    """

    first: date
    last: date
    publish_by: date
    least: Decimal
    notices: tuple[Notice, ...]
    left_out: tuple[tuple[Notice, str], ...]


def pipeline(found: Sequence[Notice], calendar: Calendar, law: Rulebook) -> Pipeline:
    """The pipeline notice that is due next: of this year while it may be published, else of the next."""
    value, horizon, window, month = (
        _figure(law, name) for name in ("contract_value", "horizon", "publication", "year")
    )
    first = date(calendar.as_of.year, month.whole, 1)
    if calendar.as_of >= first + timedelta(days=window.whole):
        first = add_months(first, 12)
    last = add_months(first, horizon.whole) - DAY
    inside = [n for n in found if first <= n.day <= last]
    reasons = {n.key: _why_not(n, value.value) for n in inside}
    return Pipeline(
        first=first,
        last=last,
        publish_by=first + timedelta(days=window.whole - 1),
        least=value.value,
        notices=tuple(n for n in inside if not reasons[n.key]),
        left_out=tuple((n, reasons[n.key]) for n in inside if reasons[n.key]),
    )


def _figure(law: Rulebook, name: str) -> Figure:
    found = law.figure(f"pipeline_{name}", ACT)
    assert found is not None, f"no figure pipeline_{name}"
    return found


def _why_not(notice: Notice, least: Decimal) -> str:
    held = notice.dates.held
    if notice.call_off:
        return "let under a framework, without a tender notice"
    if held is None or held.regime.regime != ACT:
        return f"not under the Procurement Act 2023 but {held.regime.title if held else notice.regime}"
    if notice.value is not None and notice.value <= least:
        return f"worth no more than {least:,.0f}"
    return ""
