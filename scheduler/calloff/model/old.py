"""What the ageing systems cost: their contracts, extensions, gap months, and risk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from calloff.calendar import Money
from calloff.model.core import Model
from calloff.model.covers import (
    Piece,
    extension_ends,
    last_off,
    pieces,
    support_covers,
    system_covers,
)
from calloff.model.money import running_total
from calloff.model.when import Linear, Literal, When
from calloff.tables import Contract, System


def contract_costs(model: Model) -> Iterator[Linear]:
    """Cost of every contract to its cover's end, and on through gap months where it ended last."""
    for contract in sorted(model.programme.contracts, key=lambda c: c.id):
        if not contract.cost:
            continue
        table = model.money.monthly(contract.cost)
        systems = [model.programme.system[s] for s in contract.systems]
        if contract.ends is None:
            end = model.latest([last_off(model, s) for s in systems], f"{contract.id}:paid")
            yield model.table(end, partial(model.money.at, table))
            continue
        ends = extension_ends(model, contract)
        yield model.money.between(table, model.calendar.now, ends[0])
        for level, row in enumerate(model.programme.extensions_of(contract.id), start=1):
            amount = model.money.between(table, max(ends[level - 1], model.calendar.now), ends[level])
            yield amount * model.extensions[contract.id, row.order]
        yield from _gap_months(model, contract, systems, table)


def _gap_months(model: Model, contract: Contract, systems: list[System], table: tuple[int, ...]) -> Iterator[Linear]:
    """What goes on in gaps: per stretch, the most any of its systems asks of this contract."""
    asked: dict[tuple[int, int], list[Linear]] = {}
    cuts = [c for s in systems for c in system_covers(model, s)]
    for system in systems:
        left = last_off(model, system)
        others = [c for c in model.programme.contracts_of(system.id) if c.id != contract.id]
        for piece, _ in pieces(model, system_covers(model, system), cuts):
            if any(model.is_yes(x) for x in piece.covering):
                continue
            used = model.table(left, _within(model, table, piece), (piece.begin, piece.end))
            most = model.money.between(table, piece.begin, piece.end)
            for reasons in _last_ended(model, contract, others, piece.begin):
                against = [*piece.covering, *reasons]
                asked.setdefault((piece.begin, piece.end), []).append(used - most * sum(against))
    for (begin, end), exprs in asked.items():
        most = model.money.between(table, begin, end)
        yield model.amount(most, f"{contract.id}:gap", *exprs)


def _within(model: Model, table: tuple[int, ...], piece: Piece) -> Callable[[int], int]:
    return lambda k: model.money.between(table, piece.begin, min(k, piece.end))


def _last_ended(model: Model, contract: Contract, others: list[Contract], by: int) -> Iterator[list[Literal]]:
    """For each level at which the contract may have ended by a boundary: what would deny it ended last.

    A list holds literals; where all are false, the contract is at that level and ended last.
    """
    ends = extension_ends(model, contract)
    rows = model.programme.extensions_of(contract.id)
    for level, end in enumerate(ends):
        if end > by:
            continue
        deny: list[Literal] = []
        if level:
            deny.append(model.extensions[contract.id, rows[level - 1].order].negated())
        if level < len(rows):
            deny.append(model.extensions[contract.id, rows[level].order])
        beaten = [_reaches(model, other, end, _precedes(other, contract)) for other in others]
        if any(b is True for b in beaten):
            continue
        yield [*deny, *(b for b in beaten if b is not None)]


def _precedes(a: Contract, b: Contract) -> bool:
    """Whether a goes on rather than b where both ended together: the costlier, then the lesser id."""
    return (-a.cost, a.id) < (-b.cost, b.id)


def _reaches(model: Model, other: Contract, end: int, wins_ties: bool) -> Literal | bool | None:
    """Literal that another contract ends later (or ties and wins); True if it always does, None if never."""
    for level, reached in enumerate(extension_ends(model, other)):
        if reached > end or (reached == end and wins_ties):
            if level == 0:
                return True
            return model.extensions[other.id, model.programme.extensions_of(other.id)[level - 1].order]
    return None


def risk_costs(model: Model) -> Iterator[Linear]:
    """Risk of every system in the slots in which somebody uses it in gap or unsupported."""
    for system in sorted(model.programme.systems, key=lambda s: s.id):
        if not system.risk_cost:
            continue
        table = model.money.monthly(system.risk_cost)
        left = last_off(model, system)
        for covered, supported in pieces(model, system_covers(model, system), support_covers(model, system)):
            yield _risk(model, table, left, covered, supported)


def _risk(model: Model, table: tuple[int, ...], left: When, covered: Piece, supported: Piece) -> Linear:
    guards = [g for g in (covered.covering, supported.covering) if not any(model.is_yes(x) for x in g)]
    if not guards:
        return 0
    used = model.table(left, _within(model, table, covered), (covered.begin, covered.end))
    if any(not g for g in guards):
        return used
    most = model.money.between(table, covered.begin, covered.end)
    return model.amount(most, "risk", *(used - most * sum(g) for g in guards))


def extra_costs(model: Model, money: Money, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """What extensions cost on top, in the slots that count."""
    programme = model.programme
    for owner in programme.extendable():
        ends = extension_ends(model, owner)
        for level, row in enumerate(programme.extensions_of(owner.id), start=1):
            if row.extra_cost and level < len(ends):
                running = running_total(money, money.monthly(row.extra_cost), counts)
                amount = running(ends[level]) - running(max(ends[level - 1], model.calendar.now))
                yield max(0, amount) * model.extensions[owner.id, row.order]
