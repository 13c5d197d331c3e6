"""The few lines that say what a plan comes to."""

from __future__ import annotations

from datetime import date

import pytest

from calloff.plan import CompetitionRun, GoalRun, OnboardingRun, Origin, Plan
from calloff.programme import Programme
from calloff.summary import summarise, verdict


def goal(name: str, proved: bool) -> GoalRun:
    return GoalRun(goal=name, value=1, best=1, bound=1, proved=proved, unit="slots", tolerance="")


def competition(procurement: str, gtm: date | None, award: date | None, cycle: int = 1) -> CompetitionRun:
    lot = None if cycle == 1 else "service"
    return CompetitionRun(
        procurement=procurement,
        lot=lot,
        cycle=cycle,
        route="open",
        phases=(),
        gtm=gtm,
        award=award,
        end=date(2027, 1, 1),
    )


def onboarding(department: str, live: date, lot: str | None = None) -> OnboardingRun:
    return OnboardingRun(
        department=department, lot=lot, cycle=1 if lot is None else 2, start=None, live=live, leaving=None
    )


def plan(**parts: object) -> Plan:
    empty = dict.fromkeys(
        ("competitions", "lots", "departments", "extensions", "goals", "contracts", "systems", "service_gaps"), ()
    )
    more = dict.fromkeys(("usage", "spend", "funding", "decisions"), ())
    origin = Origin(title="T", programme="hash", versions={}, options={})
    return Plan.model_validate({"origin": origin, "status": "feasible", **empty, **more, **parts})


PROGRAMME = Programme.model_validate(
    {
        "programme": {"as_of": "2026-01-01", "start": "2026-01-01", "end": "2030-12-31"},
        "clusters": [{"id": "north", "title": "North"}, {"id": "south"}],
        "departments": [
            {"id": "a", "cluster": "north", "users": 1},
            {"id": "b", "cluster": "north", "users": 1},
            {"id": "c", "cluster": "north", "users": 1, "joins": False},
        ],
        "procurements": [
            {"id": "p", "cluster": "north", "routes": ["open"], "title": "Payroll"},
            {"id": "q", "cluster": "south", "routes": ["open"]},
        ],
        "lots": [{"id": "service", "procurement": "p"}],
        "routes": [{"id": "open"}],
        "phases": [{"route": "open", "id": "all", "order": 1, "duration": 5}],
    }
)


def test_a_line_a_procurement_with_last_days_for_people() -> None:
    found = summarise(
        PROGRAMME,
        plan(
            competitions=(
                competition("p", date(2026, 3, 1), date(2026, 8, 1)),
                competition("p", date(2029, 3, 1), date(2029, 8, 1), cycle=2),
            ),
            departments=(
                onboarding("a", date(2026, 11, 1)),
                onboarding("b", date(2027, 2, 1)),
                onboarding("b", date(2030, 2, 1), lot="service"),
            ),
        ),
    )
    (line,) = found.procurements
    assert (line.cluster, line.procurement) == ("North", "Payroll")
    assert (line.gtm, line.award, line.live) == (date(2026, 3, 1), date(2026, 7, 31), date(2027, 1, 31))


def test_lines_go_by_tender_notice_and_what_is_past_comes_first() -> None:
    runs = (competition("p", date(2026, 3, 1), date(2026, 8, 1)), competition("q", None, None))
    lines = summarise(PROGRAMME, plan(competitions=runs)).procurements
    assert [(line.cluster, line.procurement, line.gtm, line.award, line.live) for line in lines] == [
        ("south", "q", None, None, None),
        ("North", "Payroll", date(2026, 3, 1), date(2026, 7, 31), None),
    ]


@pytest.mark.parametrize(
    ("status", "goals", "says", "silent"),
    [
        ("optimal", (goal("gap", True),), "Optimal: every goal is proved", "not proved"),
        ("feasible", (goal("gap", True), goal("cost", False)), "not proved for these figures: cost.", "gap"),
        ("feasible", (), "keeps every rule.", "not proved"),
    ],
)
def test_the_verdict_says_what_is_proved(status: str, goals: tuple[GoalRun, ...], says: str, silent: str) -> None:
    said = verdict(plan(status=status, goals=goals))
    assert says in said
    assert silent not in said
