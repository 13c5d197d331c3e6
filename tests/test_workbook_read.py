"""What people do to workbooks: read where it is clear, asked back with its cell where it is not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from calloff.cells import Doubt
from calloff.errors import Fault, InputError
from calloff.programme import Programme
from calloff_data.read import read
from calloff_data.read.xlsx_values import Evidence, evidence, meaning
from calloff_data.read.xlsx_xml import Cell, letters
from overlays import HERE
from running import Run
from sheets import Edit, at, repack, write_xlsx

BLANK = Evidence()


def base() -> Programme:
    return read(HERE / "base.json")


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value.faults


def only(path: Path) -> Fault:
    (fault,) = faults(path)
    return fault


# --- one cell ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-31", "2027/3/31", "31/03/2027", "31.3.2027", "31-03-2027", "31 March 2027", "31st March 2027",
        "31-Mar-27", "31-Mar-2027", "31 mar 2027", "March 31, 2027", "Mar 31 2027", "Wednesday 31 March 2027",
        "  31\u00a0March\u00a02027 ", "2027-03-31 00:00:00", "31 Mar. 2027",
    ],
)  # fmt: skip
def test_days_in_text_are_read(text: str) -> None:
    assert meaning(Cell("text", text), "date", (), BLANK) == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2027", "2027-04-03 or 2027-03-04"),
        ("31/03/27", "two digits"),
        ("31/02/2027", "no such day"),
        ("31 Marz 2027", "no such day"),
        ("March 2027", "not a date"),
        ("FY27", "not a date"),
        ("TBC", "not a date"),
        ("2027-03-31 14:30", "not a date"),
    ],
)
def test_days_that_could_be_others_are_asked_back(text: str, words: str) -> None:
    found = meaning(Cell("text", text), "date", (), BLANK)
    assert isinstance(found, Doubt)
    assert words in found.problem
    assert found.value == text
    assert found.wanted


def test_the_same_day_and_month_is_no_doubt() -> None:
    assert meaning(Cell("text", "04/04/2027"), "date", (), BLANK) == date(2027, 4, 4)


@pytest.mark.parametrize(
    ("others", "wanted"),
    [(["31/03/2027"], date(2027, 4, 3)), (["03/31/2027"], date(2027, 3, 4)), (["31/03/2027", "03/31/2027"], None)],
)
def test_the_column_tells_the_order_of_day_and_month_unless_it_disagrees(
    others: list[str], wanted: date | None
) -> None:
    seen = evidence([Cell("text", text) for text in others], from_1904=False)
    found = meaning(Cell("text", "03/04/2027"), "date", (), seen)
    assert found == wanted if wanted else isinstance(found, Doubt)


@pytest.mark.parametrize(
    ("what", "value", "from_1904", "wanted"),
    [
        ("date", "46477", False, date(2027, 3, 31)),
        ("number", "46477", False, date(2027, 3, 31)),
        ("date", "45015", True, date(2027, 3, 31)),
        ("date", "46477.0", False, date(2027, 3, 31)),
        ("number", "2027", False, "hardly a date"),
        ("number", "20270331", False, "no date"),
        ("number", "-5", False, "date"),
        ("date", "46477.604", False, "time of day"),
        ("yes/no", "1", False, "not a date"),
    ],
)
def test_serial_days(what: Any, value: str, from_1904: bool, wanted: object) -> None:
    found = meaning(Cell(what, value), "date", (), Evidence(from_1904=from_1904))
    if isinstance(wanted, date):
        assert found == wanted
    else:
        assert isinstance(found, Doubt)
        assert str(wanted) in found.problem


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (Cell("number", "3.5000000000000003E-2"), Decimal("0.035")),
        (Cell("number", "1250"), Decimal(1250)),
        (Cell("text", "1,250,000.50"), "1250000.50"),
        (Cell("text", "1\u00a0250 000"), "1250000"),
        (Cell("text", "3.5%"), Decimal("0.035")),
        (Cell("text", " 12 "), "12"),
    ],
)
def test_numbers_are_read_as_people_wrote_them(cell: Cell, wanted: object) -> None:
    assert meaning(cell, "number", (), BLANK) == wanted


@pytest.mark.parametrize("text", ["1250,5", "0,250", "1.250,00", "1,25"])
def test_a_decimal_comma_is_asked_back(text: str) -> None:
    found = meaning(Cell("text", text), "number", (), BLANK)
    assert isinstance(found, Doubt)
    assert "comma" in found.problem
    seen = evidence([Cell("text", text)], from_1904=False)
    assert isinstance(meaning(Cell("text", "1,250"), "number", (), seen), Doubt)


@pytest.mark.parametrize(
    ("cell", "kind", "words", "wanted"),
    [
        (Cell("yes/no", "1"), "yes/no", (), True),
        (Cell("text", " Y "), "yes/no", (), "yes"),
        (Cell("text", "Direct award"), "choice", ("option", "direct_award"), "direct_award"),
        (Cell("text", "One-off; onboarding"), "list", ("one_off", "onboarding"), "one_off;onboarding"),
        (Cell("number", "101"), "list", (), "101"),
        (Cell("number", "48450000"), "text", (), Decimal(48450000)),
        (Cell("yes/no", "0"), "text", (), "FALSE"),
    ],
)
def test_words_are_read_however_they_are_written(cell: Cell, kind: Any, words: tuple[str, ...], wanted: object) -> None:
    assert meaning(cell, kind, words, BLANK) == wanted


def test_what_no_cell_says_is_asked_back() -> None:
    for cell, word in ((Cell("formula", ""), "no value saved"), (Cell("error", "#REF!"), "error")):
        found = meaning(cell, "number", (), BLANK)
        assert isinstance(found, Doubt)
        assert word in found.problem


def test_letters_of_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


# --- a whole workbook ------------------------------------------------------------------------------


def test_a_plain_workbook_is_the_programme(tmp_path: Path) -> None:
    assert read(write_xlsx(tmp_path / "p.xlsx")) == base()


def renamed(book: Workbook) -> None:
    """Titles above the names, names as people write them, blank rows, and a blank sheet of nobody's."""
    book.create_sheet("Sheet1")
    for sheet in book.worksheets:
        if sheet.title == "Sheet1":
            continue
        for cell in sheet[1]:
            if not str(cell.value).startswith("x_"):
                cell.value = f" {str(cell.value).replace('_', ' ').upper()} "
        sheet.insert_rows(3, 2)
        sheet.insert_rows(1, 3)
        sheet["A1"] = f"Register of {sheet.title}"
        sheet.title = f"{sheet.title.capitalize()} "


def as_people_type(book: Workbook) -> None:
    contracts, departments = book["contracts"], book["departments"]
    head = {c.value: c.column for c in contracts[1]}
    for row, text in ((2, "31/12/2028"), (3, "31\u00a0March 2029 "), (4, datetime(2028, 6, 30))):
        contracts.cell(row, head["ends"]).value = text
    contracts.cell(2, head["cost"]).value = "20,000"
    head = {c.value: c.column for c in departments[1]}
    departments.cell(5, head["joins"]).value = "NO"
    departments.cell(2, head["id"]).value = " min-a\u00a0"
    departments.cell(2, head["cluster"]).value = "north"
    departments.cell(3, head["cluster"]).value = None
    departments.merge_cells(start_row=2, end_row=3, start_column=head["cluster"], end_column=head["cluster"])


@pytest.mark.parametrize("edits", [[renamed], [as_people_type]])
def test_what_people_do_to_a_workbook_changes_nothing(edits: list[Edit], tmp_path: Path) -> None:
    assert read(write_xlsx(tmp_path / "p.xlsx", *edits)) == base()


def test_a_formula_counts_by_its_saved_value_and_is_asked_back_without_one(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "p.xlsx", at("contracts", "E2", "=20000*1"))
    fault = only(path)
    assert (fault.table, fault.row, fault.column) == ("contracts", "cell E2 (con-1)", "cost")
    assert "no value saved" in fault.problem

    def saved(name: str, data: bytes) -> bytes:
        return data.replace(b"<f>20000*1</f><v></v>", b"<f>20000*1</f><v>20000</v>").replace(
            b"<f>20000*1</f><v />", b"<f>20000*1</f><v>20000</v>"
        )

    assert read(repack(path, tmp_path / "q.xlsx", saved)) == base()


def test_dates_from_1904_are_read(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
        book["contracts"]["D2"].value = datetime(2028, 12, 31)

    assert read(write_xlsx(tmp_path / "p.xlsx", edit)) == base()


def test_faults_name_the_sheet_s_cell_all_at_once(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "p.xlsx",
        at("contracts", "D2", "03/04/2028"),
        at("contracts", "E3", "30.000,5"),
        at("departments", "B2", "nort"),
        at("departments", "C3", None),
        at("extensions", "B3", 1),
    )
    found = {(f.table, f.row.split(" (")[0], f.column) for f in faults(path)}
    assert found == {
        ("contracts", "cell D2", "ends"),
        ("contracts", "cell E3", "cost"),
        ("departments", "cell B2", "cluster"),
        ("departments", "cell C3", "users"),
        ("extensions", "cell B3", "order"),
    }
    lines = {f.table: str(f) for f in faults(path)}
    assert "p.xlsx, table departments, cell " in lines["departments"]
    assert "given before, in table extensions, cell B2" in lines["extensions"]


def test_the_command_says_the_cell(run: Run, tmp_path: Path) -> None:
    ran = run("validate", write_xlsx(tmp_path / "p.xlsx", at("clusters", "E2", "soon")))
    assert ran.code == 3
    assert "p.xlsx, table clusters, cell E2 (north), column live_by: this is not a date" in ran.err


def one_more(name: str) -> Edit:
    def edit(book: Workbook) -> None:
        book.create_sheet(name).append(["id", "title"])

    return edit


def across(book: Workbook) -> None:
    book["clusters"].merge_cells("B2:C2")


def headless(book: Workbook) -> None:
    for cell in book["externals"][1]:
        cell.value = f"field of {cell.column}"


@pytest.mark.parametrize(
    ("edit", "row", "words"),
    [
        (one_more("Contarcts"), "", "no table of this name"),
        (at("clusters", "H3", "a remark"), "cell H3", "this column has no name"),
        (at("clusters", "F1", "Live by"), "cell ", "named twice"),
        (across, "cell B2 (north)", "merged over B2:C2"),
        (headless, "", "no row of the sheet names"),
        (at("clusters", "C2", 2027), "cell C2 (north)", "hardly a date"),
        (at("clusters", "A2", date(2027, 3, 1), "mmm-yy"), "cell A2 (2027-03-01)", "holds a date"),
        (at("programme", "H2", date(2026, 4, 1)), "cell H2", "holds a date"),
        (at("clusters", "F2", "#N/A"), "cell F2 (north)", "error"),
        (at("clusters", "A3", ArrayFormula("A3", "=1+1")), "cell A3", "no value saved"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said(edit: Edit, row: str, words: str, tmp_path: Path) -> None:
    found = faults(write_xlsx(tmp_path / "p.xlsx", edit))
    assert any(f.row.startswith(row) and words in f.problem and f.wanted for f in found), found


def test_a_faulty_cell_brings_no_second_fault(tmp_path: Path) -> None:
    assert only(write_xlsx(tmp_path / "p.xlsx", at("contracts", "D2", "03/04/2028"))).column == "ends"


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "p.xlsx")
    found = faults(tmp_path / "p.xlsx")
    assert "no sheet of the workbook is a table" in found[0].problem
    assert "calloff examples" in found[0].wanted
