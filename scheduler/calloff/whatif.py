"""What if: futures of a programme, each solved and checked in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from calloff.case import STOPPED, Answer, Case, CurvePoint, key_of
from calloff.facts import Facts
from calloff.goals import cost, peak
from calloff.many import run_many
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Plan
from calloff.rules import RULES, Breach
from calloff.solve import solve

if TYPE_CHECKING:
    from calloff.model import Model


class _AtMost:
    """A rule for one solve: no more bids wanted at once than so many."""

    NAME = "at_most"

    def __init__(self, bids: int) -> None:
        self._bids = bids

    def add(self, model: Model) -> None:
        """Bound the goal `peak`."""
        model.require(peak.expr(model) <= self._bids, self.NAME, "market")

    def check(self, facts: Facts) -> Iterator[Breach]:
        """Whether more bids are wanted at once."""
        if (most := peak.value(facts)) > self._bids:
            yield Breach(self.NAME, "market", f"{most} bids are wanted at once, {self._bids} are allowed")


def ask(
    cases: Sequence[Case],
    options: Options,
    *,
    at_once: int = 1,
    known: Mapping[str, Answer] | None = None,
    on_answer: Callable[[Answer], None] | None = None,
) -> list[Answer]:
    """Solve each case that has no answer yet, in processes of their own; Ctrl-C keeps what there is.

    Parameters
    ----------
    cases
        The futures; one that fails loses no other.
    options
        Goals, limits, threads and seed of each solve.
    at_once
        How many are solved at a time.
    known
        Answers by key, from before.
    on_answer
        Told of each new answer as it comes.

    Returns
    -------
    list
        An answer for each case, in order.
    """
    found = dict(known or {})
    asked = {key: c for c in cases if (key := key_of(c, options)) not in found}
    try:
        for done in run_many(_solve, [(c, options) for c in asked.values()], at_once):
            answer = done.made or _none([*asked.values()][done.number], options, "failed", done.failure or "")
            found[answer.key] = answer
            if on_answer is not None:
                on_answer(answer)
    except KeyboardInterrupt:
        for key, case in asked.items():
            found.setdefault(key, _none(case, options, "unknown", STOPPED))
    answers = [(case, found[key_of(case, options)]) for case in cases]
    return [Answer(**{**dict(answer), "name": case.name, "title": case.title}) for case, answer in answers]


def _solve(asked: tuple[Case, Options]) -> Answer:
    """In a process of its own: solve a case; `solve` checks the plan before it lets it out."""
    case, options = asked
    rules = RULES if case.most_bids is None else (*RULES, _AtMost(case.most_bids))
    outcome = solve(case.programme, options, scenarios=case.scenarios, base=case.base, rules=rules)
    return Answer(
        key=key_of(case, options),
        name=case.name,
        title=case.title,
        status=outcome.status,
        seconds=outcome.seconds,
        plan=outcome.plan,
        most_bids=case.most_bids,
    )


def _none(case: Case, options: Options, status: Literal["failed", "unknown"], why: str) -> Answer:
    key = key_of(case, options)
    return Answer(key=key, name=case.name, title=case.title, status=status, seconds=0, plan=None, failure=why)


# --- cost against peak ---------------------------------------------------------------------------


def curve_options(options: Options) -> Options:
    """The options of a curve's solves: the goals down to cost, which then is all that is left to find."""
    goals: list[GoalSpec] = []
    for spec in options.levels(baseline=False):
        if spec.name != peak.NAME:
            goals.append(spec)
        if spec.name == cost.NAME:
            return options.model_copy(update={"goals": tuple(goals)})
    return options.model_copy(update={"goals": (*goals, *parse_goals(cost.NAME))})


def uncapped(base: Case) -> Case:
    """The first case with any number of bids, from which its curve starts."""
    return replace(base, name="any number of bids")


def curve_cases(base: Case, plan: Plan) -> list[Case]:
    """The first case once for each number of bids, from what the uncapped plan wants down to none."""
    most = peak.value(Facts(base.programme, plan))
    return [replace(base, name=f"at most {n} bids", most_bids=n) for n in range(most, -1, -1)]


def curve(answers: Sequence[Answer]) -> list[CurvePoint]:
    """Cost against peak, from the answers to `curve_cases`."""
    points = []
    for a in answers:
        values = {g.goal: g.value for g in a.plan.goals} if a.plan else {}
        most = a.most_bids if a.most_bids is not None else 0
        held = (values.get("cost"), values.get("gap"), values.get("unsecured"))
        points.append(CurvePoint(most, a.status, a.status == "optimal", *held))
    return points
