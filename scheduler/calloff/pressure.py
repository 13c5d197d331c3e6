"""How hard limits press on plans, side by side: use against capacity, tender notices, exposed systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from calloff.plan import Plan, Span


@dataclass(frozen=True)
class Pressure:
    """How hard one limit presses, side by side: a figure, and what it is measured against."""

    what: str
    unit: str
    values: tuple[int | None, ...]
    limits: tuple[int | None, ...]

    @property
    def differs(self) -> bool:
        """Whether it presses otherwise in some of the plans than in others."""
        known = [(v, limit) for v, limit in zip(self.values, self.limits, strict=True) if v is not None]
        return len(set(known)) > 1


def pressures(plans: Sequence[Plan | None]) -> Iterator[Pressure]:
    """Where limits press: use, tender notices, and slots in which systems are exposed."""
    uses = [{} if p is None else _peaks(p) for p in plans]
    for of, kind in dict.fromkeys(key for held in uses for key in held):
        held = [u.get((of, kind)) for u in uses]
        what = f"{of}: most {kind} used" if kind in ("bid", "delivery") else f"{of}: most used"
        yield Pressure(what, "units", tuple(h and h[0] for h in held), tuple(h and h[1] for h in held))
    nothing = (None,) * len(plans)
    for what, unit, count in (
        ("days between the closest two tender notices", "days", _closest),
        ("extensions taken that nobody has agreed", "extensions", _not_agreed),
        ("days of systems in gap", "system-days", lambda p: _days(p, "gaps")),
        ("days of systems on unsecured cover", "system-days", lambda p: _days(p, "unsecured")),
        ("days of systems past support", "system-days", lambda p: _days(p, "unsupported")),
    ):
        yield Pressure(what, unit, tuple(None if p is None else count(p) for p in plans), nothing)


def _peaks(plan: Plan) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Most used of each resource, and the capacity where it was; the slot with the least left counts."""
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    for use in plan.usage:
        key = (use.of, use.kind)
        before = found.get(key)
        if before is None or _tightness(use.use, use.capacity) > _tightness(*before):
            found[key] = (use.use, use.capacity)
    return found


def _tightness(use: int, capacity: int | None) -> tuple[float, int]:
    left = float("inf") if capacity is None else capacity - use
    return (-left, use)


def _closest(plan: Plan) -> int | None:
    days = sorted(c.gtm for c in plan.competitions if c.gtm)
    return min(((b - a).days for a, b in pairwise(days)), default=None)


def _not_agreed(plan: Plan) -> int:
    return sum(e.taken and not e.agreed and e.basis != "option" for e in plan.extensions)


def _days(plan: Plan, trouble: str) -> int:
    spans: list[Span] = [span for s in plan.systems for span in getattr(s, trouble)]
    return sum((span.end - span.start).days for span in spans)
