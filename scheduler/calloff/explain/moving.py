"""A date moved by hand: what else must move, what gets worse, or why it can never be there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calloff.budget import Budget
from calloff.calendar import Calendar
from calloff.errors import Fault, InputError
from calloff.explain.conflict import Conflict, Prober, conflicts
from calloff.explain.reason import LIVE, Target
from calloff.explain.targets import point_of
from calloff.extract import Reading, decisions, marks
from calloff.levels import Ladder
from calloff.model.build import build
from calloff.options import Options, parse_goals
from calloff.plan import Decisions, Plan
from calloff.programme import Programme
from calloff.search import run

Mark = tuple[str, int, str]


@dataclass(frozen=True)
class Move:
    """One date that moves: item, cycle, milestone, and its boundaries before and after."""

    item: str
    cycle: int
    milestone: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Change:
    """One goal whose value changes."""

    goal: str
    before: int
    after: int
    unit: str


@dataclass(frozen=True)
class Moved:
    """What moving a date takes.

    Attributes
    ----------
    target, day
        What was moved, and its boundary.
    possible
        Whether any plan has it there; None where nobody knew in time.
    others
        The fewest slots of other movement: dates, then extensions ordered or dropped.
    changes
        Goals whose value changes.
    conflicts, nearest
        Where it is impossible: what stands in the way, and the nearest boundary any plan has.
    proved
        Whether the movement is proved least.
    """

    target: Target
    day: date
    possible: bool | None
    others: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proved: bool = True
    nearest: date | None = None


def read_move(programme: Programme, text: str) -> tuple[Target, date]:
    """Read `ITEM=DATE` or `ITEM.MILESTONE=DATE`; a later cycle as `LOT.gtm.2=DATE`.

    Raises
    ------
    InputError
        Where the item, the milestone or the date is none.
    """
    name, _, day = text.partition("=")
    parts = name.strip().split(".")
    item = parts[0]
    people = item in programme.department or item in programme.cluster
    milestone = parts[1] if len(parts) > 1 else (LIVE if people else "gtm")
    allowed = (LIVE,) if people else ("gtm", "award")
    known = people or item in programme.procurement or item in programme.lot
    faults = []
    if not known:
        faults.append(_fault(item, "no such item", "the id of a procurement, lot, department or cluster"))
    elif milestone not in allowed:
        faults.append(_fault(milestone, "it has no such milestone to move", f"one of {', '.join(allowed)}"))
    cycle = parts[2] if len(parts) > 2 else ("2" if item in programme.lot else "1")
    if not cycle.isdecimal():
        faults.append(_fault(cycle, "the cycle is no number", "such as synergy-software.gtm.2=2030-05-01"))
    try:
        when = date.fromisoformat(day.strip())
    except ValueError:
        faults.append(_fault(day, "the date is none", "a date such as 2027-03-01"))
    if faults:
        raise InputError(faults)
    return Target(item, int(cycle), milestone), when


def _fault(value: str, problem: str, wanted: str) -> Fault:
    return Fault("--move", "", "", "", value.strip(), problem, wanted)


def move(programme: Programme, plan: Plan, target: Target, day: date, *, options: Options) -> Moved:
    """What it takes to have a date in the slot that holds a day, with the least other movement.

    A go-to-market begins that slot; an award or go-live ends it.
    """
    calendar = Calendar.of(programme)
    boundary = calendar.pinned_start(day) if target.milestone == "gtm" else calendar.pinned_end(day)
    budget = Budget(options.time_limit, None)
    model = build(programme, forbid_overspend=options.no_overspend)
    model.baseline = marks(calendar, plan)
    try:
        when, present = point_of(model, target)
    except KeyError:
        problem = "the plan has no such date ahead"
        raise InputError([_fault(str(target), problem, "an item and milestone of the plan")]) from None
    model.define(present == 1)
    model.define(when.expr == boundary)
    names = [g.goal for g in plan.goals if g.goal not in ("early", "stability")]
    climb = Ladder(model, options, budget, None).climb(parse_goals(",".join(["stability", *(f"{n}~0" for n in names)])))
    there = calendar.day(boundary)
    if climb.status == "infeasible":
        found = tuple(_against(programme, target, boundary, options, budget))
        return Moved(
            target, there, False, conflicts=found, nearest=_nearest(programme, target, boundary, options, budget)
        )
    if climb.values is None:
        return Moved(target, there, None)
    made = decisions(model, climb.values)
    reached = {x.spec.name: x.reached for x in climb.levels}
    changes = [
        Change(g.goal, g.value, after, g.unit)
        for g in plan.goals
        if (after := reached.get(g.goal)) is not None and after != g.value
    ]
    others = _moves(calendar, plan, made, target)
    return Moved(target, there, True, tuple(others), tuple(changes), proved=climb.levels[0].proved)


def _against(programme: Programme, target: Target, boundary: int, options: Options, budget: Budget) -> list[Conflict]:
    model = build(programme, forbid_overspend=options.no_overspend, explaining=True)
    when, present = point_of(model, target)
    model.define(present == 1)
    model.define(when.expr == boundary)
    model.finish()
    return conflicts(Prober(model, budget, workers=options.workers, seed=options.seed))


def _nearest(programme: Programme, target: Target, boundary: int, options: Options, budget: Budget) -> date | None:
    """The boundary nearest to the wish that any plan has."""
    model = build(programme, forbid_overspend=options.no_overspend)
    when, present = point_of(model, target)
    model.define(present == 1)
    away = model.amount(max(abs(when.lo - boundary), abs(when.hi - boundary)), "away")
    model.define(away >= when.expr - boundary)
    model.define(away >= boundary - when.expr)
    model.finish()
    model.cp.minimize(away)
    solved = run(model, budget, budget.share(1.0), workers=options.workers, seed=options.seed)
    if solved.status != "optimal" or solved.values is None:
        return None
    return model.calendar.day(Reading(model, solved.values).at(when))


def _moves(calendar: Calendar, before: Decisions, after: Decisions, target: Target) -> list[Move]:
    old, new = marks(calendar, before), marks(calendar, after)
    own = (target.item, target.cycle, target.milestone)
    moved = [
        Move(*key, _day(calendar, old.get(key)), _day(calendar, new.get(key)))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key) and key != own
    ]
    taken = {(e.of, e.order): e for e in before.extensions}
    for e in after.extensions:
        was = taken.get((e.of, e.order))
        if was is not None and was.taken != e.taken:
            moved.append(Move(e.of, e.order, "extension", e.end if was.taken else None, e.end if e.taken else None))
    return moved


def _day(calendar: Calendar, boundary: int | None) -> date | None:
    return None if boundary is None else calendar.day(boundary)
