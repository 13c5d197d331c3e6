"""Why this date: how far it can move with nothing getting worse, what holds it, what a slot costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as Choice

from calloff.budget import Budget
from calloff.calendar import Calendar
from calloff.explain.conflict import Conflict, Prober, conflict
from calloff.explain.pricing import Pricer
from calloff.explain.reason import LIVE, Hold, Price, Reason, Target
from calloff.explain.rungs import Rungs, Standard
from calloff.explain.targets import targets
from calloff.many import run_many
from calloff.model import Model
from calloff.options import parse_goals
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.search import run

Side = Choice["earlier", "later"]
STEP = {"earlier": -1, "later": 1}


@dataclass(frozen=True)
class _Held:
    """A `Hold` with its reach as slots from the planned date."""

    reach: int | None
    step: Price | None
    beyond: Price | None
    found: Conflict


class Asker:
    """Asks about the dates of one plan.

    Parameters
    ----------
    programme, plan
        What was planned, and the checked plan.
    seconds
        Wall time for each target [s].
    workers, seed
        Threads and seed of every solve.
    """

    def __init__(
        self, programme: Programme, plan: Plan, *, seconds: float = 60.0, workers: int = 2, seed: int = 0
    ) -> None:
        self._programme = programme
        self._plan = plan
        self._calendar = Calendar.of(programme)
        self._seconds = seconds
        self._workers, self._seed = workers, seed
        self._standard = Standard(plan, parse_goals(str(plan.origin.options["goals"])))
        self._rungs = self._made(explaining=False)
        self._pricer = Pricer(self._rungs, self._standard, workers=workers, seed=seed)
        self._known: dict[tuple[int, int, Side, int], _Held] = {}

    def _made(self, *, explaining: bool) -> Rungs:
        lives = [Target(o.department, 1, LIVE) for o in self._plan.departments if o.cycle == 1 and o.start is not None]
        return Rungs(
            self._programme,
            self._standard.names,
            [*targets(self._programme, self._plan), *lives],
            most=self._standard.most,
            forbid_overspend=bool(self._plan.origin.options.get("no_overspend")),
            explaining=explaining,
        )

    @cached_property
    def _limits(self) -> Rungs:
        """The model with every limit on a switch."""
        return self._made(explaining=True)

    def why(self, target: Target) -> Reason:
        """The reason of one target, every part of it proved by solving again."""
        budget = Budget(self._seconds, None)
        if target.milestone == "extension":
            held = self._held(target, "later", -1, 0, self._price(target, "later", 0, budget), budget)
            hold = Hold(None, held.step, held.beyond, held.found.limits, held.found.smallest)
            return Reason(target, None, None, hold)
        planned = self._planned(target)
        return Reason(
            target,
            self._calendar.day(planned),
            self._hold(target, "earlier", planned, budget),
            self._hold(target, "later", planned, budget),
        )

    # --- parts -----------------------------------------------------------------------------------

    def _hold(self, target: Target, side: Side, planned: int, budget: Budget) -> Hold:
        """What keeps a date; asked once for dates that are one variable, such as a notice and its award."""
        when, present = self._rungs.point(target)
        key = None if when.var is None else (when.var.index, present.index, side, planned - when.shift)
        held = None if key is None else self._known.get(key)
        if held is None:
            held = self._asked(target, side, planned, budget)
            if key is not None:
                self._known[key] = held
        reach = None if held.reach is None else self._calendar.day(planned + held.reach)
        return Hold(reach, held.step, held.beyond, held.found.limits, held.found.smallest)

    def _asked(self, target: Target, side: Side, planned: int, budget: Budget) -> _Held:
        """One slot on first: where a goal gets worse there, the date has no room, and that is its reach."""
        step = self._price(target, side, planned + STEP[side], budget)
        unknown = _Held(None, step, None, Conflict((), smallest=False))
        if step is None:
            return unknown
        if not step.possible or step.goal is not None:
            return self._held(target, side, planned, 0, step, budget)
        reach = self._reach(target, side, budget)
        if reach is None:
            return unknown
        beyond = self._price(target, side, reach + STEP[side], budget)
        held = self._held(target, side, reach, reach - planned, beyond, budget)
        return _Held(held.reach, Price(True), held.beyond, held.found)

    def _held(self, target: Target, side: Side, reach: int, moved: int, beyond: Price | None, budget: Budget) -> _Held:
        return _Held(moved, beyond, beyond, self._core(target, side, reach + STEP[side], beyond, budget))

    def _planned(self, target: Target) -> int:
        plan, calendar, programme = self._plan, self._calendar, self._programme
        if target.milestone == LIVE:
            names = {target.item, *(d.id for d in programme.departments if d.cluster == target.item)}
            return max(calendar.slot_of(o.live) for o in plan.departments if o.cycle == 1 and o.department in names)
        held = next(r for r in plan.competitions if (r.lot or r.procurement, r.cycle) == (target.item, target.cycle))
        day = held.gtm if target.milestone == "gtm" else held.award
        if day is None:
            raise KeyError(str(target))
        return calendar.slot_of(day)

    def _reach(self, target: Target, side: Side, budget: Budget) -> int | None:
        """Earliest or latest boundary with every goal as good as in the plan."""
        names = self._standard.names
        model = self._rungs.fork(len(names))
        when, present = self._rungs.point(target)
        model.define(present == 1)
        for name in names:
            model.define(self._rungs.expr(name) <= self._standard.most[name])
        sign = -STEP[side]
        model.cp.minimize(sign * when.expr)
        found = run(model, budget, budget.share(0.5), workers=self._workers, seed=self._seed)
        return sign * found.best if found.status == "optimal" and found.best is not None else None

    def _price(self, target: Target, side: Side, boundary: int, budget: Budget) -> Price | None:
        return self._pricer.price(lambda model: self._force(model, self._rungs, target, side, boundary), budget)

    def _core(self, target: Target, side: Side, boundary: int, beyond: Price | None, budget: Budget) -> Conflict:
        """The limits that stop the date there, with the goals before and up to the one that gets worse.

        Where only cost, or a goal after it, gets worse, that goal is the reason: no limit stops the date.
        """
        if beyond is None or (beyond.possible and beyond.goal is None):
            return Conflict((), smallest=False)
        names = self._standard.names
        asked = names[: names.index(beyond.goal) + 1] if beyond.goal else []
        if "cost" not in asked:
            model = self._limits.fork(len(asked))
            self._force(model, self._limits, target, side, boundary)
            found = conflict(Prober(model, budget, workers=self._workers, seed=self._seed))
            if found is not None:
                return found
        return Conflict((("goal", beyond.goal),) if beyond.goal else (), beyond.proved)

    @staticmethod
    def _force(model: Model, rungs: Rungs, target: Target, side: Side, boundary: int) -> None:
        if target.milestone == "extension":
            model.define(model.extensions[target.item, target.cycle] == 0)
            return
        when, present = rungs.point(target)
        model.define(present == 1)
        model.define(when.expr <= boundary if side == "earlier" else when.expr >= boundary)


# --- many dates ----------------------------------------------------------------------------------------

TOGETHER = 6
"""Dates asked about in one process: its models are made once for them."""


@dataclass(frozen=True)
class _Piece:
    programme: Programme
    plan: Plan
    targets: tuple[Target, ...]
    seconds: float
    seed: int


def reasons(
    programme: Programme,
    plan: Plan,
    wanted: Sequence[Target],
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_each: Callable[[Target], None] | None = None,
) -> tuple[list[Reason], list[str]]:
    """The reasons of many targets in their order, and why some have none; Ctrl-C keeps what there is.

    A few go one after the other, with all workers; many go in as many processes as there are workers.
    """
    found: dict[Target, Reason] = {}
    failures: list[str] = []
    try:
        for made, failure in _found(programme, plan, wanted, seconds=seconds, workers=workers, seed=seed):
            for reason in made:
                found[reason.target] = reason
                if on_each is not None:
                    on_each(reason.target)
            failures += [failure] if failure else []
    except KeyboardInterrupt:
        failures.append(f"stopped on request after {len(found)} of {len(wanted)} dates")
    return [found[t] for t in wanted if t in found], failures


def _found(
    programme: Programme, plan: Plan, wanted: Sequence[Target], *, seconds: float, workers: int, seed: int
) -> Iterator[tuple[list[Reason], str | None]]:
    if workers == 1 or len(wanted) <= TOGETHER:
        asker = Asker(programme, plan, seconds=seconds, workers=workers, seed=seed)
        for target in wanted:
            yield [asker.why(target)], None
        return
    pieces = [_Piece(programme, plan, part, seconds, seed) for part in _parts(wanted)]
    for number, made, failure in run_many(_why_each, pieces, workers or 2):
        names = ", ".join(str(t) for t in pieces[number].targets)
        yield made or [], None if failure is None else f"{names}: {failure}"


def _why_each(piece: _Piece) -> list[Reason]:
    """In a process of its own."""
    asker = Asker(piece.programme, piece.plan, seconds=piece.seconds, workers=1, seed=piece.seed)
    return [asker.why(t) for t in piece.targets]


def _parts(wanted: Sequence[Target]) -> list[tuple[Target, ...]]:
    """Targets of about the same number together; those of one item and cycle are not parted."""
    parts: list[list[Target]] = [[]]
    for target in wanted:
        last = parts[-1]
        if len(last) >= TOGETHER and (last[-1].item, last[-1].cycle) != (target.item, target.cycle):
            parts.append([])
        parts[-1].append(target)
    return [tuple(p) for p in parts if p]
