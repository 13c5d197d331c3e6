"""One route per competition, an award while the route is open, a term that the route allows.

    end after opens ≤ award ≤ end on closes                                         [boundaries]
    (term, option) is a row of the route's terms for the lot; option taken is 0 or the row's
    an option that is taken starts before the horizon's end: award + term < horizon

A route without terms for a lot lets no contract for it. An award that has happened breaches
nothing. Terms are in months.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.model import Model
    from calloff.model.competitions import CompetitionVars, LotVars, RouteVars

NAME = "route"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of the routes' windows and of the terms."""
    for run in facts.runs.values():
        allowed = facts.programme.routes_for(run.key)
        if run.route not in allowed:
            yield Breach(NAME, run.name, f"takes route {run.route}, allowed {', '.join(allowed) or 'none'}")
        if not run.is_actual("award"):
            yield from _open(facts, run)
    for c in facts.cycles.values():
        if c.option and c.initial_end >= facts.horizon:
            text = f"option of {c.option} months would start {facts.day(c.initial_end)}, at or after the horizon's end"
            yield Breach(NAME, facts.named(c.lot.id, c.cycle), text, facts.day(c.initial_end))


def _open(facts: Facts, run: Run) -> Iterator[Breach]:
    route, award = facts.programme.route[run.route], run.award
    if award is None:
        return
    shown = facts.calendar.last_day(award)
    if route.opens and award < facts.calendar.end_after(route.opens):
        text = f"award {shown} under {route.id}, which opens {route.opens}"
        yield Breach(NAME, run.name, text, facts.day(award - 1))
    if route.closes and award > facts.calendar.end_on(route.closes):
        text = f"award {shown} under {route.id}, which closes {route.closes}"
        yield Breach(NAME, run.name, text, facts.day(award - 1))


def add(model: Model) -> None:
    """Choose one route a competition, award while it is open, and one of its terms a lot."""
    for key, competition in model.competitions.items():
        model.define(sum(r.chosen for r in competition.routes) == competition.present)
        wanted = {p.route for p in model.programme.pins_on(key) if p.route}
        for r in competition.routes:
            if wanted and r.route not in wanted:
                model.require(r.chosen == 0, NAME, f"{key.item}: route agreed")
            _add_opening(model, competition, r)
    for contract in model.contracts.values():
        _add_terms(model, contract)
        _add_expiry(model, contract)


def _add_opening(model: Model, competition: CompetitionVars, r: RouteVars) -> None:
    route, index = model.programme.route[r.route], model.programme.award_index(r.phases)
    award = r.closing(index)
    if award is None or index not in r.open:
        return
    subject = f"{competition.key.item}/{r.route}"
    if route.opens:
        model.require(award.expr >= model.calendar.end_after(route.opens), NAME, f"{subject}: opens", r.chosen)
    if route.closes:
        model.require(award.expr <= model.calendar.end_on(route.closes), NAME, f"{subject}: closes", r.chosen)


def _add_terms(model: Model, contract: LotVars) -> None:
    lot = contract.lot.id
    for r in contract.competition.routes:
        rows = [t for t in contract.terms if t.route is r]
        if rows:
            model.define(sum(t.chosen for t in rows) == r.chosen)
    model.define(sum(t.chosen for t in contract.terms) == contract.present)
    for t in contract.terms:
        if t.option is not None:
            model.define(t.option <= t.chosen)
            begins = model.initial_end(t)
            model.require(begins < model.calendar.horizon, NAME, f"{lot}: option before the end", t.option)
    for pin in model.programme.pins_of(lot, contract.cycle):
        for t in contract.terms:
            if pin.term is not None and t.row.months != pin.term:
                model.require(t.chosen == 0, NAME, f"{lot}: term agreed")
            if pin.option == 0 and t.option is not None:
                model.require(t.option == 0, NAME, f"{lot}: option agreed")
            if pin.option:
                fits = t.row.option == pin.option and t.option is not None
                model.require(t.option == t.chosen if fits else t.chosen == 0, NAME, f"{lot}: option agreed")


def _add_expiry(model: Model, contract: LotVars) -> None:
    award, actual = contract.competition.award, model.actual_expiry(contract)
    if award is None:
        return
    if actual is not None:
        model.define(contract.expiry.expr == actual, contract.present)
        return
    model.define(contract.expiry.expr == award.expr + model.term_of(contract))
