"""How long a contract runs, and by how much it may be extended, from the words people use for it.

`2+1+1`, `3 years + 2 x 12 months`, `36 months with option to extend 12+12`, `up to 4 years`, `720 days`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 600
"""Longest length that is believed [months]."""
DAYS_A_MONTH = Decimal("365.25") / 12

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60,
    "single": 1, "twice": 2,
}  # fmt: skip
_UNITS = {"year": "y", "yr": "y", "annum": "y", "annual": "y", "y": "y", "month": "m", "mth": "m", "mnth": "m",
          "mon": "m", "mo": "m", "m": "m", "week": "w", "wk": "w", "w": "w", "day": "d", "d": "d"}  # fmt: skip

_UNIT = r"(?:years?|yrs?|y|months?|mths?|mnths?|mons?|mos?|m|weeks?|wks?|w|days?|d)(?![a-z])"
_BETWEEN = (
    r"(?:x|\*|×|no\.?|nr|@|(?:further|additional|more|optional|separate|possible|successive|consecutive|annual|"
    r"extensions?|periods?|terms?|options?|increments?|lots?|of|up to|for|a|each|individual|extra|\s)+)"
)
_LENGTH = re.compile(
    rf"(?P<count>\d{{1,2}})\s*{_BETWEEN}\s*(?P<each>\d{{1,4}}(?:\.\d+)?)\s*-?\s*(?P<unit>{_UNIT})?"
    rf"|(?P<alone>\d{{1,5}}(?:\.\d+)?)\s*-?\s*(?P<own>{_UNIT})?(?:\s*(?:x|\*|×)\s*(?P<times>\d{{1,2}})(?!\d))?"
)
_DATES = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s*\d{0,4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{4}|\b(?:19|20)\d{2}(?:/\d{2,4})?\b"
)
_OPTION = re.compile(
    r"\+|\bplus\b|option|exten|\bexts?\b|renew|further|additional|possib|\bthen\b|\band an?\b|\bupto a\b"
)
_VAGUE = ("further", "additional", "possib", "then")
_OPEN = re.compile(
    r"rolling|on-?\s?going|open[\s-]*end|evergreen|perpetu|indefinit|until (?:further|terminat|cancel)"
    r"|no (?:fixed )?end|auto(?:matic(?:ally)?)?[\s-]*renew|continuous|permanent|no expiry"
)
_NONE = re.compile(
    r"\W*(?:no(?:ne)?|n/?a|not applicable|nil|no (?:further )?(?:extensions?|options?).*|false|n|0|-+|"
    r"(?:tbc|tba|unknown|yes|y|true|to be confirmed)\W*|all (?:options|extensions).*(?:used|exercised|taken).*)?\W*"
)
_LIMIT = re.compile(r"\bup ?to\b|\bmax(?:imum)?\b|\bat most\b|\bno more than\b|not exceed")
_TOTAL = re.compile(
    r"(?:total(?:l?ing)?|max(?:imum)?(?: (?:term|duration|length|period|contract))?|overall)[^0-9+]{0,25}$"
)
_AFTER_TOTAL = re.compile(r"^[^0-9+]{0,12}(?:in total|total|overall|max(?:imum)?)\b")
_STEPS = re.compile(
    rf"^\s*,?\s*(?:in|by|at)\s+(\d{{1,3}})\s*-?\s*({_UNIT})[\s-]*(?:increment|period|block|step|interval|tranche|\w*)"
)
_ASIDE = re.compile(r"^[\s']*(?:written\s+|prior\s+)?(?:notice|break|review|warranty|probation)")
_BREAK = re.compile(r"break|notice|review(?:ed)? (?:after|every)|terminat|mobilis|(?:lot|phase|year|option) $")
_OPTION_BEHIND = re.compile(r"^[\s-]*(?:extension|option|renewal|ext\b)")


@dataclass(frozen=True)
class Duration:
    """What a text says about lengths.

    Attributes
    ----------
    initial
        Term before any extension [months].
    options
        Extensions in order [months each].
    doubts
        Why it may mean something else; empty where it can be read in one way only.
    open_ended
        It says that there is no end.
    """

    initial: int | None = None
    options: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def total(self) -> int:
        """Term with every extension [months]."""
        return (self.initial or 0) + sum(self.options)


@dataclass
class _Length:
    count: int
    amount: Decimal
    unit: str
    start: int
    end: int
    months: int = 0


def read_duration(text: str, *, option: bool = False, unit: str = "") -> Duration:
    """The lengths in a text.

    Parameters
    ----------
    text
        What was written.
    option
        Whether it is about extensions only, as a column of that name is.
    unit
        The unit of bare numbers where the heading says one: y, m, w or d.
    """
    plain = _normal(text)
    if _NONE.fullmatch(plain):
        return Duration()
    opened = bool(_OPEN.search(plain))
    doubts: list[str] = []
    lengths = _lengths(_DATES.sub(lambda m: " " * len(m.group()), plain), unit, doubts)
    if opened and lengths:
        doubts.append("it is said to go on, and a length is given too")
    if not lengths:
        said = () if opened or not re.search(r"\d", plain) else ("no length can be read from it",)
        return Duration(doubts=said, open_ended=opened)
    found = _arranged(plain, lengths, option, doubts)
    return Duration(found[0], found[1], tuple(dict.fromkeys(doubts)), opened)


def months_of_days(days: Decimal) -> tuple[int, bool]:
    """A number of days as months, and whether that is exact: notices count 30 days a month, or 365 a year."""
    if days > 0 and days % 30 == 0 and days % 365 != 0:
        return int(days // 30), True
    if days % 364 == 0:
        return int(days // 364) * 12, True
    years, rest = divmod(days, 365)
    if years and rest <= years // 4 + 1:
        return int(years) * 12, True
    return max(0, round(days / DAYS_A_MONTH)), False


def _normal(text: str) -> str:
    """Small letters, digits for number words, one way to write each sign."""
    low = re.sub(r"\s+", " ", text[:2_000].lower().replace("’", "'").replace("–", "-").replace("—", "-"))
    low = re.sub(r"\b(twenty|thirty|forty)[\s-](one|two|four|six|eight)\b", lambda m: _sum(m), low)
    low = re.sub(r"\b(" + "|".join(_WORDS) + r")\b", lambda m: str(_WORDS[m.group(1)]), low)
    low = re.sub(r"(\d+)\s*\(\s*\1\s*\)", r"\1", low)
    low = re.sub(r"\ban? (?=(?:further |additional |optional |possible |extra )*(?:year|month|12|24|36))", "a ", low)
    low = re.sub(r"\b(?:a|per) ((?:further |additional |optional |possible |extra )*)(year|month)\b", r"\g<1>1 \2", low)
    return low.replace("half a year", "6 months").replace("annual extension", "1 year extension")


def _sum(found: re.Match[str]) -> str:
    return str(_WORDS[found.group(1)] + _WORDS[found.group(2)])


def _lengths(plain: str, unit: str, doubts: list[str]) -> list[_Length]:
    """Every length in the text, in months; bare numbers count only in a sum such as 2+1+1."""
    found = [_length(m) for m in _LENGTH.finditer(plain)]
    found = [x for x in found if not _ASIDE.match(plain[x.end :]) and not _BREAK.search(plain[_near(x) : x.start])]
    summed = [x for x in found if x.unit or _in_sum(plain, x)] if not unit else found
    if (
        not summed
        and len(found) == 1
        and 12 <= found[0].amount <= LONGEST
        and re.fullmatch(r"\d+(?:\.0+)?", plain.strip())
    ):
        doubts.append("a number without a unit is read as months")
        summed, unit = found, "m"
    _give_units(summed, unit, doubts)
    for x in summed:
        x.months = _months(x, doubts)
    kept = [x for x in summed if 0 < x.months * x.count <= LONGEST]
    if len(kept) < len(summed):
        doubts.append("a length in it cannot be believed")
    return _without_sum(plain, kept)


def _near(x: _Length) -> int:
    return max(0, x.start - 24)


def _without_sum(plain: str, lengths: list[_Length]) -> list[_Length]:
    """Lengths without the one that sums up those in the brackets behind it: 60 months (36+12+12)."""
    rest = lengths[1:]
    split = len(rest) > 1 or (rest and rest[0].count > 1)
    if (
        split
        and "(" in plain[lengths[0].end : rest[0].start]
        and sum(x.months * x.count for x in rest) == lengths[0].months
    ):
        return rest
    return lengths


def _length(found: re.Match[str]) -> _Length:
    g = found.group
    count = int(g("count") or g("times") or 1)
    unit = re.sub(r"s$", "", g("unit") or g("own") or "")
    return _Length(count, Decimal(g("each") or g("alone")), _UNITS.get(unit, ""), found.start(), found.end())


def _in_sum(plain: str, x: _Length) -> bool:
    before, after = plain[: x.start].rstrip(" ("), plain[x.end :].lstrip(" )(")
    joined = before.endswith(("+", "plus", "x", "*")) or after.startswith(("+", "plus"))
    return (
        joined or x.count > 1 or bool(re.search(r"exten\w* (?:of |by |for )?$|option\w* (?:of )?$", plain[: x.start]))
    )


def _give_units(lengths: list[_Length], unit: str, doubts: list[str]) -> None:
    """Bare numbers take the unit of the heading, or of the next length that has one, or the usual one."""
    said = [x.unit for x in lengths if x.unit]
    bare = [x for x in lengths if not x.unit]
    if not bare:
        return
    for i, x in enumerate(lengths):
        if not x.unit:
            behind = next((y.unit for y in lengths[i + 1 :] if y.unit), "")
            x.unit = unit or behind or (said[-1] if said else "")
    if unit or said:
        return
    if all(x.amount < 12 for x in bare):
        usual, word = "y", "years"
    elif all(x.amount >= 3 for x in bare):
        usual, word = "m", "months"
    else:
        doubts.append("its numbers have no unit and cannot all be years or all be months")
        usual, word = "y", ""
    for x in bare:
        x.unit = usual if word or x.amount < 12 else "m"


def _months(x: _Length, doubts: list[str]) -> int:
    if x.unit in ("y", "m"):
        months = x.amount * (12 if x.unit == "y" else 1)
        if months != months.to_integral_value():
            doubts.append("a length in it is no whole number of months")
        return int(months)
    months_, exact = months_of_days(x.amount * (7 if x.unit == "w" else 1))
    if not exact:
        doubts.append(f"{x.amount} {'weeks' if x.unit == 'w' else 'days'} are no whole number of months")
    return months_


def _arranged(
    plain: str, lengths: list[_Length], option: bool, doubts: list[str]
) -> tuple[int | None, tuple[int, ...]]:
    """Which length is the initial term, which are extensions, and which is a total of both."""
    mark = _OPTION.search(plain)
    split = mark.start() if mark else len(plain) + 1
    if not option and mark and lengths[0].start > split and "+" in plain and mark.group() in _VAGUE:
        split = next((m.start() for m in _OPTION.finditer(plain) if m.start() > lengths[0].start), len(plain) + 1)
    initial: int | None = None
    options: list[int] = []
    total: int | None = None
    skip_to = -1
    for x in lengths:
        if x.start < skip_to:
            continue
        months = [x.months] * x.count
        behind = plain[x.end :]
        steps = _STEPS.match(behind)
        if steps and x.count == 1:
            one = _Length(1, Decimal(steps.group(1)), _UNITS.get(re.sub(r"s$", "", steps.group(2)), ""), 0, 0)
            each = _months(one, doubts)
            if each and x.months % each == 0:
                months, skip_to = [each] * (x.months // each), x.end + steps.end()
        is_option = (
            option or x.start > split or (initial is not None and (x.count > 1 or bool(_OPTION_BEHIND.match(behind))))
        )
        if (
            is_option
            and (_TOTAL.search(plain[: x.start]) or _AFTER_TOTAL.match(behind))
            and sum(months) > (initial or 0)
        ):
            total = sum(months)
        elif is_option:
            options += months
        elif initial is None:
            initial = sum(months)
        else:
            doubts.append("two terms are given")
    if total is not None and initial is not None and not options and total > initial:
        options = [total - initial]
        doubts.append("a total is given: how it is split is not said")
        return initial, tuple(options)
    elif total is not None and option and not options:
        doubts.append("a total is given, from which day is not said")
    if _LIMIT.search(plain) and total != (initial or 0) + sum(options):
        doubts.append("“up to” is a limit, not a length")
    return initial, tuple(options)
