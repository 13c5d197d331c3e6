"""The tidy table of real working days, with what each rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from calloff.plan import CompetitionRun, Plan
from calloff.programme import Competition
from calloff.report.frames import frame
from calloff.report.names import Names
from calloff.statutory import WorkingDates

LegalTable = Callable[[Plan, Names, Mapping[Competition, WorkingDates]], pd.DataFrame]
COLUMNS = """procurement lot cycle title regime regime_stated gtm_day tenders_due_from award_notice_by
standstill standstill_mandatory standstill_last_day signing_day doubts basis"""


def of(run: CompetitionRun) -> Competition:
    """The competition that a run is of."""
    return Competition(run.procurement, run.lot, run.cycle)


def working_dates(plan: Plan, names: Names, dates: Mapping[Competition, WorkingDates]) -> pd.DataFrame:
    """One row a competition: notice, earliest tenders, last day of the award notice, signature."""
    rows = [_cells(run, names, dates[of(run)]) for run in plan.competitions if of(run) in dates]
    return frame(rows, COLUMNS)


def _cells(run: CompetitionRun, names: Names, day: WorkingDates) -> dict[str, object]:
    bases = [f.basis for f in (day.tender_period, day.standstill) if f]
    return {
        "procurement": run.procurement,
        "lot": run.lot,
        "cycle": run.cycle,
        "title": names.competition(run),
        "regime": day.held.regime.regime if day.held else None,
        "regime_stated": day.held.stated if day.held else None,
        "gtm_day": day.gtm_day,
        "tenders_due_from": day.tenders_due_from,
        "award_notice_by": day.award_notice_by,
        "standstill": str(day.standstill) if day.standstill else None,
        "standstill_mandatory": day.mandatory if day.standstill else None,
        "standstill_last_day": day.standstill_last_day,
        "signing_day": day.signing_day,
        "doubts": "; ".join((*day.doubts, *day.presumed)) or None,
        "basis": "; ".join(dict.fromkeys(bases)) or None,
    }
