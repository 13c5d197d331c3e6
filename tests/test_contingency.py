"""Contingency: less money in a period pushes a competition out of it, and what that costs in cover."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from builders import programme
from calloff.explain.contingency import Going, contingency
from calloff.explain.funding_words import funding_words
from calloff.programme import Programme
from running import Run


def two_in_2030() -> Programme:
    """Two competitions, each with a notice that costs 300; 600 is approved for 2030, and old contracts end in June."""
    names = ("p", "q")
    phases = [
        {"route": "r", "id": "tender", "order": 1, "duration": 1, "milestone": "gtm", "cost": 300},
        {"route": "r", "id": "decide", "order": 2, "duration": 1, "milestone": "award"},
    ]
    return programme(
        {"end": "2031-12-31", "run_off": 0},
        clusters=[{"id": f"c{x}"} for x in names],
        procurements=[{"id": x, "cluster": f"c{x}", "routes": ["r"]} for x in names],
        lots=[{"id": f"l{x}", "procurement": x} for x in names],
        phases=phases,
        departments=[
            {"id": "dp", "cluster": "cp", "users": 10, "onboarding": 1},
            {"id": "dq", "cluster": "cq", "users": 1, "onboarding": 1},
        ],
        systems=[{"id": f"s{x}", "departments": [f"d{x}"]} for x in names],
        contracts=[{"id": f"k{x}", "systems": [f"s{x}"], "ends": "2030-06-30"} for x in names],
        funding=[{"from": "2030-01-01", "to": "2030-12-31", "approved": 600}],
    )


def test_less_money_pushes_a_competition_out_of_the_period() -> None:
    """Two notices at 300 each fit in 600 in 2030; with half, one waits for 2031, past its old contract."""
    given = two_in_2030()
    shares = [Decimal(1), Decimal("0.5")]
    found = dict(contingency(given, given.funding[0], shares=shares, seconds=20))
    whole, half = found[0], found[1]
    assert (whole.status, whole.gap, whole.goals["gap"]) == ("optimal", 0, 0)
    assert [g.gtm for g in whole.going] == [date(2030, 1, 1), date(2030, 1, 1)]
    assert half.approved == 300
    assert half.going[1] == Going("cq", date(2031, 1, 1), half.going[1].award, half.going[1].live)
    # The smaller waits: July 2030 until it is live at the end of March 2031 at the earliest.
    assert (half.gap, half.goals["gap"]) == (9, 9)
    assert funding_words(given, given.funding[0], [half, whole]) == [
        "Funding from 1 January 2030 to 31 December 2030, approved £600; none is over-spent:",
        "  at £600 (100%): 0 system-months without a contract; 0 on extensions nobody has agreed; "
        "0 past vendor support; cost £600",
        "    cp: to market 1 January 2030; award 28 February 2030; last go-live 31 March 2030",
        "    cq: to market 1 January 2030; award 28 February 2030; last go-live 31 March 2030",
        "  at £300 (50%): 9 system-months without a contract; 0 on extensions nobody has agreed; "
        "0 past vendor support; cost £550",
        "    cq: to market 1 January 2030 → 1 January 2031; award 28 February 2030 → 28 February 2031; "
        "last go-live 31 March 2030 → 31 March 2031",
    ]


def test_too_little_for_any_plan_is_said() -> None:
    phases = [{"route": "r", "id": "tender", "order": 1, "duration": 1, "cost": 300}]
    given = programme(
        phases=phases,
        clusters=[{"id": "c", "latest_gtm": "2030-03-31"}],
        funding=[{"from": "2030-01-01", "to": "2030-12-31", "approved": 300}],
    )
    found = dict(contingency(given, given.funding[0], shares=[Decimal("0.5")], seconds=20))
    assert found[0].status == "infeasible"


def test_the_command_asks_about_levels_and_refuses_what_are_none(run: Run) -> None:
    ran = run("explain", "starter", "--funding", "1", "--workers", "1")
    assert ran.code == 0
    assert "at £200k (1%): so little that no plan keeps within it" in ran.out
    for wrong in ("half", "100;80", "-5", "120,,100"):
        assert run("explain", "starter", f"--funding={wrong}").code == 2
