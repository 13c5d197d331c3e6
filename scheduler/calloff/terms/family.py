"""The term rows a kind of lot has where every contract of the kind is let on one standard term.

A price that no row of the programme gives is taken from the rows around it: on the straight line
between two known lengths, and that of the nearest beyond them. Each such price is an assumption,
and is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from calloff.assemble import reassemble
from calloff.calendar import add_months
from calloff.programme import Competition, Programme, key_of
from calloff.tables import Header, Lot, Source, Term

Basis = Literal["given", "between", "beyond"]
SIX = Decimal("0.000001")


@dataclass(frozen=True)
class Price:
    """What a term costs on one route for one lot.

    Attributes
    ----------
    row
        The row of `terms`.
    basis
        `given` by a row of the programme, on a line `between` two rows, or as the nearest row `beyond` them.
    mark
        Mark of the factor in `sources` where a row gives it: sourced, derived, assumed or not marked.
    """

    row: Term
    basis: Basis
    mark: str


@dataclass(frozen=True)
class Standard:
    """One standard term for every contract of a kind that is still to be let.

    Attributes
    ----------
    kind
        Kind of lot.
    months
        Initial term (months).
    options
        Whether contracts may have the option months that rows of the programme have.
    factor
        One price factor for all rows of this term; None = as the rows say.
    later
        Months by which the horizon ends later.
    recompete_cost
        Multiple of the one-off cost of later cycles of this kind.
    """

    kind: str
    months: int
    options: bool
    factor: Decimal | None = None
    later: int = 0
    recompete_cost: Decimal = Decimal(1)


def kinds_of(programme: Programme) -> list[str]:
    """Kinds of lot with a term still to be chosen, in the order of the table."""
    return list(dict.fromkeys(x.kind for x in programme.lots if _open_routes(programme, x)))


def held_by_pins(programme: Programme, kind: str) -> list[str]:
    """Lots of a kind with a contract whose term is history or agreed, by id: it stays as it is."""
    return sorted(x.id for x in programme.lots if x.kind == kind and _is_held(programme, x))


def prices(programme: Programme, standard: Standard) -> list[Price]:
    """One price for each open route of each lot of the kind."""
    lots = [x for x in programme.lots if x.kind == standard.kind]
    return [_price(programme, route, x.id, standard) for x in lots for route in _open_routes(programme, x)]


def standardised(programme: Programme, standard: Standard, *more: Standard) -> Programme:
    """The programme in which the kind has this one term (or these several), held to every rule again.

    Raises
    ------
    InputError
        The changed programme has faults; a horizon in weeks, for one, cannot grow by years.
    """
    rows = [p.row for one in (standard, *more) for p in prices(programme, one)]
    changing = {(row.route, row.lot) for row in rows}
    terms = (*(t for t in programme.terms if (t.route, t.lot) not in changing), *rows)
    lots = tuple(_costed(x, standard) for x in programme.lots)
    known = {key_of("terms", t) for t in terms} | {"*"}
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    changed: Mapping[str, object] = {
        "programme": _later(programme.programme, standard.later),
        "terms": terms,
        "lots": lots,
        "sources": tuple(s for s in programme.sources if s.table != "terms" or s.row in known),
    }
    return reassemble(Programme.model_validate({**held, **changed}), "terms")


def first_lettings(programme: Programme) -> Programme:
    """The programme in which nothing is let again: a bound for every plan that lets again.

    Raises
    ------
    InputError
        The changed programme has faults.
    """
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    changed: Mapping[str, object] = {
        "lots": tuple(Lot(**{**dict(x), "renews": False}) for x in programme.lots),
        "pins": tuple(p for p in programme.pins if p.cycle == 1),
        "sources": (),
    }
    return reassemble(Programme.model_validate({**held, **changed}), "terms")


def _costed(lot: Lot, standard: Standard) -> Lot:
    if lot.kind != standard.kind or standard.recompete_cost == 1:
        return lot
    return Lot(**{**dict(lot), "recompete_cost": lot.recompete_cost * standard.recompete_cost})


def _later(header: Header, months: int) -> Header:
    day = timedelta(days=1)
    return Header(**{**dict(header), "end": add_months(header.end + day, months) - day})


# --- where a term is still open ----------------------------------------------------------------


def _is_held(programme: Programme, lot: Lot) -> bool:
    """Whether the first contract has been awarded, or a pin gives its term."""
    pins = programme.pins_on(Competition(lot.procurement, None, 1))
    return any(p.term is not None and p.item == lot.id for p in pins) or any(
        p.kind == "actual" and p.milestone == "award" for p in pins
    )


def _open_routes(programme: Programme, lot: Lot) -> list[str]:
    """Routes on which a term of the lot is still to be chosen, by id."""
    first = set(programme.procurement[lot.procurement].routes)
    later = {lot.recompete_route} if lot.renews and lot.recompete_route else set[str]()
    if any(p.term is not None for p in programme.pins if p.item == lot.id and p.cycle > 1):
        later = set()
    routes = later - first if _is_held(programme, lot) else first | later
    return sorted(r for r in routes if programme.terms_for(r, lot.id))


# --- what it costs -------------------------------------------------------------------------------


def _points(programme: Programme, route: str, lot: str) -> dict[int, Term]:
    """A row by length: the lot's own first, then those for any lot; the cheapest, then the longest option."""
    found: dict[int, Term] = {}
    rows = [t for t in programme.terms if t.route == route and t.lot in (None, lot)]
    for t in sorted(rows, key=lambda t: (t.lot is None, t.factor, -t.option)):
        found.setdefault(t.months, t)
    return found


def _price(programme: Programme, route: str, lot: str, standard: Standard) -> Price:
    points = _points(programme, route, lot)
    months = standard.months
    below = [m for m in points if m <= months]
    near = points[max(below) if below else min(points)]
    above = [m for m in points if m > months]
    factor, basis = near.factor, "given" if months in points else "beyond"
    if basis == "beyond" and below and above:
        factor, basis = _between(near, points[min(above)], months), "between"
    option = near.option if standard.options else 0
    row = Term(
        route=route,
        lot=lot,
        months=months,
        option=option,
        factor=factor if standard.factor is None else standard.factor,
        option_factor=near.option_factor if option else Decimal(1),
    )
    mark = _mark(programme, near) if basis == "given" else "assumed"
    return Price(row, basis, mark)  # type: ignore[arg-type]


def _between(a: Term, b: Term, months: int) -> Decimal:
    share = Decimal(months - a.months) / Decimal(b.months - a.months)
    return (a.factor + (b.factor - a.factor) * share).quantize(SIX).normalize()


def _mark(programme: Programme, row: Term) -> str:
    """How the factor of a row was come by."""
    return next((s.mark for s in _about(programme, row)), "not marked")


def _about(programme: Programme, row: Term) -> Iterator[Source]:
    rows = [s for s in programme.sources if s.table == "terms" and s.column == "factor"]
    yield from (s for s in rows if s.row == key_of("terms", row))
    yield from (s for s in rows if s.row == "*")
