"""Finds what capacity is worth: one more unit where a plan uses all there is, and what that saves.

For a shared resource and a quarter of the year in which the plan leaves nothing of it, the programme is
solved again with one unit more in that quarter. What is told is the difference between two solves
of the plan's goals, not an estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import zip_longest

from calloff.calendar import add_months
from calloff.explain.worth import COUNTED, Asked, Place, Saving, Standing, Worth
from calloff.options import Options, parse_goals
from calloff.plan import GoalRun, Plan
from calloff.programme import Programme
from calloff.solve import solve
from calloff.tables import Capacity, Resource

DAY = timedelta(days=1)
MOST = 6
"""Quarters that are tried."""


def full_quarters(programme: Programme, plan: Plan) -> list[Place]:
    """Quarters in which a plan uses all of a resource in some slot: each resource's fullest first, then its next."""
    counted: Counter[tuple[str, date]] = Counter()
    for use in plan.usage:
        if use.of in programme.resource and use.slot is not None and use.capacity and use.use >= use.capacity:
            counted[use.of, use.slot.replace(month=(use.slot.month - 1) // 3 * 3 + 1, day=1)] += 1
    fullest = sorted(counted, key=lambda key: (-counted[key], key[1], key[0]))
    of = {name: [key for key in fullest if key[0] == name] for name, _ in fullest}
    found = sorted(fullest, key=lambda key: (of[key[0]].index(key), fullest.index(key)))
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
) -> Asked:
    """What one more unit is worth where a plan leaves nothing.

    Parameters
    ----------
    programme, plan
        What was planned, and the plan whose use is looked at; its goals are those that are solved for.
    options
        Limits of each solve.
    on_each
        Told which quarter is tried.
    """
    places = full_quarters(programme, plan)
    if not places:
        return Asked(())
    options = _as_planned(plan, options)
    base = _base(programme, plan, options)
    found = []
    for place in places[:MOST]:
        if on_each is not None:
            on_each(f"one more of {place.resource} in {place.quarter}")
        found.append(compared(place, base, solve(raised(programme, place), options).levels))
    return Asked(tuple(found), tuple(places[MOST:]))


def _as_planned(plan: Plan, options: Options) -> Options:
    """Options with the plan's own goals; how far it moved from an earlier plan is no matter of capacity."""
    made = plan.origin.options
    goals = tuple(g for g in parse_goals(str(made["goals"])) if g.name != "stability")
    forbid = options.no_overspend or bool(made.get("no_overspend"))
    return options.model_copy(update={"goals": goals, "no_overspend": forbid})


def _base(programme: Programme, plan: Plan, options: Options) -> tuple[GoalRun, ...]:
    """What the goals come to without one more: as the plan proved it, else solved again under the same limits."""
    same = [g.name for g in options.goals] == [g.goal for g in plan.goals]
    forbidden = bool(plan.origin.options.get("no_overspend"))
    if plan.status == "optimal" and same and forbidden == options.no_overspend:
        return plan.goals
    return solve(programme, options).levels


def compared(place: Place, base: tuple[GoalRun, ...], more: tuple[GoalRun, ...]) -> Worth:
    """The difference of two solves, goal by goal, as far as it is one."""
    savings: list[Saving] = []
    sure = proved = bool(base and more)
    for before, after in zip_longest(base, more):
        amount = _less(before, after)
        if amount is None or (amount < 0 and not savings):
            # One more never makes the first change for the worse: that solve was stopped before its best.
            return Worth(place, tuple(savings), proved=False)
        if amount:
            savings.append(Saving(before.goal, amount, before.unit, _standing(before, after, sure=sure)))
        sure = sure and before.proved and after.proved
        if before.goal in COUNTED:
            proved = sure
    return Worth(place, tuple(savings), proved)


def _less(before: GoalRun | None, after: GoalRun | None) -> int | None:
    """By how much less a goal comes to; None where that is not known."""
    if before is None or after is None or before.best is None or after.best is None:
        return None
    return before.best - after.best


def _standing(before: GoalRun, after: GoalRun, *, sure: bool) -> Standing:
    """How sure a difference is: only where all goals before are proved do both solves minimise the same."""
    if not sure:
        return "found"
    if before.proved:
        return "proved" if after.proved else "at least"
    return "at most" if after.proved else "found"
