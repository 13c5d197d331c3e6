"""One interval for what a competition uses on any of its routes, of variable length and units.

A competition that surely happens, each of whose routes is one stretch of work from its start to its
end, takes one of several lengths at one of several units. Told as one interval for each route, no
limit sees that one of them must come about; told as one interval, it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from calloff.model.competitions import CompetitionVars
from calloff.model.core import Model
from calloff.model.when import Linear, Literal

if TYPE_CHECKING:
    from calloff.model.uses import Use

    Claim = tuple[Use, Literal]


def merged(model: Model, uses: Sequence[Claim]) -> tuple[list[Claim], list[int], list[Linear]]:
    """Uses that stay as they are; and the intervals and units that stand for all others."""
    plain: list[Claim] = []
    by_competition: dict[int, list[Claim]] = {}
    for use, literal in uses:
        c = use.competition
        if c is not None and len(c.routes) > 1 and use.taken.index == literal.index and not use.running:
            by_competition.setdefault(id(c), []).append((use, literal))
        else:
            plain.append((use, literal))
    intervals: list[int] = []
    units: list[Linear] = []
    for claims in by_competition.values():
        c = claims[0][0].competition
        assert c is not None
        if not model.explaining and _one_stretch(model, c, claims):
            interval, demand = _interval(model, c, [use for use, _ in claims])
            intervals.append(interval)
            units.append(demand)
        else:
            plain += claims
    return plain, intervals, units


def _one_stretch(model: Model, c: CompetitionVars, claims: Sequence[Claim]) -> bool:
    """Whether a competition surely happens, and every route is one phase that lasts all of it."""
    if not model.is_yes(c.present) or c.start is None or c.end is None or c.start.var is None or c.end.var is None:
        return False
    if any(len(r.phases) != 1 or r.starts[0] is None or r.starts[0].var is None for r in c.routes):
        return False
    taken = [use.taken.index for use, _ in claims]
    return len(set(taken)) == len(taken) and set(taken) <= {r.chosen.index for r in c.routes}


def _interval(model: Model, c: CompetitionVars, uses: Sequence[Use]) -> tuple[int, Linear]:
    """From a competition's start to its end; its units are those of the route taken, 0 where it uses nothing."""
    assert c.start is not None
    assert c.end is not None
    if c.length is None:
        c.length = _chosen(model, [(r.chosen, r.lengths[0]) for r in c.routes])
    of_route = {use.taken.index: use.units for use in uses}
    demand = _chosen(model, [(r.chosen, of_route.get(r.chosen.index, 0)) for r in c.routes])
    interval = model.cp.new_interval_var(c.start.expr, c.length, c.end.expr, "")
    return interval.index, demand


def _chosen(model: Model, values: Sequence[tuple[Literal, int]]) -> Linear:
    """The value of the one literal that is true."""
    known = sorted({value for _, value in values})
    if len(known) == 1:
        return known[0]
    found = model.cp.new_int_var_from_domain(cp_model.Domain.from_values(known), "")
    model.cp.add(found == sum(value * literal for literal, value in values))
    return found
