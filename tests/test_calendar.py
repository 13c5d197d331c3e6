"""Dates, durations and money: every mapping errs to the side that never flatters a plan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import WEEKS, programme
from calloff.calendar import Calendar, Money, add_months, offsets

DAY = timedelta(days=1)
MONTHLY, WEEKLY = Calendar.of(programme()), Calendar.of(programme(WEEKS))
CALENDARS = st.sampled_from([MONTHLY, WEEKLY])
DAYS = st.dates(date(2028, 1, 1), date(2034, 12, 31))
SLOTS = st.integers(-60, 200)
LENGTHS = st.lists(st.decimals(0, 9, places=1), max_size=6)
AMOUNTS = st.decimals(0, 10_000, places=2)
RATES = st.sampled_from([Decimal(0), Decimal("0.035"), Decimal("0.2"), Decimal("-0.01")])
QUICK = settings(max_examples=150, deadline=None)


# --- dates -------------------------------------------------------------------------------------


@QUICK
@given(CALENDARS, SLOTS)
def test_a_boundary_and_its_first_day_are_one(calendar: Calendar, slot: int) -> None:
    day = calendar.day(slot)
    assert calendar.slot_of(day) == slot
    assert calendar.slot_of(day - DAY) == slot - 1
    assert calendar.is_boundary(day)
    assert calendar.end_on(calendar.last_day(slot)) == slot


@QUICK
@given(CALENDARS, DAYS)
def test_lasts_round_down_and_firsts_round_up(calendar: Calendar, day: date) -> None:
    assert calendar.day(calendar.start_by(day)) <= day < calendar.day(calendar.start_by(day) + 1)
    assert calendar.day(calendar.end_on(day)) <= day + DAY < calendar.day(calendar.end_on(day) + 1)
    assert calendar.day(calendar.start_from(day) - 1) < day <= calendar.day(calendar.start_from(day))
    assert calendar.day(calendar.end_after(day) - 1) <= day < calendar.day(calendar.end_after(day))
    assert calendar.day(calendar.pinned_start(day)) <= day < calendar.day(calendar.pinned_end(day))


@QUICK
@given(CALENDARS, DAYS, DAYS)
def test_every_mapping_keeps_the_order_of_days(calendar: Calendar, one: date, other: date) -> None:
    first, last = sorted((one, other))
    for name in ("slot_of", "end_on", "start_by", "start_from", "end_after", "pinned_start", "pinned_end"):
        mapping = getattr(calendar, name)
        assert mapping(first) <= mapping(last)


@QUICK
@given(CALENDARS, DAYS, st.integers(0, 400))
def test_a_period_touches_all_its_slots_and_opens_no_more(calendar: Calendar, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    touched, opened = calendar.touched(first, last), calendar.opening_in(first, last)
    assert {calendar.slot_of(first + timedelta(days=i)) for i in range(length + 1)} == set(touched)
    assert set(opened) == {t for t in touched if first <= calendar.day(t) <= last}


@QUICK
@given(CALENDARS, SLOTS, st.integers(0, 60), st.integers(0, 60))
def test_months_add_up_and_a_contract_never_outlasts_its_real_term(
    calendar: Calendar, boundary: int, months: int, more: int
) -> None:
    end = calendar.months_after(boundary, months)
    assert calendar.day(end) <= add_months(calendar.day(boundary), months)
    assert end <= calendar.months_after(boundary, months + more)
    assert calendar.months_after(boundary, months) <= calendar.months_after(boundary + 1, months)
    assert MONTHLY.months_after(MONTHLY.months_after(boundary, months), more) == boundary + months + more


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert add_months(date(2030, 1, 31), 1) == date(2030, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2030, 3, 15), -3) == date(2029, 12, 15)


def test_now_is_the_first_boundary_from_the_day_the_facts_are_known() -> None:
    for as_of, now in (("2030-01-01", 0), ("2030-01-02", 1), ("2030-02-01", 1)):
        assert Calendar.of(programme({"as_of": as_of})).now == now


@pytest.mark.parametrize(
    ("begins", "day", "year"),
    [
        ("04-01", date(2030, 3, 1), "2029-30"),
        ("04-01", date(2030, 4, 1), "2030-31"),
        ("01-01", date(2030, 12, 1), "2030"),
        ("03-15", date(2030, 3, 1), "2029-30"),
    ],
)
def test_a_fiscal_year_holds_the_first_day_of_a_slot(begins: str, day: date, year: str) -> None:
    calendar = Calendar.of(programme({"fiscal_year_start": begins}))
    assert calendar.fiscal_year(calendar.slot_of(day)) == year


# --- durations ---------------------------------------------------------------------------------


def test_durations_are_added_before_they_are_rounded() -> None:
    assert offsets([Decimal("0.5"), Decimal("5.5"), Decimal("0.4")]) == [0, 1, 6, 7]


@QUICK
@given(LENGTHS)
def test_a_chain_takes_less_than_one_slot_more_than_its_durations(lengths: list[Decimal]) -> None:
    found = offsets(lengths)
    assert found == sorted(found)
    for i in range(len(lengths) + 1):
        assert 0 <= found[i] - sum(lengths[:i]) < 1
    assert found[-1] <= sum(ceil(x) for x in lengths)


# --- money -------------------------------------------------------------------------------------


def _money(calendar: Calendar, rate: Decimal) -> Money:
    return Money(calendar, rate)


@QUICK
@given(CALENDARS, RATES, AMOUNTS, SLOTS, SLOTS, SLOTS)
def test_money_over_neighbouring_spans_adds_up(
    calendar: Calendar, rate: Decimal, amount: Decimal, a: int, b: int, c: int
) -> None:
    money = _money(calendar, rate)
    first, middle, last = sorted((a, b, c))
    table = money.monthly(amount)
    whole = money.between(table, first, last)
    assert whole == money.between(table, first, middle) + money.between(table, middle, last)
    assert whole >= 0
    assert money.between(table, last, first) == 0


@QUICK
@given(CALENDARS, RATES, AMOUNTS)
def test_a_running_total_is_rounded_once_at_each_boundary(calendar: Calendar, rate: Decimal, amount: Decimal) -> None:
    table = _money(calendar, rate).per_slot(amount)
    assert len(table) == calendar.horizon - calendar.now + 1
    first = calendar.day(calendar.now)
    exact = 0.0
    for j in range(calendar.now, calendar.horizon):
        exact += float(amount) / float(1 + rate) ** ((calendar.day(j) - first).days / 365.25)
        assert abs(table[j - calendar.now + 1] - exact) < 0.501


@QUICK
@given(CALENDARS, AMOUNTS, SLOTS)
def test_at_rate_zero_money_is_what_is_paid(calendar: Calendar, amount: Decimal, slot: int) -> None:
    money = _money(calendar, Decimal("0.05")).undiscounted()
    inside = calendar.now <= slot < calendar.horizon
    paid = int(amount.to_integral_value(rounding=ROUND_HALF_EVEN))
    assert money.lump(amount, slot) == (paid if inside else 0)
    assert abs(money.per_slot(amount)[-1] - amount * (calendar.horizon - calendar.now)) <= Decimal("0.5")


@pytest.mark.parametrize(("amount", "whole"), [("0.5", 0), ("1.5", 2), ("2.5", 2), ("2.51", 3)])
def test_halves_are_rounded_to_even(amount: str, whole: int) -> None:
    money = _money(MONTHLY, Decimal(0))
    assert money.lump(Decimal(amount), 0) == whole
    assert money.per_slot(Decimal(amount))[1] == whole


def test_a_week_is_its_part_of_a_month() -> None:
    assert WEEKLY.months_in_slot() == Decimal(84) / Decimal("365.25")
    assert _money(WEEKLY, Decimal(0)).monthly(Decimal(36525))[1] == 8400


@QUICK
@given(CALENDARS, AMOUNTS, SLOTS)
def test_later_is_never_dearer_at_a_rate_above_zero(calendar: Calendar, amount: Decimal, slot: int) -> None:
    money = _money(calendar, Decimal("0.1"))
    if calendar.now <= slot:
        assert money.lump(amount, slot) >= money.lump(amount, slot + 1)
