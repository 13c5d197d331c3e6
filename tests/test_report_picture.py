"""The picture: its axis, its signs, and programmes that have hardly anything to show."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

import report_samples
from calloff.plan import CompetitionRun, Origin, PhaseRun, Plan
from calloff.programme import Programme
from calloff.report import tabulate
from calloff.report.picture import Axis
from calloff.report.rests import Grounds
from calloff.tables import Pin
from calloff_data.write import gantt, strip, timeline
from calloff_data.write.page import render
from calloff_data.write.signs import BAND, BARS, INK, MARKS, MUTED, PAPER, PATTERNS, mark


def axis(fiscal_year_start: str) -> Axis:
    return Axis(date(2026, 5, 1), date(2028, 6, 1), date(2026, 6, 10), fiscal_year_start)


def test_fiscal_years_cover_the_axis_without_a_hole() -> None:
    years = axis("04-01").years
    assert [name for *_, name in years] == ["2026-27", "2027-28", "2028-29"]
    assert (years[0][0], years[-1][1]) == (date(2026, 5, 1), date(2028, 6, 1))
    assert all(a[1] == b[0] for a, b in pairwise(years))


def test_calendar_years_have_plain_names() -> None:
    assert [name for *_, name in axis("01-01").years] == ["2026", "2027", "2028"]


def test_a_fiscal_year_may_start_on_a_day_that_its_month_lacks() -> None:
    assert axis("02-29").years[0][1] == date(2027, 2, 28)
    assert axis("04-31").quarters[0] == date(2026, 7, 30)


def test_days_outside_the_axis_go_to_its_ends() -> None:
    assert axis("04-01").share(date(2000, 1, 1)) == 0
    assert axis("04-01").share(date(2100, 1, 1)) == 1
    assert not axis("04-01").shows(date(2028, 6, 2))


# --- signs ---------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sign", BARS)
def test_a_bar_stands_out_and_its_words_can_be_read(sign: str) -> None:
    look = BARS[sign]
    if look.edge != "none":
        assert contrast(look.edge, BAND) >= 3
        assert contrast(look.edge, PAPER) >= 3
    if look.fill.startswith("#"):
        assert contrast(look.text, look.fill) >= 4.5
    else:
        assert f'id="{look.fill[5:-1]}"' in PATTERNS


def test_text_on_the_bands_can_be_read() -> None:
    assert min(contrast(colour, ground) for colour in (INK, MUTED) for ground in (BAND, PAPER)) >= 4.5


def test_no_two_signs_look_the_same() -> None:
    looks = [(look.fill, look.edge) for look in BARS.values()]
    assert len(set(looks)) == len(looks)
    assert len({mark(sign, 0, 0) for sign in MARKS}) == len(MARKS)


# --- one drawing on two scales --------------------------------------------------------------------------


def test_the_picture_and_the_page_draw_the_same() -> None:
    report = tabulate(*report_samples.five())
    for block in report.blocks:
        fixed = gantt.block(report.axis, block)
        flowing = "".join(timeline.line(report.axis, row, timeline.Facts(), 0, "") for row in block.rows)
        tips = [re.findall(r'role="img" aria-label="([^"]*)"', drawn) for drawn in (fixed, flowing)]
        assert tips[0] == tips[1] != []
        assert block.title in gantt.summary(report.axis, block)
    assert gantt.years(report.axis, []).startswith("<svg")
    load = report.loads[0]
    columns = strip.strip(report.axis, "Bids wanted", "line: capacity", load.steps)
    assert columns.count(" used, ") >= strip.lane(report.axis, load, 0).count('role="img"') > 0


def test_bars_and_marks_say_what_they_are_of() -> None:
    report = tabulate(*report_samples.five())
    rows = [row for block in report.blocks for row in block.rows]
    refs = {m.of for row in rows for m in row.marks}
    assert {("c0-erp", 1, "gtm"), ("c0-erp", 1, "award"), ("c0-d0", 1, "live"), ("c0-software", 1, "expiry")} <= refs
    assert all(b.of for row in rows for b in (*row.bars, *row.under))
    system = next(row for row in rows if row.item == "c0-s0")
    assert [(p.kind, p.item) for p in system.parts] == [("contract", "c0-k0")]
    late = {row.item for row in rows if "late" in row.risks}
    after = {o.department for o in report.plan.departments if o.live > date(2031, 1, 1)}
    assert late == after != set()
    found = Grounds(report.programme, report.rests).of(next(r for r in rows if r.item == "c0-erp"))
    assert {report.programme.sources[i].column for i in found} == {"duration"}


# --- next to nothing ------------------------------------------------------------------------------------


def bare(unit: str = "month") -> tuple[Programme, Plan]:
    """One procurement of one phase, with no departments, systems, money or sources."""
    programme = Programme.model_validate(
        {
            "programme": {"as_of": "2026-01-05", "start": "2026-01-05", "end": "2028-12-31", "unit": unit},
            "clusters": [{"id": "c"}],
            "procurements": [{"id": "job", "cluster": "c", "routes": ["machine"]}],
            "lots": [{"id": "lot", "procurement": "job"}],
            "routes": [{"id": "machine"}],
            "phases": [{"route": "machine", "id": "run", "order": 1, "duration": 3}],
        }
    )
    run = PhaseRun(phase="run", start=date(2026, 3, 2), end=date(2026, 3, 23))
    competition = CompetitionRun(
        procurement="job", lot=None, cycle=1, route="machine", phases=(run,), gtm=run.start, award=run.end, end=run.end
    )
    empty = dict.fromkeys(("lots", "departments", "extensions", "goals", "contracts", "systems", "service_gaps"), ())
    empty |= dict.fromkeys(("usage", "spend", "funding", "decisions"), ())
    origin = Origin(title="", programme="0" * 64, versions={"calloff": "0"}, options={})
    return programme, Plan(competitions=(competition,), origin=origin, status="optimal", **empty)


@pytest.mark.parametrize("unit", ["month", "week"])
@pytest.mark.parametrize("audience", ["team", "board", "market"])
def test_a_programme_with_hardly_anything_still_has_a_page(unit: str, audience: str) -> None:
    report = tabulate(*bare(unit), audience=audience)  # type: ignore[arg-type]
    assert report.answer.finding == "C goes to market in March 2026."
    assert report.answer.sentences == ("The plan is proved best for these figures.",)
    page = render(report)
    assert 'id="plan"' in page
    assert 'id="money"' not in page


def test_a_plan_that_is_all_history_says_so() -> None:
    programme, plan = bare()
    let = Pin(item="job", milestone="award", date=date(2025, 5, 31), kind="actual")
    programme = programme.model_copy(update={"pins": (let,)})
    done = plan.competitions[0].model_copy(update={"phases": (), "gtm": None, "award": date(2025, 6, 1)})
    report = tabulate(programme, plan.model_copy(update={"competitions": (done,)}))
    assert report.answer.finding == "No competition is left to go to market."
    assert "</html>" in render(report)


def test_far_cycles_run_off_the_axis_and_leave_no_empty_row() -> None:
    programme, plan = bare()
    first = plan.competitions[0]
    wide = programme.model_copy(
        update={"programme": programme.programme.model_copy(update={"end": date(2060, 12, 31)})}
    )
    run = PhaseRun(phase="run", start=date(2050, 1, 1), end=date(2050, 4, 1))
    days = {"gtm": run.start, "award": run.end, "end": run.end}
    far = first.model_copy(update={"lot": "lot", "cycle": 2, "phases": (run,), **days})
    report = tabulate(wide, plan.model_copy(update={"competitions": (first, far)}))
    assert report.axis.end < run.start
    assert [r.label for r in report.blocks[0].rows] == ["job"]
    assert report.blocks[0].beyond == 1
    assert "is in the tables at the end" in render(report)
