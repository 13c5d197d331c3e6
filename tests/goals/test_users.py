"""Users in gap, unsecured, unsupported and late: user-slots worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from builders import WEEKS, Draft, pin, programme, simple
from calloff.goals import gap, lateness, unsecured, unsupported
from calloff.programme import Programme


def world(header: Any = None, **more: Any) -> Programme:
    """Department d with 100 users on system s, contract k to the end of December 2030 (boundary 12)."""
    tables: dict[str, Any] = {
        "departments": [{"id": "d", "cluster": "c", "users": 100, "onboarding": "2"}],
        "systems": [{"id": "s", "departments": ["d"]}],
        "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-12-31"}],
    }
    return programme(header, **{**tables, **more})


def plan(given: Programme, live: int) -> Draft:
    return simple(given).onboard("d", live - 2, live)


@pytest.mark.parametrize(("live", "slots"), [(12, 0), (13, 1), (20, 8)])
def test_gap_runs_from_the_contracts_end_to_the_leaving(live: int, slots: int) -> None:
    assert gap.value(plan(world(), live).facts()) == 100 * slots


def test_a_contract_that_ends_within_a_month_does_not_cover_it() -> None:
    given = world(contracts=[{"id": "k", "systems": ["s"], "ends": "2030-12-30"}])
    assert gap.value(plan(given, 12).facts()) == 100


def test_parallel_running_keeps_the_old_system_in_use() -> None:
    row = {"id": "d", "cluster": "c", "users": 100, "onboarding": "2", "parallel_run": "1.5"}
    assert gap.value(plan(world(departments=[row]), 12).facts()) == 200  # leaves at 12 + 2


def test_gap_counts_from_now_on_only() -> None:
    given = world({"as_of": "2031-03-01"}, pins=[pin("p", "award", "2030-05-10")])
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", 16, 18)
    assert gap.value(draft.facts()) == 100 * (18 - 14)


def test_a_department_that_does_not_join_stays_to_the_run_off() -> None:
    given = world(departments=[{"id": "d", "cluster": "c", "users": 100, "joins": False}])
    assert gap.value(simple(given).facts()) == 100 * (48 - 12)


def test_a_system_without_a_contract_is_always_in_gap() -> None:
    assert gap.value(plan(world(contracts=[]), 5).facts()) == 500


def test_several_contracts_cover_together() -> None:
    rows = [
        {"id": "k", "systems": ["s"], "ends": "2030-03-31"},
        {"id": "m", "systems": ["s"], "ends": "2030-06-30"},
    ]
    assert gap.value(plan(world(contracts=rows), 10).facts()) == 100 * 4


def test_a_systems_own_users_are_shared_out_by_size() -> None:
    # 10 users over departments of 100 and 50: 6 and 3, the odd one to the larger; 8 and 10 slots.
    departments = [
        {"id": "d", "cluster": "c", "users": 100, "onboarding": "2"},
        {"id": "e", "cluster": "c", "users": 50, "onboarding": "2"},
    ]
    given = world(departments=departments, systems=[{"id": "s", "departments": ["d", "e"], "users": 10}])
    assert gap.value(plan(given, 20).onboard("e", 20, 22).facts()) == 7 * 8 + 3 * 10


def test_a_system_replaced_by_what_is_not_needed_is_left_when_that_ends() -> None:
    procurements = [
        {"id": "p", "cluster": "c", "routes": ["r"]},
        {"id": "q", "cluster": "c", "routes": ["r"], "needed_for_live": False},
    ]
    lots = [{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}]
    systems = [{"id": "s", "departments": ["d"], "replaced_by": "m"}]
    given = world(procurements=procurements, lots=lots, systems=systems)
    draft = plan(given, 10).compete("q", {"tender": (14, 16), "decide": (16, 17)}, terms={"m": (12, 0)})
    assert gap.value(draft.facts()) == 100 * 5


# --- service of renewing lots ----------------------------------------------------------------


RENEWS = [{"id": "l", "procurement": "p", "renews": True, "recompete_route": "r"}]


def renewed(start: int, live: int = 6, **more: Any) -> Draft:
    given = world(lots=RENEWS, systems=[], contracts=[], terms=[{"route": "r", "months": n} for n in (12, 48)], **more)
    draft = simple(given).onboard("d", live - 2, live)
    return draft.compete(
        "l", {"tender": (start, start + 2), "decide": (start + 2, start + 3)}, cycle=2, terms={"l": (48, 0)}
    )


@pytest.mark.parametrize(("start", "slots"), [(10, 0), (12, 0), (13, 1), (17, 5)])
def test_late_handover_is_gap(start: int, slots: int) -> None:
    # The first contract expires at 3 + 12; the successor serves from the end of its phases.
    assert gap.value(renewed(start).facts()) == 100 * slots


def test_before_first_service_there_is_no_gap() -> None:
    assert gap.value(renewed(17, live=18).facts()) == 200


def test_a_migration_serves_from_the_new_go_live() -> None:
    lots = [{**RENEWS[0], "migrates": True}]
    given = world(lots=lots, systems=[], contracts=[], terms=[{"route": "r", "months": n} for n in (12, 48)])
    draft = simple(given).onboard("d", 4, 6)
    draft.compete("l", {"tender": (8, 10), "decide": (10, 11)}, cycle=2, terms={"l": (48, 0)})
    assert gap.value(draft.onboard("d", 17, 19, lot="l", cycle=2).facts()) == 100 * (19 - 15)


def test_what_is_not_needed_serves_from_the_end_of_its_phases() -> None:
    rows = [{"id": "p", "cluster": "c", "routes": ["r"], "needed_for_live": False}]
    assert gap.value(renewed(17, live=30, procurements=rows).facts()) == 500


# --- unsecured -------------------------------------------------------------------------------


def extension(basis: str, order: int = 1, **more: Any) -> dict[str, Any]:
    return {"of": "k", "order": order, "months": 6, "basis": basis, **more}


@pytest.mark.parametrize(
    ("row", "slots"),
    [
        (extension("direct_award"), 6),
        (extension("modification"), 6),
        (extension("modification", agreed=True), 0),
        (extension("option"), 0),
    ],
)
def test_only_an_extension_that_nobody_agreed_is_unsecured(row: dict[str, Any], slots: int) -> None:
    facts = plan(world(extensions=[row]), 20).take("k", 1).facts()
    assert unsecured.value(facts) == 100 * slots
    assert gap.value(facts) == 100 * 2


def test_unsecured_only_while_in_use_and_not_covered_otherwise() -> None:
    contracts = [
        {"id": "k", "systems": ["s"], "ends": "2030-12-31"},
        {"id": "m", "systems": ["s"], "ends": "2031-02-28"},
    ]
    given = world(contracts=contracts, extensions=[extension("direct_award")])
    assert unsecured.value(plan(given, 17).take("k", 1).facts()) == 100 * 3


# --- unsupported -----------------------------------------------------------------------------


SUPPORTED = [{"id": "s", "departments": ["d"], "support_end": "2030-06-30"}]


def test_unsupported_past_the_vendors_support() -> None:
    assert unsupported.value(plan(world(systems=SUPPORTED), 10).facts()) == 400
    assert unsupported.value(plan(world(), 10).facts()) == 0


def test_support_can_be_extended() -> None:
    row = {"of": "s", "order": 1, "months": 3, "basis": "option"}
    assert unsupported.value(plan(world(systems=SUPPORTED, extensions=[row]), 10).take("s", 1).facts()) == 100


@pytest.mark.parametrize(("with_support", "slots"), [(True, 2), (False, 14)])
def test_a_contracts_extension_may_bring_support(with_support: bool, slots: int) -> None:
    # Support ends at 6; the extension runs to 18.
    given = world(systems=SUPPORTED, extensions=[extension("option", with_support=with_support)])
    assert unsupported.value(plan(given, 20).take("k", 1).facts()) == 100 * slots


# --- lateness --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("live_by", "slots"), [("2030-10-31", 0), ("2030-10-30", 1), ("2030-08-31", 2), ("2029-12-31", 10), (None, 0)]
)
def test_lateness_from_the_deadline(live_by: str | None, slots: int) -> None:
    given = world(clusters=[{"id": "c", "live_by": live_by}])
    assert lateness.value(plan(given, 10).facts()) == 100 * slots


def test_who_is_live_already_is_not_late() -> None:
    pins = [pin("p", "award", "2030-01-10"), pin("d", "live", "2030-05-20")]
    given = world({"as_of": "2030-06-01"}, clusters=[{"id": "c", "live_by": "2030-02-28"}], pins=pins)
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", None, 5)
    assert lateness.value(draft.facts()) == 0


def test_weeks_are_slots_too() -> None:
    # The contract ends on 30 January 2030: week 4 begins on 29 January, so four weeks are covered.
    given = world(WEEKS, contracts=[{"id": "k", "systems": ["s"], "ends": "2030-01-30"}])
    assert gap.value(plan(given, 9).facts()) == 500
