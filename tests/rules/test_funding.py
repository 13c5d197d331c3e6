"""Overspending is forbidden only when the run asks for it."""

from __future__ import annotations

import pytest

from builders import breaches, programme, simple
from calloff.rules import funding


def row(approved: int, **more: object) -> dict[str, object]:
    return {"from": "2030-01-01", "to": "2030-12-31", "approved": approved, **more}


PROCUREMENT = {"id": "p", "cluster": "c", "routes": ["r"], "one_off_cost": 100}


@pytest.mark.parametrize(("approved", "forbidden", "found"), [(100, True, 0), (99, True, 1), (99, False, 0)])
def test_more_than_approved(approved: int, forbidden: bool, found: int) -> None:
    given = programme(procurements=[PROCUREMENT], funding=[row(approved)])
    assert len(breaches(funding, simple(given), forbid_overspend=forbidden)) == found


def test_the_message_has_the_numbers() -> None:
    given = programme(procurements=[PROCUREMENT], funding=[row(40, covers=["one_off", "onboarding"])])
    found = breaches(funding, simple(given), forbid_overspend=True)
    assert [(b.subject, b.message) for b in found] == [
        ("one_off;onboarding", "spends 100 in 2030-01-01 to 2030-12-31, 60 more than approved")
    ]


def test_other_kinds_and_other_periods_do_not_count() -> None:
    given = programme(procurements=[PROCUREMENT], funding=[row(0, covers=["extension"]), row(0, to="2030-02-28")])
    assert breaches(funding, simple(given), forbid_overspend=True) == []
