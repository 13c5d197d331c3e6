"""Solve a programme: build the model, climb the levels, and let nothing out that the check denies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from calloff import __version__
from calloff.budget import Budget
from calloff.check import check
from calloff.extract import decisions, marks
from calloff.facts import Facts
from calloff.goals import GOALS
from calloff.heeding import heeding
from calloff.identity import content_hash
from calloff.large.project import begun
from calloff.large.run import LARGE, climbed
from calloff.levels import Climb, Ladder, Level, Progress
from calloff.model.build import build
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Decisions, GoalRun, Origin, Plan, Status
from calloff.programme import Programme
from calloff.record import record
from calloff.rules import RULES, Rule

__all__ = ["GoalSpec", "Options", "Outcome", "Progress", "UnsoundPlanError", "parse_goals", "solve"]


class UnsoundPlanError(Exception):
    """A fault of Calloff itself: the solver's plan did not pass the independent check."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    status
        `optimal` (every level proved), `feasible`, `infeasible` (proved) or `unknown`.
    plan
        The checked plan; None where there is none.
    levels
        Goals as solved.
    seconds
        Wall time in the solver [s].
    interrupted
        Whether a person stopped it.
    """

    status: Status
    plan: Plan | None
    levels: tuple[GoalRun, ...]
    seconds: float
    interrupted: bool


def solve(
    programme: Programme,
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    baseline: Decisions | None = None,
    scenarios: Sequence[tuple[str, str]] = (),
    base: str | None = None,
    rules: Sequence[Rule] = RULES,
    least: int = LARGE,
) -> Outcome:
    """Find and prove the best plan, and check it before it is returned.

    A large programme with more than one worker starts processes: call it from a script behind `if __name__ ==
    "__main__":`, or its processes cannot start and this one does all.

    Parameters
    ----------
    programme
        A validated programme.
    options
        Goals, limits, threads, seed.
    on_progress
        Told of best and bound as they change.
    baseline
        An earlier plan, for the goal `stability`.
    scenarios
        Title and hash of each scenario that is already applied to the programme.
    base
        Content hash of the programme before scenarios, where there are any.
    rules
        Rules the solver is told; all of them, unless a test asks otherwise.
    least
        Blocks of clusters from which on a programme is planned block by block.

    Raises
    ------
    UnsoundPlanError
        Where the plan breaks a rule or counts worse than the solver said: a fault of Calloff.
    """
    options = options or Options()
    specs = options.levels(baseline=baseline is not None)
    seconds = None if options.deterministic is not None else options.time_limit
    budget = Budget(seconds, options.deterministic)

    def solved() -> Outcome:
        large = climbed(programme, options, specs, budget, on_progress, rules=rules, least=least)
        climb, made = large or _whole(programme, options, specs, budget, on_progress, baseline, rules)
        if made is None:
            status: Status = "infeasible" if climb.status == "infeasible" else "unknown"
            return Outcome(status, None, (), budget.used, budget.interrupted)
        basis = (base or content_hash(programme), tuple(scenarios))
        plan = _plan(programme, made, climb, options, baseline, basis)
        _verify(programme, plan, climb, options, baseline)
        return Outcome(plan.status, plan, plan.goals, budget.used, budget.interrupted)

    return heeding(solved, budget.interrupt)


def _whole(
    programme: Programme,
    options: Options,
    specs: Sequence[GoalSpec],
    budget: Budget,
    on_progress: Callable[[Progress], None] | None,
    baseline: Decisions | None,
    rules: Sequence[Rule],
) -> tuple[Climb, Decisions | None]:
    """Solve a programme as one model."""
    if budget.spent:
        return Climb("unknown", (), None), None
    model = build(programme, rules, forbid_overspend=options.no_overspend)
    if baseline is not None:
        model.baseline = marks(model.calendar, baseline)
    least = begun(model, options, budget) if specs[0].name == "finish" else None
    known = [] if least is None else [Level(specs[0], None, least, proved=False)]
    climb = Ladder(model, options, budget, on_progress, known).climb(specs)
    return climb, None if climb.values is None else decisions(model, climb.values)


def _plan(
    programme: Programme,
    made: Decisions,
    climb: Climb,
    options: Options,
    baseline: Decisions | None,
    basis: tuple[str, tuple[tuple[str, str], ...]],
) -> Plan:
    facts = Facts(programme, made, baseline=baseline)
    if facts.broken:
        raise UnsoundPlanError("; ".join(str(b) for b in facts.broken))
    counted = {g.NAME: g.value(facts) for g in GOALS}
    units = {g.NAME: programme.programme.currency if g.NAME in ("cost", "overspend") else g.UNIT for g in GOALS}
    goals = tuple(
        GoalRun(
            goal=level.spec.name,
            value=counted[level.spec.name],
            best=level.best,
            bound=level.bound,
            proved=level.proved,
            unit=units[level.spec.name],
            tolerance=f"{level.spec.tolerance.normalize():f}{'%' if level.spec.percent else ''}",
        )
        for level in climb.levels
    )
    origin = Origin(
        title=programme.programme.title or "",
        programme=basis[0],
        scenarios=basis[1],
        versions={"calloff": __version__, "ortools": version("ortools")},
        options=options.recorded(baseline=baseline is not None),
    )
    status: Status = "optimal" if climb.status == "optimal" else "feasible"
    return record(programme, made, origin=origin, status=status, goals=goals)


def _verify(programme: Programme, plan: Plan, climb: Climb, options: Options, baseline: Decisions | None) -> None:
    """Refuse a plan that the check denies, or that counts otherwise than it was solved."""
    report = check(programme, plan, baseline=baseline, forbid_overspend=options.no_overspend)
    wrong = [str(b) for b in report.breaches]
    for level, goal in zip(climb.levels, plan.goals, strict=True):
        below = goal.bound is not None and goal.value < goal.bound
        above = level.reached is not None and goal.value > level.reached
        if below or above:
            wrong.append(f"{goal.goal}: counted {goal.value}, solved {level.reached} (bound {goal.bound})")
    if wrong:
        raise UnsoundPlanError("the plan did not pass the independent check: " + "; ".join(wrong))
