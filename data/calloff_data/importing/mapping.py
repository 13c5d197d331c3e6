"""The mapping file: which heading of a register holds what, written by each import, read by the next."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff_data.read.reading import text_of

NAME = "mapping.toml"


def read_mapping(path: Path | None, known: Iterable[str], table: str) -> dict[str, tuple[str, ...]]:
    """Headings by what they hold; a blank heading says that no column holds it.

    Parameters
    ----------
    path
        The file; None gives an empty mapping.
    known
        What may be mapped.
    table
        The table of the file that holds the mapping.

    Raises
    ------
    InputError
        The file is not what it should be; every fault of it is in the error.
    """
    if path is None:
        return {}
    try:
        content = tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            [_fault(path, "", "", f"the file is not TOML: {error}", 'write title = "Their heading"')]
        ) from None
    rows = content.get(table, {})
    names = list(known)
    if not isinstance(rows, dict) or set(content) - {table}:
        raise InputError([_fault(path, "", "", "the file holds other than one table", f"give one table [{table}]")])
    faults = [
        _fault(path, key, "", "this is nothing that can be mapped", "known are: " + ", ".join(names))
        for key in rows
        if names and key not in names
    ]
    faults += [
        _fault(path, key, show(value), "this is no text", "give a text in quotes, or a list of them")
        for key, value in rows.items()
        if not isinstance(value, str) and not (isinstance(value, list) and all(isinstance(v, str) for v in value))
    ]
    if faults:
        raise InputError(faults)
    return {key: tuple(v for v in ([value] if isinstance(value, str) else value) if v) for key, value in rows.items()}


def mapping_text(
    table: str, about: str, rows: Mapping[str, tuple[Sequence[str], str]], free: Iterable[str] = ()
) -> str:
    """A mapping file.

    Parameters
    ----------
    table
        Its table.
    about
        Comment lines at its head.
    rows
        Headings by what they hold, with a remark.
    free
        What nothing was found for; each stands there as a comment, ready to be filled in.
    """
    lines = [*(f"# {line}" for line in about.splitlines()), "", f"[{table}]"]
    for key, (names, remark) in rows.items():
        told = _text(names[0]) if len(names) == 1 else "[" + ", ".join(map(_text, names)) + "]"
        lines.append(f"{_key(key)} = {told}" + (f"  # {show(remark)}" if remark else ""))
    lines += [f'# {_key(key)} = ""' for key in free]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(show(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _text(key)


def _fault(path: Path, column: str, value: str, problem: str, wanted: str) -> Fault:
    return Fault(show(path.name), "", "", show(column), value, problem, wanted)
