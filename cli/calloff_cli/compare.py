"""`calloff compare`: what moved between plans, and where the pressure changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit
from calloff_cli.screen import out

PlansArgument = Annotated[list[Path], typer.Argument(metavar="PLAN PLAN…", help="Plans; the first is measured from.")]
OfOption = Annotated[
    str | None, typer.Option("--programme", metavar="PROGRAMME", help="Tells which cluster each date belongs to.")
]
ToleranceOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CLUSTER=SLOTS", help="How far a cluster's dates may move; needs --programme."),
]


def compare(
    plans: PlansArgument,
    programme: OfOption = None,
    tolerance: ToleranceOption = None,
    as_json: o.JsonOption = False,
) -> None:
    """Compare plans: goals side by side, what moved and by how much, where the pressure changed."""
    from calloff.compare import compare as put_side_by_side
    from calloff.compare import named_plans, parse_tolerances
    from calloff_cli.answers import say_comparison, short_names
    from calloff_data.read import read
    from calloff_data.read.plan_file import read_plan

    if len(plans) < 2:
        raise typer.BadParameter("give at least two plans")
    if tolerance and programme is None:
        raise typer.BadParameter("--tolerance needs --programme, which knows the clusters")
    read_in = None if programme is None else read(programme)
    allowed = parse_tolerances(tolerance or (), read_in)
    named = named_plans(list(zip(short_names(plans), map(read_plan, plans), strict=True)))
    found = put_side_by_side(named, read_in, allowed)
    if as_json:
        out(json.dumps(asdict(found), indent=1, ensure_ascii=False))
    else:
        say_comparison(found)
    if found.beyond:
        raise typer.Exit(Exit.INFEASIBLE)
