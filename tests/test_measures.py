"""Performance measures: each by values counted by hand, and what is shown of them to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import report_samples
from builders import Draft, programme, simple
from calloff.goals import stability
from calloff.measures import MEASURES, Value, measure
from calloff.measures.given import months_between
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import tabulate
from calloff_data.write.page import render
from calloff_data.write.page_measures import _number
from calloff_data.write.small_chart import Point, small_chart

DEPARTMENTS = [
    {"id": "d", "cluster": "c", "users": 100, "onboarding": "2", "onboarding_cost": 50},
    {"id": "e", "cluster": "c", "users": 30, "onboarding": "2"},
    {"id": "out", "cluster": "c", "users": 7, "joins": "no"},
]


FUNDING = [
    {"from": "2030-01-01", "to": "2030-12-31", "approved": 2000},
    {"from": "2031-01-01", "to": "2031-12-31", "approved": 500, "covers": ["onboarding", "extension"]},
]


def full(**more: Any) -> Programme:
    """Two systems under contracts to December 2030 and March 2031; fiscal years from April."""
    rows: dict[str, Any] = {
        "clusters": [{"id": "c", "lead": "Lead", "live_by": "2031-03-31"}],
        "procurements": [{"id": "p", "cluster": "c", "routes": ["r"], "one_off_cost": 2400}],
        "departments": DEPARTMENTS[:2],
        "systems": [{"id": "s", "departments": ["d"]}, {"id": "t", "departments": ["d", "e"]}],
        "contracts": [
            {"id": "k", "systems": ["s"], "ends": "2030-12-31", "cost": 9},
            {"id": "m", "systems": ["t"], "ends": "2031-03-31", "cost": 9},
        ],
        "extensions": [
            {"of": "k", "order": 1, "months": 6, "extra_cost": 10, "basis": "modification"},
            {"of": "m", "order": 1, "months": 4, "extra_cost": 5, "basis": "option"},
        ],
        "lots": [{"id": "l", "procurement": "p", "delivers": True}],
    }
    return programme(**{**rows, **more})


def drafted(given: Programme) -> Draft:
    """Award at the end of March 2030, 24 months; d live by the end of March 2031 (boundary 15), e by that of June."""
    return simple(given, 0).onboard("d", 13, 15).onboard("e", 16, 18).take("k", 1).take("m", 1)


def by(name: str, given: Programme, plan: Plan, baseline: Plan | None = None) -> dict[str, Value]:
    """Figures of a measure by cluster (blank: all)."""
    found = [m.figure for m in measure(given, plan, baseline) if m.name == name]
    return {v.cluster: v for v in found}


def told(values: Iterable[Value]) -> list[tuple[str, Any, Any]]:
    return [(v.period, v.value, v.of) for v in values]


# --- one by one ----------------------------------------------------------------------------------


def test_headroom_is_from_leaving_to_the_end_of_what_ends_first() -> None:
    given = full()
    found = by("headroom", given, drafted(given).plan())
    # k ends with 2030; d leaves it with March 2031, three months after.
    assert (found["c"].value, found["c"].item, found["c"].day) == (Decimal("-3.0"), "k", date(2030, 12, 31))
    assert found[""] == Value("", Decimal("-3.0"), day=date(2030, 12, 31), item="k")


def test_an_agreed_extension_moves_the_first_end_and_an_option_does_not() -> None:
    rows = [
        {"of": "k", "order": 1, "months": 6, "basis": "modification", "agreed": True},
        {"of": "k", "order": 2, "months": 6, "basis": "option"},
    ]
    given = full(extensions=rows)
    plan = simple(given, 0).onboard("d", 13, 15).onboard("e", 16, 18).take("k", 1, 2).plan()
    # Now m ends first, with March 2031; e leaves it with June.
    assert by("headroom", given, plan)["c"] == Value("c", Decimal("-3.0"), day=date(2031, 3, 31), item="m")
    given = full(extensions=rows, contracts=[{"id": "k", "systems": ["s"], "ends": "2030-12-31"}])
    plan = simple(given, 0).onboard("d", 13, 15).onboard("e", 16, 18).take("k", 1, 2).plan()
    assert by("headroom", given, plan)["c"].value == Decimal("3.0"), "June 2031, three months past leaving"


def test_users_live_by_deadline_and_quarter() -> None:
    given = full()
    found = [m.figure for m in measure(given, drafted(given).plan()) if m.name == "users_live"]
    assert told(v for v in found if v.cluster == "c") == [
        ("by the deadline", 100, 130),
        ("2030-31 Q4", 100, 130),
        ("2031-32 Q1", 130, 130),
    ]
    assert [v.day for v in found if not v.cluster] == [date(2031, 3, 31), date(2031, 3, 31), date(2031, 6, 30)]


def test_a_go_live_on_the_deadline_counts_and_a_day_later_does_not() -> None:
    for live_by, users in (("2031-03-31", 100), ("2031-03-30", 0), ("2031-06-30", 130)):
        given = full(clusters=[{"id": "c", "lead": "Lead", "live_by": live_by}])
        found = [m.figure for m in measure(given, drafted(given).plan()) if m.name == "users_live"]
        assert found[0].value == users, live_by


def test_who_does_not_join_counts_neither_way() -> None:
    given = full(departments=DEPARTMENTS)
    assert by("users_live", given, drafted(given).plan())["c"].of == 130


def test_spend_is_by_period_and_cluster_and_only_the_whole_is_held_against_approval() -> None:
    given = full(funding=FUNDING)
    found = [m.figure for m in measure(given, drafted(given).plan()) if m.name == "spend"]
    # 2030: the award in March. 2031: onboarding of d in February (50), 6 × 10 and 4 × 5 of extensions.
    assert told(v for v in found if not v.cluster) == [
        ("2030-01-01 to 2030-12-31", 2400, 2000),
        ("2031-01-01 to 2031-12-31 (onboarding, extension)", 130, 500),
    ]
    assert [(v.value, v.of) for v in found if v.cluster == "c"] == [(2400, None), (130, None)]


def test_extensions_are_counted_in_months_and_money() -> None:
    given = full()
    plan = drafted(given).plan()
    assert by("extensions", given, plan)["c"].value == 10
    assert by("extension_cost", given, plan)["c"].value == 80
    none = simple(given, 0).onboard("d", 13, 15).onboard("e", 16, 18).plan()
    assert by("extensions", given, none)[""].value == by("extension_cost", given, none)[""].value == 0


def test_months_unsecured_count_once_however_many_systems_are() -> None:
    rows = [
        {"of": "k", "order": 1, "months": 6, "basis": "modification"},
        {"of": "m", "order": 1, "months": 4, "basis": "direct_award"},
    ]
    given = full(extensions=rows)
    # s: January to March 2031. t: April to June, when e leaves. Then the same with t from February.
    assert by("unsecured", given, drafted(given).plan())["c"].value == 6
    early = full(extensions=rows, contracts=[
        {"id": "k", "systems": ["s"], "ends": "2030-12-31"}, {"id": "m", "systems": ["t"], "ends": "2031-01-31"},
    ])  # fmt: skip
    assert by("unsecured", early, drafted(early).plan())["c"].value == 5, "January to May, February and March once"


def test_integrator_months_run_from_the_last_go_live() -> None:
    given = full(terms=[{"route": "r", "months": 24, "option": 12}])
    short = simple(given, 0, term=24).onboard("d", 13, 15).onboard("e", 16, 18).plan()
    longer = simple(given, 0, term=24, option=12).onboard("d", 13, 15).onboard("e", 16, 18).plan()
    # Award at boundary 3, so to 27, or 39 with the option; e is live at 18.
    assert by("integrator_left", given, short)["c"].value == 9
    assert by("integrator_left", given, longer)[""] == Value("", Decimal(21), day=date(2031, 6, 30), item="l")
    given = full()
    late = by("integrator_left", given, drafted(given).plan())
    assert late["c"].value == -3, "12 months: to March 2031, three before e is live"


def test_dates_that_rest_on_assumptions() -> None:
    marks = [
        {"table": "phases", "row": "r//decide", "column": "duration", "mark": "assumed"},
        {"table": "phases", "row": "r//tender", "column": "duration", "mark": "sourced"},
    ]
    given = full(sources=marks)
    found = by("assumed_dates", given, drafted(given).plan())
    # Go-to-market rests on nothing assumed; the award and both go-lives rest on the decision.
    assert (found["c"].value, found["c"].of) == (3, 4)
    assert found[""].value == 3


def test_drift_is_what_the_goal_counts_cluster_by_cluster() -> None:
    given = full()
    old, new = drafted(given).plan(), simple(given, 1).onboard("d", 13, 15).onboard("e", 17, 19).plan()
    found = by("drift", given, new, old)
    assert found["c"].value == 1 + 1 + 1, "go-to-market, award and e's go-live a month later each"
    assert found[""].value == stability.value(drafted(given).facts(baseline=new))
    assert by("drift", given, new) == {}


def test_clusters_add_up_and_the_whole_is_the_plans_own() -> None:
    given, plan = report_samples.five()
    found = measure(given, plan, plan)
    for name in ("extensions", "extension_cost", "drift"):
        values = {m.figure.cluster: m.figure.value for m in found if m.name == name}
        assert values[""] == sum(v for c, v in values.items() if c and v is not None), name
    spent = [m.figure for m in found if m.name == "spend"]
    assert [v.value for v in spent if not v.cluster] == [f.spend for f in plan.funding]
    for period in {v.period for v in spent}:
        whole, *parts = (v.value for v in spent if v.period == period)
        assert whole == sum(p for p in parts if p is not None)


# --- nothing to count ----------------------------------------------------------------------------


def test_what_is_not_there_is_said_and_is_no_zero() -> None:
    given = programme()
    found = measure(given, simple(given).plan())
    notes = {m.name: m.figure.note for m in found if m.figure.cluster == "c" and m.figure.value is None}
    assert notes == {
        "headroom": "no old contract that ends",
        "users_live": "no department joins",
        "spend": "no funding is given",
        "integrator_left": "no lot that delivers",
        "assumed_dates": "no sources are given",
    }
    assert {m.name for m in found} == {m.NAME for m in MEASURES} - {"drift"}


def test_without_a_deadline_the_quarters_stay() -> None:
    given = full(clusters=[{"id": "c", "lead": "Lead"}])
    found = [m.figure for m in measure(given, drafted(given).plan()) if m.name == "users_live" and m.figure.cluster]
    assert [(v.value, v.note) for v in found] == [(None, "no deadline"), (100, ""), (130, "")]


def test_open_ended_and_long_ended_contracts_have_no_headroom() -> None:
    rows = [{"id": "k", "systems": ["s"], "ends": None}, {"id": "m", "systems": ["t"], "ends": "2029-12-31"}]
    given = full(contracts=rows, extensions=[])
    plan = simple(given, 0).onboard("d", 13, 15).onboard("e", 16, 18).plan()
    assert by("headroom", given, plan)["c"].note == "no old contract that ends"


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2030-01-01", "2031-03-01", "14.0"),
        ("2031-03-01", "2030-01-01", "-14.0"),
        ("2030-01-31", "2030-02-28", "1.0"),
        ("2030-01-01", "2030-01-16", "0.5"),
        ("2030-01-01", "2030-01-01", "0.0"),
    ],
)
def test_months_between(start: str, end: str, months: str) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == Decimal(months)


# --- what is shown -------------------------------------------------------------------------------


OWN = [
    {"name": "<b>Cost</b>", "unit": "£m", "target": 300, "date": "2029-03-31", "value": "210.5"},
    {"name": "<b>Cost</b>", "unit": "£m", "target": 520, "date": "2029-09-30", "value": 330},
    {"name": "Moves", "date": "2029-06-30", "value": -4},
]


def test_the_page_draws_ours_and_the_users_own_beside_them() -> None:
    given = full(measures=OWN, funding=FUNDING)
    html = render(tabulate(given, drafted(given).plan()))
    part = html.split('<section id="measures"')[1].split("</section>")[0]
    assert "Users live by quarter: 130 on 30 Jun 2031" in part
    assert "&lt;b&gt;Cost&lt;/b&gt; (£m): 330 on 30 Sep 2029, target 520" in part
    assert "<b>Cost" not in part
    assert part.count('class="small"') == 3
    assert "1 Jan 2031 to 31 Dec 2031 (onboarding, extension)" in part
    assert '<span class="mark"><bdi>£2,400</bdi></span>' in part
    assert '<span class="warn mark"><bdi>−3</bdi></span>' in part
    assert all(m.TITLE in part for m in MEASURES if m.NAME != "drift")


def test_the_market_sees_no_measure_but_users_live() -> None:
    given = full(measures=OWN)
    for audience, names in (
        ("market", {"users_live"}),
        ("board", {m.NAME for m in MEASURES} | {"<b>Cost</b>", "Moves"}),
    ):
        report = tabulate(given, drafted(given).plan(), None, audience, baseline=drafted(given).plan())  # type: ignore[arg-type]
        assert {m.name for m in report.measures} == names
        assert set(report.tables["measures"]["measure"]) == names
    market = tabulate(given, drafted(given).plan(), None, "market", baseline=drafted(given).plan())
    assert market.baseline is None
    assert "Headroom" not in render(market)


def test_for_the_market_nothing_is_counted_from_what_was_taken_from_it() -> None:
    """Without its pins a programme has phases ahead that the plan, rightly, has not."""
    pins = [
        {"item": "p", "milestone": m, "date": d, "kind": "actual"}
        for m, d in (("gtm", "2030-01-09"), ("award", "2030-03-20"))
    ]
    given = full(
        pins=pins, programme={"title": "Tiny", "as_of": "2030-06-01", "start": "2030-01-01", "end": "2032-12-31"}
    )
    plan = Draft(given).compete("p", {}, terms={"l": (12, 0)}).onboard("d", 13, 15).onboard("e", 16, 18).plan()
    market = tabulate(given, plan, None, "market")
    assert {m.name for m in market.measures} == {"users_live"}
    assert by("users_live", given, plan)["c"] in [m.figure for m in market.measures]


def test_a_board_sees_no_clusters_price_of_extensions() -> None:
    funding = [{"from": "2031-01-01", "to": "2031-12-31", "approved": 500, "covers": k} for k in (["extension"], [])]
    given = full(funding=funding)
    for audience, clusters in (("team", {None, "c"}), ("board", {None})):
        table = tabulate(given, drafted(given).plan(), None, audience).tables["measures"]  # type: ignore[arg-type]
        assert set(table[table.measure == "extension_cost"].cluster) == clusters
        assert set(table[table.period == "2031-01-01 to 2031-12-31 (extension)"].cluster) == clusters
        assert set(table[table.period == "2031-01-01 to 2031-12-31"].cluster) == {None, "c"}


def test_a_board_sees_no_witness_of_the_baseline_either() -> None:
    given, plan = report_samples.five()
    assert plan.witness
    assert tabulate(given, plan, baseline=plan).baseline.witness is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "text"), [(-4, "−4"), (1234567, "1,234,567"), (Decimal("210.50"), "210.5"), (Decimal("1E+3"), "1,000")]
)
def test_numbers_have_a_real_minus_and_no_more_digits_than_they_need(value: Any, text: str) -> None:
    assert _number(value) == text


def test_a_chart_of_one_day_or_of_nothing_but_zero_can_be_drawn() -> None:
    for points in ([Point(date(2030, 1, 1), 0, "0")], [Point(date(2030, 1, 1), 5, "5", 5, "target 5")]):
        drawn = small_chart(points)
        assert drawn.count("<circle") == 1
        assert "nan" not in drawn
        assert "inf" not in drawn.replace("inherit", "")


# --- the page of definitions ---------------------------------------------------------------------


def test_each_measure_is_defined_on_the_page_in_its_own_words() -> None:
    page = (Path(__file__).parents[1] / "docs" / "measures.md").read_text(encoding="utf-8")
    sections = [part.split("\n", 1) for part in page.split("\n### ")[1:]]
    assert [head for head, _ in sections] == [f"`{m.NAME}`: {m.TITLE}" for m in MEASURES]
    for m, (_, body) in zip(MEASURES, sections, strict=True):
        said = " ".join(body.split())
        assert f"Unit: {m.UNIT}." in said
        assert " ".join((m.__doc__ or "").split()) in said, f"docs/measures.md does not say what {m.NAME} says"
