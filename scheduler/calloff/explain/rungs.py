"""One plan's model as it stood when each goal entered it, so that many questions share it.

Building a goal takes longer than most solves. A question takes a fork of the smallest model that holds
the goals it asks about, and adds its own constraints to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calloff.explain.reason import Target
from calloff.explain.targets import point_of
from calloff.goals import GOALS
from calloff.model import Linear, Literal, Model, When
from calloff.model.build import build
from calloff.options import GoalSpec
from calloff.plan import Plan
from calloff.programme import Programme

TIE_BREAKS = ("early", "stability")
"""Goals that only choose between plans that are equally good: they hold no date."""


class Standard:
    """Up to where each goal of a plan counts as no worse.

    Attributes
    ----------
    specs
        The plan's goals in order, without those that only break ties.
    most
        By goal: the plan's value, or what its tolerance allows (its unit).
    """

    def __init__(self, plan: Plan, specs: Sequence[GoalSpec]) -> None:
        goals = {g.goal: g for g in plan.goals}
        self.goals = goals
        self.specs = [s for s in specs if s.name not in TIE_BREAKS]
        self.most: dict[str, int] = {}
        for spec in self.specs:
            best, value = goals[spec.name].best, goals[spec.name].value
            self.most[spec.name] = value if best is None else max(value, best + spec.allowance(best))

    @property
    def names(self) -> list[str]:
        """The goals in order."""
        return [s.name for s in self.specs]


class Rungs:
    """Models with the first goals of an order in them: none, one, two …; each is made when first asked for.

    Parameters
    ----------
    programme
        What was planned.
    names
        Goals in order.
    points
        Targets whose points questions will force.
    forbid_overspend, explaining
        As for `build`; an explaining model has each goal at most at `most` on a switch.
    most
        Up to where each goal counts as no worse.
    """

    def __init__(
        self,
        programme: Programme,
        names: Sequence[str],
        points: Iterable[Target],
        *,
        most: dict[str, int],
        forbid_overspend: bool,
        explaining: bool = False,
    ) -> None:
        self._model = build(programme, forbid_overspend=forbid_overspend, explaining=explaining)
        self._points = {t: point_of(self._model, t) for t in points if t.milestone != "extension"}
        self._model.finish()
        self._names, self._most = names, most
        self._exprs: dict[str, Linear] = {}
        self._stood = [self._model.forked()]

    def point(self, target: Target) -> tuple[When, Literal]:
        """A target's point, and the literal that it exists."""
        return self._points[target]

    def fork(self, goals: int) -> Model:
        """A model of one's own with so many goals in it; nothing is asked of them yet."""
        while len(self._stood) <= goals:
            name = self._names[len(self._stood) - 1]
            expr = next(g for g in GOALS if name == g.NAME).expr(self._model)
            self._exprs[name] = expr
            if self._model.explaining and not isinstance(expr, int):
                self._model.require(expr <= self._most[name], "goal", name)
            self._model.finish()
            self._stood.append(self._model.forked())
        found = self._stood[goals].forked()
        if found.explaining:  # the switches of goals that come later are not in this model
            later = self._names[goals:]
            found.switches = {k: x for k, x in found.switches.items() if k[0] != "goal" or k[1] not in later}
        return found

    def expr(self, name: str) -> Linear:
        """A goal's expression, in any fork that holds it."""
        return self._exprs[name]
