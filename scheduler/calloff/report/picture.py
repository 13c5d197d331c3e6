"""The plan on a page before it is drawn: rows of bars and marks on one axis of days.

Every medium draws the same picture, so that page, slide and workbook never differ.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from calloff.calendar import Calendar, add_months
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report.wording import day, last_day

FAR = 36
"""How far past all else the axis goes for later cycles [months]."""


Kind = Literal["competition", "lot", "again", "department", "system", "contract", ""]
"""What a row is of; `again` is a later cycle of a lot: its competition and its contract."""

RISKS = ("gap", "unsecured", "unsupported", "late")
"""What may be wrong with what a row shows, the worst first."""


class Ref(NamedTuple):
    """What a bar or mark is of, in the words by which reasons and the figures behind it are found.

    As `calloff.report.why.Why`: the item, its cycle (of an extension, its order), and the milestone
    that the bar leads to.
    """

    item: str
    cycle: int
    milestone: str


@dataclass(frozen=True)
class Bar:
    """A period: [start, end), its sign, few words to stand on it, all the words about it, and what it is of."""

    sign: str
    start: date
    end: date
    text: str
    tip: str
    of: Ref | None = None


@dataclass(frozen=True)
class Mark:
    """A milestone on a day, its sign, words beside it, all the words about it, and what it is of."""

    sign: str
    day: date
    text: str
    tip: str
    of: Ref | None = None


@dataclass(frozen=True)
class Shift:
    """A milestone that another plan has on another day: its sign, that day, and the day here."""

    sign: str
    before: date
    day: date
    tip: str


@dataclass(frozen=True)
class Row:
    """One line of the picture.

    Attributes
    ----------
    label, bars, marks
        Its words, and what is drawn on it.
    quiet
        It runs out, rather than being new.
    under
        Bars on a lane beneath.
    kind, item, cycle
        What it is of.
    route
        The route to market by which it is let; empty where it is not let.
    departments
        Ids of the departments that it concerns.
    risks
        What is wrong, of `RISKS`.
    parts
        Rows that it opens into: a system's contracts.
    shifts
        Milestones that moved, where it is drawn beside another plan.
    """

    label: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    quiet: bool = False
    under: tuple[Bar, ...] = ()
    kind: Kind = ""
    item: str = ""
    cycle: int = 1
    route: str = ""
    departments: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    parts: tuple[Row, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def on(self, axis: Axis) -> bool:
        """Whether any of it lies on an axis."""
        drawn = any(b.start < axis.end and axis.start < b.end for b in (*self.bars, *self.under))
        return drawn or any(axis.shows(m.day) for m in self.marks)


@dataclass(frozen=True)
class Block:
    """One cluster: its rows, how many lie off the axis, and the one row that stands for it."""

    cluster: str
    title: str
    users: int
    summary: Row
    rows: tuple[Row, ...]
    beyond: int
    live_by: date | None


@dataclass(frozen=True)
class Axis:
    """The days that are shown: [start, end), and what is drawn behind the bars."""

    start: date
    end: date
    today: date
    fiscal_year_start: str

    @cached_property
    def _begun(self) -> date:
        """First day of a fiscal year before the axis starts; a day its month lacks is the last."""
        month, first = map(int, self.fiscal_year_start.split("-"))
        year = self.start.year - 1
        return date(year, month, min(first, monthrange(year, month)[1]))

    @cached_property
    def years(self) -> list[tuple[date, date, str]]:
        """Fiscal years: first day, day after the last, name."""
        count = self.end.year - self._begun.year + 2
        starts = [add_months(self._begun, 12 * i) for i in range(count)]
        return [
            (max(a, self.start), min(b, self.end), _year_name(a))
            for a, b in pairwise(starts)
            if b > self.start and a < self.end
        ]

    @cached_property
    def quarters(self) -> list[date]:
        """First days of quarters of a fiscal year inside the axis."""
        count = 4 * (self.end.year - self._begun.year + 2)
        days = [add_months(self._begun, 3 * i) for i in range(count)]
        return [d for d in days if self.start < d < self.end]

    @cached_property
    def quarter_spans(self) -> list[tuple[date, date, str]]:
        """Quarters of fiscal years: first day, day after the last, name."""
        count = 4 * (self.end.year - self._begun.year + 2)
        starts = [add_months(self._begun, 3 * i) for i in range(count)]
        return [
            (max(a, self.start), min(b, self.end), f"Q{i % 4 + 1}")
            for i, (a, b) in enumerate(pairwise(starts))
            if b > self.start and a < self.end
        ]

    def share(self, value: date) -> float:
        """Where a day lies on the axis, from 0 to 1; days outside go to its ends."""
        inside = min(max(value, self.start), self.end)
        return (inside - self.start).days / (self.end - self.start).days

    def shows(self, value: date) -> bool:
        """Whether a day lies on the axis."""
        return self.start <= value <= self.end


def axis_of(programme: Programme, plan: Plan) -> Axis:
    """The axis on which all that is decided fits; long contracts and far cycles run off its end."""
    h, calendar = programme.programme, Calendar.of(programme)
    limit = calendar.day(calendar.horizon)
    near = [min(d, limit) for d in (*_first_cycle(plan), *_old(plan)) if d is not None]
    first, last = min([h.as_of, *near]), max([add_months(h.as_of, 36), *near])
    later = [min(c.end, limit) for c in plan.competitions if c.cycle > 1]
    last = max([last, *(min(d, add_months(last, FAR)) for d in later)])
    start = max(first, add_months(h.as_of, -36))
    end = min(add_months(last, 6), max(h.end + timedelta(days=1), add_months(h.as_of, 12)))
    years = Axis(start, end, h.as_of, h.fiscal_year_start)
    begun = [d for d in (start.replace(day=1), *years.quarters) if d <= start]
    return Axis(max(begun, default=start), end, h.as_of, h.fiscal_year_start)


def _first_cycle(plan: Plan) -> list[date | None]:
    """Days of the first letting and of onboarding."""
    runs = [c for c in plan.competitions if c.cycle == 1]
    found = [d for c in runs for d in (c.gtm, c.award, c.end, *(p.start for p in c.phases))]
    return found + [d for o in plan.departments if o.cycle == 1 for d in (o.start, o.live, o.leaving)]


def _old(plan: Plan) -> list[date | None]:
    """Days on which old systems are left, and up to which something is wrong or extended."""
    found = [s.left for s in plan.systems]
    found += [span.end for s in plan.systems for span in (*s.gaps, *s.unsecured)]
    return found + [e.end for e in plan.extensions if e.taken]


def period(start: date, end: date) -> str:
    """A period in words, with its last day."""
    return f"{day(start)} to {day(last_day(end))}"


def _year_name(start: date) -> str:
    return str(start.year) if (start.month, start.day) == (1, 1) else f"{start.year}-{(start.year + 1) % 100:02d}"
