"""How figures and dates are said to people: the same words in every output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import bidirectional, category

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
DAYS_IN_MONTH = 365.25 / 12


def day(value: date) -> str:
    """A day, as `3 March 2027`."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A day, as `3 Mar 2027`."""
    return f"{value.day} {value:%b %Y}"


def last_day(end: date) -> date:
    """The last day of a period whose end is exclusive."""
    return end - timedelta(days=1)


def month(value: date) -> str:
    """A month, as `March 2027`."""
    return f"{value:%B %Y}"


def months_from(first: date, last: date) -> str:
    """The months from one day to another, as `March 2027 to May 2027`; one month only once."""
    return month(first) if month(first) == month(last) else f"{month(first)} to {month(last)}"


def short_month(value: date) -> str:
    """A month, as `Mar 2027`."""
    return f"{value:%b %Y}"


def money(amount: Decimal | int, currency: str) -> str:
    """An amount to three figures, as `£612m`."""
    sign = "−" if amount < 0 else ""
    size = abs(Decimal(amount))
    for step, letter in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if size >= step:
            return f"{sign}{_symbol(currency)}{_three_figures(size / step)}{letter}"
    return f"{sign}{_symbol(currency)}{round(size)}"


def whole_money(amount: Decimal | int, currency: str) -> str:
    """An amount to the last unit, as `£612,300,000`."""
    sign = "−" if amount < 0 else ""
    return f"{sign}{_symbol(currency)}{abs(round(amount)):,}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, as `three clusters`."""
    said = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{said} {noun if number == 1 else plural or noun + 's'}"


def months(days: int) -> str:
    """A length in days, in whole months where it has any, as `14 months`."""
    whole = round(days / DAYS_IN_MONTH)
    if whole >= 1:
        return f"{whole} month" if whole == 1 else f"{whole} months"
    weeks = max(1, round(days / 7))
    return f"{weeks} week" if weeks == 1 else f"{weeks} weeks"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as a list in a sentence; what is over `most` is counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" and {shown[-1]}" if shown else ""


def plain(text: str) -> str:
    """A text without characters that are not to be seen: those could turn its surroundings round."""
    return "".join(ch for ch in text if category(ch) not in UNSEEN).strip()


def isolated(text: str) -> str:
    """A text for the middle of a sentence: written from right to left, it leaves the rest alone."""
    turns = any(bidirectional(ch) in ("R", "AL") for ch in text)
    return f"\u2068{text}\u2069" if turns else text


def shortened(text: str, width: int) -> str:
    """A text cut to at most `width` characters, with an ellipsis where it was."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")


def _three_figures(value: Decimal) -> str:
    if value >= 100:
        return f"{value:.0f}"
    return (f"{value:.1f}" if value >= 10 else f"{value:.2f}").rstrip("0").rstrip(".")
