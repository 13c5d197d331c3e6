"""After what it needs, in waves, a few at once, before the horizon ends."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, simple, subjects
from calloff.programme import Programme
from calloff.rules import onboarding


def department(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "cluster": "c", "users": 1, "onboarding": "2", **more}


def world(*departments: dict[str, Any], **more: Any) -> Programme:
    return programme(departments=list(departments), **more)


@pytest.mark.parametrize(("start", "kept"), [(2, False), (3, True)])
def test_it_starts_after_the_last_phase_that_is_needed(start: int, kept: bool) -> None:
    assert (breaches(onboarding, simple(world(department("d"))).onboard("d", start, start + 2)) == []) is kept


def test_what_is_not_needed_does_not_hold_it() -> None:
    procurement = {"id": "p", "cluster": "c", "routes": ["r"], "needed_for_live": False}
    draft = simple(world(department("d"), procurements=[procurement])).onboard("d", 0, 2)
    assert breaches(onboarding, draft) == []


@pytest.mark.parametrize(("length", "live", "kept"), [("1.2", 5, True), ("2", 6, False), ("2", 4, False)])
def test_its_length_is_rounded_up(length: str, live: int, kept: bool) -> None:
    draft = simple(world(department("d", onboarding=length))).onboard("d", 3, live)
    assert (breaches(onboarding, draft) == []) is kept


@pytest.mark.parametrize(("start", "kept"), [(5, False), (6, True)])
def test_not_before_its_decision(start: int, kept: bool) -> None:
    draft = simple(world(department("d", decision_by="2030-06-15"))).onboard("d", start, start + 2)
    assert (breaches(onboarding, draft) == []) is kept


@pytest.mark.parametrize(("start", "found"), [(4, ["e"]), (5, [])])
def test_a_wave_starts_when_the_wave_before_is_live(start: int, found: list[str]) -> None:
    given = world(department("d", wave=1), department("e", wave=3), department("free"))
    draft = simple(given).onboard("d", 3, 5).onboard("e", start, start + 2).onboard("free", 3, 5)
    assert subjects(onboarding, draft) == found


@pytest.mark.parametrize(("limit", "found"), [(1, 1), (2, 0)])
def test_so_many_at_once(limit: int, found: int) -> None:
    given = world(department("d"), department("e"), clusters=[{"id": "c", "parallel_onboarding": limit}])
    draft = simple(given).onboard("d", 3, 5).onboard("e", 4, 6)
    assert len(breaches(onboarding, draft)) == found
    assert breaches(onboarding, simple(given).onboard("d", 3, 5).onboard("e", 5, 7)) == []


@pytest.mark.parametrize(("live", "found"), [(36, []), (37, ["d"])])
def test_live_before_the_horizon_ends(live: int, found: list[str]) -> None:
    assert subjects(onboarding, simple(world(department("d"))).onboard("d", live - 2, live)) == found


def test_onboarding_in_progress_is_only_held_to_the_horizon() -> None:
    given = programme(
        {"as_of": "2030-03-01"},
        departments=[department("d", decision_by="2030-06-15"), department("e")],
        clusters=[{"id": "c", "parallel_onboarding": 1}],
        pins=[pin("d", "start", "2030-02-10"), pin("e", "start", "2030-02-10")],
    )
    assert breaches(onboarding, simple(given, 2).onboard("d", 1, 3).onboard("e", 1, 3)) == []


def test_work_in_progress_leaves_no_room() -> None:
    given = programme(
        {"as_of": "2030-03-01"},
        departments=[department("d"), department("e")],
        clusters=[{"id": "c", "parallel_onboarding": 1}],
        pins=[pin("p", "award", "2030-01-10"), pin("d", "start", "2030-02-10")],
    )
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", 1, 3)
    assert subjects(onboarding, draft.onboard("e", 2, 4)) == ["c"]


def migrating(**more: Any) -> Programme:
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r", "migrates": True}
    return world(department("d", wave=1), department("e", wave=2), lots=[lot], **more)


def migrated(d: int, e: int, **more: Any) -> Draft:
    draft = simple(migrating(**more)).onboard("d", 3, 5).onboard("e", 5, 7)
    draft.compete("l", {"tender": (10, 12), "decide": (12, 13)}, cycle=2, terms={"l": (12, 0)})
    return draft.onboard("d", d, d + 2, lot="l", cycle=2).onboard("e", e, e + 2, lot="l", cycle=2)


@pytest.mark.parametrize(
    ("d", "e", "found"), [(13, 15, []), (12, 14, ["d cycle 2"]), (13, 14, ["e cycle 2"]), (60, 62, [])]
)
def test_a_migration_follows_its_competition_and_waves(d: int, e: int, found: list[str]) -> None:
    # Past the horizon a migration is no breach.
    assert subjects(onboarding, migrated(d, e)) == found


def test_a_migration_goes_live_no_earlier_than_the_go_live_before() -> None:
    draft = simple(migrating()).onboard("d", 20, 22).onboard("e", 22, 24)
    draft.compete("l", {"tender": (10, 12), "decide": (12, 13)}, cycle=2, terms={"l": (12, 0)})
    draft.onboard("d", 13, 15, lot="l", cycle=2).onboard("e", 22, 24, lot="l", cycle=2)
    assert subjects(onboarding, draft) == ["d cycle 2"]


def test_migrations_share_the_limit_of_their_own_cycle() -> None:
    assert subjects(onboarding, migrated(13, 15, clusters=[{"id": "c", "parallel_onboarding": 1}])) == []
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r", "migrates": True}
    given = world(department("d"), department("e"), lots=[lot], clusters=[{"id": "c", "parallel_onboarding": 1}])
    draft = simple(given).onboard("d", 3, 5).onboard("e", 5, 7)
    draft.compete("l", {"tender": (10, 12), "decide": (12, 13)}, cycle=2, terms={"l": (12, 0)})
    draft.onboard("d", 13, 15, lot="l", cycle=2).onboard("e", 14, 16, lot="l", cycle=2)
    assert [b.message for b in breaches(onboarding, draft)] == ["2 departments onboarded at once, 1 allowed"]
