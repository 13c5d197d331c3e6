"""The page in a browser: quiet, offline, without barriers, whole on a phone and on paper, worked by keyboard."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

import report_samples
from calloff.explain.reason import Hold, Price, Reason, Target
from calloff.options import Options, parse_goals
from calloff.report import Report, tabulate
from calloff.solve import solve
from calloff_data.read import read
from calloff_data.write.page import render
from visits import Visit, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("report_browser")]
FIRST_GOALS = Options(time_limit=30, workers=2, goals=parse_goals("gap,unsecured"))
GTM = date(2027, 8, 1)
REASON = Reason(
    Target("c0-erp", 1, "gtm"),
    GTM,
    earlier=Hold(GTM, Price(False), None, (), True),
    later=Hold(GTM, Price(True, "unsecured", 4_200, "user-slots", 1_500_000), None, (), True),
)


def report_of(name: str) -> Report:
    """A sample's report; of a bundled programme, planned for its first goals only, which is quick."""
    if hasattr(report_samples, name):
        return tabulate(*getattr(report_samples, name)(), {"seconds": 3.2}, reasons=(REASON,))
    programme = read(name)
    plan = solve(programme, FIRST_GOALS).plan
    assert plan is not None
    return tabulate(programme, plan)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Report, Path]]:
    return {}


@pytest.fixture
def report(made: dict[str, tuple[Report, Path]], tmp_path_factory: pytest.TempPathFactory):
    """Writes a sample's page once a session."""

    def written(name: str) -> tuple[Report, Path]:
        if name not in made:
            file = tmp_path_factory.mktemp(name) / "report.html"
            held = report_of(name)
            file.write_text(render(held), encoding="utf-8")
            made[name] = held, file
        return made[name]

    return written


@pytest.fixture
def five(browser: Browser, report) -> Iterator[Visit]:
    with visiting(browser, report("five")[1], accept_downloads=True) as seen:
        yield seen
        assert seen.is_quiet()


# --- every report -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["five", "fifty", "hostile", "whitehall-2022", "whitehall-2026"])
def test_a_report_opens_quietly_without_barriers_at_any_width(browser: Browser, report, name: str) -> None:
    with visiting(browser, report(name)[1]) as seen:
        page = seen.page
        assert page.title().endswith(": plan")
        assert page.locator("html").get_attribute("lang") == "en-GB"
        assert [page.locator(part).count() for part in ("h1", "main", "footer")] == [1, 1, 1]
        assert page.locator("main img, header b, svg script, td script, h1 *:not(bdi)").count() == 0
        assert page.locator("body script").count() == 2
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        if name != "five":  # the same markup as whitehall, and worked below
            assert seen.barriers() == []
        assert seen.fits(768)
        assert seen.fits(320)
        assert seen.is_quiet()


def test_fifty_clusters_open_in_time_and_are_a_row_each(browser: Browser, report) -> None:
    held, file = report("fifty")
    assert file.stat().st_size < 1_600_000
    with visiting(browser, file) as seen:
        page = seen.page
        took = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        times = [page.evaluate(took)]
        for _ in range(2):
            page.reload()
            times.append(page.evaluate(took))
        assert min(times) < 1500
        assert page.locator(".cl").count() == 50
        assert page.locator(".cl .rows .r:visible").count() == 0
        page.evaluate("document.querySelector('#plan').scrollIntoView()")
        page.locator(".cl .sum use").first.hover(force=True)
        assert page.locator("#tip").inner_text() in {m.tip for m in held.blocks[0].summary.marks}
        fifth = page.locator(".cl").nth(4)
        fifth.locator("summary").click()
        assert fifth.locator(".rows .r:visible").count() == len(held.blocks[4].rows)
        page.get_by_role("button", name="Open all").click()
        assert page.locator(".rows .r:visible").count() == sum(len(b.rows) for b in held.blocks)
        page.get_by_role("button", name="Close all").click()
        assert page.locator(".rows .r:visible").count() == 0


def test_names_are_text_and_nothing_more(browser: Browser, report) -> None:
    with visiting(browser, report("hostile")[1]) as seen:
        page = seen.page
        for name in report_samples.HOSTILE[:3]:
            assert page.locator(".sum b", has_text=name.strip()).count() == 1
        page.locator(".groups .name").first.click()
        assert page.locator("#detail img, #detail script").count() == 0
        page.keyboard.press("Escape")
        page.locator("[data-by=find]").fill("<img")
        assert 0 < page.locator(".rows .r:visible").count() < page.locator(".rows .r").count()
        assert page.locator("[data-by=cluster] option").all_inner_texts()[1:] != []
        assert seen.fits(390)
        assert seen.is_quiet()


# --- the first screen ---------------------------------------------------------------------------------------


def test_the_first_screen_has_the_answer_and_what_to_decide(five: Visit, report) -> None:
    held: Report = report("five")[0]
    page = five.page
    assert page.locator("h1").inner_text() == held.answer.finding
    lead = page.locator(".lead").all_inner_texts()
    assert lead == list(held.answer.sentences)
    table = page.locator(".decide").first
    box = table.bounding_box()
    assert box is not None
    assert box["y"] + 100 < 900
    heads = table.locator("th[scope=col]").all_inner_texts()
    assert heads == ["Decision", "Owner", "Last safe day", "Within", "Board papers by", "If it is missed"]
    start = page.locator("#dates .decide tr", has_text="Go to market for Defence ERP")
    assert (start.locator("td").last.text_content() or "").startswith("a month later: 4,200 user-months more on ext")
    awards = page.locator("#dates .decide tr", has_text="Award Defence ERP").locator("td")
    assert awards.nth(3).text_content() not in ("", "no board")


# --- the timeline ---------------------------------------------------------------------------------------------


def place(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return dict(box)


def test_zoom_and_pan_keep_bars_years_and_capacity_on_one_axis(five: Visit) -> None:
    page = five.page
    bar, column, year = ".groups .t[aria-label*='tender: '] rect", "#plan .low .u", ".head .fy:nth-child(3)"

    def offsets() -> list[float]:
        return [place(page, s)["x"] for s in (bar, column, year)]

    before = offsets()
    zoom = page.get_by_role("button", name="Zoom in")
    zoom.click()
    wide = place(page, bar)["width"]
    zoom.click()
    assert place(page, bar)["width"] == pytest.approx(1.5 * wide, rel=0.02)
    page.get_by_role("button", name="Later", exact=True).click()
    page.wait_for_timeout(80)
    after = offsets()
    assert before[1] == pytest.approx(before[0], abs=1)  # the first bid is wanted from the first tender on
    assert after[1] == pytest.approx(after[0], abs=1)
    assert after[2] - after[0] == pytest.approx(2.25 * (before[2] - before[0]), rel=0.02)
    scroll = "document.querySelector('#plan .pan.body').scrollLeft"
    left = page.evaluate(scroll)
    page.evaluate("document.querySelector('#plan').scrollIntoView()")
    at = place(page, ".cl:nth-child(2) .r:nth-child(2) .p")
    page.mouse.move(700, at["y"] + 10)
    page.mouse.down()
    page.mouse.move(800, at["y"] + 10, steps=4)
    page.mouse.up()
    assert page.evaluate(scroll) == pytest.approx(left - 100, abs=3)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(150)
    assert place(page, bar)["width"] > 2 * wide
    page.get_by_role("button", name="Show the whole plan").click()
    assert offsets() == pytest.approx(before, abs=1)


def test_two_fingers_zoom(browser: Browser, report) -> None:
    with visiting(browser, report("five")[1], 390, has_touch=True) as seen:
        page = seen.page
        page.locator("#plan .pan.body").scroll_into_view_if_needed()
        body = place(page, "#plan .cl")
        bar = ".groups .t[aria-label*='tender: '] rect"
        before = place(page, bar)["width"]
        page.wait_for_timeout(200)
        touch = page.context.new_cdp_session(page)
        y = max(body["y"], 60) + 30
        for kind, apart in (("touchStart", 40), ("touchMove", 80), ("touchMove", 160), ("touchEnd", 0)):
            points = [{"x": 180 + i * apart, "y": y, "id": i} for i in (0, 1)] if apart else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(150)
        assert place(page, bar)["width"] > 2 * before


def test_the_timeline_is_one_stop_and_arrows_go_everywhere(five: Visit) -> None:
    page = five.page
    focused = "document.activeElement"
    page.locator("[data-do=clear]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.matches('.groups summary.r')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{focused}.textContent") == "Defence ERP"
    page.keyboard.press("ArrowRight")
    words = page.evaluate(f"{focused}.getAttribute('aria-label')")
    assert words.startswith("Defence ERP")
    tip = page.locator("#tip")
    assert tip.inner_text() == words
    page.locator(".groups .t[tabindex='0']").hover()
    assert tip.inner_text() == words
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("End")
    assert page.evaluate(f"{focused}.getAttribute('aria-label')") != words
    page.keyboard.press("ArrowDown")
    assert "Defence integrator" in page.evaluate(f"{focused}.closest('.r').textContent")
    wide = place(page, ".groups .t rect")["width"]
    page.keyboard.press("+")
    assert place(page, ".groups .t rect")["width"] > wide
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("document.querySelector('#plan .pan.body').scrollLeft") > 0
    page.keyboard.press("0")
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cl details").first.get_attribute("open") is None
    page.keyboard.press("ArrowRight")
    assert page.locator(".cl details").first.get_attribute("open") is not None
    assert page.locator("#plan .pan.body [tabindex='0']").count() == 1


def test_a_walk_with_tab_meets_every_control_and_shows_where_it_is(five: Visit) -> None:
    page = five.page
    seen: list[str] = []
    bare: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => { const e = document.activeElement;
            const s = getComputedStyle(e), r = e.getBoundingClientRect();
            return [e.dataset.do || e.dataset.by || e.tagName + (e.value || '') + e.className,
                s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && r.bottom > 0 && r.top < innerHeight,
                e.outerHTML.slice(0, 90)] }""")
        if at[0].startswith("BODY"):
            break
        seen.append(at[0])
        bare += [] if at[1] else [at[2]]
    assert bare == []
    wanted = {"in", "today", "group", "cluster", "department", "find", "open", "close", "clear", "load"}
    assert wanted <= set(seen)
    assert {"INPUTgap", "INPUTunsecured", "INPUTunsupported"} <= set(seen)
    assert 40 < len(seen) < 115


def test_filters_show_just_what_they_say(five: Visit, report) -> None:
    held: Report = report("five")[0]
    page = five.page
    rows = page.locator(".groups .rows .r:visible")
    every = [r for b in held.blocks for r in b.rows]
    assert rows.count() == len(every)
    page.locator("[data-by=cluster]").select_option(label="Synergy")
    assert page.locator(".cl:visible b").all_inner_texts() == ["Synergy"]
    assert rows.count() == len(next(b for b in held.blocks if b.title == "Synergy").rows)
    page.locator("[data-by=department]").select_option(label="Justice")
    assert rows.locator(".name").all_inner_texts() == [
        r.label for b in held.blocks for r in b.rows if "c1-d1" in r.departments
    ]
    page.get_by_role("button", name="Clear filters").click()
    for risk, label in (("gap", "gap: no contract"), ("unsupported", "past vendor support")):
        page.get_by_label(label).check()
        assert rows.locator(".name").all_inner_texts() == [r.label for r in every if risk in r.risks]
        assert page.locator(".count [role=status]").inner_text().endswith(f"{rows.count()} of {len(every)} rows.")
        page.get_by_label(label).uncheck()
    page.get_by_label("Find").fill("metis")
    assert rows.locator(".name").all_inner_texts() == ["Metis finance"]
    page.get_by_label("Find").fill("no such thing")
    assert page.get_by_text("Nothing fits these filters.").is_visible()
    page.get_by_role("button", name="Clear filters").click()
    assert rows.count() == len(every)


def test_rows_group_by_kind_and_route_and_come_back(five: Visit, report) -> None:
    held: Report = report("five")[0]
    page = five.page
    names = page.locator(".groups .rows .r:visible .name")
    before = names.all_inner_texts()
    group = page.get_by_label("Group by")
    group.select_option("kind")
    assert page.locator(".group b").all_inner_texts() == ["Competitions", "Contracts let", "Onboarding", "Old systems"]
    lots = page.locator(".group", has_text="Contracts let").locator(".r:visible .name").all_inner_texts()
    assert lots == [r.label for b in held.blocks for r in b.rows if r.kind == "lot"]
    assert page.locator(".group .of:visible").first.inner_text() == "Defence"
    group.select_option("route")
    assert page.locator(".group b").first.inner_text() == "Framework"
    assert sorted(names.all_inner_texts()) == sorted(before)
    group.select_option("cluster")
    assert names.all_inner_texts() == before
    assert page.locator(".group").count() == 0


def test_a_system_opens_into_its_contracts(five: Visit) -> None:
    page = five.page
    page.get_by_role("button", name="JPA payroll", exact=True).focus()
    assert page.locator(".part:visible").count() == 0
    page.keyboard.press("Space")
    assert page.locator(".part:visible .name").all_inner_texts() == ["JPA payroll agreement"]
    assert page.locator(".twist[aria-expanded=true]").count() == 1
    page.locator(".twist[aria-expanded=true]").click()
    assert page.locator(".part:visible").count() == 0


def test_a_bar_explains_itself_and_gives_the_focus_back(five: Visit, report) -> None:
    held: Report = report("five")[0]
    page = five.page
    page.locator(".groups .name").first.focus()
    page.keyboard.press("ArrowRight")
    while page.evaluate("document.activeElement.dataset.w") is None:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    panel = page.locator("#detail")
    assert panel.is_visible()
    assert panel.locator("h2").inner_text() == "Defence ERP"
    here = panel.locator("li[aria-current=true]")
    assert here.inner_text().startswith(("Case: ", "Goes to market on "))
    assert "One month earlier: no plan has it there." in here.inner_text()
    source = next(s for s in held.programme.sources if s.mark == "assumed" and s.table == "phases")
    assert source.citation in panel.inner_text()
    assert f"between {source.low} and {source.high}" in panel.inner_text()
    assert five.barriers() == []
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.dataset.w") == "0"
    page.locator(".groups .name", has_text="Synergy ERP").click()
    assert "calloff explain" in panel.inner_text()
    panel.get_by_role("button", name="Close").click()
    assert not panel.is_visible()


def test_the_capacity_beneath_can_be_another(five: Visit) -> None:
    page = five.page
    choose = page.locator("[data-by=load]")
    label = page.locator("#plan .low .strip svg")
    before = label.get_attribute("aria-label")
    choose.select_option(index=1)
    assert label.get_attribute("aria-label") != before
    assert page.locator("#plan .low .strip .u").count() == page.locator("#capacity .strip[data-load='1'] .u").count()


# --- tables ------------------------------------------------------------------------------------------------------


def test_tables_sort_by_day_and_number_and_are_handed_out(five: Visit) -> None:
    page = five.page
    page.locator("#dates summary", has_text="Onboarding").click()
    table = page.get_by_role("table", name="Onboarding")

    def column(i: int) -> list[str]:
        return table.locator(f"tbody tr > :nth-child({i})").all_inner_texts()

    users = table.get_by_role("button", name="Users")
    users.focus()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=ascending]").inner_text() == "Users"
    numbers = [int(text.replace(",", "")) for text in column(3)]
    assert numbers == sorted(numbers)
    page.keyboard.press("Enter")
    assert column(3) == [f"{n:,}" for n in sorted(numbers, reverse=True)]
    table.get_by_role("button", name="Live by").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV file of table: Onboarding").click()
    text = Path(got.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[0] == ["Department", "Cluster", "Users", "Starts", "Live by", "Leaves old systems"]
    assert len(rows) == 1 + table.locator("tbody tr").count()
    days = [row[4] for row in rows[1:]]
    page.get_by_role("button", name="Copy table: Onboarding").click()
    page.locator("[data-by=find]").focus()
    page.keyboard.press("Control+V")
    assert page.locator("[data-by=find]").input_value().startswith("Department\tCluster\tUsers")
    assert days == sorted(days)
    assert days[0].count("-") == 2


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(browser: Browser, report) -> None:
    with visiting(browser, report("hostile")[1], accept_downloads=True) as seen:
        page = seen.page
        page.locator("#dates summary", has_text="Systems and what").click()
        with page.expect_download() as got:
            page.get_by_role("button", name="CSV file of table: Systems and what is wrong when").click()
        rows = list(csv.reader(StringIO(Path(got.value.path()).read_text(encoding="utf-8-sig"))))
        assert any(row[0].startswith("'=1+") for row in rows)
        assert not any(cell.startswith("=") for row in rows for cell in row)


# --- paper and other eyes ---------------------------------------------------------------------------------------


def test_paper_shows_every_row_and_every_table(five: Visit, report) -> None:
    from pypdf import PdfReader

    held: Report = report("five")[0]
    wanted = [r.label for b in held.blocks for r in b.rows] + [load.title for load in held.loads]
    wanted += [s.citation or "" for s in held.programme.sources] + [d.what for d in held.plan.decisions]
    for paper in (
        {"prefer_css_page_size": True, "format": "A4", "landscape": True},
        {"format": "A3", "landscape": True},
    ):
        printed = PdfReader(BytesIO(five.page.pdf(**paper)))
        text = squeezed("".join(p.extract_text() for p in printed.pages))
        assert [w for w in wanted if squeezed(w) not in text] == []
        first = printed.pages[0]
        assert first.mediabox.width > first.mediabox.height
        assert edges(printed) == []
    assert five.page.locator("#dates details[open]").count() == 0


def squeezed(text: str) -> str:
    """A text without spaces and ligatures."""
    return "".join(normalize("NFKC", text).split())


def edges(printed) -> list[str]:
    """Words that begin outside their page, or run out of it."""
    found: list[str] = []
    for page in printed.pages:
        wide = float(page.mediabox.width)

        def see(text: str, cm: list, tm: list, font: object, size: float, wide: float = wide) -> None:
            x = tm[4] * cm[0] + cm[4]
            if text.strip() and not 0 <= x <= wide - 8:
                found.append(text)

        page.extract_text(visitor_text=see)
    return found


def test_signs_stay_apart_in_forced_colours_and_nothing_moves(browser: Browser, report) -> None:
    with visiting(browser, report("five")[1], forced_colors="active", reduced_motion="reduce") as seen:
        page = seen.page
        fills = page.evaluate("""['term', 'extension', 'gap', 'unsecured'].map(s => getComputedStyle(
            document.querySelector('.groups .b-' + s)).fill)""")
        assert len(set(fills)) == 4
        page.locator(".groups .name").first.click()
        assert page.evaluate("getComputedStyle(document.getElementById('detail')).animationName") == "none"
