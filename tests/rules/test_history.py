"""What has happened is kept; what is in progress starts where it began and ends no earlier than now."""

from __future__ import annotations

import pytest

from builders import Draft, breaches, pin, programme, subjects
from calloff.programme import Programme
from calloff.rules import history, sequence, windows

LATER = {"as_of": "2030-05-01"}  # now = 4


def running(began: str) -> Programme:
    return programme(LATER, pins=[pin("p", "gtm", began)])


def plan(given: Programme, tender: tuple[int, int], decide: tuple[int, int]) -> Draft:
    return Draft(given).compete("p", {"tender": tender, "decide": decide}, terms={"l": (12, 0)})


def test_a_phase_in_progress_runs_from_its_actual_start() -> None:
    draft = plan(running("2030-04-10"), (3, 5), (5, 6))
    assert [breaches(rule, draft) for rule in (history, sequence, windows)] == [[], [], []]


@pytest.mark.parametrize("tender", [(4, 6), (3, 6), (2, 4)])
def test_a_phase_in_progress_cannot_be_moved_or_stretched(tender: tuple[int, int]) -> None:
    assert subjects(history, plan(running("2030-04-10"), tender, (6, 7))) == ["p"]


def test_an_overdue_phase_ends_at_now_and_a_new_chain_begins() -> None:
    draft = plan(running("2030-01-10"), (0, 4), (4, 5))
    assert [breaches(rule, draft) for rule in (history, sequence, windows)] == [[], [], []]


def test_an_overdue_phase_that_ends_when_it_was_due_breaches() -> None:
    assert subjects(history, plan(running("2030-01-10"), (0, 2), (4, 5))) == ["p"]


def test_the_phase_after_an_actual_end_is_in_progress_from_there() -> None:
    given = programme(LATER, pins=[pin("p", "tender", "2030-03-20")])
    on_time = Draft(given).compete("p", {"decide": (3, 4)}, terms={"l": (12, 0)})
    late = Draft(given).compete("p", {"decide": (4, 5)}, terms={"l": (12, 0)})
    assert breaches(history, on_time) == []
    assert subjects(history, late) == ["p"]


def test_the_last_milestone_counts_not_the_last_day() -> None:
    # The award is dated before the go-to-market: it is still the later milestone, and all is history.
    given = programme(LATER, pins=[pin("p", "gtm", "2030-03-01"), pin("p", "award", "2030-02-01")])
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)})
    assert [breaches(rule, draft) for rule in (history, sequence, windows)] == [[], [], []]


def onboarded(kind: str, day: str) -> Programme:
    department = {"id": "d", "cluster": "c", "users": 10, "onboarding": "3"}
    return programme(LATER, departments=[department], pins=[pin("p", "award", "2030-01-10"), pin("d", kind, day)])


@pytest.mark.parametrize(
    ("start", "live", "kept"), [(3, 6, True), (3, 5, False), (4, 7, False)], ids=["as begun", "too short", "moved"]
)
def test_onboarding_in_progress(start: int, live: int, kept: bool) -> None:
    draft = Draft(onboarded("start", "2030-04-15")).compete("p", {}, terms={"l": (12, 0)}).onboard("d", start, live)
    assert (breaches(history, draft) == []) is kept


def test_overdue_onboarding_ends_at_now() -> None:
    given = onboarded("start", "2030-01-01")
    draft = Draft(given).compete("p", {}, terms={"l": (12, 0)})
    assert breaches(history, draft.onboard("d", 0, 4)) == []


@pytest.mark.parametrize(("live", "kept"), [(2, False), (3, True), (4, False)])
def test_a_go_live_that_happened_stays(live: int, kept: bool) -> None:
    draft = Draft(onboarded("live", "2030-03-10")).compete("p", {}, terms={"l": (12, 0)}).onboard("d", None, live)
    assert (breaches(history, draft) == []) is kept
