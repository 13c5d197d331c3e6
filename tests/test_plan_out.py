"""The plan as a workbook, as slides and as a briefing: opened again by other readers, and rendered."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pptx
import pytest
from pypdf import PdfReader

import report_samples
from calloff.calendar import add_months
from calloff.options import Options, parse_goals
from calloff.report import Report, Why, tabulate
from calloff.report.wording import last_day
from calloff.solve import solve
from calloff_data.read import read
from calloff_data.write import briefing, slides, xlsx
from calloff_data.write.signs import GLYPHS, HATCHES, PATTERNS

EMU = 914_400
NAMES = (
    '=HYPERLINK("http://example.invalid","x")',
    "@SUM(1+1)\x07\x00\x0b",
    "<img src=x onerror=alert(1)> & \"double\" 'single' " + "n" * 250,
    "long " * 2_000,
    "🚀 مجموعة \u202eesrever \u2066x",
)
"""Names that break whatever does not hold them off: formulas, control characters, markup, 300 and 10,000 characters."""


@pytest.fixture(scope="module")
def five() -> Report:
    return tabulate(*report_samples.five())


@pytest.fixture(scope="module")
def hostile() -> Report:
    cut = [n[:9_900] for n in NAMES]  # room for the words that the sample adds: "… ERP", "… agreement"
    clusters = tuple(
        (n, n, first, tuple((n, *d[1:]) for d in departments), tuple((n, *s[1:]) for s in systems))
        for n, (_, _, first, departments, systems) in zip(cut, report_samples.CLUSTERS, strict=True)
    )
    programme, plan = report_samples.built(NAMES[0], clusters)
    named = zip(programme.clusters, NAMES, strict=True)
    whole = tuple(c.model_copy(update={"title": n, "lead": n}) for c, n in named)
    return tabulate(programme.model_copy(update={"clusters": whole}), plan)


@pytest.fixture(scope="module")
def book(five: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx.export(five).data))


@pytest.fixture(scope="module")
def deck(five: Report) -> Any:
    return pptx.Presentation(BytesIO(slides.export(five).data))


@pytest.fixture(scope="module")
def paper(five: Report) -> Any:
    return docx.Document(BytesIO(briefing.export(five).data))


# --- the workbook --------------------------------------------------------------------------------------


def test_the_workbook_has_what_a_planner_looks_for(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Summary", "Next decisions", "At risk", "Gantt", "Dates by cluster", "Competitions", "Onboarding",
        "Contract register", "Extensions", "Capacity", "Money", "Funding", "Goals", "Assumptions",
        "What dates rest on",
    ]  # fmt: skip
    assert book.properties.title == "Shared services, five clusters: plan"


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict[str, Any]]:
    """A sheet's table, row by row."""
    sheet = book[name]
    (table,) = sheet.tables.values()
    head, *rows = sheet[table.ref]
    return [{h.value: c.value for h, c in zip(head, row, strict=True)} for row in rows]


def test_figures_are_figures_and_dates_are_dates(five: Report, book: openpyxl.Workbook) -> None:
    first = rows_of(book, "Dates by cluster")[0]
    facts = five.clusters[five.blocks[0].cluster]
    assert first["Goes to market"] == datetime(facts.gtm.year, facts.gtm.month, facts.gtm.day)  # type: ignore[union-attr]
    assert (first["Users"], first["Estimated value"]) == (272_000, 90_000_000)
    spent = {(s.fiscal_year, s.kind): s.amount for s in five.plan.spend}
    rows = rows_of(book, "Money")
    assert sum(r["Together (GBP)"] for r in rows) == sum(spent.values())
    assert {r["Fiscal year"] for r in rows} == {year for year, _ in spent}
    cost = next(r for r in rows_of(book, "Goals") if r["Unit"] == "GBP" and r["This plan"])
    assert (cost["This plan"], cost["Proved"]) == (612_345_678, "proved")


def test_the_register_tells_ends_and_notice_days(five: Report, book: openpyxl.Workbook) -> None:
    rows = {r["Contract"]: r for r in rows_of(book, "Contract register")}
    assert len(rows) == len(five.plan.contracts) + len(five.plan.lots)
    found = rows["JPA payroll agreement"]
    assert found["Ends, without extension"] == datetime(2028, 8, 31)
    assert (found["Months secured by option"], found["Months nobody has agreed"]) == (12, 14)
    taken = [e for e in five.plan.extensions if e.of == "c0-k0" and e.taken]
    assert found["Covers to, in this plan"].date() == last_day(max(e.end for e in taken))
    assert found["Next notice day"].date() == min(e.notice_by for e in taken if e.notice_by)
    assert {r["Order by"] for r in rows_of(book, "Extensions")} >= {found["Next notice day"]}


def test_every_sheet_prints_on_its_paper_and_says_what_it_is_of(five: Report, book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1), sheet.title
        assert sheet.page_setup.paperSize == (8 if sheet.title == "Gantt" else 9)
        foot = f"{sheet.oddFooter.left.text}{sheet.oddFooter.right.text}"
        for words in (five.fingerprint, "proved for these figures", "Page &P of &N"):
            assert words in foot, foot
        assert sheet.title in sheet.oddHeader.right.text
        assert sheet.freeze_panes or sheet.title == "Summary"
        for table in sheet.tables.values():
            assert table.autoFilter.ref == table.ref


def test_the_gantt_draws_what_the_page_draws(five: Report, book: openpyxl.Workbook) -> None:
    sheet = book["Gantt"]
    labels = {cell.value: cell.row for cell in sheet["A"] if cell.value}
    months = [add_months(five.axis.start, i) for i in range(sheet.max_column - 1)]

    def cell(label: str, day: date) -> Any:
        return sheet.cell(labels[label], 2 + max(i for i, m in enumerate(months) if m <= day))

    run = five.plan.competitions[0]
    assert run.gtm is not None
    assert run.award is not None
    assert cell("Defence ERP", run.gtm).value == GLYPHS["gtm"]
    assert cell("Defence ERP", last_day(run.award)).value == GLYPHS["award"]
    assert cell("Defence ERP", run.phases[0].start).fill.fgColor.rgb == "FFCFE0F5"
    wrong = next(s for s in five.plan.systems if s.system == "c0-s0")
    gap, unsecured = cell("JPA payroll", wrong.gaps[0].start), cell("JPA payroll", wrong.unsecured[0].start)
    assert (gap.fill.patternType, unsecured.fill.patternType) == ("darkTrellis", "darkUp")
    past = next(s for s in five.plan.systems if s.unsupported)
    assert cell(five.names.item(past.system), past.unsupported[0].start).border.bottom.style == "dotted"
    today = sheet.cell(5, 2 + max(i for i, m in enumerate(months) if m <= five.axis.today))
    assert today.border.left.style == "medium"


def test_fifty_clusters_are_folded_into_one_row_each_that_opens() -> None:
    report = tabulate(*report_samples.fifty())
    sheet = openpyxl.load_workbook(BytesIO(xlsx.export(report).data))["Gantt"]
    rows = sum(len(b.rows) for b in report.blocks)
    folded = [r for r, d in sheet.row_dimensions.items() if d.hidden and d.outlineLevel == 1]
    assert len(folded) == rows
    opened = [c for c in sheet["A"] if c.row not in folded and str(c.value).startswith("Cluster ")]
    assert len(opened) == 50
    drawn = {c.fill.fgColor.rgb for c in sheet[opened[0].row] if c.fill.patternType}
    assert {"FFCFE0F5", "FF1F5FA8", "FF0B7A6F"} <= drawn, "preparing, tender, onboarding"


def test_reasons_have_a_sheet_where_they_were_asked_for(five: Report) -> None:
    said = replace(five, whys=(Why("c0-erp", 1, "gtm", ("Not earlier: the case takes 7 months.", "Proved.")),))
    rows = rows_of(openpyxl.load_workbook(BytesIO(xlsx.export(said).data)), "Reasons")
    assert rows[0]["What"] == "Defence ERP"
    assert rows[0]["Why it is as it is"] == "Not earlier: the case takes 7 months. Proved."


def test_no_name_becomes_a_formula(hostile: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.export(hostile).data))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n", "d"}
    begun = [c for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "@"))]
    assert begun
    assert all(c.quotePrefix for c in begun if c.parent.title != "Gantt" or c.column > 1 or c.value in NAMES)
    assert max(len(c.value) for c in cells if isinstance(c.value, str)) <= 400


def test_no_file_keeps_the_picture_of_the_empty_one_it_was_made_from(five: Report) -> None:
    for exporter in (xlsx, slides, briefing):
        with ZipFile(BytesIO(exporter.export(five).data)) as file:
            assert [n for n in file.namelist() if "thumbnail" in n] == []
            assert {e.date_time for e in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- slides ----------------------------------------------------------------------------------------------


def texts_of(slide: Any) -> Iterator[Any]:
    """Frames of text of a slide, cells of tables too."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame
        elif shape.has_table:
            yield from (cell.text_frame for row in shape.table.rows for cell in row.cells)


def sizes_of(slide: Any) -> set[float]:
    return {r.font.size.pt for frame in texts_of(slide) for p in frame.paragraphs for r in p.runs}


def test_one_slide_for_the_plan_and_one_a_cluster(five: Report, deck: Any) -> None:
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    assert titles == [five.answer.finding, *(f"{five.clusters[b.cluster].headline}." for b in five.blocks)]
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    for number, slide in enumerate(deck.slides, start=1):
        assert [p for p in slide.placeholders if not p.text_frame.text.strip()] == []
        assert 'type="slidenum"' in slide.shapes._spTree.xml
        assert f"<a:t>{number}</a:t>" in slide.shapes._spTree.xml


def test_slides_can_be_read_by_all(deck: Any) -> None:
    for slide in deck.slides:
        assert min(sizes_of(slide)) >= 10
        held = slide.shapes._spTree.xpath(".//p:cNvPr")
        assert len({h.get("id") for h in held}) == len(held)
        for shape in slide.shapes:
            words = shape.has_text_frame and shape.text_frame.text
            known = shape._element.xpath(".//p:cNvPr")[0]
            assert words or known.get("descr") or "decorative" in shape._element.xml, shape.name
            assert shape.left / EMU >= -0.01, shape.name
            assert (shape.left + shape.width) / EMU <= 13.34, shape.name
            assert (shape.top + shape.height) / EMU <= 7.5, shape.name


def test_slides_draw_shapes_and_say_the_rest_in_notes(five: Report, deck: Any) -> None:
    described = {s._element.xpath(".//p:cNvPr")[0].get("descr") for slide in deck.slides for s in slide.shapes}
    marks = {m.tip for b in five.blocks for r in b.rows for m in r.marks if five.axis.shows(m.day)}
    assert marks <= described
    first, *rest = (s.notes_slide.notes_text_frame.text for s in deck.slides)
    assert all(f"{r.item}: {r.words}." in first for r in five.risks[:10])
    for block, notes in zip(five.blocks, rest, strict=True):
        facts = five.clusters[block.cluster]
        assert all(d.what in notes for d in facts.decisions)
        assert all(r.words in notes for r in facts.risks)
    assert not any("Suppliers that show" in n for n in rest)


def test_fifty_clusters_are_one_row_each_and_readable() -> None:
    report = tabulate(*report_samples.fifty())
    deck = pptx.Presentation(BytesIO(slides.export(report).data))
    pages = [s for s in deck.slides if "goes to market on" not in s.shapes.title.text_frame.text]
    assert len(deck.slides) == 50 + len(pages)
    assert len(pages) <= 3
    labels = [f.text for slide in pages for f in texts_of(slide) if f.text.startswith("Cluster ") and len(f.text) < 12]
    assert labels == [b.title for b in report.blocks]
    assert min(min(sizes_of(s)) for s in pages) >= 10


# --- the briefing ------------------------------------------------------------------------------------------


def test_the_briefing_answers_asks_and_proves(five: Report, paper: Any) -> None:
    styles = {p.style.name: p.text for p in paper.paragraphs}
    assert styles["Title"] == five.answer.finding
    asked = [p.text for p in paper.paragraphs if p.style.name == "List Number"]
    assert asked == five.asks
    assert [p.text for p in paper.paragraphs if p.style.name == "Heading 1"] == [
        "What the board is asked to decide", "The plan on a page", "Decisions in the next 180 days",
        "What remains at risk", "What it rests on", "Goals and proof", "How to check",
    ]  # fmt: skip
    assert (paper.core_properties.title, paper.core_properties.language) == (f"{five.title}: briefing", "en-GB")
    assert five.plan.origin.programme in "".join(p.text for p in paper.paragraphs)


def test_what_a_board_is_asked_follows_from_the_plan(five: Report) -> None:
    order, agree, fund, accept, soon = five.asks
    assert order.startswith("Agree that Defence, Synergy, Unity, Matrix and Overseas go to market in this order")
    assert agree.startswith("Have nine extensions agreed that nobody has agreed yet: JPA payroll agreement")
    assert fund.startswith("Fund £50.1m beyond the £60m approved for April 2029 to March 2032")
    assert accept.startswith("Accept six systems without a contract for a time, seven systems past vendor support")
    assert soon == "Take one decision by 19 February 2027: they are listed below."
    assert tabulate(*report_samples.five(), audience="market").asks == []


def test_tables_of_the_briefing_repeat_their_heads_and_say_what_they_are(paper: Any) -> None:
    for table in paper.tables:
        assert table._tbl.xpath(".//w:tblDescription/@w:val")
    heads = [t for t in paper.tables if t._tbl.xpath(".//w:tblHeader")]
    assert len(heads) == 4
    names = [row.cells[0].text for row in paper.tables[0].rows]
    assert names[1::2] == ["Defence", "Synergy", "Unity", "Matrix", "Overseas"]
    assert set(names[2::2]) == {"old systems"}


# --- rendered ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(hostile: Report, soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """Pages of some files as LibreOffice prints them, all in one run."""
    folder = tmp_path_factory.mktemp("printed")
    whitehall = read("whitehall-2022")
    plan = solve(whitehall, Options(time_limit=60, workers=1, goals=parse_goals("gap"))).plan
    assert plan is not None
    made = {
        "whitehall.docx": briefing.export(tabulate(whitehall, plan)).data,
        "fifty.docx": briefing.export(tabulate(*report_samples.fifty())).data,
        "briefing.docx": briefing.export(hostile).data,
        "book.xlsx": xlsx.export(hostile).data,
        "deck.pptx": slides.export(hostile).data,
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *(folder / n for n in made)]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)
    return {name: PdfReader(Path(folder / name).with_suffix(".pdf")) for name in made}


@pytest.mark.slow
def test_the_briefing_is_two_pages_and_three_for_fifty_clusters(printed: dict[str, PdfReader]) -> None:
    assert len(printed["whitehall.docx"].pages) == 2
    assert len(printed["fifty.docx"].pages) <= 3
    assert "How to check" in printed["whitehall.docx"].pages[1].extract_text()


@pytest.mark.slow
def test_hostile_names_break_no_file(hostile: Report, printed: dict[str, PdfReader]) -> None:
    assert len(printed["deck.pptx"].pages) == 6
    assert "onerror=alert(1)" in printed["deck.pptx"].pages[3].extract_text()
    assert len(printed["book.xlsx"].pages) >= 10
    assert "HYPERLINK" in printed["book.xlsx"].pages[0].extract_text()
    assert "What the board is asked to decide" in printed["briefing.docx"].pages[0].extract_text()
    for file in printed.values():
        assert "Err:5" not in file.pages[0].extract_text()


# --- signs -----------------------------------------------------------------------------------------------------


def test_patterns_have_the_same_colours_in_every_medium() -> None:
    drawn = {part.split('"')[0]: part for part in PATTERNS.split('id="p-')[1:]}
    for sign, hatch in HATCHES.items():
        assert hatch.lines in drawn[sign], sign
        assert hatch.ground.replace("#ffffff", "#fff") in drawn[sign], sign
