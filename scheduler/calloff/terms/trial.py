"""One standard term, solved; and any plan counted again under other prices, without a solver.

The goals before the cost have a floor that no term goes below: it is proved once, on a programme in
which every term is open and nothing is let again. A trial then asks only for the least cost at that
floor, and only where it would be less than what is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calloff.breach import Breach
from calloff.errors import InputError
from calloff.facts import Facts
from calloff.goals import GOALS
from calloff.model import Model
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.rules import RULES, Rule
from calloff.solve import Outcome, solve
from calloff.terms.family import Standard, first_lettings, standardised

FIRST = parse_goals("gap,unsecured,unsupported,lateness,overspend")
COST = parse_goals("cost~0")
"""The cost exactly, so that figures of two trials can be set against each other."""

WEIGHED = tuple(g.name for g in (*FIRST, *COST))
"""Goals by which one term is better than another, in order."""

Worth = tuple[int, ...]
"""Values of `WEIGHED`: less is better, the first difference decides."""


@dataclass
class AtMost:
    """A rule for one run: goals may not exceed values that are known to be reached, or to be wanted."""

    limits: tuple[tuple[str, int], ...]
    NAME: str = "at most"

    def add(self, model: Model) -> None:
        """State each limit."""
        for name, most in self.limits:
            expr = next(g for g in GOALS if name == g.NAME).expr(model)
            model.finish()
            if not isinstance(expr, int):
                model.cp.add(expr <= most)
            elif expr > most:
                model.cp.add_bool_or([])

    def check(self, facts: Facts) -> Iterator[Breach]:
        """Nothing: a limit is no rule of the programme."""
        yield from ()


@dataclass(frozen=True)
class Trial:
    """What came of one standard term.

    Attributes
    ----------
    standard
        The term tried.
    status
        `optimal`, `feasible`, `infeasible`, `unknown`; `no better`: proved no better than what it was
        set against; `refused`: the changed programme has faults.
    plan, worth, peak
        The checked plan, what it comes to, and the most bids it wants at once; None without one.
    """

    standard: Standard
    status: str
    plan: Plan | None = None
    worth: Worth | None = None
    peak: int | None = None

    @property
    def proved(self) -> bool:
        """Whether nothing is open."""
        return self.status in ("optimal", "infeasible", "no better")


def attempt(
    programme: Programme, standard: Standard, seconds: float, floor: Worth | None = None, below: Worth | None = None
) -> Trial:
    """Solve a programme under a standard term, with one worker.

    Parameters
    ----------
    programme, standard
        What is planned, and the term that is tried.
    seconds
        Longest time in the solver [s].
    floor
        Goals before the cost, proved to be the least of any term; None = not known.
    below
        What is wanted: less than this, or proof that there is none; None = the best.
    """
    try:
        changed = standardised(programme, standard)
    except InputError:
        return Trial(standard, "refused")
    if floor is not None:
        limits = dict(zip(WEIGHED, floor, strict=False))
        reached = below is not None and below[:-1] == floor
        if below is not None and reached:
            limits["cost"] = below[-1] - 1
        found = _solved(changed, COST, seconds, tuple(limits.items()))
        if found.status != "infeasible":
            return _trial(changed, standard, found)
        if reached:
            return Trial(standard, "no better")
    return _trial(changed, standard, _solved(changed, (*FIRST, *COST), seconds, ()))


def floor_of(programme: Programme, standards: Sequence[Standard], seconds: float) -> Worth | None:
    """Goals before the cost that no plan goes below, whichever of these terms it has; None where not proved.

    All the terms are open, and nothing is let again: a plan that lets again uses, spends and
    leaves uncovered no less than the same plan without.
    """
    try:
        changed = first_lettings(standardised(programme, *standards))
    except InputError:
        return None
    outcome = _solved(changed, FIRST, seconds, ())
    if outcome.status != "optimal" or outcome.plan is None:
        return None
    return _counted(changed, outcome.plan)[0][:-1]


def _solved(
    changed: Programme, goals: tuple[GoalSpec, ...], seconds: float, limits: tuple[tuple[str, int], ...]
) -> Outcome:
    rules: tuple[Rule, ...] = (*RULES, AtMost(limits)) if limits else RULES
    return solve(changed, Options(time_limit=seconds, workers=1, goals=goals), rules=rules)


def _trial(changed: Programme, standard: Standard, outcome: Outcome) -> Trial:
    if outcome.plan is None:
        return Trial(standard, outcome.status)
    return Trial(standard, outcome.status, outcome.plan, *_counted(changed, outcome.plan))


def _counted(changed: Programme, plan: Plan) -> tuple[Worth, int]:
    """What a plan comes to, and its peak of bids: counted, not solved."""
    facts = Facts(changed, plan)
    counted = {g.NAME: g.value(facts) for g in GOALS if g.NAME in (*WEIGHED, "peak")}
    return tuple(counted[name] for name in WEIGHED), counted["peak"]


def worth(programme: Programme, standard: Standard, plan: Plan) -> Worth:
    """What a plan comes to under a standard term of the same length."""
    return _counted(standardised(programme, standard), plan)[0]


def best_of(trials: Sequence[Trial]) -> Trial | None:
    """The best of several trials: by the goals in order, then the shorter term."""
    found = [(t.worth, t.standard.months, i) for i, t in enumerate(trials) if t.worth is not None]
    return trials[min(found)[2]] if found else None


def takes_option(programme: Programme, trial: Trial) -> bool:
    """Whether the plan of a trial takes an option of a contract of the kind."""
    kind = {x.id for x in programme.lots if x.kind == trial.standard.kind}
    return trial.plan is not None and any(run.option for run in trial.plan.lots if run.lot in kind)


def cost_of(found: Worth) -> Decimal:
    """The cost in what a plan comes to (currency, present value)."""
    return Decimal(found[-1])
