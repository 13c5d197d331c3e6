"""Levers on contracts: a month more of an old one, a longer term of a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from calloff.calendar import DAY, Calendar, Money, add_months
from calloff.explain.levers import Edit, Lever
from calloff.programme import Programme, key_of
from calloff.tables import Contract, Extension, Term


def cover(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """More months for a contract of a system that may have no gap."""
    name, _, what = subject.partition(": ")
    if what == "no gap":
        for contract in programme.contracts_of(name):
            if contract.ends is not None:
                yield _longer_cover(programme, calendar, contract)


def _longer_cover(programme: Programme, calendar: Calendar, contract: Contract) -> Lever:
    """A further extension; where those that there are can no longer all be ordered, a later end."""
    rows = programme.extensions_of(contract.id)
    assert contract.ends is not None
    ends = [calendar.end_on(contract.ends)]
    for i in range(len(rows)):
        ends.append(calendar.months_past_end(contract.ends, sum(r.months for r in rows[: i + 1])))
    span = max(1, calendar.limit - ends[-1])
    in_time = all(row.agreed or end - row.notice >= calendar.now for row, end in zip(rows, ends, strict=False))
    if not in_time or ends[-1] < calendar.now:
        return _later_end(calendar, contract, max(1, calendar.limit - ends[0]))
    lever = _further(contract, rows, span)
    money = Money.of(programme)
    monthly = money.monthly(contract.cost + (rows[-1].extra_cost if rows else 0))
    return replace(lever, value=lambda n: money.between(monthly, ends[-1], calendar.months_after(ends[-1], n)))


def _further(contract: Contract, rows: Sequence[Extension], span: int) -> Lever:
    order = rows[-1].order + 1 if rows else 1
    given = {"of": contract.id, "order": order, "basis": "modification"}
    extra = rows[-1].extra_cost if rows else Decimal(0)

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        new = Extension.model_validate({**given, "months": amount, "extra_cost": extra})
        return (Edit("extensions", None, new, "months"),)

    return Lever("extensions", f"{contract.id}/{order}", "months", "months", span, move)


def _later_end(calendar: Calendar, contract: Contract, span: int) -> Lever:
    ends = contract.ends
    assert ends is not None

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        held = programme.contract[contract.id]
        new = held.model_copy(update={"ends": add_months(ends + DAY, amount) - DAY})
        return (Edit("contracts", held, new, "ends"),)

    return Lever("contracts", contract.id, "ends", "months", span, move)


def delivery_cover(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A longer term for the delivering lot, beside those it may have, under each of its routes."""
    name, _, what = subject.partition(": ")
    lot = programme.lot[name] if what == "phases" else programme.delivering_lot(programme.department[name].cluster)
    if lot is None:
        return
    for route in programme.procurement[lot.procurement].routes:
        rows = programme.terms_for(route, lot.id)
        if rows:
            yield _longer_term(lot.id, rows, calendar.limit - calendar.now)


def _longer_term(lot: str, rows: Sequence[Term], span: int) -> Lever:
    last = rows[-1]
    row = key_of("terms", last.model_copy(update={"lot": lot}))

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        months = {"lot": lot, "months": last.months + amount}
        longer = Edit("terms", None, last.model_copy(update=months), "months")
        if last.lot == lot:
            return (longer,)
        # A lot's own rows win over those for any lot, so it needs these too.
        own = [Edit("terms", None, r.model_copy(update={"lot": lot})) for r in rows]
        return (*own, longer)

    return Lever("terms", row, "months", "months", span, move)
