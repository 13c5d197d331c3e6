"""Levels of funding in planners' words: who goes and when, and what the shortfall costs in cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from calloff.explain.contingency import Going, Stage
from calloff.explain.limits import name_of
from calloff.programme import Programme
from calloff.report.wording import day, last_day, money
from calloff.tables import Funding

NONE = {
    "infeasible": "so little that no plan keeps within it",
    "unknown": "no plan found in time",
    "failed": "not solved",
}
"""What is said of a level without a plan."""


def funding_words(programme: Programme, row: Funding, stages: Sequence[Stage]) -> list[str]:
    """One period's levels as lines, the most money first: at each, what is new against the level above."""
    currency = programme.programme.currency
    period = f"{day(row.from_)} to {day(row.to)}"
    lines = [f"Funding from {period}, approved {money(row.approved, currency)}; none is over-spent:"]
    above: Stage | None = None
    for stage in sorted(stages, key=lambda s: -s.approved):
        share = round(100 * stage.approved / row.approved) if row.approved else Decimal(0)
        head = f"  at {money(stage.approved, currency)} ({share}%)"
        if not stage.goals:
            lines.append(f"{head}: {NONE.get(stage.status, stage.status)}")
            continue
        sure = "" if stage.status == "optimal" else " (not proved best in time)"
        lines.append(f"{head}: {_cover(programme, stage)}{sure}")
        lines += _goes(programme, stage, above)
        above = stage
    return lines


def _cover(programme: Programme, stage: Stage) -> str:
    unit = f"system-{programme.programme.unit}s"
    figures = (
        f"{stage.gap:,} {unit} without a contract",
        f"{stage.unsecured:,} on extensions nobody has agreed",
        f"{stage.unsupported:,} past vendor support",
    )
    return "; ".join((*figures, f"cost {money(stage.goals['cost'], programme.programme.currency)}"))


def _goes(programme: Programme, stage: Stage, above: Stage | None) -> Iterator[str]:
    """Everyone at the first level with a plan; below it those that move."""
    before = {g.cluster: g for g in above.going} if above else {}
    moved = [g for g in stage.going if before.get(g.cluster) != g]
    if not moved:
        yield "    everyone goes as at the level above"
    for g in moved:
        then = before.get(g.cluster)
        yield f"    {name_of(programme, g.cluster)}: {'; '.join(_dates(g, then))}"


def _dates(now: Going, then: Going | None) -> Iterator[str]:
    """A cluster's dates; where it moves, those that differ, with what they were."""
    before = then or Going(now.cluster, None, None, None)
    pairs = (("to market", now.gtm, before.gtm, day), ("award", now.award, before.award, _end))
    for what, here, there, said in (*pairs, ("last go-live", now.live, before.live, _end)):
        if then is None or here != there:
            was = "" if there is None else f"{said(there)} → "
            yield f"{what} {was}{said(here) if here else 'none ahead'}"


def _end(boundary: date) -> str:
    return day(last_day(boundary))
