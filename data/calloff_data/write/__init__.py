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
from calloff_data.write import csv_tables, page, plan_json, slides, xlsx
from calloff_data.write.exporting import Exporter

__all__ = ["EXPORTS", "WRITERS", "Writer", "export", "write_all"]


class Writer(Protocol):
    """A format: the files it makes of a report, by path inside the output directory.

    A writer sees the report only, so that none shows what another holds back.
    """

    def files(self, report: Report, /) -> Mapping[str, bytes]:
        """Contents by relative path."""


WRITERS: tuple[Writer, ...] = (plan_json, page, csv_tables)
"""Every format that `solve` writes."""

EXPORTS: tuple[Exporter, ...] = (page, xlsx, slides, csv_tables)
"""Every format that `export` writes when asked, in the order in which help lists them."""


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
    _write(contents, base, "a folder you may write to")
    return list(contents)


def export(report: Report, exporter: Exporter, to: Path) -> tuple[str, ...]:
    """Write a report in one format, and give what a person should know about the file.

    Raises
    ------
    InputError
        Where the file cannot be written.
    MissingPartError
        Where the format needs a part that is not installed.
    """
    made = exporter.export(report)
    _write({to: made.data}, to, "a file you may write")
    return made.notes


def _write(contents: Mapping[Path, bytes], named: Path, wanted: str) -> None:
    try:
        write_all_whole(contents)
    except OSError as found:
        problem = f"cannot be written to: {found.strerror or found}"
        raise InputError([Fault(str(named), "", "", "", "", problem, wanted)]) from None
