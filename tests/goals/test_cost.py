"""Cost, part by part: each programme has one kind of money in it, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from builders import WEEKS, Draft, pin, programme, simple
from calloff.goals import cost
from calloff.programme import Programme

DEPARTMENT = {"id": "d", "cluster": "c", "users": 100, "onboarding": "2"}


def old(header: Any = None, contract: Any = None, **more: Any) -> Programme:
    """Department d on system s under contract k, which costs 10 a month to December 2030 (boundary 12)."""
    tables: dict[str, Any] = {
        "departments": [DEPARTMENT],
        "systems": [{"id": "s", "departments": ["d"]}],
        "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-12-31", "cost": 10, **(contract or {})}],
    }
    return programme(header, **{**tables, **more})


def plan(given: Programme, live: int = 10) -> Draft:
    return simple(given).onboard("d", live - 2, live)


# --- old contracts ---------------------------------------------------------------------------


def test_a_contract_is_paid_to_its_end_even_when_it_is_left() -> None:
    assert cost.value(plan(old(), 6).facts()) == 120


def test_in_gap_months_it_goes_on() -> None:
    assert cost.value(plan(old(), 15).facts()) == 150


def test_an_extension_costs_more_on_top() -> None:
    row = {"of": "k", "order": 1, "months": 6, "extra_cost": 4, "basis": "option"}
    assert cost.value(plan(old(extensions=[row])).take("k", 1).facts()) == 180 + 24
    assert cost.value(plan(old(extensions=[row])).facts()) == 120


def test_an_open_ended_contract_is_paid_to_the_last_leaving() -> None:
    assert cost.value(plan(old(contract={"ends": None}), 8).facts()) == 80


@pytest.mark.parametrize(
    ("other", "total"),
    [
        ({"ends": "2031-03-31", "cost": 30}, 120 + 15 * 30 + 3 * 30),  # the latest cover goes on: m, from 15 to 18
        ({"ends": "2030-12-31", "cost": 30}, 120 + 12 * 30 + 6 * 30),  # of two that end together, the costliest
        ({"ends": "2030-06-30", "cost": 30}, 120 + 6 * 30 + 6 * 10),
        ({"ends": "2030-12-31", "cost": 10}, 120 + 12 * 10 + 6 * 10),
    ],
)
def test_one_of_several_contracts_goes_on(other: dict[str, Any], total: int) -> None:
    rows = [{"id": "k", "systems": ["s"], "ends": "2030-12-31", "cost": 10}, {"id": "m", "systems": ["s"], **other}]
    assert cost.value(plan(old(contracts=rows), 18).facts()) == total


def test_a_contract_of_several_systems_pays_a_slot_once() -> None:
    systems = [{"id": "s", "departments": ["d"]}, {"id": "t", "departments": ["d"]}]
    given = old(contract={"systems": ["s", "t"]}, systems=systems)
    assert cost.value(plan(given, 15).facts()) == 150


def test_money_stops_at_the_horizon() -> None:
    given = old(departments=[{**DEPARTMENT, "joins": False}])
    assert cost.value(simple(given).facts()) == 360


# --- discounting and rounding ----------------------------------------------------------------


def test_each_slot_is_discounted_from_now_to_its_first_day() -> None:
    # Σ over 12 months of 1000 × 1.035^(−days / 365.25) = 11 813.86
    assert cost.value(plan(old({"discount_rate": "0.035"}, {"cost": 1000})).facts()) == 11_814


def test_a_lump_is_discounted_by_its_slot() -> None:
    # 5000 on 1 July 2030, 181 days from now: 4915.48
    given = old({"discount_rate": "0.035"}, {"cost": 0}, departments=[{**DEPARTMENT, "onboarding_cost": 5000}])
    assert cost.value(plan(given, 8).facts()) == 4915


@pytest.mark.parametrize(
    ("last", "total"), [("2030-01-31", 0), ("2030-03-31", 2), ("2030-05-31", 2), ("2030-07-31", 4)]
)
def test_running_totals_are_rounded_half_to_even(last: str, total: int) -> None:
    # 0.5 a month: totals of 0.5, 1.5, 2.5 and 3.5.
    given = programme(
        departments=[DEPARTMENT],
        systems=[{"id": "s", "departments": ["d"]}],
        contracts=[{"id": "k", "systems": ["s"], "ends": last, "cost": "0.5"}, {"id": "z", "systems": ["s"]}],
    )
    assert cost.value(plan(given).facts()) == total


@pytest.mark.parametrize(("last", "total"), [("2030-01-28", 92), ("2030-03-11", 230)])
def test_a_week_is_84_in_365_and_a_quarter_of_a_month(last: str, total: int) -> None:
    # 4 weeks: 91.99; 10 weeks: 229.98.
    given = old(
        WEEKS, contracts=[{"id": "k", "systems": ["s"], "ends": last, "cost": 100}, {"id": "z", "systems": ["s"]}]
    )
    assert cost.value(plan(given).facts()) == total


# --- risk and savings ------------------------------------------------------------------------


def test_risk_counts_months_in_gap_or_unsupported_once() -> None:
    # Support ends at 9, the contract at 12, d leaves at 14: five months.
    row = {"id": "s", "departments": ["d"], "support_end": "2030-09-30", "risk_cost": 7}
    assert cost.value(plan(old(contract={"cost": 0}, systems=[row]), 14).facts()) == 35


def test_savings_run_from_go_live_to_the_horizon() -> None:
    assert cost.value(plan(programme(departments=[{**DEPARTMENT, "saving": 5}]), 10).facts()) == -130


def test_savings_of_who_is_live_already_count_from_now() -> None:
    given = programme(
        {"as_of": "2030-06-01"},
        departments=[{**DEPARTMENT, "saving": 5}],
        pins=[pin("p", "award", "2030-01-10"), pin("d", "live", "2030-03-20")],
    )
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", None, 3)
    assert cost.value(draft.facts()) == -5 * 31


# --- charges ---------------------------------------------------------------------------------


def charged(months: int = 12, option: int = 0, header: Any = None, **more: Any) -> Programme:
    term = {"route": "r", "months": months, "option": option, "factor": "0.9", "option_factor": "0.5"}
    tables: dict[str, Any] = {"lots": [{"id": "l", "procurement": "p", "charge": 1000}], "terms": [term]}
    return programme(header, **{**tables, **more})


def test_charges_run_from_the_award_for_the_term() -> None:
    assert cost.value(simple(charged()).facts()) == 12 * 900


def test_option_months_have_a_factor_of_their_own() -> None:
    assert cost.value(simple(charged(option=6), option=6).facts()) == 12 * 900 + 6 * 450
    assert cost.value(simple(charged(option=6)).facts()) == 12 * 900


def test_charges_stop_at_the_horizon() -> None:
    assert cost.value(simple(charged(48), term=48).facts()) == 33 * 900


def test_the_cheapest_row_of_a_term_counts() -> None:
    rows = [{"route": "r", "months": 12, "factor": 2}, {"route": "r", "months": 12, "option": 6, "factor": "1.5"}]
    assert cost.value(simple(charged(terms=rows)).facts()) == 12 * 1500
    assert cost.value(simple(charged(terms=rows), option=6).facts()) == 18 * 1500


def test_a_contract_that_an_actual_expiry_cut_short_charges_to_its_end() -> None:
    header = {"as_of": "2030-07-01"}
    pins = [pin("p", "award", "2030-02-28"), pin("l", "expiry", "2030-10-31", "actual")]
    draft = Draft(charged(header=header, pins=pins)).compete("p", {}, terms={"l": (12, 0)})
    assert cost.value(draft.facts()) == 4 * 900


def shared(option: int = 0, **more: Any) -> Programme:
    """Lot l charged from go-live to d (300 users) and e (100); n does not join."""
    lot = {"id": "l", "procurement": "p", "charge": 1000, "charge_from": "live"}
    departments = [
        {**DEPARTMENT, "users": 300},
        {**DEPARTMENT, "id": "e"},
        {**DEPARTMENT, "id": "n", "users": 999, "joins": False},
    ]
    term = {"route": "r", "months": 12, "option": option, "option_factor": "0.5"}
    return programme(**{"lots": [lot], "departments": departments, "terms": [term], **more})


def test_each_department_pays_its_share_from_its_go_live() -> None:
    # The contract runs from 3 to 15.
    draft = plan(shared(), 6).onboard("e", 7, 9)
    assert cost.value(draft.facts()) == 9 * 750 + 6 * 250


def test_shares_of_option_months() -> None:
    # The option runs from 15 to 21; e goes live inside it.
    draft = simple(shared(6), option=6).onboard("d", 4, 6).onboard("e", 15, 17)
    assert cost.value(draft.facts()) == 9 * 750 + 6 * 375 + 4 * 125


def test_no_users_no_share() -> None:
    given = shared(departments=[{**DEPARTMENT, "users": 0}])
    assert cost.value(plan(given, 6).facts()) == 0


def test_a_later_cycle_charges_from_its_handover() -> None:
    lot = {"id": "l", "procurement": "p", "charge": 1000, "charge_from": "live", "renews": True, "recompete_route": "r"}
    given = shared(lots=[lot], departments=[DEPARTMENT])
    draft = plan(given, 6).compete("l", {"tender": (12, 14), "decide": (14, 15)}, cycle=2, terms={"l": (12, 0)})
    assert cost.value(draft.facts()) == 9 * 1000 + 12 * 1000


# --- acquisition -----------------------------------------------------------------------------

PHASES = [
    {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm", "cost": 300},
    {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
]
BOUGHT = {"procurements": [{"id": "p", "cluster": "c", "routes": ["r"], "one_off_cost": 2400}], "phases": PHASES}


def bought(header: Any = None, **more: Any) -> Programme:
    return programme(header, **{**BOUGHT, **more})


def test_acquisition_is_spread_over_the_term() -> None:
    assert cost.value(simple(bought()).facts()) == 3000


def test_what_lies_past_the_horizon_is_not_bought() -> None:
    # 3000 / 48 = 62.5 a month from 3 to the horizon at 36: W(36) − W(3) = 2250 − 188.
    assert cost.value(simple(bought(terms=[{"route": "r", "months": 48}]), term=48).facts()) == 2062


def test_options_do_not_lengthen_the_spread_but_the_longest_lot_does() -> None:
    lots = [{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "p"}]
    terms = [{"route": "r", "lot": "l", "months": 12, "option": 60}, {"route": "r", "lot": "m", "months": 66}]
    draft = Draft(bought(lots=lots, terms=terms))
    draft.compete("p", {"tender": (0, 2), "decide": (2, 3)}, terms={"l": (12, 60), "m": (66, 0)})
    # 3000 / 66 = 45.45… a month: W(36) − W(3) = 1636 − 136.
    assert cost.value(draft.facts()) == 1500


def test_without_a_contract_it_counts_when_it_falls() -> None:
    # 2400 in March, 300 in January and in February, at 3.5 %: 2386.70 and 599.13.
    given = bought({"discount_rate": "0.035"}, terms=[])
    draft = Draft(given).compete("p", {"tender": (0, 2), "decide": (2, 3)})
    assert cost.value(draft.facts()) == 2387 + 599


def test_what_lies_before_now_is_sunk() -> None:
    # Begun in April, now May: one of two months of tender is left.
    given = bought({"as_of": "2030-05-01"}, pins=[pin("p", "gtm", "2030-04-10")])
    assert cost.value(simple(given, 3).facts()) == 2400 + 300


def test_an_award_that_happened_is_paid() -> None:
    phases = [*PHASES, {"route": "r", "id": "build", "order": 3, "duration": 6, "cost": 100}]
    given = bought({"as_of": "2030-05-01"}, pins=[pin("p", "award", "2030-03-10")], phases=phases)
    draft = Draft(given).compete("p", {"build": (3, 9)}, terms={"l": (12, 0)})
    # 5 months of 100 still to come, spread over 12 from 3: 11 of them from now.
    assert cost.value(draft.facts()) == round(500 * 11 / 12)


def test_every_migration_pays_onboarding_again() -> None:
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r", "migrates": True}
    given = programme(lots=[lot], departments=[{**DEPARTMENT, "onboarding_cost": 50}])
    draft = plan(given, 6).compete("l", {"tender": (10, 12), "decide": (12, 13)}, cycle=2, terms={"l": (12, 0)})
    assert cost.value(draft.onboard("d", 13, 15, lot="l", cycle=2).facts()) == 100
