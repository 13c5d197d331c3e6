"""Every command in docs/questions.md runs and answers."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from calloff_cli.app import main
from running import Run

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
COMMANDS = re.findall(r"^\$ (calloff .+)$", PAGE.read_text(encoding="utf-8"), re.M)


SHOWN = re.findall(r"^(calloff .+)$", PAGE.read_text(encoding="utf-8"), re.M)
TINY = {
    "programme": {"title": "Tiny", "as_of": "2030-01-01", "start": "2030-01-01", "end": "2031-12-31"},
    "clusters": [{"id": "c"}],
    "departments": [{"id": "d", "cluster": "c", "users": 10, "onboarding": 2}],
    "systems": [{"id": "s", "departments": ["d"]}],
    "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-06-30"}],
    "procurements": [{"id": "p", "cluster": "c", "routes": ["r"]}],
    "lots": [{"id": "l", "procurement": "p"}],
    "routes": [{"id": "r"}],
    "terms": [{"route": "r", "months": 12}],
    "phases": [
        {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm"},
        {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
    ],
    "resources": [{"id": "board", "title": "Board", "capacity": 1}],
    "demands": [{"phase": "decide", "resource": "board", "units": 1}],
    "sources": [{"table": "departments", "row": "d", "column": "onboarding", "mark": "assumed", "low": 1, "high": 6}],
}


def test_the_page_asks_something() -> None:
    assert len(COMMANDS) >= 5


def test_every_command_on_the_page_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        monkeypatch.setattr("sys.argv", shlex.split(command))
        with pytest.raises(SystemExit) as ended:
            main()
        assert (command, ended.value.code or 0) == (command, 0)
        assert capsys.readouterr().out or "check" in command


def test_what_takes_minutes_answers_on_a_tiny_programme(run: Run, tmp_path: Path) -> None:
    """Commands shown without a prompt, with a tiny programme and its plan in the place of those on the page."""
    (tmp_path / "tiny.json").write_text(json.dumps(TINY), encoding="utf-8")
    tiny, plan = str(tmp_path / "tiny.json"), str(tmp_path / "out" / "plan.json")
    assert run("solve", tiny, "-o", str(tmp_path / "out"), "--workers", "1").code == 0
    places = {"starter": tiny, "out/starter/plan.json": plan, "out/starter": str(tmp_path / "out")}
    said = ""
    for command in SHOWN:
        ran = run(*(places.get(word, word) for word in shlex.split(command)[1:]))
        assert (command, ran.code) == (command, 0)
        said += ran.out
    assert "1 of 1 assumed figures were set to their low and high and solved again." in said
    assert "departments d: onboarding" in said
    assert "Worth nothing in money or users’ time (proved): one more of Board in Q1 2030." in said
    assert (tmp_path / "out" / "worth.json").exists()
