"""One cell of an input table: text or JSON value in, typed value out, or what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from calloff.rows import Row

Kind = Literal["text", "choice", "yes/no", "whole number", "number", "date", "list"]

FIRST_YEAR, LAST_YEAR = 1900, 2300
_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_LARGEST = Decimal(10) ** 40

WANTED: dict[Kind, str] = {
    "text": "give plain text without control characters",
    "choice": "give one of the allowed words",
    "yes/no": "give yes or no",
    "whole number": "give a whole number such as 12",
    "number": "give a plain number such as 1250.5, without commas or currency signs",
    "date": f"give a real day as YYYY-MM-DD, between the years {FIRST_YEAR} and {LAST_YEAR}",
    "list": "give a list of ids, separated by ; in CSV",
}


class UnfitError(ValueError):
    """A cell that does not fit its column."""


@dataclass(frozen=True)
class Doubt:
    """What a reader gives for a cell that it will not guess at: it becomes a fault in its place.

    Attributes
    ----------
    value
        The cell as it stands.
    problem, wanted
        Why it cannot be taken, and what would be right.
    """

    value: str
    problem: str
    wanted: str

    def __str__(self) -> str:
        """The cell as it stands."""
        return self.value


@cache
def columns(model: type[Row]) -> Mapping[str, Kind]:
    """Columns that a table takes, as users spell them, with the kind of value each holds."""
    return {
        field.alias or name: kind_of(field.annotation) for name, field in model.model_fields.items() if name != "extras"
    }


def kind_of(annotation: Any) -> Kind:
    """What a column holds, from the type of its field."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return kind_of(next(a for a in get_args(annotation) if a is not type(None)))
    if origin is tuple:
        return "list"
    if origin is Literal:
        return "choice"
    if hasattr(annotation, "__metadata__"):
        return kind_of(get_args(annotation)[0])
    plain: dict[Any, Kind] = {
        bool: "yes/no", int: "whole number", Decimal: "number", date: "date", str: "text"
    }  # fmt: skip
    return plain[annotation]


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing: the column's default applies."""
    return cell is None or cell == [] or cell == () or (isinstance(cell, str) and not cell.strip())


def show(cell: object) -> str:
    """A cell as it may be shown in a message: printable, and not too long."""
    text = cell if isinstance(cell, str) else str(cell)
    printable = text[:200].encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda m: f"\\x{ord(m.group()):02x}", printable)


def plain_number(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def parse(kind: Kind, cell: object) -> object:
    """The typed value of a cell that is not blank.

    Raises
    ------
    UnfitError
        The cell does not hold what its column takes.
    """
    return _PARSERS[kind](cell)


def _text(cell: object) -> str:
    if not isinstance(cell, str):
        cell = plain_number(_number(cell))
    if _CONTROL.search(cell):
        raise UnfitError
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        raise UnfitError from None
    return cell.strip()


def _yes_no(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.strip().lower() in _YES_NO:
        return _YES_NO[cell.strip().lower()]
    raise UnfitError


def _number(cell: object) -> Decimal:
    if isinstance(cell, float):
        cell = repr(cell)
    if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
        cell = _decimal(cell.strip())
    if isinstance(cell, bool) or not isinstance(cell, (int, Decimal)):
        raise UnfitError
    number = Decimal(cell)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -40 or abs(number) > _LARGEST:
        raise UnfitError
    return number


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern admits decimals only
        raise UnfitError from None


def _whole(cell: object) -> int:
    number = _number(cell)
    if number != number.to_integral_value():
        raise UnfitError
    return int(number)


def _date(cell: object) -> date:
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, str) and _DATE.fullmatch(cell.strip()):
        try:
            cell = date.fromisoformat(cell.strip())
        except ValueError:
            raise UnfitError from None
    if isinstance(cell, datetime) or not isinstance(cell, date):
        raise UnfitError
    if not FIRST_YEAR <= cell.year <= LAST_YEAR:
        raise UnfitError
    return cell


def _list(cell: object) -> tuple[str, ...]:
    if isinstance(cell, str):
        cell = [part for part in cell.split(";") if part.strip()]
    if not isinstance(cell, (list, tuple)):
        raise UnfitError
    return tuple(_text(part) for part in cell)


_PARSERS = {
    "text": _text,
    "choice": _text,
    "yes/no": _yes_no,
    "whole number": _whole,
    "number": _number,
    "date": _date,
    "list": _list,
}
