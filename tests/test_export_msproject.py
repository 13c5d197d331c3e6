"""The plan as Microsoft Project XML: read back by mpxj, calculated anew, and equal to the plan."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import holidays
import pytest

import report_samples
from builders import Draft, programme, simple
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff.report.outline_links import Link
from calloff_data.statutory import rulebook
from calloff_data.write import msproject
from calloff_data.write.schedule import _kept

DAY = timedelta(days=1)
NS = "{http://schemas.microsoft.com/project}"
DEPENDENCIES = [
    {"from": "c0-erp", "from_milestone": "award", "to": "c1-erp", "to_milestone": "award", "min_lag": 1},
    {"from": "c0-erp", "from_milestone": "start", "to": "c1-erp", "to_milestone": "start", "min_lag": 2},
    {"from": "c2-erp", "from_milestone": "award", "to": "c3-erp", "to_milestone": "end", "min_lag": 12},
    {"from": "c0", "from_milestone": "live", "to": "c4-d0", "to_milestone": "live", "min_lag": 0},
    {"from": "move", "to": "c0-erp", "to_milestone": "gtm"},
    # What is no link: a greatest lag, one the days do not keep, and one that closes a circle.
    {"from": "c1", "from_milestone": "gtm", "to": "c2", "to_milestone": "gtm", "min_lag": None, "max_lag": 40},
    {"from": "c4-erp", "from_milestone": "gtm", "to": "c0-erp", "to_milestone": "gtm"},
]


@cache
def sample() -> tuple[Programme, Plan]:
    """The five clusters in England, with dependencies and another programme's milestone."""
    given, plan = report_samples.five()
    held = {n: getattr(given, n) for n in Programme.model_fields}
    header = {**dict(given.programme), "jurisdiction": "ENG"}
    more = {"dependencies": DEPENDENCIES, "externals": [{"id": "move", "title": "Office move", "date": "2027-05-02"}]}
    return Programme.model_validate({**held, "programme": header, **more}), plan


def report(audience: Audience = "board", pair: tuple[Programme, Plan] | None = None) -> Report:
    given, plan = pair or sample()
    return tabulate(given, plan, None, audience, law=rulebook(given))


def elements(data: bytes) -> list[Xml.Element]:
    return list(Xml.fromstring(data).iter(f"{NS}Task"))


def field(task: Xml.Element, name: str) -> str | None:
    return task.findtext(f"{NS}{name}")


@pytest.fixture(scope="module")
def read(java: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What mpxj finds: in the plan, in one of hostile names, and in the plan whose tasks nothing holds."""
    folder = tmp_path_factory.mktemp("msproject")
    data = msproject.export(report()).data
    loose = re.sub(rb"<ConstraintType>4<", b"<ConstraintType>0<", data)
    hostile = msproject.export(report(pair=report_samples.hostile())).data
    files = {"plan": data, "hostile": hostile, "loose": loose}
    for name, content in files.items():
        (folder / f"{name}.xml").write_bytes(content)
    words = [sys.executable, str(Path(__file__).parent / "read_msproject.py"), *(f"{folder}/{n}.xml" for n in files)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(files, json.loads(done.stdout[done.stdout.index("[{") :]), strict=True))


# --- as another reader finds it ------------------------------------------------------------------

BANK = holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2045))


def opens(day: date) -> str:
    while day.weekday() > 4 or day in BANK:
        day += DAY
    return f"{day}T08:00"


def closes(day: date) -> str:
    while day.weekday() > 4 or day in BANK:
        day -= DAY
    return f"{day}T17:00"


def wanted() -> Iterator[tuple[str, str, str, bool]]:
    """Name, start, finish and whether a milestone, of all that the plan holds; counted here from its dates."""
    given, plan = sample()
    names = {r.id: r.title for t in ("procurements", "lots", "departments", "contracts") for r in getattr(given, t)}
    for c in plan.competitions:
        yield f"{names[c.procurement]}: go to market", opens(c.gtm), opens(c.gtm), True
        yield f"{names[c.procurement]}: award", closes(c.award - DAY), closes(c.award - DAY), True
        yield from ((p.phase, opens(p.start), closes(p.end - DAY), False) for p in c.phases)
    for o in plan.departments:
        yield f"{names[o.department]}: onboarding", opens(o.start), closes(o.live - DAY), False
        yield f"{names[o.department]}: go-live", closes(o.live - DAY), closes(o.live - DAY), True
    for x in plan.lots:
        yield f"{names[x.lot]}: contract ends", closes(x.expiry - DAY), closes(x.expiry - DAY), True
    for k in plan.contracts:
        end = given.contract[k.contract].ends
        extended = any(e.taken for e in plan.extensions if e.of == k.contract)
        day = closes(k.covers_to - DAY if extended else end)
        yield f"{names[k.contract]}: old contract ends", day, day, True
    for e in plan.extensions:
        if e.taken and e.notice_by:
            day = closes(e.notice_by)
            yield f"{names[e.of]}: last day to order extension {e.order}", day, day, True
    yield "Office move", closes(date(2027, 5, 2)), closes(date(2027, 5, 2)), True


def test_tasks_dates_and_milestones_are_the_plans(read: dict[str, Any]) -> None:
    leaves = [t for t in read["plan"]["tasks"] if not t["summary"]]
    found = sorted((t["name"], t["start"], t["finish"], t["milestone"]) for t in leaves)
    assert found == sorted(wanted())


def test_the_outline_is_cluster_competition_phase(read: dict[str, Any]) -> None:
    given, _ = sample()
    tasks = read["plan"]["tasks"]
    assert [t["id"] for t in tasks] == list(range(len(tasks)))
    assert (tasks[0]["uid"], tasks[0]["name"], tasks[0]["outline"]) == (0, given.programme.title, "0")
    outermost = [t["name"] for t in tasks if t["level"] == 1]
    assert outermost == ["Defence", "Synergy", "Unity", "Matrix", "Overseas", "Other programmes"]
    under = {t["name"]: [u["name"] for u in tasks if u["uid"] in t["children"]] for t in tasks}
    assert under["Defence"] == ["Defence ERP", "Onboarding", "Old contracts"]
    assert under["Defence ERP"] == [
        "case", "Defence ERP: go to market", "tender", "evaluate", "approve", "Defence ERP: award", "build",
        "Defence integrator: contract ends", "Defence software: contract ends",
    ]  # fmt: skip
    assert {t["outline"] for t in tasks if t["name"] == "Defence ERP: award"} == {"1.1.6"}
    for t in tasks:
        held = [u for u in tasks if u["uid"] in t["children"]]
        if t["summary"] and held:
            assert t["start"] == min(u["start"] for u in held)
            assert t["finish"] == max(u["finish"] for u in held)


def test_links_follow_phases_waves_and_dependencies(read: dict[str, Any]) -> None:
    tasks = read["plan"]["tasks"]
    by_uid = {t["uid"]: t for t in tasks}
    links = {(by_uid[a]["name"], t["name"], kind, lag) for t in tasks for a, kind, lag in t["waits_for"]}
    defence = [t["name"] for t in tasks if t["outline"].startswith("1.1.")][:7]
    assert {(a, b, "FS", "0.0d") for a, b in pairwise(defence)} <= links
    assert ("build", "Armed Forces pay: onboarding", "FS", "0.0d") in links
    assert ("Armed Forces pay: onboarding", "Armed Forces pay: go-live", "FS", "0.0d") in links
    assert ("Armed Forces pay: go-live", "Civilian staff: onboarding", "FS", "0.0d") in links, "a wave after a wave"
    assert ("Defence ERP: award", "Synergy ERP: award", "FS", "30.0ed") in links
    assert ("case", "case", "SS", "60.0ed") in links
    assert ("Unity ERP: award", "build", "FF", "360.0ed") in links
    assert {
        (f"{d}: go-live", "Foreign Office: go-live", "FS", "0.0d") for d in ("Armed Forces pay", "Civilian staff")
    } <= links
    assert ("Office move", "Defence ERP: go to market", "FS", "0.0d") in links
    assert not [x for x in links if x[:2] == ("Overseas ERP: go to market", "Defence ERP: go to market")]


def test_the_calendar_has_the_bank_holidays_and_eight_hours(read: dict[str, Any]) -> None:
    found = read["plan"]
    years = {int(d[:4]) for d in found["exceptions"]}
    assert set(range(2026, 2040)) <= years
    assert found["exceptions"] == sorted(str(d) for d in holidays.country_holidays("GB", subdiv="ENG", years=years))
    assert found["minutes"] == 480
    working = {day: hours for day, hours in found["hours"].items() if hours}
    assert list(working) == ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]
    assert all(hours == ["08:00-12:00", "13:00-17:00"] for hours in working.values())
    case = next(t for t in found["tasks"] if t["name"] == "case")
    span = (date.fromisoformat(case["finish"][:10]) - date.fromisoformat(case["start"][:10])).days + 1
    first = date.fromisoformat(case["start"][:10])
    days = [first + i * DAY for i in range(span)]
    assert case["days"] == len([d for d in days if d.weekday() < 5 and d not in BANK])


def test_calculating_it_anew_moves_nothing(read: dict[str, Any]) -> None:
    assert read["plan"]["moved"] == []
    assert len(read["loose"]["moved"]) > 20, "without what holds them, tasks do move"
    leaves = [t for t in read["plan"]["tasks"] if not t["summary"]]
    assert {t["constraint"] for t in leaves} == {"START_NO_EARLIER_THAN"}
    assert all(t["not_before"] == t["start"] for t in leaves)


def test_a_go_live_has_its_deadline(read: dict[str, Any]) -> None:
    dated = {t["name"]: t["deadline"] for t in read["plan"]["tasks"] if t["deadline"]}
    assert len(dated) == 12
    assert all(name.endswith(": go-live") for name in dated)
    assert set(dated.values()) == {"2030-12-31T17:00"}


def test_elements_stand_in_the_order_of_the_schema(read: dict[str, Any]) -> None:
    root = Xml.fromstring(msproject.export(report()).data)
    for element, name in [(root, "Project"), *((t, "Project$Tasks$Task") for t in root.iter(f"{NS}Task"))]:
        order = read["plan"]["order"][name]
        places = [order.index(child.tag.removeprefix(NS).lower()) for child in element]
        assert places == sorted(places)


def test_hostile_names_come_through_as_text(read: dict[str, Any]) -> None:
    names = {t["name"] for t in read["hostile"]["tasks"]}
    assert "<img src=x onerror=alert(1)> ERP" in names
    assert "</script><script>alert('x')</script> ERP: award" in names
    assert max(map(len, names)) <= 255
    assert read["hostile"]["title"].startswith("<b>Programme</b> & </title>")
    assert read["hostile"]["moved"] == []


# --- without a reader ----------------------------------------------------------------------------


def test_numbers_stay_when_dates_move_and_when_clusters_come() -> None:
    given, plan = sample()
    before = {field(t, "UID"): field(t, "Name") for t in elements(msproject.export(report()).data)}
    later = plan.model_copy(
        update={"lots": tuple(x.model_copy(update={"expiry": x.expiry + 90 * DAY}) for x in plan.lots)}
    )
    after = {field(t, "UID"): field(t, "Name") for t in elements(msproject.export(report(pair=(given, later))).data)}
    assert before == after
    fewer = plan.model_copy(update={"competitions": plan.competitions[1:]})
    rest = {field(t, "UID"): field(t, "Name") for t in elements(msproject.export(report(pair=(given, fewer))).data)}
    assert rest.items() < before.items()


def test_what_is_past_is_done_and_nothing_else() -> None:
    pins = [
        {"item": "p", "milestone": m, "date": d, "kind": "actual"}
        for m, d in (("gtm", "2030-01-09"), ("award", "2030-03-20"))
    ]
    given = programme({"as_of": "2030-06-01"}, pins=pins)
    plan = Draft(given).compete("p", {}, terms={"l": (12, 0)}).plan()
    made = elements(msproject.export(report(pair=(given, plan))).data)
    done = {field(t, "Name"): field(t, "ActualFinish") for t in made if field(t, "PercentComplete") == "100"}
    assert done == {"p: go to market": "2030-01-09T08:00:00", "p: award": "2030-03-20T17:00:00"}
    assert {field(t, "Name") for t in made} > done.keys()


def test_links_that_the_days_do_not_keep_are_told() -> None:
    assert msproject.export(report()).notes == (
        "Bank holidays of England.",
        "One link left out: the plan's own days do not keep them, or they close a circle.",
    )


def test_no_circle_is_written() -> None:
    """Two milestones that each wait for the other are one moment; only one link may say so."""
    from datetime import datetime

    at = datetime(2030, 1, 2, 17)
    times = {("a",): (at, at), ("b",): (at, at), ("c",): (at, at)}
    links = (Link(("a",), ("b",)), Link(("b",), ("c",)), Link(("c",), ("a",)), Link(("b",), ("b",)))
    kept, left_out = _kept(links, times, "month")
    assert left_out == 2
    assert [(x.before, x.after) for held in kept.values() for x in held] == [(("a",), ("b",)), (("b",), ("c",))]


def test_each_audience_sees_its_own() -> None:
    board, market = (msproject.export(report(a)).data.decode() for a in ("board", "market"))  # type: ignore[arg-type]
    assert "Secret" not in board + market
    assert "last day to order" in board
    assert "old contract" not in market
    assert "Office move" not in market
    assert "Defence ERP: go to market" in market


def test_a_plan_by_weeks_and_without_law_is_written_too() -> None:
    given = programme({"unit": "week", "end": "2031-12-29", "run_off": 10})
    made = msproject.export(tabulate(given, simple(given).plan()))
    assert made.notes == ("No bank holidays.",)
    assert {field(t, "Name") for t in elements(made.data)} >= {"tender", "decide", "p: award"}
