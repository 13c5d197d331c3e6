"""`calloff export`: a plan in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from calloff_cli import options as o
from calloff_cli.screen import plain, say

FileOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")]
OfOption = Annotated[
    str | None,
    typer.Option("--programme", metavar="PROGRAMME", help="What the plan is of, if run.json beside it does not say."),
]
AgainstOption = Annotated[
    Path | None, typer.Option("--baseline", metavar="PLAN", help="An earlier plan.json, to measure drift against.")
]


def formats(incomplete: str) -> list[str]:
    """Formats whose word begins so: for the shell's completion."""
    from calloff_data.write import EXPORTS

    return [e.FORMAT for e in EXPORTS if e.FORMAT.startswith(incomplete)]


FormatArgument = Annotated[
    str, typer.Argument(metavar="FORMAT", help="`list` tells the formats.", autocompletion=formats)
]


def export(
    form: FormatArgument,
    plan: Annotated[Path | None, typer.Argument(metavar="PLAN", help="A plan.json.")] = None,
    to: FileOption = None,
    programme: OfOption = None,
    scenario: o.ScenarioOption = None,
    baseline: AgainstOption = None,
    audience: o.AudienceOption = o.Audience.BOARD,
) -> None:
    """Write a plan in another format; `calloff export list` tells which there are."""
    from calloff_cli.screen import rows
    from calloff_data.read.plan_file import read_plan
    from calloff_data.read.run_file import read_made
    from calloff_data.write import EXPORTS, report_of
    from calloff_data.write import export as write

    if form == "list":
        rows(("format", "about"), [(e.FORMAT, e.ABOUT) for e in EXPORTS])
        return
    chosen = next((e for e in EXPORTS if form == e.FORMAT), None)
    if chosen is None:
        raise typer.BadParameter(plain(f"{form} is not a format; give one of {', '.join(e.FORMAT for e in EXPORTS)}"))
    if plan is None or to is None:
        raise typer.BadParameter("give a plan and a file: calloff export FORMAT PLAN -o FILE")
    made = read_made(plan, programme, scenario or ())
    earlier = None if baseline is None else read_plan(baseline)
    notes = write(report_of(made, audience.value, baseline=earlier), chosen, to)
    for note in (*notes, *([made.note] if made.note else [])):
        say(plain(note))
    say(plain(f"Written to {to}."))
