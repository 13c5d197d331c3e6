"""What if the figures are wrong: tiny programmes whose switching points are worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from builders import pin, programme
from calloff.explain.assumptions import Finding, assumptions, tornado
from calloff.explain.figures import figures
from calloff.explain.thresholds import Threshold, thresholds
from calloff.options import Options
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.solve import solve


def source(
    table: str, row: str, column: str, low: str | None, high: str | None, mark: str = "assumed"
) -> dict[str, Any]:
    """A row of the table `sources`."""
    return {"table": table, "row": row, "column": column, "mark": mark, "low": low, "high": high}


def planned(given: Programme) -> Plan:
    outcome = solve(given, Options(time_limit=20, workers=1))
    assert outcome.plan is not None
    return outcome.plan


# --- figures --------------------------------------------------------------------------------------


DEPARTMENTS = [
    {"id": "a", "cluster": "c", "users": 1, "onboarding": 2},
    {"id": "b", "cluster": "c", "users": 1, "onboarding": 2},
    {"id": "d", "cluster": "c", "users": 1, "onboarding": 4},
]


def test_only_what_is_assumed_and_has_a_range_is_a_figure() -> None:
    sources = [
        source("departments", "a", "onboarding", "1", "3"),
        source("departments", "b", "onboarding", "1", "3", "sourced"),
        source("departments", "d", "onboarding", None, None),
        source("departments", "d", "users", "1", "1"),
    ]
    assert [(f.row, f.column) for f in figures(programme(departments=DEPARTMENTS, sources=sources))] == [
        ("a", "onboarding")
    ]


def test_a_star_moves_every_row_without_a_source_of_its_own() -> None:
    sources = [source("departments", "*", "onboarding", "1", "6"), source("departments", "d", "onboarding", "4", "5")]
    given = programme(departments=DEPARTMENTS, sources=sources)
    every, own = figures(given)
    changed = every.at(given, "high", every.steps("high"))
    assert changed is not None
    assert [r.onboarding for r in changed.departments] == [6, 6, 4]
    assert (every.said("low", 0), every.has("low"), own.has("low"), own.has("high")) == ("2", True, False, True)


def test_together_a_column_is_one_figure() -> None:
    sources = [source("departments", "a", "onboarding", "1", "3"), source("departments", "d", "onboarding", "4", "8")]
    given = programme(departments=DEPARTMENTS, sources=sources)
    (both,) = figures(given, together=True)
    half = both.at(given, "high", both.steps("high") // 2)
    assert half is not None
    assert [r.onboarding for r in half.departments] == [Decimal("2.5"), 2, 6]
    assert both.said("high", both.steps("high")) == ""


def test_days_move_by_months_and_people_by_one() -> None:
    sources = [
        source("clusters", "c", "live_by", "2030-10-31", "2031-03-31"),
        source("departments", "a", "users", "1", "3.5"),
    ]
    given = programme(clusters=[{"id": "c", "live_by": "2030-12-31"}], departments=DEPARTMENTS, sources=sources)
    day, people = figures(given)
    assert [day.said("high", k) for k in range(day.steps("high") + 1)] == [
        "2030-12-31", "2031-01-31", "2031-02-28", "2031-03-31",
    ]  # fmt: skip
    assert [people.said("high", k) for k in range(people.steps("high") + 1)] == ["1", "2", "3", "4"]
    assert people.has("low") is False


def test_a_figure_that_is_part_of_a_key_can_move() -> None:
    given = programme(sources=[source("terms", "r//12/0", "months", "6", "24")])
    (figure,) = figures(given)
    changed = figure.at(given, "low", figure.steps("low"))
    assert changed is not None
    assert [t.months for t in changed.terms] == [6]


# --- what they decide -----------------------------------------------------------------------------

SWITCH: dict[str, Any] = {
    "header": {"end": "2031-12-31", "run_off": 6},
    "lots": [{"id": "l", "procurement": "p", "charge": 1000, "renews": True, "recompete_route": "r"}],
    "terms": [{"route": "r", "months": 12}, {"route": "r", "months": 24, "factor": "0.8"}],
    "departments": [{"id": "d", "cluster": "c", "users": 5, "onboarding": 2}],
    "clusters": [{"id": "c", "live_by": "2030-12-31"}],
}
SOURCES = [
    source("terms", "r//24/0", "factor", "0.7", "1.2"),
    source("lots", "l", "charge", "500", "2000"),
    source("departments", "d", "onboarding", "1", "3"),
    source("programme", "*", "end", "2029-12-31", None),
]


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    """Findings by column, with the plan's widest swings of cost under the name of each."""
    given = programme(**SWITCH, sources=SOURCES)
    plan = planned(given)
    return {f.figure.column: f for f in assumptions(given, plan, each=20)}


def test_every_figure_is_told_once(found: dict[str, Finding]) -> None:
    assert set(found) == {"factor", "charge", "onboarding", "end"}
    assert all(f.failure is None for f in found.values())


def test_a_price_holds_until_the_other_term_is_cheaper(found: dict[str, Finding]) -> None:
    """At 1 both terms cost the same and nothing need move; a step further the short one is 2.5 % cheaper."""
    factor = found["factor"]
    assert (factor.base, factor.holds_from, factor.holds_to) == ("0.8", "0.7", "1")
    assert factor.high is not None
    assert {(m.what, m.before, m.after) for m in factor.high.moves if m.what == "term" and m.slots is None} >= {
        ("term", "24+0", "12+0")
    }
    assert not factor.holds


def test_a_charge_changes_the_cost_and_no_date(found: dict[str, Finding]) -> None:
    charge = found["charge"]
    assert charge.holds
    assert (charge.holds_from, charge.holds_to) == ("500", "2000")
    assert charge.low is not None
    assert charge.high is not None
    assert charge.high.best["cost"] == 4 * charge.low.best["cost"]


def test_a_longer_onboarding_moves_the_competition(found: dict[str, Finding]) -> None:
    """A contract is paid from its award, so that is as late as the go-live of December allows."""
    onboarding = found["onboarding"]
    assert onboarding.high is not None
    moved = {(m.item, m.what, m.slots) for m in onboarding.high.moves}
    assert {("p", "gtm", -1), ("p", "award", -1)} <= moved
    assert "live" not in {what for _, what, _ in moved}
    assert onboarding.holds_to == "2"


def test_an_end_that_contradicts_the_programme_is_said_to(found: dict[str, Finding]) -> None:
    end = found["end"]
    assert end.low is not None
    assert (end.low.status, end.low.holds) == ("unfit", False)
    assert end.high is None


def test_the_tornado_begins_with_the_widest_swing(found: dict[str, Finding]) -> None:
    plan = planned(programme(**SWITCH, sources=SOURCES))
    base = next(g.best for g in plan.goals if g.goal == "cost")
    assert base is not None
    told = tornado(plan, list(found.values()), "cost")
    assert [f.column for f, _, _ in told] == ["charge", "factor", "onboarding"]
    assert told[0][1:] == (-base // 2, base)


# --- thresholds -----------------------------------------------------------------------------------


def test_the_least_capacity_with_which_dates_hold() -> None:
    """Two tenders are agreed for the same months, with two bidders each of four who can make two bids."""
    given = programme(
        procurements=[
            {"id": x, "cluster": "c", "routes": ["r"], "suppliers": ["s", "t", "u", "v"]} for x in ("p", "q")
        ],
        lots=[{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}],
        routes=[{"id": "r", "min_bidders": 2}],
        suppliers=[{"id": x, "bids": 2, "deliveries": 1} for x in ("s", "t", "u", "v")],
        resources=[{"id": "team", "capacity": 9}],
        demands=[
            {"phase": "tender", "resource": "bid", "units": 1},
            {"phase": "tender", "resource": "team", "units": 3},
        ],
        pins=[pin("p", "gtm", "2030-01-01", "agreed"), pin("q", "gtm", "2030-02-01", "agreed")],
    )
    assert list(thresholds(given, planned(given), seconds=20)) == [
        Threshold("market", "bid", 8, 4, True),
        Threshold("market", "delivery", 4, 0, True),
        Threshold("team", "resource", 9, 6, True),
    ]


def test_what_is_not_known_in_time_is_not_called_proved() -> None:
    given = programme(
        resources=[{"id": "team", "capacity": 3}], demands=[{"phase": "tender", "resource": "team", "units": 1}]
    )
    (told,) = thresholds(given, planned(given), seconds=0.0001)
    assert (told.least, told.proved) == (3, False)
