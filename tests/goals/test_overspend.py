"""Spend beyond what is approved, by period and kind."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, programme, simple
from calloff.goals import overspend

PHASES = [
    {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm", "cost": 300},
    {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
]


def plan(*rows: tuple[str, str, str, list[str]], header: Any = None) -> Draft:
    """Tender in November and December 2030 (600), award in January 2031 (2400), onboarding in February (50).

    An extension of 6 months from January 2031 costs 10 a month on top.
    """
    given = programme(
        header,
        phases=PHASES,
        procurements=[{"id": "p", "cluster": "c", "routes": ["r"], "one_off_cost": 2400}],
        departments=[{"id": "d", "cluster": "c", "users": 1, "onboarding": "2", "onboarding_cost": 50}],
        systems=[{"id": "s", "departments": ["d"]}],
        contracts=[{"id": "k", "systems": ["s"], "ends": "2030-12-31", "cost": 99}],
        extensions=[{"of": "k", "order": 1, "months": 6, "extra_cost": 10, "basis": "option"}],
        funding=[{"from": a, "to": b, "approved": n, "covers": kinds} for a, b, n, kinds in rows],
    )
    return simple(given, 10).onboard("d", 13, 15).take("k", 1)


YEAR = ("2030-04-01", "2031-03-31")


@pytest.mark.parametrize(
    ("kinds", "spend"),
    [
        (["procurement"], 600),
        (["one_off"], 2400),
        (["onboarding"], 50),
        (["extension"], 30),
        ([], 3080),
        (["one_off", "extension"], 2430),
    ],
)
def test_each_kind_of_spend_in_a_year(kinds: list[str], spend: int) -> None:
    assert overspend.value(plan((*YEAR, "0", kinds)).facts()) == spend


def test_only_what_lies_beyond_is_over() -> None:
    assert overspend.value(plan((*YEAR, "3000", [])).facts()) == 80
    assert overspend.value(plan((*YEAR, "3080", [])).facts()) == 0


def test_rows_add_up() -> None:
    rows = [("2030-04-01", "2030-12-31", "500", []), ("2031-01-01", "2031-12-31", "2500", [])]
    assert overspend.value(plan(*rows).facts()) == 100 + (2400 + 50 + 60 - 2500)


def test_a_slot_belongs_to_the_period_of_its_first_day() -> None:
    assert overspend.value(plan(("2030-11-02", "2030-12-31", "0", [])).facts()) == 300


@pytest.mark.parametrize(("approved", "over"), [("598.5", 2), ("599.5", 0), ("598.51", 1)])
def test_what_is_approved_is_rounded_half_to_even(approved: str, over: int) -> None:
    assert overspend.value(plan((*YEAR, approved, ["procurement"])).facts()) == over


def test_spend_is_not_discounted() -> None:
    assert overspend.value(plan((*YEAR, "0", []), header={"discount_rate": "0.2"}).facts()) == 3080
