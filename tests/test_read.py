"""One programme, the same in every format, by every name; and its content hash."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calloff.assemble import reassemble
from calloff.cells import UnfitError, parse
from calloff.errors import InputError
from calloff.identity import content_hash
from calloff.programme import Competition, Programme
from calloff_data.read import bundled, copy_bundled, load, read
from overlays import BASE, HERE, changed, write_csv, write_json


def _base() -> Programme:
    return read(HERE / "base.json")


def _hash(tables: dict[str, Any], folder: Path) -> str:
    return load(write_json(tables, folder / "programme.json"))[1]


def test_json_holds_typed_values() -> None:
    p = _base()
    assert p.programme.as_of == date(2026, 3, 20)
    assert p.programme.discount_rate == Decimal("0.035")
    assert p.department["min-a"].onboarding == Decimal("2.5")
    assert not p.department["min-d"].joins
    assert p.procurement["buy-n"].routes == ("framework", "own")
    assert p.programme.extras == {"x_sheet": "base"}


def test_every_table_of_the_base_has_rows() -> None:
    p = _base()
    assert [name for name in Programme.model_fields if not getattr(p, name)] == []


def test_csv_and_json_hold_the_same_programme(tmp_path: Path) -> None:
    assert read(write_csv(BASE, tmp_path)) == _base()


def test_csv_may_have_a_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    write_csv(BASE, tmp_path)
    for file in tmp_path.glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert read(tmp_path) == _base()


def test_odd_line_separators_inside_a_cell_are_text(tmp_path: Path) -> None:
    write_csv(BASE, tmp_path)
    (tmp_path / "externals.csv").write_text("id,date,notes\npolicy,2026-05-31,a\u2028b\x85c\n", encoding="utf-8")
    assert read(tmp_path).external["policy"].notes == "a\u2028b\x85c"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    write_csv(BASE, tmp_path)
    (tmp_path / "README.md").write_text("Notes", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_bytes(b"\xff")
    assert read(tmp_path) == _base()


def test_json_takes_the_text_forms_of_csv(tmp_path: Path) -> None:
    texts = [
        {"set": "departments/min-d/joins", "to": "no"},
        {"set": "departments/min-a/users", "to": "1000"},
        {"set": "procurements/buy-n/routes", "to": "framework; own"},
        {"set": "contracts/con-1/cost", "to": "2e4"},
        {"set": "clusters/north/lead", "to": "  Ministry A "},
        {"set": "clusters/south/live_by", "to": ""},
    ]
    assert read(write_json(changed(texts), tmp_path / "p.json")) == _base()


def test_hash_ignores_order_notes_free_columns_and_ways_of_writing(tmp_path: Path) -> None:
    tables = deepcopy(BASE)
    for name, rows in tables.items():
        if name != "programme":
            rows.reverse()
    tables["programme"].update(notes="Other words.", x_sheet="other", discount_rate="0.0350", run_off="12")
    tables["procurements"][-1]["routes"].reverse()
    tables["departments"][0]["joins"] = True
    assert _hash(tables, tmp_path) == content_hash(_base())


@pytest.mark.parametrize(
    "change",
    [
        {"set": "departments/min-a/users", "to": 1001},
        {"set": "contracts/con-1/ends", "to": "2028-12-30"},
        {"set": "clusters/south/title", "to": "South"},
        {"drop": "measures"},
        {"add": "stagger", "row": {"window": 3, "max_starts": 2}},
    ],
)
def test_hash_changes_with_what_is_said(change: dict[str, Any], tmp_path: Path) -> None:
    assert _hash(changed([change]), tmp_path) != content_hash(_base())


def test_reassembled_programme_is_the_same() -> None:
    assert reassemble(_base()) == _base()


def test_reassembling_finds_faults_that_copying_hides() -> None:
    p = _base()
    early = p.routes[0].model_copy(update={"closes": date(2025, 1, 1)})
    with pytest.raises(InputError, match="row framework, column closes"):
        reassemble(p.model_copy(update={"routes": (early, *p.routes[1:])}))


def test_bundled_programmes_have_a_title_and_a_line_and_no_fault() -> None:
    assert {name for name, _, _ in bundled()} >= {"starter", "whitehall-2022", "whitehall-2026"}
    for name, title, line in bundled():
        assert title
        assert line
        assert read(name).programme.title == title


def test_bundled_programme_is_copied_once(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    written = copy_bundled("starter", target)
    assert sorted(written) == sorted(p for p in target.rglob("*") if p.is_file())
    assert read(target) == read("starter")
    (target / "lots.csv").unlink()
    with pytest.raises(InputError, match=r"programme\.csv: this file exists"):
        copy_bundled("starter", target)
    assert not (target / "lots.csv").exists()


def test_copying_what_is_not_bundled_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="take starter"):
        copy_bundled("atlantis", tmp_path)


def test_a_folder_wins_over_a_bundled_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "starter").mkdir()
    write_csv(BASE, tmp_path / "starter")
    monkeypatch.chdir(tmp_path)
    assert read("starter") == _base()


def test_unreadable_file_is_an_input_error(tmp_path: Path) -> None:
    write_csv(BASE, tmp_path)
    (tmp_path / "lots.csv").unlink()
    (tmp_path / "lots.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)


def test_faults_of_a_file_do_not_bring_others(tmp_path: Path) -> None:
    write_csv(BASE, tmp_path)
    (tmp_path / "suppliers.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("text", ["1,5", "1 000", "0x10", "١", "nan", "-inf", "1e400", "--1", "", "£5", "1_000"])
def test_numbers_are_plain(text: str) -> None:
    with pytest.raises(UnfitError):
        parse("number", text)


@pytest.mark.parametrize("text", ["2026-1-1", "20260101", "2026-01-01T00:00", "1767225600", "0203-12-31", "2026-02-29"])
def test_days_are_iso(text: str) -> None:
    with pytest.raises(UnfitError):
        parse("date", text)


def test_a_copied_or_sent_programme_answers_from_its_own_rows() -> None:
    """What a programme has looked up stays behind where a copy has other rows, and is right in another process."""
    given = read("starter")
    competition = next(iter({p.item for p in given.pins if p.item in given.procurement}))
    looked_up = given.pins_on(Competition(competition, None, 1))
    assert looked_up
    assert given.model_copy(update={"pins": ()}).pins_on(Competition(competition, None, 1)) == []
    assert pickle.loads(pickle.dumps(given)).pins_on(Competition(competition, None, 1)) == looked_up
