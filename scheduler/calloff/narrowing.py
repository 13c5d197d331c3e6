"""What follows from goals that are held: tighter domains, which make all that is stated later smaller."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from calloff.budget import Budget
from calloff.model.facade import Model
from calloff.search import brisk, heeded, limited


def narrowed(model: Model, values: Sequence[int], budget: Budget, *, seed: int) -> None:
    """Take over the domains that the solver's presolve comes to, told to keep every feasible solution.

    Parameters
    ----------
    model
        Without an objective; with one, or with variables that no solution knows yet, nothing is done.
    values
        A solution of it. Where the domains lost it, something is wrong and they are not taken over.
    budget, seed
        Charged with what was used; random seed.
    """
    proto = model.cp.proto
    if len(values) != len(proto.variables) or proto.HasField("objective"):
        return
    domains = _domains(model.cp.clone(), budget, seed)
    if len(domains) == len(values) and all(among(v, d) for v, d in zip(values, domains, strict=True)):
        model.narrow(domains)


def _domains(model: cp_model.CpModel, budget: Budget, seed: int) -> list[list[int]]:
    """First and last values of each variable, in turn; none where the solver has none to tell."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    solver, late = cp_model.CpSolver(), budget.interrupted
    p = solver.parameters
    brisk(p, seed)
    p.num_workers, p.symmetry_level = 1, 0
    p.stop_after_presolve = p.keep_all_feasible_solutions_in_presolve = p.fill_tightened_domains_in_response = True
    limited(p, budget.share(1.0))
    heeded(solver, model, budget, late=late)
    try:
        return [list(v.domain) for v in solver.response_proto.tightened_variables]
    except RuntimeError:  # it failed, and has no response
        return []


def among(value: int, domain: Sequence[int]) -> bool:
    """Whether a value is in a domain, given as the first and last of each stretch in turn."""
    return any(lo <= value <= hi for lo, hi in zip(domain[::2], domain[1::2], strict=True))
