"""What a plan was made from: found again beside it, so that a plan file alone can be asked for more."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff.explain.reason import Reason
from calloff.explain.worth import Asked
from calloff.plan import Plan
from calloff.programme import Programme
from calloff_data.read import read_with
from calloff_data.read.plan_file import read_plan
from calloff_data.read.reading import text_of
from calloff_data.read.reasons_file import reasons_in
from calloff_data.read.worth_file import worth_in

RUN = "run.json"


@dataclass(frozen=True)
class Made:
    """A plan with the programme that it was made for (scenarios applied), and facts of its run.

    `reasons` and `worth` are what is kept beside it; `note` says of what lies there why it is left out.
    """

    programme: Programme
    plan: Plan
    run: dict[str, object]
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    worth: Asked | None = None


def noted(programme: str, scenarios: Sequence[str], folder: Path) -> dict[str, object]:
    """What `run.json` in a folder says of where the programme and its scenarios were read.

    Paths are told from that folder, so that a tree can be moved as a whole.
    """

    def from_there(name: str) -> str:
        there = Path(name).exists()
        return Path(os.path.relpath(name, folder)).as_posix() if there else name

    return {"programme": from_there(programme), "scenarios": [from_there(s) for s in scenarios]}


def read_made(path: Path, programme: str | None = None, scenarios: Sequence[str] = ()) -> Made:
    """A plan and what it was made from: as given, or as `run.json` beside it says.

    Raises
    ------
    InputError
        The plan or the programme has faults, the programme is not found, or the plan is of another one.
    """
    plan = read_plan(path)
    run = _run_beside(path)
    if programme is None:
        programme, scenarios = _source(path, run)
    read_in, basis = read_with(programme, scenarios)
    if (basis.hash, basis.scenarios) != (plan.origin.programme, plan.origin.scenarios):
        wanted = "the programme and scenarios as they were; for a programme that has changed, solve again"
        if basis.hash == plan.origin.programme:
            wanted = "--scenario for each of: " + ("; ".join(t for t, _ in plan.origin.scenarios) or "none")
        raise InputError([Fault(str(path), "", "", "", programme, "the plan was made from other input", wanted)])
    known, worth = reasons_in(path.parent, plan), worth_in(path.parent, plan)
    notes = [note for note in (known.note, worth.note) if note]
    return Made(read_in, plan, run, known.reasons, "; ".join(notes) or None, worth.asked)


def _source(path: Path, run: dict[str, object]) -> tuple[str, list[str]]:
    name, scenarios = run.get("programme"), run.get("scenarios") or []
    if not isinstance(name, str) or not isinstance(scenarios, list):
        problem = f"which programme the plan is of is not said in a {RUN} beside it"
        raise InputError([Fault(str(path), "", "", "", "", problem, "give it with --programme")])

    def from_here(text: str) -> str:
        there = path.parent / text
        return str(there) if there.exists() else text

    return from_here(name), [from_here(str(s)) for s in scenarios]


def _run_beside(path: Path) -> dict[str, object]:
    beside = path.parent / RUN
    try:
        held = json.loads(text_of(beside)) if beside.is_file() else {}
    except (InputError, ValueError, RecursionError) as found:
        problem = "is not what calloff wrote"
        raise InputError(
            [Fault(show(str(beside)), "", "", "", str(found), problem, "take it away, or solve again")]
        ) from None
    return held if isinstance(held, dict) else {}
