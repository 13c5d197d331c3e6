"""No milestone of the kind in a slot the period touches."""

from __future__ import annotations

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.rules import blackouts


def black(milestone: str, first: str = "2030-05-10", last: str = "2030-06-02", **more: object) -> dict[str, object]:
    return {"milestone": milestone, "from": first, "to": last, **more}


@pytest.mark.parametrize(("start", "kept"), [(3, True), (4, False), (5, False), (6, True)])
@pytest.mark.parametrize("milestone", ["gtm", "start"])
def test_a_start_falls_in_the_slot_it_opens(milestone: str, start: int, kept: bool) -> None:
    given = programme(blackouts=[black(milestone)])
    assert (breaches(blackouts, simple(given, start)) == []) is kept


@pytest.mark.parametrize(("end", "kept"), [(4, True), (5, False), (6, False), (7, True)])
@pytest.mark.parametrize("milestone", ["award", "end"])
def test_an_end_falls_in_the_slot_before_it(milestone: str, end: int, kept: bool) -> None:
    given = programme(blackouts=[black(milestone)])
    assert (breaches(blackouts, simple(given, end - 3)) == []) is kept


@pytest.mark.parametrize("items", [["p"], ["c"], ["l"], ["other", "p"]])
def test_it_may_name_a_procurement_its_cluster_or_its_lot(items: list[str]) -> None:
    assert subjects(blackouts, simple(programme(blackouts=[black("gtm", applies_to=items)]), 4)) == ["p"]


def test_it_leaves_others_alone() -> None:
    assert breaches(blackouts, simple(programme(blackouts=[black("gtm", applies_to=["other"])]), 4)) == []


@pytest.mark.parametrize(("start", "found"), [(3, ["d"]), (4, ["d", "d"]), (5, ["d"]), (6, [])])
def test_onboarding_starts_and_goes_live(start: int, found: list[str]) -> None:
    department = {"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}
    given = programme(departments=[department], blackouts=[black("live"), black("start", applies_to=["d"])])
    assert subjects(blackouts, simple(given).onboard("d", start, start + 2)) == found


def test_what_has_happened_breaches_nothing() -> None:
    given = programme(
        {"as_of": "2030-05-20"}, pins=[pin("p", "gtm", "2030-05-12")], blackouts=[black("gtm"), black("start")]
    )
    assert breaches(blackouts, simple(given, 4)) == []


def test_later_cycles_are_bound_too() -> None:
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r"}
    given = programme(lots=[lot], blackouts=[black("gtm", "2030-11-01", "2030-11-01", applies_to=["l"])])
    draft = simple(given).compete("l", {"tender": (10, 12), "decide": (12, 13)}, cycle=2, terms={"l": (12, 0)})
    assert subjects(blackouts, draft) == ["l cycle 2"]


def test_beyond_the_run_off_nothing_is_bound() -> None:
    given = programme(blackouts=[black("gtm", "2030-01-01", "2050-01-01")])
    spans = {"tender": (48, 50), "decide": (50, 51)}
    assert breaches(blackouts, Draft(given).compete("p", spans, terms={"l": (12, 0)})) == []
