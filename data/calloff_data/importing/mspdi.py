"""Tasks of an MS Project XML file (MSPDI), streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from calloff_data.importing.grids import refused
from calloff_data.importing.planned import PlanFile, Planned

NAMESPACE = "http://schemas.microsoft.com/project"
DEEPEST = 40
"""Levels of an outline that are followed."""


def accepts(path: Path) -> bool:
    """Whether the file begins as XML does."""
    with path.open("rb") as file:
        begin = file.read(512)
    return begin.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").startswith(b"<")


def read_plan(path: Path) -> PlanFile:
    """The tasks of a project, and when it was said.

    Raises
    ------
    InputError
        It is no MS Project XML, is cut off, or holds entities.
    """
    from defusedxml import DefusedXmlException

    try:
        return _plan(path)
    except DefusedXmlException:
        problem = "the file declares a document type or entities, which MS Project never writes"
        raise refused(path, problem, "save it anew as XML from MS Project") from None
    except ParseError as error:
        line, column = error.position
        problem = f"the XML breaks off or is damaged in line {line}, position {column + 1}"
        raise refused(path, problem, "save it anew as XML from MS Project") from None
    except (ValueError, LookupError):
        raise refused(path, "the XML is in an encoding that cannot be read", "save it as UTF-8") from None


def _plan(path: Path) -> PlanFile:
    from defusedxml.ElementTree import iterparse

    head: dict[str, str] = {}
    planned: list[Planned] = []
    outline: list[str] = []
    stack: list[Any] = []
    for event, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            stack.append(element)
            if len(stack) == 1:
                _check_root(path, element.tag)
            continue
        stack.pop()
        name = _name(element)
        if len(stack) == 1 and element.text and not len(element):
            head[name] = element.text.strip()
        if name == "Task" and len(stack) == 2:
            planned += _task(element, outline)
        if len(stack) == 2:
            stack[-1].clear()
    said = _day(head.get("StatusDate", ""))
    saved = _day(head.get("LastSaved", "")) or _day(head.get("CurrentDate", ""))
    title = head.get("Title") or head.get("Name") or ""
    return PlanFile(path.name, f"{title} {path.stem}", planned, said, saved)


def _check_root(path: Path, tag: str) -> None:
    if tag == f"{{{NAMESPACE}}}Project":
        return
    space, _, name = tag.rpartition("}")
    problem = "this is no MS Project XML: its first element is not Project of " + NAMESPACE
    given = f"{name} of {space.lstrip('{')}" if space else name
    raise refused(path, problem, "in MS Project choose File, Save as, XML Format", given)


def _task(element: Any, outline: list[str]) -> Iterator[Planned]:
    """A task, with the names of the summary tasks over it."""
    held = {_name(child): (child.text or "").strip() for child in element if not len(child)}
    name, uid = held.get("Name", ""), held.get("UID", "")
    level = int(held["OutlineLevel"]) if re.fullmatch(r"\d{1,2}", held.get("OutlineLevel", "")) else 1
    del outline[max(0, level - 1) :]
    parents = tuple(outline)
    if level <= DEEPEST:
        outline += [""] * (level - 1 - len(outline))
        outline.append(name)
    if held.get("IsNull") == "1" or (uid == "0" and level == 0):
        return
    share = held.get("PercentComplete", "")
    yield Planned(
        place=f"task {held.get('ID') or uid}",
        name=name,
        parents=tuple(filter(None, parents)),
        start=_day(held.get("ActualStart", "")) or _day(held.get("Start", "")),
        finish=_day(held.get("ActualFinish", "")) or _day(held.get("Finish", "")),
        begun="ActualStart" in held or (share not in ("", "0")),
        done=share == "100" or bool(_day(held.get("ActualFinish", ""))),
        known=True,
        doubts=("it is inactive in the project",) if held.get("Active") == "0" else (),
    )


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
