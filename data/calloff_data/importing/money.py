"""An amount of money from the ways people write it, or why there is none.

`£1.2m`, `GBP 350k`, `1,250,000.00`, `£50,000 per annum (exc VAT)`; and what stands there instead: `TBC`, `rates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Per = Literal["total", "year", "month", ""]

LARGEST = Decimal(10) ** 12
_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<minus>[-(]?)\s*(?:£|gbp)?\s*(?P<minus2>-?)"
    r"(?P<n>\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d{2}(?!\d)|\d+(?:\.\d+)?|\.\d+)(?!\d|,\d)"
    r"(?:e(?P<power>[+-]?\d{1,2}))?(?:\s*(?P<scale>thousand|million|billion|mill?|bn|k|m|b))?(?![a-z0-9])"
)
_GLUED = re.compile(r"(?<=\d)(?=(?:pa|p\.a|pcm|pm|p\.m|per|inc|exc|ex|plus|gbp)\b)|(?<=\d[km])(?=(?:pa|pcm|pm|per)\b)")
_OTHER = re.compile(r"€|\beur(?:os?)?\b|\$|\busd\b|\bdollars?\b")
_YEAR = re.compile(r"(?:per|a|each|every|/)\s*-?(?:annum|year|yr)|\bp\.?\s?/?a\b\.?|\bann?ual|\byearly\b|/\s?y(?:ea)?r")
_MONTH = re.compile(r"(?:per|a|each|every|/)\s*-?(?:month|mth)|\bp\.?c?\.?m\b\.?|\bmonthly\b")
_TIMES = re.compile(
    r"(?:per|a|each|/)\s*-?(?:week|day|hour|unit|user|night|item|visit|quarter|child|place\w*)"
    r"|\bweekly\b|\bdaily\b|\bhourly\b"
)
_NOT_AMOUNT = re.compile(r"\b(?:year|yr|lot|phase|option|month|vat @?|@) ?\d{1,2}(?!\d)|\d+(?:\.\d+)?\s*%"
                         r"|\b20\d\d\s*[/-]\s*\d{2,4}\b|\b\d{1,2} (?:years?|yrs?|months?|mths?|lots?)\b")  # fmt: skip
_RANGE = re.compile(r"\d\s*(?:k|m)?\s*(?:-|–|to|and)\s*(?:£|gbp)?\s*\d")
_BOUND = re.compile(
    r"\bup ?to\b|\bless than\b|\bunder\b|\bover (?!\d+ (?:year|yr|month)|the|a )|\bmore than\b"
    r"|\bmax|\bceiling\b|\bat least\b|[<>≤≥]|\bmin\b|\bbetween\b"
)
_ABOUT = re.compile(r"\b(?:c|ca|circa|approx\w*|est\w*|about|around)\b\.?|~")
_VAT_IN = re.compile(r"inc[a-z.]*\s*(?:of\s*)?vat|vat inc|gross")
_NONE = re.compile(
    r"\W*(?:tb[cad]|n\W?[ak]|nil|none|null|nan|unknown|to be .*|not .*|various|varies|variable|see .*|-+)?\W*"
)


@dataclass(frozen=True)
class MoneyRead:
    """What a cell says about money.

    Attributes
    ----------
    amount
        The amount [pounds]; None where there is none that can be used.
    per
        What it is for: the whole term, a year or a month; blank where it is not said.
    doubts
        Why it may be another, or why there is none though something is written.
    """

    amount: Decimal | None = None
    per: Per = ""
    doubts: tuple[str, ...] = ()


def read_money(cell: object, heading: str = "") -> MoneyRead:
    """What a cell says about money.

    Parameters
    ----------
    cell
        Text or a number.
    heading
        The heading of its column, which may say `£k`, `£m`, `annual` or `monthly`.
    """
    if isinstance(cell, bool):
        return MoneyRead()
    low = " ".join(str(cell if cell is not None else "").replace("\xa0", " ").lower().split())[:300]
    low = _GLUED.sub(" ", low)
    head = heading.lower()
    if isinstance(cell, float):
        low = format(Decimal(repr(cell)), "f") if cell == cell and abs(cell) < 1e15 else ""
    if _NONE.fullmatch(low):
        return MoneyRead()
    per = _per(low) or _per(head)
    if _OTHER.search(low):
        return MoneyRead(None, per, (f"the value is not in pounds: {low[:60]}",))
    if _TIMES.search(low):
        return MoneyRead(None, per, (f"the value is a rate, not a sum: {low[:60]}",))
    found = list(_AMOUNT.finditer(_NOT_AMOUNT.sub(lambda m: " " * len(m.group()), low)))
    if not found:
        said = re.search(r"\d", low)
        return MoneyRead(None, per, (f"the value cannot be read: {low[:60]}",) if said else ())
    if len(found) > 1:
        what = "a range, not a sum" if _RANGE.search(low) else "several sums"
        return MoneyRead(None, per, (f"the value is {what}: {low[:60]}",))
    return _judged(found[0], low, head, per)


def _judged(found: re.Match[str], low: str, head: str, per: Per) -> MoneyRead:
    amount = _number(found["n"]) * Decimal(10) ** int(found["power"] or 0)
    doubts: list[str] = []
    scale = found["scale"] or ""
    amount *= _SCALES.get({"thousand": "k", "million": "m", "billion": "b"}.get(scale, scale[:1]), 1)
    if not scale and _headed(head) > 1 and amount >= 100_000:
        doubts.append(f"the value is too large for its heading and is read as written: {low[:60]}")
    elif not scale:
        amount *= _headed(head)
    if found["minus"] == "-" or found["minus2"] or (found["minus"] == "(" and low.endswith(")") and "vat" not in low):
        return MoneyRead(None, per, (f"the value is below zero: {low[:60]}",))
    if amount > LARGEST:
        return MoneyRead(None, per, (f"the value cannot be believed: {low[:60]}",))
    if amount <= 1:
        return MoneyRead(None, per, (f"the value says nothing: {low[:60]}",))
    if _BOUND.search(low):
        doubts.append(f"the value is a bound, not a sum: {low[:60]}")
    if _ABOUT.search(low):
        doubts.append(f"the value is about so much: {low[:60]}")
    if _VAT_IN.search(low) or _VAT_IN.search(head):
        doubts.append("the value includes VAT")
    return MoneyRead(amount, per, tuple(doubts))


def _number(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{2}", text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(re.sub(r"[ ,]", "", text))


def _headed(head: str) -> int:
    """The scale that a heading gives: £k, £000, £m."""
    if re.search(r"£\s*0{3}|£\s*'?000|\(?\bk\b\)?|£k|\bthousands?\b|'000|\b000s?\b", head):
        return 1_000
    return 1_000_000 if re.search(r"£\s*m\b|\(m\)|\bmillions?\b|£mill?\b", head) else 1


def _per(text: str) -> Per:
    if _MONTH.search(text):
        return "month"
    if _YEAR.search(text):
        return "year"
    return "total" if re.search(r"total|whole|lifetime|over the|contract term|aggregate", text) else ""
