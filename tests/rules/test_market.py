"""What each supplier can staff, and all together where names are withheld."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, subjects
from calloff.programme import Programme
from calloff.rules import market

BID = [{"phase": "tender", "resource": "bid", "units": 1}]


def world(suppliers: list[dict[str, Any]], *, bidders: int = 1, header: Any = None, **more: Any) -> Programme:
    names = [s["id"] for s in suppliers]
    tables: dict[str, Any] = {
        "procurements": [{"id": x, "cluster": "c", "routes": ["r"], "suppliers": names} for x in ("p", "q")],
        "terms": [],
        "routes": [{"id": "r", "min_bidders": bidders}],
        "suppliers": suppliers,
        "demands": BID,
    }
    return programme(header, **{**tables, **more})


def both(given: Programme, q: int, names: dict[str, tuple[list[str], str]] | None = None) -> Draft:
    draft = Draft(given)
    for item, s in (("p", 0), ("q", q)):
        draft.compete(item, {"tender": (s, s + 2), "decide": (s + 2, s + 3)})
    for item, (bidders, deliverer) in (names or {}).items():
        draft.name(item, bidders, deliverer)
    return draft


SAME = {"p": (["a"], "a"), "q": (["a"], "a")}


@pytest.mark.parametrize(("q", "full"), [(0, [0, 1]), (1, [1]), (2, [])])
def test_a_supplier_bids_once_at_a_time(q: int, full: list[int]) -> None:
    found = breaches(market, both(world([{"id": "a", "bids": 1}, {"id": "b", "bids": 1}]), q, SAME))
    assert [(b.subject, b.slot) for b in found] == [("a", date(2030, t + 1, 1)) for t in full]


def test_two_suppliers_may_bid_at_once() -> None:
    names = {"p": (["a"], "a"), "q": (["b"], "b")}
    assert breaches(market, both(world([{"id": "a", "bids": 1}, {"id": "b", "bids": 1}]), 0, names)) == []


def test_a_blank_capacity_is_no_limit() -> None:
    assert breaches(market, both(world([{"id": "a"}]), 0, SAME)) == []


def test_capacity_that_drops_over_time() -> None:
    rows = [{"of": "a", "kind": "bid", "from": "2030-02-01", "to": "2030-02-28", "capacity": 0}]
    found = breaches(market, both(world([{"id": "a", "bids": 1}], capacity=rows), 3, SAME))
    assert [b.message for b in found] == ["1 bid units at once, can staff 0"]


def test_a_consortium_uses_its_members_capacity() -> None:
    suppliers = [{"id": "a", "bids": 1}, {"id": "union", "bids": 1, "members": ["a"]}]
    names = {"p": (["a"], "a"), "q": (["union"], "union")}
    assert set(subjects(market, both(world(suppliers), 0, names))) == {"a"}
    assert subjects(market, both(world(suppliers), 2, names)) == []


def test_only_the_deliverer_delivers() -> None:
    demands = [*BID, {"phase": "decide", "resource": "delivery", "units": 3}]
    given = world([{"id": "a", "deliveries": 2}, {"id": "b"}], bidders=2, demands=demands)
    assert subjects(market, both(given, 10, {"p": (["a", "b"], "b"), "q": (["a", "b"], "b")})) == []
    found = breaches(market, both(given, 10, {"p": (["a", "b"], "a"), "q": (["a", "b"], "b")}))
    assert [(b.subject, b.slot) for b in found] == [("a", date(2030, 3, 1))]


def test_onboarding_takes_the_delivering_lots_supplier() -> None:
    given = world(
        [{"id": "a", "deliveries": 0}, {"id": "b", "deliveries": 1}],
        lots=[{"id": "l", "procurement": "q", "delivers": True}],
        departments=[{"id": "d", "cluster": "c", "users": 1, "onboarding": "1"}],
        demands=[{"phase": "onboarding", "resource": "delivery", "units": 1}],
    )
    names = {"p": (["a"], "a"), "q": (["b"], "b")}
    assert subjects(market, both(given, 3, names).onboard("d", 6, 7)) == []
    names["q"] = (["a"], "a")
    assert subjects(market, both(given, 3, names).onboard("d", 6, 7)) == ["a"]


def test_work_in_progress_always_fits_but_leaves_no_room() -> None:
    header = {"as_of": "2030-02-01"}
    given = world([{"id": "a", "bids": 0}], header=header, pins=[pin("p", "gtm", "2030-01-10")])
    assert [b.slot for b in breaches(market, both(given, 1, SAME))] == [date(2030, 2, 1), date(2030, 3, 1)]
    assert breaches(market, both(given, 60, SAME)) == []


@pytest.mark.parametrize(("bids", "kept"), [(2, True), (1, False)])
def test_without_names_all_are_counted_together(bids: int, kept: bool) -> None:
    given = world([{"id": "a", "bids": bids}, {"id": "b", "bids": 2}], bidders=2)
    assert (breaches(market, both(given, 0)) == []) is kept
    assert (subjects(market, both(given, 0)) == []) is kept
    assert breaches(market, both(given, 2)) == []


def test_without_suppliers_there_is_no_market() -> None:
    rows = [{"id": x, "cluster": "c", "routes": ["r"]} for x in ("p", "q")]
    assert breaches(market, both(world([{"id": "a", "bids": 0}], procurements=rows), 0)) == []
