"""Levers on what is shared: units in a stretch, bidders, tender notices, money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from calloff.calendar import DAY, Calendar
from calloff.explain.levers import Edit, Lever
from calloff.programme import Competition, Programme, key_of
from calloff.tables import Capacity


def capacity(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """More units of a shared resource."""
    row = programme.resource[subject]
    if row.kind != "total":
        yield _more_units(calendar, subject, None, row.capacity, range(calendar.now, calendar.limit))
    elif row.capacity is not None:
        own = row.capacity

        def move(changed: Programme, amount: int) -> Sequence[Edit]:
            held = changed.resource[subject]
            return (Edit("resources", held, held.model_copy(update={"capacity": own + amount}), "capacity"),)

        yield Lever("resources", subject, "capacity", "units", 1000, move)


def market(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """More bids or deliveries that one supplier staffs at once."""
    name, _, kind = subject.rpartition(": ")
    row = programme.supplier[name]
    own = row.bids if kind == "bid" else row.deliveries
    yield _more_units(calendar, name, kind, own, range(calendar.now, calendar.limit))


def _more_units(calendar: Calendar, of: str, kind: str | None, own: int | None, slots: range) -> Lever:
    """A lever on an item's capacity in some slots, on top of whatever holds in each of them.

    It is known by the same key however short the stretch.
    """
    first, last = calendar.day(slots.start), calendar.last_day(slots.stop)

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        rows = [r for r in programme.capacity if (r.of, r.kind) == (of, kind) and r.from_ <= last and r.to >= first]
        taken = [Edit("capacity", r, None) for r in rows]
        rest = [Edit("capacity", None, part) for r in rows for part in _outside(r, first, last)]
        pieces = [_raised(of, kind, own, rows, a, b, amount) for a, b in _pieces(rows, first, last)]
        raised = [Edit("capacity", None, p, "capacity", str(p.capacity - amount)) for p in pieces if p is not None]
        return (*taken, *rest, *raised)

    table = "resources" if kind is None else "suppliers"
    lever = Lever(table, of, kind or "capacity", "units", 1000, move, idea=f"market: {kind}" if kind else "")
    return replace(lever, stretch=slots, within=partial(_more_units, calendar, of, kind, own))


def _pieces(rows: Sequence[Capacity], first: date, last: date) -> list[tuple[date, date]]:
    """The stretch, cut where a row begins or ends."""
    cuts = {d for r in rows for d in (r.from_, r.to + DAY) if first < d <= last}
    begins = sorted({first, *cuts})
    return list(zip(begins, [d - DAY for d in begins[1:]] + [last], strict=True))


def _outside(row: Capacity, first: date, last: date) -> Iterator[Capacity]:
    if row.from_ < first:
        yield row.model_copy(update={"to": first - DAY})
    if row.to > last:
        yield row.model_copy(update={"from_": last + DAY})


def _raised(
    of: str, kind: str | None, own: int | None, rows: Sequence[Capacity], first: date, last: date, amount: int
) -> Capacity | None:
    """What holds on these days, and so much more; None where nothing limits them."""
    here = [r.capacity for r in rows if r.from_ <= first and r.to >= last]
    least = min(here) if here else own
    if least is None:
        return None
    return Capacity.model_validate({"of": of, "kind": kind, "from": first, "to": last, "capacity": least + amount})


def competition(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """Fewer bidders that a route asks for."""
    keys = [Competition(subject, None, 1)] if subject in programme.procurement else []
    keys += [Competition(programme.lot[subject].procurement, subject, 2)] if subject in programme.lot else []
    for name in dict.fromkeys(r for key in keys for r in programme.routes_for(key)):
        row = programme.route[name]
        if row.min_bidders:
            yield _fewer_bidders(name, row.min_bidders)


def _fewer_bidders(route: str, bidders: int) -> Lever:
    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        held = programme.route[route]
        return (Edit("routes", held, held.model_copy(update={"min_bidders": bidders - amount}), "min_bidders"),)

    return Lever("routes", route, "min_bidders", "bidders", bidders, move)


def stagger(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """More tender notices in a window."""
    for row in programme.stagger:
        if subject == f"{row.max_starts} in {row.window}":
            starts, window = row.max_starts, row.window

            def move(changed: Programme, amount: int, starts: int = starts, window: int = window) -> Sequence[Edit]:
                held = next(r for r in changed.stagger if (r.window, r.max_starts) == (window, starts))
                return (Edit("stagger", held, held.model_copy(update={"max_starts": starts + amount}), "max_starts"),)

            yield Lever("stagger", key_of("stagger", row), "max_starts", "notices", 1000, move, str(starts))


def funding(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """More money in a period."""
    for row in programme.funding:
        if subject == f"{row.from_} to {row.to}":
            key, approved = key_of("funding", row), row.approved.to_integral_value()

            def move(changed: Programme, amount: int, key: str = key, had: Decimal = approved) -> Sequence[Edit]:
                held = next(r for r in changed.funding if key_of("funding", r) == key)
                return (Edit("funding", held, held.model_copy(update={"approved": had + amount}), "approved"),)

            yield Lever("funding", key, "approved", programme.programme.currency, 10**12, move, value=lambda n: n)
