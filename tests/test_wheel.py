"""The wheel, built and installed as a stranger would: all of it is there, and it runs."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from calloff import __version__

ROOT = Path(__file__).parent.parent
PROGRAMMES = ("starter", "whitehall-2022", "whitehall-2026")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: object) -> subprocess.CompletedProcess[str]:
    # Isolated from this tree: nothing of it is importable but what the wheel holds.
    done = subprocess.run(
        list(map(str, command)), cwd="/", env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network from what is installed here."""
    to = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", to, ROOT)
    (found,) = to.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def calloff(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment that holds the wheel and borrows only third-party packages."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    run(sys.executable, "-m", "pip", "--python", home, "install", "--no-deps", "--no-index", "--quiet", wheel)
    # A path line adds the folder alone: an editable install of this tree in it is not followed.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home / "bin" / "calloff"


def test_the_wheel_holds_three_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"calloff", "calloff_data", "calloff_cli", f"calloff-{__version__}.dist-info"}
    assert {f"{top}/py.typed" for top in tops if "-" not in top} <= set(names)
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    roots = (ROOT / "scheduler", ROOT / "data", ROOT / "cli")
    files = (f.relative_to(root) for root in roots for f in root.rglob("*") if f.is_file())
    here = {f.as_posix() for f in files if f.suffix != ".pyc"}
    there = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    assert there == here
    assert {f"calloff_data/programmes/{name}/programme.csv" for name in PROGRAMMES} <= there


def test_the_installed_command_is_the_wheel_s(calloff: Path) -> None:
    assert run(calloff, "--version").stdout == f"calloff {__version__}\n"
    where = run(calloff.parent / "python", "-c", "import calloff, calloff_data; print(calloff_data.__file__)").stdout
    assert Path(where.strip()).is_relative_to(calloff.parent.parent)


def test_it_lists_and_validates_what_it_brings(calloff: Path) -> None:
    listed = run(calloff, "examples").stdout
    assert all(name in listed for name in PROGRAMMES)
    assert run(calloff, "validate", "starter").stderr.startswith("Valid")


def test_it_brings_the_licence(wheel: Path) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())
