"""Projects in the classic sense: what bounds their end, and schedules made for them."""

from __future__ import annotations

from random import Random

import pytest

from calloff.large.energy import least_end
from calloff.large.serial import soonest
from calloff.solve import Options, parse_goals, solve
from projects import boards, jobs, shortest


@pytest.mark.parametrize(
    ("slots", "units", "capacity", "before", "least"),
    [
        ([2, 2, 2], [1, 1, 1], 1, {}, 6),  # work alone
        ([2, 2, 2], [1, 1, 1], 2, {}, 3),  # six slots of work on two, though three whole jobs take four
        ([3, 4], [0, 0], 1, {1: [(0, 3)]}, 7),  # a chain alone
        ([5, 2, 2], [0, 1, 1], 1, {1: [(0, 5)], 2: [(0, 5)]}, 9),  # a head, then work
        ([2, 2, 5], [1, 1, 0], 1, {2: [(0, 2), (1, 2)]}, 9),  # work, then a tail
        ([2, 4], [1, 1], 2, {1: [(0, 1)]}, 5),  # a lag from start to start
        ([], [], 1, {}, 0),
    ],
)
def test_the_bound_is_work_between_chains(
    slots: list[int], units: list[int], capacity: int, before: dict[int, list[tuple[int, int]]], least: int
) -> None:
    assert least_end(jobs(slots, units, capacity, before)) == least


def test_a_circle_of_lags_bounds_nothing() -> None:
    assert least_end(jobs([1, 1], [1, 1], 1, {0: [(1, 1)], 1: [(0, 1)]})) == 0


def test_no_schedule_is_shorter_than_its_bound_and_none_made_beats_the_shortest() -> None:
    """Random projects: the bound, the shortest schedule, the schedule made, in that order."""
    rng, tight = Random(1), 0
    for _ in range(150):
        n, capacity = rng.randint(2, 7), rng.randint(2, 4)
        before = {j: [(i, rng.randint(0, 5)) for i in range(j) if rng.random() < 0.3] for j in range(n)}
        project = jobs(
            [rng.randint(1, 5) for _ in range(n)], [rng.randint(0, capacity) for _ in range(n)], capacity, before
        )
        least, best = least_end(project), shortest(project)
        starts = soonest(project, 0, lambda: False, least)
        assert starts is not None
        made = max(s + d for s, d in zip(starts, project.slots, strict=True))
        assert least <= best <= made
        tight += least == best
    assert tight > 75


def test_a_bound_that_is_reached_proves_the_plan() -> None:
    programme = boards([2] * 6, [1] * 6, 2)
    outcome = solve(programme, Options(workers=1, time_limit=20, goals=parse_goals("finish")))
    assert outcome.status == "optimal"
    assert (outcome.levels[0].value, outcome.levels[0].bound) == (6, 6)
