"""A cluster's plan as a sheet: milestones and days in two columns, or more where they are headed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from calloff_data.importing.days import Convention, DayRead, read_day
from calloff_data.importing.grids import Grid, GridRow, open_grids, refused
from calloff_data.importing.headings import normal
from calloff_data.importing.importing import Wishes
from calloff_data.importing.planned import PlanFile, Planned
from calloff_data.importing.register_cells import text_of

HEADS: Mapping[str, frozenset[str]] = {
    "name": frozenset(
        ("milestone", "milestones", "task", "task name", "name", "activity", "event", "step", "stage", "key milestone",
         "milestone name", "what", "deliverable", "description", "title", "phase")
    ),
    "item": frozenset(
        ("item", "procurement", "project", "department", "lot", "cluster", "programme item", "workstream", "contract")
    ),
    "date": frozenset(
        ("date", "day", "milestone date", "planned date", "forecast", "forecast date", "current forecast", "due",
         "due date", "target date", "planned", "when", "finish", "finish date", "end", "end date", "latest forecast",
         "planned finish", "current date", "expected date", "agreed date", "target", "completion date")
    ),
    "start": frozenset(("start", "start date", "planned start")),
    "actual": frozenset(("actual", "actual date", "actual finish", "date achieved", "achieved", "completed on",
                         "actual end")),
    "done": frozenset(
        ("status", "done", "complete", "completed", "percent complete", "progress", "pc complete", "state", "rag",
         "complete y n")
    ),
    "reported": frozenset(("reported", "reported on", "date reported", "as of", "as at", "status date", "updated",
                           "last updated")),
}  # fmt: skip
_DONE = re.compile(
    r"\W*(?:100(?:\.0+)?\s*%?|1(?:\.0+)?|complete[d]?|done|achieved|yes|y|actual|closed|finished|met|x|✓|✔)\W*"
)


def read_plan(path: Path, wishes: Wishes) -> PlanFile:
    """The lines of a sheet.

    Raises
    ------
    InputError
        It has no column of names beside a column of days.
    """
    grids = [g for g in open_grids(path) if wishes.sheet is None or g.sheet.casefold() == wishes.sheet.casefold()]
    found = [(grid, head) for grid in grids if (head := _head(grid)) is not None]
    if not found:
        wanted = "give milestones in one column and days in another, headed milestone and date"
        raise refused(path, "no column of milestones beside a column of days is found", wanted)
    if len(found) > 1:
        names = ", ".join(f"“{grid.sheet}”" for grid, _ in found)
        raise refused(path, f"several sheets hold milestones and days: {names}", "name one with --sheet NAME")
    grid, (row, columns) = found[0]
    context = f"{path.stem} {grid.sheet}"
    return PlanFile(path.name, context, list(_lines(grid, row, columns, wishes)))


def _head(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """The row of headings and what each column holds; row 0 where days begin at once, below no heading."""
    first = grid.first(60)
    for row in first:
        columns: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            name = normal(cell) if isinstance(cell, str) else ""
            field = next((f for f, names in HEADS.items() if name in names and f not in columns), None)
            if field:
                columns[field] = index
        if "name" in columns and {"date", "actual", "start"} & set(columns):
            return row.number, columns
    return _unheaded(first)


def _unheaded(rows: Sequence[GridRow]) -> tuple[int, Mapping[str, int]] | None:
    for row in rows:
        days = [i for i, c in enumerate(row.cells) if read_day(c, Convention(None), last=True).kind == "day"]
        words = [i for i, c in enumerate(row.cells) if isinstance(c, str) and c.strip() and i not in days]
        if days and words:
            return row.number - 1, {"name": words[0], "date": days[0]}
    return None


def _lines(grid: Grid, head: int, columns: Mapping[str, int], wishes: Wishes) -> Iterator[Planned]:
    order = Convention(wishes.day_first)
    dated = [columns[f] for f in ("date", "start", "actual", "reported") if f in columns]
    for row in grid.rows():
        if row.number > head:
            for index in dated:
                order.see(_cell(row, index))
    for row in grid.rows():
        if row.number > head and not row.is_blank:
            yield _line(grid, row, columns, order)


def _line(grid: Grid, row: GridRow, columns: Mapping[str, int], order: Convention) -> Planned:
    def day(field: str) -> DayRead:
        return read_day(_cell(row, columns[field]), order, last=True) if field in columns else DayRead("blank")

    date, start, actual, reported = day("date"), day("start"), day("actual"), day("reported")
    said = text_of(_cell(row, columns["done"])).lower() if "done" in columns else ""
    happened = actual.day is not None or bool(_DONE.fullmatch(said))
    finish = actual if actual.day else date if date.day else start
    return Planned(
        place=grid.place(row.number),
        name=text_of(_cell(row, columns["name"])),
        item=text_of(_cell(row, columns["item"])) if "item" in columns else "",
        start=actual.day or start.day or date.day,
        finish=finish.day,
        begun=happened,
        done=happened,
        known=bool({"actual", "done"} & set(columns)),
        reported=reported.day,
        text="" if finish.day else text_of(_cell(row, columns.get("date", columns.get("actual", 0)))),
        doubts=finish.doubts,
    )


def _cell(row: GridRow, index: int) -> object:
    return row.cells[index] if index < len(row.cells) else None
