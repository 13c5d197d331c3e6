"""Run CP-SAT: its parameters, its limits, and how a person stops it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from time import perf_counter as ticks

from ortools.sat.python import cp_model
from ortools.sat.sat_parameters_pb2 import SatParameters

from calloff.budget import Budget
from calloff.heeding import heeding
from calloff.model.facade import Model

Report = Callable[[int | None, int | None, float], None]
"""Called with best, bound and seconds whenever one of the first two changes."""


@dataclass(frozen=True)
class Found:
    """What one solve found.

    Attributes
    ----------
    status
        `optimal`, `feasible`, `infeasible` or `unknown`.
    best, bound
        Objective value and proved bound; None where there is none.
    values
        Value of every variable, in the model's order; None without a solution.
    """

    status: str
    best: int | None
    bound: int | None
    values: tuple[int, ...] | None


STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


def run(
    model: Model,
    budget: Budget,
    limit: Budget,
    *,
    workers: int,
    seed: int,
    report: Report | None = None,
    soon: bool = False,
) -> Found:
    """Solve a model within a limit and charge a budget; Ctrl-C keeps the best solution.

    Parameters
    ----------
    model
        With its objective set.
    budget, limit
        What the whole run has left, and what this solve may use of it.
    workers, seed
        Threads (0 = all) and random seed.
    report
        Told of progress.
    soon
        Whether it is to be proved soon, or given up: then nobody looks for plans alone.
    """
    late = budget.interrupted
    solver = cp_model.CpSolver()
    _set(solver.parameters, budget.share(1.0) if late and limit.work is None else limit, workers, seed, soon)
    solver.parameters.stop_after_first_solution = late  # a plan that is hinted is all that is wanted
    watch = Watch(report)
    solver.best_bound_callback = watch.on_bound

    ended = heeded(solver, model.cp, budget, watch, late=late)
    return Found(ended.status, *reached(solver, ended), ended.values)


def reached(solver: cp_model.CpSolver, ended: Ended) -> tuple[int | None, int | None]:
    """Objective value and bound of a solve; None without a solution."""
    if ended.values is None:
        return None, None
    best = round(solver.objective_value)
    return best, best if ended.status == "optimal" else min(best, whole_bound(solver.best_objective_bound))


FAULTS = (IndexError, RuntimeError)
"""What a fault within the solver comes out as: it looks up what is not there, or finds itself in the wrong."""


@dataclass(frozen=True)
class Ended:
    """How a solve ended.

    Attributes
    ----------
    status
        `optimal`, `feasible`, `infeasible` or `unknown`.
    values
        Value of every variable, in the model's order; None without a solution.
    work, seconds
        Deterministic time and wall time [s] it took.
    """

    status: str
    values: tuple[int, ...] | None
    work: float
    seconds: float


def heeded(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    budget: Budget,
    watch: Watch | None = None,
    *,
    late: bool = False,
) -> Ended:
    """Solve a model and charge a budget; a person's Ctrl-C ends it, and is remembered there.

    What begins `late`, after a person asked to stop, is short by itself and not stopped: it takes over what is known.
    """
    with nullcontext() if late else budget.heeds(solver.stop_search):
        ended = heeding(lambda: attempt(solver, model, watch), budget.interrupt)
    budget.spend(ended.seconds, ended.work)
    return ended


def attempt(solver: cp_model.CpSolver, model: cp_model.CpModel, watch: Watch | None = None) -> Ended:
    """Solve a model, once more without its hint where the solver fails; `unknown` where it fails again.

    In rare cases CP-SAT 9.14 ends with a failed look-up of its own while it repairs a hint
    (google/or-tools #4250, #5288). Nothing is known then, and a long run should not be lost to it.
    """
    begun = ticks()
    try:
        solver.solve(model, watch)
    except FAULTS:
        model.clear_hints()  # type: ignore[no-untyped-call]
        taken = ticks() - begun
        solver.parameters.max_time_in_seconds = max(0.01, solver.parameters.max_time_in_seconds - taken)
        try:
            solver.solve(model, watch)
        except FAULTS:
            return Ended("unknown", None, 0.0, ticks() - begun)
    response = solver.response_proto
    status = STATUS[response.status]
    values = tuple(response.solution) if status in ("optimal", "feasible") else None
    return Ended(status, values, response.deterministic_time, ticks() - begun)


SOON, SOON_KINDS = 30_000, ("no_lp", "pseudo_costs")
"""Constraints up to which a level is mostly proved soon, once goals are held; and how two threads then both prove it:
one learns from conflicts alone, one follows the linear relaxation. None of them only looks for plans."""


def proved_soon(model: Model) -> bool:
    """Whether a level is so small that it is mostly proved soon, once others are held."""
    return len(model.cp.proto.constraints) <= SOON


def _set(parameters: SatParameters, limit: Budget, workers: int, seed: int, soon: bool) -> None:
    brisk(parameters, seed)
    parameters.cut_level = 0  # the convex costs and the windows are in the model; cuts found little more
    parameters.symmetry_level = 0
    parameters.num_workers = workers if limit.work is None else 1
    limited(parameters, limit)
    if soon and parameters.num_workers == 1:
        parameters.linearization_level = 0
    elif soon and parameters.num_workers <= 3:  # where there are more, the solver runs these kinds anyway
        parameters.num_full_subsolvers = len(SOON_KINDS)
        parameters.subsolvers.extend(SOON_KINDS)


def limited(parameters: SatParameters, limit: Budget) -> None:
    """Keep a solve within what a budget has left."""
    if limit.seconds is not None:
        parameters.max_time_in_seconds = max(0.01, limit.seconds)
    if limit.work is not None:
        parameters.max_deterministic_time = max(0.001, limit.work)


def brisk(parameters: SatParameters, seed: int) -> None:
    """What every model that is to be proved is solved with: the whole of few clusters, and a block of many."""
    parameters.random_seed = seed
    parameters.catch_sigint_signal = False  # the solver would take Ctrl-C away from us for good
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 1  # more probing and more rounds cost more than they save here
    parameters.presolve_probing_deterministic_time_limit = 0.3
    parameters.max_presolve_iterations = 1


class Watch(cp_model.CpSolverSolutionCallback):
    """Hands best and bound on as they change."""

    def __init__(self, report: Report | None) -> None:
        super().__init__()
        self._report = report
        self._best: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        """Record a better solution."""
        self._best = round(self.objective_value)
        self._tell()

    def on_bound(self, bound: float) -> None:
        """Record a better bound."""
        self.bound = whole_bound(bound)
        self._tell()

    def _tell(self) -> None:
        if self._report is not None:
            seconds = self.wall_time if self._best is not None else 0.0
            self._report(self._best, self.bound, seconds)


def whole_bound(bound: float) -> int:
    """A bound on an integer objective, rounded up but for the noise of floating point."""
    whole = round(bound)
    if abs(bound - whole) <= 1e-6 * max(1.0, abs(bound)):
        return whole
    return int(bound) + (1 if bound > int(bound) else 0)
