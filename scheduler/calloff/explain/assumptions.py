"""What if the figures are wrong: each assumed figure at its low and its high, solved again.

The plan's goals are solved down to cost, and then the dates are kept as near to the plan's as that and
its tolerance allow: a date that is told to move has to, if no goal is to be worse than it need be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calloff.compare import Move, Named, compare
from calloff.explain.figures import Figure, Side, figures
from calloff.many import run_many
from calloff.options import GoalSpec, Options, parse_goals
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.solve import Outcome, solve

TOLD = ("gtm", "award", "term", "live")
"""Of what a plan holds, what is told to stay or to move."""


LAST = ("stability", "early")
"""Goals below those that a plan is judged by."""


@dataclass(frozen=True)
class End:
    """What a figure at one end of its range makes of the plan.

    Attributes
    ----------
    value
        The figure there; blank where several cells differ.
    status
        `optimal`, `feasible`, `infeasible`, `unknown`; `unfit` where the programme contradicts itself then.
    best
        Best value of each goal by name (its unit).
    moves
        Go-to-markets, awards, terms and go-lives that differ from the plan.
    """

    value: str
    status: str
    best: dict[str, int]
    moves: tuple[Move, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there is a plan, and every date and term stays."""
        return self.status in ("optimal", "feasible") and not self.moves


@dataclass(frozen=True)
class Finding:
    """What one assumed figure decides.

    Attributes
    ----------
    figure
        Which.
    base
        Its value in the programme; blank where several cells differ.
    low, high
        What its ends do; None where the end is not given, or is the base.
    holds_from, holds_to
        Every date and term stays while the figure is between these, as far as its range was looked at
        step by step; blank where several cells differ.
    failure
        In words, why nothing is known; None where something is.
    """

    figure: Figure
    base: str
    low: End | None
    high: End | None
    holds_from: str
    holds_to: str
    failure: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the plan stays as it is whatever the figure is in its range."""
        return self.failure is None and all(e is None or e.holds for e in (self.low, self.high))


@dataclass(frozen=True)
class _Asked:
    programme: Programme
    plan: Plan
    options: Options
    figure: Figure


def assumptions(
    programme: Programme,
    plan: Plan,
    *,
    chosen: Sequence[Figure] | None = None,
    seconds: float = 600.0,
    each: float = 60.0,
    at_once: int = 2,
    seed: int = 0,
) -> Iterator[Finding]:
    """Findings as they come, each from a process of its own.

    Parameters
    ----------
    programme, plan
        What was planned, and the checked plan.
    chosen
        Which figures; all that are assumed and have a range where None.
    seconds
        Wall time in the solver for all of them, in each process [s]: what is not begun by then is left out.
    each
        Wall time of one solve [s].
    at_once
        Processes at a time.
    seed
        Seed of every solve.
    """
    asked = figures(programme) if chosen is None else list(chosen)
    options = Options(
        time_limit=each,
        workers=1,
        seed=seed,
        goals=_goals(plan),
        no_overspend=bool(plan.origin.options.get("no_overspend")),
    )
    left = seconds * at_once
    for number, made, failure in run_many(_look, [_Asked(programme, plan, options, f) for f in asked], at_once):
        finding, used = made or (Finding(asked[number], "", None, None, "", "", failure), 0.0)
        yield finding
        left -= used
        if left <= 0:
            return


def tornado(plan: Plan, findings: Sequence[Finding], goal: str) -> list[tuple[Figure, int | None, int | None]]:
    """How far each figure's low and high move the best value of a goal (its unit), the widest swing first."""
    base = next(g.best for g in plan.goals if g.goal == goal)
    found = []
    for f in findings:
        ends = [
            None if e is None or base is None or goal not in e.best else e.best[goal] - base for e in (f.low, f.high)
        ]
        if any(ends):
            found.append((f.figure, ends[0], ends[1]))
    return sorted(found, key=lambda x: -_swing(x[1], x[2]))


def _swing(low: int | None, high: int | None) -> int:
    ends = [x for x in (low, high, 0) if x is not None]
    return max(ends) - min(ends)


def _goals(plan: Plan) -> tuple[GoalSpec, ...]:
    """The plan's goals down to cost, then the least movement within their tolerances.

    A goal follows that, so that what tolerances gave away and no date needs is taken back: terms are
    then the cheapest for these dates, as they are in the plan.
    """
    specs = parse_goals(str(plan.origin.options["goals"]))
    names = [s.name for s in specs]
    kept = specs[: names.index("cost") + 1] if "cost" in names else specs
    return (*(s for s in kept if s.name not in LAST), *parse_goals(",".join(LAST)))


# --- in a process of its own -----------------------------------------------------------------------


def _look(asked: _Asked) -> tuple[Finding, float]:
    """Both ends of one figure, and how far towards each the plan holds; with the seconds it took."""
    looker = _Looker(asked)
    figure = asked.figure
    low, holds_from = looker.side("low")
    high, holds_to = looker.side("high")
    base = figure.said("low", 0)
    return Finding(figure, base, low, high, holds_from, holds_to), looker.seconds


class _Looker:
    """Solves one figure's programmes and counts the time."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        self.seconds = 0.0

    def side(self, side: Side) -> tuple[End | None, str]:
        """What an end does, and the last value towards it at which the plan holds."""
        figure = self._asked.figure
        if not figure.has(side):
            return None, figure.said(side, 0)
        last = figure.steps(side)
        end = self._end(side, last)
        held, broken = 0, last
        if end.holds:
            held, broken = last, last
        while broken - held > 1 and figure.is_ordered:
            middle = (held + broken) // 2
            if self._end(side, middle).holds:
                held = middle
            else:
                broken = middle
        return end, figure.said(side, held)

    def _end(self, side: Side, step: int) -> End:
        figure, plan = self._asked.figure, self._asked.plan
        value = figure.said(side, step)
        changed = figure.at(self._asked.programme, side, step)
        if changed is None:
            return End(value, "unfit", {})
        outcome = solve(changed, self._asked.options, baseline=plan)
        self.seconds += outcome.seconds
        best = {g.goal: g.best for g in outcome.levels if g.best is not None and g.goal not in LAST}
        return End(value, outcome.status, best, _moves(plan, outcome, self._asked.programme))


def _moves(plan: Plan, outcome: Outcome, programme: Programme) -> tuple[Move, ...]:
    if outcome.plan is None:
        return ()
    sides = [Named("plan", "", plan, "optimal"), Named("changed", "", outcome.plan, outcome.status)]
    return tuple(m for m in compare(sides, programme).moves if m.what in TOLD)
