"""The bundled programmes keep their proved values, and a deterministic run its bytes.

To renew the stored values after a change that is meant to move them, run this file as a script with
the test suite's import path: `PYTHONPATH=scheduler:data:cli:tests python tests/test_golden.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from calloff.solve import Options, solve
from calloff_data.read import read
from calloff_data.write.plan_json import plan_bytes

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("starter", "whitehall-2022", "whitehall-2026")
WORK = 60.0
"""Deterministic time: far more than each needs to be proved."""


def _values(name: str) -> dict[str, Any]:
    """Status, and value and proof of every goal, of a bundled programme's plan."""
    outcome = solve(read(name), Options(deterministic=WORK))
    goals = {g.goal: {"value": g.value, "best": g.best, "proved": g.proved} for g in outcome.levels}
    return {"status": outcome.status, "goals": goals}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_programme_keeps_its_values(name: str) -> None:
    assert _values(name) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def _digest() -> str:
    """Hash of a plan found with little work, so that it is one of many and not yet proved."""
    plan = solve(read("starter"), Options(deterministic=0.6, seed=7)).plan
    assert plan is not None
    return hashlib.sha256(plan_bytes(plan)).hexdigest()


@pytest.mark.slow
def test_a_deterministic_run_gives_the_same_bytes_here_and_in_another_process() -> None:
    first = _digest()
    assert _digest() == first
    script = "import test_golden; print(test_golden._digest())"
    path = os.pathsep.join([*sys.path, str(Path(__file__).parent)])
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == first


if __name__ == "__main__":
    for bundled in NAMES:
        text = json.dumps(_values(bundled), indent=1) + "\n"
        (GOLDEN / f"{bundled}.json").write_text(text, encoding="utf-8")
