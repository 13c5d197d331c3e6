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
    baseline: o.BaselineOption = None,
    no_overspend: o.NoOverspendOption = False,
    as_json: o.JsonOption = False,
) -> None:
    """Recompute every rule and goal of a plan, and list what it breaks."""
    from calloff.check import check as recount
    from calloff.identity import content_hash
    from calloff_data.read import read
    from calloff_data.read.plan_file import read_plan

    read_in, given = read(programme), read_plan(plan)
    earlier = None if baseline is None else read_plan(baseline)
    report = recount(
        read_in, given, baseline=earlier, forbid_overspend=no_overspend, content_hash=content_hash(read_in)
    )
    if as_json:
        out(json.dumps({"clean": not report.breaches, **asdict(report)}, indent=1, ensure_ascii=False, default=str))
    else:
        for note in report.notes:
            say(plain(note))
        for breach in report.breaches:
            out(plain(str(breach)))
        say(f"{len(report.breaches)} breaches." if report.breaches else "Clean: every rule holds, every goal agrees.")
    if report.breaches:
        raise typer.Exit(Exit.INFEASIBLE)
