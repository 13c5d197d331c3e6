"""Reasons kept beside a plan: who sees them, and that those of another plan are left out."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calloff.explain.reason import Hold, Price, Reason, Target, joined
from calloff.options import Options, parse_goals
from calloff.report import tabulate
from calloff.solve import solve
from calloff_data.read import read_with
from calloff_data.read.run_file import Made, noted, read_made
from calloff_data.write import write_all, write_reasons
from running import Run


def held(*limits: tuple[str, str], reach: date = date(2026, 4, 1)) -> Hold:
    """A hold by some limits, beyond which cost gets worse."""
    return Hold(reach, Price(True), Price(True, "cost", 1_280_000, "GBP", 1_280_000), limits, True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's plan as `solve` writes it for the team."""
    to = tmp_path_factory.mktemp("out")
    programme, basis = read_with("starter", [])
    options = Options(time_limit=30, workers=1, goals=parse_goals("gap,unsecured"))
    plan = solve(programme, options, base=basis.hash).plan
    assert plan is not None
    write_all(to, programme, plan, noted("starter", [], to), "team")
    return to


@pytest.fixture
def made(folder: Path, tmp_path: Path) -> tuple[Path, Made]:
    """A folder of one's own, and what lies in it."""
    shutil.copytree(folder, tmp_path / "out")
    return tmp_path / "out", read_made(tmp_path / "out" / "plan.json")


def reasons(made: Made) -> tuple[Reason, ...]:
    """One reason, held by a supplier and a resource."""
    supplier = made.programme.suppliers[0].id
    hold = held(("market", f"{supplier}: bid"), ("market", f"{supplier}: delivery"), ("goal", "gap"))
    return (Reason(Target("north-buy", 1, "gtm"), date(2026, 4, 1), hold, replace(hold, limits=())),)


def test_each_audience_sees_what_it_may(made: tuple[Path, Made]) -> None:
    _, held_by = made
    supplier = held_by.programme.suppliers[0]
    names = {supplier.id, supplier.title or supplier.id}
    lines = {}
    for audience in ("team", "board", "market"):
        report = tabulate(held_by.programme, held_by.plan, {}, audience, reasons=reasons(held_by))  # type: ignore[arg-type]
        lines[audience] = " ".join(x for w in report.whys for x in w.lines)
        assert any(n in f"{lines[audience]} {report.reasons}" for n in names) == (audience == "team")
    assert f"{supplier.title or supplier.id}'s bid teams" in lines["team"]
    assert re.search(r"the suppliers' bid and delivery teams \(in the plan also used by (South|Coast)", lines["board"])
    assert "; no more user-months without a contract." in lines["board"]
    assert lines["market"] == ""


def test_reasons_are_found_again_beside_their_plan_and_join(made: tuple[Path, Made]) -> None:
    to, held_by = made
    first = reasons(held_by)
    write_reasons(to, tabulate(held_by.programme, held_by.plan, held_by.run, "board", reasons=first))
    found = read_made(to / "plan.json")
    assert found.note is None
    assert [r.target for r in found.reasons] == [r.target for r in first]
    newer = replace(found.reasons[0], planned=date(2026, 5, 1))
    more = replace(newer, target=Target("south-buy", 1, "award"))
    assert joined(found.reasons, [more, newer]) == (newer, more)
    shown = tabulate(found.programme, found.plan, {}, "board", reasons=found.reasons)
    assert shown.whys == tabulate(held_by.programme, held_by.plan, {}, "board", reasons=first).whys


def test_reasons_of_another_plan_are_left_out_and_that_is_said(made: tuple[Path, Made], run: Run) -> None:
    to, held_by = made
    write_reasons(to, tabulate(held_by.programme, held_by.plan, held_by.run, "board", reasons=reasons(held_by)))
    changed = json.loads((to / "plan.json").read_text(encoding="utf-8"))
    changed["goals"][0]["value"] += 1
    (to / "plan.json").write_text(json.dumps(changed), encoding="utf-8")
    assert read_made(to / "plan.json").reasons == ()
    ran = run("export", "html", str(to / "plan.json"), "-o", str(to / "x.html"))
    assert (ran.code, "is of another plan" in ran.err) == (0, True)
    for text in ("{}", "[", '{"format": 1, "plan": "x", "reasons": [{"target": 3}]}'):
        (to / "reasons.json").write_text(text, encoding="utf-8")
        assert "is not what calloff wrote" in (read_made(to / "plan.json").note or "")


def test_the_command_keeps_reasons_and_never_for_the_market(made: tuple[Path, Made], run: Run) -> None:
    to, _ = made
    plan = str(to / "plan.json")
    ask = ("explain", "starter", "finance-deal", "--plan", plan)
    assert run(*ask, "-o", str(to), "--audience", "market").code == 2
    assert run("explain", "starter", "-o", str(to)).code == 2
    assert not (to / "reasons.json").exists()
    before = (to / "report.html").stat().st_mtime_ns
    assert run(*ask, "-o", str(to)).code == 0
    assert {(r.target.item, r.target.milestone) for r in read_made(to / "plan.json").reasons} == {
        ("finance-deal", "extension")
    }
    assert (to / "report.html").stat().st_mtime_ns > before
