"""The options of `calloff import`, typed and worded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from calloff_cli import options as o


def formats(incomplete: str) -> list[str]:
    """Formats whose word begins so: for the shell's completion."""
    from calloff_data.importing import IMPORTS

    return [i.FORMAT for i in IMPORTS if i.FORMAT.startswith(incomplete)]


DAY = ["%Y-%m-%d"]
FormatArgument = Annotated[
    str, typer.Argument(metavar="FORMAT", help="`list` tells the formats.", autocompletion=formats)
]
FilesArgument = Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="What to read.")]
ToOption = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="A new folder for the rows and the report.")]
ProgrammeOption = Annotated[
    str | None,
    typer.Option(
        metavar="PROGRAMME",
        help="The programme they belong to: DIR gets it whole, with the new rows.",
        autocompletion=o.bundled_names,
    ),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        metavar="DATE",
        formats=DAY,
        help="What ended before this day is not taken; else the programme's as_of counts, else nothing is over.",
    ),
]
EndedOption = Annotated[bool, typer.Option("--ended", help="Take what is over too.")]
BuyerOption = Annotated[
    list[str] | None, typer.Option(metavar="WORDS", help="Only where the buyer holds these words; again for more.")
]
TextOption = Annotated[
    list[str] | None,
    typer.Option(metavar="WORDS", help="Only where title, description or supplier holds them; again for more."),
]
CpvOption = Annotated[
    list[str] | None, typer.Option(metavar="DIGITS", help="Only where a CPV code begins so; again for more.")
]
MinValueOption = Annotated[
    float | None, typer.Option(min=0, metavar="MONEY", help="Only what is worth this or more.", callback=o.finite)
]
DepartmentOption = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Department of systems whose buyer is none of the programme's; again for more."),
]
MappingOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The mapping.toml of an earlier import, edited at will.")
]
SheetOption = Annotated[str | None, typer.Option(metavar="NAME", help="The sheet of a workbook.")]
DayFirstOption = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How 03/04/2027 is read where no other date of its column shows."),
]
ReportedOption = Annotated[
    datetime | None,
    typer.Option(metavar="DATE", formats=DAY, help="Of dates: when they were said; else the status date of the file."),
]
EarliestOption = Annotated[
    bool, typer.Option("--earliest", help="Of dates: pin those to come as earliest, not as agreed.")
]
