"""Scenarios: each change by itself, what they compose to, what they refuse, and what a plan says of them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from calloff import tables as t
from calloff.errors import InputError
from calloff.identity import content_hash
from calloff.programme import Competition, Programme
from calloff.scenario import CHANGES, Scenario, apply
from calloff_cli.app import app
from calloff_data.read import bundled, copy_bundled, read, read_scenarios, read_with, scenario_names
from calloff_data.read.scenario_file import read_scenario

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad_scenarios").glob("*.toml"))
READY = [(name, scenario) for name, *_ in bundled() for scenario in scenario_names(name)]
WHITEHALL = {
    "longer-terms", "funding-300", "funding-382", "funding-403", "integrator-leaves", "hmt-dfe-decline",
    "options-only", "sscl-12-more", "observed-slips", "phases-high", "challenge", "competition-fails",
    "approval-deferred-6", "all-at-once", "do-minimum",
}  # fmt: skip


@pytest.fixture(scope="module")
def starter() -> Programme:
    return read("starter")


def scenario(*changes: dict[str, Any], title: str = "What if") -> Scenario:
    return Scenario.model_validate({"title": title, "change": changes})


def after(programme: Programme, *changes: dict[str, Any]) -> Programme:
    return apply(programme, [scenario(*changes)])


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad_scenario_states_its_faults(path: Path, starter: Programme) -> None:
    told = [line[2:].strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    with pytest.raises(InputError) as caught:
        apply(starter, [read_scenario(path)])
    said = [str(fault) for fault in caught.value.faults]
    assert told
    for words in told:
        assert any(words in line for line in said), "\n".join(said)
    assert {fault.file for fault in caught.value.faults} == {path.name}


def test_there_are_many_bad_scenarios() -> None:
    assert len(BAD) >= 20


def test_every_change_that_goes_wrong_is_named_at_once(starter: Programme) -> None:
    with pytest.raises(InputError) as caught:
        apply(starter, [read_scenario(HERE / "bad_scenarios" / "31-three-at-once.toml")])
    assert [fault.row for fault in caught.value.faults] == ["change 1", "change 2", "change 3"]


def test_unknown_scenario_names_the_near_one() -> None:
    with pytest.raises(InputError, match="did you mean ports-declines"):
        read_scenarios(["port-declines"], "starter")


def test_all_unknown_scenarios_are_named() -> None:
    with pytest.raises(InputError) as caught:
        read_scenarios(["nothing+neither"], "starter")
    assert [fault.file for fault in caught.value.faults] == ["nothing", "neither"]


# --- ready-made ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("programme", "name"), READY)
def test_ready_made_scenario_changes_its_programme(programme: str, name: str) -> None:
    before = read(programme)
    found = read_scenarios([name], programme)
    changed, basis = read_with(programme, [name])
    assert content_hash(changed) != basis.hash == content_hash(before)
    assert basis.scenarios == (found[0].recorded,)
    assert found[0].notes
    assert str(changed.programme.title).endswith(found[0].title)


@pytest.mark.parametrize("programme", ["whitehall-2022", "whitehall-2026"])
def test_the_usual_questions_are_ready_made(programme: str) -> None:
    assert set(scenario_names(programme)) >= WHITEHALL


def test_examples_are_copied_with_their_scenarios(tmp_path: Path) -> None:
    copy_bundled("starter", tmp_path / "mine")
    assert scenario_names(tmp_path / "mine") == scenario_names("starter")
    assert read_with(tmp_path / "mine", ["south-late"]) == read_with("starter", ["south-late"])


# --- changes of any table ------------------------------------------------------------------------


def test_set_reaches_rows_by_key_and_by_condition(starter: Programme) -> None:
    by_key = after(starter, {"do": "set", "table": "extensions", "row": "payroll-deal/1", "to": {"agreed": True}})
    assert [e.agreed for e in by_key.extensions if e.of == "payroll-deal"] == [True, False]
    blank = after(starter, {"do": "set", "table": "lots", "where": {"recompete_route": ""}, "to": {"charge": 1}})
    assert {x.id for x in blank.lots if x.charge == 1} == {"north-integrator", "south-integrator"}
    listed = after(starter, {"do": "set", "table": "systems", "where": {"departments": "parks"}, "to": {"users": 7}})
    assert [s.id for s in listed.systems if s.users == 7] == ["old-payroll"]


def test_a_blank_takes_a_value_away(starter: Programme) -> None:
    changed = after(starter, {"do": "set", "table": "clusters", "to": {"live_by": ""}})
    assert {c.live_by for c in changed.clusters} == {None}


def test_added_row_is_there(starter: Programme) -> None:
    row = {"of": "desk-deal", "order": 1, "months": 12, "basis": "option"}
    changed = after(starter, {"do": "add", "table": "extensions", "rows": [row]})
    assert len(changed.extensions) == len(starter.extensions) + 1


def test_dropping_takes_what_cannot_be_without(starter: Programme) -> None:
    changed = after(
        starter,
        {"do": "joins", "departments": ["ports"], "joins": False},
        {"do": "drop", "table": "procurements", "row": "coast-buy"},
    )
    assert "coast-buy" not in changed.procurement
    assert "coast-service" not in changed.lot
    assert not [p for p in changed.pins if p.item == "coast-buy"]


def test_sources_of_what_is_dropped_go_too() -> None:
    whitehall = read("whitehall-2022")
    changed = after(whitehall, {"do": "drop", "table": "contracts", "row": "ago-oracle"})
    assert [s for s in whitehall.sources if s.row == "ago-oracle"]
    assert not [s for s in changed.sources if s.row == "ago-oracle"]


def test_dropping_shortens_lists(starter: Programme) -> None:
    changed = after(starter, {"do": "drop", "table": "departments", "row": "parks"})
    assert changed.system["old-payroll"].departments == ("roads",)


def test_shift_keeps_ends_of_months(starter: Programme) -> None:
    changed = after(starter, {"do": "shift", "table": "contracts", "column": "ends", "months": 5})
    assert changed.contract["payroll-deal"].ends == date(2029, 2, 28)
    assert changed.contract["finance-deal"].ends == date(2028, 11, 30)
    back = after(starter, {"do": "shift", "table": "externals", "column": "date", "months": -1, "days": -1})
    assert back.external["data-standard"].date == date(2026, 5, 30)


def test_scale_multiplies_adds_and_rounds(starter: Programme) -> None:
    dear = after(starter, {"do": "scale", "table": "contracts", "column": "cost", "by": Decimal("1.5"), "plus": 1})
    assert dear.contract["desk-deal"].cost == 75001
    more = after(starter, {"do": "scale", "table": "suppliers", "column": "bids", "by": Decimal("1.5")})
    assert {s.bids for s in more.suppliers} == {2}


def test_figures_take_the_range_of_the_sources(starter: Programme) -> None:
    changed = after(starter, {"do": "figures", "table": "phases", "column": "duration", "at": "high"})
    highs = {
        s.row: Decimal(s.high) for s in starter.sources if (s.table, s.column) == ("phases", "duration") and s.high
    }
    assert highs
    for phase in changed.phases:
        assert phase.duration == highs.get(f"{phase.route}//{phase.id}", phase.duration)
    assert changed.phases != starter.phases


def test_changed_figure_is_an_assumption(starter: Programme) -> None:
    changed = after(starter, {"do": "scale", "table": "contracts", "column": "cost", "row": "desk-deal", "by": 2})
    marks = {s.row: s for s in changed.sources if (s.table, s.column) == ("contracts", "cost")}
    assert marks["desk-deal"].mark == "assumed"
    assert marks["desk-deal"].citation == "By the scenario: What if"


# --- changes of the market and the course --------------------------------------------------------


def terms(programme: Programme, route: str, lot: str) -> list[tuple[int, int]]:
    return [(x.months, x.option) for x in programme.terms_for(route, lot)]


def test_longest_term_caps_and_counts_options(starter: Programme) -> None:
    with_options = after(starter, {"do": "longest_term", "months": 84})
    assert terms(with_options, "own", "north-software") == [(60, 24)]
    without = after(starter, {"do": "longest_term", "months": 60, "options": False})
    assert terms(without, "own", "north-software") == [(60, 24)]


def test_longest_term_of_some_lots_leaves_the_others(starter: Programme) -> None:
    changed = after(starter, {"do": "longest_term", "months": 84, "lots": ["software"]})
    assert terms(changed, "own", "north-software") == [(60, 24)]
    assert terms(changed, "own", "north-integrator") == terms(starter, "own", "north-integrator")


def test_longest_term_may_cut(starter: Programme) -> None:
    changed = after(starter, {"do": "longest_term", "months": 36, "cut": True})
    assert terms(changed, "own", "coast-service") == [(36, 0)]


def test_funding_counts_what_is_left_at_now() -> None:
    whitehall = read("whitehall-2022")
    changed = after(whitehall, {"do": "funding", "total": 300_000_000})
    assert [f.approved for f in changed.funding] == [233_333_333]
    assert [f.approved for f in after(whitehall, {"do": "funding", "left": 5}).funding] == [5]


def test_closed_route_lets_nothing_after(starter: Programme) -> None:
    assert after(starter, {"do": "close_route", "route": "own"}).route["own"].closes == date(2026, 1, 1)
    on = {"do": "close_route", "route": "framework", "on": date(2027, 3, 31)}
    assert after(starter, on).route["framework"].closes == date(2027, 3, 31)


def test_supplier_leaves_at_once_or_from_a_day(starter: Programme) -> None:
    gone = after(starter, {"do": "supplier_leaves", "supplier": "gamma"})
    assert all("gamma" not in p.suppliers for p in gone.procurements)
    later = after(starter, {"do": "supplier_leaves", "supplier": "gamma", "on": date(2027, 1, 1)})
    rows = [c for c in later.capacity if c.of == "gamma"]
    assert {(c.kind, c.capacity, c.from_) for c in rows} == {(k, 0, date(2027, 1, 1)) for k in ("bid", "delivery")}


def test_stagger_and_extensions_are_lifted(starter: Programme) -> None:
    changed = after(starter, {"do": "no_stagger"}, {"do": "no_extensions_beyond_options"})
    assert not changed.stagger
    assert {e.basis for e in changed.extensions} == {"option"}


def test_pin_replaces_its_like(starter: Programme) -> None:
    pin = {"do": "pin", "item": "coast-buy", "milestone": "gtm", "kind": "earliest", "date": date(2027, 1, 1)}
    changed = after(starter, pin)
    assert [(p.kind, p.date) for p in changed.pins if p.item == "coast-buy"] == [("earliest", date(2027, 1, 1))]


def test_late_cluster_begins_later_or_takes_longer(starter: Programme) -> None:
    pins = after(starter, {"do": "late", "clusters": "south", "slots": 6}).pins
    assert [(p.milestone, p.kind, p.date) for p in pins if p.item == "south-buy"] == [
        ("start", "earliest", date(2026, 7, 1))
    ]
    whitehall = read("whitehall-2022")
    changed = after(whitehall, {"do": "late", "clusters": ["defence", "overseas"], "slots": 6})
    lengths = {p.id: p.duration for p in changed.phases_for("own", "defence-buy")}
    assert lengths["build"] == 30
    assert changed.department["fcdo"].onboarding == 9


def test_challenge_holds_up_what_comes_after_the_award(starter: Programme) -> None:
    changed = after(starter, {"do": "delay_after_award", "procurements": ["north-buy"], "slots": 6})
    for route in ("framework", "own"):
        phases = changed.phases_for(route, "north-buy")
        assert [p.id for p in phases][-3:] == ["standstill", "held-up", "build"]
        assert phases[changed.award_index(phases)].id == "standstill"
        assert phases[-2].duration == 6
    assert changed.phases_for("own", "south-buy") == starter.phases_for("own", "south-buy")


def test_failed_competition_is_run_again_with_all_it_uses(starter: Programme) -> None:
    changed = after(starter, {"do": "restart", "procurement": "north-buy", "phases": ["tender"]})
    names = [p.id for p in changed.phases_for("own", "north-buy")]
    assert names == ["prepare", "tender", "tender-again", "approve", "standstill", "build"]
    assert changed.demands_for("tender-again", "north-buy") == starter.demands_for("tender", "north-buy")
    assert changed.gtm_index(changed.phases_for("own", "north-buy")) == 1
    assert changed.routes_for(Competition("north-buy", None, 1)) == ["framework", "own"]


def test_department_declines(starter: Programme) -> None:
    changed = after(starter, {"do": "joins", "departments": ["ports"], "joins": False})
    assert [d.id for d in changed.departments if not d.joins] == ["ports"]


# --- composing and naming ------------------------------------------------------------------------


def test_scenarios_compose_in_order(starter: Programme) -> None:
    double = scenario({"do": "scale", "table": "contracts", "column": "cost", "by": 2}, title="Double")
    more = scenario({"do": "scale", "table": "contracts", "column": "cost", "plus": 10}, title="More")
    one, other = apply(starter, [double, more]), apply(starter, [more, double])
    assert one.contract["desk-deal"].cost == 100_010
    assert other.contract["desk-deal"].cost == 100_020
    assert str(one.programme.title).endswith("; Double; More")


def test_joined_names_are_read_in_order() -> None:
    assert read_scenarios(["ports-declines+south-late"], "starter") == read_scenarios(
        ["ports-declines", "south-late"], "starter"
    )


def test_hash_is_over_what_changes() -> None:
    change = {"do": "no_stagger"}
    same = scenario({**change, "notes": "because"}, title="Other")
    assert same.hash == scenario(change).hash
    assert same.hash != scenario({"do": "no_extensions_beyond_options"}).hash


def test_no_scenario_is_no_change(starter: Programme) -> None:
    assert apply(starter, []) is starter


def test_every_change_is_described() -> None:
    for change in CHANGES:
        assert change.__doc__
        assert all(field.description for name, field in change.model_fields.items() if name != "do"), change


def test_whole_programme_is_validated_again(starter: Programme) -> None:
    row = {"id": "x", "cluster": "nowhere", "users": 1}
    with pytest.raises(InputError, match="no row of clusters has this id"):
        after(starter, {"do": "add", "table": "departments", "rows": [row]})
    assert isinstance(after(starter, {"do": "no_stagger"}).programme, t.Header)


# --- a plan and its check ------------------------------------------------------------------------


@pytest.mark.slow
def test_plan_names_its_scenarios_and_check_holds_them(tmp_path: Path) -> None:
    run = CliRunner()
    goals = ["--goals", "gap,unsecured", "--time-limit", "20"]
    made = run.invoke(app, ["solve", "starter", "--scenario", "ports-declines", "-o", str(tmp_path), *goals])
    assert made.exit_code == 0, made.output
    plan = tmp_path / "plan.json"
    origin = json.loads(plan.read_text(encoding="utf-8"))["origin"]
    assert origin["programme"] == content_hash(read("starter"))
    assert origin["scenarios"] == [list(read_scenarios(["ports-declines"], "starter")[0].recorded)]
    clean = run.invoke(app, ["check", "starter", str(plan), "--scenario", "ports-declines"])
    assert clean.exit_code == 0
    assert "other scenarios" not in clean.output
    assert "another programme" not in clean.output
    other = run.invoke(app, ["check", "starter", str(plan)])
    assert other.exit_code == 4
    assert "the plan rests on other scenarios: on Ports declines, and it is checked under none" in other.output


def test_bad_scenario_ends_a_solve_with_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean south-late"):
        CliRunner().invoke(
            app, ["solve", "starter", "--scenario", "south-lat", "-o", str(tmp_path / "out")], catch_exceptions=False
        )
    assert not (tmp_path / "out").exists()
