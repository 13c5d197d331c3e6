"""Extensions in order and in time; contracts that allow no gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import Draft, breaches, programme, simple, subjects
from calloff.programme import Programme
from calloff.rules import cover


def extension(order: int, **more: Any) -> dict[str, Any]:
    return {"of": "k", "order": order, "months": 6, "basis": "option", **more}


def world(*extensions: dict[str, Any], header: Any = None, contract: Any = None, **more: Any) -> Programme:
    tables: dict[str, Any] = {
        "departments": [{"id": "d", "cluster": "c", "users": 10, "onboarding": "2"}],
        "systems": [{"id": "s", "departments": ["d"]}],
        "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-12-31", **(contract or {})}],
        "extensions": list(extensions),
    }
    return programme(header, **{**tables, **more})


def plan(given: Programme, *taken: int, live: int = 10, of: str = "k") -> Draft:
    return simple(given).onboard("d", live - 2, live).take(of, *taken)


@pytest.mark.parametrize(
    ("taken", "found"), [((), []), ((1,), []), ((1, 2), []), ((2,), ["extension 2 is taken without the one before"])]
)
def test_extensions_are_taken_in_order(taken: tuple[int, ...], found: list[str]) -> None:
    assert [b.message for b in breaches(cover, plan(world(extension(1), extension(2)), *taken))] == found


def test_an_agreed_extension_is_always_taken() -> None:
    given = world(extension(1, agreed=True))
    assert subjects(cover, plan(given)) == ["k"]
    assert subjects(cover, plan(given, 1)) == []


@pytest.mark.parametrize(
    ("notice", "agreed", "kept"),
    [(9, False, True), (10, False, False), (10, True, True)],
    ids=["just in time", "a slot late", "late but agreed"],
)
def test_no_notice_day_that_has_passed(notice: int, agreed: bool, kept: bool) -> None:
    # Now is 3; the contract ends at 12.
    given = world(extension(1, notice=notice, agreed=agreed), header={"as_of": "2030-03-10"})
    draft = simple(given, 3).onboard("d", 8, 10).take("k", 1)
    assert (breaches(cover, draft) == []) is kept


def test_the_notice_of_the_second_counts_from_the_end_of_the_first() -> None:
    given = world(extension(1), extension(2, notice=15), header={"as_of": "2030-03-10"})
    draft = simple(given, 3).onboard("d", 8, 10)
    assert breaches(cover, draft.take("k", 1, 2)) == []


@pytest.mark.parametrize(("live", "taken", "kept"), [(12, (), True), (13, (), False), (18, (1,), True)])
def test_no_gap_where_none_is_allowed(live: int, taken: tuple[int, ...], kept: bool) -> None:
    found = breaches(cover, plan(world(extension(1), contract={"gap_allowed": False}), *taken, live=live))
    assert (found == []) is kept
    if not kept:
        assert [(b.subject, b.slot) for b in found] == [("k", date(2031, 1, 1))]


def test_a_gap_is_allowed_otherwise() -> None:
    assert breaches(cover, plan(world(), live=20)) == []


def test_another_contract_may_cover_the_rest() -> None:
    contracts = [
        {"id": "k", "systems": ["s"], "ends": "2030-12-31", "gap_allowed": False},
        {"id": "other", "systems": ["s"], "ends": None},
    ]
    assert breaches(cover, plan(world(contracts=contracts), live=20)) == []


def test_support_has_extensions_of_its_own() -> None:
    support = [{"of": "s", "order": n, "months": 3, "basis": "option", "notice": 2} for n in (1, 2)]
    given = world(*support, systems=[{"id": "s", "departments": ["d"], "support_end": "2030-06-30"}])
    assert breaches(cover, plan(given, 1, 2, of="s")) == []
    assert subjects(cover, plan(given, 2, of="s")) == ["s"]
