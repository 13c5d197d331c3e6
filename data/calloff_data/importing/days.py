"""One day from the ways people write it, or why there is none.

`31/03/2027`, `31-Mar-27`, `31st March 2027`, `March 2027`, `Q4 2026/27`, Excel's day numbers, times with a zone;
and what stands where a day should: `rolling`, `TBC`, `31/12/2099`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from calloff_data.importing.durations import Duration, read_duration

Kind = Literal["day", "blank", "open", "unknown", "placeholder", "unread"]

FIRST, LAST = 1971, 2069
"""Years that are believed; a day outside them stands for something else."""
EXCEL_ZERO = date(1899, 12, 30)
EXCEL_FIRST, EXCEL_LAST = 25_569, 73_050

_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {m: i for i, m in enumerate(_SHORT, start=1)}
_MONTH = r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|" \
         r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"  # fmt: skip
_TIME = r"(?:[t ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm|z|utc|gmt|bst|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})(?!\d)" + _TIME)
_SLASHED = re.compile(r"(?<!\d)(?P<a>\d{1,2})\s*[-/.\\]\s*(?P<b>\d{1,2})\s*[-/.\\]\s*(?P<y>\d{4}|\d{2})(?!\d)" + _TIME)
_SPELLED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+of)?[\s,/.-]*{_MONTH}[\s,/.'’-]*(?P<y>\d{{4}}|\d{{2}})(?!\d)"
    + _TIME
)
_AMERICAN = re.compile(rf"{_MONTH}[\s.-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)" + _TIME)
_MONTH_ONLY = re.compile(rf"\b{_MONTH}[\s,/.'’-]*(?P<y>\d{{4}}|\d{{2}})(?!\d)")
_MONTH_NUMBER = re.compile(r"(?<![\d/.-])(?P<m>\d{1,2})\s*[/-]\s*(?P<y>\d{4})(?![\d/-])")
_QUARTER = re.compile(r"\b(?:q|quarter )(?P<q>[1-4])\s*,?\s*(?:fy)?\s*(?P<y>\d{4}|\d{2})\s*[/-]\s*\d{2,4}(?!\d)")
_FISCAL = re.compile(
    r"(?:(?:fy|f/y|financial year)\s*(?P<s>\d{2})|(?:fy\s*)?(?P<y>20\d{2}))\s*[/-]\s*(?:20)?\d{2}(?![\d/-])"
)
_YEAR = re.compile(r"(?:fy\s*)?(?P<y>(?:19|20|21)\d{2})")
_PACKED = re.compile(r"(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])")
_SERIAL = re.compile(r"(?P<n>\d{5})(?:\.\d+)?")
_RANGE = re.compile(r"\W*(?:-|–|—|to|until|till|thru|through|and end\w*)\W*")
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}.*(?:z|[+-]\d{2}:?\d{2})$")

_OPEN = re.compile(
    r"rolling|on-?\s?going|open[\s-]*end|evergreen|perpetu|indefinit|until|no (?:fixed )?(?:end|expiry)|permanent"
    r"|auto\w*[\s-]*renew|continu|life of|no termination|spot|ad[\s-]?hoc|periodic"
)
_UNKNOWN = re.compile(
    r"\W*(?:tb[cad]|t\.b\.[cad]\.?|to be (?:confirmed|advised|agreed|determined)|n\W?a|n\W?k|not (?:applicable|known|"
    r"available|specified|stated|recorded|yet.*)|unknown|un?specified|none|nil|null|nan|nat|various|varies|multiple|"
    r"as required|see .*|pending.*|awaiting.*|expired|\?+|x+|0+|#.*|-+|blank|empty)?\W*"
)  # fmt: skip


@dataclass(frozen=True)
class DayRead:
    """What a cell says about a day.

    Attributes
    ----------
    kind
        `day`; `blank`; `open`: there is no end; `unknown`: it is said not to be known; `placeholder`: a day that
        stands for something else; `unread`.
    day
        The day, where there is one.
    doubts
        Why it may be another.
    notes
        How it was read, where a person may like to know.
    rest
        What else stands in the cell.
    """

    kind: Kind
    day: date | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rest: str = ""

    @property
    def length(self) -> Duration:
        """What else the cell says about lengths: `31/03/2027 + 1 year`."""
        return read_duration(self.rest, option=True)


@dataclass
class Convention:
    """Whether 03/04/2027 is 3 April or 4 March, from the evidence of other cells.

    Attributes
    ----------
    wished
        What the user said; it wins.
    day_first, month_first
        Cells that can only be the one or the other.
    low_days, high_days
        Dates that Excel holds as such, by whether the day could also be a month.
    """

    wished: bool | None = None
    day_first: int = 0
    month_first: int = 0
    low_days: int = 0
    high_days: int = 0
    near: list[Convention] = field(default_factory=list)

    def see(self, cell: object) -> None:
        """Take one cell as evidence."""
        if isinstance(cell, (date, datetime)):
            self.low_days += cell.day <= 12
            self.high_days += cell.day > 12
            return
        found = _SLASHED.search(str(cell)) if isinstance(cell, str) and len(cell) < 200 else None
        if found:
            self.day_first += int(found["a"]) > 12 >= int(found["b"])
            self.month_first += int(found["b"]) > 12 >= int(found["a"])

    def order(self) -> tuple[bool, str]:
        """Whether the day stands first, and the doubt that remains."""
        if self.wished is not None:
            return self.wished, ""
        for one in (self, *self.near):
            if one.day_first or one.month_first:
                mixed = "its column holds days in both orders" if one.day_first and one.month_first else ""
                return one.day_first >= one.month_first, mixed
        return True, "no date near it shows whether day or month stands first: read as day first"

    @property
    def swapped(self) -> bool:
        """Whether Excel seems to have turned days and months round where it could.

        A sheet opened under American settings keeps 25/03/2027 as text, and makes 4 March of 03/04/2027.
        """
        return bool(self.low_days and self.day_first and not self.high_days)


def read_day(cell: object, convention: Convention, *, last: bool) -> DayRead:
    """What a cell says about a day.

    Parameters
    ----------
    cell
        Text, a number, or a date as a workbook holds it.
    convention
        The order of day and month in its column.
    last
        Whether it is a last day: `March 2027` is then the 31st, else the 1st.
    """
    if isinstance(cell, datetime):
        cell = london_day(cell)
    if isinstance(cell, date):
        swapped = convention.swapped and cell.day <= 12
        doubts = ("Excel may have turned day and month round: other cells of its column are text",) if swapped else ()
        return _judged(cell, doubts, (), "")
    text = " ".join(str(cell if cell is not None else "").replace("\xa0", " ").split())[:500]
    if not text:
        return DayRead("blank")
    low = text.lower()
    if _ZONED.fullmatch(low):
        try:
            return _judged(london_day(datetime.fromisoformat(text)), (), (), "")
        except ValueError:
            pass
    return _whole(text, low, convention, last) or _coarse(text, low, last) or _without(text, low)


def london_day(moment: datetime) -> date:
    """The day of a moment in the United Kingdom: 23:00 UTC on 30 March 2027 is the 31st there."""
    if moment.tzinfo is None:
        return moment.date()
    utc = moment.astimezone(UTC)
    begin, end = (datetime.combine(_last_sunday(utc.year, month), time(1), UTC) for month in (3, 10))
    return (utc + timedelta(hours=1) if begin <= utc < end else utc).date()


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _whole(text: str, low: str, convention: Convention, last: bool) -> DayRead | None:
    """A day with day, month and year."""
    packed = _PACKED.fullmatch(low)
    if packed:
        return _made(packed, packed["y"], int(packed["m"]), int(packed["d"]), (), text)
    serial = _SERIAL.fullmatch(low)
    if serial and EXCEL_FIRST <= int(serial["n"]) <= EXCEL_LAST:
        return _judged(EXCEL_ZERO + timedelta(days=int(serial["n"])), (), ("read as a day number of Excel",), "")
    found = [m for p in (_ISO, _SLASHED, _SPELLED, _AMERICAN) for m in p.finditer(low)]
    if not found:
        return None
    first = min(found, key=lambda m: (m.start(), -m.end()))
    if last:
        behind = [m for m in found if m.start() >= first.end() and _RANGE.fullmatch(low[first.end() : m.start()])]
        first = max(behind, key=lambda m: m.end(), default=first)
    several = not last and any(_RANGE.fullmatch(low[first.end() : m.start()]) for m in found)
    many = any(m.start() >= first.end() for m in found) and not several
    others = ("it holds several dates, and the first is read",) if many else ()
    if first.re is _SLASHED:
        return _slashed(first, convention, others, text)
    month = first["m"]
    return _made(first, first["y"], _MONTHS.get(month[:3], 0) or int(month), int(first["d"]), others, text)


def _slashed(found: re.Match[str], convention: Convention, doubts: tuple[str, ...], text: str) -> DayRead:
    a, b = int(found["a"]), int(found["b"])
    day_first = True
    if a <= 12 and b <= 12 and a != b:
        day_first, doubt = convention.order()
        doubts = (*doubts, f"{doubt}: {found.group().strip()}") if doubt else doubts
    elif b > 12:
        day_first = False
    day, month = (a, b) if day_first else (b, a)
    return _made(found, found["y"], month, day, doubts, text)


def _made(found: re.Match[str], year: str, month: int, day: int, doubts: tuple[str, ...], text: str) -> DayRead:
    """A day from its parts; one that its month does not have is its month's last, with doubt."""
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    rest = _WEEKDAY.sub("", text[: found.start()] + " " + text[found.end() :]).strip(" ,;:()-")
    if not 1 <= month <= 12 or not 1 <= day <= 31 or number < 1:
        return DayRead("unread", doubts=(f"it is no day: {found.group()}",), rest=rest)
    length = monthrange(number, month)[1]
    if day > length:
        doubts = (*doubts, f"there is no such day, so the last of its month is read: {found.group().strip()}")
    return _judged(date(number, month, min(day, length)), doubts, (), rest)


def _coarse(text: str, low: str, last: bool) -> DayRead | None:
    """A month, a quarter or a year: its last day, or its first."""
    quarter = _QUARTER.search(low)
    if quarter:
        year = _year(quarter["y"]) + (1 if quarter["q"] == "4" else 0)
        month = {"1": 4, "2": 7, "3": 10, "4": 1}[quarter["q"]]
        return _span(text, date(year, month, 1), 3, last, "a quarter of a fiscal year")
    month_only = _MONTH_ONLY.search(low)
    if month_only:
        begin = date(_year(month_only["y"]), _MONTHS[month_only["m"][:3]], 1)
        return _span(text, begin, 1, last, "a month")
    number = _MONTH_NUMBER.fullmatch(low)
    if number and 1 <= int(number["m"]) <= 12:
        return _span(text, date(int(number["y"]), int(number["m"]), 1), 1, last, "a month")
    fiscal = _FISCAL.fullmatch(low)
    if fiscal:
        return _span(text, date(_year(fiscal["y"] or fiscal["s"]), 4, 1), 12, last, "a fiscal year")
    year_only = _YEAR.fullmatch(low)
    return _span(text, date(int(year_only["y"]), 1, 1), 12, last, "a year") if year_only else None


def _span(text: str, begin: date, months: int, last: bool, what: str) -> DayRead:
    end_month = begin.month + months - 1
    end = (
        date(begin.year, end_month, monthrange(begin.year, end_month)[1])
        if end_month <= 12
        else date(begin.year + 1, end_month - 12, monthrange(begin.year + 1, end_month - 12)[1])
    )
    which = "last" if last else "first"
    return _judged(end if last else begin, (f"only {what} is given, and its {which} day is read: {text}",), (), "")


def _year(text: str) -> int:
    return int(text) + (0 if len(text) == 4 else 2000)


def _without(text: str, low: str) -> DayRead:
    """A cell without any day."""
    if _UNKNOWN.fullmatch(low):
        return DayRead("unknown", rest=text)
    if _OPEN.search(low):
        return DayRead("open", rest=text)
    return DayRead("unread", rest=text)


def _judged(day: date, doubts: tuple[str, ...], notes: tuple[str, ...], rest: str) -> DayRead:
    if not FIRST <= day.year <= LAST:
        return DayRead("placeholder", None, (f"it stands for something else: {day.isoformat()}",), notes, rest)
    return DayRead("day", day, doubts, notes, rest)
