"""Reasons in planners' words, with the numbers in them: on a screen, and beside a date in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from calloff.explain.limits import MILESTONES, limits_words, name_of
from calloff.explain.reason import Hold, Price, Reason, Target
from calloff.explain.sharing import sharers
from calloff.facts import Facts
from calloff.programme import Programme
from calloff.report.why import Why
from calloff.report.wording import day, last_day, money, sentence

WORSE = {
    "gap": "{} more without a contract",
    "unsecured": "{} more on extensions that nobody has agreed",
    "unsupported": "{} more without the vendor's support",
    "lateness": "{} more after the deadline",
    "overspend": "{} more above what is approved",
    "cost": "{} more cost",
    "peak": "{} more at once",
    "finish": "everyone live {} later",
}
"""What it means that a goal gets worse by an amount."""


def price_words(programme: Programme, price: Price | None) -> str:
    """What a slot costs."""
    currency = programme.programme.currency
    if price is None:
        return "not known in time"
    if not price.possible:
        return "no plan has it there"
    if price.goal is None:
        return "nothing gets worse"
    size = size_words(programme, price.amount or 0, price.unit)
    text = WORSE.get(price.goal, f"{price.goal} {{}} worse").format(size)
    if price.cost and price.goal != "cost":
        less = price.cost < 0
        text += f", and {money(abs(price.cost), currency)} {'less' if less else 'more'} cost"
    return text if price.proved else f"{text} (not proved in time)"


def size_words(programme: Programme, amount: int, unit: str) -> str:
    """An amount with its unit: a slot is said as what it is."""
    if unit == programme.programme.currency:
        return money(amount, unit)
    said = unit.replace("slot", programme.programme.unit)
    return f"{amount:,} {said.removesuffix('s') if abs(amount) == 1 else said}"


def title_of(programme: Programme, target: Target) -> str:
    """A target as a heading."""
    name = name_of(programme, target.item)
    if target.milestone == "extension":
        return f"{name}: extension {target.cycle}"
    cycle = f", cycle {target.cycle}" if target.cycle > 1 else ""
    last = "last " if target.item in programme.cluster else ""
    return f"{name}{cycle}: {last}{MILESTONES[target.milestone]}"


def reason_words(facts: Facts, reason: Reason) -> list[str]:
    """A reason as lines for a screen: the date, then each direction."""
    programme = facts.programme
    lines = [title_of(programme, reason.target)]
    if reason.target.milestone != "extension":
        shown = _day_of(reason.target)
        lines[0] += f", {shown(reason.planned) if reason.planned else 'not known'}"
    for said, held in _sides(facts, reason, named=False):
        lines += [f"  {said}", *(f"    held by: {x}" for x in held)]
    return lines


def why_of(facts: Facts, reason: Reason) -> Why:
    """A reason as a report shows it beside its date, in sentences.

    Suppliers are named where the programme names any: what an audience may not see is not in it.
    """
    lines = []
    for said, held in _sides(facts, reason, named=bool(facts.programme.suppliers)):
        head, _, tail = said.partition(": ")
        lines.append(f"{sentence(head)}: {tail}.")
        if held:
            lines.append(f"Held by: {'; '.join(held)}.")
    target = reason.target
    return Why(target.item, target.cycle, target.milestone, tuple(lines))


def _sides(facts: Facts, reason: Reason, *, named: bool) -> Iterator[tuple[str, list[str]]]:
    """For each direction what moving that way comes to, and what holds the date."""
    programme = facts.programme
    unit = programme.programme.unit
    shown = _day_of(reason.target)
    for side, hold in (("earlier", reason.earlier), ("later", reason.later)):
        if hold is None:
            continue
        if reason.target.milestone == "extension":
            said = f"without it: {price_words(programme, hold.beyond)}"
        elif hold.reach is None:
            said = f"one {unit} {side}: {price_words(programme, hold.step)}; how far it is free is not known in time"
        elif hold.reach == reason.planned:
            said = f"one {unit} {side}: {price_words(programme, hold.step)}"
        else:
            said = f"{side}: free to move to {shown(hold.reach)}; beyond that {price_words(programme, hold.beyond)}"
        yield said, _held(facts, reason, hold, named=named)


def _day_of(target: Target) -> Callable[[date], str]:
    """How a target's boundary is shown: a go-to-market opens its slot, an award or a go-live closes it."""
    return day if target.milestone == "gtm" else lambda d: day(last_day(d))


def _held(facts: Facts, reason: Reason, hold: Hold, *, named: bool) -> list[str]:
    """What holds a date; nothing where that is only the goal that is told to get worse."""
    beyond = hold.beyond
    if beyond is not None and hold.limits == (("goal", beyond.goal),):
        return []
    if not hold.limits:
        known = beyond is not None and not beyond.possible and hold.smallest
        return ["durations, and dates already known"] if known else []
    shared = partial(sharers, facts, reason)
    said = limits_words(facts.programme, hold.limits, named=named, shared=shared)
    return said if hold.smallest else [*said, "or fewer of these: time ran out"]
