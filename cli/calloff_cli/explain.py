"""`calloff explain`: why this date; or, without a plan, what stands in the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit
from calloff_cli.screen import out, plain, say

PlanOption = Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help="A plan.json: why are its dates so?")]
MoveOption = Annotated[
    str | None,
    typer.Option("--move", metavar="ITEM=DATE", help="What a date there takes; ITEM.award=DATE for an award."),
]
CapacityOption = Annotated[bool, typer.Option("--capacity", help="What is one more of what the plan uses up worth?")]
AssumptionsOption = Annotated[bool, typer.Option("--assumptions", help="Which dates stand if figures are wrong?")]
ItemArgument = Annotated[
    str | None, typer.Argument(metavar="[ITEM]", help="A cluster, procurement, lot, department, contract or system.")
]


def explain(
    programme: o.ProgrammeArgument,
    item: ItemArgument = None,
    plan: PlanOption = None,
    scenario: o.ScenarioOption = None,
    move: MoveOption = None,
    assumptions: AssumptionsOption = False,
    capacity: CapacityOption = False,
    time_limit: o.TimeLimitOption = 120.0,
    workers: o.WorkersOption = 2,
    seed: o.SeedOption = 0,
    no_overspend: o.NoOverspendOption = False,
    as_json: o.JsonOption = False,
) -> None:
    """Say why each date is as it is; without a plan, which limits leave none. Each answer is proved by solving."""
    from calloff.explain import answers
    from calloff.options import Options
    from calloff_data.read import read_with
    from calloff_data.read.plan_file import read_plan

    read_in, _ = read_with(programme, scenario or ())
    if plan is None and (move is not None or assumptions or capacity):
        raise typer.BadParameter("--move, --assumptions and --capacity ask about a plan: give it with --plan")
    if plan is not None and move is not None:
        given = Options(time_limit=time_limit, workers=workers, seed=seed, no_overspend=no_overspend)
        told = answers.what_moving_takes(read_in, read_plan(plan), move, given)
    elif plan is not None and capacity:
        given = Options(time_limit=time_limit, workers=workers, seed=seed, no_overspend=no_overspend)
        told = answers.what_capacity_is_worth(read_in, read_plan(plan), given, lambda x: say(plain(x)))
    elif plan is not None and assumptions:
        told = answers.if_figures_are_wrong(
            read_in, read_plan(plan), seconds=time_limit, workers=workers, seed=seed, on_each=lambda x: say(plain(x))
        )
    elif plan is None:
        told = answers.why_none(read_in, seconds=time_limit, workers=workers, seed=seed, forbid_overspend=no_overspend)
    else:
        asked = answers.Question(read_in, read_plan(plan), item)
        told = answers.why(asked, seconds=time_limit, workers=workers, seed=seed, on_each=lambda x: say(plain(x)))
    out(json.dumps(told.data, indent=1, ensure_ascii=False) if as_json else plain("\n".join(told.lines)))
    if told.infeasible:
        raise typer.Exit(Exit.INFEASIBLE)
