"""What a published value says, whatever the publisher made of it: text, number, day; never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MOST = Decimal(10) ** 12
"""Largest amount that is believed [currency]."""
_MANGLED = ("Â", "â€", "Ã")
_BREAKS = re.compile(r"(?:rn[ \t]*){2,}(?=[^a-z]|$)|(?<![A-Za-z])rn(?=[A-Z\s*•-]|$)")
"""Line ends that a portal wrote as `rn`: two and more, or one that is no part of a word."""
_TAGS = re.compile(r"<[^<>]{1,200}>")
_INSTANT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?")


def dig(value: Any, *keys: str) -> Any:
    """What stands at the end of a path of keys; None where the path ends early."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list; a lone object counts as a list of itself."""
    held = [value] if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return (item for item in held if isinstance(item, Mapping) and item)


def text(value: Any) -> str:
    """A text, mended where a portal broke its line ends or its characters; nothing where it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    said = str(value)
    if any(sign in said for sign in _MANGLED):
        said = _unmangled(said)
    return _TAGS.sub(" ", _BREAKS.sub("\n", said)).strip()


def _unmangled(said: str) -> str:
    """UTF-8 that was read as cp1252, put right piece by piece."""

    def mend(found: re.Match[str]) -> str:
        try:
            return found.group().encode("cp1252").decode("utf-8")
        except UnicodeError:
            return found.group()

    return re.sub(r"[^\x00-\x7f]{2,4}", mend, said)


def amount(value: Any) -> Decimal | None:
    """A number; None where it is none, or none that can be believed."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= MOST else None


def day(value: Any) -> date | None:
    """The day that an instant stands for, as people in the United Kingdom say it.

    Midnight and the last minute are meant as written: a publisher who adds the wrong offset still means that
    day. Any other time is taken to London.
    """
    found = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, at, hour, minute, _, zone = found.groups()
    try:
        written = date(int(year), int(month), int(at))
        if hour is None or zone is None or (hour, minute) in (("00", "00"), ("23", "59")):
            return written
        return datetime.fromisoformat(value.strip()).astimezone(LONDON).date()
    except (ValueError, OverflowError):
        return None


def instant(value: Any) -> str:
    """An instant in a form that sorts; nothing where it is none."""
    try:
        found = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        zoned = found.astimezone(UTC) if found and found.tzinfo else found
        return zoned.replace(tzinfo=None).isoformat() if zoned else ""
    except (ValueError, OverflowError):
        return ""
