"""Plans side by side: their goals, what moved and by how much, and where the pressure changed.

The first plan is the one the others are measured from. A date that moves later moves by a positive
number of slots. Plans are compared as they stand: nothing here solves or checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calloff.errors import Fault, InputError
from calloff.plan import GoalRun, Plan
from calloff.pressure import Pressure, pressures
from calloff.programme import Programme

Key = tuple[str, int, str]
"""Item, cycle and what of it."""

DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Named:
    """A plan and what it is called; where there is none, why (`infeasible`, `unknown`, `failed`)."""

    name: str
    title: str
    plan: Plan | None
    status: str


@dataclass(frozen=True)
class GoalLine:
    """One goal side by side: a value, a difference from the first, and proof for each plan.

    A plan without the goal, or no plan, has None.
    """

    goal: str
    unit: str
    values: tuple[int | None, ...]
    differences: tuple[int | None, ...]
    proved: tuple[bool | None, ...]

    def is_sure(self, i: int) -> bool:
        """Whether a difference is one of the futures, not of how far a solve came: both ends are proved."""
        return bool(self.proved[0] and self.proved[i])


@dataclass(frozen=True)
class Move:
    """One thing that one plan has otherwise than the first.

    Attributes
    ----------
    plan
        Name of the plan.
    cluster
        Its cluster; blank where the programme is not known.
    item, cycle, what
        What moved: gtm, award, expiry, live, left, route, term, option, or an extension.
    before, after
        In the first plan, and in this; blank where a plan has no such thing.
    slots
        How far a date moved [slots]; None where it is no date, or in one plan only.
    """

    plan: str
    cluster: str
    item: str
    cycle: int
    what: str
    before: str
    after: str
    slots: int | None


@dataclass(frozen=True)
class Comparison:
    """Plans side by side, the first the one they are measured from.

    Attributes
    ----------
    names, titles, statuses
        One each.
    goals, pressures
        Side by side.
    moves
        What each later plan has otherwise than the first.
    beyond
        Moves beyond the tolerance of their cluster.
    notes
        What to know beside it: other programmes, other goals.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    statuses: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    moves: tuple[Move, ...]
    pressures: tuple[Pressure, ...]
    beyond: tuple[Move, ...]
    notes: tuple[str, ...]


def compare(
    plans: Sequence[Named], programme: Programme | None = None, tolerances: Mapping[str, int] | None = None
) -> Comparison:
    """Compare plans with the first of them.

    Parameters
    ----------
    plans
        At least one.
    programme
        Tells which cluster a move belongs to.
    tolerances
        How far dates of a cluster may move, by cluster [slots].
    """
    first = plans[0].plan
    moves = [m for named in plans[1:] if first and named.plan for m in _moves(first, named, programme)]
    allowed = tolerances or {}
    return Comparison(
        names=tuple(p.name for p in plans),
        titles=tuple(p.title for p in plans),
        statuses=tuple(p.status for p in plans),
        goals=tuple(_goals([p.plan for p in plans])),
        moves=tuple(moves),
        pressures=tuple(pressures([p.plan for p in plans])),
        beyond=tuple(m for m in moves if m.what in ("gtm", "award", "live") and _is_beyond(m, allowed)),
        notes=tuple(_notes(plans)),
    )


def named_plans(plans: Sequence[tuple[str, Plan]]) -> list[Named]:
    """Plans with what they are called, and the scenarios they rest on as their titles."""
    return [
        Named(name, "; ".join(t for t, _ in plan.origin.scenarios) or plan.origin.title, plan, plan.status)
        for name, plan in plans
    ]


def parse_tolerances(given: Sequence[str], programme: Programme | None) -> dict[str, int]:
    """Read `CLUSTER=SLOTS`, for clusters of a programme.

    Raises
    ------
    InputError
        One names no cluster, or gives no whole number of 0 or more; all of them are in it.
    """
    known = {} if programme is None else programme.cluster
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for text in given:
        cluster, _, slots = (part.strip() for part in text.rpartition("="))
        if cluster not in known:
            wanted = f"give CLUSTER=SLOTS, a cluster being one of {', '.join(known)}"
            faults.append(Fault("--tolerance", "", "", "", text, "there is no such cluster", wanted))
        elif not (slots.isascii() and slots.isdigit() and len(slots) < 7):
            faults.append(Fault("--tolerance", "", "", "", text, "this is no number of slots", "give 0 or more"))
        else:
            found[cluster] = int(slots)
    if faults:
        raise InputError(faults)
    return found


def _is_beyond(move: Move, allowed: Mapping[str, int]) -> bool:
    """Whether a move breaks its cluster's tolerance; what only one plan has does."""
    return move.cluster in allowed and (move.slots is None or abs(move.slots) > allowed[move.cluster])


def _notes(plans: Sequence[Named]) -> Iterator[str]:
    first = plans[0].plan
    for named in plans[1:]:
        if first is None or named.plan is None:
            continue
        ours, theirs = first.origin, named.plan.origin
        if ours.programme != theirs.programme:
            yield f"{named.name} was made for another programme than {plans[0].name}"
        if [g.goal for g in first.goals] != [g.goal for g in named.plan.goals]:
            yield f"{named.name} was solved for other goals than {plans[0].name}, or in another order"


# --- goals ---------------------------------------------------------------------------------------


def _goals(plans: Sequence[Plan | None]) -> Iterator[GoalLine]:
    held = [{} if p is None else {g.goal: g for g in p.goals} for p in plans]
    units = {g.goal: g.unit for goals in held for g in goals.values()}
    for name, unit in units.items():
        runs: list[GoalRun | None] = [goals.get(name) for goals in held]
        start = runs[0].value if runs[0] else None
        yield GoalLine(
            name,
            unit,
            tuple(None if g is None else g.value for g in runs),
            tuple(None if g is None or start is None else g.value - start for g in runs),
            tuple(None if g is None else g.proved for g in runs),
        )


# --- what moved ----------------------------------------------------------------------------------


def _moves(first: Plan, named: Named, programme: Programme | None) -> Iterator[Move]:
    assert named.plan is not None
    old, new = _facts(first), _facts(named.plan)
    by_month = _is_monthly(first, named.plan)
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        slots = _slots(before, after, by_month) if isinstance(before, date) and isinstance(after, date) else None
        item, cycle, what = key
        cluster = "" if programme is None else cluster_of(programme, item)
        yield Move(named.name, cluster, item, cycle, what, _said(before), _said(after), slots)


def _facts(plan: Plan) -> dict[Key, date | str | None]:
    """Everything that may differ, by what it is; a date that is not known is left out."""
    found: dict[Key, date | str | None] = {}
    for c in plan.competitions:
        item = c.lot or c.procurement
        found |= {(item, c.cycle, "gtm"): c.gtm, (item, c.cycle, "award"): c.award, (item, c.cycle, "route"): c.route}
    for lot in plan.lots:
        found[lot.lot, lot.cycle, "term"] = f"{lot.term}+{lot.option}"
        found[lot.lot, lot.cycle, "expiry"] = lot.expiry
    for o in plan.departments:
        found[o.department if o.lot is None else f"{o.department} on {o.lot}", o.cycle, "live"] = o.live
    for e in plan.extensions:
        found[e.of, 1, f"extension {e.order}"] = "taken" if e.taken else None
    found |= {(s.system, 1, "left"): s.left for s in plan.systems}
    return {key: value for key, value in found.items() if value is not None}


def cluster_of(programme: Programme, item: str) -> str:
    """Cluster of anything that a plan names; blank for what has none."""
    name = item.split(" on ")[0]
    if name in programme.procurement:
        return programme.procurement[name].cluster
    if name in programme.lot:
        return programme.cluster_of(programme.lot[name].procurement)
    if name in programme.department:
        return programme.department[name].cluster
    if name in programme.contract:
        return cluster_of(programme, programme.contract[name].systems[0])
    return cluster_of(programme, programme.system[name].departments[0]) if name in programme.system else ""


def _is_monthly(*plans: Plan) -> bool:
    """Whether slots are months: then every boundary falls on one day of the month."""
    days = {d.day for plan in plans for c in plan.competitions for p in c.phases for d in (p.start, p.end)}
    days |= {o.live.day for plan in plans for o in plan.departments}
    days |= {lot.start.day for plan in plans for lot in plan.lots}
    return len(days) <= 1


def _slots(before: date, after: date, by_month: bool) -> int:
    if by_month:
        return (after.year - before.year) * 12 + after.month - before.month
    return round((after - before).days / DAYS_IN_WEEK)


def _said(value: date | str | None) -> str:
    return "" if value is None else str(value)
