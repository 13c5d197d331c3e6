"""The pages stay true: the model's formulas, the commands, the worked example, the links."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from calloff.goals import GOALS
from calloff.options import DEFAULT_ORDER
from calloff.rules import RULES
from calloff_cli.exits import Exit

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")


def text_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def squeezed(text: str) -> str:
    return " ".join(text.split())


# --- the model -----------------------------------------------------------------------------------


def sections(chapter: str) -> dict[str, str]:
    """Text of every section of a chapter of the model page, by heading."""
    body = MODEL.split(f"\n## {chapter}\n")[1].split("\n## ")[0]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in body.split("\n### ")[1:]}


def formulas(module: ModuleType) -> list[str]:
    """Lines of a docstring that are set apart, or begin with a sum."""
    lines = inspect.cleandoc(module.__doc__ or "").splitlines()
    return [squeezed(line) for line in lines if line.startswith(("    ", "Σ"))]


@pytest.mark.parametrize(("chapter", "modules"), [("Rules", RULES), ("Goals", GOALS)])
def test_a_section_each_in_the_same_order(chapter: str, modules: tuple[ModuleType, ...]) -> None:
    assert list(sections(chapter)) == [m.NAME for m in modules]


@pytest.mark.parametrize(
    ("chapter", "module"), [("Rules", m) for m in RULES] + [("Goals", m) for m in GOALS], ids=lambda x: str(x)[-30:]
)
def test_formulas_are_those_of_the_module(chapter: str, module: ModuleType) -> None:
    section = squeezed(sections(chapter)[module.NAME])
    stated = formulas(module)
    assert stated, f"{module.NAME} states no formula"
    assert [line for line in stated if line not in section] == []


def test_goals_come_in_the_default_order() -> None:
    assert [g.NAME for g in GOALS if g.NAME in DEFAULT_ORDER] == list(DEFAULT_ORDER)


# --- links ---------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=text_id)
def test_links_resolve(page: Path) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "gallery").glob("*.png"))
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > 300_000] == []


# --- the README ----------------------------------------------------------------------------------


@cache
def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the README as the installed `calloff` would."""
    words = shlex.split(command)
    assert words[0] == "calloff"
    main = "import sys; from calloff_cli.app import main; sys.argv[0] = 'calloff'; main()"
    path = ":".join(str(ROOT / x) for x in ("scheduler", "data", "cli"))
    return subprocess.run(
        [sys.executable, "-c", main, *words[1:]],
        cwd=folder,
        env={"PYTHONPATH": path, "PATH": "", "COLUMNS": "80", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def shown_commands() -> list[str]:
    """Names of the commands in the README's table."""
    return re.findall(r"^\| `calloff (\w+)", README, re.MULTILINE)


def test_commands_are_all_there(tmp_path: Path) -> None:
    listed = re.findall(r"^│ (\w+)  ", run("calloff --help", tmp_path).stdout, re.MULTILINE)
    assert shown_commands() == listed


@pytest.mark.parametrize("command", shown_commands())
def test_options_named_in_the_readme_exist(command: str, tmp_path: Path) -> None:
    help_page = run(f"calloff {command} --help", tmp_path).stdout
    row = next(line for line in README.splitlines() if line.startswith(f"| `calloff {command}"))
    assert [o for o in re.findall(r"--[a-z-]+", row) if o not in help_page] == []


def test_exit_codes_are_listed() -> None:
    listed = re.findall(r"^\| (\d) \| ", README.split("\n## Exit codes\n")[1].split("\n## ")[0], re.MULTILINE)
    assert [int(code) for code in listed] == [int(x) for x in Exit]


def worked_example() -> list[tuple[str, str]]:
    """Commands of the worked example, each with the output the README shows under it."""
    chapter = README.split("\n## A worked example\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", chapter, re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(step.split("\n", 1)[0], step.split("\n", 1)[1]) for step in steps]


def edits() -> list[tuple[str, str, str]]:
    """The example's edits: file, line before, line after."""
    chapter = README.split("\n## A worked example\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```diff\n(.*?)```", chapter, re.DOTALL)
    found = []
    for block in blocks:
        name, old, new = re.fullmatch(r"--- (.+)\n-(.*)\n\+(.*)\n", block).groups()  # type: ignore[union-attr]
        found.append((name, old, new))
    return found


@pytest.mark.slow
def test_the_worked_example_prints_what_the_readme_shows(tmp_path: Path) -> None:
    """Lines shown must be printed, in that order; `…` stands for lines left out."""
    waiting = edits()
    for command, shown in worked_example():
        if command.startswith("edit "):
            name, old, new = waiting.pop(0)
            assert command == f"edit {name}"
            file = tmp_path / name
            assert file.read_text(encoding="utf-8").splitlines().count(old) == 1
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
            continue
        done = run(command, tmp_path)
        printed = [squeezed(x) for x in (done.stdout + done.stderr).splitlines()]
        wanted = [squeezed(x) for x in shown.splitlines() if x.strip() not in ("", "…")]
        rest = iter(printed)
        missing = [line for line in wanted if line not in rest]
        assert missing == [], f"{command} prints:\n{done.stdout}{done.stderr}"
    assert waiting == []


def test_the_bundled_programmes_are_explained() -> None:
    page = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
    names = [p.name for p in (ROOT / "data" / "calloff_data" / "programmes").iterdir() if p.is_dir()]
    assert sorted(re.findall(r"^## `(.+)`$", page, re.MULTILINE)) == sorted(names)
    assert [n for n in names if n not in README] == []


def test_the_gallery_shows_every_picture() -> None:
    folder = ROOT / "docs" / "gallery"
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\]\((\S+\.png)\)", page))) == sorted(p.name for p in folder.glob("*.png"))
