"""The benchmark: `python -m benchmarks.run` measures, prints tables, and can be stopped and run again.

Every measurement runs in a process of its own, on the threads asked for, and is kept in a state
folder as soon as it is done: a second run goes on where the first was stopped. Compared in one run:
this tree (`own`), the same model under CP-SAT's default parameters (`default`), and with `--against
COMMIT` an earlier commit; on published instances also PyJobShop 0.0.9, where a Python that has it is
named by --pyjobshop.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.cost import Cost, environment
from benchmarks.published import tables as published_tables
from benchmarks.tables import print_cost, print_growth, print_published, print_solves

from calloff_data.generate import SIZES, TIGHTNESS, write

ROOT = Path(__file__).parent.parent
SECONDS = {5: 60, 10: 60, 20: 120, 50: 300, 100: 600, 317: 600}
"""Limit of each scale set [s]."""

BUNDLED, BUNDLED_SECONDS, PUBLISHED_SECONDS = ("starter", "whitehall-2022", "whitehall-2026"), 300, 20
SETS = ("j30", "j60", "j90", "j120", "mmrcpsp", "rcpsp-max")
"""Published sets that both this project and PyJobShop can be given as they are."""


class Bench:
    """Measures what it has not measured before."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.state = Path(args.state)
        self.inputs = self.state / "inputs"
        self.inputs.mkdir(parents=True, exist_ok=True)
        self.settings = [("own", "")]
        if args.against == "default":
            self.settings.append(("default", ""))
        elif args.against:
            self.settings.append((args.against[:10], self._worktree(args.against)))

    def _worktree(self, commit: str) -> str:
        where = self.state / f"tree-{commit[:10]}"
        if not where.is_dir():
            subprocess.run(["git", "worktree", "add", "--detach", str(where), commit], cwd=ROOT, check=True)
        return str(where.resolve())

    def measured(self, name: str, setting: str, tree: str, asked: dict[str, Any], python: str = "") -> dict[str, Any]:
        """The runs of one case under one setting, made where they are missing."""
        kind = "default" if setting == "default" else "pyjobshop" if setting == "pyjobshop" else "solve"
        runs = []
        for turn in range(self.args.runs):
            spec = {**asked, "setting": kind, "workers": self.args.workers, "seed": self.args.seed + turn}
            runs.append(self._once(f"{name} {setting}", spec, tree, python))
        return {"name": name, "setting": setting, "runs": runs}

    def _once(self, what: str, spec: dict[str, Any], tree: str, python: str) -> dict[str, Any]:
        key = hashlib.sha256(json.dumps([what, spec, tree], sort_keys=True).encode()).hexdigest()[:16]
        kept = self.state / f"{key}.json"
        if kept.is_file():
            return dict(json.loads(kept.read_text(encoding="utf-8")))
        print(f"  {what}, seed {spec['seed']} …", file=sys.stderr, flush=True)
        found = subprocess.run(
            [python or sys.executable, str(ROOT / "benchmarks" / "measure.py"), json.dumps(spec)],
            env=environment(tree or str(ROOT)),
            capture_output=True,
            text=True,
            timeout=spec["seconds"] * 2 + 600,
        )
        lines = found.stdout.strip().splitlines()
        result = json.loads(lines[-1]) if found.returncode == 0 and lines else {"error": found.stderr.strip()[-300:]}
        kept.write_text(json.dumps(result), encoding="utf-8")
        return dict(result)

    # --- (a) bundled, (b) scale ------------------------------------------------------------------

    def bundled(self) -> None:
        """The programmes that ship with the product."""
        rows = [
            self.measured(name, s, tree, {"programme": name, "seconds": self._limit(BUNDLED_SECONDS)})
            for name in BUNDLED
            for s, tree in self.settings
        ]
        print_solves("Bundled programmes", rows)

    def scale(self) -> None:
        """Synthetic programmes, looser and tighter."""
        for tightness in self.args.tightness:
            rows = []
            for size in self.args.sizes:
                path = self._generated(size, tightness)
                for s, tree in self.settings:
                    asked = {"programme": str(path), "seconds": self._limit(SECONDS.get(size, 600))}
                    rows.append(self.measured(f"{size} clusters", s, tree, asked))
            print_solves(f"Scale sets, capacity {tightness} × load, generator seed 0", rows)

    def _generated(self, size: int, tightness: float) -> Path:
        path = self.inputs / f"{size}-{tightness}.json"
        if not path.is_file():
            write(path, size, 0, tightness)
        return path.resolve()

    def _limit(self, seconds: float) -> float:
        return seconds * float(self.args.scale_time)

    # --- (c) published -----------------------------------------------------------------------------

    def published(self) -> None:
        """Published instances through the public format, beside PyJobShop."""
        folder = Path(self.args.instances)
        if not folder.is_dir():
            print(f"\nPublished instances: skipped, there is no folder {folder} (--instances)")
            return
        rows: dict[str, list[dict[str, Any]]] = {}
        python = self.args.pyjobshop
        if not python:
            print("\nPyJobShop: skipped, no Python that has it was named (--pyjobshop)")
        for path, instance in self._instances(folder):
            asked = {"seconds": self._limit(PUBLISHED_SECONDS), "goals": "finish"}
            settings = [(s, tree, "") for s, tree in self.settings] + ([("pyjobshop", "", python)] if python else [])
            for s, tree, runner in settings:
                known = instance["best_known"]
                given = {**asked, "instance": str(path)} if runner else {**asked, "programme": str(self._fed(instance))}
                row = self.measured(instance["name"], s, tree, given, runner)
                rows.setdefault(_set_of(instance["kind"]), []).append({**row, "known": known})
        print_published(rows, PUBLISHED_SECONDS)

    def _instances(self, folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
        for path in sorted(folder.glob("*.json")):
            instance = json.loads(path.read_text(encoding="utf-8"))
            plain = instance["objective"] == "makespan" and not any(r["calendar"] for r in instance["resources"])
            if plain and _set_of(instance["kind"]) in SETS and len(instance["projects"]) == 1:
                yield path, instance

    def _fed(self, instance: dict[str, Any]) -> Path:
        path = self.inputs / f"{instance['name']}.json"
        if not path.is_file():
            path.write_text(json.dumps(published_tables(instance)), encoding="utf-8")
        return path.resolve()

    # --- (d) everything but solving ------------------------------------------------------------------

    def cost(self) -> None:
        """Start-up, import, validation, building, checking and reporting."""
        cost = Cost(self.args.runs)
        print_cost(cost.start_up() + cost.imports(Path(self.args.samples)))
        grown = []
        for size in self.args.sizes:
            path = self._generated(size, TIGHTNESS[0])
            grown.append((size, cost.of(path, self._limit(max(20, size / 5)))))
        print_growth(grown)


def _set_of(kind: str) -> str:
    name = kind.removeprefix("rcpsp-")
    return "mmrcpsp" if kind.startswith("mmrcpsp") else "rcpsp-max" if name == "max" else name


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--only", nargs="+", default=["cost", "bundled", "scale", "published"])
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--tightness", nargs="+", type=float, default=list(TIGHTNESS), help="capacity over load")
    parser.add_argument("--runs", type=int, default=3, help="runs of each case, with seeds one after another")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--against", default="default", help="`default`, a commit, or empty for this tree alone")
    parser.add_argument("--scale-time", type=float, default=1.0, help="multiplies every limit, for a quick look")
    parser.add_argument(
        "--instances", default=os.environ.get("CALLOFF_BENCH", str(ROOT.parent / "shared/bench")) + "/instances"
    )
    parser.add_argument(
        "--samples", default=str(ROOT.parent / "shared/samples"), help="published notices to time imports with"
    )
    parser.add_argument("--pyjobshop", default=os.environ.get("PYJOBSHOP_PYTHON", ""), help="a Python with PyJobShop")
    parser.add_argument("--state", default=str(Path(tempfile.gettempdir()) / "calloff-bench"))
    return parser.parse_args()


def main() -> None:
    """Measure what was asked for."""
    args = _options()
    bench = Bench(args)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(f"ortools {version('ortools')}, commit {commit.strip()}, ", end="")
    print(f"{args.workers} workers, seed {args.seed}, {args.runs} runs")
    for name in args.only:
        getattr(bench, name)()


if __name__ == "__main__":
    main()
