"""How far a plan moves from a baseline.

    Σ |change| of every competition's go-to-market and award, and of every first go-live [slots]

An item in only one of the two plans counts the distance of its milestones to the horizon's end. A
milestone that either plan does not know (history that nobody gave) counts nothing. Without a
baseline nothing has moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.calendar import Calendar
    from calloff.facts import Facts
    from calloff.model import Linear, Literal, Model, When
    from calloff.plan import Decisions

NAME = "stability"
UNIT = "slots moved"
ADDS = True

Mark = tuple[str, int, str]
Marks = dict[tuple[str, int], tuple[int | None, ...]]


def value(facts: Facts) -> int:
    """Slots by which go-to-markets, awards and first go-lives differ from the baseline."""
    if facts.baseline is None:
        return 0
    new, old = _marks(facts.calendar, facts.decisions), _marks(facts.calendar, facts.baseline)
    total = 0
    for item in new.keys() | old.keys():
        marks = new.get(item) or old[item]
        others = old[item] if item in new and item in old else (facts.horizon,) * len(marks)
        total += sum(abs(a - b) for a, b in zip(marks, others, strict=True) if a is not None and b is not None)
    return total


def _marks(calendar: Calendar, decisions: Decisions) -> Marks:
    """Go-to-market and award of each competition, and first go-live of each department."""
    found: Marks = {}
    for run in decisions.competitions:
        days = (run.gtm, run.award)
        found[run.lot or run.procurement, run.cycle] = tuple(None if d is None else calendar.slot_of(d) for d in days)
    for one in decisions.departments:
        if one.cycle == 1:
            found[one.department, one.cycle] = (calendar.slot_of(one.live),)
    return found


def expr(model: Model) -> Linear:
    """Slots by which go-to-market, award and go-live move from the baseline."""
    if model.baseline is None:
        return 0
    points: dict[Mark, tuple[When, Literal]] = {}
    for key, competition in model.competitions.items():
        for name, when in (("gtm", competition.gtm), ("award", competition.award)):
            if when is not None:
                points[key.item, key.cycle, name] = (when, competition.present)
    for o in model.onboardings.values():
        if o.cycle == 1:
            points[o.department.id, 1, "live"] = (o.live, o.present)
    gone = {k: v for k, v in model.baseline.items() if k not in points and v is not None}
    moved = [_moved(model, mark, *point) for mark, point in points.items()]
    return model.total([*moved, *(abs(v - model.calendar.horizon) for v in gone.values())])


def _moved(model: Model, mark: Mark, when: When, present: Literal) -> Linear:
    """Slots a point moves: from the baseline's, or from the horizon's end where only one plan has it."""
    horizon, baseline = model.calendar.horizon, model.baseline or {}
    if mark in baseline and baseline[mark] is None:
        return 0
    before = baseline.get(mark)
    absent = abs(before - horizon) if before is not None else 0
    at = horizon if before is None else before
    most = max(abs(when.lo - at), abs(when.hi - at))
    later, earlier = when.expr - at, at - when.expr
    moved = model.amount(most, "moved", later - most * (1 - present), earlier - most * (1 - present))
    return moved + absent * (1 - present) if absent else moved
