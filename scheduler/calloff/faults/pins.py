"""Pins, each by itself: what it is on, and whether that has what it pins."""

from __future__ import annotations

from collections.abc import Iterator

from calloff import tables as t
from calloff.dated import OF_DEPARTMENT, competition_of, possible_routes
from calloff.errors import Fault
from calloff.faults.draft import Draft
from calloff.programme import Programme

STEPS = ("start", "gtm", "award", "end")


def subjects(draft: Draft) -> Iterator[Fault]:
    """A cycle or column that the pinned item does not have."""
    p = draft.programme
    for pin in p.pins:
        if pin.item in p.lot:
            if pin.cycle > 1 and not p.lot[pin.item].renews:
                problem = f"{pin.item} does not renew, so it has no such cycle"
                yield draft.fault(pin, "cycle", problem, "give 1, or let the lot renew")
        elif pin.cycle > 1:
            yield draft.fault(pin, "cycle", "later cycles belong to a lot", "name the lot as item")
        yield from _foreign_columns(draft, pin)


def _foreign_columns(draft: Draft, pin: t.Pin) -> Iterator[Fault]:
    p = draft.programme
    if pin.item in p.lot:
        return
    has = ("route", "supplier") if pin.item in p.procurement else ()
    for column in ("route", "term", "option", "supplier"):
        if getattr(pin, column) is not None and column not in has:
            what = "procurement" if pin.item in p.procurement else "department"
            wanted = "name one of its lots as item" if what == "procurement" else "leave it blank"
            yield draft.fault(pin, column, f"a {what} has no {column}", wanted)


def dates_and_milestones(draft: Draft) -> Iterator[Fault]:
    """A date without its milestone, a milestone without its date, or a pin of nothing."""
    for pin in draft.programme.pins:
        if pin.milestone is None and pin.date is not None:
            yield draft.fault(pin, "milestone", "there is a date but no milestone", "say what happens on that day")
        if pin.milestone is not None and pin.date is None:
            yield draft.fault(pin, "date", "there is a milestone but no date", "give its day", pin.milestone)
        chosen = (pin.milestone, pin.date, pin.route, pin.term, pin.option, pin.supplier)
        if all(value is None for value in chosen):
            yield draft.fault(pin, "milestone", "this pins nothing", "give a milestone and date, or a route or term")


def milestones(draft: Draft) -> Iterator[Fault]:
    """A milestone or phase that the item does not have."""
    for pin in draft.programme.pins:
        known = _milestones_of(draft.programme, pin)
        if pin.milestone is not None and known and pin.milestone not in known:
            problem = f"{pin.item} has no such milestone or phase"
            yield draft.fault(pin, "milestone", problem, "give one of: " + ", ".join(known))


def _milestones_of(programme: Programme, pin: t.Pin) -> tuple[str, ...]:
    if pin.item in programme.department:
        return OF_DEPARTMENT
    competition = competition_of(programme, pin)
    if competition is None:
        return ()
    routes = possible_routes(programme, competition)
    phases = {x.id: None for r in routes for x in programme.phases_for(r, competition.procurement)}
    last = ("expiry",) if pin.item in programme.lot else ()
    return (*STEPS, *last, *phases)


def routes_and_suppliers(draft: Draft) -> Iterator[Fault]:
    """A pinned route that may not be taken, or a supplier that is not eligible."""
    p = draft.programme
    for pin in p.pins:
        competition = competition_of(p, pin)
        if competition is None:
            continue
        routes = p.routes_for(competition)
        if pin.route is not None and pin.route not in routes:
            wanted = "give one of: " + ", ".join(routes) if routes else "leave it blank"
            yield draft.fault(pin, "route", f"{competition.item} may not take this route", wanted)
        eligible = p.procurement[competition.procurement].suppliers
        if pin.supplier is not None and pin.supplier not in eligible:
            problem = f"it is not among the suppliers of {competition.procurement}"
            yield draft.fault(pin, "supplier", problem, f"add it to the suppliers of {competition.procurement}")


def terms(draft: Draft) -> Iterator[Fault]:
    """A pinned term or option that no row of `terms` offers."""
    p = draft.programme
    if not draft.complete("terms"):
        return
    for pin in p.pins:
        competition = competition_of(p, pin)
        if pin.item not in p.lot or competition is None or (pin.term is None and pin.option is None):
            continue
        rows = [x for r in possible_routes(p, competition) for x in p.terms_for(r, pin.item)]
        fitting = [x for x in rows if pin.term in (None, x.months)]
        offered = ", ".join(dict.fromkeys(f"{x.months}+{x.option}" for x in rows)) or "none"
        if pin.term is not None and not fitting:
            yield draft.fault(pin, "term", f"no row of terms offers {pin.item} this term", f"terms are: {offered}")
        elif pin.option and all(x.option != pin.option for x in fitting):
            problem = f"no row of terms offers {pin.item} this option"
            yield draft.fault(pin, "option", problem, f"give 0, or one of: {offered}")


def one_choice(draft: Draft) -> Iterator[Fault]:
    """Pins that choose two routes for one competition, or two terms, options or suppliers for one lot."""
    p = draft.programme
    seen: dict[tuple[object, str], object] = {}
    for pin in p.pins:
        competition = competition_of(p, pin)
        for column in ("route", "supplier", "term", "option"):
            value = getattr(pin, column)
            if competition is None or value is None:
                continue
            subject = competition if column in ("route", "supplier") else (pin.item, pin.cycle)
            other = seen.setdefault((subject, column), value)
            if other != value:
                problem = f"another pin gives {competition.item} the {column} {other}"
                yield draft.fault(pin, column, problem, f"keep one {column}")
