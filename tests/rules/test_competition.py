"""How many bid, who may, and who delivers."""

from __future__ import annotations

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.programme import Programme
from calloff.rules import competition


def world(bidders: int = 2, *, eligible: tuple[str, ...] = ("a", "b", "c1"), **more: object) -> Programme:
    return programme(
        suppliers=[{"id": x} for x in ("a", "b", "c1", "other")],
        procurements=[{"id": "p", "cluster": "c", "routes": ["r"], "suppliers": list(eligible)}],
        routes=[{"id": "r", "min_bidders": bidders}],
        **more,
    )


@pytest.mark.parametrize(
    ("bidders", "deliverer", "found"),
    [
        (["a", "b"], "b", []),
        (["a"], "a", ["1 suppliers bid, 2 wanted"]),
        (["a", "b", "c1"], "a", ["3 suppliers bid, 2 wanted"]),
        (["a", "a"], "a", ["a supplier bids twice: a, a"]),
        (["a", "other"], "a", ["other bids, but is not eligible"]),
        (["a", "b"], "c1", ["c1 delivers, but does not bid"]),
        (["a", "b"], None, ["no deliverer is named"]),
    ],
)
def test_bidders_and_deliverer(bidders: list[str], deliverer: str | None, found: list[str]) -> None:
    assert [b.message for b in breaches(competition, simple(world()).name("p", bidders, deliverer))] == found


@pytest.mark.parametrize(("deliverer", "kept"), [("a", True), ("other", False), (None, False)])
def test_without_bidders_any_eligible_supplier_delivers(deliverer: str | None, kept: bool) -> None:
    draft = simple(world(0)).name("p", [], deliverer)
    assert (breaches(competition, draft) == []) is kept


def test_a_competition_without_a_name_breaches() -> None:
    draft = simple(world())
    draft.witness = []
    assert subjects(competition, draft) == ["p"]


def test_withheld_names_are_not_counted() -> None:
    assert breaches(competition, simple(world())) == []


def test_no_names_where_the_market_is_not_modelled() -> None:
    given = world(eligible=())
    assert subjects(competition, simple(given).name("p", ["a", "b"], "a")) == ["p"]
    assert subjects(competition, simple(given).name("p", [], None)) == []


def test_history_has_no_bidders_but_may_still_deliver() -> None:
    header = {"as_of": "2030-05-01"}
    more = {
        "header": header,
        "pins": [pin("p", "award", "2030-03-10")],
        "lots": [{"id": "l", "procurement": "p", "delivers": True}],
        "departments": [{"id": "d", "cluster": "c", "users": 1, "onboarding": "1"}],
    }
    for units, found in ((0, []), (1, ["no deliverer is named"])):
        demands = [{"phase": "onboarding", "resource": "delivery", "units": units}]
        draft = Draft(world(**more, demands=demands)).compete("p", {}, terms={"l": (12, 0)}).onboard("d", 4, 5)
        assert [b.message for b in breaches(competition, draft.name("p", [], None))] == found
