"""Exporting a plan: what every format shares, and finding again what a plan was made from."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

import report_samples
from calloff.errors import InputError
from calloff.options import Options
from calloff.report import tabulate
from calloff.solve import solve
from calloff_data.read import read_with
from calloff_data.read.run_file import noted, read_made
from calloff_data.statutory import rulebook
from calloff_data.write import EXPORTS, browser, export, write_all
from running import Run

LATE = "south-late"
BY_BROWSER = ("png", "pdf")
"""Bytes made by a browser are of that browser: tests/test_export_pictures.py says what is held of them."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the starter programme, and its plan under a scenario in `out`."""
    from calloff_data.read import copy_bundled

    folder = tmp_path_factory.mktemp("made")
    copy_bundled("starter", folder / "mine")
    programme, basis = read_with(folder / "mine", [LATE])
    options = Options(time_limit=30, workers=1)
    plan = solve(programme, options, base=basis.hash, scenarios=basis.scenarios).plan
    assert plan is not None
    write_all(folder / "out", programme, plan, noted(str(folder / "mine"), [LATE], folder / "out"))
    return folder


def test_a_plan_finds_its_programme_again_also_where_the_tree_was_moved(made: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(made, moved)
    found = read_made(moved / "out" / "plan.json")
    assert found.programme == read_with(made / "mine", [LATE])[0]
    run_json = (moved / "out" / "run.json").read_text(encoding="utf-8")
    assert json.loads(run_json)["programme"] == "../mine"
    assert str(made) not in run_json


def test_a_plan_of_other_figures_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="made from other input"):
        read_made(made / "out" / "plan.json", str(made / "mine"))
    with pytest.raises(InputError, match="made from other input"):
        read_made(made / "out" / "plan.json", "whitehall-2022")
    alone = tmp_path / "plan.json"
    shutil.copy(made / "out" / "plan.json", alone)
    with pytest.raises(InputError, match="give it with --programme"):
        read_made(alone)
    assert read_made(alone, str(made / "mine"), [LATE]).plan.status == "optimal"


@pytest.mark.parametrize("exporter", [e for e in EXPORTS if e.FORMAT not in BY_BROWSER], ids=lambda e: e.FORMAT)
def test_the_same_report_gives_the_same_bytes(exporter, made: Path, tmp_path: Path) -> None:
    found = read_made(made / "out" / "plan.json")
    for name in ("a", "b"):
        report = tabulate(found.programme, found.plan, found.run, law=rulebook(found.programme))
        export(report, exporter, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def all_bytes(data: bytes) -> bytes:
    """A file's bytes, those of the parts of an archive unpacked."""
    if not is_zipfile(BytesIO(data)):
        return data
    with ZipFile(BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("exporter", [e for e in EXPORTS if e.FORMAT not in BY_BROWSER], ids=lambda e: e.FORMAT)
def test_no_format_names_a_supplier_to_a_board_or_the_market(exporter) -> None:
    programme, plan = report_samples.built("One", report_samples.CLUSTERS[:1])
    for audience in ("board", "market"):
        held = all_bytes(exporter.export(tabulate(programme, plan, None, audience, law=rulebook(programme))).data)
        assert b"Defence ERP" in held
        assert b"Secret" not in held


def test_the_team_sees_suppliers() -> None:
    """Or else the test above could not fail."""
    csv = next(e for e in EXPORTS if e.FORMAT == "csv")
    programme, plan = report_samples.built("One", report_samples.CLUSTERS[1:2])
    assert b"Secret" in all_bytes(csv.export(tabulate(programme, plan, None, "team")).data)


def test_the_command_writes_a_file_or_says_why_not(run: Run, made: Path, tmp_path: Path) -> None:
    plan = str(made / "out" / "plan.json")
    assert run("export", "csv", plan, "-o", str(tmp_path / "tables.zip")).code == 0
    assert "tables/competitions.csv" in ZipFile(tmp_path / "tables.zip").namelist()
    against = run("export", "csv", plan, "-o", str(tmp_path / "drift.zip"), "--baseline", plan)
    assert against.code == 0
    for name, rows in (("tables.zip", 0), ("drift.zip", 4)):
        table = ZipFile(tmp_path / name).read("tables/measures.csv").decode().splitlines()
        assert sum(line.startswith("drift,") for line in table) == rows, "all together and three clusters"
    listed = run("export", "list")
    assert all(f"{e.FORMAT} " in listed.out and e.ABOUT[:30] in listed.out for e in EXPORTS)
    wrong = run("export", "docs", plan, "-o", str(tmp_path / "x"))
    assert wrong.code == 2
    assert "not a format" in wrong.err
    assert run("export", "csv", plan).code == 2
    assert not (tmp_path / "x").exists()


def test_without_a_browser_the_command_says_how_to_get_one(
    run: Run, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setattr(browser, "PLACES", ())
    for form in BY_BROWSER:
        told = run("export", form, str(made / "out" / "plan.json"), "-o", str(tmp_path / "x"))
        assert told.code == 6
        assert "apt install chromium" in told.err
        assert "calloff export svg" in told.err
    assert not (tmp_path / "x").exists()
