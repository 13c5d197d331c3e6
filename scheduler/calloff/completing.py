"""A plan as a solution of the whole model: what its decisions say of variables that nobody gave a value yet."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from calloff.budget import Budget
from calloff.model.facade import Model
from calloff.model.when import Linear
from calloff.narrowing import among
from calloff.search import heeded

PART, LEAST = 0.2, 1.0
"""Part of what is left of a run that completing may take, mostly it takes far less; and what it may take where nothing
is left [s, and work]: a plan that is known is not to be lost."""


def completed(model: Model, known: Mapping[int, int], goal: Linear, budget: Budget) -> tuple[int, ...] | None:
    """The best solution with some values as they are known; None where there is none, or no time to find it.

    Where the known values decide the plan, what is left follows from them by propagation alone.

    Parameters
    ----------
    model
        With everything stated.
    known
        Values by variable.
    goal
        What is least among the solutions left.
    budget
        Charged with what was used.
    """
    fixed = model.cp.clone()
    fixed.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in known.items():
        domain = fixed.proto.variables[index].domain
        if not among(value, domain):
            return None
        domain.clear()
        domain.extend([value, value])
    if not isinstance(goal, int):
        fixed.minimize(goal)
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers, p.linearization_level, p.cp_model_presolve = 1, 0, False
    p.catch_sigint_signal = False
    late, part = budget.interrupted, budget.share(PART)
    if part.seconds is not None:
        p.max_time_in_seconds = max(LEAST, part.seconds)
    if part.work is not None:
        p.max_deterministic_time = max(LEAST, part.work)
    return heeded(solver, fixed, budget, late=late).values
