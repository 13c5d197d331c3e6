"""What `calloff solve` says when it is done: the plan in a screenful, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from calloff.plan import GoalRun, Plan
from calloff.programme import Programme
from calloff.summary import summarise
from calloff_cli.screen import heading, number, out, plain, rows, say


def say_plan(programme: Programme, plan: Plan, files: Sequence[Path]) -> None:
    """Print what a plan comes to, at 80 columns."""
    summary = summarise(programme, plan)
    out(f"{plain(plan.origin.title)}\n{summary.verdict}")
    heading("Go to market")
    rows(
        ("cluster", "procurement", "GTM", "award", "last live"),
        [(p.cluster, p.procurement, shown(p.gtm), shown(p.award), shown(p.live)) for p in summary.procurements],
    )
    heading("Goals, in order")
    rows(("goal", "value", "bound", "proved", "unit"), map(_goal, plan.goals), right=(1, 2))
    if summary.decisions:
        heading("Next decisions")
        rows(
            ("last safe day", "what", "owner"),
            [(shown(d.last_safe_day), d.what, d.owner or "–") for d in summary.decisions],
        )
    heading("Written")
    for file in files:
        out(f"  {file}")


def say_none(status: str, interrupted: bool, as_json: bool) -> None:
    """Say that there is no plan, and whether that is proved."""
    if as_json:
        out(json.dumps({"status": status}))
    if status == "infeasible":
        say("Infeasible: proved that no plan keeps every rule. Nothing was written.")
    elif interrupted:
        say("Stopped before a plan was found. Nothing was written.")
    else:
        say("Unknown: no plan was found within the limit, and none is ruled out. Nothing was written.")


def shown(day: date | None) -> str:
    """A day as ISO; a dash where it is not known."""
    return "–" if day is None else day.isoformat()


def _goal(run: GoalRun) -> tuple[str, str, str, str, str]:
    return (run.goal, number(run.value), number(run.bound), "yes" if run.proved else "no", run.unit)
