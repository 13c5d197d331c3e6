"""Conflicts, moves and repairs in planners' words, with the numbers in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calloff.explain.conflict import Conflict
from calloff.explain.levers import Change
from calloff.explain.limits import limits_words
from calloff.explain.moving import Moved
from calloff.explain.reason import Target
from calloff.explain.reason_words import size_words, title_of
from calloff.explain.repairs import Repair
from calloff.programme import Programme
from calloff.report.wording import day, last_day, money


def conflict_words(programme: Programme, found: Sequence[Conflict]) -> list[str]:
    """Why there is no plan, as lines: one part for each conflict."""
    lines = []
    for number, one in enumerate(found, start=1):
        if not one.limits:
            lines.append("No plan exists, whatever limit is lifted: durations and dates already known leave no room.")
            continue
        alone = len(one.limits) == 1
        head = "This cannot be kept" if alone else "These cannot all be kept together; any fewer of them can"
        if not one.smallest:
            head = "These cannot all be kept together (time ran out: fewer may already clash)"
        lines.append(f"{head}:" if len(found) == 1 else f"{number}. {head}:")
        lines += [f"  - {x}" for x in limits_words(programme, one.limits)]
    if len(found) > 1:
        lines.append("Something in each of these must give before there is a plan.")
    return lines


def moved_words(programme: Programme, moved: Moved) -> list[str]:
    """What moving a date takes, as lines."""
    shown = _shown(moved.target.milestone, moved.day)
    head = f"{title_of(programme, moved.target)} on {shown}"
    if moved.possible is None:
        return [f"{head}: not known within the time limit."]
    if not moved.possible:
        lines = [f"{head}: never, because:", *conflict_words(programme, moved.conflicts)]
        if moved.nearest is not None:
            lines.append(f"The nearest any plan has it: {_shown(moved.target.milestone, moved.nearest)}.")
        return lines
    fits = "fits as the plan is." if not moved.others else "fits with these other moves:"
    lines = [f"{head}: {fits}"]
    for m in moved.others:
        name = title_of(programme, Target(m.item, m.cycle, m.milestone))
        lines.append(f"  - {name}: {_shown(m.milestone, m.before)} → {_shown(m.milestone, m.after)}")
    for c in moved.changes:
        size = size_words(programme, c.after - c.before, c.unit)
        lines.append(f"  {c.goal}: {'+' if c.after > c.before else ''}{size}")
    return lines if moved.proved else [*lines, "  (least movement not proved in time)"]


def _shown(milestone: str, when: date | None) -> str:
    if when is None:
        return "none"
    return day(when if milestone == "gtm" else last_day(when))


def repair_words(programme: Programme, ways: Sequence[Repair]) -> list[str]:
    """The ways out, least first, as lines."""
    if not ways:
        return ["No small set of changes was found that makes a plan possible."]
    lines = ["Any one of these makes a plan possible (each confirmed by a solve):"]
    for number, way in enumerate(ways, start=1):
        cost = "" if way.cost is None else f"; costs {money(way.cost, programme.programme.currency)} by itself"
        sure = "" if way.smallest else "; a smaller one may do"
        moves = "; ".join(_change(programme, c) for c in way.changes)
        lines.append(f"  {number}. {moves}{cost}{sure}")
    return lines


def _change(programme: Programme, c: Change) -> str:
    by = f" (by {_amount(programme, c)})" if c.amount else ""
    before = c.before or "none"
    return f"{c.table} {c.row}: {c.column.replace('_', ' ')} {before} → {c.after or 'none'}{by}"


def _amount(programme: Programme, c: Change) -> str:
    if c.unit == programme.programme.currency:
        return money(abs(c.amount), c.unit)
    unit = c.unit.replace("slot", programme.programme.unit)
    return f"{abs(c.amount)} {unit.removesuffix('s') if abs(c.amount) == 1 else unit}"
