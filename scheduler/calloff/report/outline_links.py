"""Links between tasks of an outline that come from the table `dependencies`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from calloff.programme import Programme
from calloff.tables import Dependency

Key = tuple[str, ...]
Edge = Literal["S", "F"]
FIRST = ("start", "gtm")
"""Milestones of which a cluster's is the first of its procurements'; of the others it is the last."""


class Link(NamedTuple):
    """One task waits for another: from which of its ends to which, and how long at least [slots]."""

    before: Key
    after: Key
    kind: str = "FS"
    lag: int = 0


@dataclass
class Points:
    """Where links may hang: milestones by item and kind, the first and last task of an item, and days of tasks."""

    at: dict[tuple[str, str], Key] = field(default_factory=dict)
    first: dict[str, Key] = field(default_factory=dict)
    last: dict[str, Key] = field(default_factory=dict)
    days: dict[Key, tuple[date, date]] = field(default_factory=dict)

    def of(self, item: str, milestone: str) -> tuple[Key, Edge] | None:
        """The task that a milestone of a procurement, department or external is, and which of its ends."""
        if milestone == "start":
            return (self.first[item], "S") if item in self.first else None
        if milestone == "end":
            return (self.last[item], "F") if item in self.last else None
        key = self.at.get((item, milestone))
        return None if key is None else (key, "F")


def dependencies(programme: Programme, points: Points) -> Iterator[Link]:
    """A link for every least lag between two milestones that the plan has.

    A cluster's first milestone is waited for as the earliest, and waits as all of them; its last is waited for as
    all of them, and waits as the latest. Greatest lags and lags below zero are no links: project tools would read
    them as circles.
    """
    for row in programme.dependencies:
        if row.min_lag is None or row.min_lag < 0:
            continue
        befores = _ends(programme, points, row.from_, row.from_milestone)
        afters = _ends(programme, points, row.to, row.to_milestone)
        if row.from_milestone in FIRST:
            befores = befores and [min(befores, key=lambda held: points.days[held[0]][0])]
        if row.to_milestone not in FIRST:
            afters = afters and [max(afters, key=lambda held: points.days[held[0]][1])]
        for before in befores:
            yield from (_link(row, before, after) for after in afters)


def _link(row: Dependency, before: tuple[Key, Edge], after: tuple[Key, Edge]) -> Link:
    """From the one end to the other; a milestone that is waited for is one as it begins."""
    to = after[1] if row.to_milestone == "end" else "S"
    return Link(before[0], after[0], before[1] + to, row.min_lag or 0)


def _ends(programme: Programme, points: Points, item: str, milestone: str | None) -> list[tuple[Key, Edge]]:
    if item not in programme.cluster:
        found = points.of(item, milestone or "")
        return [found] if found else []
    rows = programme.joining(item) if milestone == "live" else programme.procurements_of(item)
    return [found for row in rows if (found := points.of(row.id, milestone or ""))]
