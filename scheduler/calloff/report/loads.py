"""Use against capacity over time, slots of even use taken together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from calloff.calendar import Calendar
from calloff.plan import Plan, Use
from calloff.programme import Programme
from calloff.report.names import Names

Step = tuple[date, date, int, int | None]
"""First day, day after the last, use, capacity (None = no limit)."""

TITLES = {"bid": "bids wanted", "delivery": "deliveries under way"}


@dataclass(frozen=True)
class Load:
    """One resource, supplier or the market: its use and capacity over time."""

    of: str
    kind: str
    title: str
    steps: tuple[Step, ...]

    @property
    def peak(self) -> int:
        """The most used in a slot."""
        return max((use for _, _, use, _ in self.steps), default=0)

    @property
    def full(self) -> bool:
        """Whether all of it is used in some slot."""
        return any(use and capacity is not None and use >= capacity for _, _, use, capacity in self.steps)


def loads(programme: Programme, plan: Plan, names: Names) -> list[Load]:
    """What is used over time, the market's bids first, then what is full, then the rest."""
    calendar = Calendar.of(programme)
    by_pool: dict[tuple[str, str], dict[date, Use]] = {}
    for u in plan.usage:
        if u.slot is not None:
            by_pool.setdefault((u.of, u.kind), {})[u.slot] = u
    made = [Load(of, kind, _title(names, of, kind), _steps(calendar, used)) for (of, kind), used in by_pool.items()]
    used = [load for load in made if load.peak]
    return sorted(used, key=lambda x: (x.of != "market" or x.kind != "bid", not x.full, x.title))


def totals(plan: Plan) -> list[Use]:
    """What is counted once over the whole horizon."""
    return [u for u in plan.usage if u.slot is None]


def _title(names: Names, of: str, kind: str) -> str:
    return f"{names.pool(of)}: {TITLES[kind]}" if kind in TITLES else names.pool(of)


def _steps(calendar: Calendar, uses: Mapping[date, Use]) -> tuple[Step, ...]:
    """Slots in a row with the same use and capacity as one step."""
    steps: list[Step] = []
    for slot, u in sorted(uses.items()):
        end = calendar.day(calendar.slot_of(slot) + 1)
        if steps and steps[-1][1:] == (slot, u.use, u.capacity):
            steps[-1] = (steps[-1][0], end, u.use, u.capacity)
        else:
            steps.append((slot, end, u.use, u.capacity))
    return tuple(steps)
