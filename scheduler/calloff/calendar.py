"""Dates to slots and back, decimal durations, and money over time: the one place for all three.

Boundary k is the first instant of slot k = [boundary k, boundary k + 1). A slot is a calendar
month, or a week of seven days from `start`. Every mapping errs to the side that never flatters
a plan. Model and check share this module and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import cached_property, lru_cache
from itertools import accumulate
from math import ceil
from typing import Literal

from calloff.programme import Programme

DAY = timedelta(days=1)
WEEK_IN_MONTHS = Decimal(84) / Decimal("365.25")
DAYS_IN_YEAR = Decimal("365.25")


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    last = ((date(year + month // 12, month % 12 + 1, 1)) - DAY).day
    return date(year, month, min(day.day, last))


def offsets(durations: Sequence[Decimal]) -> list[int]:
    """Boundaries (slots from the start) along phases with no wait between them.

    Parameters
    ----------
    durations
        Lengths of the phases [slots], shape (n,).

    Returns
    -------
    list
        Start of the first and end of each phase [slots], shape (n + 1,): each the sum of the
        durations so far, rounded up, so that 0.5 + 5.5 + 0.4 takes 7 slots and not 8.
    """
    totals = [Decimal(0)]
    for length in durations:
        totals.append(totals[-1] + length)
    return [ceil(total) for total in totals]


@dataclass(frozen=True)
class Calendar:
    """Slots of one programme.

    Attributes
    ----------
    start, as_of, end
        First day of the horizon, day the facts are known, last day of the horizon.
    run_off
        Slots after the end in which rules and user goals go on.
    unit
        Length of a slot.
    """

    start: date
    as_of: date
    end: date
    run_off: int
    unit: Literal["month", "week"]
    fiscal_year_start: str = "04-01"

    @classmethod
    def of(cls, programme: Programme) -> Calendar:
        """The calendar of a programme."""
        h = programme.programme
        return cls(h.start, h.as_of, h.end, h.run_off, h.unit, h.fiscal_year_start)

    # --- boundaries and days -----------------------------------------------------------------

    @cached_property
    def zero(self) -> date:
        """First day of slot 0: the first boundary on or after `start`."""
        if self.unit == "week" or self.start.day == 1:
            return self.start
        return add_months(self.start.replace(day=1), 1)

    def day(self, boundary: int) -> date:
        """First day of slot `boundary`; as an end, the day after the last."""
        if self.unit == "week":
            return self.zero + timedelta(days=7 * boundary)
        return add_months(self.zero, boundary)

    def last_day(self, boundary: int) -> date:
        """An end at `boundary` as people say it: the last day before it."""
        return self.day(boundary) - DAY

    def slot_of(self, day: date) -> int:
        """The slot that holds a day: its opening boundary is the last not after the day."""
        if self.unit == "week":
            return (day - self.zero).days // 7
        return (day.year - self.zero.year) * 12 + day.month - self.zero.month

    def _first_from(self, day: date) -> int:
        slot = self.slot_of(day)
        return slot if self.day(slot) == day else slot + 1

    def is_boundary(self, day: date) -> bool:
        """Whether a slot begins on this day."""
        return self.day(self.slot_of(day)) == day

    # --- what a date in the input means (docs/model.md, Time) ----------------------------------

    def end_on(self, last_day: date) -> int:
        """A last day of an end (contract end, support end, closes, live_by…): rounded down."""
        return self.slot_of(last_day + DAY)

    def start_by(self, last_day: date) -> int:
        """A last day of a start (latest_gtm, latest of a start): rounded down."""
        return self.slot_of(last_day)

    def start_from(self, first_day: date) -> int:
        """A first day of a start (as_of, earliest_gtm, earliest of a start): rounded up."""
        return self._first_from(first_day)

    def end_after(self, first_day: date) -> int:
        """A first day of an end (opens, decision_by, earliest of an end, external): the next one."""
        return self._first_from(first_day + DAY)

    def pinned_start(self, day: date) -> int:
        """A pinned start or go-to-market: the boundary that opens the slot holding the day."""
        return self.slot_of(day)

    def pinned_end(self, day: date) -> int:
        """A pinned award, go-live or end of phase: the boundary that closes the slot."""
        return self.slot_of(day) + 1

    def touched(self, first_day: date, last_day: date) -> range:
        """Slots that a period touches (blackouts, capacity)."""
        return range(self.slot_of(first_day), self.slot_of(last_day) + 1)

    def opening_in(self, first_day: date, last_day: date) -> range:
        """Slots whose first day lies in a period (funding), so that none counts twice."""
        return range(self._first_from(first_day), self.slot_of(last_day) + 1)

    # --- the span ----------------------------------------------------------------------------

    @cached_property
    def now(self) -> int:
        """First boundary on or after `as_of`."""
        return self.start_from(self.as_of)

    @cached_property
    def horizon(self) -> int:
        """Boundary at which money and onboarding stop."""
        return self.end_on(self.end)

    @cached_property
    def limit(self) -> int:
        """Boundary at which rules and user goals stop: horizon + run_off."""
        return self.horizon + self.run_off

    # --- months --------------------------------------------------------------------------------

    def months_after(self, boundary: int, months: int) -> int:
        """Boundary at which a contract that begins at `boundary` ends, `months` later."""
        if self.unit == "month":
            return boundary + months
        return self.slot_of(add_months(self.day(boundary), months))

    def months_after_day(self, day: date, months: int) -> int:
        """Boundary at which a contract that begins on a real day ends, `months` later."""
        return self.slot_of(add_months(day, months))

    def months_past_end(self, last_day: date, months: int) -> int:
        """Boundary at which a cover with this last day ends, lengthened by `months`."""
        return self.slot_of(add_months(last_day + DAY, months))

    def months_in_slot(self) -> Decimal:
        """Length of a slot [months]: 1, or 84/365.25 for a week."""
        return Decimal(1) if self.unit == "month" else WEEK_IN_MONTHS

    # --- fiscal years ----------------------------------------------------------------------------

    def fiscal_year(self, slot: int) -> str:
        """Fiscal year that holds a slot's first day, as `2026-27`."""
        day = self.day(slot)
        month, first = map(int, self.fiscal_year_start.split("-"))
        year = day.year if (day.month, day.day) >= (month, first) else day.year - 1
        if (month, first) == (1, 1):
            return str(year)
        return f"{year}-{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class Money:
    """Amounts over time in whole units, counted from now to the horizon.

    A running total is kept exact in decimal arithmetic and rounded half to even once per
    boundary; over [a, b) an amount costs W(b) − W(a). `rate` 0 gives undiscounted spend.

    Attributes
    ----------
    calendar
        Slots.
    rate
        Real discount rate [per year].
    """

    calendar: Calendar
    rate: Decimal

    @classmethod
    def of(cls, programme: Programme) -> Money:
        """Present values of a programme."""
        return cls(Calendar.of(programme), programme.programme.discount_rate)

    def undiscounted(self) -> Money:
        """The same amounts as spend."""
        return Money(self.calendar, Decimal(0))

    @cached_property
    def _discounts(self) -> tuple[Decimal, ...]:
        """Discount factor of each slot from now to the horizon, shape (horizon − now,)."""
        return _discounts(self)

    def monthly(self, amount: Decimal) -> tuple[int, ...]:
        """Running total of an amount per month, at each boundary from now to the horizon."""
        return _running(self, amount * self.calendar.months_in_slot())

    def per_slot(self, amount: Decimal) -> tuple[int, ...]:
        """Running total of an amount per slot, at each boundary from now to the horizon."""
        return _running(self, amount)

    def between(self, table: tuple[int, ...], begin: int, end: int) -> int:
        """W(end) − W(begin), both clipped to [now, horizon]; 0 where end ≤ begin."""
        if end <= begin:
            return 0
        return table[self._clip(end)] - table[self._clip(begin)]

    def at(self, table: tuple[int, ...], boundary: int) -> int:
        """W(boundary), clipped to [now, horizon]."""
        return table[self._clip(boundary)]

    def lump(self, amount: Decimal, slot: int) -> int:
        """An amount paid once in a slot; 0 before now and from the horizon on."""
        c = self.calendar
        if not c.now <= slot < c.horizon:
            return 0
        with localcontext() as context:
            context.prec = 40
            return _whole(amount * self._discounts[slot - c.now])

    def _clip(self, boundary: int) -> int:
        c = self.calendar
        return max(0, min(boundary, c.horizon) - c.now)


_whole: Callable[[Decimal], int] = round  # half to even


@lru_cache(maxsize=64)
def _discounts(money: Money) -> tuple[Decimal, ...]:
    """Kept for all programmes of one calendar: the parts of a large one share them."""
    c = money.calendar
    first = c.day(c.now)
    slots = range(c.now, max(c.now, c.horizon))
    if money.rate == 0:
        return (Decimal(1),) * len(slots)
    with localcontext() as context:
        context.prec = 40
        base = 1 + money.rate
        return tuple(base ** (-Decimal((c.day(j) - first).days) / DAYS_IN_YEAR) for j in slots)


@lru_cache(maxsize=20_000)
def _running(money: Money, amount: Decimal) -> tuple[int, ...]:
    with localcontext() as context:
        context.prec = 40
        totals = accumulate(map(amount.__mul__, money._discounts), initial=Decimal(0))
        return tuple(map(_whole, totals))
