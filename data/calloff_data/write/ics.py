"""`ics`: milestones as a calendar, which Outlook and others read: all-day events that keep their identity.

An event is known by what it is of, never by its date, so that a later plan's file moves it. What the
calendar says of its own age comes from the day on which the figures were known, not from a clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from calloff.report import Report
from calloff.report.milestones import Milestone, milestones
from calloff.report.wording import count, day, plain, sentence
from calloff.summary import verdict
from calloff_data.write.exporting import Exported

if TYPE_CHECKING:
    from icalendar import Event

FORMAT = "ics"
ABOUT = "Milestones as calendar events, for Outlook and others."
KINDS = {
    "gtm": "Go to market",
    "award": "Award",
    "live": "Go-live",
    "papers": "Board papers",
    "notice": "Notice",
    "end": "Contract end",
}
EPOCH = date(2000, 1, 1)
"""Day from which revisions are counted."""
DAY = timedelta(days=1)


def export(report: Report) -> Exported:
    """The calendar; the market's knows no notice days, board papers and old contracts."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Calloff//Procurement plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = programme_title(report)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    found = milestones(report)
    for m in found:
        calendar.add_component(_event(report, title, m))
    return Exported(calendar.to_ical(), (f"{sentence(count(len(found), 'event'))}.",))


def programme_title(report: Report) -> str:
    """What the programme is called."""
    return plain(report.programme.programme.title or report.plan.origin.title) or "Calloff plan"


def uid(title: str, milestone: Milestone) -> str:
    """An event's identity: the same in every plan of a programme, whatever its date."""
    text = "\0".join((title, *map(str, milestone.key)))
    return f"{sha256(text.encode()).hexdigest()[:32]}@calloff"


def _event(report: Report, title: str, m: Milestone) -> Event:
    from icalendar import Event

    as_of = report.programme.programme.as_of
    known = datetime.combine(as_of, time(), UTC)
    event = Event()
    event.add("uid", uid(title, m))
    event.add("dtstamp", known)
    event.add("last-modified", known)
    event.add("sequence", max(0, (as_of - EPOCH).days))
    event.add("dtstart", m.day)
    event.add("dtend", m.day + DAY)
    event.add("summary", m.title)
    event.add("description", "\n".join((*m.lines, f"Plan as known on {day(as_of)}. {verdict(report.plan)}")))
    event.add("categories", [KINDS[m.kind]])
    event.add("transp", "TRANSPARENT")
    return event
