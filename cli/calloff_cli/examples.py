"""`calloff examples`: lists the bundled programmes, or copies one out to edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli.options import JsonOption, bundled_names
from calloff_cli.screen import out, rows, say


def examples(
    name: Annotated[str | None, typer.Argument(metavar="NAME", autocompletion=bundled_names)] = None,
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder for the copy.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the bundled programmes, or copy one out to edit."""
    from calloff_data.read import bundled, copy_bundled

    if (name is None) != (to is None):
        raise typer.BadParameter("NAME and --to go together: calloff examples NAME --to DIR")
    if name is not None and to is not None:
        copy_bundled(name, to)
        say(f"Copied to {to}. Next: calloff validate {to}")
    elif as_json:
        out(json.dumps([dict(zip(("name", "title", "about"), row, strict=True)) for row in bundled()], indent=1))
    else:
        rows(("name", "title", "about"), bundled())
