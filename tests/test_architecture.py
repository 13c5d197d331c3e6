"""The shape of the code: which part may import which, and how large anything may grow."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {
    "calloff": ROOT / "scheduler" / "calloff",
    "calloff_data": ROOT / "data" / "calloff_data",
    "calloff_cli": ROOT / "cli" / "calloff_cli",
}
ALLOWED = {
    "calloff": {"calloff"},
    "calloff_data": {"calloff", "calloff_data"},
    "calloff_cli": {"calloff", "calloff_data", "calloff_cli"},
}
MAX_FILE = 300
MAX_FUNCTION = 60
MEDIAN_FUNCTION = 12
DOCUMENTED = 0.9

Function = ast.FunctionDef | ast.AsyncFunctionDef
Public = Function | ast.ClassDef

FILES = [
    pytest.param(package, path, id=str(path.relative_to(ROOT)))
    for package, root in SOURCES.items()
    for path in sorted(root.rglob("*.py"))
]
EVERY = pytest.mark.parametrize(("package", "path"), FILES)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of imported modules, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module if node.level == 0 and node.module else "."


def called(tree: ast.AST) -> Iterator[str]:
    """What is called, as written: `open`, `Path`, `time.sleep`, `x.read_text`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(node: ast.AST) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def body_length(node: Function) -> int:
    """Lines of a function without its docstring."""
    return length(node) - (length(node.body[0]) if ast.get_docstring(node) else 0)


def public(tree: ast.Module) -> Iterator[Public]:
    """Public functions and classes of a module, and public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, Public) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (m for m in node.body if isinstance(m, Function) and not m.name.startswith("_"))


def test_every_part_has_code() -> None:
    assert {param.values[0] for param in FILES} == set(SOURCES)


@EVERY
def test_imports_run_one_way(package: str, path: Path) -> None:
    ours = {name.split(".")[0] for name in imported(tree_of(path))} & set(SOURCES)
    assert ours <= ALLOWED[package]


@EVERY
def test_nothing_is_imported_by_position(package: str, path: Path) -> None:
    assert "." not in imported(tree_of(path))


@EVERY
def test_only_the_scheduler_knows_the_solver(package: str, path: Path) -> None:
    if package != "calloff":
        assert "ortools" not in {name.split(".")[0] for name in imported(tree_of(path))}


FILE_CALLS = {"open", "Path", "print", "input"}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "to_csv", "to_excel", "write_html", "read_csv"}
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "sleep"}
FORBIDDEN_IMPORTS = {"io", "os", "pathlib", "tempfile", "shutil", "socket", "urllib", "rich", "typer", "sys"}


@pytest.mark.parametrize("path", [p.values[1] for p in FILES if p.values[0] == "calloff"], ids=str)
def test_the_scheduler_touches_no_file_screen_or_clock(path: Path) -> None:
    tree = tree_of(path)
    assert not {name.split(".")[0] for name in imported(tree)} & FORBIDDEN_IMPORTS
    names = set(called(tree))
    assert not names & FILE_CALLS
    assert not {name.rsplit(".", 1)[-1] for name in names if "." in name} & (FILE_METHODS | CLOCKS)


@EVERY
def test_a_file_fits_in_the_head(package: str, path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_FILE


@EVERY
def test_a_function_fits_on_a_screen(package: str, path: Path) -> None:
    assert [f.name for f in functions(tree_of(path)) if length(f) > MAX_FUNCTION] == []


def test_the_usual_function_is_short() -> None:
    lengths = [body_length(f) for param in FILES for f in functions(tree_of(param.values[1]))]
    assert median(lengths) <= MEDIAN_FUNCTION


def test_public_names_are_documented() -> None:
    found = [node for param in FILES for node in public(tree_of(param.values[1]))]
    documented = [node for node in found if ast.get_docstring(node)]
    assert len(documented) >= DOCUMENTED * len(found)


@EVERY
def test_every_module_says_what_it_is_for(package: str, path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@EVERY
def test_no_drawer_for_odds_and_ends(package: str, path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "misc", "common"}


def test_the_scheduler_needs_no_third_party_but_its_three() -> None:
    """What the scheduler may lean on: the solver, the models and the tables."""
    allowed = {"calloff", "ortools", "pydantic", "pydantic_core", "pandas", "numpy"} | set(sys.stdlib_module_names)
    names = {n.split(".")[0] for p in FILES if p.values[0] == "calloff" for n in imported(tree_of(p.values[1]))}
    assert names <= allowed
