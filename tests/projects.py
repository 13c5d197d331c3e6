"""Projects in the classic sense, as jobs and as the programme that says the same, and their shortest schedules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

from calloff.large.serial import Jobs
from calloff.programme import Programme


def jobs(slots: list[int], units: list[int], capacity: int, before: dict[int, list[tuple[int, int]]]) -> Jobs:
    ids = [f"j{i}" for i in range(len(slots))]
    held = [before.get(i, []) for i in range(len(slots))]
    return Jobs(ids, slots, [[(0, n)] if n else [] for n in units], [capacity], held)


def shortest(project: Jobs) -> int:
    """The shortest schedule, by a model of its own."""
    model, span = cp_model.CpModel(), sum(project.slots) + sum(lag for held in project.before for _, lag in held)
    starts = [model.new_int_var(0, span, "") for _ in project.ids]
    last = model.new_int_var(0, span, "")
    for j, held in enumerate(project.before):
        model.add(last >= starts[j] + project.slots[j])
        for i, lag in held:
            model.add(starts[j] >= starts[i] + lag)
    for r, capacity in enumerate(project.capacity):
        rows = [(j, n) for j, held in enumerate(project.demands) for k, n in held if k == r]
        bars = [model.new_fixed_size_interval_var(starts[j], project.slots[j], "") for j, _ in rows]
        model.add_cumulative(bars, [n for _, n in rows], capacity)
    model.minimize(last)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def boards(slots: Sequence[int], units: Sequence[int], capacity: int, end: str = "2028-12-31") -> Programme:
    """Procurements of one phase each, with so many slots and units of a board that they share."""
    return Programme.model_validate(tables(slots, units, capacity, end))


def tables(slots: Sequence[int], units: Sequence[int], capacity: int, end: str) -> dict[str, Any]:
    """The tables of such a programme."""
    rows = range(len(slots))
    return {
        "programme": {"as_of": "2026-01-01", "start": "2026-01-01", "end": end, "run_off": 4},
        "clusters": [{"id": "c"}],
        "resources": [{"id": "board", "kind": "renewable", "capacity": capacity}],
        "procurements": [{"id": f"p{i}", "cluster": "c", "routes": [f"r{i}"]} for i in rows],
        "lots": [{"id": f"l{i}", "procurement": f"p{i}"} for i in rows],
        "routes": [{"id": f"r{i}"} for i in rows],
        "phases": [{"route": f"r{i}", "id": f"w{i}", "order": 1, "duration": slots[i]} for i in rows],
        "demands": [{"phase": f"w{i}", "resource": "board", "units": units[i]} for i in rows],
    }
