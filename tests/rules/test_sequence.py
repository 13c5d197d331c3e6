"""Phases in order, waits within bounds, durations added before they are rounded."""

from __future__ import annotations

import pytest

from builders import Draft, breaches, programme, subjects
from calloff.rules import sequence


def phases(*rows: tuple[str, str, int, int]) -> list[dict[str, object]]:
    """Phases of route r: id, duration, least and greatest wait before."""
    return [
        {"route": "r", "id": name, "order": i, "duration": length, "min_wait": low, "max_wait": high}
        for i, (name, length, low, high) in enumerate(rows)
    ]


DECIMAL = phases(("a", "0.5", 0, 0), ("b", "5.5", 0, 0), ("c", "0.4", 0, 0))


def test_durations_are_added_before_they_are_rounded() -> None:
    plan = Draft(programme(phases=DECIMAL)).compete("p", {"a": (3, 4), "b": (4, 9), "c": (9, 10)}, terms={"l": (12, 0)})
    assert breaches(sequence, plan) == []


@pytest.mark.parametrize(
    "spans",
    [
        {"a": (3, 4), "b": (4, 10), "c": (10, 11)},  # each rounded up on its own: 8 slots, not 7
        {"a": (3, 4), "b": (4, 9), "c": (9, 9)},
        {"a": (3, 3), "b": (3, 9), "c": (9, 10)},
    ],
)
def test_a_boundary_off_the_rounded_sum_breaches(spans: dict[str, tuple[int, int]]) -> None:
    plan = Draft(programme(phases=DECIMAL)).compete("p", spans, terms={"l": (12, 0)})
    assert set(subjects(sequence, plan)) == {"p"}


@pytest.mark.parametrize(("wait", "kept"), [(0, False), (1, True), (3, True), (4, False)])
def test_a_wait_stays_within_its_bounds(wait: int, kept: bool) -> None:
    rows = phases(("a", "2", 0, 0), ("b", "1", 1, 3))
    plan = Draft(programme(phases=rows)).compete("p", {"a": (0, 2), "b": (2 + wait, 3 + wait)}, terms={"l": (12, 0)})
    assert (breaches(sequence, plan) == []) is kept


def test_a_wait_begins_a_new_chain_of_rounding() -> None:
    rows = phases(("a", "0.5", 0, 0), ("b", "0.5", 0, 2))
    apart = Draft(programme(phases=rows)).compete("p", {"a": (0, 1), "b": (1, 2)}, terms={"l": (12, 0)})
    together = Draft(programme(phases=rows)).compete("p", {"a": (0, 1), "b": (1, 1)}, terms={"l": (12, 0)})
    assert breaches(sequence, apart) == []
    assert subjects(sequence, together) == ["p"]


def test_the_first_phase_has_no_wait_before_it() -> None:
    rows = phases(("a", "2", 5, 6), ("b", "1", 0, 0))
    plan = Draft(programme(phases=rows)).compete("p", {"a": (0, 2), "b": (2, 3)}, terms={"l": (12, 0)})
    assert breaches(sequence, plan) == []


@pytest.mark.parametrize(("end", "kept"), [(14, False), (15, True), (16, False)])
def test_later_cycles_scale_durations(end: int, kept: bool) -> None:
    # 2 + 1 slots at factor 1.5: 3, then 4.5 rounded up to 5.
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r", "recompete_factor": "1.5"}
    plan = Draft(programme(lots=[lot]))
    plan.compete("p", {"tender": (0, 2), "decide": (2, 3)}, terms={"l": (12, 0)})
    plan.compete("l", {"tender": (10, 13), "decide": (13, end)}, cycle=2, terms={"l": (12, 0)})
    assert (breaches(sequence, plan) == []) is kept
    assert set(subjects(sequence, plan)) <= {"l cycle 2"}
