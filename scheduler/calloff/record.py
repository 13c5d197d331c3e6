"""A whole plan from its decisions: what follows from them is counted and written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from calloff.ahead import ahead
from calloff.facts import Facts
from calloff.facts_use import SIDES
from calloff.plan import (
    ContractRun,
    Decisions,
    FundingRun,
    GoalRun,
    Origin,
    Plan,
    ServiceGap,
    Span,
    Spend,
    Status,
    SystemRun,
    Use,
)
from calloff.programme import Programme
from calloff.rows import SpendKind
from calloff.tables import Contract, Resource, System

KINDS: tuple[SpendKind, ...] = ("procurement", "one_off", "onboarding", "extension")


def record(
    programme: Programme, decisions: Decisions, *, origin: Origin, status: Status, goals: Sequence[GoalRun]
) -> Plan:
    """Fill in everything that follows from the decisions of a plan.

    Parameters
    ----------
    programme
        What was planned.
    decisions
        What was decided, with all its dates.
    origin, status, goals
        What the plan rests on and what was proved; written down as given.
    """
    return fill(Facts(programme, decisions), origin=origin, status=status, goals=goals)


def fill(facts: Facts, *, origin: Origin, status: Status, goals: Sequence[GoalRun]) -> Plan:
    """The same as `record`, from facts already counted."""
    given = facts.decisions
    return Plan(
        competitions=given.competitions,
        lots=given.lots,
        departments=given.departments,
        extensions=given.extensions,
        witness=given.witness,
        origin=origin,
        status=status,
        goals=tuple(goals),
        contracts=tuple(_contract(facts, c) for c in sorted(facts.programme.contracts, key=lambda c: c.id)),
        systems=tuple(_system(facts, s) for s in sorted(facts.programme.systems, key=lambda s: s.id)),
        service_gaps=tuple(_service_gaps(facts)),
        usage=(*_resources(facts), *_market(facts), *_suppliers(facts)),
        spend=tuple(_spend(facts)),
        funding=tuple(_funding(facts)),
        decisions=tuple(ahead(facts)),
    )


def _spans(facts: Facts, slots: Iterable[int]) -> tuple[Span, ...]:
    """Runs of consecutive slots as periods."""
    found = []
    for _, run in groupby(enumerate(sorted(slots)), key=lambda x: x[1] - x[0]):
        members = [t for _, t in run]
        found.append(Span(start=facts.day(members[0]), end=facts.day(members[-1] + 1)))
    return tuple(found)


# --- contracts and systems ---------------------------------------------------------------------


def _contract(facts: Facts, contract: Contract) -> ContractRun:
    end = facts.cover.end_of(contract)
    paid = facts.cover.paid[contract.id]
    last = max(paid) + 1 if paid else min(facts.now, facts.now if end is None else end)
    shown = None if end is None or end > facts.limit else facts.day(end)
    return ContractRun(contract=contract.id, covers_to=shown, paid_to=facts.day(last))


def _system(facts: Facts, system: System) -> SystemRun:
    cover, used = facts.cover, sorted(system.departments)
    last, support = cover.last_off(system), cover.support_end(system)
    return SystemRun(
        system=system.id,
        left=None if last >= facts.limit else facts.day(last),
        supported_to=None if support is None else facts.day(support),
        gaps=_spans(facts, set().union(*(cover.gap(d, system.id) for d in used))),
        unsecured=_spans(facts, set().union(*(cover.unsecured(d, system.id) for d in used))),
        unsupported=_spans(facts, set().union(*(cover.unsupported(d, system.id) for d in used))),
        gap_user_slots=cover.weighed(system, "gap"),
        unsecured_user_slots=cover.weighed(system, "unsecured"),
        unsupported_user_slots=cover.weighed(system, "unsupported"),
    )


def _service_gaps(facts: Facts) -> Iterator[ServiceGap]:
    for (department, lot), slots in sorted(facts.service_gaps.items()):
        for span in _spans(facts, slots):
            yield ServiceGap(department=department, lot=lot, start=span.start, end=span.end)


# --- use and capacity --------------------------------------------------------------------------


def _slots(facts: Facts) -> range:
    return range(facts.now, facts.limit)


def _resources(facts: Facts) -> Iterator[Use]:
    for resource in sorted(facts.programme.resources, key=lambda r: r.id):
        if resource.kind == "total":
            yield _total(facts, resource)
            continue
        used = facts.uses.resources[resource.id]
        for t in _slots(facts):
            use, capacity = used.get(t, 0), facts.uses.capacity(resource, t)
            if use or capacity is not None:
                yield Use(of=resource.id, kind=resource.kind, slot=facts.day(t), use=use, capacity=capacity)


def _total(facts: Facts, resource: Resource) -> Use:
    use, capacity = facts.uses.total(resource), facts.uses.total_capacity(resource)
    return Use(of=resource.id, kind="total", slot=None, use=use, capacity=capacity)


def _market(facts: Facts) -> Iterator[Use]:
    if not facts.programme.suppliers:
        return
    for side in SIDES:
        used = facts.uses.market[side]
        for t in _slots(facts):
            use, capacity = used.get(t, 0), facts.uses.market_capacity(side, t)
            if use or capacity is not None:
                yield Use(of="market", kind=side, slot=facts.day(t), use=use, capacity=capacity)


def _suppliers(facts: Facts) -> Iterator[Use]:
    if facts.witness is None:
        return
    for supplier in sorted(facts.programme.supplier):
        for side in SIDES:
            used = facts.uses.suppliers.get((supplier, side), {})
            for t in _slots(facts):
                use, capacity = used.get(t, 0), facts.uses.supplier_capacity(supplier, side, t)
                if use or capacity is not None:
                    yield Use(of=supplier, kind=side, slot=facts.day(t), use=use, capacity=capacity)


# --- money -------------------------------------------------------------------------------------


def _spend(facts: Facts) -> Iterator[Spend]:
    money = range(facts.now, facts.horizon)
    for year, slots in groupby(money, key=facts.calendar.fiscal_year):
        held = list(slots)
        for kind in KINDS:
            amount = facts.accounts.spent((kind,), range(held[0], held[-1] + 1))
            if amount:
                yield Spend(fiscal_year=year, kind=kind, amount=amount)


def _funding(facts: Facts) -> Iterator[FundingRun]:
    for row in sorted(facts.programme.funding, key=lambda r: (r.from_, r.to, r.covers)):
        spend, over = facts.accounts.funded(row)
        slots = facts.calendar.opening_in(row.from_, row.to)
        yield FundingRun(
            start=facts.day(slots.start),
            end=facts.day(max(slots.start, slots.stop)),
            covers=row.covers,
            approved=row.approved,
            spend=spend,
            over=over,
        )
