"""A large programme has a plan at once, then one placed with more care; whichever of the two is better is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from calloff.check import check
from calloff.large import climb
from calloff.large.climb import LargeClimb
from calloff.large.first import first_plan
from calloff.large.insert import AT_ONCE, CAREFUL, Haste
from calloff.large.pace import Pace
from calloff.large.parts import Parts
from calloff.large.whole import Whole
from calloff.levels import Progress
from calloff.options import Options
from calloff.programme import Programme
from calloff.solve import parse_goals, solve
from calloff_data.generate import generated

GOALS = "gap,unsecured"
OPTIONS = Options(workers=1, time_limit=4, goals=parse_goals(GOALS))


@pytest.fixture(scope="module")
def eight() -> Programme:
    return generated(8, seed=3)


def placed(programme: Programme, haste: Haste) -> list[int]:
    """What a plan placed in such haste comes to, goal by goal."""
    whole = Whole(Parts(programme), GOALS.split(","))
    assert first_plan(whole, OPTIONS, lambda: False, haste=haste)
    return [whole.value(name) for name in GOALS.split(",")]


def climbed(programme: Programme, *, until: int = 2) -> tuple[list[Progress], LargeClimb]:
    """A run that is stopped when it has told so much."""
    told: list[Progress] = []
    pace = Pace(120, None)

    def hear(progress: Progress) -> None:
        told.append(progress)
        if len(told) >= until:
            pace.stop()

    made = LargeClimb(Parts(programme), OPTIONS, pace, hear)
    if made.begin(OPTIONS.goals):
        made.climb(OPTIONS.goals, 2)
    return told, made


def test_a_plan_is_told_at_once_and_a_better_one_after_it(eight: Programme) -> None:
    told, _ = climbed(eight)
    at_once, careful = placed(eight, AT_ONCE), placed(eight, CAREFUL)
    assert careful < at_once  # what was told first left something to gain
    assert [p.best for p in told[:2]] == [at_once[0], careful[0]]
    assert (told[0].level, told[0].bound) == ("gap", 0)  # no less than nothing, without a solve


def allowing(*wanted: Haste | None) -> Callable[..., bool]:
    """Placing that finds something only in the hastes wanted."""

    return lambda *given: given[-1] in wanted and first_plan(*given)


@pytest.mark.parametrize(("wanted", "first"), [(AT_ONCE, AT_ONCE), (None, CAREFUL)])
def test_one_of_the_two_is_enough(
    eight: Programme, monkeypatch: pytest.MonkeyPatch, wanted: Haste | None, first: Haste
) -> None:
    monkeypatch.setattr(climb, "first_plan", allowing(wanted))
    told, _ = climbed(eight)
    assert told[0].best == placed(eight, first)[0]
    outcome = solve(eight, OPTIONS)
    assert outcome.plan is not None
    assert check(eight, outcome.plan).breaches == ()


def test_none_of_the_two_is_no_plan(eight: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(climb, "first_plan", allowing())
    told, made = climbed(eight)
    assert told == []
    assert made.whole is None


def test_a_worse_plan_does_not_take_the_place_of_a_better(eight: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the first is placed with care and the second at once: the first stays."""
    seen: list[Whole] = []

    def careful_first(
        whole: Whole, options: Options, stopped: Callable[[], bool], rules: object, haste: object
    ) -> bool:
        seen.append(whole)
        return first_plan(whole, options, stopped, haste=CAREFUL if haste is AT_ONCE else AT_ONCE)

    monkeypatch.setattr(climb, "first_plan", careful_first)
    made = LargeClimb(Parts(eight), OPTIONS, Pace(120, None), None)
    made._place(GOALS.split(","))
    assert len(seen) == 2
    assert made.whole is seen[0]


def test_a_run_stopped_after_the_first_plan_ends_with_it(eight: Programme) -> None:
    pace, told = Pace(60, None), []

    def stop(progress: Progress) -> None:
        told.append(progress)
        pace.stop()

    made = LargeClimb(Parts(eight), OPTIONS, pace, stop)
    assert made.begin(OPTIONS.goals)
    made.climb(OPTIONS.goals, 2)
    levels, _ = made.ended()
    assert levels.status == "feasible"
    assert [x.reached for x in levels.levels] == placed(eight, AT_ONCE)
