"""The command line as a person or a script meets it: words, files, exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import Any

import pytest

from calloff import __version__
from calloff.errors import Fault, InputError, MissingPartError
from calloff.plan import Plan
from calloff_cli import app, exits, screen
from calloff_cli.exits import Exit
from running import Ran, Run
from stopping import heeding

ROOT = Path(__file__).parent.parent
COMMANDS = (
    "examples",
    "validate",
    "solve",
    "check",
    "schema",
    "explain",
    "whatif",
    "compare",
    "terms",
    "export",
    "import",
)
ESCAPE = "\x1b"
CALLOFF = (sys.executable, "-c", "from calloff_cli.app import main; main()")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("scheduler", "data", "cli"))}

TINY: dict[str, Any] = {
    "programme": {"title": "Two departments", "as_of": "2026-01-01", "start": "2026-01-01", "end": "2029-12-31"},
    "clusters": [{"id": "north", "title": "North", "lead": "Office A", "live_by": "2028-12-31"}],
    "departments": [
        {"id": "a", "cluster": "north", "users": 100, "onboarding": 3},
        {"id": "b", "cluster": "north", "users": 50, "onboarding": 3, "onboarding_cost": 1000},
    ],
    "systems": [{"id": "payroll", "departments": ["a", "b"], "support_end": "2027-12-31"}],
    "contracts": [{"id": "old", "systems": ["payroll"], "ends": "2027-12-31", "cost": 10}],
    "procurements": [{"id": "p", "cluster": "north", "routes": ["open"], "suppliers": ["acme"], "one_off_cost": 500}],
    "lots": [{"id": "service", "procurement": "p", "charge": 20}],
    "routes": [{"id": "open", "min_bidders": 1}],
    "terms": [{"route": "open", "months": 36}],
    "phases": [
        {"route": "open", "id": "prepare", "order": 1, "duration": 2},
        {"route": "open", "id": "tender", "order": 2, "duration": 4, "milestone": "gtm"},
        {"route": "open", "id": "sign", "order": 3, "duration": 1, "milestone": "award"},
    ],
    "demands": [{"phase": "tender", "resource": "bid", "units": 1}],
    "suppliers": [{"id": "acme", "bids": 1}],
    "funding": [{"from": "2026-04-01", "to": "2029-03-31", "approved": 100}],
}


def in_its_own_process(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command that finds the packages in this tree."""
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)


def tiny(tmp_path: Path, **changed: Any) -> Path:
    file = tmp_path / "tiny.json"
    file.write_text(json.dumps({**TINY, **changed}), encoding="utf-8")
    return file


@pytest.fixture
def solved(tmp_path: Path, run: Run) -> tuple[Path, Path]:
    """A programme and the folder of its plan."""
    programme, to = tiny(tmp_path), tmp_path / "out"
    assert run("solve", programme, "-o", to).code == Exit.DONE
    return programme, to


# --- help, version, usage ----------------------------------------------------------------------


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(word: str) -> None:
    script = (
        "import sys\n"
        "from calloff_cli.app import main\n"
        f"sys.argv = ['calloff', '{word}']\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted({'ortools', 'pandas', 'plotly', 'numpy'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = in_its_own_process([sys.executable, "-c", script])
    assert done.returncode == 0
    assert done.stderr.strip() == ""


def test_version_is_the_package_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"calloff {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert command in ran.out


def test_help_lists_every_command_and_no_other(run: Run) -> None:
    assert {c.name for c in app.app.registered_commands} == set(COMMANDS)
    assert all(command in run("--help").out for command in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["plan"],
        ["solve", "starter"],
        ["solve", "starter", "-o", "x", "--audience", "everyone"],
        ["solve", "starter", "-o", "x", "--time-limit", "soon"],
        ["solve", "starter", "-o", "x", "--time-limit", "inf"],
        ["solve", "starter", "-o", "x", "--deterministic", "nan"],
        ["solve", "starter", "-o", "x", "--workers", "-1"],
        ["solve", "starter", "-o", "x", "--workers", "1000"],
        ["solve", "starter", "-o", "x", "--goals", "profit"],
        ["solve", "starter", "-o", "x", "--goals", "cost~many"],
        ["examples", "starter"],
        ["examples", "--to", "x"],
        ["validate"],
        ["check", "starter"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_exit_2(run: Run, words: list[str], tmp_path: Path) -> None:
    os.chdir(tmp_path)
    ran = run(*words)
    assert ran.code == Exit.USAGE
    assert ran.out == ""
    assert ran.err
    assert list(tmp_path.iterdir()) == []


# --- examples ------------------------------------------------------------------------------------


def test_examples_lists_the_bundled_programmes(run: Run) -> None:
    ran = run("examples")
    assert ran.code == 0
    assert all(name in ran.out for name in ("whitehall-2022", "whitehall-2026", "starter"))
    assert all(len(line) <= screen.WIDTH for line in ran.out.splitlines())


def test_examples_as_json(run: Run) -> None:
    listed = json.loads(run("examples", "--json").out)
    assert "starter" in {row["name"] for row in listed}
    assert all(row["title"] and row["about"] for row in listed)


def test_an_example_copied_out_is_valid_and_never_overwritten(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "mine"
    assert run("examples", "starter", "--to", to).code == 0
    assert run("validate", to).code == 0
    (to / "clusters.csv").write_text("mine", encoding="utf-8")
    assert run("examples", "starter", "--to", to).code == Exit.INPUT
    assert (to / "clusters.csv").read_text(encoding="utf-8") == "mine"


# --- validate ------------------------------------------------------------------------------------


def test_validate_says_a_programme_is_valid(run: Run, tmp_path: Path) -> None:
    ran = run("validate", tiny(tmp_path))
    assert ran.code == 0
    assert ran.err.startswith("Valid")


def two_faults(tmp_path: Path) -> Path:
    departments = [{"id": "a", "cluster": "south", "users": 100}, {"id": "b", "cluster": "north", "users": -1}]
    systems = [{"id": "payroll", "departments": ["a", "b"]}]
    return tiny(tmp_path, departments=departments, systems=systems)


def test_validate_says_every_fault_on_a_line(run: Run, tmp_path: Path) -> None:
    ran = run("validate", two_faults(tmp_path))
    assert ran.code == Exit.INPUT
    assert ran.out == ""
    faults = ran.err.splitlines()[:-1]
    assert any("table departments" in line and "'south'" in line for line in faults)
    assert any("table departments" in line and "column users" in line and "'-1'" in line for line in faults)
    assert ran.err.splitlines()[-1] == f"{len(faults)} faults."


def test_faults_as_json_go_to_stdout(run: Run, tmp_path: Path) -> None:
    ran = run("validate", two_faults(tmp_path), "--json")
    report = json.loads(ran.out)
    assert ran.code == Exit.INPUT
    assert report["valid"] is False
    assert "users" in {fault["column"] for fault in report["faults"]}


def test_findings_as_json(run: Run, tmp_path: Path) -> None:
    open_ended = [{**TINY["contracts"][0], "ends": None}]
    ran = run("validate", tiny(tmp_path, contracts=open_ended), "--json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert report["valid"] is True
    assert len(report["hash"]) == 64
    assert any(f["table"] == "contracts" and f["row"].endswith("old") for f in report["findings"])


def test_a_missing_programme_is_wrong_input(run: Run, tmp_path: Path) -> None:
    ran = run("solve", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert ran.code == Exit.INPUT
    assert "nowhere" in ran.err
    assert not (tmp_path / "out").exists()


# --- solve ---------------------------------------------------------------------------------------


def test_solve_writes_and_sums_up(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "out"
    ran = run("solve", tiny(tmp_path), "-o", to)
    assert ran.code == 0
    assert {"plan.json", "run.json", "report.html", "tables"} <= {f.name for f in to.iterdir()}
    assert all(len(line) <= screen.WIDTH for line in ran.out.splitlines() if str(to) not in line)
    assert ran.out.startswith("Two departments\nOptimal: every goal is proved for these figures.\n")
    # As late as the old contract allows, which is cheapest: three months of onboarding before it ends.
    assert re.search(r"North\s+p\s+2027-05-01\s+2027-09-30\s+2027-12-31", ran.out)
    assert re.search(r"^cost\s+[\d,]+\s+[\d,]+\s+yes\s+GBP$", ran.out, re.MULTILINE)
    assert "Next decisions" in ran.out
    assert f"Written to {to}" in ran.out


def test_progress_goes_to_stderr_without_colour_where_it_is_no_terminal(run: Run, tmp_path: Path) -> None:
    ran = run("solve", tiny(tmp_path), "-o", tmp_path / "out")
    assert re.search(r"^cost: best [\d,]+, bound [\d,]+, gap 0\.0%, after \d+ s$", ran.err, re.MULTILINE)
    assert ESCAPE not in ran.out + ran.err


def test_solve_as_json_prints_the_plan_file(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "out"
    ran = run("solve", tiny(tmp_path), "-o", to, "--json")
    assert ran.out == (to / "plan.json").read_text(encoding="utf-8")
    assert json.loads(ran.out)["status"] == "optimal"


@pytest.mark.parametrize(("audience", "named"), [("team", True), ("board", False), ("market", False)])
def test_the_audience_decides_whether_suppliers_are_named(run: Run, tmp_path: Path, audience: str, named: bool) -> None:
    to = tmp_path / "out"
    ran = run("solve", tiny(tmp_path), "-o", to, "--audience", audience, "--json")
    assert (json.loads(ran.out)["witness"] is not None) is named
    assert ("acme" in (to / "plan.json").read_text(encoding="utf-8")) is named


def test_the_summary_is_for_the_audience_too(run: Run, tmp_path: Path) -> None:
    programme = tiny(tmp_path)
    board = run("solve", programme, "-o", tmp_path / "board").out
    market = run("solve", programme, "-o", tmp_path / "market", "--audience", "market").out
    assert "GBP" in board
    assert "GBP" not in market
    assert re.search(r"North\s+p\s+2027-05-01", market)


def test_goals_names_all_that_is_solved_for(run: Run, tmp_path: Path) -> None:
    ran = run("solve", tiny(tmp_path), "-o", tmp_path / "out", "--goals", "gap,cost~1%", "--json")
    goals = json.loads(ran.out)["goals"]
    assert [g["goal"] for g in goals] == ["gap", "cost"]
    assert "1" in goals[1]["tolerance"]


def test_a_baseline_adds_the_goal_stability(run: Run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    programme, to = solved
    again = run("solve", programme, "-o", tmp_path / "again", "--baseline", to / "plan.json", "--json")
    values = {g["goal"]: g["value"] for g in json.loads(again.out)["goals"]}
    assert values["stability"] == 0


def test_deterministic_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    programme = tiny(tmp_path)
    plans = [
        run("solve", programme, "-o", tmp_path / name, "--deterministic", 5, "--seed", 7, "--json").out for name in "ab"
    ]
    assert plans[0] == plans[1]
    assert json.loads(plans[0])["status"] == "optimal"


def impossible(tmp_path: Path) -> Path:
    """The route closes before its phases can have run."""
    return tiny(tmp_path, routes=[{"id": "open", "closes": "2026-03-31", "min_bidders": 1}])


def test_infeasible_is_exit_4_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("solve", impossible(tmp_path), "-o", tmp_path / "out")
    assert ran.code == Exit.INFEASIBLE
    assert "Infeasible" in ran.err
    assert ran.out == ""
    assert not (tmp_path / "out").exists()


def test_infeasible_as_json_is_a_status(run: Run, tmp_path: Path) -> None:
    ran = run("solve", impossible(tmp_path), "-o", tmp_path / "out", "--json")
    assert json.loads(ran.out) == {"status": "infeasible"}


def test_forbidden_overspend_makes_this_programme_infeasible(run: Run, tmp_path: Path) -> None:
    """1,500 must be spent within the horizon and 100 is approved for most of it."""
    programme = tiny(tmp_path, funding=[{"from": "2026-01-01", "to": "2029-12-31", "approved": 100}])
    assert run("solve", programme, "-o", tmp_path / "out").code == Exit.DONE
    assert run("solve", programme, "-o", tmp_path / "strict", "--no-overspend").code == Exit.INFEASIBLE


@pytest.mark.parametrize(("interrupted", "words"), [(False, "Unknown"), (True, "Stopped on request")])
def test_no_plan_within_the_limit_is_exit_5(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: bool, words: str
) -> None:
    nothing = SimpleNamespace(status="unknown", plan=None, seconds=1.0, interrupted=interrupted)
    monkeypatch.setattr("calloff.solve.solve", lambda *_, **__: nothing)
    ran = run("solve", tiny(tmp_path), "-o", tmp_path / "out")
    assert ran.code == Exit.NO_PLAN
    assert ran.err.startswith(words)
    assert not (tmp_path / "out").exists()


def test_a_plan_kept_after_ctrl_c_is_written_and_said_so(
    run: Run, solved: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme, to = solved
    plan = Plan.model_validate_json((to / "plan.json").read_text(encoding="utf-8"))
    kept = SimpleNamespace(status="feasible", plan=plan, seconds=1.0, interrupted=True)
    monkeypatch.setattr("calloff.solve.solve", lambda *_, **__: kept)
    ran = run("solve", programme, "-o", tmp_path / "kept")
    assert ran.code == Exit.DONE
    assert "best plan so far" in ran.err
    assert json.loads((tmp_path / "kept" / "run.json").read_text(encoding="utf-8"))["interrupted"] is True


@pytest.mark.slow
def test_ctrl_c_ends_a_solve_soon_and_says_so(tmp_path: Path) -> None:
    """Stopped at its first sign of life: with a plan by then or without, but in order."""
    command = [*CALLOFF, "solve", "starter", "-o", str(tmp_path / "out"), "--goals", "cost", "--time-limit", "50"]
    piped: Any = {"env": ENVIRONMENT, "stdout": PIPE, "stderr": PIPE, "text": True}
    with subprocess.Popen(command, **piped, preexec_fn=heeding) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert first.startswith("cost: ")
    assert "Stopped on request" in said
    assert running.returncode == (Exit.DONE if (tmp_path / "out").exists() else Exit.NO_PLAN)


# --- check ---------------------------------------------------------------------------------------


def test_check_finds_a_solved_plan_clean(run: Run, solved: tuple[Path, Path]) -> None:
    programme, to = solved
    ran = run("check", programme, to / "plan.json")
    assert ran.code == Exit.DONE
    assert ran.out == ""
    assert "Clean" in ran.err


def test_check_says_which_of_two_files_is_the_wrong_one(run: Run, solved: tuple[Path, Path]) -> None:
    programme, to = solved
    swapped = run("check", to / "plan.json", programme)
    assert swapped.code == Exit.INPUT
    assert "plan.json: the file is a plan, not a programme; give the programme that it was made for" in swapped.err
    assert "1 fault." in swapped.err
    twice = run("check", programme, programme)
    assert twice.code == Exit.INPUT
    assert "is a programme, not a plan; a plan.json that calloff wrote" in twice.err


def edited(to: Path) -> Path:
    """A plan in which department a goes live a month too early."""
    plan = json.loads((to / "plan.json").read_text(encoding="utf-8"))
    run = next(d for d in plan["departments"] if d["department"] == "a")
    run["live"] = "2026-10-01"
    file = to / "edited.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    return file


def test_check_lists_what_an_edited_plan_breaks(run: Run, solved: tuple[Path, Path]) -> None:
    programme, to = solved
    ran = run("check", programme, edited(to))
    assert ran.code == Exit.INFEASIBLE
    assert any(line.startswith("onboarding: a") for line in ran.out.splitlines())


def test_check_as_json(run: Run, solved: tuple[Path, Path]) -> None:
    programme, to = solved
    ran = run("check", programme, edited(to), "--json")
    report = json.loads(ran.out)
    assert ran.code == Exit.INFEASIBLE
    assert report["clean"] is False
    assert "onboarding" in {breach["rule"] for breach in report["breaches"]}


def test_check_says_first_that_the_programme_is_another(run: Run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    _, to = solved
    ran = run("check", tiny(tmp_path, suppliers=[{"id": "acme", "bids": 2}]), to / "plan.json")
    assert "hash" in ran.err.splitlines()[0]


def test_a_file_that_is_no_plan_is_wrong_input(run: Run, tmp_path: Path) -> None:
    programme = tiny(tmp_path)
    assert run("check", programme, programme).code == Exit.INPUT
    assert run("check", programme, tmp_path / "nowhere.json").code == Exit.INPUT


# --- schema --------------------------------------------------------------------------------------


def test_schema_describes_programme_and_plan(run: Run) -> None:
    schema = json.loads(run("schema").out)
    assert set(TINY) <= set(schema["programme"]["properties"])
    assert {"goals", "decisions", "witness"} <= set(schema["plan"]["properties"])
    cluster = schema["programme"]["$defs"]["Cluster"]
    assert "extras" not in cluster["properties"]
    assert "^x_" in cluster["patternProperties"]


# --- failures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError([Fault("f", "t", "1", "c", "v", "is wrong", "be right")]), Exit.INPUT),
        (MissingPartError("No browser. Install chromium."), Exit.MISSING_PART),
        (PermissionError(13, "Permission denied", "/nowhere"), Exit.USAGE),
        (OSError("no file to name"), Exit.OWN_FAULT),
        (ZeroDivisionError("division by zero"), Exit.OWN_FAULT),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_every_failure_has_its_code_and_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: Exit
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.delenv("CALLOFF_DEBUG", raising=False)
    monkeypatch.setattr("calloff_data.read.read", fail)
    ran = run("validate", "anything")
    assert ran.code == code
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert ran.err.strip()


def test_debugging_shows_where(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setenv("CALLOFF_DEBUG", "1")
    monkeypatch.setattr("calloff_data.read.read", fail)
    with pytest.raises(ZeroDivisionError):
        run("validate", "anything")


# --- the screen ------------------------------------------------------------------------------------


def test_an_input_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = "\u202e[bold red]North[/] :smile:"
    ran = run(
        "solve",
        tiny(tmp_path, clusters=[{**TINY["clusters"][0], "title": hostile, "lead": hostile}]),
        "-o",
        tmp_path / "out",
    )
    assert ran.code == 0
    assert ESCAPE not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    assert "[bold" in ran.out
    assert "\U0001f604" not in ran.out


def test_what_cannot_be_printed_is_shown_as_such() -> None:
    assert screen.plain("a\x1b[2Jb\x07\u202e\nc é") == "a�[2Jb��\nc é"


def report(level: str, best: int | None, bound: int | None, gap: float | None = None, seconds: float = 2.4) -> Any:
    return SimpleNamespace(level=level, best=best, bound=bound, gap=gap, seconds=seconds)


def test_progress_says_a_new_best_at_once_and_a_new_bound_after_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    levels = screen.Levels(live=False)
    levels(report("cost", None, 0))
    levels(report("cost", 1200, 0, 1.0))
    levels(report("cost", 1200, 0, 1.0, seconds=99))
    levels(report("cost", 1200, 1000, 1 / 6, seconds=100))
    levels(report("cost", 1200, 1001, 0.165, seconds=101))
    levels(report("cost", 1200, 1002, 0.165, seconds=105))
    assert capsys.readouterr().err.splitlines() == [
        "cost: best –, bound 0, gap –, after 2 s",
        "cost: best 1,200, bound 0, gap 100.0%, after 2 s",
        "cost: best 1,200, bound 1,002, gap 16.5%, after 105 s",
    ]


def test_progress_says_the_last_of_a_goal_before_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    levels = screen.Levels(live=False)
    for progress in (report("gap", 7, 0, 1.0), report("gap", 7, 7, 0.0), report("cost", 9, 0, 1.0)):
        levels(progress)
    levels(report("cost", 9, 9, 0.0))
    levels.flush()
    levels.flush()
    assert capsys.readouterr().err.splitlines() == [
        "gap: best 7, bound 0, gap 100.0%, after 2 s",
        "gap: best 7, bound 7, gap 0.0%, after 2 s",
        "cost: best 9, bound 0, gap 100.0%, after 2 s",
        "cost: best 9, bound 9, gap 0.0%, after 2 s",
    ]


def test_progress_on_a_terminal_is_one_row_a_goal(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    levels = screen.Levels(live=True)
    for goal, best in (("gap", 3), ("gap", 0), ("cost", 9)):
        levels(report(goal, best, 0))
    assert capsys.readouterr().err == ""
    console = Console(width=60, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(levels)
    lines = [line.split() for line in console.export_text().splitlines()]
    assert [line[:2] for line in lines] == [["goal", "best"], ["gap", "0"], ["cost", "9"]]


@pytest.mark.parametrize(("terminal", "no_color", "live"), [(True, "", True), (True, "1", False), (False, "", False)])
def test_nothing_is_drawn_over_without_a_terminal_or_with_no_color(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, no_color: str, live: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: terminal))
    monkeypatch.setenv("NO_COLOR", no_color)
    assert screen.is_live() is live


def test_a_closed_pipe_is_no_traceback() -> None:
    script = f"{sys.executable} -c 'from calloff_cli.app import main; main()' schema | head -c 5"
    done = in_its_own_process(["bash", "-c", script])
    assert done.stdout == '{\n "p'
    assert "Traceback" not in done.stderr


def test_a_pipe_gets_utf8_whatever_its_locale() -> None:
    command, environment = [*CALLOFF, "schema"], {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    terms = json.loads(done.stdout.decode("utf-8"))["programme"]["$defs"]["Term"]["properties"]
    assert terms["option_factor"]["description"] == "On charge × factor, in option months."


def test_completion_knows_the_bundled_programmes() -> None:
    from calloff_cli.options import bundled_names

    assert bundled_names("whitehall-2") == ["whitehall-2022", "whitehall-2026"]


def test_the_audiences_offered_are_those_that_exist() -> None:
    from typing import get_args

    from calloff.report.audience import Audience as Known
    from calloff_cli.options import Audience

    assert {a.value for a in Audience} == set(get_args(Known))


def test_one_fault_is_singular() -> None:
    assert (exits.count_of(1), exits.count_of(2)) == ("1 fault.", "2 faults.")
