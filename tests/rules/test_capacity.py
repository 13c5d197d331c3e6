"""Shared resources by slot, by meeting and in total."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import Draft, breaches, pin, programme
from calloff.programme import Programme
from calloff.rules import capacity

TWO = {
    "procurements": [{"id": "p", "cluster": "c", "routes": ["r"]}, {"id": "q", "cluster": "c", "routes": ["r"]}],
    "terms": [],
}
"""Two procurements that let no contract."""


def world(resource: dict[str, Any], demands: list[dict[str, Any]], header: Any = None, **more: Any) -> Programme:
    return programme(header, **{**TWO, "resources": [{"id": "team", **resource}], "demands": demands, **more})


def both(given: Programme, p: int, q: int) -> Draft:
    draft = Draft(given)
    for item, s in (("p", p), ("q", q)):
        draft.compete(item, {"tender": (s, s + 2), "decide": (s + 2, s + 3)})
    return draft


TENDER = [{"phase": "tender", "resource": "team", "units": 2}]
DECIDE = [{"phase": "decide", "resource": "team", "units": 1}]


@pytest.mark.parametrize(("q", "full"), [(0, [0, 1]), (1, [1]), (2, [])])
def test_a_renewable_resource_by_slot(q: int, full: list[int]) -> None:
    found = breaches(capacity, both(world({"capacity": 3}, TENDER), 0, q))
    assert [b.slot for b in found] == [date(2030, t + 1, 1) for t in full]
    assert all(b.message == "4 wanted, capacity 3" and b.subject == "team" for b in found)


def test_just_enough_capacity_is_enough() -> None:
    assert breaches(capacity, both(world({"capacity": 4}, TENDER), 0, 0)) == []


def test_no_capacity_given_is_no_limit() -> None:
    assert breaches(capacity, both(world({}, TENDER), 0, 0)) == []


def test_a_specific_row_of_demands_wins() -> None:
    demands = [*TENDER, {"phase": "tender", "procurement": "q", "resource": "team", "units": 1}]
    assert breaches(capacity, both(world({"capacity": 3}, demands), 0, 0)) == []


@pytest.mark.parametrize(
    ("rows", "full"),
    [
        ([("2030-02-10", "2030-02-20", 1)], [1]),  # the least over the slot's days
        ([("2030-02-01", "2030-02-28", 3)], []),  # a row may raise it, where it covers the whole slot
        ([("2030-01-31", "2030-02-28", 3), ("2030-02-14", "2030-02-14", 1)], [1]),  # the least where rows overlap
    ],
)
def test_capacity_over_time(rows: list[tuple[str, str, int]], full: list[int]) -> None:
    table = [{"of": "team", "from": a, "to": b, "capacity": n} for a, b, n in rows]
    given = world({"capacity": 2}, TENDER, capacity=table)
    assert [b.slot for b in breaches(capacity, both(given, 0, 20))] == [date(2030, t + 1, 1) for t in full]


@pytest.mark.parametrize(("q", "kept"), [(0, False), (1, True)])
def test_a_meeting_takes_cases_where_phases_end(q: int, kept: bool) -> None:
    found = breaches(capacity, both(world({"capacity": 1, "kind": "meeting"}, DECIDE), 0, q))
    assert (found == []) is kept
    assert [b.slot for b in found] == ([] if kept else [date(2030, 3, 1)])


@pytest.mark.parametrize(("start", "kept"), [(0, True), (1, False), (2, True)])
def test_a_board_meets_on_listed_days_only(start: int, kept: bool) -> None:
    # Decisions fall in the slot before the award: March and May have a meeting, April none.
    days = [{"of": "team", "from": d, "to": d, "capacity": 1} for d in ("2030-03-13", "2030-05-15")]
    given = world({"capacity": 0, "kind": "meeting"}, DECIDE, capacity=days)
    found = breaches(capacity, both(given, start, 60))
    assert (found == []) is kept


def test_a_phase_of_no_length_still_goes_to_the_board() -> None:
    rows = [
        {"route": "r", "id": "tender", "order": 1, "duration": 2},
        {"route": "r", "id": "decide", "order": 2, "duration": 0},
    ]
    given = world({"capacity": 0, "kind": "meeting"}, DECIDE, phases=rows)
    draft = Draft(given)
    draft.compete("p", {"tender": (0, 2), "decide": (2, 2)}).compete("q", {"tender": (60, 62), "decide": (62, 62)})
    assert [b.slot for b in breaches(capacity, draft)] == [date(2030, 2, 1)]


@pytest.mark.parametrize(("q", "kept"), [(35, False), (36, True)])
def test_a_total_counts_each_phase_once_to_the_horizons_end(q: int, kept: bool) -> None:
    found = breaches(capacity, both(world({"capacity": 3, "kind": "total"}, TENDER), 0, q))
    assert (found == []) is kept
    assert [b.message for b in found] == ([] if kept else ["4 wanted over the horizon, capacity 3"])


@pytest.mark.parametrize("kind", ["renewable", "total"])
def test_work_in_progress_always_fits_but_leaves_no_room(kind: str) -> None:
    header = {"as_of": "2030-02-01"}
    given = world({"capacity": 1, "kind": kind}, TENDER, header, pins=[pin("p", "gtm", "2030-01-10")])
    assert breaches(capacity, both(given, 0, 60)) == []
    assert len(breaches(capacity, both(given, 0, 1))) == (2 if kind == "renewable" else 1)


def test_onboarding_uses_the_demands_of_what_delivers() -> None:
    given = world(
        {"capacity": 1},
        [{"phase": "onboarding", "procurement": "q", "resource": "team", "units": 2}],
        lots=[{"id": "l", "procurement": "q", "delivers": True}],
        departments=[{"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}],
    )
    found = breaches(capacity, both(given, 0, 0).onboard("d", 4, 6))
    assert [b.slot for b in found] == [date(2030, 5, 1), date(2030, 6, 1)]


def test_nothing_is_counted_past_the_run_off() -> None:
    assert breaches(capacity, both(world({"capacity": 1}, TENDER), 47, 60))[0].slot == date(2033, 12, 1)
    assert breaches(capacity, both(world({"capacity": 1}, TENDER), 48, 60)) == []
