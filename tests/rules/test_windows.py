"""Now, the clusters' windows, and pins of every kind."""

from __future__ import annotations

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.rules import windows


@pytest.mark.parametrize(("start", "kept"), [(3, False), (4, True)])
def test_nothing_is_planned_before_now(start: int, kept: bool) -> None:
    given = programme({"as_of": "2030-04-15"})  # now = 4, the boundary after
    assert (breaches(windows, simple(given, start)) == []) is kept


@pytest.mark.parametrize(
    ("start", "kept"), [(2, False), (3, True), (5, True), (6, False)], ids=["early", "first", "last", "late"]
)
def test_a_clusters_window_binds_go_to_market(start: int, kept: bool) -> None:
    cluster = {"id": "c", "earliest_gtm": "2030-03-15", "latest_gtm": "2030-06-15"}
    assert (breaches(windows, simple(programme(clusters=[cluster]), start)) == []) is kept


def test_a_window_does_not_bind_what_has_gone_to_market() -> None:
    cluster = {"id": "c", "earliest_gtm": "2030-08-01"}
    given = programme({"as_of": "2030-02-01"}, clusters=[cluster], pins=[pin("p", "gtm", "2030-01-05")])
    assert breaches(windows, simple(given, 0)) == []


def test_nor_what_began_when_the_phase_before_it_ended() -> None:
    rows = [
        {"route": "r", "id": "prepare", "order": 1, "duration": 1},
        {"route": "r", "id": "tender", "order": 2, "duration": 3, "milestone": "gtm"},
    ]
    cluster = {"id": "c", "earliest_gtm": "2030-08-01"}
    given = programme(
        {"as_of": "2030-03-01"}, clusters=[cluster], phases=rows, pins=[pin("p", "prepare", "2030-01-31")]
    )
    assert breaches(windows, Draft(given).compete("p", {"tender": (1, 4)}, terms={"l": (12, 0)})) == []


@pytest.mark.parametrize(
    ("kind", "day", "kept"),
    [
        ("agreed", "2030-03-15", {2}),
        ("earliest", "2030-03-15", {3, 4}),
        ("earliest", "2030-03-01", {2, 3, 4}),
        ("latest", "2030-03-15", {1, 2}),
    ],
)
def test_a_pin_on_a_start(kind: str, day: str, kept: set[int]) -> None:
    given = programme(pins=[pin("p", "gtm", day, kind)])
    assert {s for s in range(1, 5) if not breaches(windows, simple(given, s))} == kept


@pytest.mark.parametrize(
    ("kind", "day", "kept"),
    [
        ("agreed", "2030-06-15", {6}),
        ("earliest", "2030-06-15", {6, 7}),
        ("earliest", "2030-06-30", {6, 7}),
        ("earliest", "2030-07-01", {7}),
        ("latest", "2030-06-15", {4, 5}),
        ("latest", "2030-06-30", {4, 5, 6}),
    ],
)
def test_a_pin_on_an_end(kind: str, day: str, kept: set[int]) -> None:
    given = programme(pins=[pin("p", "award", day, kind)])
    awards = {award for award in range(4, 8) if not breaches(windows, simple(given, award - 3))}
    assert awards == kept


def test_a_phase_can_be_pinned_by_its_end() -> None:
    given = programme(pins=[pin("p", "tender", "2030-03-15", "agreed")])
    assert [s for s in range(4) if not breaches(windows, simple(given, s))] == [1]


def test_a_milestone_that_happened_overrides_what_was_agreed() -> None:
    pins = [pin("p", "gtm", "2030-03-10"), pin("p", "gtm", "2030-02-01", "agreed")]
    assert breaches(windows, simple(programme({"as_of": "2030-03-20"}, pins=pins), 2)) == []


@pytest.mark.parametrize(("kind", "kept"), [("agreed", {18}), ("earliest", {18, 19}), ("latest", {17, 18})])
def test_a_pinned_expiry(kind: str, kept: set[int]) -> None:
    terms = [{"route": "r", "months": n} for n in (14, 15, 16)]  # the award is at boundary 3
    day = {"agreed": "2031-06-30", "earliest": "2031-06-29", "latest": "2031-06-30"}[kind]
    given = programme(terms=terms, pins=[pin("l", "expiry", day, kind)])
    assert {3 + n for n in (14, 15, 16) if not breaches(windows, simple(given, term=n))} == kept


def test_route_term_option_and_supplier_bind_whatever_the_kind() -> None:
    row = {"item": "l", "kind": "latest", "route": "q", "term": 24, "option": 12, "supplier": "s"}
    given = programme(
        routes=[{"id": "r"}, {"id": "q"}],
        terms=[{"route": "r", "months": 12}, {"route": "r", "months": 24, "option": 12}],
        suppliers=[{"id": "s"}, {"id": "t"}],
        pins=[row],
    )
    draft = simple(given).name("p", [], "t")
    assert sorted(b.message for b in breaches(windows, draft)) == [
        "deliverer is t, pinned to s",
        "option taken is 0 months, pinned to 12",
        "takes route r, pinned to q",
        "term is 12 months, pinned to 24",
    ]


@pytest.mark.parametrize(
    ("milestone", "kind", "kept"),
    [("start", "agreed", {4}), ("start", "earliest", {5, 6}), ("live", "latest", {3}), ("live", "agreed", {4})],
)
def test_departments_are_pinned_too(milestone: str, kind: str, kept: set[int]) -> None:
    day = "2030-05-15" if milestone == "start" else "2030-06-15"
    department = {"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}
    given = programme(departments=[department], pins=[pin("d", milestone, day, kind)])
    starts = {s for s in range(3, 7) if not subjects(windows, simple(given).onboard("d", s, s + 2))}
    assert starts == kept


def test_onboarding_is_not_planned_before_now() -> None:
    department = {"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}
    given = programme({"as_of": "2030-05-01"}, departments=[department], pins=[pin("p", "award", "2030-01-10")])
    for start, found in ((3, ["d"]), (4, [])):
        draft = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", start, start + 2)
        assert subjects(windows, draft) == found
