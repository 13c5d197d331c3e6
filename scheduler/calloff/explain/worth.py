"""What capacity is worth: one more unit where a plan uses all there is, and what that saves.

For a shared resource and a quarter of the year in which the plan leaves nothing of it, the programme is
solved again with one unit more in that quarter. What is told is the difference between two solves
of the same goals under the same limits, not an estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calloff.calendar import add_months
from calloff.options import Options
from calloff.plan import GoalRun, Plan
from calloff.programme import Programme
from calloff.solve import solve
from calloff.tables import Capacity, Resource

DAY = timedelta(days=1)
MOST = 4
"""Quarters that are tried: those in which most is used up."""


@dataclass(frozen=True)
class Place:
    """A resource and a quarter: first day, day after the last."""

    resource: str
    begin: date
    end: date

    @property
    def quarter(self) -> str:
        """The quarter as people say it."""
        return f"Q{(self.begin.month + 2) // 3} {self.begin.year}"


@dataclass(frozen=True)
class Worth:
    """What one more unit comes to.

    Attributes
    ----------
    place
        Where it would be.
    saved
        By goal, how much less it comes to at best; goals that do not change are left out.
    proved
        Whether both solves were proved up to the last goal that changes.
    """

    place: Place
    saved: dict[str, int]
    proved: bool


def full_quarters(programme: Programme, plan: Plan) -> list[Place]:
    """Quarters in which a plan uses all of a resource in some slot, the fullest first."""
    counted: Counter[tuple[str, date]] = Counter()
    for use in plan.usage:
        if use.of in programme.resource and use.slot is not None and use.capacity and use.use >= use.capacity:
            counted[use.of, use.slot.replace(month=(use.slot.month - 1) // 3 * 3 + 1, day=1)] += 1
    found = sorted(counted, key=lambda key: (-counted[key], key[1], key[0]))
    return [Place(name, begin, add_months(begin, 3)) for name, begin in found]


def raised(programme: Programme, place: Place) -> Programme:
    """The programme with one more unit of a resource in a quarter."""
    resource = programme.resource[place.resource]
    rows = [r for row in programme.capacity for r in (_split(row, place) if row.of == resource.id else (row,))]
    rows += _uncovered(programme, resource, place)
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    return Programme.model_validate({**held, "capacity": tuple(rows)})


def _split(row: Capacity, place: Place) -> Iterator[Capacity]:
    """A row cut at the quarter's days, with one more inside."""
    last = place.end - DAY
    for first, until, more in (
        (row.from_, min(row.to, place.begin - DAY), 0),
        (max(row.from_, place.begin), min(row.to, last), 1),
        (max(row.from_, place.end), row.to, 0),
    ):
        if first <= until:
            yield row.model_copy(update={"from_": first, "to": until, "capacity": row.capacity + more})


def _uncovered(programme: Programme, resource: Resource, place: Place) -> Iterator[Capacity]:
    """One more on the days of the quarter that no row covers."""
    covered = sorted((r.from_, r.to) for r in programme.capacity if r.of == resource.id)
    day = place.begin
    for first, last in [*covered, (place.end, place.end)]:
        until = min(first - DAY, place.end - DAY)
        if day <= until and resource.capacity is not None:
            yield Capacity.model_validate(
                {"of": resource.id, "from": day, "to": until, "capacity": resource.capacity + 1}
            )
        day = max(day, last + DAY)


def worths(
    programme: Programme, plan: Plan, options: Options, *, on_each: Callable[[str], None] | None = None
) -> list[Worth]:
    """What one more unit is worth in the fullest quarters of a plan.

    Parameters
    ----------
    programme, plan
        What was planned, and the plan whose use is looked at.
    options
        Goals, and limits of each solve.
    on_each
        Told which quarter is tried.
    """
    places = full_quarters(programme, plan)[:MOST]
    if not places:
        return []
    base = solve(programme, options).levels
    found = []
    for place in places:
        if on_each is not None:
            on_each(f"one more of {place.resource} in {place.quarter}")
        found.append(_compared(place, base, solve(raised(programme, place), options).levels))
    return found


def _compared(place: Place, base: tuple[GoalRun, ...], more: tuple[GoalRun, ...]) -> Worth:
    saved: dict[str, int] = {}
    proved, sure = True, True
    for before, after in zip(base, more, strict=False):
        sure = sure and before.proved and after.proved
        if before.best is not None and after.best is not None and before.best != after.best:
            saved[before.goal] = before.best - after.best
            proved = sure
    return Worth(place, saved, proved if saved else sure)


def worth_words(programme: Programme, worth: Worth, units: dict[str, str]) -> str:
    """One line: where, what it saves, whether that is proved."""
    name = programme.resource[worth.place.resource].title or worth.place.resource
    what = f"One more of {name} in {worth.place.quarter}"
    shown = {goal: n for goal, n in worth.saved.items() if goal not in ("early", "peak", "finish")}
    if not shown:
        return f"{what} saves nothing{'' if worth.proved else ' that was found; not proved'}."
    parts = []
    for goal, n in shown.items():
        verb = "saves" if n > 0 else "costs"
        parts.append(f"{verb} {abs(n):,} {units.get(goal, '')} of {goal}".replace("  ", " "))
    return f"{what} {', '.join(parts)} ({'proved' if worth.proved else 'found, not proved'})."
