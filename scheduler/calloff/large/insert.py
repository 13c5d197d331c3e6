"""A first plan, block by block: each is placed by the rules alone, around those placed before.

The model of a block without any goal is small. What it minimises instead stands in for the goals:
early go-lives by users, and successors that take over when the contract before them ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Haste:
    """How much is put into placing one block.

    Attributes
    ----------
    works
        Deterministic time that it may take, each longer one where the one before found no place.
    slack
        How far from the best a block may be placed, relative.
    tries
        How often a block that finds no place may push others aside, more of them each time.
    first
        Whether the first place will do, whatever it is worth.
    """

    works: tuple[float, ...]
    slack: float
    tries: int
    first: bool = False


CAREFUL = Haste((0.5, 5.0), slack=0.1, tries=6)
QUICK = Haste((0.012, 0.5, 5.0), slack=0.5, tries=6)
"""Where there are many blocks: few that are hard do not hold up the rest."""

AT_ONCE = Haste((0.1,), slack=0.0, tries=2, first=True)
"""For a plan to have at all: one that is worth more takes twice as long."""


def placed(
    programme: Programme,
    rest: Rest,
    *,
    seed: int,
    no_overspend: bool,
    haste: Haste = CAREFUL,
    rules: Sequence[Rule] = RULES,
) -> Decisions | None:
    """Decisions for a part of a programme that keep every rule beside the rest; None where none were found."""
    model = build(programme, rules, forbid_overspend=no_overspend, rest=rest)
    lefts = {s.id: last_off(model, s) for s in programme.systems}
    taken = sum(model.extensions.values())
    model.cp.minimize(model.total([*_starts(model), *_handovers(model)]) - taken)
    for work in haste.works:
        solver = cp_model.CpSolver()
        _set(solver.parameters, seed, work, haste)
        ended = attempt(solver, model.cp)
        if ended.values is not None:
            values = list(ended.values)
            _trim(model, values, {s: Reading(model, values).at(when) for s, when in lefts.items()})
            return decisions(model, values)
        if ended.status == "infeasible":
            return None
    return None


def _set(p: SatParameters, seed: int, work: float, haste: Haste) -> None:
    """One thread, and as little before the search as it can do with: each model is solved once, in milliseconds."""
    p.num_workers, p.random_seed, p.max_deterministic_time, p.relative_gap_limit = 1, seed, work, haste.slack
    p.stop_after_first_solution, p.cp_model_presolve = haste.first, not haste.first
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
