"""Published instances are programmes: read through the public format, solved to their known optima."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from benchmarks.published import tables
from ortools.sat.python import cp_model

from calloff.check import check
from calloff.goals import finish
from calloff.model.build import build
from calloff.solve import Options, Outcome, parse_goals, solve
from calloff_data.read import read

ROOT = Path(__file__).parent.parent
BENCH = Path(os.environ.get("CALLOFF_BENCH", ROOT.parent / "shared" / "bench")) / "instances"
OPTIONS = Options(workers=2, time_limit=60, goals=parse_goals("finish"))


def _instance(name: str) -> dict[str, Any]:
    path = BENCH / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"no published instance at {path}: set CALLOFF_BENCH to their folder")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _solved(name: str, folder: Path) -> Outcome:
    """The instance written as a programme, read again, solved, and its plan checked."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(tables(_instance(name))), encoding="utf-8")
    programme = read(path)
    outcome = solve(programme, OPTIONS)
    assert outcome.plan is None or check(programme, outcome.plan).passed
    return outcome


def _chain(length: int) -> dict[str, Any]:
    """Activities one after another, each with a short dear mode and a long cheap one, and units for all dear ones."""
    modes = [{"duration": 4, "demands": [2]}, {"duration": 6, "demands": [1]}]
    activities = [
        {"id": i, "project": 0, "modes": modes, "successors": [{"to": i + 1, "type": "FS", "lag": 0}]}
        for i in range(length)
    ]
    activities[-1]["successors"] = []
    return {
        "name": "chain",
        "projects": [{"id": 0, "release": 0}],
        "resources": [{"id": 0, "renewable": True, "capacity": 2, "calendar": None}],
        "activities": activities,
    }


def test_a_chain_of_choices_has_a_length_before_any_is_made(tmp_path: Path) -> None:
    """Presolve and propagation alone, without search, bound the end by the shortest modes."""
    path = tmp_path / "chain.json"
    path.write_text(json.dumps(tables(_chain(5))), encoding="utf-8")
    model = build(read(path))
    model.cp.minimize(finish.expr(model))
    model.finish()
    solver = cp_model.CpSolver()
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.num_workers = 1
    solver.parameters.use_feasibility_jump = False
    solver.parameters.stop_after_root_propagation = True
    solver.solve(model.cp)
    assert solver.best_objective_bound == 5 * 4


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "rcpsp-j30__j301_4",
        "rcpsp-j30__j305_6",
        "rcpsp-j30__j3010_1",
        "mmrcpsp-j10__j1013_10",
        "rcpsp-max__sm_j10_psp63",
    ],
)
def test_known_optimum_is_reached_and_proved(name: str, tmp_path: Path) -> None:
    outcome = _solved(name, tmp_path)
    assert outcome.status == "optimal"
    assert outcome.levels[0].value == _instance(name)["best_known"]["ub"]


@pytest.mark.slow
def test_an_instance_without_a_schedule_is_proved_infeasible(tmp_path: Path) -> None:
    outcome = _solved("rcpsp-max__sm_j10_psp159", tmp_path)
    assert (outcome.status, outcome.plan) == ("infeasible", None)


@pytest.mark.slow
def test_work_waits_where_a_resource_is_away(tmp_path: Path) -> None:
    outcome = _solved("rcpsp-calendar__instance01", tmp_path)
    assert outcome.plan is not None
    closed = [u for u in outcome.plan.usage if u.capacity == 0]
    assert closed
    assert all(u.use == 0 for u in closed)
