"""Existing contracts, their extensions, and the systems they carry."""

from __future__ import annotations

from collections.abc import Iterator

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.errors import Fault
from calloff.findings.note import note, slots
from calloff.programme import Programme
from calloff.shortest import earliest_leaving


def open_ended(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A contract with no end."""
    for contract in programme.contracts:
        if contract.ends is None:
            why = "the plan pays it until its last department leaves and never sees a gap: is that agreed?"
            yield note("contracts", contract, "ends", "this contract has no end", why)


def expired(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A contract that has ended already, with what is agreed."""
    for contract in programme.contracts:
        end = _agreed_end(programme, calendar, contract)
        if end is not None and end <= calendar.now:
            why = "departments that still use its systems are in gap from the first day of the plan"
            yield note("contracts", contract, "ends", "this contract is over, extensions agreed included", why)


def short_of_replacement(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A contract that ends before its systems could possibly be left."""
    for contract in programme.contracts:
        end = _agreed_end(programme, calendar, contract)
        if end is None or end <= calendar.now:
            continue
        systems = [s for s in contract.systems if not _covered_beyond(programme, calendar, s, end)]
        late, system, department = max(_leavings(programme, calendar, systems), default=(end, "", ""))
        if late > end:
            problem = (
                f"{department} cannot leave {system} before {calendar.last_day(late)}, "
                f"{slots(calendar, late - end)} after the cover agreed ends ({calendar.last_day(end)})"
            )
            yield note("contracts", contract, "ends", problem, _bridge(programme, calendar, contract, end, late))


def _leavings(programme: Programme, calendar: Calendar, systems: list[str]) -> Iterator[tuple[int, str, str]]:
    """Earliest boundary at which each joining department leaves each system."""
    for name in systems:
        for department in programme.system[name].departments:
            leaving = earliest_leaving(programme, calendar, programme.system[name], department)
            if leaving is not None:
                yield leaving, name, department


def kept_systems(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A department that does not join, and a contract that ends before the plan does."""
    for contract in programme.contracts:
        end = _agreed_end(programme, calendar, contract)
        if end is None or end >= calendar.limit:
            continue
        for name in contract.systems:
            stays = [d for d in programme.system[name].departments if not programme.department[d].joins]
            if stays and not _covered_beyond(programme, calendar, name, end):
                problem = f"{', '.join(stays)} does not join and stays on {name} after the cover agreed ends"
                why = "beyond its extensions the plan counts a gap until its end: is a new contract planned?"
                yield note("contracts", contract, "ends", problem, why)


def _covered_beyond(programme: Programme, calendar: Calendar, system: str, end: int) -> bool:
    """Whether another contract covers a system longer, as agreed."""
    others = [_agreed_end(programme, calendar, c) for c in programme.contracts_of(system)]
    return any(other is None or other > end for other in others)


def _bridge(programme: Programme, calendar: Calendar, contract: t.Contract, end: int, late: int) -> str:
    open_ = [e for e in programme.extensions_of(contract.id) if not e.agreed]
    options = sum(e.months for e in open_ if e.basis == "option")
    others = sum(e.months for e in open_ if e.basis != "option")
    if not open_:
        return "it has no extension that could bridge this, so no plan avoids a gap"
    return f"extensions not yet agreed: {options} months by option, {others} months by modification or direct award"


def missed_notices(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """An extension that nobody can order any more."""
    for contract in programme.contracts:
        for extension, begin in _steps(programme, calendar, contract):
            notice = begin - extension.notice
            if not extension.agreed and begin > calendar.now > notice:
                problem = f"its notice day was {calendar.last_day(notice)}, which has passed"
                why = "no plan can take it, nor one that comes after it"
                yield note("extensions", extension, "notice", problem, why)


def _steps(programme: Programme, calendar: Calendar, contract: t.Contract) -> Iterator[tuple[t.Extension, int]]:
    """Each extension of a contract with the boundary from which it would add cover."""
    months = 0
    for extension in programme.extensions_of(contract.id) if contract.ends else []:
        assert contract.ends is not None
        begin = calendar.months_past_end(contract.ends, months) if months else calendar.end_on(contract.ends)
        yield extension, begin
        months += extension.months


def _agreed_end(programme: Programme, calendar: Calendar, contract: t.Contract) -> int | None:
    """Boundary at which a contract ends with the extensions agreed; None = open-ended."""
    if contract.ends is None:
        return None
    months = sum(e.months for e in programme.extensions_of(contract.id) if e.agreed)
    return calendar.months_past_end(contract.ends, months) if months else calendar.end_on(contract.ends)


def uncarried_systems(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A system that no contract carries."""
    carried = {name for contract in programme.contracts for name in contract.systems}
    for system in programme.systems:
        if system.id not in carried:
            why = "it counts as a gap from the first day of the plan until its last department leaves"
            yield note("systems", system, "id", "no contract carries this system", why)
