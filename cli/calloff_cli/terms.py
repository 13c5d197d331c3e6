"""`calloff terms`: what contract-length flexibility is worth, as switching values with their proof."""

from __future__ import annotations

from typing import Annotated

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit


def in_months(text: str) -> str:
    """The list of longest terms, once it is one."""
    try:
        if all(1 <= int(x) <= 100 for x in text.split(",")):
            return text
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no list of years from 1 to 100, as 5,7,10")


LongestOption = Annotated[
    str, typer.Option(metavar="YEARS", help="Longest terms to compare, in years.", callback=in_months)
]
KindOption = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="Kind of lot; repeatable.")]
AtOnceOption = Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Processes that solve at a time.")]


def terms(
    programme: o.ProgrammeArgument,
    to: o.OutOption,
    longest: LongestOption = "5,6,7,8,10,12",
    kind: KindOption = None,
    time_limit: o.TimeLimitOption = 60,
    at_once: AtOnceOption = 2,
    as_json: o.JsonOption = False,
) -> None:
    """Try each longest term, and say where the answer turns. The time limit is for each solve."""
    from calloff.terms import kinds_of, study
    from calloff_cli.screen import out, plain, say
    from calloff_cli.terms_said import say_study
    from calloff_data.read import read
    from calloff_data.write.terms import terms_bytes, write_terms

    read_in = read(programme)
    known = kinds_of(read_in)
    if not known or not set(kind or ()) <= set(known):
        say(plain(f"Kinds of lot with a term still to choose: {', '.join(known) or 'none'}."))
        raise typer.Exit(Exit.USAGE)
    months = [12 * int(x) for x in longest.split(",")]
    made = study(read_in, months, kind or (), seconds=time_limit, at_once=at_once, tell=lambda x: say(plain(x)))
    if all(row.best is None for row in made.rows):
        say("No longest term has a plan. Nothing was written.")
        raise typer.Exit(Exit.INFEASIBLE if all(r.status == "infeasible" for r in made.rows) else Exit.NO_PLAN)
    files = write_terms(to, made)
    if as_json:
        out(terms_bytes(made).decode().rstrip("\n"))
    else:
        say_study(made, to, files)
