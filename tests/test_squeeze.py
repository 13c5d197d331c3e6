"""One slot sooner, or proof that there is none: against the shortest schedule of small random projects."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from calloff.budget import Budget
from calloff.large import squeeze
from calloff.large.energy import least_end
from calloff.large.serial import Jobs, end_of
from calloff.large.squeeze import squeezed, within
from calloff.search import Ended
from calloff.solve import Options, parse_goals, solve
from projects import boards, jobs, shortest, tables
from stopping import words_of


def drawn(seed: int) -> Iterator[Jobs]:
    """Small projects that one resource or two make longer than their chains."""
    rng = Random(seed)
    while True:
        n, capacity = rng.randint(4, 8), [rng.randint(2, 4), rng.randint(2, 4)]
        before = [[(i, rng.randint(0, 5)) for i in range(j) if rng.random() < 0.2] for j in range(n)]
        demands = [[(r, rng.randint(1, c)) for r, c in enumerate(capacity) if rng.random() < 0.8] for _ in range(n)]
        yield Jobs([f"j{i}" for i in range(n)], [rng.randint(1, 5) for _ in range(n)], demands, capacity, before)


def one_after_another(project: Jobs) -> list[int]:
    """A schedule in which no two jobs meet."""
    starts: list[int] = []
    for j, held in enumerate(project.before):
        after = max((starts[i] + project.slots[i] for i in range(j)), default=0)
        starts.append(max([after, *(starts[i] + lag for i, lag in held)]))
    return starts


def is_schedule(project: Jobs, starts: list[int]) -> bool:
    if any(starts[j] < starts[i] + lag for j, held in enumerate(project.before) for i, lag in held):
        return False
    for t in range(end_of(project, starts)):
        running = [j for j, s in enumerate(starts) if s <= t < s + project.slots[j]]
        for resource, capacity in enumerate(project.capacity):
            if sum(n for j in running for r, n in project.demands[j] if r == resource) > capacity:
                return False
    return min(starts, default=0) >= 0


def unlimited() -> Budget:
    return Budget(60.0, None)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_left_to_gain_is_gained_or_proved_not_to_be_there(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the longest schedule, however far: the shortest is found, and where the bound is below it, proved."""
    monkeypatch.setattr(squeeze, "NEAR", 100.0)
    proved = 0
    for given in islice(drawn(1), 60):
        least, best = least_end(given), shortest(given)
        starts = one_after_another(given)
        assert is_schedule(given, starts)
        found, bound = squeezed(given, starts, least, unlimited(), unlimited(), workers=workers, seed=0)
        assert is_schedule(given, found)
        assert end_of(given, found) == best == bound
        proved += least < best
    assert proved > 10


def test_a_schedule_far_from_what_is_known_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(squeeze, "_first_of", lambda *args: pytest.fail("nothing is searched"))
    given = jobs([1] * 6, [1] * 6, 3, {})
    late = [0, 0, 1, 1, 2, 3]
    assert squeezed(given, late, 2, unlimited(), unlimited(), workers=1, seed=0) == (late, 2)
    best = [0, 0, 0, 1, 1, 1]
    assert squeezed(given, best, 2, unlimited(), unlimited(), workers=1, seed=0) == (best, 2)


def test_an_end_before_that_of_a_chain_is_impossible() -> None:
    given = jobs([3, 4], [0, 0], 1, {1: [(0, 3)]})
    starts, least = squeezed(given, [0, 3], 6, unlimited(), unlimited(), workers=1, seed=0)
    assert (starts, least) == ([0, 3], 7)
    assert len(within(given, 6).excess) == 1


def test_what_goes_wrong_on_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object) -> Ended:
        raise LookupError("lost")

    monkeypatch.setattr(squeeze, "attempt", failing)
    with pytest.raises(LookupError, match="lost"):
        squeezed(jobs([1] * 3, [1] * 3, 2, {}), [0, 1, 2], 2, unlimited(), unlimited(), workers=2, seed=0)


def test_nothing_is_claimed_of_plans_that_end_beyond_the_run_off() -> None:
    """Past the run-off capacity counts no more: ten jobs in turn would take 30 slots, and it ends after 15."""
    programme = boards([3] * 10, [1] * 10, 1, end="2026-08-31")
    outcome = solve(programme, Options(workers=1, time_limit=60, goals=parse_goals("finish")))
    assert outcome.status == "optimal"
    assert (outcome.levels[0].value, outcome.levels[0].bound) == (15, 15)


def test_what_is_not_known_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(squeeze, "_first_of", lambda *args: Ended("unknown", None, 0.0, 0.0))
    given = jobs([1] * 3, [1] * 3, 2, {})
    assert squeezed(given, [0, 1, 2], 2, unlimited(), unlimited(), workers=1, seed=0) == ([0, 1, 2], 2)


INTERRUPTED = """
    import os, signal, sys, time
    from calloff.large import project, squeeze
    from calloff.solve import Options, parse_goals, solve
    from calloff_data.read import read

    module = {"soonest": project, "attempt": squeeze}[sys.argv[1]]
    known = getattr(module, sys.argv[1])

    def interrupted(*args, **more):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)  # heard by the thread that waits
        return known(*args, **more)

    setattr(module, sys.argv[1], interrupted)
    began = time.perf_counter()
    outcome = solve(read(sys.argv[2]), Options(workers=1, time_limit=60, goals=parse_goals("finish")))
    print(outcome.interrupted, outcome.plan is not None, time.perf_counter() - began < 15)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
@pytest.mark.parametrize("where", ["soonest", "attempt"])
def test_a_run_stopped_before_the_solver_begins_ends_soon_with_its_schedule(where: str, tmp_path: Path) -> None:
    """Ctrl-C while a schedule is made, and while a sooner end is sought: what is known by then is the plan."""
    given = tmp_path / "boards.json"
    rows = range(20)  # of unlike length, on one board
    slots, units = [2 + i % 5 for i in rows], [1 + (3 * i) % 7 for i in rows]
    given.write_text(json.dumps(tables(slots, units, 9, "2036-12-31")), encoding="utf-8")
    assert words_of(INTERRUPTED, where, str(given)) == ["True", "True", "True"]


def test_a_limit_of_work_is_kept_and_charged() -> None:
    given = next(p for p in drawn(5) if least_end(p) < shortest(p))
    starts, budget, limit = one_after_another(given), Budget(None, 10.0), Budget(None, 1.0)
    least = end_of(given, starts) - 1
    squeezed(given, starts, least, budget, limit, workers=4, seed=0)
    assert budget.work is not None
    assert limit.work is not None
    assert 0.0 < 10.0 - budget.work == pytest.approx(1.0 - limit.work)
    assert limit.work > -0.1
    none_left = Budget(None, 0.0)
    assert squeezed(given, starts, least, budget, none_left, workers=1, seed=0) == (starts, least)
