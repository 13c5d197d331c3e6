"""Reasons, conflicts and moves, against counting every plan and against solving anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import pytest

from builders import programme as tiny
from calloff.budget import Budget
from calloff.calendar import Calendar
from calloff.errors import InputError
from calloff.explain.answers import Question, what_moving_takes, why, why_none
from calloff.explain.conflict import Prober, conflicts
from calloff.explain.limits import limit_words
from calloff.explain.moving import move, read_move
from calloff.explain.reason import Hold, Target
from calloff.explain.reason_words import reason_words
from calloff.explain.reasons import Asker
from calloff.explain.targets import targets
from calloff.facts import Facts
from calloff.model.build import build
from calloff.options import GoalSpec, Options
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.solve import solve
from calloff.tables import Pin
from counting import Count
from how_many import how_many
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
    plan = solved(given, ("gap", "early"))
    reason = Asker(given, plan, workers=1).why(Target("q", 1, "gtm"))
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
    lines = reason_words(Facts(given, plan), reason)
    assert "(in the plan also used by c, January 2030 to February 2030)" in "".join(lines)


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


def vectors(given: Programme, item: str, milestone: str) -> dict[int, tuple[int, ...] | None]:
    """The best goals with a procurement's date on each boundary, by counting every plan."""
    calendar = Calendar.of(given)
    slots = range(calendar.now, calendar.limit + 1)
    shown = calendar.day if milestone == "gtm" else calendar.last_day
    pinned = {k: with_pin(given, item, milestone, shown(k)) for k in slots}
    return {k: Count(pinned[k], GOALS, None, False, 400).best().values for k in slots}


def cases() -> Iterator[tuple[int, Programme, Plan, Target]]:
    """Random programmes, each with a go-to-market or award that is still planned."""
    for drawn, _, given in programmes(50_000):
        plan = solve(given, EXACT).plan
        if plan is None:
            continue
        pinned = {p.item for p in given.pins}
        ahead = [t for t in targets(given, plan) if t.milestone in ("gtm", "award") and t.cycle == 1]
        open_ = [t for t in ahead if t.item not in pinned]
        if open_:
            yield drawn, given, plan, open_[drawn % len(open_)]


def test_reach_and_price_agree_with_counting_every_plan() -> None:
    earliest, latest, wanted = 0, 0, how_many(5)
    for drawn, given, plan, target in islice(cases(), wanted * 40):
        calendar = Calendar.of(given)
        try:
            counted = vectors(given, target.item, target.milestone)
        except TooManyError:
            continue
        reason = Asker(given, plan, workers=1).why(target)
        base = tuple(g.value for g in plan.goals)
        possible = {k: v for k, v in counted.items() if v is not None}
        assert reason.planned is not None
        assert reason.earlier is not None
        assert reason.later is not None
        if calendar.slot_of(reason.planned) > calendar.limit:  # plans beyond the limit are not counted here
            continue
        first, last = (f(k for k, v in possible.items() if v <= base) for f in (min, max))
        assert (drawn, reason.earlier.reach) == (drawn, calendar.day(first))
        agrees(drawn, reason.earlier, [v for k, v in possible.items() if k < first], base)
        earliest += 1
        if max(possible) == calendar.limit:
            continue
        assert (drawn, reason.later.reach) == (drawn, calendar.day(last))
        agrees(drawn, reason.later, [v for k, v in possible.items() if k > last], base)
        latest += 1
        if latest == wanted:
            return
    pytest.fail(f"counting compared {earliest} times the earliest date, only {latest} times the latest")


def agrees(drawn: int, hold: Hold, beyond: list[tuple[int, ...]], base: tuple[int, ...]) -> None:
    """The price of the first slot beyond is that of the best plan beyond."""
    price = hold.beyond
    assert price is not None
    assert (drawn, price.possible, price.proved) == (drawn, bool(beyond), True)
    if beyond:
        best = min(beyond)
        worse = next(i for i, (a, b) in enumerate(zip(best, base, strict=True)) if a > b)
        cost = GOALS.index("cost")
        assert (drawn, price.goal, price.amount, price.cost) == (
            drawn,
            GOALS[worse],
            best[worse] - base[worse],
            best[cost] - base[cost],
        )


# --- conflicts ---------------------------------------------------------------------------------------


def prober(given: Programme) -> Prober:
    """A fresh prober over a fresh model."""
    model = build(given, RULES, explaining=True)
    model.finish()
    return Prober(model, Budget(60, None), workers=1)


def test_a_conflict_is_infeasible_alone_and_feasible_without_any_one() -> None:
    seen, wanted = 0, how_many(10)
    for _, _, given in islice(programmes(70_000), wanted * 40):
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
        if seen == wanted:
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
