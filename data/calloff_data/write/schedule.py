"""The outline of a plan on working days: where each task stands, its stable number, and links that move nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from calloff.report import Report
from calloff.report.outline import Key, Task, outline
from calloff.report.outline_links import Link
from calloff.report.wording import day
from calloff.statutory.working_days import WorkingDays
from calloff_data.write.ics import programme_title

DAY = timedelta(days=1)
DAY_STARTS, DAY_ENDS = time(8), time(17)
HOURS = 8
"""Working hours of a day: 8 to 12 and 13 to 17."""
DAYS_IN_SLOT = {"month": 30, "week": 7}
"""Days to which a lag in slots comes, on the short side: the dates themselves hold the rest."""


@dataclass(frozen=True)
class Placed:
    """A task on working days.

    Attributes
    ----------
    task, uid, number, level, outline
        The task; its stable number; its place in the file, its level and number in the outline.
    start, finish, days
        When it begins and ends, and how many working days it lasts.
    deadline, known, done
        When it should be done at the latest; when it was known; whether it lies wholly before that.
    waits_for
        Numbers of the tasks before it, how they are linked, and how long it waits [days by the calendar].
    notes
        What to know about it: its own days, where they are no working days.
    """

    task: Task
    uid: int
    number: int
    level: int
    outline: str
    start: datetime
    finish: datetime
    days: int
    deadline: datetime | None
    known: datetime
    done: bool
    waits_for: tuple[tuple[int, str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Schedule:
    """Tasks in order, the whole project first, and how many links were left out."""

    tasks: tuple[Placed, ...]
    left_out: int


def schedule(report: Report, days: WorkingDays) -> Schedule:
    """A report's outline on working days."""
    found = outline(report)
    whole = Task(
        (), 0, "summary", programme_title(report), min(t.start for t in found.tasks), max(t.last for t in found.tasks)
    )
    tasks = (whole, *found.tasks)
    times = {t.key: _times(t, days) for t in found.tasks if t.kind != "summary"}
    links, left_out = _kept(found.links, times, report.programme.programme.unit)
    uids = _uids(tasks)
    made, count = [], [0]
    for number, task in enumerate(tasks):
        level = task.level
        count = [*count[:level], (count[level] if level < len(count) else 0) + 1] if level else [0]
        inside = [times[t.key] for t in _under(tasks, number) if t.key in times]
        start, finish = min(a for a, _ in inside), max(b for _, b in inside)
        before = tuple((uids[x.before], x.kind, x.lag) for x in links.get(task.key, ()))
        place = ".".join(map(str, count[1:])) if level else "0"
        made.append(_placed(report, days, task, (uids[task.key], number, place), (start, finish), before))
    return Schedule(tuple(made), left_out)


def _placed(
    report: Report,
    days: WorkingDays,
    task: Task,
    names: tuple[int, int, str],
    times: tuple[datetime, datetime],
    before: tuple[tuple[int, str, int], ...],
) -> Placed:
    start, finish = times
    as_of = report.programme.programme.as_of
    first = start.date() if start.time() == DAY_STARTS else start.date() + DAY
    after = finish.date() + DAY if finish.time() == DAY_ENDS else finish.date()
    length = 0 if task.kind == "milestone" else len(days.within(first, after))
    due = None if task.deadline is None else datetime.combine(days.before(task.deadline + DAY), DAY_ENDS)
    known = datetime.combine(as_of, time())
    return Placed(
        task, *names[:2], task.level, names[2], start, finish, length, due, known, finish < known, before,
        (*task.lines, *_moved(task, start, finish)),
    )  # fmt: skip


def _moved(task: Task, start: datetime, finish: datetime) -> tuple[str, ...]:
    """The plan's own days, where they are no working days."""
    if task.kind == "summary" or (task.start, task.last) == (start.date(), finish.date()):
        return ()
    if task.kind == "milestone":
        return (f"In the plan: {day(task.last)}, which is no working day.",)
    return (f"In the plan: {day(task.start)} to {day(task.last)}.",)


def _times(task: Task, days: WorkingDays) -> tuple[datetime, datetime]:
    """First and last working moment: a start never comes before its day, an end never after it."""
    end = datetime.combine(days.before(task.last + DAY), DAY_ENDS)
    if task.kind == "milestone" and task.at_end:
        return end, end
    start = datetime.combine(days.on_or_after(task.start), DAY_STARTS)
    return (start, start) if task.kind == "milestone" or start > end else (start, end)


def _under(tasks: tuple[Task, ...], number: int) -> list[Task]:
    """A task itself, or all that is under a summary."""
    task = tasks[number]
    if task.kind != "summary":
        return [task]
    after = tasks[number + 1 :]
    stop = next((i for i, t in enumerate(after) if t.level <= task.level), len(after))
    return list(after[:stop])


# --- links and numbers ---------------------------------------------------------------------------


def _kept(
    links: tuple[Link, ...], times: dict[Key, tuple[datetime, datetime]], unit: str
) -> tuple[dict[Key, list[Link]], int]:
    """Links by the task that waits: only such as the dates keep, and none that closes a circle."""
    kept: dict[Key, list[Link]] = {}
    left_out = 0
    for link in links:
        before = times[link.before][link.kind[0] == "F"]
        after = times[link.after][link.kind[1] == "F"]
        if after < before or _leads(kept, link.before, link.after):
            left_out += 1
            continue
        lag = min(link.lag * DAYS_IN_SLOT[unit], (after - before).days)
        kept.setdefault(link.after, []).append(link._replace(lag=lag))
    return kept, left_out


def _leads(kept: dict[Key, list[Link]], end: Key, start: Key) -> bool:
    """Whether `end` already waits, over any way, for `start`, or is it."""
    waiting, seen = [end], {end}
    while waiting:
        at = waiting.pop()
        if at == start:
            return True
        fresh = {x.before for x in kept.get(at, ())} - seen
        seen |= fresh
        waiting += fresh
    return False


def _uids(tasks: tuple[Task, ...]) -> dict[Key, int]:
    """A number for each task that the same task has in every plan of the programme; 0 is the whole."""
    found: dict[Key, int] = {(): 0}
    used = {0}
    for key in sorted(t.key for t in tasks if t.key):
        number = int.from_bytes(sha256("\0".join(key).encode()).digest()[:4]) >> 2 or 1
        while number in used:
            number += 1
        used.add(number)
        found[key] = number
    return found
