"""A cluster's own plan, whatever file it came in: names, days, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Planned:
    """One line of a plan.

    Attributes
    ----------
    place
        Where it stands.
    name, parents
        Its name, and the names of what it is part of.
    item, milestone
        What it belongs to and what it is, where columns say so.
    start, finish
        Its days; one that has a single day has it in both.
    begun, done
        Whether it has begun, or is done.
    known
        Whether the plan says what is done; else the day decides.
    reported
        When it was said, where the line says it.
    text
        What stands there instead of a day.
    doubts
        Why a day may be another.
    """

    place: str
    name: str
    parents: tuple[str, ...] = ()
    item: str = ""
    milestone: str = ""
    start: date | None = None
    finish: date | None = None
    begun: bool = False
    done: bool = False
    known: bool = False
    reported: date | None = None
    text: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its name with what it is part of."""
        return " > ".join((*self.parents, self.name))


@dataclass(frozen=True)
class PlanFile:
    """A plan.

    Attributes
    ----------
    file, context
        Name of the file; its title and name in words, which may tell whose plan it is.
    lines
        Its lines.
    said
        The day on which it says that it was so.
    saved
        The day on which it was saved.
    """

    file: str
    context: str
    lines: Sequence[Planned]
    said: date | None = None
    saved: date | None = None
