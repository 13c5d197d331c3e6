"""What covers and supports a system, piece by piece along time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from calloff.model.core import Model
from calloff.model.departments import off
from calloff.model.when import Linear, Literal, When
from calloff.tables import Contract, Extension, System


@dataclass(frozen=True)
class Cover:
    """One stretch of cover: before `end`, from `begin` on, where `taken`.

    Attributes
    ----------
    contract
        Id of the contract (or of the system, for support).
    begin, end
        Boundaries; `begin` is the calendar's now at the earliest.
    taken
        Literal; the constant true for a contract's own term.
    secured
        False for an extension that is neither an option nor agreed.
    level
        0 for the contract's own term, else the extension's place in the order, from 1.
    """

    contract: str
    begin: int
    end: int
    taken: Literal
    secured: bool
    level: int


@dataclass(frozen=True)
class Piece:
    """A stretch of time in which the same stretches of cover hold throughout."""

    begin: int
    end: int
    covers: tuple[Cover, ...]

    @property
    def covering(self) -> list[Literal]:
        """Literals any of which means: covered."""
        return [c.taken for c in self.covers]


def add_extensions(model: Model) -> None:
    """A literal for each extension of a contract or of a system's support."""
    for owner in [*sorted(model.programme.contract), *sorted(model.programme.system)]:
        for extension in model.programme.extensions_of(owner):
            literal = model.literal(f"{owner}+{extension.order}")
            model.extensions[owner, extension.order] = literal


def extension_ends(model: Model, owner: Contract | System) -> list[int]:
    """Boundaries at which cover (or support) ends: its own, then with each extension in turn."""
    last_day = owner.ends if isinstance(owner, Contract) else owner.support_end
    if last_day is None:
        return [model.calendar.limit]
    months, ends = 0, [model.calendar.end_on(last_day)]
    for extension in model.programme.extensions_of(owner.id):
        months += extension.months
        ends.append(model.calendar.months_past_end(last_day, months))
    return ends


def covers_of(model: Model, owner: Contract | System) -> list[Cover]:
    """A contract's (or a support's) own term and extensions as stretches from now to the limit."""
    ends = [model.calendar.now, *extension_ends(model, owner)]
    rows: list[Extension | None] = [None, *model.programme.extensions_of(owner.id)]
    found = []
    for level, row in enumerate(rows[: len(ends) - 1]):
        taken = model.yes if row is None else model.extensions[owner.id, row.order]
        secured = row is None or row.basis == "option" or row.agreed
        begin, end = max(ends[level], model.calendar.now), min(ends[level + 1], model.calendar.limit)
        if level == 0:
            begin = model.calendar.now
        if begin < end:
            found.append(Cover(owner.id, begin, end, taken, secured, level))
    return found


def system_covers(model: Model, system: System) -> list[Cover]:
    """Every stretch of cover of a system's contracts."""
    return [c for contract in model.programme.contracts_of(system.id) for c in covers_of(model, contract)]


def support_covers(model: Model, system: System) -> list[Cover]:
    """Every stretch in which a system is supported, each with the literal that makes it so."""
    if system.support_end is None:
        return [Cover(system.id, model.calendar.now, model.calendar.limit, model.yes, True, 0)]
    found = covers_of(model, system)
    for contract in model.programme.contracts_of(system.id):
        ends = extension_ends(model, contract)
        for level, row in enumerate(model.programme.extensions_of(contract.id), start=1):
            if row.with_support and level < len(ends):
                end = min(ends[level], model.calendar.limit)
                taken = model.extensions[contract.id, row.order]
                found.append(Cover(contract.id, model.calendar.now, end, taken, True, level))
    return [c for c in found if c.begin < c.end]


def pieces(model: Model, *groups: list[Cover]) -> list[tuple[Piece, ...]]:
    """Cut now … limit at every begin and end; for each stretch, one `Piece` per group."""
    now, limit = model.calendar.now, model.calendar.limit
    cuts = {now, limit} | {x for group in groups for c in group for x in (c.begin, c.end) if now < x < limit}
    edges = sorted(cuts)
    return [
        tuple(Piece(a, b, tuple(c for c in group if c.begin <= a and b <= c.end)) for group in groups)
        for a, b in itertools.pairwise(edges)
    ]


def slots_within(model: Model, end: When, begin: int, until: int) -> Linear:
    """Slots of [begin, until) before a boundary, as a linear expression."""
    return model.table(end, lambda k: max(0, min(k, until) - begin), (begin, until))


def uncovered(model: Model, end: When, piece: Piece) -> Linear:
    """Slots of a piece before a boundary in which none of its covers is taken."""
    if any(model.is_yes(x) for x in piece.covering):
        return 0
    used = slots_within(model, end, piece.begin, piece.end)
    if not piece.covering:
        return used
    length = piece.end - piece.begin
    return model.amount(length, "uncovered", used - length * sum(piece.covering))


def last_off(model: Model, system: System) -> When:
    """When the last department leaves a system, at the latest the limit [boundary]."""
    if system.id not in model.left:
        points = [model.clipped(off(model, d, system), hi=model.calendar.limit) for d in system.departments]
        model.left[system.id] = model.latest(points, f"{system.id}:left")
    return model.left[system.id]
