"""Reading scenarios: a TOML file, or the name of one that lies beside its programme."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff.scenario import CHANGES, Scenario
from calloff_data.read.bundled import bundled_folder
from calloff_data.read.reading import text_of

FOLDER = "scenarios"
"""Folder beside a programme that holds its scenarios."""
JOINED = "+"
"""What joins the names of scenarios that compose."""

TOLD = {
    "missing": ("this field must be given", "give a value"),
    "extra_forbidden": ("there is no such field", ""),
    "union_tag_invalid": ("there is no such change", ""),
    "union_tag_not_found": ("the change does not say what it does", ""),
    "too_short": ("the list is empty", "name at least one"),
    "string_too_short": ("the text is empty", "give one"),
    "string_type": ("this is not a text", "write a text in quotes"),
    "int_type": ("this is not a whole number", "write a whole number, without quotes"),
    "int_parsing": ("this is not a whole number", "write a whole number, without quotes"),
    "int_from_float": ("this is not a whole number", "write a whole number"),
    "decimal_type": ("this is not a number", "write a number, without quotes"),
    "decimal_parsing": ("this is not a number", "write a number, without quotes"),
    "bool_type": ("this is not true or false", "write true or false, without quotes"),
    "bool_parsing": ("this is not true or false", "write true or false, without quotes"),
    "date_type": ("this is not a date", "write it as YYYY-MM-DD"),
    "date_parsing": ("this is not a date", "write it as YYYY-MM-DD"),
    "date_from_datetime_parsing": ("this is not a date", "write it as YYYY-MM-DD"),
    "date_from_datetime_inexact": ("this is not a date", "write it as YYYY-MM-DD"),
    "tuple_type": ("this is not a list", "write a list in [ ]"),
    "dict_type": ("this is not a table", "write it as { column = value }"),
    "greater_than_equal": ("the number is too small", "give at least {ge}"),
    "less_than_equal": ("the number is too large", "give at most {le}"),
    "literal_error": ("this word is not known here", "give {expected}"),
}


def scenario_names(programme: str | Path) -> list[str]:
    """Names of the scenarios that lie beside a programme."""
    return [file.stem for file in scenario_files(programme)]


def scenario_files(programme: str | Path) -> list[Path]:
    """The files of the scenarios that lie beside a programme."""
    folder = _folder(programme)
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def read_scenarios(names: Sequence[str], programme: str | Path) -> tuple[Scenario, ...]:
    """The scenarios of these names or files, in order; `A+B` is A, then B.

    Raises
    ------
    InputError
        There is no such scenario, or it has faults; all of them are in it.
    """
    found: list[Scenario] = []
    faults: list[Fault] = []
    for part in (part for name in names for part in _parts(name, programme)):
        try:
            found.append(read_scenario(_find(part, programme)))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return tuple(found)


def read_scenario(path: Path) -> Scenario:
    """One scenario from its file.

    Raises
    ------
    InputError
        The file is no TOML or no scenario; all its faults are in it.
    """
    try:
        held = tomllib.loads(text_of(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        problem = f"the file is not TOML: {show(str(error))}"
        raise InputError([Fault(path.name, "", "", "", "", problem, "check quotes and brackets there")]) from None
    except RecursionError:
        problem = "the file nests too deeply"
        raise InputError([Fault(path.name, "", "", "", "", problem, "give plain changes")]) from None
    if "file" in held:
        raise InputError([_fault(path.name, {"type": "extra_forbidden", "loc": ("file",), "input": held["file"]})])
    try:
        return Scenario.model_validate({**held, "file": path.name})
    except ValidationError as error:
        faults = [_fault(path.name, found) for found in error.errors(include_url=False) if not _is_echo(found)]
        raise InputError(list(dict.fromkeys(faults))) from None


def _parts(name: str, programme: str | Path) -> list[str]:
    """The scenarios that a name joins; a file whose own name holds the sign is one."""
    if JOINED in name and not Path(name).is_file() and name not in scenario_names(programme):
        return [part.strip() for part in name.split(JOINED)]
    return [name]


def _find(name: str, programme: str | Path) -> Path:
    known = scenario_names(programme)
    if name in known:
        return _folder(programme) / f"{name}.toml"
    try:
        if Path(name).is_file():
            return Path(name)
    except (OSError, ValueError):
        pass
    near = get_close_matches(name, known, n=1)
    listed = "known are: " + ", ".join(known) if known else f"give a file, or put it in a folder {FOLDER}"
    wanted = f"did you mean {near[0]}?" if near else listed
    raise InputError([Fault(show(name), "", "", "", "", "there is no such file or scenario of this programme", wanted)])


def _folder(programme: str | Path) -> Path:
    """The folder of a programme's scenarios, whether or not it is there."""
    path = Path(programme)
    try:
        if path.is_dir():
            return path / FOLDER
        if path.is_file():
            own = own_folder(path)
            return own if own.is_dir() else path.parent / FOLDER
    except (OSError, ValueError):
        return Path(FOLDER)
    bundled = bundled_folder(str(programme))
    return (bundled or path) / FOLDER


def own_folder(file: Path) -> Path:
    """The folder for the scenarios of one file alone, so that two programmes may lie side by side."""
    return file.with_name(f"{file.stem}-{FOLDER}")


def _fault(file: str, error: Any) -> Fault:
    """A fault in plain words, from one that the scenario's model found."""
    kind, loc = error["type"], list(error["loc"])
    row, path = _place(loc)
    problem, wanted = TOLD.get(kind, ("", ""))
    if kind == "value_error":
        problem, _, wanted = str(error["ctx"]["error"]).partition("; ")
    wanted = _known(kind, loc, path, wanted).format(**error.get("ctx", {}))
    value = "" if kind in ("missing", "value_error", "union_tag_not_found") else _said(kind, error)
    return Fault(file, "", row, path, show(value), problem or "this does not fit the field", wanted)


def _is_echo(error: Any) -> bool:
    """Whether a list is called too short only because what is in it was refused."""
    return bool(error["type"] == "too_short" and error["input"])


def _said(kind: str, error: Any) -> str:
    return str(error["ctx"]["tag"]) if kind == "union_tag_invalid" else str(error["input"])


def _place(loc: list[Any]) -> tuple[str, str]:
    """The change as a person finds it, and the field in it."""
    if loc[:1] == ["change"] and len(loc) > 1:
        return f"change {loc[1] + 1}", ".".join(map(str, loc[3:])) or "do"
    return "", ".".join(map(str, loc))


def _known(kind: str, loc: list[Any], path: str, wanted: str) -> str:
    """Which changes or fields there are, where a wrong one was named."""
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return "give do as one of: " + ", ".join(_BY_WORD)
    if kind != "extra_forbidden":
        return wanted
    fields = _BY_WORD.get(loc[2], ()) if loc[:1] == ["change"] and len(loc) > 3 else ("title", "notes", "change")
    near = get_close_matches(path, fields, n=1)
    return f"did you mean {near[0]}?" if near else "known are: " + ", ".join(fields)


_BY_WORD = {c.model_fields["do"].annotation.__args__[0]: tuple(c.model_fields) for c in CHANGES}  # type: ignore[union-attr]
