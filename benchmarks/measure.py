"""One measurement in a process of its own: `python benchmarks/measure.py '{"programme": …}'` prints one JSON line.

It knows the public functions alone, so that it also measures an earlier commit put first on PYTHONPATH.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    asked = json.loads(sys.argv[1])
    print(json.dumps({"solve": _solve, "default": _solve, "pyjobshop": _pyjobshop}[asked["setting"]](asked)))


def _memory() -> float:
    """Peak of this process and of the largest that it started, together [MB]."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(sum(resource.getrusage(who).ru_maxrss for who in both) / 1024, 1)


def _solve(asked: dict[str, Any]) -> dict[str, Any]:
    from calloff.solve import Options, parse_goals, solve
    from calloff_data.read import read

    programme = read(asked["programme"])
    options = Options(
        time_limit=asked["seconds"],
        workers=asked["workers"],
        seed=asked["seed"],
        goals=parse_goals(asked["goals"]) if asked.get("goals") else (),
    )
    more: dict[str, Any] = {}
    if asked["setting"] == "default":
        _default_parameters()
        more["least"] = 10**9
    events: list[tuple[str, float, int]] = []
    began = time.perf_counter()

    def told(p: Any) -> None:
        if p.best is not None:
            events.append((p.level, time.perf_counter() - began, p.best))

    outcome = solve(programme, options, on_progress=told, **more)
    seconds = time.perf_counter() - began
    levels = [
        {"goal": g.goal, "value": g.value, "best": g.best, "bound": g.bound, "proved": g.proved} for g in outcome.levels
    ]
    return {
        "status": outcome.status,
        "levels": levels,
        "seconds": round(seconds, 2),
        "first": round(min((t for _, t, _ in events), default=seconds), 2) if levels else None,
        "near": _near(levels, events),
        "memory": _memory(),
    }


def _near(levels: list[dict[str, Any]], events: list[tuple[str, float, int]]) -> float | None:
    """When the first level that is not zero was within 1 % of where it ended [s]."""
    level = next((x for x in levels if x["best"]), None)
    if level is None:
        return None
    close = [
        t for name, t, best in events if name == level["goal"] and best <= level["best"] + abs(level["best"]) / 100
    ]
    return round(min(close), 2) if close else None


def _default_parameters() -> None:
    """The same model under CP-SAT's own defaults: limits, threads and seed are set; nothing narrowed or tried again."""
    from calloff import levels, search

    def plain(parameters: Any, limit: Any, workers: int, seed: int, soon: bool) -> None:
        parameters.random_seed, parameters.num_workers, parameters.catch_sigint_signal = seed, workers, False
        search.limited(parameters, limit)

    search._set = plain
    levels.narrowed = lambda *args, **more: None
    levels.Ladder._tried = levels.Ladder._run  # type: ignore[method-assign]


def _pyjobshop(asked: dict[str, Any]) -> dict[str, Any]:
    """The instance as PyJobShop would have it, with its own defaults."""
    from pyjobshop import Model

    instance = json.loads(Path(asked["instance"]).read_text(encoding="utf-8"))
    model = Model()
    held = [_resource(model, r) for r in instance["resources"]]
    tasks = {}
    for a in instance["activities"]:
        tasks[a["id"]] = task = model.add_task(name=str(a["id"]))
        for mode in a["modes"]:
            used = [(r, n) for r, n in zip(held, mode["demands"], strict=True) if n]
            model.add_mode(task, [r for r, _ in used], mode["duration"], [n for _, n in used])
    for a in instance["activities"]:
        for s in a["successors"]:
            add = model.add_end_before_start if s["type"] == "FS" else model.add_start_before_start
            add(tasks[a["id"]], tasks[s["to"]], delay=s["lag"])
    began = time.perf_counter()
    found = model.solve(
        solver="ortools",
        time_limit=asked["seconds"],
        num_workers=asked["workers"],
        display=False,
        random_seed=asked["seed"],
    )
    known = found.status.value in ("Optimal", "Feasible")
    proved = found.status.value == "Optimal"
    level = {
        "goal": "finish",
        "best": round(found.objective) if known else None,
        "bound": round(found.lower_bound),
        "proved": proved,
    }
    return {
        "status": found.status.value.lower(),
        "levels": [{**level, "value": level["best"]}] if known else [],
        "seconds": round(time.perf_counter() - began, 2),
        "first": None,
        "near": None,
        "memory": _memory(),
    }


def _resource(model: Any, row: dict[str, Any]) -> Any:
    add = model.add_renewable if row["renewable"] else model.add_consumable
    return add(capacity=row["capacity"])


if __name__ == "__main__":
    main()
