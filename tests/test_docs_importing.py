"""docs/importing.md says what an import does."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

from calloff_data.importing import IMPORTS
from calloff_data.importing.aliases import ALIASES
from running import Run

PAGE = (Path(__file__).parents[1] / "docs" / "importing.md").read_text(encoding="utf-8")


def test_every_format_is_named() -> None:
    rows = re.findall(
        r"^\| \[?(\w+)\]?(?:\(#\w+\))? \| .* \| .* \|$", PAGE.split("## What is written")[0], re.MULTILINE
    )
    assert [row for row in rows if row != "format"] == [i.FORMAT for i in IMPORTS]


def test_every_option_is_one(run: Run) -> None:
    told = run("import", "--help").out
    assert [x for x in set(re.findall(r"`(--[a-z-]+)", PAGE)) if x not in told] == []


def test_the_register_shown_gives_the_report_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(PAGE.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    words = re.search(r"^\$ calloff (import register) register.csv (.*) --to found$", PAGE, re.MULTILINE)
    assert words is not None
    assert run(*words[1].split(), file, *words[2].split(), "--to", tmp_path / "found").code == 0
    with (tmp_path / "found" / "import-report.csv").open(encoding="utf-8", newline="") as held:
        found = [(row["place"], row["verdict"], row["why"]) for row in csv.DictReader(held)]
    shown = re.findall(r"^\| (line \d) \| (\w+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert found == shown


def test_the_mapping_shown_is_one() -> None:
    columns, milestones = (tomllib.loads(part.split("```")[0]) for part in PAGE.split("```toml\n")[1:])
    assert set(columns["columns"]) <= set(ALIASES)
    assert set(milestones) == {"milestones"}


def test_the_command_lists_its_formats_and_refuses_others(run: Run, tmp_path: Path) -> None:
    listed = run("import", "list").out
    assert all(f"{i.FORMAT} " in listed and i.ABOUT[:30] in listed for i in IMPORTS)
    wrong = run("import", "registers", tmp_path, "--to", tmp_path / "x")
    assert wrong.code == 2
    assert "not a format" in wrong.err
    assert run("import", "register").code == 2
    missing = run("import", "register", tmp_path / "none.csv", "--to", tmp_path / "x")
    assert missing.code == 3
    assert "none.csv: the file cannot be read" in missing.err
    assert not (tmp_path / "x").exists()
