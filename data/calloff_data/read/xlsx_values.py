"""What a cell of a workbook means in its column; what could mean two things is asked back, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from calloff.cells import Doubt, Kind
from calloff_data.read.xlsx_xml import Cell

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Between these a bare number in a column of dates is a serial date; outside it is more likely something else."""
AS_DATE = "write the day as 31/03/2027 in a cell formatted as a date, or as 2027-03-31"
AS_NUMBER = "write the number alone, such as 1250.5"
AS_TEXT = "format the cell as text and write it again"

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}", re.ASCII)
_DAY_NAMED = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\d{4}|\d{2})", re.ASCII)
_MONTH_NAMED = re.compile(r"([a-z]{3,9})[-. ]*(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([, ])\d{3}(?:\1\d{3})*(?:\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d{1,6}(?:\.\d{1,20})?) ?%", re.ASCII)


@dataclass(frozen=True)
class Evidence:
    """What the other cells of a column say about those that could mean two things.

    Attributes
    ----------
    day_first, month_first
        Whether some date in text can only be read so.
    decimal_comma
        Whether some number in text can only have a decimal comma.
    from_1904
        Whether the workbook counts serial dates from 1904.
    """

    day_first: bool = False
    month_first: bool = False
    decimal_comma: bool = False
    from_1904: bool = False


def evidence(cells: Iterable[Cell], from_1904: bool) -> Evidence:
    """What the texts of a column show."""
    first = second = comma = False
    for cell in cells:
        text = _squeezed(cell.value) if cell.what == "text" else ""
        found = _NUMERIC.fullmatch(text)
        if found:
            first |= int(found[1]) > 12
            second |= int(found[3]) > 12
        comma |= bool(_DECIMAL_COMMA.fullmatch(text)) and not _THOUSANDS.fullmatch(text)
    return Evidence(first, second, comma, from_1904)


def meaning(cell: Cell, kind: Kind, words: Sequence[str], seen: Evidence, loose: bool = False) -> object:
    """The value of a cell for its column, or a `Doubt`.

    Parameters
    ----------
    cell, kind
        The cell, and what its column holds.
    words
        Words that the column may hold, where they are fixed.
    seen
        What the column's other cells say.
    loose
        Whether a text column may hold days, as notes and ranges may.
    """
    if cell.what == "formula":
        wanted = "open the workbook in a spreadsheet program, let it compute and save it; or write the value"
        return Doubt("", "the formula here has no value saved with it", wanted)
    if cell.what == "error":
        return Doubt(cell.value, "the cell shows an error", "mend the formula, or write the value")
    if kind == "date":
        return _date(cell, seen)
    if kind in ("number", "whole number"):
        return _number(cell, seen)
    if kind == "yes/no":
        return _yes_no(cell)
    return _text(cell, kind, words, seen, loose)


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def _decimal(text: str) -> Decimal | str:
    """A stored number as people wrote it: files hold binary fractions with up to 17 digits."""
    try:
        value = float(text)
    except ValueError:
        return text
    return Decimal(int(value)) if value.is_integer() and abs(value) < 2**53 else Decimal(repr(value))


# --- dates ---------------------------------------------------------------------------------------


def _date(cell: Cell, seen: Evidence) -> object:
    if cell.what == "text":
        return _date_in_text(cell.value, seen)
    if cell.what == "yes/no":
        return Doubt(cell.value, "this is not a date", AS_DATE)
    day = serial_day(cell.value, seen.from_1904)
    if isinstance(day, Doubt):
        return day
    if cell.what == "number" and not EARLIEST <= day <= LATEST:
        return Doubt(cell.value, "this number is hardly a date", AS_DATE)
    return day


def serial_day(value: str, from_1904: bool) -> date | Doubt:
    """The day that a serial number stands for."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        found = from_excel(float(value), MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError):
        return Doubt(value, "this number is no date", AS_DATE)
    if isinstance(found, datetime) and found.time() == time():
        return found.date()
    return Doubt(str(found), "the cell holds a time of day, and a day belongs here", AS_DATE)


def _date_in_text(text: str, seen: Evidence) -> object:
    given = _squeezed(text).lower()
    if found := _ISO.fullmatch(given):
        return _day(text, found[1], found[2], found[3])
    if found := _NUMERIC.fullmatch(given):
        return _day_in_doubt(text, found[1], found[3], found[4], seen)
    if found := _DAY_NAMED.fullmatch(given):
        return _named(text, found[1], found[2], found[3])
    if found := _MONTH_NAMED.fullmatch(given):
        return _named(text, found[2], found[1], found[3])
    if _SHORT_YEAR.fullmatch(given):
        return Doubt(text, "the year has two digits, so this could be more than one day", "write the year in full")
    return Doubt(text, "this is not a date", AS_DATE)


def _day_in_doubt(text: str, first: str, second: str, year: str, seen: Evidence) -> object:
    if int(first) <= 12 and int(second) <= 12 and first.zfill(2) != second.zfill(2):
        if seen.day_first == seen.month_first:
            both = [str(d) for d in (_day(text, year, second, first), _day(text, year, first, second))]
            problem = f"this could be {both[0]} or {both[1]}, and no other date in the column tells which"
            return Doubt(text, problem, "write " + " or ".join(both))
        if seen.month_first:
            first, second = second, first
    elif int(first) <= 12 < int(second):
        first, second = second, first
    return _day(text, year, second, first)


def _named(text: str, day: str, month: str, year: str) -> object:
    at = next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(month) or month == "sept" == name[:4]), 0)
    return _day(text, year if len(year) == 4 else f"20{year}", str(at), day)


def _day(text: str, year: str, month: str, day: str) -> date | Doubt:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Doubt(text, "there is no such day", AS_DATE)


# --- numbers and words ---------------------------------------------------------------------------


def _number(cell: Cell, seen: Evidence) -> object:
    if cell.what == "number":
        return _decimal(cell.value)
    if cell.what != "text":
        return Doubt(cell.value, f"this is a {cell.what}, and a number belongs here", AS_NUMBER)
    text = _squeezed(cell.value)
    if found := _PERCENT.fullmatch(text):
        return Decimal(found[1]) / 100
    if _THOUSANDS.fullmatch(text) and not ("," in text and seen.decimal_comma):
        return text.replace(",", "").replace(" ", "")
    if _DECIMAL_COMMA.fullmatch(text):
        return Doubt(cell.value, "the comma could mark thousands or decimals", AS_NUMBER)
    return text


def _yes_no(cell: Cell) -> object:
    if cell.what == "yes/no":
        return cell.value in ("1", "true")
    text = _squeezed(cell.value)
    return {"y": "yes", "n": "no"}.get(text.lower(), text)


def _text(cell: Cell, kind: Kind, words: Sequence[str], seen: Evidence, loose: bool) -> object:
    if cell.what == "date":
        day = serial_day(cell.value, seen.from_1904)
        if loose and isinstance(day, date):
            return day.isoformat()
        return Doubt(str(day), "the cell holds a date, and text belongs here", AS_TEXT)
    if cell.what == "number":
        number = _decimal(cell.value)
        return str(number) if kind == "list" else number
    if cell.what == "yes/no":
        return "TRUE" if cell.value in ("1", "true") else "FALSE"
    if words:
        return _word(cell.value, kind, words)
    return cell.value


def _word(text: str, kind: Kind, words: Sequence[str]) -> str:
    """A fixed word, however it is capitalised and spaced; others stay as written, to be refused by name."""
    known = {word: word for word in words}
    parts = text.split(";") if kind == "list" else [text]
    return ";".join(known.get(re.sub(r"[\s_-]+", "_", part.strip().lower()), part.strip()) for part in parts)
