"""Milestones as a calendar: read back with another library, and equal to the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

import report_samples
from builders import Draft, programme, simple
from calloff.calendar import add_months
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff.report.milestones import milestones
from calloff_data.write import ics

DAY = timedelta(days=1)


def five(audience: Audience = "board") -> Report:
    return tabulate(*report_samples.five(), None, audience)


def read(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def dated(report: Report) -> dict[str, tuple[str, date]]:
    """Title and day of each event by its identity, as another reader finds them."""
    return {str(e["uid"]): (str(e["summary"]), e["dtstart"].dt) for e in read(ics.export(report).data)}


def test_every_milestone_of_the_plan_is_there_and_no_other() -> None:
    given, plan = report_samples.five()
    found = [str(e["categories"].cats[0]) for e in read(ics.export(five()).data)]
    assert found.count("Go to market") == len([c for c in plan.competitions if c.gtm])
    assert found.count("Award") == len([c for c in plan.competitions if c.award])
    assert found.count("Go-live") == len(plan.departments)
    assert found.count("Notice") == len([e for e in plan.extensions if e.taken and e.notice_by])
    assert found.count("Board papers") == len([d for d in plan.decisions if d.kind == "papers"])
    assert found.count("Contract end") == len(plan.lots) + len(given.contracts)
    assert len(found) == sum(map(found.count, ics.KINDS.values()))


def test_a_round_trip_gives_the_plans_days() -> None:
    given, plan = report_samples.five()
    events = {str(e["summary"]): e for e in read(ics.export(five()).data)}
    for run in plan.competitions:
        title = given.procurement[run.procurement].title
        assert events[f"{title}: go to market"]["dtstart"].dt == run.gtm
        assert events[f"{title}: award"]["dtstart"].dt == run.award - DAY  # type: ignore[operator]
    for live in plan.departments:
        assert events[f"{given.department[live.department].title}: go-live"]["dtstart"].dt == live.live - DAY
    for lot in plan.lots:
        assert events[f"{given.lot[lot.lot].title}: contract ends"]["dtstart"].dt == lot.expiry - DAY
    for e in plan.extensions:
        if e.taken and e.notice_by:
            title = given.contract[e.of].title
            assert events[f"{title}: last day to order extension {e.order}"]["dtstart"].dt == e.notice_by
    papers = [(d.what, d.last_safe_day) for d in plan.decisions if d.kind == "papers"]
    assert {what: events[what]["dtstart"].dt for what, _ in papers} == dict(papers)


def test_events_last_a_day_and_are_dated_by_what_is_known() -> None:
    for event in read(ics.export(five()).data):
        assert isinstance(event["dtstart"].dt, date)
        assert not isinstance(event["dtstart"].dt, datetime)
        assert event["dtend"].dt - event["dtstart"].dt == DAY, "the end is exclusive"
        assert event["dtstamp"].dt == datetime(2026, 11, 21, tzinfo=UTC)
        assert int(event["sequence"]) == (date(2026, 11, 21) - date(2000, 1, 1)).days
        assert str(event["transp"]) == "TRANSPARENT"


def later(given: Programme, plan: Plan) -> Plan:
    """The plan with everything of the first cluster three months on."""

    def moved(run: Any, *fields: str) -> Any:
        return run.model_copy(update={f: add_months(getattr(run, f), 3) for f in fields if getattr(run, f)})

    return plan.model_copy(
        update={
            "competitions": tuple(
                moved(c, "gtm", "award", "end") if c.procurement == "c0-erp" else c for c in plan.competitions
            ),
            "departments": tuple(
                moved(o, "start", "live", "leaving") if o.department.startswith("c0") else o for o in plan.departments
            ),
        }
    )


def test_an_event_keeps_its_identity_when_it_moves() -> None:
    given, plan = report_samples.five()
    before, after = dated(tabulate(given, plan)), dated(tabulate(given, later(given, plan)))
    assert before.keys() == after.keys()
    moved = {uid for uid in before if before[uid] != after[uid]}
    assert len(moved) == 4, "go-to-market, award and two go-lives"
    assert all(before[uid][0] == after[uid][0] for uid in before)


def test_board_papers_keep_their_identity_as_earlier_ones_pass() -> None:
    given, plan = report_samples.five()
    papers = [d for d in plan.decisions if d.kind == "papers"]
    twice = papers[0].model_copy(update={"last_safe_day": papers[0].last_safe_day - 90 * DAY})
    both = dated(tabulate(given, plan.model_copy(update={"decisions": (twice, *plan.decisions)})))
    one = dated(tabulate(given, plan))
    assert one.items() <= both.items()
    assert len(both) == len(one) + 1


def test_another_programme_has_other_events() -> None:
    given, plan = report_samples.five()
    renamed = Programme.model_validate(
        {**{n: getattr(given, n) for n in Programme.model_fields},
         "programme": given.programme.model_copy(update={"title": "Another"})}
    )  # fmt: skip
    assert not dated(tabulate(given, plan)).keys() & dated(tabulate(renamed, plan)).keys()


def test_each_audience_sees_its_own() -> None:
    team, board, market = (ics.export(five(a)).data.decode() for a in ("team", "board", "market"))
    assert "Secret" not in board + market
    assert "CATEGORIES:Notice" in team
    assert "CATEGORIES:Notice" in board
    assert {str(e["categories"].cats[0]) for e in read(market.encode())} == {
        "Go to market", "Award", "Go-live", "Contract end",
    }  # fmt: skip
    assert "old contract" not in market


def test_hostile_names_are_text_and_lines_are_short() -> None:
    report = tabulate(*report_samples.hostile())
    data = ics.export(report).data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    titles = {str(e["summary"]) for e in read(data)}
    assert titles == {m.title for m in milestones(report)}
    assert "<img src=x onerror=alert(1)> ERP: go to market" in titles


def test_what_has_happened_is_told_as_past() -> None:
    given = programme(
        {"as_of": "2030-06-01"},
        pins=[
            {"item": "p", "milestone": m, "date": d, "kind": "actual"}
            for m, d in (("gtm", "2030-01-09"), ("award", "2030-03-20"))
        ],
    )
    found = {m.kind: m for m in milestones(tabulate(given, Draft(given).compete("p", {}, terms={"l": (12, 0)}).plan()))}
    assert (found["gtm"].day, found["award"].day) == (date(2030, 1, 9), date(2030, 3, 20))
    assert "was published" in found["gtm"].lines[0]
    assert "was signed" in found["award"].lines[0]


@pytest.mark.parametrize("titled", [None, "A; b, c\\n d"])
def test_a_calendar_has_a_name(titled: str | None) -> None:
    given = programme({"title": titled})
    calendar = icalendar.Calendar.from_ical(ics.export(tabulate(given, simple(given).plan())).data)
    assert str(calendar["x-wr-calname"]) == (titled or "Tiny")
