"""What the benchmark prints: Markdown tables of medians."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def _mid(values: Iterable[float | None], form: str = "{:.1f}") -> str:
    known = [v for v in values if v is not None]
    return form.format(median(known)) if known else "–"


def _gap(level: dict[str, Any]) -> float | None:
    """How far the bound is from the best plan [%]."""
    if level["bound"] is None or level["best"] is None:
        return None
    return 100 * abs(level["best"] - level["bound"]) / max(1, abs(level["best"]))


def _level(run: dict[str, Any], name: str) -> dict[str, Any] | None:
    levels = run.get("levels", [])
    if name == "first":
        return next((x for x in levels if x["best"]), None)
    return next((x for x in levels if x["goal"] == name), None)


def print_solves(title: str, cases: Sequence[dict[str, Any]]) -> None:
    """One row a case and setting: levels, gaps, times, memory."""
    head = ["case", "setting", "solved", "levels proved", "first level not 0", "best", "bound", "gap %"]
    head += ["cost", "cost bound", "cost gap %", "first plan s", "within 1 % s", "whole s", "peak MB"]
    _table(title, head, (_solve_row(case) for case in cases))
    for case in cases:
        for run in case["runs"]:
            if "error" in run:
                print(f"\n{case['name']}, {case['setting']}: {run['error']}")


def _solve_row(case: dict[str, Any]) -> list[str]:
    runs = case["runs"]
    firsts = [x for r in runs if (x := _level(r, "first"))]
    costs = [x for r in runs if (x := _level(r, "cost"))]
    proved = [sum(x["proved"] for x in r.get("levels", [])) for r in runs]
    most = max((len(r.get("levels", [])) for r in runs), default=0)
    return [
        case["name"],
        case["setting"],
        f"{sum(bool(r.get('levels')) for r in runs)}/{len(runs)}",
        f"{median(proved):g}/{most}",
        " ".join(sorted({x["goal"] for x in firsts})) or "–",
        _mid((x["best"] for x in firsts), "{:,.0f}"),
        _mid((x["bound"] for x in firsts), "{:,.0f}"),
        _mid(map(_gap, firsts), "{:.2f}"),
        _mid((x["best"] for x in costs), "{:,.0f}"),
        _mid((x["bound"] for x in costs), "{:,.0f}"),
        _mid(map(_gap, costs), "{:.2f}"),
        _mid(r.get("first") for r in runs),
        _mid(r.get("near") for r in runs),
        _mid(r.get("seconds") for r in runs),
        _mid((r.get("memory") for r in runs), "{:.0f}"),
    ]


def print_published(sets: dict[str, list[dict[str, Any]]], seconds: float) -> None:
    """One row a set and setting: proved, at best known, gaps."""
    rows = []
    for name, cases in sets.items():
        for setting in dict.fromkeys(c["setting"] for c in cases):
            own = [c for c in cases if c["setting"] == setting]
            rows.append([name, setting, *_published_row(own)])
    head = ["set", "setting", "n", "planned", "proved", "at best known", "mean % above best known", "mean own gap %"]
    _table(f"Published instances, {seconds} s each", head, rows)


def _published_row(cases: Sequence[dict[str, Any]]) -> list[str]:
    done, proved, best, above, gaps = 0, 0, 0, [], []
    for case in cases:
        levels = [r["levels"][0] for r in case["runs"] if r.get("levels")]
        proved += sum(r.get("status") in ("optimal", "infeasible") for r in case["runs"]) * 2 > len(case["runs"])
        if not levels:
            continue
        done += 1
        value, known = median(x["best"] for x in levels), case["known"].get("ub")
        gaps.append(median(_gap(x) or 0.0 for x in levels))
        if known:
            best += value <= known
            above.append(100 * (value - known) / known)
    mean = f"{sum(above) / len(above):.2f}" if above else "–"
    own = f"{sum(gaps) / len(gaps):.1f}" if gaps else "–"
    return [str(len(cases)), str(done), str(proved), str(best), mean, own]


def print_cost(rows: Sequence[tuple[str, Sequence[float]]]) -> None:
    """Median wall times of what does not depend on a programme's size."""
    _table("Start-up and import", ["what", "s"], ([what, _mid(t, "{:.2f}")] for what, t in rows))


def print_growth(sizes: Sequence[tuple[int, dict[str, list[float]]]]) -> None:
    """Median time of each step by clusters, and milliseconds a cluster: level where growth is linear."""
    steps = list(dict.fromkeys(step for _, times in sizes for step in times))
    head = ["clusters", *(f"{step} {unit}" for step in steps for unit in ("s", "ms a cluster"))]
    rows = []
    for size, times in sizes:
        row = [str(size)]
        for step in steps:
            taken = times.get(step, [])
            row += [_mid(taken, "{:.2f}"), _mid((1000 * t / size for t in taken), "{:.1f}")]
        rows.append(row)
    _table("Validation, building, checking, reporting", head, rows)
