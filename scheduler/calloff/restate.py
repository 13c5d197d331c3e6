"""The dates in a plan's decisions that follow from the others, derived again.

Phases, terms, go-lives and what is taken are decided; milestones, expiries, leavings and the
dates of extensions follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

from calloff.facts import Facts
from calloff.plan import CompetitionRun, Decisions, ExtensionRun, LotRun, OnboardingRun
from calloff.programme import Competition


def restate(facts: Facts) -> Decisions:
    """The decisions of a plan, with every date that follows from them derived again."""
    given = facts.decisions
    return Decisions(
        competitions=tuple(_competition(facts, x) for x in given.competitions),
        lots=tuple(_lot(facts, x) for x in given.lots),
        departments=tuple(_department(facts, x) for x in given.departments),
        extensions=tuple(_extensions(facts)),
        witness=given.witness,
    )


def _competition(facts: Facts, given: CompetitionRun) -> CompetitionRun:
    run = facts.runs[Competition(given.procurement, given.lot, given.cycle)]
    changes = {"gtm": _day(facts, run.gtm), "award": _day(facts, run.award), "end": facts.day(run.end)}
    return given.model_copy(update=changes)


def _lot(facts: Facts, given: LotRun) -> LotRun:
    c = facts.cycles[given.lot, given.cycle]
    after = facts.run_of(given.lot, given.cycle + 1)
    changes = {
        "start": facts.day(c.award),
        "expiry": facts.day(c.expiry),
        "successor": None if after is None else given.cycle + 1,
    }
    return given.model_copy(update=changes)


def _department(facts: Facts, given: OnboardingRun) -> OnboardingRun:
    if given.cycle > 1:
        return given.model_copy(update={"leaving": None})
    row = facts.programme.department[given.department]
    return given.model_copy(update={"leaving": facts.day(facts.live(row.id) + ceil(row.parallel_run))})


def _extensions(facts: Facts) -> Iterator[ExtensionRun]:
    for owner in sorted({e.of for e in facts.programme.extensions}):
        for step in facts.cover.steps(owner):
            row = step.row
            yield ExtensionRun(
                of=row.of,
                order=row.order,
                months=row.months,
                basis=row.basis,
                agreed=row.agreed,
                taken=(row.of, row.order) in facts.taken,
                start=facts.day(step.start),
                end=facts.day(step.end),
                notice_by=None if row.agreed else facts.calendar.last_day(step.notice),
            )


def _day(facts: Facts, boundary: int | None) -> date | None:
    return None if boundary is None else facts.day(boundary)
