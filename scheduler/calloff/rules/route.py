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
