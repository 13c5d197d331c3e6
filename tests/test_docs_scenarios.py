"""docs/scenarios.md stays true: its commands run, its example is a scenario, its list is the models'."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from calloff.describe_changes import changes_page
from calloff.scenario import apply
from calloff_cli.app import app
from calloff_data.read import read
from calloff_data.read.scenario_file import read_scenario

PAGE = (Path(__file__).parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ calloff (.+)$", PAGE, re.MULTILINE)
BREACHES = 4


def test_list_of_changes_is_current() -> None:
    assert PAGE.endswith(changes_page()), "write it anew from calloff.describe_changes.changes_page()"


def test_example_is_a_scenario(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert apply(read("starter"), [read_scenario(file)]).contract["finance-deal"].cost == 275_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_commands_run_one_after_the_other(folder: Path) -> None:
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        done = CliRunner().invoke(app, shlex.split(command))
        wanted = BREACHES if "--tolerance" in command else 0
        assert done.exit_code == wanted, f"{command}\n{done.output}"
    page = (folder / "out" / "curve" / "whatif.html").read_text(encoding="utf-8")
    assert "What a lower peak costs" in page
