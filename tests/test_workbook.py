"""The workbook: a programme written, opened, and read back as the same programme."""

from __future__ import annotations

import re
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from calloff.assemble import REQUIRED
from calloff.errors import InputError
from calloff.faults.draft import MODELS
from calloff.faults.references import REFERENCES
from calloff.identity import content_hash
from calloff.programme import Programme
from calloff_data.read import read, scenario_names
from calloff_data.workbook.book import workbook
from calloff_data.workbook.choices import FIRST
from calloff_data.workbook.columns import columns_of
from calloff_data.workbook.guide import GROUPS, order
from calloff_data.workbook.layout import GUIDE, LISTS, column_named, heading, table_named
from overlays import BASE, HERE, write_json
from running import Run
from sheets import repack

ODD = [
    {"id": "café-1", "date": "2026-05-31", "notes": "=1+1\nsecond line, _x0041_ as it stands", "x_Team": "0012"},
    {"id": "007", "date": "2027-01-01", "title": "1e5", "owner": "TRUE", "x_Team": "2.50"},
    {"id": "+1", "date": "2027-01-02", "title": "50%", "owner": "31/03/2027", "x_other": "https://example.org"},
]


def odd() -> dict[str, Any]:
    """The base programme with texts that a spreadsheet is quick to take for something else."""
    tables = deepcopy(BASE)
    tables["externals"] += ODD
    tables["sources"] += [
        {"table": "externals", "row": "007", "column": "date", "mark": "assumed", "low": "2026-12-01"},
        {
            "table": "clusters",
            "row": "*",
            "column": "live_by",
            "mark": "derived",
            "low": "2028-01-01",
            "high": "2030-1",
        },
        {"table": "contracts", "row": "con-2", "column": "cost", "mark": "assumed", "low": "0.10", "high": "12345.678"},
    ]
    tables["sources"][-2]["high"] = "2030-01-01"
    tables["contracts"][1]["cost"] = "1234567890123.4567891"
    tables["contracts"][2]["cost"] = "0.1"
    return tables


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return read(write_json(odd(), tmp_path_factory.mktemp("odd") / "odd.json"))


@pytest.fixture(scope="module")
def path(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "odd.xlsx"
    path.write_bytes(workbook(programme, path.name))
    return path


@pytest.fixture(scope="module")
def opened(path: Path) -> Any:
    """The workbook as an independent reader sees it."""
    return load_workbook(path)


def test_it_reads_back_as_the_same_programme_notes_and_free_columns_too(programme: Programme, path: Path) -> None:
    found = read(path)
    assert content_hash(found) == content_hash(programme)
    assert found == programme


def test_a_large_programme_reads_back_as_the_same(tmp_path: Path) -> None:
    whole, written = read("whitehall-2026"), tmp_path / "p.xlsx"
    written.write_bytes(workbook(whole, "p.xlsx"))
    assert read(written) == whole


@pytest.mark.slow
def test_it_survives_libreoffice_which_computes_the_same_lists(
    programme: Programme, path: Path, soffice: str, tmp_path: Path
) -> None:
    """Values saved with formulas are taken out first, so that what comes back was computed there."""

    def uncomputed(name: str, data: bytes) -> bytes:
        return re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data) if name.startswith("xl/worksheets/") else data

    bare = repack(path, tmp_path / "bare.xlsx", uncomputed)
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    to = tmp_path / "back"
    subprocess.run([*command, "--convert-to", "xlsx", "--outdir", str(to), str(bare)], check=True, capture_output=True)
    found = read(to / bare.name)
    assert content_hash(found) == content_hash(programme)
    assert found == programme
    ours, theirs = (load_workbook(p, data_only=True)[LISTS] for p in (path, to / bare.name))
    computed = {c.coordinate: c.value for row in theirs.iter_rows() for c in row}
    assert [
        c.coordinate for row in ours.iter_rows() for c in row if (c.value or "") != (computed[c.coordinate] or "")
    ] == []


def test_the_same_programme_gives_the_same_bytes(programme: Programme, path: Path) -> None:
    assert workbook(programme, path.name) == path.read_bytes()


def test_every_table_has_its_sheet_after_the_guide_in_one_order(opened: Any) -> None:
    assert opened.sheetnames == [GUIDE, *map(heading, order()), LISTS]
    assert sorted(order()) == sorted(MODELS)
    assert len(GROUPS) == 6
    assert opened[LISTS].sheet_state == "hidden"


def test_required_sheets_and_columns_are_marked(opened: Any) -> None:
    required = {t for t in MODELS if opened[heading(t)].sheet_properties.tabColor.rgb == "FF1F5FA8"}
    assert required == set(REQUIRED)
    starred = {c.value for c in opened["Contracts"][FIRST] if c.value and c.value.endswith("*")}
    assert starred == {"ID *", "Systems *"}


def test_every_column_is_there_and_its_note_says_what_its_model_says(opened: Any, programme: Programme) -> None:
    for table, model in MODELS.items():
        cells = opened[heading(table)]
        heads = [r[0] for r in cells.iter_rows(min_row=5)] if table == "programme" else list(cells[FIRST])
        named = {column_named(table, str(c.value)): c for c in heads if c.value}
        assert set(named) == {c.name for c in columns_of(table, programme)}
        for column, field in model.model_fields.items():
            if column != "extras":
                note = named[field.alias or column].comment.text
                assert (field.description or "")[1:] in note
    note = next(c.comment.text for c in opened["Extensions"][FIRST] if c.value == "Notice")
    assert "Unit: months." in note
    assert "Left blank: 0." in note


def test_every_reference_and_choice_has_a_list(opened: Any, programme: Programme) -> None:
    for table in (t for t in MODELS if t != "programme"):
        sheet = opened[heading(table)]
        rules = {str(r.sqref).split(":")[0].rstrip("0123456789"): r for r in sheet.data_validations.dataValidation}
        for cell, column in zip(sheet[FIRST], columns_of(table, programme), strict=False):
            refers = (table, column.name) in {(r.table, r.column) for r in REFERENCES}
            if column.kind == "list":
                assert "Several" in rules[cell.column_letter].prompt
            elif refers or column.words:
                assert rules[cell.column_letter].type == "list", (table, column.name)
            elif column.kind in ("date", "number", "whole number"):
                assert rules[cell.column_letter].type in ("date", "decimal", "whole")


def test_lists_hold_the_ids_of_all_their_sheets_once_and_grow_with_them(path: Path, opened: Any) -> None:
    sheet = load_workbook(path, data_only=True)[LISTS]
    at = {c.value: c.column for c in sheet[1] if c.value}
    held = [sheet.cell(row, at["list_extended"] + 2).value for row in range(2, 20)]
    assert [x for x in held if x] == [r["id"] for name in ("contracts", "systems") for r in BASE[name]]
    phases = [sheet.cell(row, at["list_phases"] + 2).value for row in range(2, 20)]
    assert [x for x in phases if x] == ["onboarding", "prepare", "tender", "decide", "mobilise"]
    names = {name: d.attr_text for name, d in opened.defined_names.items()}
    assert names["clusters_ids"].startswith("OFFSET(Clusters!$A$5,")
    assert names["list_extended"].startswith("OFFSET(Lists!$")
    assert opened[LISTS].cell(300, at["list_extended"]).value.startswith("=Systems!$A")


def test_days_and_numbers_are_typed(opened: Any) -> None:
    head = {c.value: c.column for c in opened["Contracts"][FIRST]}
    ends, cost = (opened["Contracts"].cell(FIRST + 1, head[name]) for name in ("Ends", "Cost"))
    assert ends.is_date
    assert ends.number_format == "dd mmm yyyy"
    assert cost.data_type == "n"
    assert opened["Contracts"].freeze_panes == "C5"


def test_assumed_figures_are_coloured_by_what_sources_says(opened: Any) -> None:
    formulas = [
        rule.formula[0]
        for area in opened["Contracts"].conditional_formatting
        for rule in area.rules
        if "marked_mark" in rule.formula[0]
    ]
    assert any('"cost"' in f and '"contracts"' in f and '"assumed"' in f for f in formulas)


def test_only_its_own_formulas_are_formulas(opened: Any) -> None:
    for table in MODELS:
        cells = [c for row in opened[heading(table)].iter_rows() for c in row]
        assert [c.coordinate for c in cells if c.data_type == "f"] == []


def test_a_list_too_long_for_a_cell_is_refused(programme: Programme) -> None:
    long = tuple(f"{'x' * 290}{i}" for i in range(200))
    system = programme.systems[0].model_copy(update={"departments": long})
    with pytest.raises(InputError, match="a workbook's takes 32,767"):
        workbook(programme.model_copy(update={"systems": (system,)}), "p.xlsx")


def test_names_of_sheets_and_columns_lead_back() -> None:
    for table, model in MODELS.items():
        assert table_named(heading(table)) == table
        for column in model.model_fields:
            assert column_named(table, heading(column.rstrip("_"))) in (column, column.rstrip("_"), "Extras")
    assert column_named("contracts", " Gap-allowed * ") == "gap_allowed"
    assert column_named("contracts", "X_Team name") == "x_Team name"
    assert table_named("Sheet1") is None


def test_the_command_writes_it_with_its_scenarios_once(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "mine.xlsx"
    assert run("examples", "starter", "--to", to).code == 0
    assert read(to) == read("starter")
    assert scenario_names(to) == scenario_names("starter") != []
    assert run("validate", to).code == 0
    before = to.read_bytes()
    again = run("examples", "starter", "--to", to)
    assert again.code == 3
    assert "not overwritten" in again.err
    assert to.read_bytes() == before


def test_the_command_takes_any_programme_and_writes_nothing_of_a_faulty_one(run: Run, tmp_path: Path) -> None:
    assert run("examples", HERE / "base.json", "--to", tmp_path / "base.xlsx").code == 0
    assert read(tmp_path / "base.xlsx") == read(HERE / "base.json")
    assert run("examples", HERE / "bad" / "137-not-json", "--to", tmp_path / "bad.xlsx").code == 3
    assert [p.name for p in tmp_path.iterdir()] == ["base.xlsx"]
