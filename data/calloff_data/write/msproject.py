"""`msproject`: the plan as Microsoft Project XML, with links, milestones and a working calendar.

Every task stands where the plan has it, on working days, and starts no earlier than that: opening the
file, or calculating it anew, moves nothing.
"""

from __future__ import annotations

from datetime import date, datetime, time
from xml.etree import ElementTree as Xml

from calloff.report import Report
from calloff.report.wording import count, sentence, shortened
from calloff.statutory.working_days import JURISDICTIONS, WorkingDays
from calloff_data.write.exporting import Exported
from calloff_data.write.ics import programme_title
from calloff_data.write.schedule import DAY_ENDS, DAY_STARTS, HOURS, Placed, Schedule, schedule
from calloff_data.write.xml_text import legal

FORMAT = "msproject"
ABOUT = "Tasks, links and milestones as XML, for Microsoft Project and others."
NAMESPACE = "http://schemas.microsoft.com/project"
LONGEST = 255
"""Longest name that Microsoft Project takes [characters]."""
LINKS = {"FF": "0", "FS": "1", "SF": "2", "SS": "3"}
FIXED_DURATION = "1"
NOT_EARLIER = "4"
AS_SOON = "0"
IN_DAYS = "7"
ELAPSED_DAYS = "8"
TENTHS_IN_DAY = 24 * 60 * 10
"""Tenths of a minute, in which lags are told."""


def export(report: Report) -> Exported:
    """The project file."""
    h = report.programme.programme
    days = report.law.working_days(h.jurisdiction) if report.law else WorkingDays(frozenset())
    planned = schedule(report, days)
    root = Xml.Element("Project", {"xmlns": NAMESPACE})
    _header(root, report, planned)
    _calendar(Xml.SubElement(root, "Calendars"), days)
    tasks = Xml.SubElement(root, "Tasks")
    for placed in planned.tasks:
        _task(tasks, placed)
    Xml.indent(root, " ")
    data = Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    holidays = f"Bank holidays of {JURISDICTIONS[h.jurisdiction]}." if days.holidays else "No bank holidays."
    lost = sentence(count(planned.left_out, "link"))
    left_out = f"{lost} left out: the plan's own days do not keep them, or they close a circle."
    return Exported(data, (holidays, *([left_out] if planned.left_out else [])))


def _add(parent: Xml.Element, **fields: object) -> None:
    """Fields of an element, in the order that the schema wants."""
    for name, value in fields.items():
        if value is not None:
            Xml.SubElement(parent, name).text = legal(_said(value))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value)


def _header(root: Xml.Element, report: Report, planned: Schedule) -> None:
    h, title = report.programme.programme, shortened(programme_title(report), LONGEST)
    known = datetime.combine(h.as_of, time())
    _add(
        root, SaveVersion=14, Name=title, Title=title, Author="Calloff", CreationDate=known, LastSaved=known,
        ScheduleFromStart=True, StartDate=planned.tasks[0].start, FinishDate=planned.tasks[0].finish,
        FYStartDate=int(h.fiscal_year_start[:2]), CurrencyCode=h.currency, CalendarUID=1, DefaultStartTime=DAY_STARTS,
        DefaultFinishTime=DAY_ENDS, MinutesPerDay=HOURS * 60, MinutesPerWeek=HOURS * 60 * 5, DaysPerMonth=20,
        DefaultTaskType=FIXED_DURATION, DurationFormat=IN_DAYS, HonorConstraints=True, NewTasksEffortDriven=False,
        NewTasksEstimated=False, WeekStartDay=1, StatusDate=known, CurrentDate=known, Autolink=False,
        NewTasksAreManual=False,
    )  # fmt: skip


# --- the calendar --------------------------------------------------------------------------------


def _calendar(parent: Xml.Element, days: WorkingDays) -> None:
    """Monday to Friday, eight hours, without bank holidays."""
    calendar = Xml.SubElement(parent, "Calendar")
    _add(calendar, UID=1, Name="Working days", IsBaseCalendar=True, IsBaselineCalendar=False, BaseCalendarUID=-1)
    week = Xml.SubElement(calendar, "WeekDays")
    for number in range(1, 8):  # Sunday is 1
        day = Xml.SubElement(week, "WeekDay")
        _add(day, DayType=number, DayWorking=1 < number < 7)
        if 1 < number < 7:
            times = Xml.SubElement(day, "WorkingTimes")
            for start, end in ((DAY_STARTS, time(12)), (time(13), DAY_ENDS)):
                _add(Xml.SubElement(times, "WorkingTime"), FromTime=start, ToTime=end)
    if days.holidays:
        exceptions = Xml.SubElement(calendar, "Exceptions")
        for holiday in sorted(days.holidays):
            _exception(exceptions, holiday)


def _exception(parent: Xml.Element, holiday: date) -> None:
    exception = Xml.SubElement(parent, "Exception")
    _add(exception, EnteredByOccurrences=False)
    whole = {"FromDate": datetime.combine(holiday, time()), "ToDate": datetime.combine(holiday, time(23, 59))}
    _add(Xml.SubElement(exception, "TimePeriod"), **whole)
    _add(exception, Occurrences=1, Name="Bank holiday", Type=1, DayWorking=False)


# --- tasks ---------------------------------------------------------------------------------------


def _task(parent: Xml.Element, placed: Placed) -> None:
    task, element = placed.task, Xml.SubElement(parent, "Task")
    summary, milestone = task.kind == "summary", task.kind == "milestone"
    length = f"PT{placed.days * HOURS}H0M0S"
    name = shortened(task.name, LONGEST) or "Unnamed"
    _add(
        element, UID=placed.uid, ID=placed.number, Name=name, Active=True, Manual=False, Type=FIXED_DURATION,
        IsNull=False, CreateDate=placed.known, Contact=task.owner or None, WBS=placed.outline,
        OutlineNumber=placed.outline, OutlineLevel=placed.level, Priority=500, Start=placed.start, Finish=placed.finish,
        Duration=length, DurationFormat=IN_DAYS, ResumeValid=False, EffortDriven=False, Recurring=False,
        Estimated=False, Milestone=milestone, Summary=summary, PercentComplete=100 if placed.done else 0,
    )  # fmt: skip
    if placed.done:
        _add(element, ActualStart=placed.start, ActualFinish=placed.finish)
    none = "PT0H0M0S"
    past, ahead = (length, none) if placed.done else (none, length)
    _add(element, ActualDuration=past, RemainingDuration=ahead)
    kept = {} if summary else {"ConstraintType": NOT_EARLIER, "CalendarUID": -1, "ConstraintDate": placed.start}
    _add(element, **(kept or {"ConstraintType": AS_SOON, "CalendarUID": -1}), Deadline=placed.deadline)
    _add(element, IgnoreResourceCalendar=False, Notes="\n".join(placed.notes) or None)
    for before, kind, lag in placed.waits_for:
        link = Xml.SubElement(element, "PredecessorLink")
        _add(link, PredecessorUID=before, Type=LINKS[kind], CrossProject=False, LinkLag=lag * TENTHS_IN_DAY)
        _add(link, LagFormat=ELAPSED_DAYS if lag else IN_DAYS)
