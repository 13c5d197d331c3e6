"""Any programme that can be read, written out as a workbook to fill in, with its scenarios beside it."""

from __future__ import annotations

from pathlib import Path

from calloff.errors import Fault, InputError
from calloff_data.atomic import write_all_whole
from calloff_data.read import read
from calloff_data.read.bundled import keep
from calloff_data.read.scenario_file import own_folder, scenario_files
from calloff_data.workbook.book import workbook

SUFFIX = ".xlsx"


def is_workbook(path: Path) -> bool:
    """Whether a name asks for a workbook."""
    return path.suffix.lower() == SUFFIX


def write_workbook(source: str, to: Path) -> list[Path]:
    """Write a programme as a workbook, and copy its scenarios to a folder beside it; the files written.

    Raises
    ------
    InputError
        The programme has faults, a file stands in the way, or nothing can be written there.
    """
    scenarios = {own_folder(to) / file.name: file for file in scenario_files(source)}
    keep([path for path in (to, *scenarios) if path.exists()])
    targets: dict[Path, str | bytes] = {to: workbook(read(source), to.name)}
    targets |= {path: file.read_bytes() for path, file in scenarios.items()}
    try:
        write_all_whole(targets)
    except OSError as found:
        problem = f"cannot be written to: {found.strerror or found}"
        raise InputError([Fault(str(to), "", "", "", "", problem, "a file you may write")]) from None
    return list(targets)
