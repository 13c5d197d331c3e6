"""One future of a programme, and what came of solving it.

Answers are known by a key over programme, scenarios, options and versions, so that what has been solved
need not be solved again. Nothing here knows the solver.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Literal

from calloff import __version__
from calloff.compare import Comparison, Named, compare
from calloff.options import Options
from calloff.plan import Part, Plan, Status
from calloff.programme import Programme

BASE = "base"
STOPPED = "stopped on request"


@dataclass(frozen=True)
class Case:
    """One future: a programme with its scenarios applied, and what it rests on.

    Attributes
    ----------
    name, title
        What it is called, and in words.
    programme
        With the scenarios applied.
    base, scenarios
        Hash of the programme before them, their titles and hashes.
    most_bids
        Most bids wanted at once that are allowed; None = any number.
    """

    name: str
    title: str
    programme: Programme
    base: str
    scenarios: tuple[tuple[str, str], ...]
    most_bids: int | None = None


class Answer(Part):
    """What came of one case: a checked plan, or why there is none.

    `seconds` is wall time in the solver [s].
    """

    key: str
    name: str
    title: str
    status: Status | Literal["failed"]
    seconds: float
    plan: Plan | None
    failure: str | None = None
    most_bids: int | None = None


def key_of(case: Case, options: Options) -> str:
    """SHA-256 [hex] over all that an answer depends on."""
    said = {
        "programme": case.base,
        "scenarios": [hashed for _, hashed in case.scenarios],
        "options": options.recorded(baseline=False),
        "most_bids": case.most_bids,
        "versions": [__version__, version("ortools")],
    }
    return sha256(json.dumps(said, sort_keys=True).encode("utf-8")).hexdigest()


def is_final(answer: Answer) -> bool:
    """Whether asking again would tell no more: a plan within the limit, or proof that there is none."""
    return answer.plan is not None or answer.status == "infeasible"


def compared(answers: Sequence[Answer], programme: Programme) -> Comparison:
    """The answers side by side, measured from the first."""
    return compare([Named(a.name, a.title, a.plan, a.status) for a in answers], programme)


@dataclass(frozen=True)
class CurvePoint:
    """The least cost with at most so many bids wanted at once; blank where no plan was found."""

    most_bids: int
    status: str
    proved: bool
    cost: int | None
    gap: int | None
    unsecured: int | None
