"""Contingency: at each level of funding who goes and when, and what the shortfall costs in cover.

Over-spend is forbidden, so that a lower level pushes work out of the period instead of past its limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calloff.calendar import Calendar
from calloff.explain.levers import Edit, edited
from calloff.many import run_many
from calloff.options import Options, parse_goals
from calloff.plan import Plan, Span
from calloff.programme import Programme
from calloff.solve import solve
from calloff.tables import Funding

GOALS = "gap,unsecured,unsupported,lateness,cost,early"
"""Over-spend is no goal here: it is forbidden."""


@dataclass(frozen=True)
class Going:
    """When one cluster goes at a level of funding: its first notice, last award and last go-live.

    None where it has none, or none that is known.
    """

    cluster: str
    gtm: date | None
    award: date | None
    live: date | None


@dataclass(frozen=True)
class Stage:
    """What one level of funding allows.

    Attributes
    ----------
    approved
        The level (currency).
    status
        `optimal`, `feasible`, `infeasible` (so little that no plan keeps within it), `unknown`, `failed`.
    goals
        Value of each goal by name (its unit).
    going
        Every cluster, in the order in which they go to market.
    gap, unsecured, unsupported
        Slots added up over systems [system-slots].
    """

    approved: Decimal
    status: str
    goals: dict[str, int]
    going: tuple[Going, ...]
    gap: int = 0
    unsecured: int = 0
    unsupported: int = 0


def contingency(
    programme: Programme,
    row: Funding,
    *,
    shares: Sequence[Decimal],
    seconds: float = 60.0,
    at_once: int = 2,
    seed: int = 0,
) -> Iterator[tuple[int, Stage]]:
    """The stages as they are solved, each with its place among the shares.

    Parameters
    ----------
    programme
        What is planned.
    row
        The row of `funding` that is cut.
    shares
        Levels as shares of what is approved.
    seconds
        Wall time of each solve [s].
    at_once
        Processes at a time.
    seed
        Seed of every solve.
    """
    options = Options(time_limit=seconds, workers=1, seed=seed, goals=parse_goals(GOALS), no_overspend=True)
    levels = [(row.approved * share).to_integral_value() for share in shares]
    asked = [(_at(programme, row, level), options, level) for level in levels]
    for number, made, _ in run_many(_solve, asked, at_once):
        yield number, made or Stage(levels[number], "failed", {}, ())


def _at(programme: Programme, row: Funding, level: Decimal) -> Programme:
    return edited(programme, [Edit("funding", row, row.model_copy(update={"approved": level}))])


def _solve(asked: tuple[Programme, Options, Decimal]) -> Stage:
    programme, options, level = asked
    outcome = solve(programme, options)
    if outcome.plan is None:
        return Stage(level, outcome.status, {}, ())
    plan, calendar = outcome.plan, Calendar.of(programme)
    return Stage(
        approved=level,
        status=outcome.status,
        goals={g.goal: g.value for g in plan.goals},
        going=_going(programme, plan),
        gap=_slots(calendar, [x for s in plan.systems for x in s.gaps]),
        unsecured=_slots(calendar, [x for s in plan.systems for x in s.unsecured]),
        unsupported=_slots(calendar, [x for s in plan.systems for x in s.unsupported]),
    )


def _slots(calendar: Calendar, spans: Sequence[Span]) -> int:
    return sum(calendar.slot_of(s.end) - calendar.slot_of(s.start) for s in spans)


def _going(programme: Programme, plan: Plan) -> tuple[Going, ...]:
    found = []
    for cluster in programme.clusters:
        first = [c for c in plan.competitions if c.cycle == 1 and programme.cluster_of(c.procurement) == cluster.id]
        joining = {d.id for d in programme.joining(cluster.id)}
        gtms = [c.gtm for c in first if c.gtm is not None]
        awards = [c.award for c in first if c.award is not None]
        lives = [o.live for o in plan.departments if o.cycle == 1 and o.department in joining]
        going = Going(cluster.id, min(gtms, default=None), max(awards, default=None), max(lives, default=None))
        found.append(going)
    return tuple(sorted(found, key=lambda g: (g.gtm is None, g.gtm or date.max, g.cluster)))
