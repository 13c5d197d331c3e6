"""A first plan, block by block: each is placed by the rules alone, around those placed before.

The model of a block without any goal is small. What it minimises instead stands in for the goals:
early go-lives by users, and successors that take over when the contract before them ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ortools.sat.python import cp_model
from ortools.sat.sat_parameters_pb2 import SatParameters

from calloff.extract import Reading, decisions
from calloff.model.build import build
from calloff.model.covers import extension_ends, last_off
from calloff.model.elsewhere import Rest
from calloff.model.facade import Model
from calloff.model.when import Linear
from calloff.plan import Decisions
from calloff.programme import Programme
from calloff.rules import RULES, Rule
from calloff.search import attempt
from calloff.tables import Contract, System

LATE = 8
"""A slot in which no successor serves weighs as much as so many of overlap."""

WORK, QUICK_WORK = 0.5, 0.012
"""Deterministic time that placing one block may take at first, then ten times as much; and first where it is to be
quick, so that few blocks that are hard do not hold up the rest."""

SLACK, QUICK_SLACK = 0.1, 0.5
"""How far from the best a block may be placed; and where it is to be quick."""


def placed(
    programme: Programme,
    rest: Rest,
    *,
    seed: int,
    no_overspend: bool,
    quick: bool = False,
    rules: Sequence[Rule] = RULES,
) -> Decisions | None:
    """Decisions for a part of a programme that keep every rule beside the rest; None where none were found."""
    model = build(programme, rules, forbid_overspend=no_overspend, rest=rest)
    lefts = {s.id: last_off(model, s) for s in programme.systems}
    taken = sum(model.extensions.values())
    model.cp.minimize(model.total([*_starts(model), *_handovers(model)]) - taken)
    for work in (QUICK_WORK, WORK, 10 * WORK) if quick else (WORK, 10 * WORK):
        solver = cp_model.CpSolver()
        _set(solver.parameters, seed, work, QUICK_SLACK if quick else SLACK)
        ended = attempt(solver, model.cp)
        if ended.values is not None:
            values = list(ended.values)
            _trim(model, values, {s: Reading(model, values).at(when) for s, when in lefts.items()})
            return decisions(model, values)
        if ended.status == "infeasible":
            return None
    return None


def _set(p: SatParameters, seed: int, work: float, slack: float) -> None:
    """One thread, and as little before the search as it can do with: each model is solved once, in milliseconds."""
    p.num_workers, p.random_seed, p.max_deterministic_time, p.relative_gap_limit = 1, seed, work, slack
    p.catch_sigint_signal = False  # the solver would take Ctrl-C away from us for good
    p.linearization_level, p.cp_model_probing_level, p.symmetry_level, p.max_presolve_iterations = 0, 0, 0, 1
    p.cp_model_use_sat_presolve = p.find_big_linear_overlap = False
    p.merge_at_most_one_work_limit = p.merge_no_overlap_work_limit = p.presolve_inclusion_work_limit = 0


def _starts(model: Model) -> Iterator[Linear]:
    now, people = model.calendar.now, sum(d.users for d in model.programme.departments) or 1
    for c in model.competitions.values():
        if c.key.cycle == 1 and c.end is not None:
            yield c.end.expr - now
    for o in model.onboardings.values():
        if o.cycle == 1:
            yield (1 + 10 * o.department.users // people) * (o.live.expr - now)


def _handovers(model: Model) -> Iterator[Linear]:
    """Slots by which a successor serves late, and by which it overlaps."""
    limit = model.calendar.limit
    for (lot, cycle), contract in model.contracts.items():
        if cycle == 1:
            continue
        before = model.clipped(model.contracts[lot, cycle - 1].expiry, hi=limit)
        ends = [o.live for (_, x, n), o in model.onboardings.items() if x == lot and n == cycle]
        if not ends and contract.competition.end is not None:
            ends = [contract.competition.end]
        for end in ends:
            served = model.clipped(end, hi=limit)
            gone = limit * (1 - contract.present)
            late = served.expr - before.expr
            yield LATE * model.amount(limit, "late", late - gone) + model.amount(limit, "early", -late - gone)


def _trim(model: Model, values: list[int], lefts: dict[str, int]) -> None:
    """Give back extensions that begin after everybody has left; as many as possible were taken."""
    for owner in model.programme.extendable():
        left = max((lefts[s] for s in _systems(owner)), default=0)
        ends = extension_ends(model, owner)
        for level, row in enumerate(model.programme.extensions_of(owner.id), start=1):
            needed = level < len(ends) and ends[level - 1] < left
            if not needed and not row.agreed:
                values[model.extensions[owner.id, row.order].index] = 0


def _systems(owner: Contract | System) -> Iterable[str]:
    return owner.systems if isinstance(owner, Contract) else (owner.id,)
