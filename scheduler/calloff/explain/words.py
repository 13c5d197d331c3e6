"""Prices, reasons, conflicts and moves in planners' words, with the numbers in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calloff.explain.conflict import Conflict
from calloff.explain.levers import Change
from calloff.explain.limits import MILESTONES, limits_words, name_of
from calloff.explain.moving import Moved
from calloff.explain.reasons import Hold, Price, Reason
from calloff.explain.repairs import Repair
from calloff.explain.targets import Target
from calloff.programme import Programme
from calloff.report.wording import day, last_day, money


def price_words(programme: Programme, price: Price | None) -> str:
    """What a slot costs."""
    currency = programme.programme.currency
    if price is None:
        return "not known in time"
    if not price.possible:
        return "no plan has it there"
    if price.goal is None:
        return "nothing gets worse"
    amount = price.amount or 0
    size = _size(programme, amount, price.unit)
    text = f"{price.goal} {size} worse"
    if price.cost is not None and price.goal != "cost":
        text += f", cost {'+' if price.cost >= 0 else ''}{money(price.cost, currency)}"
    return text if price.proved else f"{text} (not proved in time)"


def _size(programme: Programme, amount: int, unit: str) -> str:
    """An amount with its unit: a slot is said as what it is."""
    if unit == programme.programme.currency:
        return money(amount, unit)
    return f"{amount:,} {unit.replace('slot', programme.programme.unit)}"


def title_of(programme: Programme, target: Target) -> str:
    """A target as a heading."""
    name = name_of(programme, target.item)
    if target.milestone == "extension":
        return f"{name}: extension {target.cycle}"
    cycle = f", cycle {target.cycle}" if target.cycle > 1 else ""
    last = "last " if target.item in programme.cluster else ""
    return f"{name}{cycle}: {last}{MILESTONES[target.milestone]}"


def reason_words(programme: Programme, reason: Reason) -> list[str]:
    """A reason as lines: the date, then each direction."""
    target = reason.target
    if target.milestone == "extension":
        hold = reason.later
        lines = [
            f"{title_of(programme, target)}",
            f"  without it: {price_words(programme, hold.beyond if hold else None)}",
        ]
        return lines + _held(programme, hold)
    ends = target.milestone != "gtm"
    shown = (lambda d: day(last_day(d))) if ends else day
    lines = [f"{title_of(programme, target)}, {shown(reason.planned) if reason.planned else 'not known'}"]
    for side, hold in (("earlier", reason.earlier), ("later", reason.later)):
        if hold is None:
            continue
        if hold.reach is None:
            lines.append(f"  {side}: not known in time; one slot {side}: {price_words(programme, hold.step)}")
        elif hold.reach == reason.planned:
            lines.append(f"  one slot {side}: {price_words(programme, hold.step)}")
        else:
            beyond = price_words(programme, hold.beyond)
            lines.append(f"  {side}: free to move to {shown(hold.reach)}; beyond that: {beyond}")
        lines += _held(programme, hold)
    return lines


def _held(programme: Programme, hold: Hold | None) -> list[str]:
    if hold is None or not hold.limits:
        return []
    lines = [f"    held by: {x}" for x in limits_words(programme, hold.limits)]
    return lines if hold.smallest else [*lines, "    (time ran out: fewer of these may hold it)"]


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
        size = _size(programme, c.after - c.before, c.unit)
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
