"""The command `calloff`: its parts, and how a failure ends.

Commands import what computes only when they run, so that help and completion answer at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from calloff import __version__
from calloff_cli import (
    check,
    compare,
    examples,
    exits,
    explain,
    export,
    import_,
    schema,
    screen,
    solve,
    terms,
    validate,
    whatif,
)

app = typer.Typer(
    name="calloff",
    help="Proved, staggered plans for public procurement programmes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("examples")(examples.examples)
app.command("validate")(validate.validate)
app.command("solve")(solve.solve)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("whatif")(whatif.whatif)
app.command("compare")(compare.compare)
app.command("terms")(terms.terms)
app.command("import")(import_.import_)
app.command("export")(export.export)
app.command("schema")(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"calloff {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Proved, staggered plans for public procurement programmes."""


def main() -> None:
    """Run the command line; every error becomes a message and an exit code here."""
    screen.speak_utf8()
    try:
        app()
    except Exception as error:
        if exits.debugging():
            raise
        exits.tell(error)
        sys.exit(exits.code_of(error))
