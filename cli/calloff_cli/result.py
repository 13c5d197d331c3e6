"""What `calloff solve` says when it is done: the plan in a screenful, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calloff import __version__
from calloff.plan import GoalRun
from calloff.summary import Summary, summarise
from calloff_cli.screen import heading, number, out, plain, rows, say

if TYPE_CHECKING:
    from calloff.report import Report
    from calloff.solve import Outcome


def clock() -> str:
    """The time by the clock of this machine, as ISO in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def facts_of(outcome: Outcome, started: str) -> dict[str, object]:
    """Facts of a run for run.json: they differ from run to run, the plan need not."""
    return {
        "version": __version__,
        "started": started,
        "seconds": outcome.seconds,
        "status": outcome.status,
        "interrupted": outcome.interrupted,
    }


def say_plan(report: Report, to: Path, files: Sequence[Path]) -> None:
    """Print what a plan comes to, at 80 columns, and where its files are."""
    summary = summarise(report.programme, report.plan)
    if report.plan.origin.title:
        out(plain(report.plan.origin.title))
    out(summary.verdict)
    _say_procurements(summary)
    heading("Goals, in order")
    rows(("goal", "value", "bound", "proved", "unit"), map(_goal, report.plan.goals), right=(1, 2))
    for goal in report.plan.goals:
        if goal.best is not None and goal.value > goal.best:
            out(f"{goal.goal} may give way by {goal.tolerance} to later goals: its best is {goal.best:,}.")
    if summary.decisions:
        heading("Next decisions")
        decisions = [(shown(d.last_safe_day), d.what, d.owner or "–") for d in summary.decisions]
        rows(("last safe day", "what", "owner"), decisions)
        out("These days keep this plan; `calloff explain` tells what a later one costs.")
    _say_files(to, files)
    if report.run.get("interrupted"):
        say("Stopped on request: this is the best plan so far.")


def say_json(report: Report) -> None:
    """Print the plan as its file holds it."""
    from calloff_data.write.plan_json import plan_bytes

    out(plan_bytes(report.plan).decode().rstrip("\n"))


def say_none(outcome: Outcome, as_json: bool) -> None:
    """Say that there is no plan, and whether that is proved."""
    if as_json:
        out(json.dumps({"status": outcome.status}))
    if outcome.status == "infeasible":
        say("Infeasible: proved that no plan keeps every rule. Nothing was written.")
        say("`calloff explain` with the same programme says what stands in the way.")
    elif outcome.interrupted:
        say("Stopped on request before a plan was found. Nothing was written.")
    else:
        say("Unknown: no plan was found within the limit, and none is ruled out. Nothing was written.")


def shown(day: date | None) -> str:
    """A day as ISO; a dash where it is not known."""
    return "–" if day is None else day.isoformat()


def _say_procurements(summary: Summary) -> None:
    heading("Go to market")
    lines = [(p.cluster, p.procurement, shown(p.gtm), shown(p.award), shown(p.live)) for p in summary.procurements]
    rows(("cluster", "procurement", "GTM", "award", "last go-live"), lines)


def _say_files(to: Path, files: Sequence[Path]) -> None:
    heading(f"Written to {plain(str(to))}")
    tables = [f for f in files if f.parent != to]
    names = [f.name for f in files if f.parent == to]
    out("  " + ", ".join(names) + (f", and {len(tables)} tables" if tables else ""))


def _goal(run: GoalRun) -> tuple[str, str, str, str, str]:
    return (run.goal, number(run.value), number(run.bound), "yes" if run.proved else "no", run.unit)
