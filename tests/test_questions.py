"""Every command in docs/questions.md runs and answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from calloff_cli.app import main

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
COMMANDS = re.findall(r"^\$ (calloff .+)$", PAGE.read_text(encoding="utf-8"), re.M)


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
