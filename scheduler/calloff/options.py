"""What a run is asked to do: its goals in order, its limits, its threads and seed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from multiprocessing import cpu_count
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from calloff.errors import Fault, InputError
from calloff.goals import GOALS

NAMES = tuple(goal.NAME for goal in GOALS)
DEFAULT_ORDER = ("gap", "unsecured", "unsupported", "lateness", "overspend", "cost", "peak", "early")
DEFAULT_TOLERANCE = {"cost": "0.5%"}


class GoalSpec(BaseModel):
    """One level: a goal, and how far it may give way to the levels after it.

    `tolerance` is in the goal's unit, or in percent of its best value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tolerance: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    percent: bool = False

    def allowance(self, best: int) -> int:
        """How far above its best value the level may go, rounded down (the goal's unit)."""
        return int(abs(best) * self.tolerance / 100) if self.percent else int(self.tolerance)

    def __str__(self) -> str:
        """As a person writes it: `cost~0.5%`; a tolerance of none is said where it is not the default."""
        if not self.tolerance:
            return f"{self.name}~0" if self.name in DEFAULT_TOLERANCE else self.name
        return f"{self.name}~{self.tolerance.normalize():f}{'%' if self.percent else ''}"


def parse_goals(text: str) -> tuple[GoalSpec, ...]:
    """Read `gap,cost~1%,peak~2`: goals in order, each with its tolerance.

    Raises
    ------
    InputError
        Where a name is no goal, is named twice, or a tolerance is no number of 0 or more.
    """
    found: list[GoalSpec] = []
    faults: list[Fault] = []
    for part in text.split(","):
        name, _, tolerance = (x.strip() for x in part.partition("~"))
        if name not in NAMES:
            faults.append(_fault(part, "no such goal", f"one of {', '.join(NAMES)}"))
        elif name in {g.name for g in found}:
            faults.append(_fault(part, "the goal is named twice", "name each goal once"))
        else:
            number = _tolerance(tolerance or DEFAULT_TOLERANCE.get(name, "0"))
            if number is None:
                faults.append(
                    _fault(part, "the tolerance is no number of 0 or more", "for example cost~0.5% or peak~1")
                )
            else:
                found.append(GoalSpec(name=name, tolerance=number[0], percent=number[1]))
    if faults:
        raise InputError(faults)
    return tuple(found)


def _tolerance(text: str) -> tuple[Decimal, bool] | None:
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return (number, percent) if number.is_finite() and number >= 0 else None


def _fault(value: str, problem: str, wanted: str) -> Fault:
    return Fault("--goals", "", "", "", value.strip(), problem, wanted)


class Options(BaseModel):
    """Everything a run can be told.

    `time_limit` is in seconds of wall time; `deterministic` in the solver's own units of work, with
    one worker, so that the same input gives the same bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_limit: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 60.0
    workers: Annotated[int, Field(ge=0, le=256)] = 2
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    deterministic: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    goals: tuple[GoalSpec, ...] = ()
    no_overspend: bool = False

    @property
    def threads(self) -> int:
        """How many may work at once: as many as asked for, or one a core."""
        return self.workers or cpu_count()

    def levels(self, *, baseline: bool) -> tuple[GoalSpec, ...]:
        """The goals in order: those named, else the default order (stability with a baseline)."""
        if self.goals:
            return self.goals
        names = list(DEFAULT_ORDER)
        if baseline:
            names.insert(names.index("early"), "stability")
        return parse_goals(",".join(names))

    def recorded(self, *, baseline: bool) -> dict[str, str | int | float | bool | None]:
        """The options as a plan records them; a deterministic run has no time limit to record."""
        return {
            "goals": ",".join(str(g) for g in self.levels(baseline=baseline)),
            "time_limit": None if self.deterministic is not None else self.time_limit,
            "deterministic": self.deterministic,
            "workers": 1 if self.deterministic is not None else self.workers,
            "seed": self.seed,
            "no_overspend": self.no_overspend,
        }
