"""Plans side by side: what moved and by how much, goals, pressure, tolerance; and least movement from a baseline."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from calloff.compare import Comparison, Named, cluster_of, compare, parse_tolerances
from calloff.errors import InputError
from calloff.plan import CompetitionRun, GoalRun, OnboardingRun, Origin, PhaseRun, Plan, Use
from calloff_cli.app import app
from calloff_data.read import read

STARTER = read("starter")


def competition(item: str, gtm: date | None, award: date) -> CompetitionRun:
    start = gtm or award
    return CompetitionRun(
        procurement=item,
        lot=None,
        cycle=1,
        route="own",
        phases=(PhaseRun(phase="tender", start=start, end=award),),
        gtm=gtm,
        award=award,
        end=award,
    )


def onboarding(department: str, live: date) -> OnboardingRun:
    return OnboardingRun(department=department, lot=None, cycle=1, start=None, live=live, leaving=None)


def plan(
    *competitions: CompetitionRun,
    departments: tuple[OnboardingRun, ...] = (),
    goals: dict[str, int] | None = None,
    usage: tuple[Use, ...] = (),
) -> Plan:
    runs = tuple(
        GoalRun(goal=g, value=v, best=v, bound=v, proved=v < 100, unit="u", tolerance="0")
        for g, v in (goals or {}).items()
    )
    nothing: dict[str, Any] = dict.fromkeys(
        ("lots", "extensions", "contracts", "systems", "service_gaps", "spend", "funding", "decisions"), ()
    )
    return Plan(
        competitions=competitions,
        departments=departments,
        origin=Origin(title="T", programme="h", versions={}, options={}),
        status="optimal",
        goals=runs,
        usage=usage,
        **nothing,
    )


def side_by_side(*plans: Plan | None, **more: Any) -> Comparison:
    named = [Named(f"p{i}", f"Plan {i}", p, "optimal" if p else "infeasible") for i, p in enumerate(plans)]
    return compare(named, STARTER, **more)


BEFORE = plan(
    competition("north-buy", date(2026, 4, 1), date(2026, 9, 1)), departments=(onboarding("roads", date(2028, 1, 1)),)
)
LATER = plan(
    competition("north-buy", date(2026, 6, 1), date(2026, 9, 1)), departments=(onboarding("roads", date(2027, 11, 1)),)
)


def test_a_move_is_counted_in_slots_from_the_first() -> None:
    found = side_by_side(BEFORE, LATER)
    assert [(m.item, m.what, m.before, m.after, m.slots, m.cluster) for m in found.moves] == [
        ("north-buy", "gtm", "2026-04-01", "2026-06-01", 2, "north"),
        ("roads", "live", "2028-01-01", "2027-11-01", -2, "north"),
    ]


def test_weeks_are_counted_as_weeks() -> None:
    weeks = [plan(competition("north-buy", date(2026, 4, 1), date(2026, 9, d))) for d in (2, 16)]
    assert [m.slots for m in side_by_side(*weeks).moves] == [2]


def test_the_same_plan_moves_nothing() -> None:
    found = side_by_side(BEFORE, BEFORE)
    assert not found.moves
    assert not found.notes


def test_what_only_one_plan_has_is_a_move_of_no_length() -> None:
    found = side_by_side(BEFORE, plan())
    assert {(m.what, m.after, m.slots) for m in found.moves} == {
        ("gtm", "", None), ("award", "", None), ("route", "", None), ("live", "", None)
    }  # fmt: skip


def test_goals_stand_side_by_side_with_differences_and_proof() -> None:
    found = side_by_side(plan(goals={"gap": 3, "cost": 50}), plan(goals={"gap": 1, "cost": 120}), None)
    gap, cost = found.goals
    assert (gap.values, gap.differences, gap.proved) == ((3, 1, None), (0, -2, None), (True, True, None))
    assert (cost.differences, cost.proved) == ((0, 70, None), (True, False, None))
    assert [gap.is_sure(1), cost.is_sure(1), gap.is_sure(2)] == [True, False, False]


def test_a_goal_that_only_a_later_plan_has_has_no_difference() -> None:
    found = side_by_side(plan(), plan(goals={"gap": 1}))
    assert found.goals[0].differences == (None, None)
    assert found.notes == ("p1 was solved for other goals than p0, or in another order",)


def test_the_tightest_slot_is_the_pressure() -> None:
    def use(amount: int, capacity: int | None, month: int) -> Use:
        return Use(of="board", kind="meeting", slot=date(2026, month, 1), use=amount, capacity=capacity)

    found = side_by_side(plan(usage=(use(2, 9, 1), use(1, 1, 2))), plan(usage=(use(2, 9, 1), use(0, 1, 2))))
    board = found.pressures[0]
    assert (board.values, board.limits) == ((1, 0), (1, 1))
    assert board.differs


def test_closest_notices_are_measured() -> None:
    two = plan(
        competition("a", date(2026, 4, 1), date(2026, 9, 1)), competition("b", date(2026, 5, 1), date(2026, 9, 1))
    )
    assert {p.what: p.values for p in side_by_side(two, BEFORE).pressures}[
        "days between the closest two tender notices"
    ] == (30, None)


@pytest.mark.parametrize(("allowed", "beyond"), [(2, []), (1, ["gtm", "live"])])
def test_moves_beyond_the_tolerance_of_a_cluster(allowed: int, beyond: list[str]) -> None:
    found = side_by_side(BEFORE, LATER, tolerances={"north": allowed})
    assert [m.what for m in found.beyond] == beyond


def test_another_cluster_has_no_tolerance() -> None:
    assert not side_by_side(BEFORE, LATER, tolerances={"south": 0}).beyond


@pytest.mark.parametrize(
    ("item", "cluster"),
    [("north-buy", "north"), ("south-software", "south"), ("ports", "coast"), ("desk-deal", "coast"),
     ("old-payroll", "north"), ("roads on north-software", "north"), ("stranger", "")],
)  # fmt: skip
def test_everything_belongs_to_a_cluster(item: str, cluster: str) -> None:
    assert cluster_of(STARTER, item) == cluster


def test_tolerances_are_read() -> None:
    assert parse_tolerances(["north=2", "south = 0"], STARTER) == {"north": 2, "south": 0}


def test_wrong_tolerances_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_tolerances(["north", "west=1", "south=-1", "south=x"], STARTER)
    assert len(caught.value.faults) == 4


# --- the command, and a baseline -----------------------------------------------------------------


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, one for a small change made anew, and one for the same change with least movement."""
    to = tmp_path_factory.mktemp("plans")
    common = ["--time-limit", "30", "--goals"]
    late = ["--scenario", "ports-declines"]
    goals = "gap,unsecured,lateness"
    _solve([str(to / "first"), *common, goals])
    _solve([str(to / "again"), *late, *common, goals])
    _solve([str(to / "least"), *late, "--baseline", str(to / "first" / "plan.json"), *common, f"{goals},stability"])
    return to


def _solve(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["solve", "starter", "-o", *arguments])
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_a_baseline_keeps_what_need_not_move(solved: Path) -> None:
    plans = [str(solved / name / "plan.json") for name in ("first", "least")]
    done = CliRunner().invoke(app, ["compare", *plans, "--programme", "starter", "--json"])
    moves = json.loads(done.stdout)["moves"]
    firsts = [m for m in moves if m["what"] in ("gtm", "award", "live") and m["cycle"] == 1 and m["slots"]]
    assert firsts == []
    least = json.loads((solved / "least" / "plan.json").read_text(encoding="utf-8"))
    stability = next(g for g in least["goals"] if g["goal"] == "stability")
    assert stability["proved"]
    assert stability["value"] > 0, "a department that no longer goes live is counted"


@pytest.mark.slow
def test_plan_with_a_baseline_is_clean_against_it(solved: Path) -> None:
    arguments = ["starter", str(solved / "least" / "plan.json"), "--scenario", "ports-declines"]
    done = CliRunner().invoke(app, ["check", *arguments, "--baseline", str(solved / "first" / "plan.json")])
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_compare_lists_what_is_beyond_tolerance(solved: Path) -> None:
    plans = [str(solved / name / "plan.json") for name in ("first", "least")]
    within = CliRunner().invoke(app, ["compare", *plans, "--programme", "starter", "--tolerance", "north=0"])
    assert within.exit_code == 0
    assert "Beyond tolerance" not in within.output
    beyond = CliRunner().invoke(app, ["compare", *plans, "--programme", "starter", "--tolerance", "coast=0"])
    assert beyond.exit_code == 4
    assert "Beyond tolerance" in beyond.output
    assert "first" in beyond.output


@pytest.mark.parametrize("arguments", [["a.json"], ["a.json", "b.json", "--tolerance", "north=1"]])
def test_wrong_command_line_is_told(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["compare", *arguments]).exit_code == 2
