"""Large programmes: their blocks' bounds never exceed what is best, and their plans pass the check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest

from calloff.goals import GOALS
from calloff.large.bounds import Prover
from calloff.large.footprint import ADDING
from calloff.large.parts import Parts, joined
from calloff.large.piece import Effort, Piece
from calloff.large.rounds import LevelBound, Round
from calloff.large.whole import COUNTED
from calloff.programme import Programme
from calloff.solve import Options, Outcome, parse_goals, solve
from calloff_data.generate import generated
from random_programmes import assembled, draw


def _renamed(value: Any, mark: str, own: set[str]) -> Any:
    if isinstance(value, list):
        return [_renamed(v, mark, own) for v in value]
    return f"{mark}{value}" if value in own else value


def _beside(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Two random programmes as one: what the second's clusters hold, under the first's shared limits."""
    own = {
        row["id"]
        for t in ("clusters", "departments", "systems", "contracts", "procurements", "lots")
        for row in second.get(t, ())
    }
    both = {t: list(rows) if isinstance(rows, list) else rows for t, rows in first.items()}
    for table in ("clusters", "departments", "systems", "contracts", "extensions", "procurements", "lots"):
        rows = [{k: _renamed(v, "z", own) for k, v in row.items()} for row in second.get(table, ())]
        both[table] = [*both.get(table, ()), *rows]
    for row in both["procurements"]:
        if not first.get("suppliers"):
            row.pop("suppliers", None)
    return both


def _pairs(seed: int) -> Iterator[tuple[int, Programme]]:
    """Random programmes of at least two blocks that share what is scarce."""
    while True:
        programme = assembled(_beside(draw(seed), draw(seed + 1)))
        if programme is not None and len(Parts(programme).blocks) > 1:
            yield seed, programme
        seed += 2


def _goals(seed: int) -> str:
    """Some goals in some order; which ones differs from seed to seed."""
    names = [g.NAME for g in GOALS if g.NAME in COUNTED]
    return ",".join(f"{name}~0" for name in Random(seed).sample(names, 2))


def _exact(programme: Programme, goals: str) -> Outcome:
    return solve(programme, Options(workers=1, time_limit=60, goals=parse_goals(goals)), least=1_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2_000])
def test_blocks_alone_and_priced_never_promise_more_than_is_best(seed: int) -> None:
    """Each level's bound, given those before it at their best, with no prices and with arbitrary ones."""
    strong = moved = filled = 0
    for drawn, programme in islice(_pairs(seed), 50):
        goals = _goals(drawn)
        best = _exact(programme, goals)
        if best.plan is None:
            continue
        prover = _prover(programme)
        for level in best.levels:
            bound = prover.begin(level.goal)
            blocks = len(Parts(programme).blocks)
            for work in (1e-6, 10.0):  # one that ends before anything is known, and one that is enough
                for block in range(blocks):
                    prover.bound(bound, block, work)
                alone = bound.alone(blocks)
                assert alone is not None
                assert (drawn, level.goal, alone) <= (drawn, level.goal, level.value)
            for there in _moved(prover, bound, drawn) if level.goal in ADDING else ():
                for block in range(blocks):
                    if block == blocks // 2:
                        prover.fill(bound, there)  # the others by what is known of them alone
                        filled += bool(there.rates) and there.total is not None
                        known = there.total if there.total is not None else level.value
                        assert (drawn, level.goal, known) <= (drawn, level.goal, level.value)
                    prover.bound(bound, block, 10.0, there)
                moved += bool(there.rates or there.prices)
            least = bound.best(blocks)
            assert least is not None
            assert (drawn, level.goal, least) <= (drawn, level.goal, level.value)
            strong += least == level.value
            prover.hold(level.goal, level.value)
    assert strong > 25
    assert moved > 5
    assert filled > 5


def _moved(prover: Prover, bound: LevelBound, seed: int) -> Iterator[Round]:
    """Arbitrary rates on what is held, prices where too much is used, and both as they would be moved."""
    rng = Random(seed)
    before = [x.goal for x in prover.levels[:-1] if x.goal in ADDING]
    if before:
        bound.rounds.append(Round({goal: rng.randint(0, 300) for goal in before}, scale=rng.choice([1, 100])))
        yield bound.rounds[-1]
    for move in (prover.priced, prover.rated, prover.priced):
        there = move(bound, (bound.best(prover.blocks) or 0) + 50, 2.0)
        if there is not None:
            yield there


def _prover(programme: Programme) -> Prover:
    piece, parts = Piece(no_overspend=False, register=lambda solver: None), Parts(programme)
    return Prover(
        parts,
        lambda block, asked, effort: piece.solve(parts.cut([block]), asked, effort),
        lambda work, most: Effort(None, work),
        lambda work: None,
    )


@pytest.mark.slow
def test_block_by_block_and_whole_agree() -> None:
    proved = 0
    for drawn, programme in islice(_pairs(4_000), 10):
        goals = _goals(drawn)
        whole = _exact(programme, goals)
        options = Options(workers=1, deterministic=0.5, goals=parse_goals(goals))
        parted = solve(programme, options, least=2)
        assert (drawn, parted.plan is None) == (drawn, whole.plan is None)
        if parted.plan is None:
            continue
        best = tuple(level.value for level in whole.levels)
        assert (drawn, tuple(level.value for level in parted.levels)) >= (drawn, best)
        if parted.status == "optimal":
            proved += 1
            assert (drawn, tuple(level.value for level in parted.levels)) == (drawn, best)
        first = parted.levels[0]
        assert first.bound is not None
        assert (drawn, first.bound) <= (drawn, best[0])
    assert proved >= 4


def test_a_programme_is_cut_and_joined_again() -> None:
    programme = generated(6, seed=1)
    parts = Parts(programme)
    assert [sorted(block) for block in parts.blocks] == [[c.id] for c in programme.clusters]
    cut = [parts.cut([b]) for b in range(6)]
    for table in ("contracts", "departments", "procurements", "pins"):
        rows = [row for part in cut for row in getattr(part, table)]
        assert rows == list(getattr(programme, table))
    assert all(part.resources == programme.resources for part in cut)
    assert parts.cut(range(6)).model_dump() == programme.model_dump()


def test_a_large_run_gives_a_checked_plan_and_true_bounds() -> None:
    programme = generated(8, seed=2)
    outcome = solve(programme, Options(deterministic=0.5, goals=parse_goals("gap,unsecured")))
    assert outcome.plan is not None
    parts = Parts(programme)
    split = parts.split(outcome.plan, range(8))
    assert {b: len(d.competitions) for b, d in split.items()} == {
        b: sum(r.procurement in parts.cut([b]).procurement for r in outcome.plan.competitions) for b in range(8)
    }
    assert len(joined(split.values()).departments) == len(outcome.plan.departments)
    assert all(level.bound is not None and level.bound <= level.value for level in outcome.levels)


def test_a_copy_of_a_programme_looks_its_own_rows_up() -> None:
    programme = generated(4, seed=0)
    owner = programme.extensions[0].of
    assert programme.extensions_of(owner)
    assert programme.model_copy(update={"extensions": ()}).extensions_of(owner) == []
