"""Every set of competitions of a small programme, for counting all its plans.

Nothing here knows the solver; what is kept is judged by the check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from math import ceil, prod

from calloff.calendar import Calendar
from calloff.cycles import most_cycles
from calloff.facts import Facts
from calloff.facts_history import Run, progress_of
from calloff.plan import CompetitionRun, Decisions, LotRun, PhaseRun
from calloff.programme import Competition, Programme
from calloff.rules import (
    blackouts,
    capacity,
    history,
    renewal,
    route,
    sequence,
    stagger,
    windows,
)
from calloff.tables import Phase

ALONE = (history, sequence, route, blackouts, windows)
TOGETHER = (renewal, stagger, capacity)


class TooManyError(Exception):
    """More plans than a test has time to count."""


@dataclass(frozen=True)
class Choice:
    """One competition and the contracts it lets, as some plans have it."""

    run: CompetitionRun
    lots: tuple[LotRun, ...]
    facts: Facts

    @property
    def key(self) -> Competition:
        return Competition(self.run.procurement, self.run.lot, self.run.cycle)

    @property
    def seen(self) -> Run:
        return self.facts.runs[self.key]


@dataclass(frozen=True, eq=False)
class Lettings:
    """All sets of competitions of one programme that keep their own rules."""

    programme: Programme
    goals: tuple[str, ...]
    baseline: Decisions | None = None
    forbid_overspend: bool = False
    most: int = 10**9

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar.of(self.programme)

    @cached_property
    def forbidden(self) -> Counter[str]:
        return Counter()

    @cached_property
    def work(self) -> Counter[str]:
        return Counter()

    def facts(self, decisions: Decisions) -> Facts:
        """What the check sees of a whole or partial plan."""
        self.work["facts"] += 1
        if self.work["facts"] > self.most:
            raise TooManyError
        found = Facts(self.programme, decisions, baseline=self.baseline, forbid_overspend=self.forbid_overspend)
        runs = [self._read[id(run)] for run in decisions.competitions if id(run) in self._read]
        if len(runs) == len(decisions.competitions):  # read once, not once a plan: most of the time goes there
            found.__dict__["runs"] = {run.key: run for run in runs}
        found.__dict__["calendar"] = self.calendar
        return found

    @cached_property
    def _read(self) -> dict[int, Run]:
        """Competitions as the check reads them, by the identity of the part of the plan."""
        return {}

    def kept(self, facts: Facts, rules: Iterable[object]) -> bool:
        """Whether a plan keeps some rules; the first it breaks is noted."""
        for rule in rules:
            if next(iter(rule.check(facts)), None) is not None:  # type: ignore[attr-defined]
                self.forbidden[rule.NAME] += 1  # type: ignore[attr-defined]
                return False
        return True

    # --- one competition -------------------------------------------------------------------------

    def choices(self, key: Competition) -> list[Choice]:
        """Every way to run one competition that no rule of its own forbids."""
        found = [c for r in self.programme.routes_for(key) for c in self._on_route(key, r)]
        return [c for c in found if self.kept(c.facts, ALONE)]

    def _on_route(self, key: Competition, name: str) -> Iterator[Choice]:
        rows = self.programme.phases_for(name, key.procurement)
        factor = Decimal(1) if key.lot is None else self.programme.lot[key.lot].recompete_factor
        past = progress_of(self.programme, self.calendar, key, rows)
        for spans in self._spans(key, rows, [p.duration * factor for p in rows], past.first, past.began):
            phases = tuple(
                PhaseRun(phase=p.id, start=self.calendar.day(a), end=self.calendar.day(b))
                for p, (a, b) in zip(rows[past.first :], spans, strict=True)
            )
            for terms in product(*(self._terms(name, lot.id) for lot in self.programme.lots_let_by(key))):
                yield self._choice(key, name, phases, [t for t in terms if t is not None])

    def _terms(self, name: str, lot: str) -> list[tuple[str, int, int] | None]:
        rows = self.programme.terms_for(name, lot)
        pairs = {(lot, r.months, option) for r in rows for option in (0, r.option)}
        return sorted(pairs) or [None]

    def _choice(
        self, key: Competition, name: str, phases: tuple[PhaseRun, ...], terms: Sequence[tuple[str, int, int]]
    ) -> Choice:
        zero = self.calendar.day(0)
        run = CompetitionRun(
            procurement=key.procurement,
            lot=key.lot,
            cycle=key.cycle,
            route=name,
            phases=phases,
            gtm=None,
            award=None,
            end=zero,
        )
        lots = tuple(
            LotRun(lot=x, cycle=key.cycle, term=m, option=o, start=zero, expiry=zero, successor=None)
            for x, m, o in terms
        )
        seen = Run.of(self.programme, self.calendar, run)
        days = {n: None if (k := seen.milestone(n)) is None else self.calendar.day(k) for n in ("gtm", "award")}
        run = run.model_copy(update={**days, "end": self.calendar.day(seen.end)})
        self._read[id(run)] = seen
        return Choice(run, lots, self.facts(made([run], lots)))

    def _spans(
        self, key: Competition, rows: Sequence[Phase], durations: Sequence[Decimal], first: int, began: int | None
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        """Boundaries of the open phases; also a little that is not allowed, for the rules to refuse."""
        now = self.calendar.now
        if first == len(rows):
            yield ()
            return
        starts = range(now - 1, self._latest(key) + 1) if began is None else range(began, began + 2)
        for start in starts:
            end = start + ceil(durations[first])
            pushed = began is not None and end < now
            span = (start, now if pushed else end)
            chain, total = (now, Decimal(0)) if pushed else (start, durations[first])
            for more in self._after(rows, durations, first + 1, span[1], chain, total):
                yield (span, *more)

    def _after(
        self, rows: Sequence[Phase], durations: Sequence[Decimal], i: int, end: int, chain: int, total: Decimal
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        if i == len(rows):
            yield ()
            return
        least, greatest = rows[i].min_wait, rows[i].max_wait
        for wait in range(max(0, least - 1), greatest + 2) if greatest else (0,):
            head, before = (end + wait, Decimal(0)) if greatest else (chain, total)
            done = head + ceil(before + durations[i])
            for more in self._after(rows, durations, i + 1, done, head, before + durations[i]):
                yield ((end + wait, done), *more)

    def _latest(self, key: Competition) -> int:
        """Last boundary at which a competition need begin."""
        cluster = self.programme.cluster_of(key.procurement)
        people = self.programme.joining(cluster)
        actual = {p.item for p in self.programme.pins if p.kind == "actual"}
        needed = key.lot is None and self.programme.procurement[key.procurement].needed_for_live
        if needed and any(d.id not in actual for d in people):
            return self.calendar.horizon
        lags = sum(abs(r.min_lag or 0) + abs(r.max_lag or 0) for r in self.programme.dependencies)
        linked = key.lot is None and bool(self.programme.dependencies)
        return self._idle + (lags + self._length if linked else 0)

    @cached_property
    def _idle(self) -> int:
        """First boundary from which nothing is counted; a baseline may lie further out."""
        runs = self.baseline.competitions if self.baseline else ()
        days = [day for run in runs for day in (run.gtm, run.award) if day is not None]
        return max([self.calendar.limit + 1, *(self.calendar.slot_of(day) for day in days)])

    @cached_property
    def _length(self) -> int:
        return sum(ceil(p.duration) + p.max_wait for p in self.programme.phases)

    # --- competitions together -------------------------------------------------------------------

    def lettings(self) -> Iterator[tuple[Choice, ...]]:
        """Every set of competitions that no rule of competitions forbids."""
        firsts = [self.choices(Competition(p.id, None, 1)) for p in self.programme.procurements]
        if prod(map(len, firsts)) > self.most:
            raise TooManyError
        for chosen in product(*firsts):
            yield from self._renewed(chosen, [(x, c) for c in chosen for x in c.lots if self._renews(x.lot)])

    def _renews(self, lot: str) -> bool:
        return self.programme.lot[lot].renews

    def _renewed(
        self, chosen: tuple[Choice, ...], waiting: list[tuple[LotRun, Choice]]
    ) -> Iterator[tuple[Choice, ...]]:
        """What may follow each renewing contract: nothing, or its next cycle where it runs out."""
        if not waiting:
            facts = self.facts(joined(chosen))
            if self.kept(facts, self._together):
                yield chosen
            return
        (given, by), *rest = waiting
        held = by.facts.cycles[given.lot, given.cycle]
        yield from self._renewed(chosen, rest)
        most = most_cycles(self.programme, self.programme.lot[given.lot])
        if held.expiry >= self.calendar.limit or given.cycle >= most:
            return
        key = Competition(by.run.procurement, given.lot, given.cycle + 1)
        if by.seen.end > self._idle:
            raise TooManyError
        for after in self._later(key):
            start = after.seen.start
            if start is None or start >= held.award:
                again = [(x, after) for x in after.lots]
                yield from self._renewed((*chosen, after), [*rest, *again])

    @cached_property
    def _cache(self) -> dict[Competition, list[Choice]]:
        return {}

    def _later(self, key: Competition) -> list[Choice]:
        if key not in self._cache:
            self._cache[key] = self.choices(key)
        return self._cache[key]

    @cached_property
    def _together(self) -> tuple[object, ...]:
        """Rules of competitions alone; an onboarding in progress raises capacity, so its is left for later."""
        begun = any(p.item in self.programme.department and p.kind == "actual" for p in self.programme.pins)
        return TOGETHER[:-1] if begun else TOGETHER


def made(runs: Sequence[CompetitionRun], lots: Sequence[LotRun]) -> Decisions:
    return Decisions(competitions=tuple(runs), lots=tuple(lots), departments=(), extensions=(), witness=None)


def joined(chosen: Sequence[Choice]) -> Decisions:
    return made([c.run for c in chosen], [x for c in chosen for x in c.lots])
