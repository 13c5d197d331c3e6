"""Awards while the route is open; terms and options that it allows."""

from __future__ import annotations

from datetime import date

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.facts import Facts
from calloff.rules import route


@pytest.mark.parametrize(
    ("award", "kept"), [(4, False), (5, True), (8, True), (9, False)], ids=["before", "first", "last", "after"]
)
def test_awards_fall_while_the_route_is_open(award: int, kept: bool) -> None:
    # Opens within May: the end of May is the first award. Closes on 31 August: the last.
    given = programme(routes=[{"id": "r", "opens": "2030-05-20", "closes": "2030-08-31"}])
    assert (breaches(route, simple(given, award - 3)) == []) is kept


def test_a_close_within_a_month_leaves_that_month_out() -> None:
    given = programme(routes=[{"id": "r", "closes": "2030-08-30"}])
    assert [a for a in range(6, 10) if not breaches(route, simple(given, a - 3))] == [6, 7]


def test_an_award_that_happened_breaches_nothing() -> None:
    given = programme(
        {"as_of": "2030-05-01"}, routes=[{"id": "r", "closes": "2030-01-31"}], pins=[pin("p", "award", "2030-03-10")]
    )
    assert breaches(route, Draft(given).compete("p", {}, terms={"l": (12, 0)})) == []


def test_only_its_own_routes_are_allowed() -> None:
    rows = [{"route": "q", "id": "tender", "order": 1, "duration": 2}]
    given = programme(routes=[{"id": "r"}, {"id": "q"}], phases=rows, terms=[])
    draft = Draft(given).compete("p", {"tender": (0, 2)}, route="q")
    assert [b.message for b in breaches(route, draft)] == ["takes route q, allowed r"]


@pytest.mark.parametrize(("term", "kept"), [(32, True), (33, False)])
def test_an_option_starts_before_the_horizons_end(term: int, kept: bool) -> None:
    given = programme(terms=[{"route": "r", "months": term, "option": 6}])  # award 3, horizon 36
    assert (breaches(route, simple(given, term=term, option=6)) == []) is kept
    assert breaches(route, simple(given, term=term)) == []


@pytest.mark.parametrize(("term", "option"), [(13, 0), (12, 3), (24, 6)])
def test_a_term_that_is_no_row_of_the_route_cannot_be_read(term: int, option: int) -> None:
    given = programme(terms=[{"route": "r", "months": 12, "option": 6}, {"route": "r", "months": 24}])
    found = Facts(given, simple(given, term=term, option=option).decisions()).broken
    assert [(b.rule, b.subject) for b in found] == [("route", "l")]


def test_a_lots_own_terms_win() -> None:
    given = programme(terms=[{"route": "r", "months": 12}, {"route": "r", "lot": "l", "months": 60}])
    assert Facts(given, simple(given, term=12).decisions()).broken
    assert subjects(route, simple(given, term=60)) == []


@pytest.mark.parametrize(("signed", "expiry"), [("2030-03-31", date(2031, 3, 1)), ("2030-04-01", date(2031, 4, 1))])
def test_an_actual_award_expires_on_the_real_day(signed: str, expiry: date) -> None:
    # Signed on the last of March it ends on 30 March a year later: March is not covered whole.
    given = programme({"as_of": "2030-05-01"}, pins=[pin("p", "award", signed)])
    plan = Draft(given).compete("p", {}, terms={"l": (12, 0)}).plan()
    assert plan.lots[0].expiry == expiry


def test_weeks_expire_with_the_calendar_month() -> None:
    # Award at week 3 = 22 January 2030; a month later is 22 February, inside week 7.
    given = programme({"unit": "week", "end": "2031-12-29"}, terms=[{"route": "r", "months": 1}])
    assert simple(given, term=1).facts().cycles["l", 1].expiry == 7
