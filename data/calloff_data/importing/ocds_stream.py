"""Releases and records out of OCDS files of any size, one at a time, in bounded memory.

Release packages, record packages, arrays, JSON Lines, single releases; each also as gzip.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from calloff.cells import show
from calloff.errors import Fault, InputError

DEEPEST = 60
"""Deepest nesting of a release that is believed."""
LARGEST = 16 * 2**20
"""Largest release or record [bytes]."""
RATIO = 200
"""Times that a compressed file may expand, once it is larger than `LARGEST`: real notices expand 10 to 30 times."""
CHUNK = 2**17
LISTS = ("releases", "records")
SCALARS = ("null", "boolean", "number", "integer", "double", "string")
NO_UNIT = "it is no release: an object was expected"
ZEROS = b" 000,"
"""Written by one portal for a 0; no JSON."""

Unit = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A release or a record, with its place; or a line that could not be read."""

    place: str
    unit: Unit | None
    problem: str = ""


class _RefusedError(Exception):
    """A file that is no OCDS: the problem, and what would be right."""

    def __init__(self, problem: str, wanted: str) -> None:
        super().__init__(problem)
        self.problem, self.wanted = problem, wanted


def units(path: Path) -> Iterator[Found]:
    """Every release or record of a file, in its order.

    Raises
    ------
    InputError
        The file cannot be opened or read, is no JSON, or is larger or deeper than any notice.
    """
    try:
        with path.open("rb") as raw:
            stream = _Bounded(raw, path.stat().st_size)
            yield from _lines(stream) if _is_lines(path) else _values(stream)
    except _RefusedError as found:
        raise _error(path, found.problem, found.wanted) from None
    except EOFError:
        raise _error(path, "it ends in the middle", "fetch it again: it was cut off") from None
    except (gzip.BadGzipFile, OSError) as found:
        raise _error(path, f"it cannot be read: {found}", "a file you may read, whole") from None


def _error(path: Path, problem: str, wanted: str) -> InputError:
    return InputError([Fault(show(str(path)), "", "", "", "", problem, wanted)])


def _is_lines(path: Path) -> bool:
    return any(suffix.lower() in (".jsonl", ".ndjson") for suffix in path.suffixes)


class _Bounded:
    """Bytes of a file, unpacked where it is gzip, that end when one release is too large."""

    def __init__(self, raw: IO[bytes], size: int) -> None:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        self.held: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=raw) if packed else raw
        self.size, self.packed = size, packed
        self.count = self.mark = 0
        self.carry = b""

    def read(self, size: int = CHUNK) -> bytes:
        """Some bytes; the zeros that one portal writes are mended, also across two reads."""
        if size == 0:
            return b""
        data = self.take(self.held.read(CHUNK))
        whole = self.carry + data
        if not data:
            self.carry = b""
            return whole.lstrip(b"\xef\xbb\xbf") if self.count == 0 else whole
        whole = whole.replace(ZEROS, b"   0,")
        keep = len(ZEROS) - 1
        self.carry, given = whole[-keep:], whole[:-keep]
        return given or self.read(size)

    def readline(self) -> bytes:
        """A line, without its end."""
        return self.take(self.held.readline(LARGEST + 1)).replace(ZEROS, b"   0,").strip()

    def take(self, data: bytes) -> bytes:
        """Count bytes against the limits."""
        if self.count == 0:
            data = data.removeprefix(b"\xef\xbb\xbf")
        self.count += len(data)
        if self.count - self.mark > LARGEST:
            wanted = "a release package, a record package, an array or lines of releases"
            raise _RefusedError(f"it has {LARGEST // 2**20} MB without one whole release", wanted)
        if self.packed and self.count > LARGEST and self.count > RATIO * self.size:
            raise _RefusedError(f"it expands to more than {RATIO} times its size", "the file as it was published")
        return data


def _lines(stream: _Bounded) -> Iterator[Found]:
    """One value a line; a line that is no JSON is told, and the others are read."""
    number = 0
    while line := stream.readline() or (b" " if stream.count > stream.mark else b""):
        number += 1
        stream.mark = stream.count
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_constant=str)
        except (ValueError, RecursionError) as found:
            said = "nested too deep" if isinstance(found, RecursionError) else "not JSON"
            yield Found(f"line {number}", None, f"the line cannot be read, it is {said}")
            continue
        yield from _spread(value, f"line {number}")


def _values(stream: _Bounded) -> Iterator[Found]:
    import ijson

    walk = _Walk(stream)
    try:
        for event, value in ijson.basic_parse(stream, multiple_values=True, buf_size=CHUNK):
            if (found := walk.take(event, value)) is not None:
                yield from _spread(*found)
    except ijson.IncompleteJSONError as found:
        where = f" behind {walk.place}" if walk.number else ""
        raise _RefusedError(
            f"it is no whole JSON{where}: {_first_line(found)}", "fetch it again, or mend it there"
        ) from None
    except ijson.JSONError as found:
        raise _RefusedError(f"it is no JSON: {_first_line(found)}", "a JSON file of releases or records") from None


def _first_line(found: Exception) -> str:
    return str(found).strip().splitlines()[0][:120] if str(found).strip() else type(found).__name__


class _Walk:
    """Follows the events of a JSON text and builds one release at a time.

    A unit is an object in a top array, or in `releases` or `records` of a top object; a top object without
    these is itself one.
    """

    def __init__(self, stream: _Bounded) -> None:
        self.stream = stream
        self.depth = self.number = 0
        self.top = self.key = self.in_list = ""
        self.seen_list = False
        self.builder: Any = None
        self.single: Any = None

    @property
    def place(self) -> str:
        """Where the last whole unit stands."""
        return f"{'record' if self.in_list == 'records' else 'release'} {self.number}"

    def take(self, event: str, value: Any) -> tuple[Any, str] | None:
        """A unit and its place, where an event completes one."""
        begins = event in ("start_map", "start_array")
        if begins:
            self._open(event)
        elif event == "map_key" and self.depth == 1:
            self.key = value
        builder = self.builder or (None if self.in_list or self._names_list(event) else self.single)
        if builder is not None:
            builder.event(event, value)
        elif event in SCALARS and self._is_element(self.depth):
            return self._unit(value)
        return self._close() if event in ("end_map", "end_array") else None

    def _open(self, event: str) -> None:
        from ijson.common import ObjectBuilder

        self.depth += 1
        if self.depth > DEEPEST:
            raise _RefusedError(f"it is nested more than {DEEPEST} deep", "releases as published: none is so deep")
        if self.depth == 1:
            self.top, self.in_list, self.key, self.seen_list = event, "", "", False
            self.single = ObjectBuilder() if event == "start_map" else None
        elif self.builder is None and self.depth == 2 and event == "start_array" and self.key in LISTS and self.single:
            self.in_list, self.seen_list = self.key, True
        elif self.builder is None and self._is_element(self.depth - 1):
            self.builder = ObjectBuilder()

    def _names_list(self, event: str) -> bool:
        return event == "map_key" and self.depth == 1 and self.key in LISTS

    def _is_element(self, depth: int) -> bool:
        """Whether a value at this depth is one of the list's own."""
        return depth == 1 if self.top == "start_array" else bool(self.in_list) and depth == 2

    def _close(self) -> tuple[Any, str] | None:
        self.depth -= 1
        if self.builder is not None:
            if self._is_element(self.depth):
                unit, self.builder = self.builder.value, None
                return self._unit(unit)
        elif self.depth == 1:
            self.in_list = ""
        elif self.depth == 0 and self.single is not None and not self.seen_list:
            return self._unit(self.single.value)
        return None

    def _unit(self, unit: Any) -> tuple[Any, str]:
        self.number += 1
        self.stream.mark = self.stream.count
        return unit, self.place


def _spread(value: Any, place: str) -> Iterator[Found]:
    """The releases of one value: itself, or those of a package within an array or a line."""
    if not isinstance(value, dict):
        yield Found(place, None, NO_UNIT)
        return
    inner = next((key for key in LISTS if isinstance(value.get(key), list) and "ocid" not in value), None)
    if inner is None:
        yield Found(place, value)
        return
    for number, unit in enumerate(value[inner], start=1):
        held = unit if isinstance(unit, dict) else None
        yield Found(f"{place}, {inner[:-1]} {number}", held, "" if held else NO_UNIT)
