"""Goals in slots and bids: peak, finish, stability, early."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, pin, programme, simple
from calloff.goals import early, finish, peak, stability
from calloff.plan import Decisions
from calloff.programme import Programme

BIDS = [{"phase": "tender", "resource": "bid", "units": 2}, {"phase": "decide", "resource": "bid", "units": 1}]


def two(header: Any = None, **more: Any) -> Programme:
    tables: dict[str, Any] = {
        "procurements": [{"id": x, "cluster": "c", "routes": ["r"]} for x in ("p", "q")],
        "terms": [],
        "routes": [{"id": "r", "min_bidders": 3}],
    }
    return programme(header, **{**tables, **more})


def both(given: Programme, p: int, q: int) -> Draft:
    draft = Draft(given)
    for item, s in (("p", p), ("q", q)):
        draft.compete(item, {"tender": (s, s + 2), "decide": (s + 2, s + 3)})
    return draft


# --- peak ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("q", "bids"), [(0, 12), (2, 12), (3, 6)])
def test_the_most_bids_between_notice_and_award(q: int, bids: int) -> None:
    # Three bidders with at most two bid units each, in the slots 0 to 2.
    assert peak.value(both(two(demands=BIDS), 0, q).facts()) == bids


@pytest.mark.parametrize(("q", "count"), [(2, 2), (3, 1)])
def test_without_bid_demands_each_competition_counts_once(q: int, count: int) -> None:
    assert peak.value(both(two(), 0, q).facts()) == count


def test_a_competition_without_bids_of_its_own_counts_nothing_where_others_have() -> None:
    rows = [{"phase": "tender", "procurement": "q", "resource": "bid", "units": 2}]
    assert peak.value(both(two(demands=rows), 0, 0).facts()) == 6


def test_peak_counts_from_now() -> None:
    given = two({"as_of": "2030-03-01"}, pins=[pin("p", "award", "2030-02-10")])
    draft = Draft(given).compete("p", {}).compete("q", {"tender": (5, 7), "decide": (7, 8)})
    assert peak.value(draft.facts()) == 1


def test_an_unknown_notice_counts_from_now() -> None:
    # The tender has ended, nobody said when it began; the award is still to come.
    given = two({"as_of": "2030-03-01"}, pins=[pin("p", "tender", "2030-02-10")])
    draft = Draft(given).compete("p", {"decide": (2, 3)}).compete("q", {"tender": (2, 4), "decide": (4, 5)})
    assert peak.value(draft.facts()) == 2


# --- finish ----------------------------------------------------------------------------------


def test_the_last_first_go_live() -> None:
    departments = [{"id": x, "cluster": "c", "users": 1, "onboarding": "2"} for x in ("d", "e")]
    given = programme(departments=departments)
    assert finish.value(simple(given).onboard("d", 3, 5).onboard("e", 9, 11).facts()) == 11


def test_without_departments_the_last_phase() -> None:
    assert finish.value(both(two(), 0, 4).facts()) == 7


def test_finish_counts_from_now_and_never_less_than_none() -> None:
    given = two({"as_of": "2030-03-01"}, pins=[pin("p", "award", "2030-01-10"), pin("q", "award", "2030-01-10")])
    assert finish.value(Draft(given).compete("p", {}).compete("q", {}).facts()) == 0
    assert finish.value(both(two({"as_of": "2030-03-01"}), 2, 2).facts()) == 3


# --- stability -------------------------------------------------------------------------------


def joined(start: int, live: int) -> Draft:
    given = programme(departments=[{"id": "d", "cluster": "c", "users": 1, "onboarding": "2"}])
    return simple(given, start).onboard("d", live - 2, live)


def moved(draft: Draft, baseline: Decisions | None) -> int:
    return stability.value(draft.facts(baseline=baseline))


def test_moves_of_notice_award_and_go_live_add_up() -> None:
    before = joined(2, 10).decisions()
    assert moved(joined(2, 10), before) == 0
    assert moved(joined(5, 9), before) == 3 + 3 + 1


def test_without_a_baseline_nothing_moves() -> None:
    assert moved(joined(5, 9), None) == 0


def test_an_item_in_only_one_plan_counts_to_the_horizon() -> None:
    before = joined(2, 10).decisions()
    alone = before.model_copy(update={"departments": ()})
    assert moved(joined(2, 10), alone) == 36 - 10
    assert moved(joined(2, 10), before.model_copy(update={"competitions": ()})) == (36 - 2) + (36 - 5)


def test_what_nobody_knows_has_not_moved() -> None:
    before = joined(2, 10).decisions()
    run = before.competitions[0].model_copy(update={"gtm": None})
    assert moved(joined(5, 10), before.model_copy(update={"competitions": (run,)})) == 3


# --- early -----------------------------------------------------------------------------------


def test_starts_of_phases_and_onboardings() -> None:
    # Phases start at 4 and 6, onboarding at 8; now is 0.
    assert early.value(joined(4, 10).facts()) == 4 + 6 + 8


def test_what_is_in_progress_does_not_count() -> None:
    given = programme({"as_of": "2030-05-01"}, pins=[pin("p", "gtm", "2030-04-10")])
    assert early.value(simple(given, 3).facts()) == 5 - 4


LOT = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r"}


@pytest.mark.parametrize(("start", "slots"), [(5, 7), (12, 0), (14, 0)])
def test_a_handover_before_the_expiry_it_follows(start: int, slots: int) -> None:
    # The first contract expires at 15.
    draft = simple(programme(lots=[LOT])).compete(
        "l", {"tender": (start, start + 2), "decide": (start + 2, start + 3)}, cycle=2, terms={"l": (12, 0)}
    )
    assert early.value(draft.facts()) == 0 + 2 + slots


def test_a_migration_counts_for_each_department() -> None:
    departments = [{"id": x, "cluster": "c", "users": 1, "onboarding": "2"} for x in ("d", "e")]
    draft = simple(programme(lots=[{**LOT, "migrates": True}], departments=departments))
    draft.onboard("d", 3, 5).onboard("e", 3, 5)
    draft.compete("l", {"tender": (5, 7), "decide": (7, 8)}, cycle=2, terms={"l": (12, 0)})
    draft.onboard("d", 8, 10, lot="l", cycle=2).onboard("e", 20, 22, lot="l", cycle=2)
    assert early.value(draft.facts()) == 2 + 3 + 3 + (15 - 10)


def test_expiry_and_service_are_clipped_to_the_run_off() -> None:
    given = programme(lots=[LOT], terms=[{"route": "r", "months": 40}])
    draft = simple(given, term=40)  # expires at 43
    draft.compete("l", {"tender": (46, 48), "decide": (48, 49)}, cycle=2, terms={"l": (40, 0)})
    assert early.value(draft.facts()) == 2
