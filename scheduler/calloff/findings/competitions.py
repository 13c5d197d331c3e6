"""Suppliers, terms and pins that are likely not meant."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from calloff import tables as t
from calloff.calendar import Calendar
from calloff.dated import dated_subjects, possible_routes
from calloff.errors import Fault
from calloff.findings.note import note, slots
from calloff.programme import Competition, Programme
from calloff.shortest import earliest_end, earliest_live, least_boundaries


def idle_suppliers(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A supplier that no procurement may use, alone or in a consortium."""
    used = {s for p in programme.procurements for s in p.suppliers}
    used |= {member for s in programme.suppliers for member in s.members}
    for supplier in programme.suppliers:
        if supplier.id not in used:
            why = "its capacity helps no plan: add it to the suppliers of a procurement, or take it out"
            yield note("suppliers", supplier, "id", "no procurement may use this supplier", why)


def short_delivery_terms(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A delivering lot whose longest term is over before its work can be."""
    for lot in programme.lots:
        if lot.delivers:
            yield from _short_delivery(programme, calendar, lot)


def _short_delivery(programme: Programme, calendar: Calendar, lot: t.Lot) -> Iterator[Fault]:
    longest = _longest_months(programme, lot)
    award = _actual_award(programme, lot)
    cluster = programme.cluster_of(lot.procurement)
    if longest is None:
        return
    if award is None or award.date is None:
        room = calendar.months_after(calendar.now, longest) - calendar.now
        work = _after_award(programme, lot) + _onboarding(programme, cluster)
    else:
        room = calendar.months_after_day(award.date, longest) - calendar.now
        ends = [earliest_end(programme, calendar, lot.procurement)]
        ends += [earliest_live(programme, calendar, d) for d in programme.joining(cluster)]
        work = max(*ends, calendar.now + _onboarding(programme, cluster)) - calendar.now
    if work > room:
        problem = (
            f"its longest term with option ({longest} months) leaves {slots(calendar, room)}, "
            f"but the shortest delivery takes {slots(calendar, work)}"
        )
        yield note("lots", lot, "delivers", problem, "no plan keeps delivery inside this contract")


def _longest_months(programme: Programme, lot: t.Lot) -> int | None:
    pins = programme.pins_of(lot.id)
    term = next((p.term for p in pins if p.term is not None), None)
    option = next((p.option for p in pins if p.option is not None), None)
    routes = possible_routes(programme, Competition(lot.procurement, None, 1))
    rows = [x for r in routes for x in programme.terms_for(r, lot.id) if term in (None, x.months)]
    return max((x.months + (x.option if option is None else option) for x in rows), default=None)


def _actual_award(programme: Programme, lot: t.Lot) -> t.Pin | None:
    pins = programme.pins_on(Competition(lot.procurement, None, 1))
    return next((p for p in pins if p.kind == "actual" and p.milestone == "award"), None)


def _after_award(programme: Programme, lot: t.Lot) -> int:
    """Least slots from award to the last phase's end."""
    routes = possible_routes(programme, Competition(lot.procurement, None, 1))
    ways = [least_boundaries(programme, programme.phases_for(r, lot.procurement)) for r in routes]
    return min((end - award for _, _, award, end in ways), default=0)


def _onboarding(programme: Programme, cluster: str) -> int:
    """Least slots in which the departments still to come can be onboarded: waves, and so many at once."""
    begun = {p.item for p in programme.pins if p.kind == "actual"}
    open_ = [d for d in programme.joining(cluster) if d.id not in begun]
    waves: dict[int, int] = {}
    for d in open_:
        if d.wave is not None:
            waves[d.wave] = max(waves.get(d.wave, 0), ceil(d.onboarding))
    at_once = programme.cluster[cluster].parallel_onboarding or max(1, len(open_))
    total = sum(ceil(d.onboarding) for d in open_)
    longest = max((ceil(d.onboarding) for d in open_), default=0)
    return max(sum(waves.values()), -(-total // at_once), longest)


def routes_that_let_nothing(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A lot that gets no contract under one of its routes."""
    for lot in programme.lots:
        for route in programme.routes_for(Competition(lot.procurement, None, 1)):
            if not programme.terms_for(route, lot.id):
                problem = f"route {route} has no terms for this lot"
                yield note("lots", lot, "id", problem, "a plan that takes the route lets no contract for it")


def unmodelled_market(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A procurement without suppliers in a programme that has some."""
    for procurement in programme.procurements:
        if programme.suppliers and not procurement.suppliers:
            why = "it takes nobody's capacity, so the plan may crowd the market more than it shows"
            yield note("procurements", procurement, "suppliers", "no supplier is named as eligible", why)


def unplanned_pins(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A pin on a department that does not join."""
    for pin in programme.pins:
        department = programme.department.get(pin.item)
        if department is not None and not department.joins:
            yield note("pins", pin, "item", "this department does not join", "the pin has no effect")


def overtaken_pins(programme: Programme, calendar: Calendar) -> Iterator[Fault]:
    """A pin that is not actual on what is history already."""
    for subject in dated_subjects(programme):
        for pin in subject.pins:
            if pin.kind != "actual" and subject.positions.get(str(pin.milestone), subject.past + 1) <= subject.past:
                problem = f"{pin.milestone} of {subject.item} is history by an actual pin"
                yield note("pins", pin, "kind", problem, "it still binds: take it out if it is done")
