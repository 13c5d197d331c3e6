"""What capacity is worth, kept beside a plan: who sees it, in which words, and that another plan's is left out."""

from __future__ import annotations

import json
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from calloff.explain.worth import Asked, Place, Saving, Worth
from calloff.explain.worths import full_quarters
from calloff.options import Options, parse_goals
from calloff.report import tabulate
from calloff.solve import solve
from calloff_data.read import read_with
from calloff_data.read.run_file import Made, noted, read_made
from calloff_data.write import page, write_all, write_reasons, xlsx
from running import Run
from visits import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BOARD = Place("board", date(2026, 7, 1), date(2026, 10, 1))
TRAINERS = Place("trainers", date(2028, 1, 1), date(2028, 4, 1))
ASKED = Asked(
    (
        Worth(
            BOARD,
            (Saving("gap", 340, "user-slots", "proved"), Saving("overspend", 1_234_567, "GBP", "at least")),
            proved=False,
        ),
        Worth(TRAINERS, (), proved=True),
    ),
    (Place("trainers", date(2028, 4, 1), date(2028, 7, 1)),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's plan as `solve` writes it."""
    to = tmp_path_factory.mktemp("out")
    programme, basis = read_with("starter", [])
    options = Options(time_limit=30, workers=1, goals=parse_goals("gap,overspend"))
    plan = solve(programme, options, base=basis.hash).plan
    assert plan is not None
    write_all(to, programme, plan, noted("starter", [], to))
    return to


@pytest.fixture
def made(folder: Path, tmp_path: Path) -> tuple[Path, Made]:
    """A folder of one's own, and what lies in it."""
    shutil.copytree(folder, tmp_path / "out")
    return tmp_path / "out", read_made(tmp_path / "out" / "plan.json")


def test_team_and_board_see_it_and_the_market_does_not(made: tuple[Path, Made]) -> None:
    _, held = made
    for audience, seen in (("team", True), ("board", True), ("market", False)):
        report = tabulate(held.programme, held.plan, {}, audience, worth=ASKED)  # type: ignore[arg-type]
        text = page.render(report)
        assert ("£1,234,567 at least" in text) is seen
        assert ("What one more is worth" in text) is seen
        book = load_workbook(BytesIO(xlsx.export(report).data))
        assert ("What one more is worth" in book.sheetnames) is seen
        unasked = page.render(tabulate(held.programme, held.plan, {}, audience))  # type: ignore[arg-type]
        assert ("--capacity -o DIR" in unasked) is seen
        assert "Saved by one more unit" not in unasked


def test_the_page_and_the_workbook_say_the_same(made: tuple[Path, Made]) -> None:
    _, held = made
    report = tabulate(held.programme, held.plan, {}, "board", worth=ASKED)
    text = page.render(report)
    title = {r.id: r.title for r in held.programme.resources}
    for words in (
        f"One more of {title['board']} in Q3 2026 saves 340 user-months without a contract and at least £1.23m",
        f"Worth nothing in money or users’ time (proved): one more of {title['trainers']} in Q1 2028.",
        f"Used up too, but not looked at: {title['trainers']} in Q2 2028.",
        "assumed: every capacity in resources, every units in demands",
    ):
        assert words in text
    sheet = load_workbook(BytesIO(xlsx.export(report).data))["What one more is worth"]
    rows = [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]
    first = next(r for r in rows if r and r[0] == title["board"] and r[1] == "Q3 2026")
    assert [c for c in first if isinstance(c, int)] == [340, 1_234_567]
    assert [title["trainers"], "Q2 2028", "not looked at"] in rows
    assert [c for c in first if c in ("proved", "at least", "not proved")] == ["proved", "at least", "not proved"]


def test_it_is_found_again_beside_its_plan_and_left_out_beside_another(made: tuple[Path, Made], run: Run) -> None:
    to, held = made
    write_reasons(to, tabulate(held.programme, held.plan, held.run, "board", worth=ASKED))
    assert read_made(to / "plan.json").worth == ASKED
    changed = json.loads((to / "plan.json").read_text(encoding="utf-8"))
    changed["goals"][0]["value"] += 1
    (to / "plan.json").write_text(json.dumps(changed), encoding="utf-8")
    other = read_made(to / "plan.json")
    assert (other.worth, "worth.json is of another plan" in (other.note or "")) == (None, True)
    ran = run("export", "html", str(to / "plan.json"), "-o", str(to / "x.html"))
    assert (ran.code, "is of another plan" in ran.err) == (0, True)
    assert "Saved by one more unit" not in (to / "x.html").read_text(encoding="utf-8")
    (to / "worth.json").write_text('{"format": 1, "plan": "x", "asked": 3}', encoding="utf-8")
    assert "is not what calloff wrote" in (read_made(to / "plan.json").note or "")


def test_the_command_keeps_it_beside_reasons_and_never_for_the_market(made: tuple[Path, Made], run: Run) -> None:
    to, held = made
    ask = ("explain", "starter", "--plan", str(to / "plan.json"), "--capacity", "-o", str(to))
    assert run(*ask, "--audience", "market").code == 2
    assert run(*ask, "--assumptions").code == 2
    assert not (to / "worth.json").exists()
    assert run(*ask, "--time-limit", "20").code == 0
    found = read_made(to / "plan.json").worth
    assert found is not None
    fullest = full_quarters(held.programme, held.plan)
    assert fullest
    assert [w.place for w in found.worths] == fullest[: len(found.worths)]
    assert [*(w.place for w in found.worths), *found.unasked] == fullest
    assert "Saved by one more unit" in (to / "report.html").read_text(encoding="utf-8")


@pytest.mark.browser
def test_quarters_sort_as_time_and_the_page_has_no_barrier(made: tuple[Path, Made], browser: Browser) -> None:
    to, held = made
    later = Worth(Place("board", date(2027, 1, 1), date(2027, 4, 1)), (), proved=False)
    report = tabulate(held.programme, held.plan, {}, "board", worth=Asked((*ASKED.worths, later)))
    (to / "x.html").write_text(page.render(report), encoding="utf-8")
    with visiting(browser, to / "x.html") as visit:
        table = visit.page.get_by_role("table", name="Saved by one more unit in that quarter")
        table.get_by_role("button", name="In", exact=True).click()
        assert table.locator("tbody tr > :nth-child(2)").all_inner_texts() == ["Q3 2026", "Q1 2027", "Q1 2028"]
        table.get_by_role("button", name="without a contract").click()
        assert table.locator("tbody tr > :nth-child(4)").all_inner_texts()[0] == "340"
        assert visit.is_quiet()
        assert visit.barriers() == []
        assert visit.fits(390)
