"""Arguments and options that commands share, typed and worded once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Audience(StrEnum):
    """Who will read what is written."""

    TEAM = "team"
    BOARD = "board"
    MARKET = "market"


def bundled_names(incomplete: str) -> list[str]:
    """Bundled programmes whose name begins so: for the shell's completion."""
    from calloff_data.read import bundled

    return [name for name, *_ in bundled() if name.startswith(incomplete)]


ProgrammeArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROGRAMME",
        help="A folder of CSV files, a file, or the name of a bundled programme.",
        autocompletion=bundled_names,
    ),
]
PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan.json.")]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the plan, report and tables.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AudienceOption = Annotated[
    Audience,
    typer.Option(help="What written files may hold: team all; board no supplier by name; market dates and titles."),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="PLAN", help="An earlier plan.json: movement against it becomes the goal `stability`."),
]
NoOverspendOption = Annotated[bool, typer.Option("--no-overspend", help="Forbid spend above what is approved.")]
TimeLimitOption = Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Stop after so long.")]
WorkersOption = Annotated[int, typer.Option(min=0, metavar="N", help="Threads of the solver; 0 = one a core.")]
SeedOption = Annotated[int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Seed of the solver.")]
DeterministicOption = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        metavar="LIMIT",
        help="One worker and a limit in the solver's own units: the same input gives the same bytes.",
    ),
]
GoalsOption = Annotated[
    str | None,
    typer.Option(metavar="LIST", help="Goals in order, each with its tolerance if any, as `gap,cost~1%`."),
]
