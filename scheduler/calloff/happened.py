"""Days for people: the real day of what has happened, else the day that the plan's slot gives.

A plan counts in slots, so that an actual award on the 2nd stands at its month's end. People know
the real day, and are shown that.
"""

from __future__ import annotations

from datetime import date, timedelta

from calloff.plan import CompetitionRun
from calloff.programme import Competition, Programme

DAY = timedelta(days=1)


def gtm_day(programme: Programme, run: CompetitionRun) -> date | None:
    """Day of the tender notice; None where it lies before what is known."""
    return _actual(programme, run, "gtm") or run.gtm


def award_day(programme: Programme, run: CompetitionRun) -> date | None:
    """Day of the award, or the last day by which it is planned; None where it is not known."""
    return _actual(programme, run, "award") or (run.award and run.award - DAY)


def _actual(programme: Programme, run: CompetitionRun, milestone: str) -> date | None:
    pins = programme.pins_on(Competition(run.procurement, run.lot, run.cycle))
    return next((p.date for p in pins if p.kind == "actual" and p.milestone == milestone), None)
