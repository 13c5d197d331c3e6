"""Reading futures: a programme as it stands, and once for each scenario, or scenarios joined by `+`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from calloff.case import BASE, Case
from calloff.errors import Fault, InputError
from calloff.scenario import apply
from calloff_data.read import load
from calloff_data.read.scenario_file import JOINED, read_scenarios

AS_IT_STANDS = "As it stands"


def read_cases(programme: str | Path, scenarios: Sequence[str]) -> list[Case]:
    """The programme as it stands, then one future a scenario; `A+B` is one future with both.

    Raises
    ------
    InputError
        The programme or a scenario has faults, or does not fit; all of them are in it.
    """
    read_in, hashed = load(programme)
    cases = [Case(BASE, AS_IT_STANDS, read_in, hashed, ())]
    faults: list[Fault] = []
    for joined in dict.fromkeys(scenarios):
        try:
            found = read_scenarios([joined], programme)
            changed = apply(read_in, found)
        except InputError as error:
            faults.extend(error.faults)
            continue
        stems = JOINED.join(s.file.removesuffix(".toml") for s in found)
        title = "; ".join(s.title for s in found)
        cases.append(Case(_free(stems, cases), title, changed, hashed, tuple(s.recorded for s in found)))
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return cases


def _free(name: str, cases: Sequence[Case]) -> str:
    """A name that no other future has: two files in two folders may share theirs."""
    taken = {c.name for c in cases}
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, len(cases) + 3))) if n not in taken)
