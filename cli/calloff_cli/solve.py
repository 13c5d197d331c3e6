"""`calloff solve`: finds a plan, and writes it with its report and tables."""

from __future__ import annotations

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit


def solve(
    programme: o.ProgrammeArgument,
    to: o.OutOption,
    time_limit: o.TimeLimitOption = 60,
    workers: o.WorkersOption = 2,
    seed: o.SeedOption = 0,
    deterministic: o.DeterministicOption = None,
    goals: o.GoalsOption = None,
    scenario: o.ScenarioOption = None,
    baseline: o.BaselineOption = None,
    no_overspend: o.NoOverspendOption = False,
    audience: o.AudienceOption = o.Audience.BOARD,
    as_json: o.JsonOption = False,
) -> None:
    """Find the best plan, prove what can be proved, and write it with a report."""
    from calloff.options import Options, parse_goals
    from calloff.report import tabulate
    from calloff.solve import solve as find
    from calloff_cli import result
    from calloff_cli.screen import plain, say, watching
    from calloff_data.read import read_with
    from calloff_data.read.plan_file import read_plan
    from calloff_data.read.reasons_file import reasons_in
    from calloff_data.read.run_file import noted
    from calloff_data.read.worth_file import worth_in
    from calloff_data.write import write_all

    options = Options(
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        goals=parse_goals(goals) if goals else (),
        no_overspend=no_overspend,
    )
    read_in, basis = read_with(programme, scenario or ())
    earlier = None if baseline is None else read_plan(baseline)
    started = result.clock()
    with watching() as progress:
        outcome = find(
            read_in, options, on_progress=progress, baseline=earlier, base=basis.hash, scenarios=basis.scenarios
        )
    if outcome.plan is None:
        result.say_none(outcome, as_json)
        raise typer.Exit(Exit.INFEASIBLE if outcome.status == "infeasible" else Exit.NO_PLAN)
    facts = {**result.facts_of(outcome, started), **noted(programme, scenario or (), to)}
    report = tabulate(read_in, outcome.plan, facts, audience.value, baseline=earlier)
    known = reasons_in(to, outcome.plan)
    worth = worth_in(to, outcome.plan)
    files = write_all(to, read_in, outcome.plan, facts, audience.value, known.reasons, earlier, worth.asked)
    if as_json:
        result.say_json(report)
    else:
        result.say_plan(report, to, files)
    for note in filter(None, (known.note, worth.note)):
        say(plain(note))
