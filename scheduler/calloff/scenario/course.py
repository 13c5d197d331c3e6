"""Changes of how things go: who joins, what is late, what is challenged, what has to be run again.

A competition's own phases are written as rows of its procurement, which win over those for any.
A later cycle that takes the same route is held up in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from calloff.assemble import cells_of
from calloff.calendar import offsets
from calloff.dated import possible_routes
from calloff.facts_history import Progress, progress_of
from calloff.programme import Competition, Programme
from calloff.scenario.change import Change, Names, Slots
from calloff.scenario.sheet import At, Sheet
from calloff.tables import Department, Phase


class Joins(Change):
    """Departments join, or decline: then they keep their systems, and those count."""

    do: Literal["joins"]
    departments: Names = Field(description="The departments.")
    joins: bool = Field(description="Whether they join.")
    decision_by: date | None = Field(None, description="They are not onboarded before this day.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet in which they have decided."""
        known = sheet.programme.department
        for name in self.departments:
            if name not in known:
                raise at.stranger("departments", name, "department", known)
            if known[name].joins == self.joins and self.decision_by is None:
                raise at.error("departments", name, "this is so already", "take it out of the list")
        cells: dict[str, object] = {"joins": self.joins}
        if self.decision_by is not None:
            cells["decision_by"] = self.decision_by
        held = [h for h in sheet.rows("departments") if cells_of(h.row)["id"] in self.departments]
        return sheet.changed(at, "departments", dict.fromkeys(held, cells))


@dataclass(frozen=True)
class Course:
    """One procurement's first competition under one route: its phases, and how far it has come."""

    procurement: str
    route: str
    phases: list[Phase]
    progress: Progress

    @property
    def is_over(self) -> bool:
        """Whether all of it is history."""
        return self.progress.first >= len(self.phases)


def courses(sheet: Sheet, procurement: str) -> list[Course]:
    """The courses a procurement may take, one a route."""
    p, key = sheet.programme, Competition(procurement, None, 1)
    return [
        Course(procurement, route, phases, progress_of(p, sheet.calendar, key, phases))
        for route in possible_routes(p, key)
        if (phases := p.phases_for(route, procurement))
    ]


def written(sheet: Sheet, at: At, course: Course, rows: Sequence[dict[str, object]]) -> Sheet:
    """The sheet in which a course has these phases, in this order."""
    own = [
        h
        for h in sheet.rows("phases")
        if isinstance(h.row, Phase) and (h.row.route, h.row.procurement) == (course.route, course.procurement)
    ]
    made = [{**row, "procurement": course.procurement, "order": i} for i, row in enumerate(rows, start=1)]
    return sheet.without("phases", own).added(at, "phases", made)


def lengthened(sheet: Sheet, at: At, course: Course, slots: int) -> Sheet:
    """The sheet in which the phase in progress ends so much later than it would."""
    rows = [cells_of(p) for p in course.phases]
    first, began = course.progress.first, course.progress.began
    assert began is not None
    due = began + offsets([course.phases[first].duration])[1]
    overdue = max(0, sheet.calendar.now - due)
    rows[first]["duration"] = course.phases[first].duration + overdue + slots
    return written(sheet, at, course, rows)


def _each(at: At, field: str, names: Sequence[str], what: str, known: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            raise at.stranger(field, name, what, known)
        yield name


class Late(Change):
    """Clusters run late: what they have begun takes longer, what they have not begins later.

    A competition that has not begun begins no earlier than so many slots after now; the phase, or
    the onboarding, in progress ends so many slots later than it would.
    """

    do: Literal["late"]
    clusters: Names = Field(description="The clusters.")
    slots: Slots = Field(description="How late (slots).")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet in which they are late."""
        for cluster in _each(at, "clusters", self.clusters, "cluster", [*sheet.programme.cluster]):
            before = sheet
            for procurement in sheet.programme.procurements_of(cluster):
                sheet = self._held_up(sheet, at, procurement.id)
            sheet = self._onboarding(sheet, at, cluster)
            if sheet is before:
                raise at.error("clusters", cluster, "nothing of it is left to be late", "take it out of the list")
        return sheet

    def _held_up(self, sheet: Sheet, at: At, procurement: str) -> Sheet:
        for course in courses(sheet, procurement):
            if course.progress.began is not None:
                sheet = lengthened(sheet, at, course, self.slots)
            elif course.progress.first == 0:
                day = sheet.calendar.day(sheet.calendar.now + self.slots)
                pin = {"item": procurement, "milestone": "start", "kind": "earliest", "date": day}
                return sheet.added(at, "pins", [pin])
        return sheet

    def _onboarding(self, sheet: Sheet, at: At, cluster: str) -> Sheet:
        """Departments that are being onboarded take longer."""
        p = sheet.programme
        made = {}
        for held in sheet.rows("departments"):
            row = held.row
            if isinstance(row, Department) and row.cluster == cluster and _is_under_way(p, row.id):
                made[held] = {"onboarding": row.onboarding + self.slots}
        return sheet.changed(at, "departments", made) if made else sheet


def _is_under_way(programme: Programme, department: str) -> bool:
    happened = {pin.milestone for pin in programme.pins_of(department) if pin.kind == "actual"}
    return "start" in happened and "live" not in happened


class DelayAfterAward(Change):
    """A challenge holds procurements up between award and what comes after it.

    Where the award is still to come, nothing begins for so many slots after it; where work after it is in
    progress, that work ends so many slots later.
    """

    do: Literal["delay_after_award"]
    procurements: Names = Field(description="The procurements.")
    slots: Slots = Field(description="How long (slots).")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet in which they are held up."""
        known = [*sheet.programme.procurement]
        for procurement in _each(at, "procurements", self.procurements, "procurement", known):
            for course in courses(sheet, procurement):
                if course.is_over:
                    problem = "all its phases are over, nothing after its award can be held up"
                    raise at.error("procurements", procurement, problem, "take it out of the list")
                sheet = self._held_up(sheet, at, course)
        return sheet

    def _held_up(self, sheet: Sheet, at: At, course: Course) -> Sheet:
        award = sheet.programme.award_index(course.phases)
        if course.progress.first > award:
            return lengthened(sheet, at, course, self.slots)
        wait: dict[str, object] = {"route": course.route, "id": _new("held-up", course), "duration": self.slots}
        rows = [cells_of(p) for p in course.phases]
        rows[award]["milestone"] = "award"
        return written(sheet, at, course, [*rows[: award + 1], wait, *rows[award + 1 :]])


def _new(name: str, course: Course) -> str:
    """A name that no phase of the course has."""
    taken = {p.id for p in course.phases}
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, 100))) if n not in taken)


class Restart(Change):
    """A competition fails after some of its phases, and these are run again, with all that they use."""

    do: Literal["restart"]
    procurement: str = Field(description="The procurement.")
    phases: Names = Field(description="Phases that are run again, after the last of them, before the award.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet in which it is run again."""
        known = sheet.programme.procurement
        if self.procurement not in known:
            raise at.stranger("procurement", self.procurement, "procurement", known)
        for course in courses(sheet, self.procurement):
            sheet = self._again(sheet, at, course)
        return sheet

    def _again(self, sheet: Sheet, at: At, course: Course) -> Sheet:
        places = {p.id: i for i, p in enumerate(course.phases)}
        for name in self.phases:
            if name not in places:
                raise at.stranger("phases", name, f"phase of {course.procurement} under {course.route}", places)
        last = max(places[name] for name in self.phases)
        if last < course.progress.first:
            problem = "these phases are over"
            raise at.error("phases", ", ".join(self.phases), problem, "name phases that are not history")
        if last >= sheet.programme.award_index(course.phases):
            raise at.error("phases", course.phases[last].id, "it is not before the award", "name phases before it")
        again = {name: _new(f"{name}-again", course) for name in self.phases}
        rows = [cells_of(p) for p in course.phases]
        copies = [{**r, "id": again[str(r["id"])], "milestone": None} for r in rows if r["id"] in again]
        sheet = written(sheet, at, course, [*rows[: last + 1], *copies, *rows[last + 1 :]])
        return self._demanding(sheet, at, again)

    def _demanding(self, sheet: Sheet, at: At, again: dict[str, str]) -> Sheet:
        """The same demands for the phases that are run again."""
        p = sheet.programme
        known = {(d.phase, d.procurement, d.resource) for d in p.demands}
        made = [
            {"phase": copy, "procurement": self.procurement, "resource": resource, "units": units}
            for name, copy in again.items()
            for resource, units in p.demands_for(name, self.procurement).items()
            if (copy, self.procurement, resource) not in known
        ]
        return sheet.added(at, "demands", made)
