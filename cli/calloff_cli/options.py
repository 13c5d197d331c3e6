"""Arguments and options that commands share, typed and worded once."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli.screen import plain


class Audience(StrEnum):
    """Who will read what is written."""

    TEAM = "team"
    BOARD = "board"
    MARKET = "market"


def bundled_names(incomplete: str) -> list[str]:
    """Bundled programmes whose name begins so: for the shell's completion."""
    from calloff_data.read import bundled

    return [name for name, *_ in bundled() if name.startswith(incomplete)]


def known_goals(text: str | None) -> str | None:
    """The list of goals, once it is one: a wrong list is a wrong command line, not a wrong input."""
    from calloff.errors import InputError
    from calloff.options import parse_goals

    try:
        parse_goals(text or "gap")
    except InputError as error:
        faults = (f"{f.value!r}: {f.problem}; {f.wanted}" for f in error.faults)
        raise typer.BadParameter(plain("\n".join(faults))) from None
    return text


def finite(number: float | None) -> float | None:
    """A number that is one: `inf` and `nan` read as numbers too."""
    if number is not None and not isfinite(number):
        raise typer.BadParameter(f"{number} is not a number of seconds or units")
    return number


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
ScenarioOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario", metavar="NAME", help="A scenario of the programme, or a file; again for more, applied in order."
    ),
]
TimeLimitOption = Annotated[
    float, typer.Option(min=0.1, metavar="SECONDS", help="Stop after so long.", callback=finite)
]
WorkersOption = Annotated[int, typer.Option(min=0, max=256, metavar="N", help="Threads of the solver; 0 = one a core.")]
SeedOption = Annotated[int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Seed of the solver.")]
DeterministicOption = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        metavar="LIMIT",
        callback=finite,
        help="One worker and a limit in the solver's own units: the same input gives the same bytes.",
    ),
]
GoalsOption = Annotated[
    str | None,
    typer.Option(
        metavar="LIST", help="Goals in order, each with its tolerance if any, as `gap,cost~1%`.", callback=known_goals
    ),
]
