"""Writing what a plan says: one module a format, all files whole or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from calloff.errors import Fault, InputError
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff_data.atomic import write_all_whole
from calloff_data.write import csv_tables, page, plan_json

__all__ = ["WRITERS", "Writer", "write_all"]


class Writer(Protocol):
    """A format: the files it makes of a report, by path inside the output directory.

    A writer sees the report only, so that none shows what another holds back.
    """

    def files(self, report: Report, /) -> Mapping[str, bytes]:
        """Contents by relative path."""


WRITERS: tuple[Writer, ...] = (plan_json, page, csv_tables)
"""Every format that `solve` writes."""


def write_all(
    directory: str | Path,
    programme: Programme,
    plan: Plan,
    run: Mapping[str, object] | None = None,
    audience: Audience = "board",
) -> list[Path]:
    """Write a plan in every format: all files, or none.

    Parameters
    ----------
    directory
        Where to; made where it is not there. Files of other names in it are left alone.
    programme, plan, run
        What was planned, the plan, and facts of the run that made it.
    audience
        Who may read the files.

    Returns
    -------
    list
        Paths of the files.

    Raises
    ------
    InputError
        Where the directory cannot be written to.
    """
    report = tabulate(programme, plan, run, audience)
    base = Path(directory)
    contents = {base / name: data for writer in WRITERS for name, data in writer.files(report).items()}
    try:
        write_all_whole(contents)
    except OSError as found:
        raise _unwritable(base, found) from None
    return list(contents)


def _unwritable(directory: Path, found: OSError) -> InputError:
    problem = f"cannot be written to: {found.strerror or found}"
    return InputError([Fault(str(directory), "", "", "", "", problem, "a folder you may write to")])
