"""Procurement law as data: figures with their source and grade, working days, and real days inside slots."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import report_samples
from calloff.errors import Fault
from calloff.findings import findings
from calloff.plan import CompetitionRun
from calloff.programme import Programme
from calloff.report import tabulate
from calloff.statutory import JURISDICTIONS, Rulebook, WorkingDates, working_dates
from calloff.statutory.rulebook import case_of, standstill_ends
from calloff_data.read import read
from calloff_data.statutory import rulebook
from calloff_data.write import page
from overlays import HERE, changed, write_json

DAYS = date.fromisoformat
WEEKS = {"unit": "week", "end": "2030-12-26"}


@pytest.fixture(scope="module")
def base() -> Programme:
    return read(HERE / "base.json")


@pytest.fixture(scope="module")
def law(base: Programme) -> Rulebook:
    return rulebook(base)


def test_every_figure_says_where_it_is_from_and_how_well_it_is_known(law: Rulebook) -> None:
    regimes = {r.regime for r in law.regimes}
    assert {f.regime for f in law.figures} == regimes
    assert all(f.source and f.grade in ("S", "M") and f.as_of.year >= 2026 for f in law.figures)
    keys = [(f.figure, f.regime, f.procedure, f.case) for f in law.figures]
    assert len(keys) == len(set(keys))
    assert {p for r in law.regimes for p in r.parts} == set(JURISDICTIONS)
    unsure = law.figure("tender_period", "PA2023", "urgent")
    assert unsure is not None
    assert "not confirmed" in unsure.basis


@pytest.mark.parametrize("part", [p for p in JURISDICTIONS if p != "UK"])
def test_bank_holidays_are_those_of_a_part(law: Rulebook, part: str) -> None:
    easter_monday, august = date(2026, 4, 6), date(2026, 8, 31)
    assert (easter_monday in law.holidays[part]) == (part != "SCT")
    assert (august in law.holidays[part]) == (part != "SCT")
    assert date(2026, 12, 25) in law.holidays[part]


def test_a_holiday_in_any_part_is_no_working_day_of_the_whole(law: Rulebook) -> None:
    patricks, summer = date(2026, 3, 17), date(2026, 8, 3)
    assert [law.working_days(p).is_working(patricks) for p in JURISDICTIONS] == [False, True, True, True, False]
    assert [law.working_days(p).is_working(summer) for p in JURISDICTIONS] == [False, True, True, False, True]


@pytest.mark.parametrize(
    ("sent", "jurisdiction", "ends"),
    [
        ("2025-12-18", "ENG", "2025-12-31"),
        ("2025-12-18", "UK", "2025-12-31"),
        ("2026-12-18", "ENG", "2026-12-31"),
        ("2026-12-18", "UK", "2026-12-31"),
        ("2026-03-12", "ENG", "2026-03-23"),
        ("2026-03-12", "UK", "2026-03-24"),
        ("2027-11-25", "ENG", "2027-12-06"),
        ("2027-11-25", "UK", "2027-12-07"),
        ("2026-03-14", "ENG", "2026-03-25"),  # a Saturday: counted from Monday
    ],
)
def test_standstill_of_the_act_counts_the_day_of_the_notice(
    law: Rulebook, sent: str, jurisdiction: str, ends: str
) -> None:
    figure = law.figure("standstill", "PA2023")
    assert figure is not None
    assert standstill_ends(figure, DAYS(sent), law.working_days(jurisdiction)) == DAYS(ends)


@pytest.mark.parametrize(
    ("sent", "ends"),
    [("2026-11-02", "2026-11-12"), ("2026-11-04", "2026-11-16"), ("2026-12-15", "2026-12-29")],
)
def test_standstill_of_the_regulations_ends_on_a_working_day(law: Rulebook, sent: str, ends: str) -> None:
    figure = law.figure("standstill", "PCR2015")
    assert figure is not None
    assert standstill_ends(figure, DAYS(sent), law.working_days("ENG")) == DAYS(ends)


def test_eight_working_days_take_ten_days_at_least(law: Rulebook) -> None:
    figure = law.figure("standstill", "PA2023")
    assert figure is not None
    spans = [
        (standstill_ends(figure, date(2027, 2, d), law.working_days("ENG")) - date(2027, 2, d)).days + 1
        for d in range(1, 28)
    ]
    assert min(spans) == figure.least_days == 10


# --- which rules apply ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "stated", "jurisdiction", "begins", "regime"),
    [
        ({"regime": "Public Contracts Regulations 2015"}, "PA2023", "ENG", "2027-01-01", ("PCR2015", True)),
        ({}, "ukpga 2023/54", "ENG", "2024-01-01", ("PA2023", True)),
        ({}, None, "UK", "2025-02-23", ("PCR2015", False)),
        ({}, None, "UK", "2025-02-24", ("PA2023", False)),
        ({"opens": "2021-04-30"}, None, "ENG", "2027-01-01", ("PCR2015", False)),
        ({"opens": "2026-01-01"}, None, "NIR", "2027-01-01", ("PA2023", False)),
        ({}, None, "SCT", "2027-01-01", ("PCSR2015", False)),
        ({}, "Regulations of nowhere", "ENG", "2027-01-01", None),
        ({}, None, "ENG", "2010-01-01", None),
    ],
)
def test_an_older_framework_stays_under_its_rules(
    base: Programme,
    law: Rulebook,
    route: dict[str, Any],
    stated: str | None,
    jurisdiction: str,
    begins: str,
    regime: tuple[str, bool] | None,
) -> None:
    way = type(base.routes[0])(id="way", **route)
    buying = base.procurements[0].model_copy(update={"regime": stated})
    held = law.regime_of(way, buying, jurisdiction, DAYS(begins))
    assert (held and (held.regime.regime, held.stated)) == regime


def test_the_case_follows_from_route_and_procedure(base: Programme, law: Rulebook) -> None:
    own, framework = base.route["own"], base.route["framework"]
    buying = base.procurement["buy-n"]
    light = buying.model_copy(update={"procedure": "Open procedure, light touch"})
    called = buying.model_copy(update={"procedure": "Further competition"})
    assert [case_of(r, p) for r, p in ((own, buying), (framework, buying), (own, light), (own, called))] == [
        "usual",
        "call_off",
        "light_touch",
        "call_off",
    ]
    restricted = law.figure("tender_period", "PCR2015", procedure="Restricted procedure")
    assert restricted is not None
    assert restricted.whole == 55


# --- real days inside slots ----------------------------------------------------------------------


def run_of(gtm: str, award: str, route: str = "own", procurement: str = "buy-n") -> CompetitionRun:
    """A competition whose notice and award stand at boundaries."""
    return CompetitionRun(
        procurement=procurement, lot=None, cycle=1, route=route, phases=(), gtm=DAYS(gtm), award=DAYS(award),
        end=DAYS(award),
    )  # fmt: skip


def dated(programme: Programme, run: CompetitionRun) -> WorkingDates:
    return working_dates(programme, run, rulebook(programme))


def with_changes(tmp_path: Any, *changes: dict[str, Any]) -> Programme:
    return read(write_json(changed(list(changes)), tmp_path / "programme.json"))


def test_first_and_last_working_day_of_the_slot(base: Programme) -> None:
    found = dated(base, run_of("2028-01-01", "2029-01-01"))
    # 1 January 2028 is a Saturday, 3 January its substitute, 4 January that of 2 January in Scotland
    assert (found.gtm_day, found.tenders_due_from) == (date(2028, 1, 5), date(2028, 1, 30))
    # December 2028: 31 is a Sunday, 29 a Friday; 25 and 26 are holidays: 29, 28, 27, 22, 21, 20, 19, 18, and the notice
    assert (found.signing_day, found.standstill_last_day) == (date(2028, 12, 29), date(2028, 12, 28))
    assert found.award_notice_by == date(2028, 12, 15)
    assert found.mandatory
    assert not found.doubts


def test_jurisdiction_moves_the_days(tmp_path: Any) -> None:
    england = with_changes(tmp_path, {"set": "programme/jurisdiction", "to": "ENG"})
    assert dated(england, run_of("2028-01-01", "2029-01-01")).gtm_day == date(2028, 1, 4)


def test_days_of_a_week_calendar(tmp_path: Any) -> None:
    weeks = with_changes(tmp_path, *({"set": f"programme/{k}", "to": v} for k, v in WEEKS.items()))
    found = dated(weeks, run_of("2026-12-24", "2027-04-01"))
    # slots begin on Thursdays; 12 July 2029 is one, and a holiday in Northern Ireland
    assert dated(weeks, run_of("2029-07-12", "2030-04-04")).gtm_day == date(2029, 7, 13)
    assert found.gtm_day is None, "December is blacked out"
    # the award's week runs from 25 to 31 March 2027; 26 and 29 are Good Friday and Easter Monday
    assert found.signing_day == date(2027, 3, 31)
    # 30, 25, 24, 23, 22, 19, 18, 16 March: the 17th is Saint Patrick's Day
    assert (found.standstill_last_day, found.award_notice_by) == (date(2027, 3, 30), date(2027, 3, 16))


def test_blackouts_are_left_out_and_said(tmp_path: Any) -> None:
    election = {"milestone": "award", "from": "2027-03-25", "to": "2027-05-06", "reason": "Pre-election period."}
    programme = with_changes(tmp_path, {"add": "blackouts", "row": election})
    assert dated(programme, run_of("2026-10-01", "2027-04-01")).signing_day == date(2027, 3, 24)
    after = dated(programme, run_of("2026-10-01", "2027-06-01"))
    assert after.signing_day == date(2027, 5, 28)
    assert not after.doubts
    none = dated(programme, run_of("2026-10-01", "2027-05-01"))
    assert none.signing_day is None
    assert "no working day outside blackouts" in " ".join(none.doubts)
    notice = {**election, "from": "2027-06-01", "to": "2027-06-25"}
    cut = with_changes(tmp_path, {"add": "blackouts", "row": notice})
    assert any("falls in a blackout of awards" in d for d in dated(cut, run_of("2026-10-01", "2027-07-01")).doubts)
    elsewhere = with_changes(tmp_path, {"add": "blackouts", "row": {**notice, "applies_to": ["south"]}})
    assert not dated(elsewhere, run_of("2026-10-01", "2027-07-01")).doubts


def test_what_happened_or_is_agreed_keeps_its_day(tmp_path: Any) -> None:
    pin = {"item": "buy-n", "milestone": "award", "date": "2027-03-21", "kind": "agreed"}
    found = dated(with_changes(tmp_path, {"add": "pins", "row": pin}), run_of("2026-10-01", "2027-04-01"))
    assert found.signing_day == date(2027, 3, 21)
    assert "the signature is set for 21 March 2027, no working day" in found.doubts


def test_once_signed_only_the_days_that_were_are_told(tmp_path: Any) -> None:
    pins = [
        {"item": "buy-n", "milestone": m, "date": d, "kind": "actual"}
        for m, d in (("gtm", "2024-06-01"), ("award", "2024-12-01"))
    ]
    signed = with_changes(
        tmp_path, *({"add": "pins", "row": p} for p in pins), {"set": "routes/1/regime", "to": None},
        {"set": "procurements/0/regime", "to": None}
    )  # fmt: skip
    found = dated(signed, run_of("2024-06-01", "2024-12-01"))
    assert (found.gtm_day, found.signing_day) == (date(2024, 6, 1), date(2024, 12, 1))
    assert (found.tenders_due_from, found.award_notice_by, found.standstill_last_day) == (None, None, None)
    assert (found.doubts, found.presumed) == ((), ("its regime is not stated; taken as PCR2015",))


def test_tenders_after_the_award_notice_are_a_doubt(base: Programme) -> None:
    found = dated(base, run_of("2026-10-01", "2026-11-01"))
    assert any("after the last day for the award notice" in d for d in found.doubts)


def test_a_call_off_has_no_least_tender_period_and_its_standstill_is_not_mandatory(base: Programme) -> None:
    found = dated(base, run_of("2026-10-01", "2027-04-01", route="framework"))
    assert found.held is not None
    assert (found.held.regime.regime, found.tenders_due_from, found.mandatory) == ("PCR2015", None, False)
    assert str(found.standstill) == "10 days"


def test_the_page_says_real_days_and_what_does_not_fit() -> None:
    programme, plan = report_samples.five()
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    freeze = {"milestone": "award", "from": "2028-05-15", "to": "2028-05-19", "reason": "Election."}
    programme = Programme.model_validate({**held, "blackouts": [freeze]})
    bare = page.files(tabulate(programme, plan))["report.html"].decode()
    told = page.files(tabulate(programme, plan, law=rulebook(programme)))["report.html"].decode()
    assert "Award notice by" not in bare
    assert "Award notice by" in told
    assert "18 May 2028" in told
    assert "Defence ERP: the last day for the award notice (18 May 2028) falls in a blackout of awards" in told
    market = page.files(tabulate(programme, plan, audience="market", law=rulebook(programme)))["report.html"].decode()
    assert "18 May 2028" in market
    assert "falls in a blackout" not in market


# --- against the phases --------------------------------------------------------------------------


def spans(tmp_path: Any, *changes: dict[str, Any]) -> list[Fault]:
    programme = with_changes(tmp_path, *changes)
    return [f for f in findings(programme, rulebook(programme)) if "to award takes about" in f.problem]


def test_phases_must_hold_tender_period_and_standstill(tmp_path: Any) -> None:
    def durations(tender: float, decide: float) -> list[dict[str, Any]]:
        own = {"tender": (5, tender), "decide": (6, decide)}
        return [{"set": "phases/6/min_wait", "to": 0}] + [
            {"set": f"phases/{at}/duration", "to": to} for at, to in own.values()
        ]

    # 1.1 months are about 33 days; the Act asks for 25 and, with eight working days, 10 at least
    (found,) = spans(tmp_path, *durations(1.1, 0))
    assert (found.table, found.row, found.column) == ("phases", "own//decide", "duration")
    assert "about 33 days; PA2023 asks for at least 35: tenders 25 days, standstill 8 working days" in found.problem
    assert "section 51" in found.wanted
    enough = durations(1, 0.2)
    assert not spans(tmp_path, *enough)
    (regulations,) = spans(tmp_path, *enough, {"set": "routes/1/regime", "to": "PCR2015"})
    assert "asks for at least 40" in regulations.problem
    unstated = [{"set": f"{at}/regime", "to": None} for at in ("routes/1", "procurements/0")]
    assert "PA2023, taken as none is stated, asks" in spans(tmp_path, *durations(1.1, 0), *unstated)[0].problem


def test_nothing_is_said_of_law_without_its_figures(base: Programme) -> None:
    assert not any("PA2023" in str(f) or "PCR2015" in str(f) for f in findings(base))
