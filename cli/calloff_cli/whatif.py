"""`calloff whatif`: futures of a programme, each solved and checked, side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from calloff_cli import options as o

CasesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario", metavar="NAME", help="A future: a scenario's name or file; A+B has both. Again for more."
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every scenario that lies beside the programme.")]
CurveOption = Annotated[bool, typer.Option("--curve", help="Cost against the most bids wanted at once, too.")]
AtOnceOption = Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Futures solved at a time.")]


def whatif(
    programme: o.ProgrammeArgument,
    to: o.OutOption,
    scenario: CasesOption = None,
    every: AllOption = False,
    curve: CurveOption = False,
    at_once: AtOnceOption = 2,
    time_limit: o.TimeLimitOption = 180,
    workers: o.WorkersOption = 1,
    seed: o.SeedOption = 0,
    deterministic: o.DeterministicOption = None,
    goals: o.GoalsOption = None,
    no_overspend: o.NoOverspendOption = False,
    audience: o.AudienceOption = o.Audience.BOARD,
    as_json: o.JsonOption = False,
) -> None:
    """Solve a programme as it stands and under scenarios, and compare: goals, moves, timelines, money."""
    from calloff.options import Options, parse_goals
    from calloff.report.futures import futures
    from calloff_cli import answers
    from calloff_data.read import scenario_names
    from calloff_data.read.cases import read_cases
    from calloff_data.write.whatif import write_whatif

    names = [*(scenario or ()), *(scenario_names(programme) if every else ())]
    if not names and not curve:
        raise typer.BadParameter("name a scenario with --scenario, or ask for --all or --curve")
    options = Options(
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        goals=parse_goals(goals) if goals else (),
        no_overspend=no_overspend,
    )
    cases = read_cases(programme, names)
    asking = answers.Asking(to, at_once, keeps=audience is not o.Audience.MARKET)
    found = asking.ask(cases, options)
    points = asking.curve(cases[0], options) if curve else []
    result = futures(cases, found, cases[0].programme, audience.value, points)
    files = write_whatif(to, result)
    answers.say_futures(result, to, files, as_json)
    raise typer.Exit(answers.code_of(found))
