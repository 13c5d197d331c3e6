"""A renewing lot is let again before the end of the run-off, and in order."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.programme import Programme
from calloff.rules import renewal


def world(*months: int, renews: bool = True, header: Any = None, **more: Any) -> Programme:
    lot = {"id": "l", "procurement": "p", "renews": renews, "recompete_route": "r"}
    return programme(header, lots=[lot], terms=[{"route": "r", "months": n} for n in months], **more)


def again(draft: Draft, start: int, term: int, cycle: int = 2) -> Draft:
    spans = {"tender": (start, start + 2), "decide": (start + 2, start + 3)}
    return draft.compete("l", spans, cycle=cycle, terms={"l": (term, 0)})


@pytest.mark.parametrize(("term", "found"), [(44, ["l"]), (45, [])])
def test_one_that_expires_before_the_run_off_ends_is_let_again(term: int, found: list[str]) -> None:
    # Awarded at 3; the run-off ends at 48.
    assert subjects(renewal, simple(world(44, 45), term=term)) == found


def test_one_that_does_not_renew_is_not() -> None:
    assert breaches(renewal, simple(world(12, renews=False))) == []


@pytest.mark.parametrize(("second", "found"), [(30, ["l cycle 2"]), (40, [])])
def test_and_again(second: int, found: list[str]) -> None:
    assert subjects(renewal, again(simple(world(12, 30, 40)), 10, second)) == found


def test_one_that_lasts_has_no_successor() -> None:
    assert subjects(renewal, again(simple(world(45), term=45), 10, 45)) == ["l"]


@pytest.mark.parametrize(("start", "found"), [(2, ["l cycle 2"]), (3, [])])
def test_a_successor_starts_at_or_after_the_award_before(start: int, found: list[str]) -> None:
    assert subjects(renewal, again(simple(world(12, 45)), start, 45)) == found


def test_a_successor_ends_no_earlier_than_the_phases_before() -> None:
    rows = [
        {"route": "r", "id": "tender", "order": 1, "duration": 2},
        {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
        {"route": "r", "id": "build", "order": 3, "duration": 9},
        {"route": "q", "id": "short", "order": 1, "duration": 1},
    ]
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "q"}
    given = programme(
        lots=[lot],
        phases=rows,
        routes=[{"id": "r"}, {"id": "q"}],
        terms=[{"route": "r", "months": 12}, {"route": "q", "months": 48}],
    )
    for start, found in ((10, ["l cycle 2"]), (11, [])):
        draft = Draft(given).compete("p", {"tender": (0, 2), "decide": (2, 3), "build": (3, 12)}, terms={"l": (12, 0)})
        draft.compete("l", {"short": (start, start + 1)}, route="q", cycle=2, terms={"l": (48, 0)})
        assert subjects(renewal, draft) == found


def test_late_service_is_no_breach() -> None:
    assert breaches(renewal, again(simple(world(12, 45)), 30, 45)) == []


def test_what_has_happened_is_in_no_order() -> None:
    header = {"as_of": "2030-06-01"}
    pins = [pin("p", "award", "2030-05-20"), pin("l", "gtm", "2030-02-10", cycle=2)]
    given = world(12, 45, header=header, pins=pins)
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)})
    draft.compete("l", {"tender": (1, 5), "decide": (5, 6)}, cycle=2, terms={"l": (45, 0)})
    assert breaches(renewal, draft) == []
