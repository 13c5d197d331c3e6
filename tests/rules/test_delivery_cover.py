"""The contract that delivers lasts until delivery is done."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, subjects
from calloff.programme import Programme
from calloff.rules import delivery_cover

PHASES = [
    {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm"},
    {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
    {"route": "r", "id": "build", "order": 3, "duration": 4},
]
DEPARTMENT = {"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}


def world(months: int, option: int = 0, header: Any = None, **more: Any) -> Programme:
    tables: dict[str, Any] = {
        "lots": [{"id": "l", "procurement": "p", "delivers": True}],
        "phases": PHASES,
        "terms": [{"route": "r", "months": months, "option": option}],
        "departments": [DEPARTMENT],
    }
    return programme(header, **{**tables, **more})


def plan(given: Programme, months: int, option: int = 0, live: int = 9) -> Draft:
    spans = {"tender": (0, 2), "decide": (2, 3), "build": (3, 7)}
    return Draft(given).compete("p", spans, terms={"l": (months, option)}).onboard("d", live - 2, live)


@pytest.mark.parametrize(("months", "kept"), [(6, True), (5, False)])
def test_onboarding_ends_inside_the_contract(months: int, kept: bool) -> None:
    # Awarded at 3, live at 9.
    found = breaches(delivery_cover, plan(world(months), months))
    assert (found == []) is kept
    assert {b.subject for b in found} <= {"l"}


@pytest.mark.parametrize(("months", "found"), [(3, 2), (4, 1)])
def test_phases_after_the_award_end_inside_it_too(months: int, found: int) -> None:
    assert len(breaches(delivery_cover, plan(world(months), months))) == found


def test_an_option_that_is_taken_counts() -> None:
    assert breaches(delivery_cover, plan(world(4, 2), 4, 2)) == []
    assert subjects(delivery_cover, plan(world(4, 2), 4, 0)) == ["l"]


def test_other_lots_need_not_last() -> None:
    given = world(1, lots=[{"id": "l", "procurement": "p"}])
    assert breaches(delivery_cover, plan(given, 1)) == []


def test_a_department_that_is_live_already_needs_no_delivery() -> None:
    pins = [pin("p", "end", "2030-01-31"), pin("p", "award", "2030-01-05"), pin("d", "live", "2030-05-10")]
    given = world(2, header={"as_of": "2030-06-01"}, pins=pins)
    draft = Draft(given).compete("p", {}, terms={"l": (2, 0)})
    assert breaches(delivery_cover, draft.onboard("d", None, 5)) == []


def test_no_contract_nothing_to_last() -> None:
    spans = {"tender": (0, 2), "decide": (2, 3), "build": (3, 7)}
    draft = Draft(world(1, terms=[])).compete("p", spans).onboard("d", 7, 9)
    assert breaches(delivery_cover, draft) == []
