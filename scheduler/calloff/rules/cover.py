"""Extensions are taken in order, while they can still be ordered; some contracts allow no gap.

For extension i of a contract, or of a system's support, that lengthens a cover ending at e:

    taken_i ≤ taken_{i−1};  an agreed extension is taken
    taken and not agreed only if e − notice ≥ now                                   [boundaries]

Where a contract's gap_allowed is no, for each of its systems:

    gap slots from now to the last leaving = 0                                           [slots]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Literal, Model
    from calloff.tables import System

NAME = "cover"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every extension, and of every contract that allows no gap."""
    owners = {e.of for e in facts.programme.extensions}
    for owner in sorted(owners):
        yield from _extensions(facts, owner)
    for contract in sorted(facts.programme.contracts, key=lambda c: c.id):
        if not contract.gap_allowed:
            yield from _gaps(facts, contract.id)


def _extensions(facts: Facts, owner: str) -> Iterator[Breach]:
    before = True
    for step in facts.cover.steps(owner):
        taken = (owner, step.row.order) in facts.taken
        name = f"extension {step.row.order}"
        if taken and not before:
            yield Breach(NAME, owner, f"{name} is taken without the one before", facts.day(step.start))
        if step.row.agreed and not taken:
            yield Breach(NAME, owner, f"{name} is agreed, but not taken", facts.day(step.start))
        if taken and not step.row.agreed and step.notice < facts.now:
            passed = facts.calendar.last_day(step.notice)
            yield Breach(NAME, owner, f"{name} is taken, but its notice day {passed} has passed", facts.day(step.start))
        before = taken


def _gaps(facts: Facts, contract: str) -> Iterator[Breach]:
    for system in facts.programme.contract[contract].systems:
        gap = facts.cover.any_gap(facts.programme.system[system])
        if gap:
            text = f"{system} has no contract for {len(gap)} slots, none allowed"
            yield Breach(NAME, contract, text, facts.day(min(gap)))


def add(model: Model) -> None:
    """Take extensions in order and in time; leave no gap where none is allowed."""
    for owner in model.programme.extendable():
        ends = model.extension_ends(owner)
        before: Literal = model.yes
        for level, row in enumerate(model.programme.extensions_of(owner.id)):
            taken = model.extensions[owner.id, row.order]
            model.define(taken <= before)
            before = taken
            if row.agreed:
                model.define(taken == 1)
            elif level >= len(ends) - 1 or ends[level] - row.notice < model.calendar.now:
                model.require(taken == 0, NAME, f"{owner.id}: notice {row.order}")
    for contract in model.programme.contracts:
        if not contract.gap_allowed:
            for system in contract.systems:
                _add_no_gap(model, model.programme.system[system])


def _add_no_gap(model: Model, system: System) -> None:
    for (piece,) in model.pieces(model.system_covers(system)):
        if any(model.is_yes(x) for x in piece.covering):
            continue
        bare = [x.negated() for x in piece.covering]
        for department in system.departments:
            left = model.off(department, system)
            model.require(left.expr <= piece.begin, NAME, f"{system.id}: no gap", *bare)
