"""The levels of a large programme: blocks are bounded alone while the plan is improved block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from threading import Thread

from calloff.goals import HEAVY
from calloff.large.bounds import Prover
from calloff.large.first import first_plan
from calloff.large.free import Free, freed
from calloff.large.insert import AT_ONCE
from calloff.large.pace import Pace
from calloff.large.parts import Parts
from calloff.large.piece import Answer, Asked, Effort, Held, Piece
from calloff.large.proving import Proving
from calloff.large.remote import Helpers
from calloff.large.rounds import LevelBound
from calloff.large.together import MOST, Together
from calloff.large.turns import (
    AT_ONCE_BLOCK,
    AT_ONCE_PART,
    BEFORE_WHOLE,
    CHECKING,
    ENDING,
    FEW,
    FREE_WORK,
    INFINITE,
    LITTLE,
    LONG_PATIENCE,
    PATIENCE,
    TIGHTENING,
    Turns,
)
from calloff.large.whole import Whole
from calloff.levels import Climb, Level, Progress, gap_of
from calloff.options import GoalSpec, Options
from calloff.plan import Decisions
from calloff.rules import RULES, Rule

Told = Callable[[Progress], None] | None


class LargeClimb:
    """Minimises goal after goal over the blocks of one programme."""

    def __init__(
        self,
        parts: Parts,
        options: Options,
        pace: Pace,
        on_progress: Told,
        rules: Sequence[Rule] = RULES,
        helpers: Helpers | None = None,
    ) -> None:
        self._parts, self._options, self._pace, self._on_progress = parts, options, pace, on_progress
        self._rules, self._helpers = rules, helpers
        self._rng = Random(options.seed)
        self._piece = Piece(no_overspend=options.no_overspend, register=pace.register, rules=rules)
        self._prover = Prover(parts, self._alone, self._effort, pace.charge)
        self._together = Together(parts.programme, self._piece)
        self._count, self._workers = len(parts.blocks), options.threads
        self._held: list[Held] = []
        self._turns = Turns(pace, self._count)
        self._size = 0
        self.few = len(parts.programme.contracts) <= FEW
        self._failures: list[Exception] = []
        self.whole: Whole | None = None
        self.levels: list[Level] = []

    def begin(self, specs: Sequence[GoalSpec]) -> bool:
        """Place every block; False where not every one found a place: another way may still find a plan."""
        self._pace.keep_back(1 + CHECKING * self._count)
        self._place([s.name for s in specs])
        return self.whole is not None

    def climb(self, specs: Sequence[GoalSpec], until: int) -> None:
        """Minimise goals in order, from the first that was not minimised yet until a place in that order."""
        for place, spec in list(enumerate(specs))[len(self.levels) : until]:
            if place and place == len(specs) - 1:
                self._tighten()
            self.levels.append(self._level(spec, [s.name for s in specs[place:]]))
            best = self.levels[-1].best
            assert best is not None
            most = best + spec.allowance(best)
            self._held.append(Held(spec.name, most))
            self._prover.hold(spec.name, most)
            self._together.hold(spec.name, most)

    def proves(self, specs: Sequence[GoalSpec]) -> bool:
        """Whether nothing is left to do: every level was minimised, and is proved."""
        return len(self.levels) == len(specs) and self.ended()[0].status == "optimal"

    def ended(self) -> tuple[Climb, Decisions]:
        """The levels as they ended, and the plan."""
        assert self.whole is not None
        done = tuple(x.ended(self.whole.value(x.spec.name)) for x in self.levels)
        status = "optimal" if all(x.proved for x in done) else "feasible"
        return Climb(status, done, ()), self.whole.decisions()

    def _place(self, names: Sequence[str]) -> None:
        """A plan at once, to be told; then one placed with more care, which is mostly much better."""
        left = self._pace.left
        soon = left - max(AT_ONCE_PART * left, AT_ONCE_BLOCK * self._count)
        for haste, kept in ((AT_ONCE, soon), (None, 0.0)):
            whole = Whole(self._parts, names)

            def stopped(kept: float = kept) -> bool:
                return self._pace.over or self._pace.left < kept

            if not first_plan(whole, self._options, stopped, self._rules, haste):
                continue
            if self.whole is None or [*map(whole.value, names)] < [*map(self.whole.value, names)]:
                self.whole = whole
                self._tell(LevelBound(names[0]))

    def _tighten(self) -> None:
        """Take back what tolerances gave away and no later level needed; all before and after stay as reached."""
        assert self.whole is not None
        loose = [x.spec.name for x in self.levels if x.best is not None and x.spec.allowance(x.best)]
        if not loose:
            return
        held = self._held
        self._held = [Held(x.spec.name, self.whole.value(x.spec.name)) for x in self.levels]
        self._turns.keep(1 - TIGHTENING)
        for name in loose:
            level = next(x for x in self._prover.levels if x.goal == name)
            self._improve(name, level, LONG_PATIENCE)
        self._held = held

    # --- one level -------------------------------------------------------------------------------

    def _level(self, spec: GoalSpec, names: Sequence[str]) -> Level:
        bound = self._prover.begin(spec.name)
        self._turns.begin(names, 1 - ENDING if names[1:] and spec.name in HEAVY and self.few else 1.0)
        self._tell(bound)
        if self._options.workers == 1 or self._pace.deterministic:
            self._alternate(spec.name, bound)
        else:
            self._beside(spec.name, bound)
        value, best = self._value(spec.name), bound.best(self._count)
        least = value if best is None else min(value, best)
        self._tell(bound)
        return Level(spec, value, least if best is not None else None, bound.proves(value, self._count))

    def _alternate(self, goal: str, bound: LevelBound) -> None:
        """One thing after another."""
        proving = self._proving(bound)
        proving.look(self._order(goal), heavy=goal in HEAVY)
        if self._improve(goal, bound, LONG_PATIENCE) and self._may_be_whole(goal):
            self._as_one(goal, bound)
        if not self._solved(bound):
            proving.on()

    def _beside(self, goal: str, bound: LevelBound) -> None:
        """Bounds beside plans, then the whole as one model where that can be done."""
        whole = self._may_be_whole(goal)
        if whole:
            self._turns.turn(BEFORE_WHOLE)
        self._both(goal, bound, look=True, on=not whole)
        self._turns.turn()
        if whole and not self._may_be_whole(goal):  # its size is known by now
            self._both(goal, bound, look=False, on=True)
        while not self._solved(bound) and not self._turns.over and self._may_be_whole(goal):
            self._as_one(goal, bound)
            self._improve(goal, bound, PATIENCE)

    def _both(self, goal: str, bound: LevelBound, *, look: bool, on: bool) -> None:
        """Bound blocks on a thread of its own while the plan is improved; with `on`, for as long as there is time."""
        prover = Thread(target=self._prove, args=(bound, look, on), daemon=True)
        prover.start()
        self._improve(goal, bound, LONG_PATIENCE if on else PATIENCE)
        if not on:
            self._turns.stop()  # what is still looked at ends too
        elif self._helpers is not None and not self._turns.over:
            self._helpers.spare = 0  # this process rests, another bounds in its stead
            if self._helpers.started < self._workers:
                self._helpers.add()
        prover.join()
        if self._helpers is not None and self._helpers.started == self._workers:
            self._helpers.spare = 1
        if self._failures:
            raise self._failures[0]

    def _prove(self, bound: LevelBound, look: bool, on: bool) -> None:
        """Prove on a thread of its own; what goes wrong there is told when the level ends."""
        try:
            proving = self._proving(bound)
            if look:
                proving.look(self._order(bound.goal), heavy=bound.goal in HEAVY)
            if on:
                proving.on()
        except Exception as error:
            self._failures.append(error)

    def _proving(self, bound: LevelBound) -> Proving:
        value, tell = (lambda: self._value(bound.goal)), (lambda: self._tell(bound))
        return Proving(self._prover, bound, self._turns, self._helpers, value, tell)

    def _may_be_whole(self, goal: str) -> bool:
        """Whether the whole programme can be one model for a goal.

        Cost would make it too large. A goal after cost is bounded without it, which only allows more.
        """
        if goal not in HEAVY and not any(h.goal in HEAVY for h in self._held):
            self._size = self._prover.size
        return goal not in HEAVY and self._size <= MOST

    def _as_one(self, goal: str, bound: LevelBound) -> None:
        """Solve the whole as one model, from the best plan."""
        whole, begun = self.whole, self._pace.clock
        assert whole is not None

        held = [(h.goal, h.most) for h in self._held if h.goal not in HEAVY]

        def told(best: int | None, least: int | None, seconds: float) -> None:
            bound.told(least)
            self._tell(bound, best if len(held) == len(self._held) else None)

        effort = self._effort(INFINITE, INFINITE, self._options.workers)
        found = self._together.minimise(goal, held, whole.decisions(), told, effort)
        self._pace.charge(found.work)
        bound.told(found.bound)
        better = found.value is not None and found.value < self._value(goal)
        if found.decided is not None and better and len(held) == len(self._held):
            whole.take(self._parts.split(found.decided, range(self._count)))
        if self._solved(bound):
            self._turns.proved(self._pace.clock - begun)

    def _value(self, goal: str) -> int:
        assert self.whole is not None
        return self.whole.value(goal)

    def _solved(self, bound: LevelBound) -> bool:
        return bound.proves(self._value(bound.goal), self._count)

    def _order(self, goal: str) -> list[int]:
        """Blocks, those first that the goal is worst for."""
        assert self.whole is not None
        prints = self.whole.prints
        return sorted(range(self._count), key=lambda b: (-prints[b].values.get(goal, 0), b))

    def _alone(self, block: int, asked: Asked, effort: Effort) -> Answer:
        """Solve one block alone: in another process where there is one."""
        if self._helpers is not None and self._helpers.count:
            answer = self._helpers.solve(((block,), asked, effort), lambda: self._pace.stopped)
            if answer is not None:
                return answer
        return self._piece.solve(self._parts.cut([block]), asked, effort)

    def _improve(self, goal: str, bound: LevelBound, patience: tuple[float, float]) -> bool:
        """Free some blocks after others; whether nothing more helps, or little has for long."""
        assert self.whole is not None
        free = Free(self.whole, goal, self._rng)
        begun = last = self._pace.clock
        before = self._value(goal)
        while not self._turns.over and not self._solved(bound):
            values = {b: p.values for b, p in self.whole.prints.items()}
            chosen = free.choose(self._prover.gains(bound, values), bound.ideal)
            if chosen is None:
                return True
            free.told(chosen, better=self._freed(goal, chosen, bound))
            if before - self._value(goal) > LITTLE * abs(before):
                before, last = self._value(goal), self._pace.clock
            elif self._pace.clock - last > max(patience[0], patience[1] * (last - begun)):
                return True
        return False

    def _freed(self, goal: str, chosen: frozenset[int], bound: LevelBound) -> bool:
        whole = self.whole
        assert whole is not None
        asked = freed(whole, goal, self._held, chosen)
        part = self._parts.cut(chosen, open_ended=True)
        answer = self._piece.solve(part, asked, self._effort(FREE_WORK, INFINITE))
        self._pace.charge(answer.work)
        if answer.decided is None:
            return False
        whole.take(self._parts.split(answer.decided, chosen))
        self._tell(bound)
        return True

    def _effort(self, work: float, most: float, workers: int = 1) -> Effort:
        """Limits of one solve: work, and at most so much of what the run is limited by."""
        left = min(most, self._turns.left)
        if self._pace.deterministic:
            return Effort(None, max(0.001, min(work, left)), 1, self._options.seed)
        return Effort(None if left == INFINITE else max(0.01, left), work, workers, self._options.seed)

    def _tell(self, bound: LevelBound, found: int | None = None) -> None:
        if self._on_progress is not None:
            least, best = bound.best(self._count), self._value(bound.goal)
            best = best if found is None else min(best, found)
            known = None if least is None else min(best, least)
            self._on_progress(Progress(bound.goal, best, known, gap_of(best, known), self._pace.elapsed))
