"""Tiny programmes and plans as Python, for tests of one rule or goal at a time.

The calendar is months from January 2030 with nothing before now, unless a test says otherwise: slot k is then
the k-th month of 2030, boundary 12 the first of January 2031.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from calloff.calendar import Calendar
from calloff.check import Report, check
from calloff.facts import Facts
from calloff.plan import (
    CompetitionRun,
    Decisions,
    ExtensionRun,
    GoalRun,
    LotRun,
    OnboardingRun,
    Origin,
    PhaseRun,
    Plan,
    Witness,
)
from calloff.programme import Programme
from calloff.record import record
from calloff.restate import restate
from calloff.rules import Breach, Rule

HEADER: dict[str, Any] = {
    "title": "Tiny",
    "as_of": "2030-01-01",
    "start": "2030-01-01",
    "end": "2032-12-31",
    "run_off": 12,
    "discount_rate": "0",
}
"""Months: now 0, horizon 36, limit 48; money is not discounted."""

WEEKS = {"unit": "week", "end": "2031-12-29", "run_off": 10}
"""Weeks from Tuesday 1 January 2030: horizon 104, limit 114."""

ORIGIN = Origin(title="Tiny", programme="hash", versions={}, options={})


def programme(header: Mapping[str, Any] | None = None, **tables: Any) -> Programme:
    """One cluster with one procurement `p` of one lot `l` under route `r`; tables given replace its own.

    Its phases: `tender` (2 slots, go-to-market) and `award` (1 slot); the term is 12 months.
    """
    rows: dict[str, Any] = {
        "programme": {**HEADER, **(header or {})},
        "clusters": [{"id": "c", "lead": "Lead"}],
        "procurements": [{"id": "p", "cluster": "c", "routes": ["r"]}],
        "lots": [{"id": "l", "procurement": "p"}],
        "routes": [{"id": "r"}],
        "terms": [{"route": "r", "months": 12}],
        "phases": [
            {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm"},
            {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
        ],
    }
    return Programme.model_validate({**rows, **tables})


class Draft:
    """Decisions under construction, in boundaries rather than dates."""

    def __init__(self, given: Programme) -> None:
        self.programme = given
        self.calendar = Calendar.of(given)
        self.competitions: list[CompetitionRun] = []
        self.lots: list[LotRun] = []
        self.departments: list[OnboardingRun] = []
        self.taken: set[tuple[str, int]] = set()
        self.witness: list[Witness] | None = None

    def day(self, boundary: int) -> date:
        """First day of a slot."""
        return self.calendar.day(boundary)

    def compete(
        self,
        item: str,
        spans: Mapping[str, tuple[int, int]],
        *,
        route: str = "r",
        cycle: int = 1,
        terms: Mapping[str, tuple[int, int]] | None = None,
    ) -> Draft:
        """Add a competition by the boundaries of its phases, and what it lets: (term, option taken) by lot."""
        home = item if cycle == 1 else self.programme.lot[item].procurement
        phases = tuple(PhaseRun(phase=n, start=self.day(a), end=self.day(b)) for n, (a, b) in spans.items())
        self.competitions.append(
            CompetitionRun(
                procurement=home,
                lot=None if cycle == 1 else item,
                cycle=cycle,
                route=route,
                phases=phases,
                gtm=None,
                award=None,
                end=self.day(0),
            )
        )
        for lot, (term, option) in (terms or {}).items():
            self.lots.append(
                LotRun(
                    lot=lot,
                    cycle=cycle,
                    term=term,
                    option=option,
                    start=self.day(0),
                    expiry=self.day(0),
                    successor=None,
                )
            )
        return self

    def onboard(
        self, department: str, start: int | None, live: int, *, lot: str | None = None, cycle: int = 1
    ) -> Draft:
        """Add an onboarding by its boundaries."""
        begin = None if start is None else self.day(start)
        run = OnboardingRun(department=department, lot=lot, cycle=cycle, start=begin, live=self.day(live), leaving=None)
        self.departments.append(run)
        return self

    def take(self, of: str, *orders: int) -> Draft:
        """Take extensions of a contract or of a system's support."""
        self.taken |= {(of, order) for order in orders}
        return self

    def name(self, item: str, bidders: Iterable[str], deliverer: str | None, *, cycle: int = 1) -> Draft:
        """Name the suppliers of a competition."""
        self.witness = self.witness or []
        self.witness.append(Witness(item=item, cycle=cycle, bidders=tuple(bidders), deliverer=deliverer))
        return self

    def decisions(self) -> Decisions:
        """What was drafted, with every date that follows filled in where it can be."""
        extensions = [
            ExtensionRun(
                of=e.of,
                order=e.order,
                months=e.months,
                basis=e.basis,
                agreed=e.agreed,
                taken=(e.of, e.order) in self.taken,
                start=self.day(0),
                end=self.day(0),
                notice_by=None,
            )
            for e in self.programme.extensions
        ]
        rough = Decisions(
            competitions=tuple(self.competitions),
            lots=tuple(self.lots),
            departments=tuple(self.departments),
            extensions=tuple(extensions),
            witness=None if self.witness is None else tuple(self.witness),
        )
        facts = Facts(self.programme, rough)
        return rough if facts.broken else restate(facts)

    def facts(self, **asked: Any) -> Facts:
        """The draft as the check sees it; it must be readable."""
        facts = Facts(self.programme, self.decisions(), **asked)
        assert facts.broken == ()
        return facts

    def plan(self, goals: Iterable[GoalRun] = ()) -> Plan:
        """A whole plan of the draft."""
        return record(self.programme, self.decisions(), origin=ORIGIN, status="feasible", goals=tuple(goals))

    def check(self, **asked: Any) -> Report:
        """The whole check of the draft's plan."""
        return check(self.programme, self.plan(), **asked)


def simple(given: Programme, start: int = 0, *, item: str = "p", term: int = 12, option: int = 0) -> Draft:
    """The default programme's plan: tender at `start`, award three slots later."""
    spans = {"tender": (start, start + 2), "decide": (start + 2, start + 3)}
    return Draft(given).compete(item, spans, terms={"l": (term, option)})


def breaches(rule: Rule, draft: Draft, **asked: Any) -> list[Breach]:
    """What one rule finds in a draft; every breach must carry the rule's name and a message."""
    found = list(rule.check(draft.facts(**asked)))
    assert all(b.rule == rule.NAME and b.message for b in found)
    return found


def subjects(rule: Rule, draft: Draft, **asked: Any) -> list[str]:
    """Who breaks one rule in a draft."""
    return [b.subject for b in breaches(rule, draft, **asked)]


def pin(item: str, milestone: str, day: str, kind: str = "actual", **more: Any) -> dict[str, Any]:
    """A row of the table `pins`."""
    return {"item": item, "milestone": milestone, "date": day, "kind": kind, **more}
