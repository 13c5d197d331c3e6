"""Performance measures of a plan, one module each, defined here and nowhere else.

A module's docstring is the measure's definition: docs/measures.md repeats it. Counting knows no
format: every figure is a row, for a cluster or for all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from calloff.measures import (
    assumed_dates,
    drift,
    extension_cost,
    extensions,
    headroom,
    integrator_left,
    spend,
    unsecured,
    users_live,
)
from calloff.measures.given import Given, UncountableError, Value
from calloff.plan import Plan
from calloff.programme import Programme

__all__ = ["MEASURES", "Given", "Measure", "Measured", "Value", "measure", "own"]


class Measure(Protocol):
    """A measure: its docstring is its definition."""

    NAME: str
    TITLE: str
    UNIT: str

    def values(self, given: Given) -> Iterator[Value]:
        """Its figures; knows no format."""


MEASURES: tuple[Measure, ...] = (
    headroom,
    users_live,
    spend,
    extensions,
    extension_cost,
    unsecured,
    integrator_left,
    assumed_dates,
    drift,
)
"""Every measure, in the order in which they are shown."""


@dataclass(frozen=True)
class Measured:
    """One figure, and of which measure it is; `own` where it is the user's."""

    name: str
    title: str
    unit: str
    figure: Value
    own: bool = False


def measure(
    programme: Programme, plan: Plan, baseline: Plan | None = None, measures: Iterable[Measure] = MEASURES
) -> list[Measured]:
    """Every figure of every measure of a plan, then the user's own.

    A plan that cannot be read against its programme has none of those that need it counted.

    Parameters
    ----------
    programme, plan
        What was planned, and the plan.
    baseline
        The plan that drift is counted from.
    measures
        Which are counted.
    """
    given = Given(programme, plan, baseline)
    found = [Measured(m.NAME, m.TITLE, _unit(programme, m.UNIT), v) for m in measures for v in _values(m, given)]
    return [*found, *own(programme)]


def _values(measure: Measure, given: Given) -> list[Value]:
    try:
        return list(measure.values(given))
    except UncountableError:
        return []


def own(programme: Programme) -> list[Measured]:
    """The user's measures: each value with the target of its day, by name and day."""
    rows = sorted(programme.measures, key=lambda r: (r.name, r.date))
    return [
        Measured(r.name, r.title or r.name, r.unit or "", Value("", r.value, r.target, day=r.date), own=True)
        for r in rows
    ]


def _unit(programme: Programme, unit: str) -> str:
    """A unit in the programme's own currency and slots."""
    h = programme.programme
    return h.currency if unit == "currency" else unit.replace("slots", f"{h.unit}s")
