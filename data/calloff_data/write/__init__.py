"""Writing what a plan says: one module a format, all files whole or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from calloff.errors import Fault, InputError
from calloff.explain.reason import Reason
from calloff.explain.worth import Asked
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff_data.atomic import write_all_whole
from calloff_data.read.run_file import Made
from calloff_data.statutory import rulebook
from calloff_data.write import (
    briefing,
    csv_tables,
    ics,
    msproject,
    ocds,
    page,
    pdf,
    pipeline,
    plan_json,
    png,
    reasons_json,
    slides,
    svg,
    worth_json,
    xlsx,
)
from calloff_data.write.exporting import Exporter

__all__ = ["EXPORTS", "WRITERS", "Writer", "export", "report_of", "write_all", "write_reasons"]


class Writer(Protocol):
    """A format: the files it makes of a report, by path inside the output directory.

    A writer sees the report only, so that none shows what another holds back.
    """

    def files(self, report: Report, /) -> Mapping[str, bytes]:
        """Contents by relative path."""


WRITERS: tuple[Writer, ...] = (plan_json, page, csv_tables, reasons_json, worth_json)
"""Every format that `solve` writes."""

EXPLAINED: tuple[Writer, ...] = (reasons_json, worth_json, page)
"""What changes where reasons, or what capacity is worth, are found."""

EXPORTS: tuple[Exporter, ...] = (
    page,
    xlsx,
    slides,
    briefing,
    csv_tables,
    svg,
    png,
    pdf,
    ics,
    msproject,
    pipeline,
    ocds,
)
"""Every format that `export` writes when asked, in the order in which help lists them."""


def write_all(
    directory: str | Path,
    programme: Programme,
    plan: Plan,
    run: Mapping[str, object] | None = None,
    audience: Audience = "board",
    reasons: Sequence[Reason] = (),
    baseline: Plan | None = None,
    worth: Asked | None = None,
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
    reasons
        Why dates of this plan are as they are, where that is known.
    baseline
        A plan that this one is held against.
    worth
        What capacity is worth in this plan, where that was asked.

    Returns
    -------
    list
        Paths of the files.

    Raises
    ------
    InputError
        Where the directory cannot be written to.
    """
    law = rulebook(programme)
    report = tabulate(programme, plan, run, audience, law=law, reasons=reasons, baseline=baseline, worth=worth)
    return _write_with(WRITERS, report, Path(directory))


def report_of(
    made: Made, audience: Audience, reasons: Sequence[Reason] | None = None, baseline: Plan | None = None
) -> Report:
    """The report of a plan that was read: with what is kept beside it, or with other reasons."""
    told = made.reasons if reasons is None else reasons
    law = rulebook(made.programme)
    return tabulate(
        made.programme, made.plan, made.run, audience, law=law, reasons=told, baseline=baseline, worth=made.worth
    )


def write_reasons(directory: Path, report: Report) -> list[Path]:
    """Write what a report holds of questions asked, and the page that shows it: all, or none."""
    return _write_with(EXPLAINED, report, directory)


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


def _write_with(writers: Sequence[Writer], report: Report, base: Path) -> list[Path]:
    contents = {base / name: data for writer in writers for name, data in writer.files(report).items()}
    _write(contents, base, "a folder you may write to")
    return list(contents)


def _write(contents: Mapping[Path, bytes], named: Path, wanted: str) -> None:
    try:
        write_all_whole(contents)
    except OSError as found:
        problem = f"cannot be written to: {found.strerror or found}"
        raise InputError([Fault(str(named), "", "", "", "", problem, wanted)]) from None
