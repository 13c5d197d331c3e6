"""Bounds that add up: no plan of the whole is better than its blocks would be on their own.

A block alone keeps every rule that the whole keeps, so what is best for it bounds its part of any
plan. Prices make the sum stronger. For rates r ≥ 0 on goals that are held at or below h, and prices
p ≥ 0 on limits with capacity c,

    Σ over blocks of min(goal + Σ r × held goal + Σ p × use) − Σ r × h − Σ p × c ≤ goal of any plan

whatever the rates and prices. All of it is counted in integers, so a bound is never flattered by
rounding: a goal is multiplied by `scale` where rates need fractions of its unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from calloff.large.footprint import ADDING
from calloff.large.loads import Loads, moved
from calloff.large.parts import Parts
from calloff.large.piece import Answer, Asked, Effort, Held
from calloff.large.rounds import LevelBound, Round, known, moved_rates

FINE = 100
"""Units of the objective in one unit of a goal, where rates need fractions; a cost is fine enough."""

FEW = 100_000_000
"""A goal of less than this is scaled."""

Solve = Callable[[int, Asked, Effort], Answer]
"""Solves one block alone."""


class Prover:
    """Bounds level after level; each level knows how far those before it are held."""

    def __init__(
        self, parts: Parts, solve: Solve, effort: Callable[[float, float], Effort], charge: Callable[[float], None]
    ) -> None:
        self._parts, self._solve, self._effort, self._charge = parts, solve, effort, charge
        self.levels: list[LevelBound] = []
        self._held: list[Held] = []
        self.sizes: dict[int, int] = {}

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self._parts.blocks)

    @property
    def size(self) -> int:
        """Constraints of all blocks together, as last built."""
        return sum(self.sizes.values())

    def begin(self, goal: str) -> LevelBound:
        """Start on the next level."""
        self.levels.append(LevelBound(goal))
        return self.levels[-1]

    def hold(self, goal: str, most: int) -> None:
        """Hold the level before at or below a value."""
        self._held.append(Held(goal, most))

    def held_for(self, block: int) -> tuple[Held, ...]:
        """How far each level before binds one block: what it holds, less the least that the others need."""
        found = []
        for held, level in zip(self._held, self.levels, strict=False):
            if held.goal not in ADDING:
                found.append(held)
            elif (whole := level.alone(self.blocks)) is not None:
                found.append(Held(held.goal, held.most - (whole - level.each.get(block, 0))))
        return tuple(found)

    def bound(
        self, level: LevelBound, block: int, work: float, at: Round | None = None, most: float = float("inf")
    ) -> None:
        """Bound one block alone, or at a round's rates and prices.

        Parameters
        ----------
        level, block
            What to bound.
        work, most
            Deterministic time it may take, and of what the run is limited by.
        at
            The round; None for the block alone.
        """
        where = at or level.rounds[0]
        start = known(where, block) or next((x.ideal[block] for x in self.levels[::-1] if block in x.ideal), None)
        asked = Asked(
            level.goal,
            self.held_for(block),
            start=start,
            prices=where.prices,
            rates=where.rates,
            scale=where.scale,
        )
        answer = self._solve(block, asked, self._effort(work, most))
        self._charge(answer.work)
        self._learn(level, where, block, answer, work)

    def _learn(self, level: LevelBound, where: Round, block: int, answer: Answer, work: float) -> None:
        if answer.size:
            self.sizes[block] = answer.size
        where.work[block] = work
        if answer.status == "infeasible":
            where.open[block] = 0
        if answer.bound is None:
            return
        where.each[block] = max(answer.bound, where.each.get(block, answer.bound))
        if answer.value is not None and answer.decided is not None:
            before = where.answers.get(block)
            if before is None or before.value is None or answer.value <= before.value:
                where.answers[block] = answer
            where.open[block] = max(0, answer.value - where.each[block])
            if where is level.rounds[0] or block not in level.ideal:
                level.ideal[block] = answer.decided
        where.total = self._total(level, where)
        if where is not level.rounds[0]:
            level.told(where.total)

    def _total(self, level: LevelBound, where: Round) -> int | None:
        if len(where.each) < self.blocks or level.goal not in ADDING:
            return None
        held = {h.goal: h.most for h in self._held}
        found = sum(where.each.values()) - sum(rate * held[name] for name, rate in where.rates.items())
        if where.prices:
            if len(where.answers) < self.blocks:
                return None
            found -= Loads(where.answers.values()).paid(where.prices)
        return -(-found // where.scale)

    def gains(self, level: LevelBound, values: Mapping[int, Mapping[str, int]]) -> dict[int, int]:
        """By how much each block of a plan could be better off at most, at the rates that bound best.

        Parameters
        ----------
        level
            The level.
        values
            What each block of the plan comes to, goal by goal.
        """
        there = self.best_round(level)
        if level.goal not in ADDING:
            return {}
        return {
            b: there.scale * values[b][level.goal] + sum(r * values[b][g] for g, r in there.rates.items()) - least
            for b, least in list(there.each.items())
        }

    # --- rates and prices ------------------------------------------------------------------------

    def best_round(self, level: LevelBound) -> Round:
        """The round that bounds best."""
        known = [(r.total, i) for i, r in enumerate(level.rounds) if r.total is not None]
        return level.rounds[max(known)[1]] if known else level.rounds[0]

    def rated(self, level: LevelBound, target: int, size: float) -> Round | None:
        """The next round: rates moved from those that bound best towards what is exceeded there.

        Parameters
        ----------
        level
            A level all of whose blocks were bounded.
        target
            Value of the best plan known.
        size
            Part of the step that would close the gap.

        Returns
        -------
        Round | None
            None where there is nothing to move.
        """
        base = self.best_round(level)
        if base.total is None:
            return None
        there = self.moved(level, base, max(0, target - base.total) * size, 1 if abs(target) >= FEW else FINE)
        if there is not None:
            level.rounds.append(there)
        return there

    def moved(self, level: LevelBound, base: Round, rise: float, scale: int) -> Round | None:
        """Rates moved from those of a round so that its bound may rise by so much; None where there are no new ones."""
        held = {h.goal: h.most for h in self._held if h.goal in ADDING}
        rates = moved_rates(base, self.doing(level, base).values(), held, rise, scale)
        if rates is None or any(
            r.rates == rates and r.scale == scale and r.prices == base.prices for r in level.rounds
        ):
            return None
        return Round(rates, base.prices, scale, after=base)

    def doing(self, level: LevelBound, there: Round) -> dict[int, Answer]:
        """What each block does at a round's rates; where that is not known, what it does alone."""
        return {**level.rounds[0].answers, **there.answers}

    def fill(self, level: LevelBound, there: Round) -> None:
        """Bound blocks not looked at in a round by what is known of them alone, which holds at any rates."""
        low = {held.goal: x for held, x in zip(self._held, self.levels, strict=False)}
        alone = level.rounds[0]
        for b in [b for b in alone.each if b not in there.each]:
            more = sum(rate * low[name].each.get(b, 0) for name, rate in there.rates.items())
            there.each[b] = there.scale * alone.each[b] + more
            there.work[b] = alone.work[b]
            if b in alone.answers:
                there.open[b] = max(0, _at(alone.answers[b], there) - there.each[b])
        there.total = self._total(level, there)
        level.told(there.total)

    def priced(self, level: LevelBound, target: int, size: float) -> Round | None:
        """The next round: prices on limits moved from those that bound best towards what is over-used there."""
        base = self.best_round(level)
        total = base.total
        if total is None or len(base.answers) < self.blocks:
            return None
        prices = moved(base.prices, Loads(base.answers.values()), max(0, target - total) * base.scale * size)
        if prices is None or any(r.prices == prices and r.rates == base.rates for r in level.rounds[1:]):
            return None
        level.rounds.append(Round(base.rates, prices, base.scale, after=base))
        return level.rounds[-1]


def _at(answer: Answer, there: Round) -> int:
    """What a block pays at a round's rates for what it does alone: no less than the least it could."""
    assert answer.value is not None
    return there.scale * answer.value + sum(rate * answer.reached.get(name, 0) for name, rate in there.rates.items())
