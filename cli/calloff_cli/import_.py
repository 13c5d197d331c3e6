"""`calloff import`: other people's registers, notices and plans as rows of a programme."""

from __future__ import annotations

import typer

from calloff_cli import import_options as i
from calloff_cli.options import JsonOption
from calloff_cli.screen import plain, rows


def import_(
    form: i.FormatArgument,
    files: i.FilesArgument = None,
    to: i.ToOption = None,
    programme: i.ProgrammeOption = None,
    as_of: i.AsOfOption = None,
    ended: i.EndedOption = False,
    buyer: i.BuyerOption = None,
    text: i.TextOption = None,
    cpv: i.CpvOption = None,
    min_value: i.MinValueOption = None,
    department: i.DepartmentOption = None,
    mapping: i.MappingOption = None,
    sheet: i.SheetOption = None,
    day_first: i.DayFirstOption = None,
    reported: i.ReportedOption = None,
    earliest: i.EarliestOption = False,
    as_json: JsonOption = False,
) -> None:
    """Turn other people's files into rows of a programme; `calloff import list` tells the formats."""
    from decimal import Decimal

    from calloff_cli.imported import Tally, tell
    from calloff_data.importing import IMPORTS, Wishes, read_target, write

    if form == "list":
        rows(("format", "about"), [(x.FORMAT, x.ABOUT) for x in IMPORTS])
        return
    chosen = next((x for x in IMPORTS if form == x.FORMAT), None)
    if chosen is None:
        raise typer.BadParameter(plain(f"{form} is not a format; give one of {', '.join(x.FORMAT for x in IMPORTS)}"))
    if not files or to is None:
        raise typer.BadParameter("give files and a folder: calloff import FORMAT FILE… --to DIR")
    target = read_target(programme)
    wishes = Wishes(
        as_of=as_of.date() if as_of else target.as_of,
        ended=ended,
        buyers=tuple(buyer or ()),
        texts=tuple(text or ()),
        cpvs=tuple(cpv or ()),
        min_value=None if min_value is None else Decimal(str(min_value)),
        departments=tuple(department or ()),
        mapping=mapping,
        sheet=sheet,
        day_first=day_first,
        reported=reported.date() if reported else None,
        open_kind="earliest" if earliest else "agreed",
        target=target,
    )
    tally = Tally(keep=as_json)
    imported = chosen.bring(files, wishes)
    written = write(imported, chosen, to, target, tally.take)
    tell(tally, imported, written, to, wishes, as_json=as_json)
