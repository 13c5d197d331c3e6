"""What one more unit of capacity is worth is the difference of two solves, and is where it is said to be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import programme
from calloff.explain.worth import Asked, Place, Saving, Worth
from calloff.explain.worth_words import NOTHING_FULL, asked_words, worth_words
from calloff.explain.worths import compared, full_quarters, raised, worths
from calloff.options import Options, parse_goals
from calloff.plan import GoalRun, Plan
from calloff.programme import Programme
from calloff.solve import solve
from calloff.tables import Capacity

OPTIONS = Options(workers=1, goals=parse_goals("early"))


@pytest.fixture(scope="module")
def crowded() -> Programme:
    """Three procurements of two slots of tender and one of signing, and one commercial team."""
    given: dict[str, Any] = {
        "procurements": [{"id": f"p{i}", "cluster": "c", "routes": ["r"]} for i in range(3)],
        "lots": [{"id": f"l{i}", "procurement": f"p{i}"} for i in range(3)],
        "resources": [{"id": "team", "title": "Commercial team", "capacity": 1}],
        "demands": [{"phase": "tender", "resource": "team", "units": 1}],
    }
    return programme(**given)


def test_full_quarters_are_those_in_which_nothing_is_left(crowded: Programme) -> None:
    plan = solve(crowded, OPTIONS).plan
    assert plan is not None
    assert [(p.resource, p.quarter) for p in full_quarters(crowded, plan)] == [("team", "Q1 2030"), ("team", "Q2 2030")]


def test_the_saving_is_what_a_new_solve_confirms(crowded: Programme) -> None:
    plan = solve(crowded, OPTIONS).plan
    assert plan is not None
    found = {w.place.quarter: w for w in worths(crowded, plan, OPTIONS).worths}
    # One at a time the tenders begin at 0, 2 and 4, and their signing two later: 6 + 12. With two teams in the first
    # three months they begin at 0, 0 and 2: 2 + 8.
    assert found["Q1 2030"].savings == (Saving("early", 8, "slots", "proved"),)
    assert found["Q1 2030"].proved
    # Two teams from April on let the third begin at 3: it and its signing come one slot sooner.
    assert found["Q2 2030"].savings == (Saving("early", 2, "slots", "proved"),)
    # What only breaks ties is worth neither money nor anybody's time.
    assert asked_words(crowded, Asked(tuple(found.values()))) == (
        "Worth nothing in money or users’ time (proved): one more of Commercial team in Q1 2030 and Q2 2030.",
    )


def test_each_resource_is_looked_at_before_the_next_quarter_of_any(crowded: Programme) -> None:
    plan = solve(crowded, OPTIONS).plan
    assert plan is not None
    board = crowded.resources[0].model_copy(update={"id": "board", "capacity": 9})
    both = crowded.model_copy(update={"resources": (*crowded.resources, board)})
    # A board that is full in one month of the second quarter alone, after two fuller quarters of the team.
    full = next(u for u in plan.usage if u.of == "team" and u.slot == date(2030, 4, 1))
    used = (*plan.usage, full.model_copy(update={"of": "board", "use": 9, "capacity": 9}))
    found = full_quarters(Programme.model_validate(dict(both)), Plan(**{**dict(plan), "usage": used}))
    assert [(p.resource, p.quarter) for p in found] == [("team", "Q1 2030"), ("board", "Q2 2030"), ("team", "Q2 2030")]


PLACE = Place("team", date(2030, 1, 1), date(2030, 4, 1))


def runs(*levels: tuple[str, int, bool]) -> tuple[GoalRun, ...]:
    """Levels of a solve: goal, best, whether proved."""
    return tuple(
        GoalRun(goal=g, value=n, best=n, bound=n if p else 0, proved=p, unit=UNITS[g], tolerance="0")
        for g, n, p in levels
    )


UNITS = {"gap": "user-slots", "cost": "GBP", "early": "slots"}


@pytest.mark.parametrize(
    ("base", "more", "standings", "proved"),
    [
        ((("gap", 9, True), ("cost", 50, True)), (("gap", 4, True), ("cost", 70, True)), ["proved", "proved"], True),
        # The new solve may still find better: at least; the old one might have: at most; what follows is not known.
        ((("gap", 9, True), ("cost", 50, True)), (("gap", 4, False), ("cost", 40, True)), ["at least", "found"], False),
        ((("gap", 9, False), ("cost", 50, True)), (("gap", 4, True), ("cost", 40, True)), ["at most", "found"], False),
        ((("gap", 9, False), ("cost", 50, True)), (("gap", 4, False), ("cost", 50, True)), ["found"], False),
        ((("gap", 9, True), ("cost", 50, True)), (("gap", 9, True), ("cost", 40, False)), ["at least"], False),
        # A solve with more room that comes to more was stopped early: nothing was found, and nothing is proved.
        ((("gap", 9, True), ("cost", 50, True)), (("gap", 9, True), ("cost", 60, False)), [], False),
        ((("gap", 9, True), ("cost", 50, True)), (), [], False),
        # That ties were not proved takes nothing from what is counted.
        ((("gap", 9, True), ("early", 5, True)), (("gap", 9, True), ("early", 4, False)), ["at least"], True),
    ],
)
def test_a_difference_says_how_sure_it_is(
    base: tuple[tuple[str, int, bool], ...],
    more: tuple[tuple[str, int, bool], ...],
    standings: list[str],
    *,
    proved: bool,
) -> None:
    found = compared(PLACE, runs(*base), runs(*more))
    assert ([s.standing for s in found.savings], found.proved) == (standings, proved)


def test_money_and_users_time_are_said_apart_and_unproved_as_at_least(crowded: Programme) -> None:
    def said(*savings: Saving) -> str:
        return worth_words(crowded, Worth(PLACE, savings, proved=False))

    gap, cost = Saving("gap", 340, "user-slots", "proved"), Saving("cost", 1_280_000, "GBP", "at least")
    assert said(gap, cost) == (
        "One more of Commercial team in Q1 2030 saves 340 user-months without a contract and at least £1.28m of cost."
    )
    dearer = Saving("cost", -5_000, "GBP", "at least")
    assert said(gap, dearer).endswith(", at the price of at most £5k of cost.")
    assert said(gap).endswith("saves 340 user-months without a contract (proved).")
    assert said(Saving("gap", 1, "user-slots", "found")).endswith(
        "1 user-month without a contract (found, not proved)."
    )
    assert asked_words(crowded, Asked(())) == (NOTHING_FULL,)
    open_ = Asked((Worth(PLACE, (), proved=False),), (Place("team", date(2030, 4, 1), date(2030, 7, 1)),))
    assert asked_words(crowded, open_) == (
        "No saving was found, which is not proved: one more of Commercial team in Q1 2030.",
        "Used up too, but not looked at: Commercial team in Q2 2030.",
    )


def test_one_more_is_added_inside_the_quarter_alone() -> None:
    rows = [
        {"of": "team", "from": "2030-03-01", "to": "2030-04-30", "capacity": 0},
        {"of": "team", "from": "2031-01-01", "to": "2031-12-31", "capacity": 5},
    ]
    given = programme(resources=[{"id": "team", "capacity": 2}], capacity=rows)
    more = raised(given, Place("team", date(2030, 4, 1), date(2030, 7, 1)))

    def capacity(held: tuple[Capacity, ...], day: date) -> int:
        return min((r.capacity for r in held if r.from_ <= day <= r.to), default=2)

    days = [
        date(2030, 3, 31),
        date(2030, 4, 1),
        date(2030, 4, 30),
        date(2030, 5, 1),
        date(2030, 6, 30),
        date(2030, 7, 1),
    ]
    assert [capacity(more.capacity, d) for d in days] == [0, 1, 1, 3, 3, 2]
    assert capacity(more.capacity, date(2031, 6, 1)) == 5
