"""Phases run in order, each wait within its bounds.

Along phases with no wait between them (max_wait = 0) durations are added first and rounded up
once per boundary. With s the start of such a chain and d its durations [slots]:

    end of phase i = s + ceil(d_1 + … + d_i)
    end of phase i − 1 + min_wait_i ≤ start of phase i ≤ end of phase i − 1 + max_wait_i

The first phase has no phase before it: its own waits do not count. From cycle 2 on durations are
multiplied by the lot's recompete_factor first; waits are not. A phase in progress that would have
ended before now ends at now, and a new chain begins there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import PhaseSpan, Run
    from calloff.model import Model

NAME = "sequence"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every competition's phases that are planned or follow one in progress."""
    for run in facts.runs.values():
        yield from _waits(facts, run)
        yield from _lengths(facts, run)


def _waits(facts: Facts, run: Run) -> Iterator[Breach]:
    phases = list(run.open_phases())
    for before, phase in pairwise(phases):
        wait = phase.start - before.end
        if not phase.row.min_wait <= wait <= phase.row.max_wait:
            allowed = f"{phase.row.min_wait} to {phase.row.max_wait} allowed"
            yield _breach(facts, run, phase.start, f"phase {phase.row.id} waits {wait} slots, {allowed}")


def _lengths(facts: Facts, run: Run) -> Iterator[Breach]:
    chain, total = 0, Decimal(0)
    for i, phase in enumerate(run.open_phases()):
        if i == 0 or phase.row.max_wait > 0:
            chain, total = phase.start, Decimal(0)
        total += phase.duration
        end = chain + ceil(total)
        if phase.running:
            # Its own end is the rule `history`; what follows it is counted from there.
            if end < facts.now:
                chain, total = facts.now, Decimal(0)
        elif phase.end != end:
            yield _breach(facts, run, phase.start, _wrong(facts, phase, end))


def _wrong(facts: Facts, phase: PhaseSpan, end: int) -> str:
    last = facts.calendar.last_day
    return f"phase {phase.row.id} ends {last(phase.end)}, wanted {last(end)} by its duration of {phase.duration} slots"


def _breach(facts: Facts, run: Run, slot: int, message: str) -> Breach:
    return Breach(NAME, run.name, message, facts.day(slot))


def add(model: Model) -> None:
    """Join the chains of phases of every competition by their waits; inside a chain nothing moves."""
    for competition in model.competitions.values():
        for r in competition.routes:
            for i in list(r.open)[1:]:
                start, before = r.starts[i], r.closing(i - 1)
                if r.phases[i].max_wait == 0 or start is None or before is None:
                    continue
                wait = start.expr - before.expr
                model.define(wait >= r.phases[i].min_wait, r.chosen)
                model.define(wait <= r.phases[i].max_wait, r.chosen)
                model.precede(before.plus(r.phases[i].min_wait), start, r.chosen)
