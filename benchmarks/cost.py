"""What everything but solving takes: start-up, import of files, validation, building, checking, reporting.

Each is timed in a process of its own. What grows with a programme is timed inside it, start-up apart, so that the
seconds a cluster can be compared between sizes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent

SAMPLES = (("ocds", "uk_contracts_finder_2025_releases.json"), ("register", "uk_erp_contracts_real_notices.csv"))
"""Published files, and as what `calloff import` reads each."""

READ = """
import sys, time
from pathlib import Path
from tempfile import mkdtemp
from calloff_data.read import read
"""
PLAN = (
    READ
    + """
from calloff_data.read.plan_file import read_plan
p, plan = read(sys.argv[1]), read_plan(Path(sys.argv[2]))
"""
)
TIMED = {
    "validate": READ + "t = time.perf_counter(); read(sys.argv[1])",
    "build": READ
    + """
from calloff.goals import GOALS
from calloff.model.build import build
from calloff.options import DEFAULT_ORDER
p = read(sys.argv[1])
t = time.perf_counter(); model = build(p)
for goal in GOALS:
    if goal.NAME in DEFAULT_ORDER:
        goal.expr(model)
model.finish()
""",
    "check": PLAN + "from calloff.check import check\nt = time.perf_counter(); check(p, plan)",
    "report": PLAN
    + """
from calloff.report import tabulate
from calloff_data.write import write_all
t = time.perf_counter()
tabulate(p, plan, {}, 'team'); write_all(Path(mkdtemp(dir=sys.argv[3])), p, plan, {}, 'team')
""",
}
"""What is timed: code that sets `t` where the time begins."""


class Cost:
    """Times commands and functions so many times each."""

    def __init__(self, runs: int) -> None:
        self.runs = runs

    def start_up(self) -> list[tuple[str, list[float]]]:
        """Wall times of the shortest command, and of importing the solver [s]."""
        bare = [sys.executable, "-c", "import calloff.solve"]
        return [
            ("calloff --help", self._walls(_command("--help"))),
            ("import of the module calloff.solve", self._walls(bare)),
        ]

    def imports(self, samples: Path) -> list[tuple[str, list[float]]]:
        """Wall times of `calloff import` of published files, start-up included [s]."""
        rows = []
        for kind, name in SAMPLES:
            path = samples / name
            if not path.is_file():
                print(f"\ncalloff import {kind}: skipped, there is no {path} (--samples)")
                continue
            what = f"calloff import {kind}, {path.stat().st_size / 1024:,.0f} KB"
            rows.append((what, [self._import(kind, path) for _ in range(self.runs)]))
        return rows

    def _import(self, kind: str, path: Path) -> float:
        with tempfile.TemporaryDirectory() as to:
            return _wall(_command("import", kind, str(path), "--to", str(Path(to) / "rows")), (0, 1))

    def of(self, programme: Path, limit: float) -> dict[str, list[float]]:
        """Times of all that grows with a programme, start-up apart [s]; a solve of `limit` seconds makes the plan."""
        with tempfile.TemporaryDirectory() as to:
            solve = _command("solve", str(programme), "-o", to, "--time-limit", str(limit), "--goals", "gap")
            subprocess.run(solve, env=environment(str(ROOT)), capture_output=True, check=False)
            plan = Path(to) / "plan.json"
            return {
                what: [_inside(code, str(programme), str(plan), to) for _ in range(self.runs)]
                for what, code in TIMED.items()
                if plan.is_file() or PLAN not in code
            }

    def _walls(self, command: Sequence[str]) -> list[float]:
        return [_wall(command) for _ in range(self.runs)]


def environment(tree: str) -> dict[str, str]:
    """This process's environment with one tree's packages first."""
    roots = [str(Path(tree) / name) for name in ("scheduler", "data", "cli")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*roots, tree])}


def _command(*words: str) -> list[str]:
    call = "import sys; from calloff_cli.app import main; sys.argv[0] = 'calloff'; main()"
    return [sys.executable, "-c", call, *words]


def _wall(command: Sequence[str], well: Sequence[int] = (0,)) -> float:
    """Wall time of a command [s]; nan where it fails, so that a failure is never taken for speed."""
    began = time.perf_counter()
    done = subprocess.run(command, env=environment(str(ROOT)), capture_output=True, check=False)
    return time.perf_counter() - began if done.returncode in well else float("nan")


def _inside(code: str, *words: str) -> float:
    """What a piece of code took from where it set `t` [s]; nan where it fails."""
    whole = f"{code}\nprint(time.perf_counter() - t)"
    done = subprocess.run(
        [sys.executable, "-c", whole, *words], env=environment(str(ROOT)), capture_output=True, text=True, check=False
    )
    return float(done.stdout.split()[-1]) if done.returncode == 0 else float("nan")
