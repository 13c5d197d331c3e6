"""`calloff check`: recomputes every rule and goal of a plan, without the solver."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit
from calloff_cli.screen import out, plain, say


def check(
    programme: o.ProgrammeArgument,
    plan: o.PlanArgument,
    scenario: o.ScenarioOption = None,
    baseline: o.BaselineOption = None,
    no_overspend: o.NoOverspendOption = False,
    as_json: o.JsonOption = False,
) -> None:
    """Recompute every rule and goal of a plan, and list what it breaks."""
    from calloff.check import check as recount
    from calloff_data.read import read_with
    from calloff_data.read.plan_file import read_plan

    (read_in, basis), given = read_with(programme, scenario or ()), read_plan(plan)
    earlier = None if baseline is None else read_plan(baseline)
    report = recount(
        read_in,
        given,
        baseline=earlier,
        forbid_overspend=no_overspend,
        content_hash=basis.hash,
        scenarios=basis.scenarios,
    )
    if as_json:
        out(json.dumps({"clean": not report.breaches, **asdict(report)}, indent=1, ensure_ascii=False, default=str))
    else:
        for note in report.notes:
            say(plain(note))
        for breach in report.breaches:
            out(plain(str(breach)))
        say(_verdict(len(report.breaches)))
    if report.breaches:
        raise typer.Exit(Exit.INFEASIBLE)


def _verdict(breaches: int) -> str:
    if not breaches:
        return "Clean: every rule holds, every goal agrees."
    return "1 breach." if breaches == 1 else f"{breaches} breaches."
