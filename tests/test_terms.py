"""What contract length is worth, on programmes small enough to work out by hand.

One contract of 100 a month, let for 120, must serve from boundary 3 to the horizon at 36 and on to 48.
With 12 months it is let at 3, 15, 27 and 39, with 24 months at 3 and 27:

    12 months at factor 1:    100 × 33 + 120 / 12 × 33 = 3630
    24 months at factor 0.9:   90 × 33 + 120 / 24 × 33 = 3135
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import builders as b
from calloff.check import check
from calloff.programme import Programme
from calloff.terms import Study, kinds_of
from calloff.terms.chain import Chain, climb, shut_options
from calloff.terms.counts import count_up
from calloff.terms.family import Standard, held_by_pins, prices, standardised
from calloff.terms.switching import Asked, price_switch, recompete_switch
from calloff.terms.trial import attempt, best_of, floor_of, worth
from calloff.terms.words import said_of, years
from calloff_cli.app import app
from calloff_data.read import read
from calloff_data.write.terms import terms_bytes, terms_table
from calloff_data.write.terms_page import render

SECONDS = 20.0
TWELVE, TWENTY_FOUR = (Standard("software", m, True) for m in (12, 24))


def tiny(**more: Any) -> Programme:
    """The programme worked out above; tables given replace its own."""
    phases = [
        {"route": route, "id": name, "order": order, "duration": slots, "milestone": milestone}
        for route in ("r", "again")
        for order, (name, slots, milestone) in enumerate((("tender", 2, "gtm"), ("decide", 1, "award")), start=1)
    ]
    rows: dict[str, Any] = {
        "departments": [{"id": "d", "cluster": "c", "users": 10}],
        "procurements": [{"id": "p", "cluster": "c", "routes": ["r"], "one_off_cost": 120}],
        "lots": [lot()],
        "routes": [{"id": "r"}, {"id": "again"}],
        "terms": [
            {"route": route, "months": months, "factor": factor}
            for route in ("r", "again")
            for months, factor in ((12, "1"), (24, "0.9"))
        ],
        "phases": phases,
        "pins": [b.pin("p", "award", "2030-03-31", "agreed"), b.pin("d", "live", "2030-03-31", "agreed")],
    }
    return b.programme(**{**rows, **more})


def lot(**more: Any) -> dict[str, Any]:
    """The lot of the programme."""
    return {"id": "l", "procurement": "p", "kind": "software", "charge": 100, "renews": True,
            "recompete_route": "again", **more}  # fmt: skip


def cost(standard: Standard, given: Programme | None = None) -> int:
    """The proved cost of one standard term."""
    found = attempt(given or tiny(), standard, SECONDS)
    assert found.status == "optimal"
    assert found.worth is not None
    return found.worth[-1]


# --- prices ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "factor", "basis"),
    [(12, "1", "given"), (24, "0.9", "given"), (18, "0.95", "between"), (6, "1", "beyond"), (36, "0.9", "beyond")],
)
def test_a_price_is_that_of_a_row_or_of_the_rows_around_it(months: int, factor: str, basis: str) -> None:
    found = prices(tiny(), Standard("software", months, True))
    assert {p.row.route for p in found} == {"r", "again"}
    assert {(p.row.factor, p.basis) for p in found} == {(Decimal(factor), basis)}


def test_a_price_that_no_row_gives_is_assumed_whatever_its_neighbours() -> None:
    sourced = [{"table": "terms", "row": "*", "column": "factor", "mark": "sourced"}]
    given = tiny(sources=sourced)
    assert {p.mark for p in prices(given, TWELVE)} == {"sourced"}
    assert {p.mark for p in prices(given, Standard("software", 18, True))} == {"assumed"}
    assert {p.mark for p in prices(tiny(), TWELVE)} == {"not marked"}


def test_without_options_no_row_has_one() -> None:
    given = tiny(terms=[{"route": r, "months": 12, "option": 6} for r in ("r", "again")])
    assert {p.row.option for p in prices(given, TWELVE)} == {6}
    assert {p.row.option for p in prices(given, replace(TWELVE, options=False))} == {0}


def test_a_contract_awarded_keeps_its_term_and_its_successors_are_free() -> None:
    pins = [b.pin("p", "award", "2030-01-31", "actual", route="r", term=12)]
    given = tiny(header={"as_of": "2030-02-01"}, pins=pins)
    assert held_by_pins(given, "software") == ["l"]
    assert [p.row.route for p in prices(given, TWENTY_FOUR)] == ["again"]


def test_other_kinds_keep_their_rows() -> None:
    other = {"id": "m", "procurement": "p", "kind": "integrator"}
    given = tiny(lots=[lot(), other])
    assert kinds_of(given) == ["software", "integrator"]
    changed = standardised(given, TWENTY_FOUR)
    assert [t.months for t in changed.terms_for("r", "l")] == [24]
    assert [t.months for t in changed.terms_for("r", "m")] == [12, 24]


@pytest.mark.parametrize("name", ["whitehall-2022", "whitehall-2026"])
def test_bundled_programmes_take_every_standard_term(name: str) -> None:
    given = read(name)
    for kind in kinds_of(given):
        changed = standardised(given, Standard(kind, 96, True, later=60, recompete_cost=Decimal(2)))
        assert changed.programme.end.year == given.programme.end.year + 5
        assert any(t.months == 96 for t in changed.terms)


# --- costs worked out by hand ---------------------------------------------------------------------


def test_costs_are_those_worked_out_by_hand() -> None:
    assert cost(TWELVE) == 3630
    assert cost(TWENTY_FOUR) == 3135


def test_letting_again_costs_its_multiple_of_the_one_off_cost() -> None:
    # 120 for the first letting; of later ones 120 and 90 fall inside the horizon, each twice over.
    assert cost(replace(TWELVE, recompete_cost=Decimal(2))) == 3300 + 120 + 2 * (120 + 90)


def test_a_plan_counted_under_another_price_is_not_solved_again() -> None:
    given = tiny()
    found = attempt(given, TWELVE, SECONDS)
    assert found.plan is not None
    assert worth(given, replace(TWELVE, factor=Decimal("0.5")), found.plan)[-1] == 1650 + 330
    assert check(standardised(given, TWELVE), found.plan).passed


def test_contracts_let_again_are_counted_by_year() -> None:
    found = attempt(tiny(stagger=[{"window": 3, "max_starts": 1}]), TWELVE, SECONDS)
    assert found.plan is not None
    counts = count_up(standardised(tiny(stagger=[{"window": 3, "max_starts": 1}]), TWELVE), found.plan, "software")
    # Let again by 15, 27 and 39, so to market by 12, 24 and 36; the last runs 15 months past the horizon.
    assert sum(n for _, n in counts.again) == 3
    assert counts.wave is not None
    assert counts.wave.fiscal_year == min(year for year, _ in counts.again)
    assert counts.wave.most == 4
    assert counts.committed >= 3


# --- a longer longest term is never worse ------------------------------------------------------------


def chained(given: Programme, months: tuple[int, ...] = (12, 18, 24)) -> Chain:
    standards = tuple(Standard("software", m, True) for m in months)
    return Chain(given, standards, floor_of(given, standards, SECONDS), SECONDS)


def test_a_longer_term_is_tried_only_for_what_is_better() -> None:
    dear = tiny(terms=[{"route": r, "months": m, "factor": f} for r in ("r", "again") for m, f in ((12, 1), (24, 2))])
    found = climb(chained(dear, (12, 24)))
    assert [t.status for t in found] == ["optimal", "no better"]
    assert best_of(found) is found[0]


def test_the_best_up_to_a_longest_term_never_gets_worse() -> None:
    given = tiny()
    found = climb(chained(given))
    made = Study(given, (12, 18, 24), ("software",), tuple(found), ())
    costs = [made._row("software", m, True, 0).value("cost") for m in made.longest]
    assert costs == sorted(costs, key=lambda c: -(c or 0))
    assert costs[0] == 3630
    assert costs[-1] == 3135


def test_options_that_nobody_takes_need_no_second_solve() -> None:
    chain = chained(tiny())
    shut = shut_options(chain, climb(chain))
    assert isinstance(shut, list)
    assert [t.standard.options for t in shut] == [False] * 3


def test_a_term_that_no_plan_can_keep_is_proved_so() -> None:
    given = tiny(
        pins=[*tiny().model_dump(mode="json", by_alias=True)["pins"][:0], b.pin("p", "award", "2030-01-31", "agreed")]
    )
    assert attempt(given, TWELVE, SECONDS).status == "infeasible"


# --- switching values -----------------------------------------------------------------------------


def test_no_plan_goes_below_the_floor() -> None:
    late = tiny(clusters=[{"id": "c", "lead": "Lead", "live_by": "2030-01-31"}])
    floor = floor_of(late, (TWELVE, TWENTY_FOUR), SECONDS)
    found = attempt(late, TWELVE, SECONDS)
    assert found.worth is not None
    assert floor == found.worth[:-1] == (0, 0, 0, 20, 0)


def asked(given: Programme) -> Asked:
    return Asked(floor_of(given, (TWELVE, TWENTY_FOUR), SECONDS), SECONDS)


def test_the_price_at_which_the_long_term_stops_paying() -> None:
    """3300 f + 165 = 3630 at f = 1.05, where both are as good: it pays at 1.045 and no longer at 1.05."""
    given = tiny()
    found = price_switch(given, attempt(given, TWELVE, SECONDS), TWENTY_FOUR, asked(given))
    assert (found.verdict, found.low, found.high) == ("between", Decimal("1.045"), Decimal("1.05"))


def test_a_long_term_that_pays_at_no_price() -> None:
    """Without a charge a price means nothing, and without a one-off cost neither does the number of lettings."""
    given = tiny(lots=[lot(charge=0)], procurements=[{"id": "p", "cluster": "c", "routes": ["r"]}])
    found = price_switch(given, attempt(given, TWELVE, SECONDS), TWENTY_FOUR, asked(given))
    assert found.verdict == "at no value"


def test_the_cost_of_letting_again_at_which_the_short_term_stops_paying() -> None:
    """At one price 12 months cost 3420 + 210 m and 24 months 3420 + 45 m: as good at 0 only."""
    given = tiny()
    found = recompete_switch(given, TWELVE, TWENTY_FOUR, asked(given))
    assert (found.verdict, found.low, found.high) == ("between", Decimal(0), Decimal("0.05"))


def test_a_short_term_that_is_worse_even_if_letting_again_had_no_one_off_cost() -> None:
    """Phases that cost money each time they run make every further letting dearer."""
    phases = [{**p, "cost": 1} for p in tiny().model_dump(mode="json", by_alias=True, exclude_none=True)["phases"]]
    given = tiny(phases=phases)
    assert recompete_switch(given, TWELVE, TWENTY_FOUR, asked(given)).verdict == "at no value"


def test_a_short_term_that_is_as_good_whatever_letting_again_costs() -> None:
    """What is not let again costs nothing to let again."""
    given = tiny(lots=[lot(renews=False, recompete_route=None)], departments=[], pins=[tiny_award()])
    assert recompete_switch(given, TWELVE, TWENTY_FOUR, asked(given)).verdict == "at any value"


def tiny_award() -> dict[str, Any]:
    return b.pin("p", "award", "2030-03-31", "agreed")


# --- what is said and written -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Study:
    given = tiny(header={"title": "Tiny & <small>"})
    chain = chained(given)
    trials = climb(chain)
    shut = shut_options(chain, trials)
    assert isinstance(shut, list)
    switches = (
        price_switch(given, best_of(trials[:2]), TWENTY_FOUR, asked(given)),
        recompete_switch(given, TWELVE, TWENTY_FOUR, asked(given)),
    )
    return Study(given, (12, 18, 24), ("software",), (*trials, *shut), switches)


def test_the_answer_is_a_switching_value_and_no_sum(made: Study) -> None:
    answer = said_of(made)
    assert answer.finding.startswith("A term of 2 years for software pays up to ")
    assert not any("£" in s for s in (answer.finding, *answer.sentences))
    assert any("letting again" in s for s in answer.sentences)


def test_the_page_escapes_and_asks_for_nothing(made: Study) -> None:
    page = render(made)
    assert "Tiny &amp; &lt;small&gt;" in page
    assert "<small>" not in page
    assert "default-src 'none'" in page
    assert "Where the answer turns" in page


def test_the_files_hold_every_row(made: Study) -> None:
    held = json.loads(terms_bytes(made))
    table = terms_table(made)
    assert len(held["longest"]) == len(table) == 6
    assert list(table["best_term"][:3]) == [12, 18, 24]
    assert held["switches"][1]["high"] == "0.05"
    assert terms_bytes(made) == terms_bytes(made)


def test_years_are_said_where_they_are_whole() -> None:
    assert [years(m) for m in (12, 60, 66)] == ["1 year", "5 years", "66 months"]


# --- the command ----------------------------------------------------------------------------------------


def saved(given: Programme, path: Path) -> Path:
    """A programme as a file."""
    cells = given.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    path.write_text(json.dumps(cells), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_command_writes_a_page_a_table_and_data(tmp_path: Path) -> None:
    file = saved(tiny(), tmp_path / "tiny.json")
    done = CliRunner().invoke(app, ["terms", str(file), "-o", str(tmp_path / "out"), "--longest", "1,2"])
    assert done.exit_code == 0, done.output
    assert "A term of 2 years for software pays up to 104.5 % of the charge" in done.stdout
    assert "optimal" in done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["terms.csv", "terms.html", "terms.json"]
    with (tmp_path / "out" / "terms.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {r["status"] for r in rows} == {"optimal"}
    assert [r["cost"] for r in rows if r["horizon_later"] == "0" and r["options"] == "yes"] == ["3630", "3135"]


@pytest.mark.parametrize(("given", "code"), [(["--longest", "five"], 2), (["--kind", "nothing"], 2)])
def test_a_wrong_command_line_is_refused(tmp_path: Path, given: list[str], code: int) -> None:
    file = saved(tiny(), tmp_path / "tiny.json")
    done = CliRunner().invoke(app, ["terms", str(file), "-o", str(tmp_path / "out"), *given])
    assert done.exit_code == code
    assert not (tmp_path / "out").exists()
