"""Real days for people, inside the slots of a plan: notice, earliest tenders, award notice, signature.

A plan counts in months or weeks. Nobody publishes a notice on New Year's Day: the first working day
of its slot is meant, and the last working day of the award's slot for the signature. What the user
has blacked out is left out. What has happened, or is agreed, stands at its own day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.plan import CompetitionRun
from calloff.programme import Competition, Programme
from calloff.statutory.rulebook import Figure, Held, Rulebook, case_of, standstill_ends
from calloff.statutory.working_days import WorkingDays

FIRM = ("actual", "agreed")


@dataclass(frozen=True)
class WorkingDates:
    """Days of one competition; None where one does not apply or is not known.

    Attributes
    ----------
    held, tender_period, standstill, mandatory
        The regime, its least tender period and standstill, and whether it must be given.
    gtm_day
        The tender notice: first working day of its slot.
    tenders_due_from
        The first day on which tenders may be due; None once the contract is signed, as for what follows.
    award_notice_by
        The last day on which the award notice may go out for the standstill to end in time.
    standstill_last_day, signing_day
        Last day of that standstill, and signature: last working day of the award's slot.
    doubts, presumed
        What does not fit, and what was taken rather than known; a clause each.
    """

    held: Held | None
    tender_period: Figure | None
    standstill: Figure | None
    mandatory: bool
    gtm_day: date | None
    tenders_due_from: date | None
    award_notice_by: date | None
    standstill_last_day: date | None
    signing_day: date | None
    doubts: tuple[str, ...]
    presumed: tuple[str, ...] = ()


def working_dates(programme: Programme, run: CompetitionRun, law: Rulebook) -> WorkingDates:
    """Real working days of a competition."""
    place = _Place(programme, run, law.working_days(programme.programme.jurisdiction))
    gtm, signing = place.gtm_day(), place.signing_day()
    held, case = place.held(law, gtm or signing), case_of(place.route, place.procurement)
    tender = standstill = None
    if held is not None:
        procedure = place.procurement.procedure or ""
        tender = law.figure("tender_period", held.regime.regime, case, procedure)
        standstill = law.figure("standstill", held.regime.regime, procedure=procedure)
    signed = place.happened("award")
    due = gtm + timedelta(days=tender.whole) if gtm and tender and tender.whole and not signed else None
    notice = _notice_by(standstill, signing, place.days) if signing and standstill and not signed else None
    ends = standstill_ends(standstill, notice, place.days) if notice and standstill else None
    doubts = tuple(place.doubts(gtm, due, notice, signing))
    mandatory, presumed = case == "usual", _presumed(held)
    return WorkingDates(held, tender, standstill, mandatory, gtm, due, notice, ends, signing, doubts, presumed)


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _presumed(held: Held | None) -> tuple[str, ...]:
    if held is None:
        return ("its regime is not one whose figures are known",)
    return () if held.stated else (f"its regime is not stated; taken as {held.regime.regime}",)


def _notice_by(standstill: Figure, signing: date, days: WorkingDays) -> date:
    """The last working day from which a standstill ends before the signature."""
    notice = days.before(signing)
    while standstill_ends(standstill, notice, days) >= signing:
        notice = days.before(notice)
    return notice


class _Place:
    """A competition among the rows that matter to its days."""

    def __init__(self, programme: Programme, run: CompetitionRun, days: WorkingDays) -> None:
        self.programme, self.run, self.days = programme, run, days
        self.calendar = Calendar.of(programme)
        self.procurement = programme.procurement[run.procurement]
        self.route = programme.route[run.route]
        self.item = run.lot or run.procurement
        self.pins = programme.pins_on(Competition(run.procurement, run.lot, run.cycle))

    def held(self, law: Rulebook, begins: date | None) -> Held | None:
        jurisdiction = self.programme.programme.jurisdiction
        return law.regime_of(self.route, self.procurement, jurisdiction, begins or self.calendar.as_of)

    def gtm_day(self) -> date | None:
        if (firm := self.firm("gtm")) is not None or self.run.gtm is None:
            return firm
        slot = self.calendar.slot_of(self.run.gtm)
        return next(iter(self.free("gtm", slot)), None)

    def signing_day(self) -> date | None:
        if (firm := self.firm("award")) is not None or self.run.award is None:
            return firm
        slot = self.calendar.slot_of(self.run.award - timedelta(days=1))
        return next(reversed(self.free("award", slot)), None)

    def firm(self, milestone: str) -> date | None:
        """The day on which it happened or is agreed."""
        return next((p.date for p in self.pins if p.kind in FIRM and p.milestone == milestone and p.date), None)

    def happened(self, milestone: str) -> bool:
        """Whether it lies behind."""
        return any(p.kind == "actual" and p.milestone == milestone for p in self.pins)

    def free(self, milestone: str, slot: int) -> list[date]:
        """Working days of a slot that no blackout of the milestone holds."""
        held = self.days.within(self.calendar.day(slot), self.calendar.day(slot + 1))
        return [day for day in held if self.blackout(milestone, day) is None]

    def blackout(self, milestone: str, day: date) -> t.Blackout | None:
        """The blackout of a milestone that holds a day."""
        ours = {self.procurement.cluster, self.procurement.id, *(x.id for x in self.programme.lots_of(self.item))}
        ours.add(self.item)
        for b in self.programme.blackouts:
            if b.milestone == milestone and b.from_ <= day <= b.to and (not b.applies_to or ours & set(b.applies_to)):
                return b
        return None

    def doubts(self, gtm: date | None, due: date | None, notice: date | None, signing: date | None) -> list[str]:
        """What does not fit."""
        said = []
        for name, milestone, day in (("the notice", "gtm", gtm), ("the signature", "award", signing)):
            if day and not self.happened(milestone) and not self.days.is_working(day):
                said.append(f"{name} is set for {_day(day)}, no working day")
        if (self.run.gtm and gtm is None) or (self.run.award and signing is None):
            said.append("its slot holds no working day outside blackouts")
        if due and notice and due > notice:
            said.append(f"tenders are due on {_day(due)} at the earliest, after the last day for the award notice")
        if notice and self.blackout("award", notice):
            said.append(f"the last day for the award notice ({_day(notice)}) falls in a blackout of awards")
        return said
