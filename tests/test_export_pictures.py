"""The plan on a page as a drawing and a picture, and the report in print."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

import report_samples
from calloff.errors import MissingPartError
from calloff.report import Audience, Report, tabulate
from calloff_data.write import browser, pdf, png, svg
from calloff_data.write.one_page import OnePage, one_page
from calloff_data.write.signs import BARS, MARKS
from calloff_data.write.xml_text import legal

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def five() -> Report:
    return tabulate(*report_samples.five())


@pytest.fixture(scope="module")
def one() -> Report:
    """One cluster: a browser takes its time over more."""
    return tabulate(*report_samples.built("One cluster", report_samples.CLUSTERS[3:4]))


def drawn(report: Report) -> Xml.Element:
    return Xml.fromstring(svg.export(report).data)


def texts(root: Xml.Element) -> list[str]:
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]


# --- svg -----------------------------------------------------------------------------------------


def test_the_drawing_says_what_the_page_says(five: Report) -> None:
    root = drawn(five)
    said = " ".join(texts(root))
    assert root.find(f"{SVG}title").text == five.answer.finding  # type: ignore[union-attr]
    assert root.attrib["aria-labelledby"] == "title desc"
    for words in (five.answer.finding, *five.answer.sentences, *(b.title for b in five.blocks), "capacity 8"):
        assert words in said, words
    hints = {t.text for t in root.iter(f"{SVG}title")}
    shown = [b for block in five.blocks for r in block.rows for b in r.bars]
    assert {b.tip for b in shown if b.end > five.axis.start and b.start < five.axis.end} <= hints


def test_the_drawing_stands_alone(five: Report) -> None:
    root = drawn(five)
    names = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert names <= {"svg", "title", "desc", "defs", "pattern", "rect", "g", "path", "circle", "line", "text", "tspan"}
    attributes = {a for e in root.iter() for a in e.attrib}
    assert not {a for a in attributes if a.startswith(("data-", "on")) or "href" in a or a in ("class", "style")}
    patterns = {p.attrib["id"] for p in root.iter(f"{SVG}pattern")}
    used = {v[5:-1] for e in root.iter() for v in e.attrib.values() if v.startswith("url(#")}
    assert {"p-unsecured", "p-gap", "p-option"} <= used <= patterns


def test_lanes_are_stacked_without_a_seam_and_all_on_the_page(five: Report) -> None:
    root = drawn(five)
    lanes = [(float(e.attrib["y"]), float(e.attrib["height"])) for e in root.findall(f"{SVG}svg")]
    assert len(lanes) == len(five.blocks) + 3, "the years, each cluster, capacity, the years again"
    for (y, tall), (below, _) in pairwise(lanes):
        assert below == pytest.approx(y + tall, abs=0.15)
    assert all(0 < float(t.attrib["y"]) < float(root.attrib["height"]) for t in root.findall(f"{SVG}text"))


def test_the_legend_names_each_sign_drawn_and_no_other(five: Report) -> None:
    said = texts(drawn(five))
    bars = {b.sign for block in five.blocks for r in block.rows for b in (*r.bars, *r.under)}
    marks = {m.sign for block in five.blocks for r in block.rows for m in r.marks}
    meanings = {k: look.meaning for k, look in BARS.items()} | MARKS
    assert {k for k, words in meanings.items() if words in said} == bars | marks


def test_fifty_clusters_are_a_row_each() -> None:
    report = tabulate(*report_samples.fifty())
    page = one_page(report)
    assert page.height < 3_000
    assert sum(t in {b.title for b in report.blocks} for t in texts(Xml.fromstring(page.svg))) == 50


def test_hostile_names_are_text() -> None:
    root = drawn(tabulate(*report_samples.hostile()))
    said = " ".join(texts(root))
    assert "<img src=x onerror=alert(1)>" in said
    assert not list(root.iter(f"{SVG}script"))
    longest = max(len(t) for t in texts(root))
    assert longest < 170, "a long name is cut or broken into lines"


def test_what_no_xml_may_hold_is_left_out() -> None:
    assert legal("a\x00b\x0bc\ud800d\uffffe\U0001f680\tf") == "abcde\U0001f680\tf"


@pytest.mark.parametrize("audience", ["board", "market"])
def test_each_audience_sees_its_own(audience: Audience) -> None:
    data = svg.export(tabulate(*report_samples.five(), None, audience)).data.decode()
    assert "Secret" not in data
    assert ("nobody has agreed" in data) == (audience == "board")


# --- png and pdf ---------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_picture_is_the_drawing_at_twice_its_size(one: Report, chromium: str) -> None:
    from PIL import Image

    page = one_page(one)
    first, again = png.export(one).data, png.export(one).data
    with Image.open(BytesIO(first)) as picture:
        assert picture.size == (2 * page.width, 2 * page.height)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
        foot = picture.convert("L").crop((0, picture.height - 100, picture.width, picture.height))
    # The term's blue, a gap's red and the ink: it is the plan, down to its last line.
    assert {(47, 74, 122), (179, 18, 59), (29, 36, 51)} <= colours
    assert foot.getextrema()[0] < 160
    assert first == again


@pytest.mark.browser
def test_the_print_is_the_report_on_a3_tagged_and_dated_by_what_is_known(one: Report, chromium: str) -> None:
    import pypdf

    read = pypdf.PdfReader(BytesIO(pdf.export(one).data))
    first, *rest = [tuple(round(float(x)) for x in page.mediabox) for page in read.pages]
    assert first == (0, 0, 1191, 842)
    assert set(rest) == {(0, 0, 1191, 842)}
    alone = " ".join(read.pages[0].extract_text().split())
    assert "Bids wanted" in alone, "the plan on a page is a sheet of its own"
    assert "Decide by" not in alone
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    said = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert one.answer.finding in said
    assert "Last safe day" in said, "a wide paper shows tables as tables"
    dates = [str(v) for k, v in read.metadata.items() if k in ("/CreationDate", "/ModDate")]
    assert len(dates) == 2
    assert all(d.startswith("D:20261121000000") for d in dates)


def test_a_tall_drawing_stands_upright_and_fills_its_sheet() -> None:
    for width, height, way, wide in ((1396, 1951, "portrait", 273.0), (1396, 1064, "landscape", 356.9)):
        style, figure = pdf._first_page(OnePage(b"<?xml?>\n<svg/>", width, height))
        assert f"@page drawing{{size:A3 {way};" in style
        assert f"width:{wide}mm" in style
        assert figure == '<figure class="drawing"><svg/></figure>'


def test_a_browser_that_fails_or_hangs_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, five: Report
) -> None:
    fake = tmp_path / "browser"
    monkeypatch.setattr(browser, "NAMES", (str(fake),))
    monkeypatch.setattr(browser, "LONGEST", 1.5)
    pid = tmp_path / "pid"
    for body, told in (
        ("echo no room >&2; exit 7", "exit code 7: no room"),
        (f"sleep 30 & echo $! > {pid}; wait", "more than 1.5 seconds"),
    ):
        fake.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        fake.chmod(0o755)
        with pytest.raises(MissingPartError, match=told):
            png.export(five)
    state = Path(f"/proc/{pid.read_text(encoding='utf-8').strip()}/stat")
    assert not state.exists() or ") Z " in state.read_text(encoding="utf-8"), "what it started is ended too"


def test_a_browser_that_came_as_a_snap_works_in_its_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert browser._room("/snap/bin/chromium") == str(tmp_path)
    assert browser._surroundings("/snap/bin/chromium", tmp_path / "x")["HOME"] == str(tmp_path)
    assert browser._room("/usr/bin/chromium") is None
    assert browser._surroundings("/usr/bin/chromium", tmp_path / "x")["HOME"] == str(tmp_path / "x")


def test_the_telling_line_is_told() -> None:
    said = "noise\n[1:1] FATAL:host.cc No usable sandbox! Update your kernel\nmore noise\n"
    assert browser._reason(said) == ": [1:1] FATAL:host.cc No usable sandbox! Update your kernel"
    assert browser._reason("first\nlast\n") == ": last"
    assert browser._reason(" \n") == ""
