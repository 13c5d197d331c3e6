"""A first plan of a large programme: blocks placed one after another, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from calloff.large.insert import CAREFUL, QUICK, Haste, placed
from calloff.large.parts import Parts
from calloff.large.whole import Whole
from calloff.options import Options
from calloff.rules import RULES, Rule

MANY = 40
"""Blocks from which on placing is quick."""


def first_plan(
    whole: Whole,
    options: Options,
    stopped: Callable[[], bool],
    rules: Sequence[Rule] = RULES,
    haste: Haste | None = None,
) -> bool:
    """Place every block; whether all found a place before the run was stopped.

    Without a haste given, as carefully as can be done with so many.
    """
    parts, rng = whole.parts, Random(options.seed)
    haste = haste or (QUICK if len(parts.blocks) > MANY else CAREFUL)
    waiting = urgent(parts)
    tries = missed = 0
    while waiting:
        if stopped():
            return False
        block = waiting.pop(0)
        group = [block, *_pushed(whole, block, tries, rng)]
        whole.drop(group)
        decided = placed(
            parts.cut(group, open_ended=True),
            whole.rest(group),
            seed=options.seed,
            no_overspend=options.no_overspend,
            haste=haste,
            rules=rules,
        )
        if decided is not None:
            whole.take(parts.split(decided, group))
            tries = 0
        elif tries == haste.tries or missed > len(parts.blocks) or len(group) == len(parts.blocks):
            return False
        else:
            tries, missed = tries + 1, missed + 1
            waiting = [*group, *waiting]
    return True


def _pushed(whole: Whole, block: int, tries: int, rng: Random) -> list[int]:
    """Blocks that make room for another: first those a dependency ties it to, then any."""
    if not tries:
        return []
    tied = [b for b in whole.parts.tied_to(block) if b in whole.prints]
    others = [b for b in sorted(whole.prints) if b not in tied and b != block]
    return (tied + rng.sample(others, len(others)))[: max(len(tied), 2**tries)]


def urgent(parts: Parts) -> list[int]:
    """Blocks in the order in which they are placed.

    What is in progress or pinned comes first, then whatever contract ends first; a block that others wait
    for comes before them.
    """
    due = {b: _due(parts, b) for b in range(len(parts.blocks))}
    order: list[int] = []
    for block in sorted(due, key=lambda b: (due[b], b)):
        _after_those_before(parts, block, order, set())
    return order


def _after_those_before(parts: Parts, block: int, order: list[int], seen: set[int]) -> None:
    """Put a block in the order, behind every block that it waits for."""
    if block in order or block in seen:
        return
    seen.add(block)
    for other in parts.before(block):
        _after_those_before(parts, other, order, seen)
    order.append(block)


def _due(parts: Parts, block: int) -> tuple[int, date]:
    part = parts.cut([block])
    fixed = any(pin.kind in ("actual", "agreed", "latest") for pin in part.pins)
    ends = [c.ends for c in part.contracts if c.ends] + [s.support_end for s in part.systems if s.support_end]
    return (0 if fixed else 1, min(ends, default=part.programme.end))
