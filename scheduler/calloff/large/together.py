"""The whole programme as one model: for the goals before cost, where it stays small enough to be proved.

Blocks alone do not see what all of them share; the whole model does, and its linear relaxation is
strong for goals that count users. It starts from the best plan of the blocks, and is given up as
soon as a goal would make it large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter as ticks

from ortools.sat.python import cp_model

from calloff.extract import decisions
from calloff.large.hints import Hints
from calloff.large.piece import BUILDING, EXPR, Effort, Piece
from calloff.model.facade import Model
from calloff.model.when import Linear
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.search import Report, Watch, attempt, reached

MOST = 250_000
"""Constraints from which on the whole is too large to be solved as one model."""


@dataclass(frozen=True)
class Found:
    """Best plan found (None: none better than the one started from), its value, the bound, and the work it took."""

    decided: Decisions | None
    value: int | None
    bound: int | None
    work: float


class Together:
    """One model of the whole; goals enter it as their turn comes."""

    def __init__(self, programme: Programme, piece: Piece) -> None:
        self._programme, self._piece = programme, piece
        self._model: Model | None = None
        self._exprs: dict[str, Linear] = {}

    def hold(self, goal: str, most: int) -> None:
        """Hold a level that was minimised, where the model exists."""
        if self._model is not None and goal in self._exprs:
            self._model.cp.clear_objective()  # type: ignore[no-untyped-call]
            expr = self._exprs[goal]
            if not isinstance(expr, int):
                self._model.cp.add(expr <= most)

    def minimise(
        self,
        goal: str,
        held: Sequence[tuple[str, int]],
        start: Decisions,
        told: Report,
        effort: Effort,
    ) -> Found:
        """Minimise one goal from a plan.

        Parameters
        ----------
        goal, held
            What is minimised, and how far each level before it may go.
        start
            A plan that keeps them.
        told
            Told of progress.
        effort
            Limits, threads and seed.
        """
        begun = ticks()
        model = self._ready(held)
        expr = self._exprs[goal] = EXPR[goal](model)
        model.finish()
        if isinstance(expr, int):
            return Found(None, None, expr, 0.0)
        Hints(model, start).give()
        model.cp.minimize(expr)
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.catch_sigint_signal = False
        p.num_workers, p.random_seed, p.max_deterministic_time = effort.workers, effort.seed, effort.work
        if effort.seconds is not None:
            p.max_time_in_seconds = max(0.01, effort.seconds - (ticks() - begun))
        self._piece.register(solver)
        watch = Watch(told)
        solver.best_bound_callback = watch.on_bound
        ended = attempt(solver, model.cp, watch)
        work = ended.work + BUILDING * len(model.cp.proto.constraints)
        if ended.values is None:
            return Found(None, None, watch.bound, work)
        return Found(decisions(model, ended.values), *reached(solver, ended), work)

    def _ready(self, held: Sequence[tuple[str, int]]) -> Model:
        """The model, with every level before held."""
        if self._model is None:
            self._model = self._piece.build(self._programme)
        for goal, most in held:
            if goal not in self._exprs:
                self._exprs[goal] = EXPR[goal](self._model)
                self.hold(goal, most)
        return self._model
