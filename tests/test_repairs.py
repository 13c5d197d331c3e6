"""Repairs: known amounts on tiny programmes, and the promise each repair makes on random ones."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from builders import pin, programme
from calloff.budget import Budget
from calloff.explain.conflict import Prober, conflict
from calloff.explain.levers import changes, moved
from calloff.explain.loosening import levers
from calloff.explain.repairs import Repair, repairs
from calloff.model.build import build
from calloff.programme import Programme
from calloff.scenario import apply
from calloff.search import run
from calloff_data.read import read
from calloff_data.read.scenario_file import read_scenario
from how_many import how_many
from random_programmes import programmes

HERE = Path(__file__).parent
BOARD = [{"id": "board", "capacity": 1}]
TENDER = [{"phase": "tender", "resource": "board", "units": 1}]
TWO = {
    "procurements": [{"id": "p", "cluster": "c", "routes": ["r"]}, {"id": "q", "cluster": "c", "routes": ["r"]}],
    "lots": [{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}],
}


def is_possible(given: Programme, *, forbid_overspend: bool = False) -> bool:
    model = build(given, forbid_overspend=forbid_overspend)
    limit = Budget(20, None)
    status = run(model, limit, limit, workers=1, seed=0).status
    assert status in ("optimal", "infeasible")
    return status == "optimal"


def told(found: list[Repair]) -> set[tuple[tuple[str, str, str, int, str], ...]]:
    """Table, column, value after, amount and unit of each change of each repair."""
    return {tuple((c.table, c.column, c.after, c.amount, c.unit) for c in r.changes) for r in found}


def one(*change: Any) -> tuple[Any, ...]:
    return (change,)


# --- amounts worked out by hand -------------------------------------------------------------------


def test_what_has_a_plan_needs_no_repair() -> None:
    assert repairs(programme(), seconds=5) == []


def test_a_window_or_a_route_that_closes_too_soon_stays_open_longer() -> None:
    """The tender takes 3 months from April, so the award ends in June; the route closes in April."""
    given = programme(
        clusters=[{"id": "c", "earliest_gtm": "2030-04-01"}], routes=[{"id": "r", "closes": "2030-04-30"}]
    )
    found = repairs(given, seconds=20)
    assert told(found) == {
        one("routes", "closes", "2030-06-30", 2, "slots"),
        one("clusters", "earliest_gtm", "2030-02-01", 2, "slots"),
    }
    assert all(r.confirmed and r.smallest for r in found)


def test_a_latest_day_moves_later() -> None:
    given = programme(
        clusters=[{"id": "c", "earliest_gtm": "2030-04-01"}], pins=[pin("p", "award", "2030-04-30", "latest")]
    )
    assert one("pins", "date", "2030-06-30", 2, "slots") in told(repairs(given, seconds=20))


def test_an_agreed_day_moves_either_way() -> None:
    given = programme(
        clusters=[{"id": "c", "earliest_gtm": "2030-04-01"}], pins=[pin("p", "gtm", "2030-01-10", "agreed")]
    )
    assert told(repairs(given, seconds=20)) == {
        one("pins", "date", "2030-04-01", 3, "slots"),
        one("clusters", "earliest_gtm", "2030-01-01", 3, "slots"),
    }


def test_one_more_unit_is_needed_only_where_work_collides() -> None:
    """Both tenders are agreed: January and February, February and March. They meet in February."""
    pins = [pin("p", "gtm", "2030-01-01", "agreed"), pin("q", "gtm", "2030-02-01", "agreed")]
    found = repairs(programme(**TWO, resources=BOARD, demands=TENDER, pins=pins), seconds=20)
    units = next(r for r in found if r.changes[0].table == "capacity")
    assert [(c.row, c.before, c.after, c.amount) for c in units.changes] == [
        ("board//2030-02-01/2030-02-28", "1", "2", 1)
    ]
    assert one("pins", "date", "2030-03-01", 1, "slots") in told(found)


def test_capacity_rows_are_raised_within_the_stretch_only() -> None:
    """A board that hears nothing in the first quarter, and a tender agreed for February and March."""
    closed = [{"of": "board", "from": "2030-01-01", "to": "2030-03-31", "capacity": 0}]
    found = repairs(
        programme(resources=BOARD, demands=TENDER, capacity=closed, pins=[pin("p", "gtm", "2030-02-01", "agreed")]),
        seconds=20,
    )
    units = next(r for r in found if r.changes[0].table == "capacity")
    rows = {(str(r.from_), str(r.to), r.capacity) for r in units.programme.capacity}
    assert rows == {("2030-01-01", "2030-01-31", 0), ("2030-02-01", "2030-03-31", 1)}


def test_suppliers_are_one_idea_and_fewer_bidders_another() -> None:
    market = {
        "procurements": [{**row, "suppliers": ["a", "b"]} for row in TWO["procurements"]],
        "suppliers": [{"id": "a", "bids": 1}, {"id": "b", "bids": 1}],
        "routes": [{"id": "r", "min_bidders": 1}],
    }
    bids = [{"phase": "tender", "resource": "bid", "units": 2}]
    window = [{"id": "c", "latest_gtm": "2030-12-31"}]
    found = repairs(programme(**{**TWO, **market}, demands=bids, clusters=window), seconds=20, most=3)
    assert one("routes", "min_bidders", "0", 1, "bidders") in told(found)
    raised = [r for r in found if r.changes[0].table == "capacity"]
    assert [r.changes[0].amount for r in raised] == [1]


def test_one_more_notice_in_a_window() -> None:
    pins = [pin("p", "gtm", "2030-01-01", "agreed"), pin("q", "gtm", "2030-02-01", "agreed")]
    found = repairs(programme(**TWO, stagger=[{"window": 3, "max_starts": 1}], pins=pins), seconds=20)
    assert told(found) == {
        one("stagger", "max_starts", "2", 1, "notices"),
        one("pins", "date", "2030-04-01", 2, "slots"),  # the second, later
        one("pins", "date", "2030-05-01", 4, "slots"),  # the first, past the second
    }


def test_a_blackout_is_made_shorter() -> None:
    dark = [{"milestone": "gtm", "from": "2030-01-01", "to": "2030-04-30"}]
    found = repairs(programme(blackouts=dark, pins=[pin("p", "gtm", "2030-02-01", "agreed")]), seconds=20)
    assert {("blackouts", "from", "2030-03-01", 2, "slots"), ("blackouts", "to", "2030-01-31", 3, "slots")} <= {
        change for changes in told(found) for change in changes
    }


def test_money_is_exact() -> None:
    """Two months of tender at 100 and one of decision at 50 fall in 2030; 120 is approved."""
    phases = [
        {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm", "cost": 100},
        {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award", "cost": 50},
    ]
    money = [{"from": "2030-01-01", "to": "2030-12-31", "approved": 120}]
    given = programme(phases=phases, funding=money, pins=[pin("p", "gtm", "2030-01-01", "agreed")])
    found = repairs(given, seconds=20, forbid_overspend=True)
    approved = next(r for r in found if r.changes[0].table == "funding")
    assert told([approved]) == {one("funding", "approved", "250", 130, "GBP")}
    assert (approved.cost, approved.smallest) == (130, True)
    assert is_possible(given)


OLD = {
    "departments": [{"id": "d", "cluster": "c", "users": 10, "onboarding": 2}],
    "systems": [{"id": "s", "departments": ["d"]}],
    "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-03-31", "cost": 7, "gap_allowed": False}],
}


def test_a_contract_that_may_not_lapse_is_extended_by_what_is_missing() -> None:
    """Live at the end of May at the earliest: three months and two of onboarding."""
    found = repairs(programme(**OLD), seconds=20)
    assert told(found) == {one("extensions", "months", "2", 2, "months")}
    assert found[0].cost == 14


def test_a_longer_term_covers_delivery() -> None:
    lots = [{"id": "l", "procurement": "p", "delivers": True}]
    given = programme(departments=OLD["departments"], lots=lots, terms=[{"route": "r", "months": 1}])
    assert told(repairs(given, seconds=20)) == {one("terms", "months", "2", 1, "months")}


def test_two_troubles_need_two_levers() -> None:
    pins = [pin("p", "gtm", "2030-02-01", "agreed")]
    given = programme(
        routes=[{"id": "r", "closes": "2030-03-31"}],
        blackouts=[{"milestone": "gtm", "from": "2030-02-01", "to": "2030-02-28"}],
        pins=[*pins, pin("p", "award", "2030-04-30", "earliest")],
    )
    found = repairs(given, seconds=30)
    assert found
    assert {len(r.changes) for r in found} == {2}
    assert all(is_possible(r.programme) for r in found)


def test_what_has_happened_is_never_relaxed() -> None:
    """Signed for 12 months, and onboarding takes 14: only the past could be otherwise."""
    lots = [{"id": "l", "procurement": "p", "delivers": True}]
    pins = [pin("p", "gtm", "2029-10-01"), pin("l", "award", "2029-12-31", term=12)]
    departments = [{"id": "d", "cluster": "c", "users": 1, "onboarding": 14}]
    given = programme(departments=departments, lots=lots, pins=pins)
    assert not is_possible(given)
    assert repairs(given, seconds=10) == []
    unsigned = [pin("p", "gtm", "2029-12-01", term=None), pin("l", "award", "2030-04-30", "latest")]
    mended = repairs(programme(departments=departments, lots=lots, pins=unsigned), seconds=10)
    assert told(mended) == {one("terms", "months", "14", 2, "months")}
    assert [p.kind for p in mended[0].programme.pins] == ["actual", "latest"]


# --- the bundled programme, made impossible ---------------------------------------------------------

AWARDS = {("windows", f"{x}-buy: award latest") for x in ("synergy", "matrix", "unity")}
NOTICES = {("windows", f"{x}-buy: gtm agreed") for x in ("synergy", "matrix", "unity")}
CAUSES = {
    "two-ends-one-integrator": {
        ("cover", "dwp-sop: no gap"),
        ("cover", "hmrc-sap: no gap"),
        ("market", "integrator-a: delivery"),
    },
    "board-overbooked": {("capacity", "approvals"), *AWARDS},
    "framework-closes": {("route", "synergy-buy/framework: closes")},
    "period-without-funding": {("funding", "2025-04-01 to 2028-03-31"), ("windows", "synergy: latest_gtm")},
    "pins-collide": {("capacity", "commercial-team"), *NOTICES},
}
WAYS_OUT = {
    "two-ends-one-integrator": {("capacity", 2), ("extensions", 27)},
    "board-overbooked": {("capacity", 1), ("pins", 2)},
    "framework-closes": {("routes", 1)},
    "period-without-funding": {("clusters", 36), ("funding", 152_400_000)},
    "pins-collide": {("pins", 1), ("pins", 6), ("pins", 10)},
}
"""The tables that repairs of one lever touch, and their amounts."""


@pytest.mark.parametrize("name", CAUSES)
def test_an_impossible_programme_names_its_cause_and_a_way_out(name: str) -> None:
    overlay = read_scenario(HERE / "infeasible" / f"{name}.toml")
    given = apply(read("whitehall-2022"), [overlay])
    forbid = name == "period-without-funding"
    model = build(given, forbid_overspend=forbid, explaining=True)
    met = conflict(Prober(model, Budget(30, None)))
    assert met is not None
    assert (set(met.limits), met.smallest) == (CAUSES[name], True)
    found = repairs(given, forbid_overspend=forbid, seconds=30, most=1)
    assert (found[0].changes[0].table, found[0].changes[0].amount) in WAYS_OUT[name]
    assert found[0].confirmed
    assert set(found[0].limits) <= CAUSES[name]


# --- random programmes ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def impossible() -> list[Programme]:
    """Small random programmes without a plan."""
    never = (given for _, _, given in programmes(1000) if not is_possible(given))
    return list(islice(never, how_many(30)))


def one_less(given: Programme, repair: Repair) -> Programme | None:
    """The programme with the only lever of a repair moved one less; None where that is nothing, or not right."""
    model = build(given, explaining=True)
    amount = repair.changes[0].amount
    for lever in levers(given, sorted(model.switches)):
        if lever.stretch is None and amount > 1 and changes(given, {lever: amount}) == repair.changes:
            return moved(given, {lever: amount - 1})
    return None


def test_each_repair_makes_its_programme_possible(impossible: list[Programme]) -> None:
    repaired = compared = 0
    for given in impossible:
        found = repairs(given, seconds=3, most=2, workers=1)
        repaired += bool(found)
        for repair in found:
            assert repair.confirmed
            assert is_possible(repair.programme), told([repair])
            less = one_less(given, repair) if repair.smallest else None
            assert less is None or not is_possible(less), told([repair])
            compared += less is not None
            kept = [p for p in repair.programme.pins if p.kind == "actual"]
            assert kept == [p for p in given.pins if p.kind == "actual"]
        ideas = [frozenset((c.table, c.row, c.column, c.after) for c in r.changes) for r in found]
        assert len(set(ideas)) == len(ideas)
    assert repaired * 3 >= len(impossible) * 2
    assert compared * 6 >= len(impossible)
