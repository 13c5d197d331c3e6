"""Reasons, conflicts and moves, against counting every plan and against solving anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import pytest

from builders import programme as tiny
from calloff.calendar import Calendar
from calloff.errors import InputError
from calloff.explain.answers import Question, what_moving_takes, why, why_none
from calloff.explain.conflict import Prober, conflicts
from calloff.explain.limits import limit_words
from calloff.explain.moving import move, read_move
from calloff.explain.reason import Target
from calloff.explain.reasons import Asker
from calloff.explain.targets import targets
from calloff.model.build import build
from calloff.options import GoalSpec, Options
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.search import Budget
from calloff.solve import solve
from calloff.tables import Pin
from counting import Count
from lettings import TooManyError
from random_programmes import programmes

GOALS = ("gap", "unsecured", "unsupported", "lateness", "overspend", "cost", "peak")
EXACT = Options(workers=1, time_limit=60, goals=tuple(GoalSpec(name=g) for g in GOALS))


def solved(given: Programme, goals: tuple[str, ...] = GOALS) -> Plan:
    """The proved plan of a programme."""
    outcome = solve(given, EXACT.model_copy(update={"goals": tuple(GoalSpec(name=g) for g in goals)}))
    assert outcome.plan is not None
    assert outcome.status == "optimal"
    return outcome.plan


# --- reasons, by hand ------------------------------------------------------------------------------


def two_in_a_row() -> Programme:
    """Two competitions of 3 slots and one board, so that one waits; the second has a deadline."""
    return tiny(
        clusters=[{"id": "c"}, {"id": "d"}],
        departments=[
            {"id": "x", "cluster": "c", "users": 10, "onboarding": 1},
            {"id": "y", "cluster": "d", "users": 1, "onboarding": 1},
        ],
        systems=[{"id": "sx", "departments": ["x"]}, {"id": "sy", "departments": ["y"]}],
        contracts=[
            {"id": "kx", "systems": ["sx"], "ends": "2030-04-30"},
            {"id": "ky", "systems": ["sy"], "ends": "2030-10-31"},
        ],
        procurements=[{"id": "p", "cluster": "c", "routes": ["r"]}, {"id": "q", "cluster": "d", "routes": ["r"]}],
        lots=[{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}],
        resources=[{"id": "team", "capacity": 1}],
        demands=[{"phase": "tender", "resource": "team", "units": 1}],
    )


def test_a_date_without_room_names_what_holds_it_and_what_a_slot_costs() -> None:
    given = two_in_a_row()
    reason = Asker(given, solved(given), workers=1).why(Target("p", 1, "gtm"))
    assert reason.planned == date(2030, 1, 1)
    assert reason.later is not None
    assert reason.later.reach == date(2030, 1, 1)
    assert reason.later.step is not None
    assert (reason.later.step.goal, reason.later.step.amount) == ("gap", 10)
    assert reason.later.limits == (("goal", "gap"),)
    assert reason.earlier is not None
    assert reason.earlier.step is not None
    assert not reason.earlier.step.possible


def test_room_ends_where_a_goal_gets_worse_and_a_shared_team_is_named() -> None:
    given = two_in_a_row()
    reason = Asker(given, solved(given, ("gap", "early")), workers=1).why(Target("q", 1, "gtm"))
    assert reason.earlier is not None
    assert reason.later is not None
    # y must be live by the end of October: 3 slots of competition and 1 of onboarding before it.
    assert reason.later.reach == date(2030, 7, 1)
    assert reason.later.beyond is not None
    assert (reason.later.beyond.goal, reason.later.beyond.amount) == ("gap", 1)
    # p needs the team for its tender in January and February.
    assert reason.earlier.reach == date(2030, 3, 1)
    assert ("capacity", "team") in reason.earlier.limits
    assert ("goal", "gap") in reason.earlier.limits


def test_doing_without_an_extension_is_priced() -> None:
    given = tiny(
        departments=[{"id": "x", "cluster": "c", "users": 10, "onboarding": 3}],
        systems=[{"id": "s", "departments": ["x"]}],
        contracts=[{"id": "k", "systems": ["s"], "ends": "2030-04-30"}],
        extensions=[{"of": "k", "order": 1, "months": 6, "basis": "direct_award"}],
    )
    reason = Asker(given, solved(given), workers=1).why(Target("k", 1, "extension"))
    assert reason.later is not None
    assert reason.later.beyond is not None
    assert (reason.later.beyond.goal, reason.later.beyond.amount) == ("gap", 20)


def test_every_date_ahead_can_be_asked_about_and_only_those() -> None:
    given = two_in_a_row()
    plan = solved(given)
    names = {str(t) for t in targets(given, plan)}
    assert names == {"p gtm", "p award", "q gtm", "q award", "c live", "d live"}
    assert {str(t) for t in targets(given, plan, "q")} == {"q gtm", "q award"}
    with pytest.raises(InputError, match="nothing of that name"):
        why(Question(given, plan, "nobody"), seconds=5, workers=1, seed=0)


# --- reasons, by counting --------------------------------------------------------------------------


def with_pin(given: Programme, item: str, milestone: str, day: date) -> Programme:
    """The programme with one date agreed."""
    pin = Pin.model_validate({"item": item, "milestone": milestone, "date": day, "kind": "agreed"})
    return given.model_copy(update={"pins": (*given.pins, pin)})


def vectors(given: Programme, item: str, first: int, last: int) -> dict[int, tuple[int, ...] | None]:
    """The best goals with a procurement's go-to-market in each slot, by counting every plan."""
    calendar = Calendar.of(given)
    return {k: Count(with_pin(given, item, "gtm", calendar.day(k)), GOALS, None, False, 400).best().values
            for k in range(first, last + 1)}  # fmt: skip


def cases(wanted: int) -> Iterator[tuple[int, Programme, Plan, str]]:
    """Random programmes small enough to count, each with a go-to-market that is still planned."""
    found = 0
    for drawn, _, given in programmes(50_000):
        plan = solve(given, EXACT).plan
        if plan is None:
            continue
        ahead = [t.item for t in targets(given, plan) if t.milestone == "gtm" and t.cycle == 1]
        pinned = {p.item for p in given.pins}
        open_ = [i for i in ahead if i not in pinned]
        if not open_:
            continue
        yield drawn, given, plan, open_[0]
        found += 1
        if found == wanted * 20:
            return


def test_reach_and_price_agree_with_counting_every_plan() -> None:
    agreed = 0
    for drawn, given, plan, item in cases(5):
        calendar = Calendar.of(given)
        try:
            counted = vectors(given, item, calendar.now, calendar.limit)
        except TooManyError:
            continue
        reason = Asker(given, plan, workers=1).why(Target(item, 1, "gtm"))
        base = tuple(g.value for g in plan.goals)
        free = [k for k, v in counted.items() if v is not None and v <= base]
        assert reason.earlier is not None
        assert reason.later is not None
        reach = (reason.earlier.reach, reason.later.reach)
        late = [k for k, v in counted.items() if v is not None]
        if max(late) == calendar.limit:  # plans beyond the limit are not counted here
            continue
        assert (drawn, reach) == (drawn, (calendar.day(min(free)), calendar.day(max(free))))
        for side, hold in (("earlier", reason.earlier), ("later", reason.later)):
            edge = min(free) if side == "earlier" else max(free)
            beyond = [v for k, v in counted.items() if v is not None and (k < edge if side == "earlier" else k > edge)]
            assert hold.beyond is not None
            assert (drawn, side, hold.beyond.possible) == (drawn, side, bool(beyond))
            if beyond:
                best = min(beyond)
                worse = next(i for i, (a, b) in enumerate(zip(best, base, strict=True)) if a > b)
                assert (hold.beyond.goal, hold.beyond.amount) == (GOALS[worse], best[worse] - base[worse])
        agreed += 1
        if agreed == 5:
            return
    pytest.fail("too few programmes could be counted")


# --- conflicts ---------------------------------------------------------------------------------------


def prober(given: Programme) -> Prober:
    """A fresh prober over a fresh model."""
    model = build(given, RULES, explaining=True)
    model.finish()
    return Prober(model, Budget(60, None), workers=1)


def test_a_conflict_is_infeasible_alone_and_feasible_without_any_one() -> None:
    seen = 0
    for _, _, given in islice(programmes(70_000), 400):
        asked = prober(given)
        if asked.feasible(asked.limits) is not False:
            continue
        found = conflicts(asked)
        assert found
        for one in found:
            again = prober(given)
            assert one.smallest
            assert again.feasible(one.limits) is False
            for limit in one.limits:
                assert again.feasible([x for x in one.limits if x != limit]) is True
        lifted = {x for one in found for x in one.limits}
        if all(one.limits for one in found):
            assert prober(given).feasible([x for x in asked.limits if x not in lifted]) is True
        assert not why_none(given, seconds=60, workers=1, seed=0).data["feasible"]
        seen += 1
        if seen == 10:
            return
    pytest.fail("too few programmes without a plan")


def test_a_framework_that_closes_too_early_is_named() -> None:
    given = tiny(routes=[{"id": "r", "title": "The framework", "closes": "2030-02-28"}])
    told = why_none(given, seconds=20, workers=1, seed=0)
    assert told.infeasible
    assert told.lines == (
        "This cannot be kept:",
        "  - p on The framework is awarded by 28 February 2030",
        "",
        "Any one of these makes a plan possible (each confirmed by a solve):",
        "  1. routes r: closes 2030-02-28 → 2030-03-31 (by 1 month)",
    )


def test_a_programme_with_a_plan_has_nothing_in_the_way() -> None:
    told = why_none(tiny(), seconds=20, workers=1, seed=0)
    assert not told.infeasible
    assert told.lines == ("There is a plan: nothing stands in the way.",)


def test_two_notices_and_a_stagger_clash_and_any_fewer_do_not() -> None:
    given = tiny(
        clusters=[{"id": "c", "latest_gtm": "2030-01-31"}, {"id": "d", "latest_gtm": "2030-01-31"}],
        procurements=[{"id": "p", "cluster": "c", "routes": ["r"]}, {"id": "q", "cluster": "d", "routes": ["r"]}],
        lots=[{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}],
        stagger=[{"window": 2, "max_starts": 1}],
    )
    lines = why_none(given, seconds=20, workers=1, seed=0).lines
    assert "  - at most 1 tender notice in any 2 months" in lines
    assert "  - c goes to market no later than 31 January 2030" in lines
    assert "  - d goes to market no later than 31 January 2030" in lines


def test_every_rule_with_limits_has_words() -> None:
    given = tiny(resources=[{"id": "team", "capacity": 2}])
    assert "at most 2 at once" in limit_words(given, ("capacity", "team"))
    assert limit_words(given, ("something", "else")) == "something: else"


# --- a date moved by hand ------------------------------------------------------------------------------


def test_a_move_that_fits_says_so() -> None:
    given = two_in_a_row()
    moved = move(given, solved(given), Target("q", 1, "gtm"), date(2030, 7, 15), options=EXACT)
    assert moved.possible
    assert {(m.item, m.milestone) for m in moved.others} == {("q", "award"), ("y", "live")}
    assert moved.changes == ()


def test_a_move_that_costs_says_what() -> None:
    given = two_in_a_row()
    moved = move(given, solved(given), Target("q", 1, "gtm"), date(2030, 8, 1), options=EXACT)
    assert [(c.goal, c.after - c.before) for c in moved.changes] == [("gap", 1)]


def test_a_move_that_can_never_be_says_why_and_what_is_nearest() -> None:
    given = tiny(clusters=[{"id": "c", "earliest_gtm": "2030-05-01"}])
    plan = solved(given)
    told = what_moving_takes(given, plan, "p=2030-03-01", EXACT)
    assert told.infeasible
    assert "  - c goes to market no earlier than 1 May 2030" in told.lines
    assert told.lines[-1] == "The nearest any plan has it: 1 May 2030."


@pytest.mark.parametrize(
    ("text", "words"),
    [("x=2030-01-01", "no such item"), ("p=soon", "the date is none"), ("p.live=2030-01-01", "no such milestone")],
)
def test_a_wish_that_cannot_be_read_says_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_move(tiny(), text)


def test_a_slot_is_named_by_any_day_in_it() -> None:
    given = two_in_a_row()
    plan = solved(given)
    days = [date(2030, 4, 1), date(2030, 4, 1) + timedelta(days=20)]
    assert len({move(given, plan, Target("q", 1, "gtm"), d, options=EXACT).day for d in days}) == 1
