"""Reads Microsoft Project XML with mpxj, an independent reader, and prints what it finds as JSON.

Run as a program, since a Java machine can be started once in a process only.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def read(path: str) -> dict[str, Any]:
    from org.mpxj.reader import UniversalProjectReader

    project = UniversalProjectReader().read(path)
    calendar = project.getDefaultCalendar()
    tasks = [told(t) for t in project.getTasks()]
    return {
        "title": str(project.getProjectProperties().getProjectTitle()),
        "minutes": int(project.getProjectProperties().getMinutesPerDay()),
        "order": {name: schema_order(name) for name in ("Project", "Project$Tasks$Task")},
        "exceptions": [str(e.getFromDate()) for e in calendar.getExpandedCalendarExceptions()],
        "hours": {str(day): hours_of(calendar, day) for day in days_of_week()},
        "tasks": tasks,
        "moved": moved(project, tasks),
    }


def moved(project: Any, tasks: list[dict[str, Any]]) -> list[str]:
    """Names of tasks that stand elsewhere once the project is calculated anew, as Microsoft Project would."""
    from org.mpxj.cpm import MicrosoftScheduler

    MicrosoftScheduler().schedule(project, project.getProjectProperties().getStartDate())
    after = {int(t.getUniqueID()): (str(t.getStart()), str(t.getFinish())) for t in project.getTasks()}
    return [t["name"] for t in tasks if after[t["uid"]] != (t["start"], t["finish"])]


def schema_order(name: str) -> list[str]:
    """Elements in the order of the schema, as mpxj holds it."""
    from java.lang import Class

    held = Class.forName(f"org.mpxj.mspdi.schema.{name}")
    found = next(a for a in held.getAnnotations() if "XmlType" in str(a.annotationType()))
    return [str(x).lower() for x in found.propOrder()]


def days_of_week() -> list[Any]:
    from java.time import DayOfWeek

    return list(DayOfWeek.values())


def hours_of(calendar: Any, day: Any) -> list[str]:
    return [f"{r.getStart()}-{r.getEnd()}" for r in calendar.getCalendarHours(day) or ()]


def told(task: Any) -> dict[str, Any]:
    def text(value: Any) -> str | None:
        return None if value is None else str(value)

    return {
        "uid": int(task.getUniqueID()),
        "id": int(task.getID()),
        "name": str(task.getName()),
        "level": int(task.getOutlineLevel()),
        "outline": str(task.getOutlineNumber()),
        "start": text(task.getStart()),
        "finish": text(task.getFinish()),
        "days": float(task.getDuration().getDuration()),
        "milestone": bool(task.getMilestone()),
        "summary": bool(task.getSummary()),
        "constraint": text(task.getConstraintType()),
        "not_before": text(task.getConstraintDate()),
        "deadline": text(task.getDeadline()),
        "percent": float(task.getPercentageComplete()),
        "children": [int(c.getUniqueID()) for c in task.getChildTasks()],
        "waits_for": [
            [int(r.getPredecessorTask().getUniqueID()), str(r.getType()), str(r.getLag())]
            for r in task.getPredecessors()
        ],
        "notes": text(task.getNotes()),
    }


if __name__ == "__main__":
    import jpype
    import mpxj  # noqa: F401  (puts its archives on the class path)

    jpype.startJVM("-Xshare:auto", "-XX:TieredStopAtLevel=1")
    import jpype.imports

    json.dump([read(path) for path in sys.argv[1:]], sys.stdout)
