"""Futures side by side: each in a process of its own, kept as they come, told to whoever may read them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

import builders
from calloff import whatif as engine
from calloff.case import Answer, Case, is_final, key_of
from calloff.check import check
from calloff.errors import InputError
from calloff.many import Done, run_many
from calloff.options import Options, parse_goals
from calloff.plan import Plan
from calloff.report.futures import futures
from calloff_cli.app import app
from calloff_data.read import read_with
from calloff_data.read.cases import read_cases
from calloff_data.runs import Runs
from calloff_data.write.whatif import files
from calloff_data.write.whatif_page import render
from light_work import double
from visits import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUICK = Options(time_limit=30, workers=1, goals=parse_goals("gap,unsecured"))
NAMES = ["ports-declines", "south-late+ports-declines", "framework-closes"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["whatif", *map(str, arguments)])


# --- many at once --------------------------------------------------------------------------------


def test_work_that_fails_or_dies_harms_no_other() -> None:
    done: dict[int, Done[int]] = {d.number: d for d in run_many(double, [1, 3, 4, 5], at_once=2)}
    assert {i: d.made for i, d in done.items()} == {0: 2, 1: None, 2: None, 3: 10}
    assert done[1].failure == "ValueError: three is too many"
    assert "ended without a word" in str(done[2].failure)


# --- cases and answers ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases("starter", NAMES)


@pytest.fixture(scope="module")
def answers(cases: list[Case]) -> list[Answer]:
    return engine.ask(cases, QUICK, at_once=2)


def test_cases_are_named_after_their_scenarios(cases: list[Case]) -> None:
    assert [c.name for c in cases] == ["base", *NAMES]
    assert cases[2].title == "South begins six months late; Ports declines"
    assert len(cases[2].scenarios) == 2
    assert {c.base for c in cases} == {cases[0].base}


def test_faults_of_all_scenarios_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_cases("starter", ["south", "coast+ports-declines"])
    assert [f.file for f in caught.value.faults] == ["south", "coast"]


def test_key_is_over_programme_scenarios_and_options(cases: list[Case]) -> None:
    keys = {key_of(c, o) for c in cases for o in (QUICK, Options())}
    assert len(keys) == 2 * len(cases)


@pytest.mark.slow
def test_each_future_is_solved_and_its_plan_is_clean(answers: list[Answer]) -> None:
    assert [a.status for a in answers] == ["optimal", "optimal", "optimal", "infeasible"]
    plan = answers[1].plan
    assert plan is not None
    programme, basis = read_with("starter", ["ports-declines"])
    report = check(programme, plan, content_hash=basis.hash, scenarios=basis.scenarios)
    assert report.passed
    assert not report.notes


@pytest.mark.slow
def test_known_answers_are_not_asked_for_again(answers: list[Answer], cases: list[Case]) -> None:
    told: list[Answer] = []
    known = {a.key: a for a in answers}
    assert engine.ask(cases, QUICK, known=known, on_answer=told.append) == answers
    assert told == []


def test_interrupted_keeps_what_there_is(cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> Iterator[Done[Answer]]:
        case = cases[0]
        first = Answer(key=key_of(case, QUICK), name="base", title="", status="infeasible", seconds=0, plan=None)
        yield Done(0, first, None)
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "run_many", stopped)
    found = engine.ask(cases, QUICK)
    assert [a.status for a in found] == ["infeasible", "unknown", "unknown", "unknown"]
    assert found[1].failure == "stopped on request"
    assert not is_final(found[1])


def test_a_failure_is_an_answer(cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "run_many", lambda *_: iter([Done(i, None, "it broke") for i in range(4)]))
    assert {(a.status, a.failure) for a in engine.ask(cases, QUICK)} == {("failed", "it broke")}


# --- kept answers --------------------------------------------------------------------------------


@pytest.mark.slow
def test_kept_answers_name_no_supplier(answers: list[Answer], cases: list[Case], tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    for answer, case in zip(answers, cases, strict=True):
        runs.keep(answer, case.programme)
    known = runs.known([a.key for a in answers])
    assert set(known) == {a.key for a in answers}
    text = "".join(f.read_text(encoding="utf-8") for f in tmp_path.iterdir())
    assert not any(f'"{s.id}"' in text for s in cases[0].programme.suppliers)


def test_what_is_no_answer_is_asked_for_again(tmp_path: Path) -> None:
    unknown = Answer(key="k", name="", title="", status="unknown", seconds=1, plan=None)
    (tmp_path / "k.json").write_text(unknown.model_dump_json(), encoding="utf-8")
    (tmp_path / "half.json").write_text('{"key": "half", "na', encoding="utf-8")
    (tmp_path / "other.json").write_text(unknown.model_dump_json(), encoding="utf-8")
    assert Runs(tmp_path).known(["k", "half", "other", "missing"]) == {}


# --- cost against peak ---------------------------------------------------------------------------


def test_curve_asks_for_the_goals_down_to_cost() -> None:
    assert [g.name for g in engine.curve_options(Options()).goals][-1] == "cost"
    assert [g.name for g in engine.curve_options(QUICK).goals] == ["gap", "unsecured", "cost"]


def test_fewer_bids_at_once_are_possible_until_they_are_not() -> None:
    """Two competitions of two bids each: at once, one after the other, or not at all."""
    two = [{"id": x, "cluster": "c", "routes": ["r"]} for x in ("p", "q")]
    tiny = builders.programme(
        clusters=[{"id": "c", "latest_gtm": "2031-06-30"}],
        procurements=two,
        lots=[{"id": f"lot-{x['id']}", "procurement": x["id"], "charge": 10} for x in two],
        routes=[{"id": "r", "min_bidders": 2}],
        demands=[{"phase": "tender", "resource": "bid", "units": 1}],
        dependencies=[{"from": "p", "from_milestone": "gtm", "to": "q", "to_milestone": "gtm", "max_lag": 3}],
    )
    base = Case("base", "As it stands", tiny, "hash", ())
    at_once = [replace(base, name=str(n), most_bids=n) for n in (4, 3, 1)]
    options = Options(time_limit=10, workers=1, goals=parse_goals("gap,peak"))
    found = engine.ask(at_once, options, at_once=2)
    assert [a.status for a in found] == ["optimal", "optimal", "infeasible"]
    assert found[1].plan is not None
    assert {g.goal: g.value for g in found[1].plan.goals}["peak"] == 2
    assert [p.most_bids for p in engine.curve(found)] == [4, 3, 1]
    assert [c.most_bids for c in engine.curve_cases(base, found[1].plan)] == [2, 1, 0]


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.slow
def test_page_stands_alone_and_tells_differences_first(answers: list[Answer], cases: list[Case]) -> None:
    page = render(futures(cases, answers, cases[0].programme))
    assert "default-src 'none'" in page
    assert "cannot be done at all: The framework closes in 2026" in page
    order = [page.index(f'<section id="{name}"') for name in ("differences", "moved", "timelines", "capacity", "money")]
    assert order == sorted(order)
    assert all(case.title in page for case in cases)


@pytest.mark.slow
def test_titles_cannot_break_the_page(answers: list[Answer], cases: list[Case]) -> None:
    bad = [Answer(**{**dict(a), "title": "<script>alert(1)</script>", "name": "<b>"}) for a in answers]
    page = render(futures(cases, bad, cases[0].programme))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["board", "market"])
def test_nobody_reads_more_than_they_may(answers: list[Answer], cases: list[Case], audience: str) -> None:
    made = files(futures(cases, answers, cases[0].programme, audience))  # type: ignore[arg-type]
    said = b"".join(data for name, data in made.items() if not name.endswith(".html")).decode()
    assert not any(s.id in said for s in cases[0].programme.suppliers)
    goals = {row["goal"] for row in csv.DictReader(made["tables/goals.csv"].decode().splitlines())}
    assert ("unsecured" in goals) == (audience == "board")
    assert ("days of systems in gap" in said) == (audience == "board")


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_command_writes_resumes_and_tells(tmp_path: Path) -> None:
    arguments = ["starter", "--scenario", "ports-declines", "--scenario", "framework-closes", "-o", tmp_path]
    goals = ["--goals", "gap,unsecured"]
    first = run(*arguments, *goals)
    assert first.exit_code == 0, first.output
    assert "framework-closes: infeasible" in first.stderr
    comparison = (tmp_path / "comparison.json").read_bytes()
    told = json.loads(comparison)
    assert [f["status"] for f in told["futures"]] == ["optimal", "optimal", "infeasible"]
    assert {m["cluster"] for m in told["moves"]} <= {"north", "south", "coast", ""}
    plan = Plan.model_validate_json((tmp_path / "plans" / "ports-declines.json").read_text(encoding="utf-8"))
    assert plan.origin.scenarios[0][0] == "Ports declines"
    again = run(*arguments, *goals, "--json")
    assert again.exit_code == 0
    assert again.stderr.count("known from before") == 3
    assert json.loads(again.stdout) == told
    assert (tmp_path / "comparison.json").read_bytes() == comparison


@pytest.mark.slow
def test_market_is_left_no_answers_of_the_board(tmp_path: Path) -> None:
    done = run("starter", "--scenario", "ports-declines", "--goals", "gap", "--audience", "market", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "runs").exists()


def test_whatif_of_nothing_is_a_wrong_command_line(tmp_path: Path) -> None:
    done = run("starter", "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.browser
def test_page_opens_offline_without_a_barrier_and_shows_what_moved(
    browser: Browser, answers: list[Answer], cases: list[Case], tmp_path: Path
) -> None:
    found = futures(cases, answers, cases[0].programme)
    moved = [s for b in found.blocks for r in b.rows for s in r.shifts]
    assert moved
    assert not any(b.rows[0].shifts for b in found.blocks)
    file = tmp_path / "whatif.html"
    file.write_text(render(found), encoding="utf-8")
    with visiting(browser, file) as seen:
        page = seen.page
        assert page.evaluate("window.Plotly") is None
        assert page.locator("#timelines .rows .r").count() == 3 * len(found.blocks)
        arrows = page.locator("#timelines .t[aria-label*='than in the first future']")
        assert arrows.all() != []
        assert {a.get_attribute("aria-label") for a in arrows.all()} == {s.tip for s in moved}
        assert seen.barriers() == []
        page.locator("#timelines summary.r").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("End")
        assert page.locator("#tip").inner_text() == page.evaluate("document.activeElement.getAttribute('aria-label')")
        wide = page.locator("#timelines .sheet").first.evaluate("e => e.offsetWidth")
        page.keyboard.press("+")
        assert page.locator("#timelines .sheet").first.evaluate("e => e.offsetWidth") > wide
        page.locator("#money").scroll_into_view_if_needed()
        page.locator("#money .main-svg").first.wait_for()
        assert page.locator(".modebar-btn").count() == 0
        assert "Plotly Cloud" not in page.locator("main").inner_text()
        assert seen.barriers() == []
        assert seen.fits(768)
        assert seen.fits(320)
        assert page.pdf().startswith(b"%PDF")
        assert seen.is_quiet()
