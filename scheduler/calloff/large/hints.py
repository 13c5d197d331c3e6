"""A known plan as the solver's starting point."""

from __future__ import annotations

from calloff.model.competitions import CompetitionVars, RouteVars
from calloff.model.facade import Model
from calloff.model.when import Literal, When
from calloff.plan import CompetitionRun, Decisions
from calloff.programme import Competition


class Hints:
    """Values of a model's variables as far as a plan's decisions tell them."""

    def __init__(self, model: Model, plan: Decisions) -> None:
        self._model = model
        self.values: dict[int, int] = {model.yes.index: 1}
        self._competitions(plan)
        self._contracts(plan)
        self._people(plan)
        taken = {(e.of, e.order) for e in plan.extensions if e.taken}
        for key, literal in model.extensions.items():
            self._say(literal, key in taken)
        self._follow()

    def give(self) -> None:
        """Hand them to the solver in place of any given before."""
        self._model.cp.clear_hints()  # type: ignore[no-untyped-call]
        hint = self._model.cp.proto.solution_hint
        for index, value in sorted(self.values.items()):
            hint.vars.append(index)
            hint.values.append(value)

    def _say(self, literal: Literal, true: bool) -> None:
        index = literal.index
        if index >= 0:
            self.values[index] = int(true)
        else:
            self.values[-index - 1] = int(not true)

    def _put(self, when: When | None, boundary: int) -> None:
        if when is not None and when.var is not None:
            self.values[when.var.index] = boundary - when.shift

    def _competitions(self, plan: Decisions) -> None:
        runs = {Competition(r.procurement, r.lot, r.cycle): r for r in plan.competitions}
        named = {(w.item, w.cycle): w for w in plan.witness or ()}
        for key, c in self._model.competitions.items():
            run, witness = runs.get(key), named.get((key.item, key.cycle))
            self._say(c.present, run is not None)
            for r in c.routes:
                self._route(r, run)
            self._points(c, run)
            for supplier, literal in c.bidders.items():
                self._say(literal, witness is not None and supplier in witness.bidders)
            for supplier, literal in c.deliverer.items():
                self._say(literal, witness is not None and supplier == witness.deliverer)

    def _route(self, r: RouteVars, run: CompetitionRun | None) -> None:
        taken = run is not None and run.route == r.route
        self._say(r.chosen, taken)
        spans = {p.phase: p.start for p in run.phases} if run is not None and taken else {}
        for phase, start in zip(r.phases, r.starts, strict=True):
            if start is not None:
                day = spans.get(phase.id)
                self._put(start, start.lo if day is None else self._model.calendar.slot_of(day))

    def _points(self, c: CompetitionVars, run: CompetitionRun | None) -> None:
        if run is None:
            return
        slot_of = self._model.calendar.slot_of
        days = (run.phases[0].start if run.phases else None, run.gtm, run.award, run.end)
        for when, day in zip((c.start, c.gtm, c.award, c.end), days, strict=True):
            if when is not None and when.var is not None and len(c.routes) > 1 and day is not None:
                self._put(when, slot_of(day))

    def _contracts(self, plan: Decisions) -> None:
        let = {(x.lot, x.cycle): x for x in plan.lots}
        for key, contract in self._model.contracts.items():
            run = let.get(key)
            self._say(contract.present, run is not None)
            if run is not None:
                self._put(contract.expiry, self._model.calendar.slot_of(run.expiry))
            for t in contract.terms:
                chosen = run is not None and self.values.get(t.route.chosen.index, 1) == 1 and t.row.months == run.term
                self._say(t.chosen, chosen)
                if t.option is not None:
                    self._say(t.option, run is not None and chosen and run.option == t.row.option)

    def _people(self, plan: Decisions) -> None:
        known = {(x.department, x.lot, x.cycle): x.start for x in plan.departments}
        for key, o in self._model.onboardings.items():
            if o.start is not None:
                day = known.get(key)
                self._put(o.start, o.start.lo if day is None else self._model.calendar.slot_of(day))

    def _follow(self) -> None:
        """What follows at once: `[when ≥ k]`, and pairs of literals."""
        for index, steps in self._model.step_literals():
            value = self.values.get(index)
            if value is not None:
                for k, literal in steps.items():
                    self._say(literal, value >= k)
        for (a, b), both in self._model.pairs():
            first, second = self._holds(a), self._holds(b)
            if first is not None and second is not None:
                self._say(both, first and second)

    def _holds(self, index: int) -> bool | None:
        value = self.values.get(index if index >= 0 else -index - 1)
        return None if value is None else bool(value) == (index >= 0)
