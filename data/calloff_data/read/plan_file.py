"""Reading `plan.json`, also one edited by hand: every fault at once, none a traceback."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from calloff.errors import Fault, InputError
from calloff.plan import FORMAT, Plan
from calloff_data.read.reading import text_of

TOLD = {
    "missing": ("is missing", "give it"),
    "extra_forbidden": ("is not a field of a plan", "take it out"),
    "date_from_datetime_parsing": ("is not a date", "write it as YYYY-MM-DD"),
    "date_parsing": ("is not a date", "write it as YYYY-MM-DD"),
    "date_type": ("is not a date", "write it as YYYY-MM-DD"),
    "int_type": ("is not a whole number", "write a whole number, without quotes"),
    "int_parsing": ("is not a whole number", "write a whole number, without quotes"),
    "string_type": ("is not a text", "write a text in quotes"),
    "bool_type": ("is not true or false", "write true or false, without quotes"),
    "tuple_type": ("is not a list", "write a list in [ ]"),
    "model_type": ("is not an object", "write an object in { }"),
    "model_attributes_type": ("is not an object", "write an object in { }"),
    "dict_type": ("is not an object", "write an object in { }"),
}


def read_plan(path: str | Path) -> Plan:
    """A plan from a file.

    Raises
    ------
    InputError
        Where the file cannot be read or is no plan; all its faults are named.
    """
    file = str(path)
    text = text_of(Path(path))
    fields = _fields(file, text)
    if "format" not in fields and "programme" in fields:
        raise _error(file, "", "", "is a programme, not a plan", "a plan.json that calloff wrote")
    version = fields.get("format")
    if version != FORMAT:
        raise _error(
            file,
            "format",
            version,
            "is a plan format this version does not read",
            f"this version reads format {FORMAT}",
        )
    try:
        return Plan.model_validate_json(text, strict=True)
    except ValidationError as found:
        raise InputError([_fault(file, error) for error in found.errors(include_url=False)]) from None


def _fields(file: str, text: str) -> dict[str, Any]:
    """The file's outermost fields, once its syntax is right."""
    try:
        fields = json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except json.JSONDecodeError as found:
        raise _error(file, f"line {found.lineno}, column {found.colno}", "", "is not JSON", found.msg) from None
    except (KeyError, OverflowError) as found:
        raise _error(file, "", found.args[0], "is not a plan", found.args[1]) from None
    except RecursionError:
        raise _error(file, "", "", "is nested too deeply", "a plan.json that calloff wrote") from None
    if not isinstance(fields, dict):
        raise _error(file, "", "", "is not a plan", "an object in { }")
    return fields


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise KeyError(name, "each field once")
        found[name] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > 30:
        raise OverflowError(digits[:30] + "…", "a number of at most 30 digits")
    return int(digits)


def _error(file: str, row: str, value: object, problem: str, wanted: str) -> InputError:
    given = "" if value in ("", None) else str(value)
    return InputError([Fault(file, "plan" if row else "", row, "", given, problem, wanted)])


def _fault(file: str, error: Any) -> Fault:
    """A fault in plain words, from one that the plan's model found."""
    kind = error["type"]
    if kind == "literal_error":
        problem, wanted = "is not one of the words allowed here", f"one of {error['ctx']['expected']}"
    else:
        problem, wanted = TOLD.get(kind, ("does not fit a plan", "see `calloff schema`"))
    row, column = _place(error["loc"])
    given = "" if kind == "missing" else json.dumps(error["input"], ensure_ascii=False, default=str)
    return Fault(file, "plan", row, column, given, problem, wanted)


def _place(path: Sequence[str | int]) -> tuple[str, str]:
    """Where in the plan: `lots[3]`, and the field."""
    row = ""
    for part in path[:-1]:
        row += f"[{part}]" if isinstance(part, int) else f".{part}" if row else str(part)
    last = path[-1] if path else ""
    return (f"{row}[{last}]", "") if isinstance(last, int) else (row, str(last))
