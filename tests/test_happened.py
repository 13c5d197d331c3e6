"""People are shown the real day of what has happened."""

from __future__ import annotations

from datetime import date

import pytest

from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun
from calloff_data.read import read


def run(**given: object) -> CompetitionRun:
    cells = {"procurement": "synergy-buy", "lot": None, "cycle": 1, "route": "own", "phases": ()}
    days = {"gtm": date(2023, 5, 1), "award": date(2024, 9, 1), "end": date(2026, 1, 1)}
    return CompetitionRun.model_validate({**cells, **days, **given})


def test_what_has_happened_is_shown_by_its_real_day() -> None:
    programme = read("whitehall-2026")
    assert (gtm_day(programme, run()), award_day(programme, run())) == (date(2023, 5, 26), date(2024, 8, 30))


@pytest.mark.parametrize("other", [{"lot": "synergy-software", "cycle": 2}, {"procurement": "defence-software-buy"}])
def test_what_is_planned_is_shown_by_its_slot(other: dict[str, object]) -> None:
    programme = read("whitehall-2026")
    assert (gtm_day(programme, run(**other)), award_day(programme, run(**other))) == (
        date(2023, 5, 1),
        date(2024, 8, 31),
    )


def test_what_nobody_knows_is_not_shown() -> None:
    programme = read("starter")
    unknown = run(procurement="north-buy", gtm=None, award=None)
    assert (gtm_day(programme, unknown), award_day(programme, unknown)) == (None, None)
