"""The levels of a large programme: blocks are bounded alone while the plan is improved block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from threading import Thread

from calloff.large.bounds import LevelBound, Prover
from calloff.large.first import first_plan
from calloff.large.footprint import ADDING
from calloff.large.free import Free
from calloff.large.pace import Pace
from calloff.large.parts import Parts
from calloff.large.piece import Asked, Effort, Held, Piece
from calloff.large.whole import COUNTED, Whole
from calloff.levels import Climb, Level, Progress, gap_of
from calloff.options import GoalSpec, Options
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES, Rule

WEIGHT = {"gap": 4, "unsecured": 3, "unsupported": 2, "lateness": 2, "cost": 10, "early": 3}
"""How the time left is shared among the levels still to come; 1 for any other."""

BOUND_WORK, FREE_WORK = (0.2, 20.0), 4.0
"""Deterministic time that bounding a block, or freeing some, may take. Every block gets a short look before any gets
a long one: a sum of bounds is worth little while one is missing."""

CROWDED = 60
"""Contracts from which on half as many blocks make a programme large."""

VAIN = 12
"""Rounds of prices after which, if none has helped, no more are tried."""

CHECKING = 0.02
"""Wall time kept for recording and checking the plan, for each block [s]."""

Told = Callable[[Progress], None] | None


def able(programme: Programme, specs: Sequence[GoalSpec], least: int) -> Parts | None:
    """The parts of a programme that has enough of them, where every goal asked for can be counted by parts."""
    if not {s.name for s in specs} <= COUNTED:
        return None
    wanted = least // 2 if len(programme.contracts) >= CROWDED else least
    if len(programme.clusters) < wanted:
        return None
    parts = Parts(programme)
    return parts if len(parts.blocks) >= wanted else None


class LargeClimb:
    """Minimises goal after goal over the blocks of one programme."""

    def __init__(
        self, parts: Parts, options: Options, pace: Pace, on_progress: Told, rules: Sequence[Rule] = RULES
    ) -> None:
        self._parts, self._options, self._pace, self._on_progress, self._rules = (
            parts,
            options,
            pace,
            on_progress,
            rules,
        )
        self._rng = Random(options.seed)
        self._piece = Piece(no_overspend=options.no_overspend, register=pace.register, rules=rules)
        self._prover = Prover(parts, self._piece, self._effort, pace.charge)
        self._count = len(parts.blocks)
        self._held: list[Held] = []
        self._deadline = 0.0
        self._failures: list[Exception] = []
        self.whole: Whole | None = None

    def climb(self, specs: Sequence[GoalSpec]) -> tuple[Climb, Decisions | None]:
        """Place every block, then minimise every goal in order.

        The decisions are None where not every block found a place: another way may still find a plan.
        """
        self._pace.keep_back(1 + CHECKING * self._count)
        whole = Whole(self._parts, [s.name for s in specs])
        if not first_plan(whole, self._options, lambda: self._pace.over, self._rules):
            return Climb("unknown", (), None), None
        self.whole = whole
        levels: list[Level] = []
        for place, spec in enumerate(specs):
            levels.append(self._level(spec, [s.name for s in specs[place:]]))
            best = levels[-1].best
            assert best is not None
            most = best + spec.allowance(best)
            self._held.append(Held(spec.name, most))
            self._prover.hold(spec.name, most)
        reached = {s.name: whole.value(s.name) for s in specs}
        done = tuple(Level(x.spec, x.best, x.bound, x.proved, reached[x.spec.name]) for x in levels)
        status = "optimal" if all(x.proved for x in done) else "feasible"
        return Climb(status, done, ()), whole.decisions()

    # --- one level -------------------------------------------------------------------------------

    def _level(self, spec: GoalSpec, names: Sequence[str]) -> Level:
        bound = self._prover.begin(spec.name)
        share = WEIGHT.get(spec.name, 1) / sum(WEIGHT.get(n, 1) for n in names)
        self._deadline = self._pace.left * (1 - share)
        self._tell(bound)
        if self._options.workers == 1 or self._pace.deterministic:
            self._prove(bound, priced=False)
            self._improve(spec.name, bound)
            self._prove_prices(bound)
        else:
            prover = Thread(target=self._prove_beside, args=(bound,), daemon=True)
            prover.start()
            self._improve(spec.name, bound)
            prover.join()
            if self._failures:
                raise self._failures[0]
        value, best = self._value(spec.name), bound.best(self._count)
        least = value if best is None else min(value, best)
        self._tell(bound)
        return Level(spec, value, least if best is not None else None, best is not None and best >= value)

    def _value(self, goal: str) -> int:
        assert self.whole is not None
        return self.whole.value(goal)

    @property
    def _spent(self) -> bool:
        return self._pace.over or self._pace.left <= self._deadline

    def _solved(self, bound: LevelBound) -> bool:
        best = bound.best(self._count)
        return best is not None and best >= self._value(bound.goal)

    def _prove_beside(self, bound: LevelBound) -> None:
        """Prove on a thread of its own; what goes wrong there is told when the level ends."""
        try:
            self._prove(bound)
        except Exception as error:
            self._failures.append(error)

    def _prove(self, bound: LevelBound, *, priced: bool = True) -> None:
        assert self.whole is not None
        order = sorted(range(self._count), key=lambda b: (-self._own(b, bound.goal), b))
        for work in BOUND_WORK:
            for block in order:
                if self._spent:
                    return
                if block not in bound.closed:
                    self._prover.bound(bound, block, work)
            self._tell(bound)
        if priced:
            self._prove_prices(bound)

    def _own(self, block: int, goal: str) -> int:
        assert self.whole is not None
        return self.whole.prints[block].values.get(goal, 0)

    def _prove_prices(self, bound: LevelBound) -> None:
        """Rounds of prices until the level is proved or its time is spent."""
        if bound.goal not in ADDING:
            return
        turn, last, before = 0, 0, bound.best(self._count)
        while not self._spent and not self._solved(bound) and turn - last < VAIN:
            if not self._prover.price(bound, self._value(bound.goal), lambda: self._spent, 1 / (1 + turn / 6)):
                return
            turn += 1
            if bound.best(self._count) != before:
                last, before = turn, bound.best(self._count)
            self._tell(bound)

    def _improve(self, goal: str, bound: LevelBound) -> None:
        """Free some blocks after others, until the level is proved, spent, or nothing helps."""
        assert self.whole is not None
        free = Free(self.whole, goal, self._rng)
        while not self._spent and not self._solved(bound):
            chosen = free.choose(bound.each, bound.ideal)
            if chosen is None:
                return
            free.told(chosen, better=self._freed(goal, chosen, bound))

    def _freed(self, goal: str, chosen: frozenset[int], bound: LevelBound) -> bool:
        whole = self.whole
        assert whole is not None
        held = tuple(
            Held(h.goal, h.most - (whole.value(h.goal, chosen) if h.goal in ADDING else 0)) for h in self._held
        )
        most = whole.value(goal) - (whole.value(goal, chosen) if goal in ADDING else 0)
        asked = Asked(goal, held, whole.rest(chosen), whole.decisions(chosen), below=most)
        part = self._parts.cut(chosen, open_ended=True)
        answer = self._piece.solve(part, asked, self._effort(FREE_WORK))
        self._pace.charge(answer.work)
        if answer.decided is None:
            return False
        whole.take(self._parts.split(answer.decided, chosen))
        self._tell(bound)
        return True

    def _effort(self, work: float) -> Effort:
        left = self._pace.left - self._deadline
        if self._pace.deterministic:
            return Effort(None, max(0.001, min(work, left)), 1, self._options.seed)
        return Effort(None if left == float("inf") else max(0.01, left), work, 1, self._options.seed)

    def _tell(self, bound: LevelBound) -> None:
        if self._on_progress is not None:
            best, least = self._value(bound.goal), bound.best(self._count)
            known = None if least is None else min(best, least)
            self._on_progress(Progress(bound.goal, best, known, gap_of(best, known), self._pace.elapsed))
