"""What a written plan says, to whom, and that it is written whole."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

import report_samples
from calloff.errors import InputError
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Report, tabulate
from calloff.report.answer import gap_share, goal, unsecured
from calloff.report.wording import count, isolated, listed, money, months, plain, shortened, whole_money
from calloff.tables import Source
from calloff_data.read.plan_file import read_plan
from calloff_data.write import write_all
from calloff_data.write.markup import said
from calloff_data.write.page import render
from calloff_data.write.plan_json import plan_bytes

Pair = tuple[Programme, Plan]


@pytest.fixture(scope="module")
def five() -> Pair:
    return report_samples.five()


def with_goals(plan: Plan, status: str = "feasible", **values: tuple[int, int | None]) -> Plan:
    """The plan with other values and bounds of some goals."""
    goals = tuple(
        g.model_copy(update={"value": v[0], "bound": v[1], "proved": v[0] == v[1]}) if (v := values.get(g.goal)) else g
        for g in plan.goals
    )
    return plan.model_copy(update={"goals": goals, "status": status})


def without(plan: Plan, *troubles: str) -> Plan:
    systems = tuple(s.model_copy(update=dict.fromkeys(troubles, ())) for s in plan.systems)
    return plan.model_copy(update={"systems": systems})


# --- the answer --------------------------------------------------------------------------------------


def test_the_title_is_the_extension_that_no_plan_avoids(five: Pair) -> None:
    programme, plan = five
    found = tabulate(programme, without(plan, "gaps")).answer.finding
    first = unsecured(programme, plan)[0]
    assert found.startswith("No plan avoids an extension that nobody has agreed: ")
    assert tabulate(programme, plan).names.item(first.contract) in found
    assert "14 months" in found


def test_unavoidable_is_said_only_where_it_is_proved(five: Pair) -> None:
    programme, plan = five
    open_plan = with_goals(without(plan, "gaps"), unsecured=(2_450_000, 0))
    found = tabulate(programme, open_plan).answer
    assert found.finding.startswith("This plan rests on an extension that nobody has agreed: ")
    assert "not proved best" in found.sentences[-1]


def test_a_gap_comes_before_an_extension(five: Pair) -> None:
    found = tabulate(*five).answer.finding
    assert found.index("No plan avoids a gap") < found.index("by an extension that nobody has agreed")


def test_where_nothing_is_wrong_the_title_says_who_goes_when(five: Pair) -> None:
    programme, plan = five
    answer = tabulate(programme, without(plan, "gaps", "unsecured", "unsupported")).answer
    assert answer.finding == "Five clusters go to market between August 2027 (Defence) and February 2029 (Overseas)."
    assert answer.sentences[0].startswith("It costs £612m in present value up to March 2037")


def test_the_answer_says_how_much_rests_on_assumptions(five: Pair) -> None:
    report = tabulate(*five)
    assumed = [r for r in report.rests if r.assumed]
    assert f"{len(assumed)} of {len(report.rests)} dates ahead rest on assumed figures" in report.answer.sentences[-1]
    assert all(r.milestone != "go to market" for r in assumed), "the business case, all before it, is sourced"


def test_what_is_wrong_nowhere_is_said_where_something_is_wrong(five: Pair) -> None:
    programme, plan = five
    assert tabulate(programme, plan).answer.avoids == ""
    kept = tabulate(programme, without(plan, "gaps", "unsupported")).answer
    assert kept.avoids == "No system is without a contract or runs past its vendor's support."
    assert kept.avoids in render(tabulate(programme, without(plan, "gaps", "unsupported"))).replace("&#x27;", "'")
    assert tabulate(programme, without(plan, "gaps"), audience="market").answer.avoids == ""


def test_an_unproved_goal_says_how_far_it_may_be_off(five: Pair) -> None:
    programme, plan = five
    unproved = with_goals(plan, cost=(100, 90))
    assert gap_share(goal(unproved, "cost")) == pytest.approx(0.1)  # type: ignore[arg-type]
    assert "(at most 10.0% from the best)" in tabulate(programme, unproved).answer.sentences[-1]


def test_a_contract_that_covers_three_systems_counts_once(five: Pair) -> None:
    programme, plan = five
    first = unsecured(programme, plan)[0]
    doubled = plan.model_copy(update={"systems": plan.systems + plan.systems})
    assert unsecured(programme, doubled)[0].days == first.days


# --- wording -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        (612_345_678, "£612m"),
        (1_250_000_000, "£1.25bn"),
        (45_000, "£45k"),
        (999, "£999"),
        (0, "£0"),
        (-12_300_000, "−£12.3m"),
    ],
)
def test_money_has_three_figures(amount: int, short: str) -> None:
    assert money(amount, "GBP") == short


def test_words_of_numbers() -> None:
    assert money(5_000_000, "SEK") == "SEK 5m"
    assert whole_money(Decimal("1234567.5"), "EUR") == "€1,234,568"
    assert [count(n, "cluster") for n in (0, 1, 2, 11)] == ["no clusters", "one cluster", "two clusters", "11 clusters"]
    assert [months(d) for d in (31, 425, 14, 7)] == ["1 month", "14 months", "2 weeks", "1 week"]
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert shortened("x" * 20, 5) == "xxxx…"


def test_a_name_cannot_turn_its_sentence_round() -> None:
    assert plain("pay\u202eroll\x00\n") == "payroll"
    assert isolated("دفاع") == "\u2068دفاع\u2069"
    assert isolated("Defence") == "Defence"
    assert said("<b>&'") == "&lt;b&gt;&amp;&#x27;"


# --- audiences -------------------------------------------------------------------------------------------


def written(five: Pair, folder: Path, audience: str) -> dict[str, str]:
    files = write_all(folder / audience, *five, {"seconds": 1.5, "levels": [9]}, audience)  # type: ignore[arg-type]
    return {f.name: f.read_text(encoding="utf-8") for f in files}


def test_the_team_sees_the_witness(five: Pair, tmp_path: Path) -> None:
    files = written(five, tmp_path, "team")
    assert '"bidders"' in files["plan.json"]
    assert "Secret Supplier 0" in files["usage.csv"]


@pytest.mark.parametrize("audience", ["board", "market"])
def test_no_supplier_is_named_to_board_or_market(five: Pair, tmp_path: Path, audience: str) -> None:
    for name, text in written(five, tmp_path, audience).items():
        for secret in ("Secret Supplier", "Secret Incumbent", '"s0"', ",s0,"):
            assert secret not in text, f"{secret} in {name}"


def test_the_market_sees_dates_titles_and_values_only(five: Pair, tmp_path: Path) -> None:
    programme, plan = five
    shown = tabulate(programme, plan, audience="market")
    assert {
        len(shown.tables[n]) for n in ("systems", "troubles", "contracts", "extensions", "usage", "spend", "funding")
    } == {0}
    assert not {"cost", "overspend", "gap", "unsecured", "lateness"} & {g.goal for g in shown.plan.goals}
    assert {d.kind for d in shown.plan.decisions} <= {"start", "gtm", "award"}
    assert set(shown.tables["competitions"]["value"]) == {Decimal(90_000_000)}
    files = written(five, tmp_path, "market")
    page = files["report.html"].split("<main", 1)[1].split("<script>", 1)[0]
    for word in ("capacity", "approved", "nobody has agreed", "£612", "Comparable projects took 3 months, 2 to 6"):
        assert word not in page
    assert "levels" not in files["run.json"]


def test_every_audience_gets_a_page_that_renders() -> None:
    for sample in (report_samples.five, report_samples.hostile):
        for audience in ("team", "board", "market"):
            assert "</html>" in render(tabulate(*sample(), audience=audience))  # type: ignore[arg-type]


# --- bytes -------------------------------------------------------------------------------------------------


def test_the_same_plan_gives_the_same_bytes(five: Pair, tmp_path: Path) -> None:
    first, second = (write_all(tmp_path / n, *five, {"seconds": 1.0}) for n in ("a", "b"))
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]


def test_a_plan_comes_back_as_it_was(five: Pair, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(plan_bytes(five[1]))
    assert read_plan(path) == five[1]
    assert path.read_bytes().endswith(b"}\n")


def test_nothing_is_written_where_one_file_cannot_be(five: Pair, tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(InputError, match="cannot be written to"):
        write_all(tmp_path, *five)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_later_run_replaces_and_leaves_other_files_alone(five: Pair, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    write_all(tmp_path, *five, {"seconds": 1.0})
    write_all(tmp_path, *five, {"seconds": 2.0})
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["seconds"] == 2.0
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.rglob(".*")) == []


# --- bad plans -----------------------------------------------------------------------------------------------


def spoilt(plan: Plan, **changes: object) -> str:
    return json.dumps({**json.loads(plan_bytes(plan)), **changes})


BAD = {
    "empty": ("", "is not JSON"),
    "syntax": ('{"format": 1,', "is not JSON"),
    "a list": ("[1]", "is not a plan"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "twice": ('{"format": 1, "format": 1}', "each field once"),
    "long number": ('{"format": ' + "9" * 5000 + "}", "at most 30 digits"),
    "other format": ('{"format": 2}', "reads format 1"),
    "no format": ("{}", "reads format 1"),
    "bare": ('{"format": 1}', "competitions: is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_plan_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    text, words = BAD[name]
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_plan(path)


def test_every_fault_of_a_plan_is_named_with_its_place(five: Pair, tmp_path: Path) -> None:
    plan = json.loads(plan_bytes(five[1]))
    plan["lots"][2]["expiry"] = "2030-02-30"
    plan["lots"][3]["term"] = "60"
    plan["extensions"][0]["taken"] = "perhaps"
    plan["status"] = "splendid"
    plan["competitions"][1]["phases"][0]["colour"] = "red"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(path)
    places = {(f.row, f.column) for f in caught.value.faults}
    assert places == {
        ("lots[2]", "expiry"),
        ("lots[3]", "term"),
        ("extensions[0]", "taken"),
        ("", "status"),
        ("competitions[1].phases[0]", "colour"),
    }


@pytest.mark.parametrize("number", ["NaN", "Infinity", "5"])
def test_numbers_are_no_dates_and_infinities_no_numbers(five: Pair, tmp_path: Path, number: str) -> None:
    path = tmp_path / "plan.json"
    text = plan_bytes(five[1]).decode().replace('"gtm": "2027-08-01"', f'"gtm": {number}', 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_plan(path)


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError):
            read_plan(path)


# --- the picture ----------------------------------------------------------------------------------------------


def test_what_is_drawn_is_what_is_planned(five: Pair) -> None:
    report: Report = tabulate(*five)
    bars = {(b.sign, b.start, b.end) for block in report.blocks for row in block.rows for b in row.bars}
    for s in report.plan.systems:
        assert {("gap", x.start, x.end) for x in s.gaps} <= bars
        assert {("unsupported", x.start, x.end) for x in s.unsupported} <= bars
    marks = {(m.sign, m.day) for block in report.blocks for row in block.rows for m in row.marks}
    assert {("gtm", c.gtm) for c in report.plan.competitions} <= marks
    assert {("live", o.live) for o in report.plan.departments} <= marks


def test_term_and_option_are_told_apart(five: Pair) -> None:
    report = tabulate(*five)
    row = next(r for b in report.blocks for r in b.rows if r.label.startswith("Defence integrator"))
    assert row.label == "Defence integrator (5 y + 2 y)"
    assert [(b.sign, b.start, b.end) for b in row.bars] == [
        ("term", date(2028, 6, 1), date(2033, 6, 1)),
        ("option", date(2033, 6, 1), date(2035, 6, 1)),
    ]


def test_an_extension_nobody_agreed_never_looks_agreed(five: Pair) -> None:
    report = tabulate(*five)
    loose = {(e.start, e.end) for e in report.plan.extensions if e.taken and not e.agreed and e.basis != "option"}
    signs = {b.sign for block in report.blocks for r in block.rows for b in r.bars if (b.start, b.end) in loose}
    assert loose
    assert "extension" not in signs


def test_the_axis_shows_today_all_go_lives_and_whole_fiscal_years(five: Pair) -> None:
    axis = tabulate(*five).axis
    assert axis.start <= axis.today <= axis.end
    assert all(axis.shows(o.live) for o in five[1].departments)
    inner = axis.years[1:-1]
    assert [name for *_, name in inner[:2]] == ["2027-28", "2028-29"]
    assert all((a.month, a.day) == (4, 1) for a, _, _ in inner)
    assert (axis.share(axis.start), axis.share(axis.end)) == (0.0, 1.0)


def test_use_in_even_slots_is_one_step(five: Pair) -> None:
    load = tabulate(*five).loads[0]
    assert (load.of, load.kind) == ("market", "bid")
    assert all(a[1] == b[0] and a[2:] != b[2:] for a, b in pairwise(load.steps))


def test_a_later_cycle_has_its_own_row_and_its_build_beneath(five: Pair) -> None:
    programme, plan = five
    again = plan.competitions[0].model_copy(update={"lot": "c0-software", "cycle": 2})
    let = next(x for x in plan.lots if x.lot == "c0-software").model_copy(update={"cycle": 2})
    more = plan.model_copy(update={"competitions": (*plan.competitions, again), "lots": (*plan.lots, let)})
    rows = [r for b in tabulate(programme, more).blocks for r in b.rows if r.label == "Defence software, cycle 2"]
    assert len(rows) == 1
    assert [b.sign for b in rows[0].bars] == ["prepare", "tender", "tender", "tender", "term", "option"]
    assert [b.sign for b in rows[0].under] == ["build"]


def test_the_own_source_of_a_figure_wins_over_that_of_its_column(five: Pair) -> None:
    programme, plan = five
    column = {"table": "phases", "row": "*", "column": "duration", "mark": "assumed"}
    held = {n: getattr(programme, n) for n in Programme.model_fields}
    wide = Programme.model_validate({**held, "sources": [*programme.sources, Source(**column)]})
    before = {r.item: r.assumed for r in tabulate(programme, plan).rests if r.milestone == "go to market"}
    after = {r.item: r.assumed for r in tabulate(wide, plan).rests if r.milestone == "go to market"}
    assert before == after == dict.fromkeys(before, ())
