"""`calloff examples`: lists the bundled programmes, or writes one out to edit: as CSV files or as a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli.options import JsonOption, bundled_names
from calloff_cli.screen import out, plain, rows, say

NAMED = "A bundled programme; for a workbook also a folder or file of your own."


def examples(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=NAMED, autocompletion=bundled_names)] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR|FILE.xlsx", help="A folder for the copy, or a workbook to write.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the bundled programmes, or copy one out to edit; to a FILE.xlsx any programme, also one of your own."""
    from calloff_data.read import bundled, copy_bundled
    from calloff_data.workbook.copy import is_workbook, write_workbook

    if (name is None) != (to is None):
        raise typer.BadParameter("NAME and --to go together: calloff examples NAME --to DIR or FILE.xlsx")
    if name is not None and to is not None and is_workbook(to):
        beside = write_workbook(name, to)[1:]
        scenarios = f" Its scenarios are in {plain(str(beside[0].parent))}." if beside else ""
        say(f"Written to {plain(str(to))}.{scenarios} Next: calloff validate {plain(str(to))}")
    elif name is not None and to is not None:
        copy_bundled(name, to)
        say(f"Copied to {to}. Next: calloff validate {to}")
    elif as_json:
        out(json.dumps([dict(zip(("name", "title", "about"), row, strict=True)) for row in bundled()], indent=1))
    else:
        rows(("name", "title", "about"), bundled())
