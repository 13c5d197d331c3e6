"""A first schedule where the goal is to finish soon: serial generation, justified forwards and backwards.

It serves programmes of one-phase procurements with one route each, whose shared resources are
renewable and constant, and whose lags are least lags between them: project scheduling in its
classic form. Jobs are placed one after another as early as lags and capacity allow; the schedule is
then pushed to the right and to the left again, which never makes it longer. What is found is a
starting point for the solver, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from calloff.calendar import Calendar
from calloff.plan import CompetitionRun, Decisions, PhaseRun
from calloff.programme import Competition, Programme

PASSES = 3_000
"""Schedules that are made and justified; more are better, more slowly."""

AGAIN, FEWEST = 4, 300
"""It ends with so many times as many schedules as the best took to be found, and some more."""

KEPT = 20
"""Schedules that the next ones are made from."""

Lags = list[list[tuple[int, int]]]
"""For each job those before it, each with the least lag from start to start [slots]."""


@dataclass(frozen=True)
class Jobs:
    """A project: durations [slots], demands by resource [units], capacities [units], lags."""

    ids: list[str]
    slots: list[int]
    demands: list[list[tuple[int, int]]]
    capacity: list[int]
    before: Lags

    @property
    def reversed(self) -> Jobs:
        """The same project with time running backwards."""
        back: Lags = [[] for _ in self.ids]
        for j, held in enumerate(self.before):
            for i, lag in held:
                back[i].append((j, lag + self.slots[j] - self.slots[i]))
        return Jobs(self.ids, self.slots, self.demands, self.capacity, back)


def jobs_of(programme: Programme) -> Jobs | None:
    """The programme as a project; None where it is more than that."""
    if programme.departments or programme.terms or programme.capacity or programme.pins or programme.blackouts:
        return None
    if programme.stagger or programme.suppliers or programme.externals:
        return None
    if any(r.kind != "renewable" or r.capacity is None for r in programme.resources):
        return None
    if any(len(p.routes) != 1 or programme.route[p.routes[0]].closes for p in programme.procurements):
        return None
    phases = [programme.phases_for(p.routes[0], p.id) for p in programme.procurements]
    if any(len(held) != 1 for held in phases):
        return None
    places = {r.id: i for i, r in enumerate(programme.resources)}
    used = [programme.demands_for(held[0].id, p.id) for held, p in zip(phases, programme.procurements, strict=True)]
    slots = [ceil(held[0].duration) for held in phases]
    before = _lags(programme, slots)
    if before is None or any(name not in places for u in used for name in u):
        return None
    demands = [[(places[name], n) for name, n in u.items() if n] for u in used]
    return Jobs(
        [p.id for p in programme.procurements], slots, demands, [r.capacity or 0 for r in programme.resources], before
    )


def _lags(programme: Programme, slots: Sequence[int]) -> Lags | None:
    places = {p.id: i for i, p in enumerate(programme.procurements)}
    found: Lags = [[] for _ in slots]
    for row in programme.dependencies:
        i, j = places.get(row.from_), places.get(row.to)
        if i is None or j is None or row.to_milestone != "start" or row.max_lag is not None:
            return None
        if row.from_milestone not in ("start", "end") or row.min_lag is None or row.min_lag < 0:
            return None
        found[j].append((i, row.min_lag + (slots[i] if row.from_milestone == "end" else 0)))
    return found


def soonest(jobs: Jobs, seed: int, stopped: Callable[[], bool], least: int = 0) -> list[int] | None:
    """Starts of all jobs in the shortest schedule found [slots from now]; None where lags form a circle.

    Parameters
    ----------
    jobs, seed
        The project, and of random choices.
    stopped
        Whether to make do with what is found.
    least
        Slots that every schedule takes: one that takes no more is not improved on.
    """
    order = topological(jobs)
    if order is None:
        return None
    rng, back = Random(seed), jobs.reversed
    tails = tails_of(back, order)
    span = max(1, sum(jobs.slots))
    kept: list[list[int]] = []
    enough = FEWEST
    for turn in range(PASSES):
        if kept and (stopped() or turn > enough or end_of(jobs, kept[0]) <= least):
            break
        if turn < KEPT:
            urgency = [-t * (1 + (rng.gauss(0, 0.15) if turn else 0)) for t in tails]
        else:
            urgency = _crossed(rng.choice(kept), rng.choice(kept), rng)
        starts = _justified(jobs, back, _placed(jobs, urgency, span), span)
        if not kept or end_of(jobs, starts) < end_of(jobs, kept[0]):
            enough = AGAIN * turn + FEWEST
        if starts not in kept:
            kept = sorted([*kept, starts], key=lambda x: (end_of(jobs, x), sum(x)))[:KEPT]
    return kept[0]


def _crossed(father: Sequence[int], mother: Sequence[int], rng: Random) -> list[float]:
    """An order that is one schedule's but for a stretch, which is ordered as in another; a few jobs move."""
    first, last = sorted(rng.sample(range(len(father) + 1), 2))
    line = sorted(range(len(father)), key=lambda j: (father[j], rng.random()))
    middle = sorted(line[first:last], key=lambda j: (mother[j], rng.random()))
    line[first:last] = middle
    urgency = [0.0] * len(father)
    for place, j in enumerate(line):
        urgency[j] = place + (rng.gauss(0, len(line) / 10) if rng.random() < 0.05 else 0.0)
    return urgency


def topological(jobs: Jobs) -> list[int] | None:
    """Jobs in an order in which each comes after those before it; None where lags form a circle."""
    left = {j: {i for i, _ in held} for j, held in enumerate(jobs.before)}
    order: list[int] = []
    while left:
        ready = sorted(j for j, held in left.items() if not held)
        if not ready:
            return None
        for j in ready:
            del left[j]
        for held in left.values():
            held.difference_update(ready)
        order += ready
    return order


def tails_of(back: Jobs, order: Sequence[int]) -> list[int]:
    """Slots from each job's start to the project's end at least, where `back` is the project reversed."""
    tails = list(back.slots)
    for i in reversed(order):
        # back.before[i] holds what follows i, with the lag from end to end when time runs backwards.
        tails[i] = max([back.slots[i], *(tails[j] + lag - back.slots[j] + back.slots[i] for j, lag in back.before[i])])
    return tails


def chains_of(jobs: Jobs, order: Sequence[int]) -> tuple[list[int], list[int]]:
    """Slots that chains take before each job begins, and after it has ended."""
    heads, tails = tails_of(jobs, order[::-1]), tails_of(jobs.reversed, order)
    return (
        [h - slots for h, slots in zip(heads, jobs.slots, strict=True)],
        [t - slots for t, slots in zip(tails, jobs.slots, strict=True)],
    )


def end_of(jobs: Jobs, starts: Sequence[int]) -> int:
    """Slots from now until the last job has ended."""
    return max(s + d for s, d in zip(starts, jobs.slots, strict=True))


def _justified(jobs: Jobs, back: Jobs, starts: list[int], span: int) -> list[int]:
    """Push every job to the right, the last first, then to the left again, while the end comes sooner."""
    while True:
        end = end_of(jobs, starts)
        mirrored = _placed(back, [-float(s + d) for s, d in zip(starts, jobs.slots, strict=True)], span)
        after = [-(m + d) for m, d in zip(mirrored, jobs.slots, strict=True)]
        found = _placed(jobs, [float(s) for s in after], span)
        if end_of(jobs, found) >= end:
            return found if end_of(jobs, found) == end else starts
        starts = found


def _placed(jobs: Jobs, urgency: Sequence[float], span: int) -> list[int]:
    """Place each job as early as it can be, of those whose predecessors are placed the most urgent first."""
    waiting = [len(held) for held in jobs.before]
    after: list[list[int]] = [[] for _ in jobs.ids]
    for j, held in enumerate(jobs.before):
        for i, _ in held:
            after[i].append(j)
    free = [[c] * (2 * span + 1) for c in jobs.capacity]
    starts = [0] * len(jobs.ids)
    ready = [j for j, n in enumerate(waiting) if not n]
    while ready:
        j = min(ready, key=urgency.__getitem__)
        ready.remove(j)
        at = 0
        for i, lag in jobs.before[j]:
            at = max(at, starts[i] + lag)
        rows = [(free[r], units) for r, units in jobs.demands[j]]
        starts[j] = _room(rows, jobs.slots[j], at)
        for row, units in rows:
            for t in range(starts[j], starts[j] + jobs.slots[j]):
                row[t] -= units
        for k in after[j]:
            waiting[k] -= 1
            if not waiting[k]:
                ready.append(k)
    return starts


def _room(rows: Sequence[tuple[list[int], int]], slots: int, at: int) -> int:
    """The first slot from `at` on in which so many slots have room for all demands."""
    t = at + slots - 1
    while t >= at:
        for row, units in rows:
            if row[t] < units:
                at, t = t + 1, t + slots
                break
        else:
            t -= 1
    return at


def decided(programme: Programme, jobs: Jobs, starts: Sequence[int]) -> Decisions:
    """The schedule as decisions of a plan."""
    calendar = Calendar.of(programme)
    runs = []
    for item, start, slots in zip(jobs.ids, starts, jobs.slots, strict=True):
        key = Competition(item, None, 1)
        route = programme.routes_for(key)[0]
        begin, end = calendar.day(calendar.now + start), calendar.day(calendar.now + start + slots)
        phase = PhaseRun(phase=programme.phases_for(route, item)[0].id, start=begin, end=end)
        runs.append(
            CompetitionRun(
                procurement=item, lot=None, cycle=1, route=route, phases=(phase,), gtm=begin, award=end, end=end
            )
        )
    return Decisions(competitions=tuple(runs), lots=(), departments=(), extensions=())
