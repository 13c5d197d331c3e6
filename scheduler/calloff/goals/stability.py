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
    total: Linear = 0
    seen: set[tuple[str, int, str]] = set()
    for key, competition in model.competitions.items():
        for name, when in (("gtm", competition.gtm), ("award", competition.award)):
            if when is not None:
                seen.add((key.item, key.cycle, name))
                total += _moved(model, (key.item, key.cycle, name), when, competition.present)
    for o in model.onboardings.values():
        if o.cycle == 1:
            seen.add((o.department.id, 1, "live"))
            total += _moved(model, (o.department.id, 1, "live"), o.live, o.present)
    return total + sum(abs(v - model.calendar.horizon) for k, v in model.baseline.items() if k not in seen)


def _moved(model: Model, name: tuple[str, int, str], when: When, present: Literal) -> Linear:
    horizon = model.calendar.horizon
    before = (model.baseline or {}).get(name)
    absent = abs(before - horizon) if before is not None else 0
    at = horizon if before is None else before
    most = max(abs(when.lo - at), abs(when.hi - at))
    moved = model.amount(most, "moved", when.expr - at - most * (1 - present), at - when.expr - most * (1 - present))
    return moved + absent * (1 - present)
