"""`calloff validate`: every fault at once, then what is legal but suspicious."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from calloff.errors import InputError
from calloff_cli.exits import Exit, faults_as_json
from calloff_cli.options import JsonOption, ProgrammeArgument
from calloff_cli.screen import out, plain, say


def validate(programme: ProgrammeArgument, as_json: JsonOption = False) -> None:
    """Say every fault of a programme at once; then what is legal but suspicious."""
    from calloff.findings import findings
    from calloff.identity import content_hash
    from calloff_data.read import read
    from calloff_data.statutory import rulebook
    from calloff_data.support import support_dates

    try:
        read_in = read(programme)
    except InputError as error:
        if not as_json:
            raise
        out(faults_as_json(error))
        raise typer.Exit(Exit.INPUT) from None
    found = findings(read_in, rulebook(read_in), support_dates())
    if as_json:
        report = {"valid": True, "hash": content_hash(read_in), "findings": [asdict(f) for f in found]}
        out(json.dumps(report, indent=1, ensure_ascii=False))
        return
    for finding in found:
        out(plain(str(finding)))
    say(f"Valid, with {len(found)} findings." if found else "Valid; nothing suspicious found.")
