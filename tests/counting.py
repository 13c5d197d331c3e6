"""The best plan of a small programme by counting: every plan is tried and judged by the check alone.

Nothing here knows the solver. Plans are left out only for reasons that cannot be wrong:

- what a rule of one competition alone forbids (its phases, windows, routes, blackouts) is
  forbidden whatever the others do;
- a breach by competitions alone stays one when onboardings are added, for uses only add up;
- what begins later than one slot after the end of the run-off is counted by nothing, so that
  beginning just then is as good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from math import ceil

from calloff.facts import Facts
from calloff.goals import GOALS
from calloff.plan import Decisions, ExtensionRun, OnboardingRun, Witness
from calloff.rules import (
    blackouts,
    capacity,
    competition,
    cover,
    delivery_cover,
    dependencies,
    funding,
    history,
    market,
    onboarding,
    windows,
)
from lettings import Choice, Lettings, joined

WHOLE = (delivery_cover, dependencies, cover, onboarding, capacity, windows, history, blackouts, funding)
SUPPLIED = (competition, windows, market)
VALUE = {g.NAME: g.value for g in GOALS}


@dataclass(frozen=True)
class Best:
    """What counting came to: the goals in order, their values (None: no plan at all), what each rule forbade."""

    goals: tuple[str, ...]
    values: tuple[int, ...] | None
    forbidden: Counter[str]

    @property
    def named(self) -> dict[str, int]:
        """Values by goal."""
        return dict(zip(self.goals, self.values or (), strict=False))


class Count(Lettings):
    """All plans of one programme."""

    # --- people, extensions, suppliers -----------------------------------------------------------

    def _people(self, chosen: tuple[Choice, ...]) -> list[list[OnboardingRun]]:
        """What each department may do, for each onboarding that these competitions ask for."""
        bare = joined(chosen)
        facts = self.facts(bare)
        found = []
        for d in sorted((d for d in self.programme.departments if d.joins), key=lambda d: d.id):
            needed = [facts.first_run(p.id).end for p in self.programme.needed_of(d.cluster)]
            tried = self._first(d.id, max([self.calendar.now, *needed]))
            found.append([x for x in tried if self.kept(self.facts(_with(bare, [x])), (history, onboarding, windows))])
        for (lot, cycle), c in facts.cycles.items():
            if cycle > 1 and c.lot.migrates:
                end = facts.runs[c.competition].end
                found += [
                    self._again(d.id, lot, cycle, end) for d in self.programme.joining(facts.cluster_of_lot(c.lot))
                ]
        return found

    def _first(self, department: str, earliest: int) -> list[OnboardingRun]:
        pins = self.programme.pins_of(department)
        actual = {p.milestone: p.date for p in pins if p.kind == "actual"}
        length, day = ceil(self.programme.department[department].onboarding), self.calendar.day
        if (live := actual.get("live")) is not None:
            return [_onboarding(department, None, day(self.calendar.pinned_end(live)))]
        if (start := actual.get("start")) is not None:
            began = self.calendar.pinned_start(start)
            return [_onboarding(department, day(began), day(max(self.calendar.now, began + length)))]
        starts = range(earliest, self.calendar.horizon - length + 1)
        return [_onboarding(department, day(s), day(s + length)) for s in starts]

    def _again(self, department: str, lot: str, cycle: int, end: int) -> list[OnboardingRun]:
        length, day = ceil(self.programme.department[department].onboarding), self.calendar.day
        last = max(self.calendar.limit + 1, end) + sum(ceil(d.onboarding) for d in self.programme.departments)
        return [_onboarding(department, day(s), day(s + length), lot, cycle) for s in range(end, last + 1)]

    @cached_property
    def _takings(self) -> list[tuple[ExtensionRun, ...]]:
        """What may be taken: the first few of each owner, or the last alone, for the rules to refuse."""
        levels = []
        for owner in sorted({e.of for e in self.programme.extensions}):
            orders = [e.order for e in self.programme.extensions_of(owner)]
            sets = {tuple(orders[:n]) for n in range(len(orders) + 1)} | {tuple(orders[-1:])}
            levels.append([{(owner, n) for n in taken} for taken in sorted(sets)])
        return [self._taking(set().union(*held)) for held in product(*levels)]

    def _taking(self, taken: set[tuple[str, int]]) -> tuple[ExtensionRun, ...]:
        zero = self.calendar.day(0)
        return tuple(
            ExtensionRun(
                of=e.of,
                order=e.order,
                months=e.months,
                basis=e.basis,
                agreed=e.agreed,
                taken=(e.of, e.order) in taken,
                start=zero,
                end=zero,
                notice_by=None,
            )
            for e in self.programme.extensions
        )

    def _supplied(self, chosen: tuple[Choice, ...], decisions: Decisions) -> bool:
        """Whether some suppliers can be named."""
        sets = [self._witnesses(c) for c in chosen if self.programme.procurement[c.run.procurement].suppliers]
        if not sets:
            return True
        for named in product(*sets):
            if self.kept(self.facts(decisions.model_copy(update={"witness": named})), SUPPLIED):
                return True
        return False

    def _witnesses(self, c: Choice) -> list[Witness]:
        """Bidders and deliverer of one competition, as its own rule allows."""
        eligible = sorted(self.programme.procurement[c.run.procurement].suppliers)
        wanted = self.programme.route[c.run.route].min_bidders
        sizes = {0} if c.seen.over else {max(0, wanted - 1), wanted}
        bidders = [b for n in sorted(sizes) for b in combinations(eligible, n)]
        tried = [Witness(item=c.key.item, cycle=c.key.cycle, bidders=b, deliverer=d) for b in bidders for d in eligible]
        alone = c.facts.decisions
        kept = (w for w in tried if self.kept(self.facts(alone.model_copy(update={"witness": (w,)})), SUPPLIED[:2]))
        return list(kept)

    # --- the best --------------------------------------------------------------------------------

    def best(self) -> Best:
        """The lexicographic least of the goals over all plans."""
        best: tuple[int, ...] | None = None
        for chosen in self.lettings():
            bare, people = joined(chosen), self._people(chosen)
            supplied: dict[Sequence[OnboardingRun], bool] = {}
            for runs in product(*people):
                given = _with(bare, runs)
                for taken in self._takings:
                    facts = self.facts(given.model_copy(update={"extensions": taken}))
                    if not self.kept(facts, WHOLE):
                        continue
                    values = self._values(facts, best)
                    if values is None:
                        continue
                    if runs not in supplied:
                        supplied[runs] = self._supplied(chosen, given)
                    if supplied[runs]:
                        best = values
        return Best(self.goals, best, self.forbidden)

    def _values(self, facts: Facts, best: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """Goal values in order, where they are better than the best so far."""
        found: tuple[int, ...] = ()
        for name in self.goals:
            found += (VALUE[name](facts),)
            if best is not None and found > best[: len(found)]:
                return None
        return None if found == best else found


def _onboarding(
    department: str, start: date | None, live: date, lot: str | None = None, cycle: int = 1
) -> OnboardingRun:
    return OnboardingRun(department=department, lot=lot, cycle=cycle, start=start, live=live, leaving=None)


def _with(decisions: Decisions, runs: Sequence[OnboardingRun]) -> Decisions:
    return decisions.model_copy(update={"departments": tuple(runs)})
