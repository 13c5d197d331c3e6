"""Contract registers in: every row reported once, sure things taken, doubtful things told."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from calloff.errors import InputError
from calloff_data.importing import RowReport, Wishes, register
from calloff_data.importing.delimited import LONGEST_RECORD
from calloff_data.importing.grids import open_grids
from calloff_data.read import read
from running import Run

ROOT = Path(__file__).parents[1]
SAMPLES = Path(os.environ.get("CALLOFF_SAMPLES", ROOT.parent / "shared" / "samples"))
NOTICES = SAMPLES / "uk_erp_contracts_real_notices.csv"
HEAD = "Ref,Contract title,Supplier,Start date,End date,Max end date,Extension,Term,Contract value"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reports(path: Path, **wishes: object) -> list[RowReport]:
    return list(register.bring([path], Wishes(**wishes)).rows)  # type: ignore[arg-type]


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., RowReport]:
    """The report of one row of a register, as of 1 January 2026."""

    def report(row: str, head: str = HEAD, **wishes: object) -> RowReport:
        file = tmp_path / "one.csv"
        file.write_text(f"{head}\n{row}\nR9,Other,Other,25/03/2020,31/12/2030,,,,\n", encoding="utf-8")
        return reports(file, as_of=date(2026, 1, 1), **wishes)[0]

    return report


def contract(report: RowReport) -> dict[str, str]:
    return dict(report.tables["contracts"][0])


# --- what a row means ----------------------------------------------------------------------------


def test_a_plain_row_is_taken_with_its_sources(one: Callable[..., RowReport]) -> None:
    found = one("R1,Payroll,Acme,01/04/2024,31/03/2027,,,,£360k")
    assert (found.verdict, found.why) == ("taken", ())
    row = contract(found)
    assert (row["id"], row["systems"], row["ends"], row["cost"]) == ("payroll", "payroll-system", "2027-03-31", "10000")
    assert row["x_reference"] == "R1"
    marks = {s["column"]: (s["mark"], s["citation"]) for s in found.tables["sources"]}
    assert marks["ends"] == ("sourced", "one.csv, line 2")
    assert marks["cost"] == ("derived", "one.csv, line 2: the value spread evenly from start to end")


@pytest.mark.parametrize(
    ("row", "steps", "proposed", "why"),
    [
        ("R1,A,S,01/04/2024,31/03/2026,31/03/2028,2 x 12 months,,", [12, 12], [], None),
        ("R1,A,S,01/04/2024,31/03/2026,,,2+1+1,", [12, 12], [], None),
        ("R1,A,S,01/04/2024,31/03/2026,,2 x 12 months,,", [], [12, 12], "to be confirmed"),
        ("R1,A,S,01/04/2024,31/03/2026,31/03/2028,,,", [], [24], "from the later end"),
        ("R1,A,S,01/04/2024,31/03/2026,31/03/2029,2 x 12 months,,", [], [12, 12], "36 months after the end"),
        ("R1,A,S,01/04/2023,31/03/2026,,,2+1+1,", [], [12], "has taken in 1 of 2"),
        ("R1,A,S,01/04/2024,31/03/2026,31/03/2028,up to 2 periods of 12 months,,", [12, 12], [], None),
        ("R1,A,S,01/04/2021,31/03/2026,31/03/2027,1+1+1,,", [], [12], "has taken in 2 of 3"),
        ("R1,A,S,01/04/2024,31/03/2026,,2+1+1,,", [], [12, 12], "read as the whole term"),
        ("R1,A,S,01/04/2022,31/03/2026,,2+1+1,,", [], [], "has taken in 2 of 2"),
        ("R1,A,S,01/04/2021,31/03/2026,,2+1+1,,", [], [24, 12, 12], "to be confirmed"),
        ("R1,A,S,01/04/2024,31/03/2026,,12 months to 31/03/2027,,", [12], [], None),
        ("R1,A,S,01/04/2024,31/03/2026,,up to 24 months,,", [], [24], "a limit"),
        ("R1,A,S,01/04/2024,31/03/2026 + 1 year,,,,", [], [12], "to be confirmed"),
        ("R1,A,S,01/04/2024,31/03/2026,,Extendable to 31/03/2027,,", [], [12], "from the later end"),
        ("R1,A,S,01/04/2024,31/03/2026,,Yes,,", [], [], "by how much is not said"),
        ("R1,A,S,01/04/2024,31/03/2026,31/03/2025,,,", [], [], "before the end"),
        ("R1,A,S,01/04/2024,31/03/2026,,None,,", [], [], None),
    ],
)
def test_extensions_are_applied_only_where_words_and_dates_agree(
    one: Callable[..., RowReport], row: str, steps: list[int], proposed: list[int], why: str | None
) -> None:
    found = one(row)
    assert [int(e["months"]) for e in found.tables["extensions"]] == steps
    assert [int(e["months"]) for e in found.proposed] == proposed
    assert [e["order"] for e in found.proposed] == [str(i) for i in range(1, len(proposed) + 1)]
    assert all(e["agreed"] == "no" for e in (*found.tables["extensions"], *found.proposed))
    doubts = [w for w in found.why if "cost counts as nothing" not in w]
    assert doubts == [] if why is None else any(why in doubt for doubt in doubts), found.why
    assert found.verdict == ("taken" if why is None else "doubt")


@pytest.mark.parametrize(
    ("row", "ends", "why"),
    [
        ("R1,A,S,01/04/2024,,,,36 months,", "2027-03-31", "worked out from start and term: 36 months"),
        ("R1,A,S,01/04/2024,,,,720 days,", "2026-03-31", "worked out from start and term: 24 months"),
        ("R1,A,S,01/04/2024,TBC,,,,", "", "the end is not known, and the contract counts as open-ended"),
        ("R1,A,S,01/04/2024,rolling,,,,", "", "it is said to have no end: rolling"),
        ("R1,A,S,01/04/2024,31/12/2099,,,,", "", "the end is a placeholder"),
        ("R1,A,S,0203-12-31,31/03/2027,,,,", "2027-03-31", "stands for something else: 0203-12-31"),
        ("R1,A,S,01/04/2027,31/03/2024,,,,", "2024-03-31", "it ends before it starts"),
        ("R1,A,S,01/04/2024,31/11/2027,,,,", "2027-11-30", "no such day"),
        ("R1,A,S,01/04/2024,March 2027,,,,", "2027-03-31", "only a month is given"),
        ("R1,A,S,01/04/2024,31/03/2061,,,,", "2061-03-31", "it runs for 37 years"),
        ("R1,A,S,01/04/2024,,31/03/2028,,,", "2028-03-31", "only an end with extensions is given"),
        ("R1,A,S,,31/03/2020,31/03/2028,,,", "2020-03-31", "unless it was extended"),
    ],
)
def test_an_end_that_is_not_plain_is_doubted(one: Callable[..., RowReport], row: str, ends: str, why: str) -> None:
    found = one(row)
    assert found.verdict == "doubt"
    assert contract(found)["ends"] == ends
    assert any(why in reason for reason in found.why), found.why


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("R1,A,S,01/04/2020,31/03/2024,,,,", "it ended before 2026-01-01: 2024-03-31"),
        (",,,01/04/2020,31/03/2027,,,,5", "names no contract"),
        ("Adult services,,,,,,,,", "only one cell"),
        ("Total,,,,,,,,99", "a total"),
        (HEAD, "repeats the headings"),
    ],
)
def test_what_is_no_contract_is_not_taken(one: Callable[..., RowReport], row: str, why: str) -> None:
    found = one(row)
    assert (found.verdict, found.made) == ("not_taken", ())
    assert why in found.why[0]


def test_what_is_over_is_taken_where_asked_and_nothing_is_over_without_a_day(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(f"{HEAD}\nR1,A,S,01/04/2020,31/03/2024,,,,\n", encoding="utf-8")
    assert [r.verdict for r in reports(file)] == ["taken"]
    assert [r.verdict for r in reports(file, as_of=date(2026, 1, 1), ended=True)] == ["taken"]


def test_a_description_may_tell_of_extensions(one: Callable[..., RowReport]) -> None:
    head = "Title,Supplier,Start date,End date,Description,Contract value (ex VAT)"
    words = "Support. Term of 2 years with the option of 2 further periods of 12 months."
    sure = one(f"A,S,01/04/2024,31/03/2026,{words},£1m", head)
    assert [step["months"] for step in sure.tables["extensions"]] == ["12", "12"]
    assert contract(sure)["x_extension"].startswith("Term of 2 years")
    assert contract(sure)["cost"] == "41666.67"
    open_ = one(f"A,S,01/04/2024,31/03/2027,{words},£1m", head)
    assert [step["months"] for step in open_.proposed] == ["12"]


def test_the_first_end_counts_where_no_current_one_is_given(one: Callable[..., RowReport]) -> None:
    head = "Title,Supplier,Start date,Original end date,Current end date,Notice period"
    rows = (("31/03/2027,31/03/2028,", "2028-03-31"), ("31/03/2027,,6 months", "2027-03-31"))
    found = [contract(one(f"A,S,01/04/2024,{row}", head)) for row, _ in rows]
    assert [row["ends"] for row in found] == [ends for _, ends in rows]
    assert found[1]["x_notice"] == "6 months"


def test_a_contract_given_twice_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    row = "R1,A,S,01/04/2024,31/03/2027,,,,"
    file.write_text(f"{HEAD}\n{row}\n{row}\n{row.replace(',S,', ',T,')}\n", encoding="utf-8")
    first, again, other = reports(file)
    assert (first.verdict, again.verdict, other.verdict) == ("taken", "not_taken", "doubt")
    assert again.why == ("it repeats another row: r.csv line 2",)
    assert other.why[0] == "another row has the same reference and dates: r.csv line 2"
    assert contract(other)["id"] == "a-2"


def test_filters_leave_out_and_say_so(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    head = "Buyer,Title,Supplier,End date,CPV code,Value"
    rows = ["Home Office,SAP support,X,2027-01-01,72000000,50000", "Leeds,Bins,Y,2027-01-01,90500000,£2m"]
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    for wish in ({"buyers": ("home",)}, {"texts": ("oracle", "sap")}, {"cpvs": ("72",)}):
        assert [r.verdict for r in reports(file, **wish)] == ["taken", "not_taken"]
    assert [r.verdict for r in reports(file, min_value=60_000)] == ["not_taken", "taken"]


# --- files ---------------------------------------------------------------------------------------

LINES = ["Ref;Title;Supplier;Start date;End date", '1;Café – "bar";Müller;01/04/2024;31/03/2027', "2;Tee;B;01/04/2024;"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_encoding_and_separator(encoding: str, separator: str, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes("\r\n".join(line.replace(";", separator) for line in LINES).encode(encoding))
    found = reports(file)
    assert [r.title for r in found] == ['Café – "bar"', "Tee"]
    assert contract(found[0])["supplier"] == "Müller"


def test_titles_above_the_headings_and_a_separator_that_is_declared(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("sep=;\nRegister of Anytown;;\nApril, May, June;;\n\n" + "\n".join(LINES), encoding="utf-8")
    imported = register.bring([file], Wishes())
    assert "headings in row 5" in imported.notes[0]
    assert [r.place for r in imported.rows] == ["line 6", "line 7"]


def test_a_quote_that_never_closes_swallows_no_row(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    rows = [f"R{i},T{i},S,01/04/2024,31/03/2027,,,," for i in range(LONGEST_RECORD + 50)]
    rows[3] = 'R3,"T3,S,01/04/2024,31/03/2027,,,,'
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    found = reports(file)
    assert [r.title for r in found] == [f"T{i}" for i in range(len(rows))]
    assert found[3].why[0].startswith("a quote in it is never closed")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook as trusts have them: a guide, titles, headings in two rows, merged cells, formulas, day numbers."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "Guide"
    guide["A1"] = "Start date is the day on which it starts"
    sheet = book.create_sheet("Contracts")
    rows: Sequence[Sequence[object]] = [
        ["Anytown NHS Trust"],
        [],
        [None, None, None, "Dates", None, "Options", "Annual value (£)"],
        ["Ref", "Title", "Supplier", "Start", "End", None, None],
        ["T1", "Imaging", "A", datetime(2024, 4, 1), datetime(2027, 3, 31), "No", 12_000],
        ["T2", "Panel", "B", datetime(2024, 4, 1), datetime(2028, 3, 31), None, "£1.2m"],
        [None, None, "C"],
        [45, "Numbers", "D", 45383, 46112, 12, None],
    ]
    for row in rows:
        sheet.append(row)
    for block in ("D3:E3", "A6:A7", "B6:B7", "D6:D7", "E6:E7"):
        sheet.merge_cells(block)
    book.create_sheet("Lists").append(["Directorate"])
    book.save(tmp_path / "trust.xlsx")
    return tmp_path / "trust.xlsx"


def test_a_workbook_with_titles_merged_cells_and_day_numbers(workbook: Path) -> None:
    found = reports(workbook)
    assert [r.place for r in found] == [f"Contracts, row {n}" for n in (5, 6, 7, 8)]
    assert [contract(r)["ends"] for r in found] == ["2027-03-31", "2028-03-31", "2028-03-31", "2026-03-31"]
    assert [contract(r)["supplier"] for r in found] == ["A", "B", "C", "D"]
    assert [contract(r)["cost"] for r in found] == ["1000", "100000", "", ""]
    assert "read as a day number of Excel" in found[3].why
    assert [e["months"] for e in found[3].proposed] == ["12"]


def test_several_sheets_are_asked_about(workbook: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(workbook)
    book.copy_worksheet(book["Contracts"]).title = "Older"
    book.save(workbook)
    with pytest.raises(InputError, match="several sheets look like registers: “Contracts”, “Older”"):
        reports(workbook)
    assert len(reports(workbook, sheet="older")) == 4
    assert [r.verdict for r in reports(workbook, sheet="*")][4:] == ["not_taken"] * 4
    with pytest.raises(InputError, match="give one of: Guide, Contracts, Lists, Older"):
        reports(workbook, sheet="Nine")


def test_a_sheet_of_libreoffice(workbook: Path, soffice: str, tmp_path: Path) -> None:
    import subprocess

    home = f"-env:UserInstallation=file://{tmp_path}/office"
    words = [soffice, home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(workbook)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    found = reports(tmp_path / "trust.ods")
    assert [contract(r)["ends"] for r in found] == ["2027-03-31", "2028-03-31", "2028-03-31", "2026-03-31"]


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as held:
        for name, data in entries.items():
            held.writestr(name, data)
    return path


def altered(workbook: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part of it changed."""
    with ZipFile(workbook) as held:
        entries = {n: held.read(n) for n in held.namelist()}
    return archive(workbook, {n: change(d) if n == name else d for n, d in entries.items()})


def test_hostile_files_are_refused_in_words(workbook: Path, tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b"0" * 60_000_000})
    with pytest.raises(InputError, match="unpacks to 60,000,000 bytes and is too large"):
        reports(bomb)
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(workbook.read_bytes()[:-400])
    with pytest.raises(InputError, match="damaged or cut off"):
        reports(cut)
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    evil = altered(workbook, "xl/worksheets/sheet2.xml", lambda d: entities + d[d.index(b"<worksheet") :])
    with pytest.raises(InputError, match="entities"):
        reports(evil)
    for name, data, why in (
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
        ("r.pdf", b"%PDF-1.7", "PDF"),
        ("r.csv", b"", "empty"),
        ("page.xls", b"<html>", "a web page"),
        ("x.zip", b"PK\x03\x04", "damaged"),
        ("words.csv", b"a,b\n1,2\n", "no row of it can be understood as headings"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=why):
            reports(tmp_path / name)


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_it_holds(workbook: Path) -> None:
    claim = b'<dimension ref="A1:XFD1048576"/>'
    wide = altered(
        workbook,
        "xl/worksheets/sheet2.xml",
        lambda d: d.replace(d[d.index(b"<dimension") : d.index(b"/>", d.index(b"<dimension")) + 2], claim),
    )
    assert len(reports(wide)) == 4


# --- the command ---------------------------------------------------------------------------------

EVIL = [
    '=HYPERLINK("http://x","y")', "@SUM(1)", "<script>alert(1)</script>", "+1", "-1", "\tTab", "N" * 10_000, "\x1b[2J",
    "a;b",
]  # fmt: skip


def test_hostile_texts_come_out_harmless_and_the_result_validates(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "evil.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["Title", "Supplier", "Ref", "End date"], *([e, e, e, "2035-01-01"] for e in EVIL)])
    words = ("--programme", "starter", "--department", "roads", "--to", tmp_path / "out")
    told = run("import", "register", file, *words)
    assert told.code == 0, told.err
    assert "\x1b" not in told.out
    for name in ("contracts", "systems", "sources", "import-report"):
        for row in table(tmp_path / "out" / f"{name}.csv"):
            assert not [c for c in row.values() if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
            assert max(map(len, row.values())) <= 2_001
    why = {row["title"][0]: row["why"] for row in table(tmp_path / "out" / "import-report.csv")}
    assert "more than 2,000 characters and is cut" in why["N"]
    found = read(tmp_path / "out")
    assert len(found.contracts) == len(read("starter").contracts) + len(EVIL)


def test_a_register_goes_into_a_programme(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "reg.csv"
    rows = ["Roads,Old payroll,Acme,01/04/2024,31/03/2028,2x12 months,£480k", "Nowhere,Desk,Acme,25/04/2024,rolling,,"]
    file.write_text("Organisation,Title,Supplier,Start,End,Extension,Value\n" + "\n".join(rows), encoding="utf-8")
    told = run("import", "register", file, "--programme", "starter", "--to", tmp_path / "mine")
    assert told.code == 0
    assert "1 systems name no department" in told.err
    systems = {row["id"]: row for row in table(tmp_path / "mine" / "systems.csv")}
    assert systems["old-payroll-2-system"]["departments"] == "roads"
    assert systems["desk-system"]["departments"] == ""
    assert [row["of"] for row in table(tmp_path / "mine" / "proposed-extensions.csv")] == ["old-payroll-2"] * 2
    assert (tmp_path / "mine" / "scenarios" / "south-late.toml").is_file()
    refused = run("validate", tmp_path / "mine")
    assert refused.code == 3
    assert "(desk-system), column departments" in refused.err
    assert "1 fault" in refused.err
    again = run(
        "import", "register", file, "--programme", tmp_path / "mine", "--department", "ports", "--to", tmp_path / "b"
    )
    assert again.code == 0
    assert run("import", "register", file, "--to", tmp_path / "mine").code == 3


def test_a_register_goes_into_a_workbook_of_a_programme(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "reg.csv"
    file.write_text("Organisation,Title,Supplier,End\nRoads,Signs,Acme,2028-03-31\n", encoding="utf-8")
    assert run("examples", "starter", "--to", tmp_path / "book.xlsx").code == 0
    told = run("import", "register", file, "--programme", tmp_path / "book.xlsx", "--to", tmp_path / "mine")
    assert told.code == 0, told.err
    found = read(tmp_path / "mine")
    assert found.contract["signs"].ends == date(2028, 3, 31)
    assert found.pins == read("starter").pins


def test_the_mapping_that_was_written_is_obeyed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "reg.csv"
    file.write_text("Was,Wer,Bis,Titel\nPayroll,Acme,31/03/2028,x\n", encoding="utf-8")
    assert "can be understood as headings" in run("import", "register", file, "--to", tmp_path / "a").err
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\ntitle = "was"\nsupplier = "WER"\nends = ["Until", "Bis"]\n', encoding="utf-8")
    told = run("import", "register", file, "--mapping", mapping, "--to", tmp_path / "b", "--json")
    assert json.loads(told.out)["rows"][0]["title"] == "Payroll"
    written = (tmp_path / "b" / "mapping.toml").read_text(encoding="utf-8")
    assert 'ends = "Bis"' in written
    again = run("import", "register", file, "--mapping", tmp_path / "b" / "mapping.toml", "--to", tmp_path / "c")
    assert again.code == 0
    assert (tmp_path / "c" / "contracts.csv").read_bytes() == (tmp_path / "b" / "contracts.csv").read_bytes()
    mapping.write_text('[columns]\ntitle = "Wo"\nwhen = "Bis"\nends = 3\n', encoding="utf-8")
    wrong = run("import", "register", file, "--mapping", mapping, "--to", tmp_path / "d")
    assert wrong.code == 3
    assert "when: this is nothing that can be mapped" in wrong.err
    assert "ends: this is no text" in wrong.err
    assert not (tmp_path / "d").exists()


def test_the_real_notices_all_become_contracts(run: Run, tmp_path: Path) -> None:
    if not NOTICES.is_file():
        pytest.skip("the published samples are not here")
    told = run("import", "register", NOTICES, "--to", tmp_path / "erp", "--json")
    counts = json.loads(told.out)["counts"]
    assert counts == {"taken": 20, "doubt": 1, "not_taken": 0}
    rows = {row["x_reference"]: row for row in table(tmp_path / "erp" / "contracts.csv")}
    assert len(rows) == 21
    assert rows["IT029A"]["ends"] == ""
    assert rows["tender_520926/1566647"]["cost"] == "38905.9"
    assert rows["CCSO25A29."]["ends"] == "2028-04-30"
    later = run("import", "register", NOTICES, "--as-of", "2026-01-01", "--to", tmp_path / "later", "--json")
    assert json.loads(later.out)["counts"] == {"taken": 6, "doubt": 1, "not_taken": 14}


# --- nothing is dropped --------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        ["", "2+1+1", "rolling", "TBC", "01/04/2024", "31/02/2027", "£1.2m", "5", "Yes", '"', 'x "y"', "=1", "N/A", "²",
         "Q4 2026/27", "31/03/2027 + 1 year", "9999 years", "0203-12-31", "a\nb", "£1 - £2"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=12),
    separator=st.sampled_from(",;\t|"),
    raw=st.booleans(),
)
def test_every_row_is_reported_once(rows: list[list[str]], separator: str, raw: bool, tmp_path: Path) -> None:
    file = tmp_path / "any.csv"
    head = HEAD.split(",")
    with file.open("w", encoding="utf-8", newline="", errors="replace") as out:
        if raw:
            out.write("\n".join(separator.join(row) for row in [head, *rows]))
        else:
            csv.writer(out, delimiter=separator).writerows([head, *rows])
    imported = register.bring([file], Wishes(as_of=date(2026, 1, 1)))
    below = [row.number for row in open_grids(file)[0].rows() if row.number > 1 and not row.is_blank]
    found = list(imported.rows)
    assert [int(report.place.removeprefix("line ")) for report in found] == below
    assert all(report.why or report.verdict == "taken" for report in found)
    ids = [row["id"] for report in found for row in report.tables.get("contracts", ())]
    assert len(ids) == len(set(ids)) == sum(report.verdict != "not_taken" for report in found)


def test_headings_tell_the_separator_where_rows_do_not(tmp_path: Path) -> None:
    """Rows of hardly anything but semicolons, under headings between tabs."""
    ragged = [
        [""],
        [""],
        ["", ""],
        ["", "", ";"],
        [""] * 9 + ["a;b"],
        ["1", "Payroll; pensions", "S", "01/04/2024", "31/03/2027"],
    ]
    file = tmp_path / "any.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter="\t").writerows([HEAD.split(","), *ragged])
    found = list(register.bring([file], Wishes(as_of=date(2026, 1, 1))).rows)
    assert [r.title for r in found if r.verdict != "not_taken"] == ["Payroll; pensions"]


def test_a_large_register_streams(tmp_path: Path) -> None:
    import tracemalloc

    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        lines = [f"R{i},T,S,01/04/2020,31/03/2024,,,,\n" for i in range(rows)]
        file.write_text(f"{HEAD}\n{''.join(lines)}", encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in register.bring([file], Wishes(as_of=date(2026, 1, 1))).rows) == rows
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(600) < peak(150) + 100_000
