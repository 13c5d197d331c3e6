"""Whether a project can end a slot sooner than in the schedule known, where little is left to gain.

Within the sooner end capacity may be exceeded, as little as can be: with no excess it is a schedule;
where there is none without, no schedule ends that soon. Searching for the least excess by cores of
conflicts finds schedules that neither generation nor the search for the soonest end comes to: it
begins from none at all, rather than from a schedule that is one slot too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread

from ortools.sat.python import cp_model

from calloff.budget import Budget
from calloff.large.serial import Jobs, chains_of, end_of, topological
from calloff.search import Ended, attempt, limited

NEAR = 0.02
"""Part of the least end known that a schedule may be above it, and a slot: with more to gain it took too long."""

EXACT = 1e-6
"""Noise of floating point in a bound."""

POLLING = 0.02
"""How often those that still search are told that one has found [s]."""


@dataclass(frozen=True)
class Within:
    """A project within an end: its model, the starts of its jobs, and by how much capacity is exceeded."""

    model: cp_model.CpModel
    starts: list[cp_model.IntVar]
    excess: list[cp_model.IntVar]


def squeezed(
    jobs: Jobs, starts: list[int], least: int, budget: Budget, limit: Budget, *, workers: int, seed: int
) -> tuple[list[int], int]:
    """Starts of a schedule that ends sooner where one is found, and slots that every schedule takes at least.

    Parameters
    ----------
    jobs, starts, least
        The project, the schedule known, and slots that every schedule takes.
    budget, limit
        What the whole run has left, and what may be used of it here.
    workers, seed
        Searches at a time, each with a seed of its own; one where work is limited.
    """
    while least < (end := end_of(jobs, starts)) <= least + 1 + NEAR * least and not limit.spent:
        part = within(jobs, end - 1)
        ended = _first_of(part.model, budget, limit, 1 if limit.work is not None else workers, seed)
        if ended.values is not None and not any(ended.values[x.index] for x in part.excess):
            starts = [ended.values[s.index] for s in part.starts]
        elif ended.status in ("optimal", "infeasible"):
            return starts, end
        else:
            break
    return starts, least


def within(jobs: Jobs, end: int) -> Within:
    """The least excess of capacity, summed over resources, of a project within an end [slots]."""
    heads, tails = chains_of(jobs, topological(jobs) or [])
    lasts = [end - t - slots for t, slots in zip(tails, jobs.slots, strict=True)]
    model = cp_model.CpModel()
    starts = [model.new_int_var(h, max(h, last), "") for h, last in zip(heads, lasts, strict=True)]
    if any(h > last for h, last in zip(heads, lasts, strict=True)):
        model.add_bool_or([])  # a chain alone is longer
    for j, held in enumerate(jobs.before):
        for i, lag in held:
            model.add(starts[j] >= starts[i] + lag)
    excess = []
    for resource, capacity in enumerate(jobs.capacity):
        used = [(j, n) for j, held in enumerate(jobs.demands) for r, n in held if r == resource and jobs.slots[j]]
        over = model.new_int_var(0, sum(n for _, n in used), "")
        bars = [model.new_fixed_size_interval_var(starts[j], jobs.slots[j], "") for j, _ in used]
        model.add_cumulative(bars, [n for _, n in used], capacity + over)
        excess.append(over)
    model.minimize(cp_model.LinearExpr.sum(excess))
    return Within(model, starts, excess)


def _first_of(model: cp_model.CpModel, budget: Budget, limit: Budget, workers: int, seed: int) -> Ended:
    """What the first of some searches comes to, each on a thread of its own; the others are stopped.

    `infeasible` is that no excess at all is, whatever the least may be.
    """
    solvers = [_solver(limit, seed + i) for i in range(workers)]
    found: list[Ended] = []
    works: list[float] = []
    failures: list[Exception] = []

    def bounded(least: float) -> None:
        if least > 1 - EXACT:
            found.append(Ended("infeasible", None, 0.0, 0.0))

    def search(solver: cp_model.CpSolver) -> None:
        if limit.work is None:  # when it is heard depends on the clock
            solver.best_bound_callback = bounded
        try:
            ended = attempt(solver, model)
        except Exception as error:  # raised where all is awaited
            failures.append(error)
            return
        works.append(ended.work)
        if ended.status in ("optimal", "infeasible"):
            found.append(ended)

    before = budget.passed
    threads = [Thread(target=search, args=(solver,), daemon=True) for solver in solvers]
    for thread in threads:
        thread.start()
    while running := [t for t in threads if t.is_alive()]:
        running[0].join(POLLING)
        if found or failures or budget.interrupted:
            for solver in solvers:
                solver.stop_search()
    if failures:
        raise failures[0]
    seconds, work = budget.passed - before, max(works, default=0.0)
    limit.spend(seconds, work)
    budget.spend(seconds, work)
    return found[0] if found else Ended("unknown", None, work, seconds)


def _solver(limit: Budget, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers, p.random_seed, p.catch_sigint_signal = 1, seed, False
    p.optimize_with_core, p.linearization_level = True, 0
    limited(p, limit)
    return solver
