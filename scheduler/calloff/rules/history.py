"""What has happened is not planned; what is in progress goes on.

The last actual of a competition splits it. Phases before it use, cost and breach nothing. The
phase it opens, else the next after it, is in progress, and so is an onboarding that has started:

    start = actual start (else the actual end before it)
    end   = max(now, start + ceil(duration))                                              [slots]

An actual `live` needs no onboarding: the go-live is the actual one.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.facts_service import Onboarding
    from calloff.model import Model

NAME = "history"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of phases and onboardings in progress, and of go-lives that have happened."""
    for run in facts.runs.values():
        yield from _phase(facts, run)
    for one in facts.onboardings.values():
        if one.arrived is not None and one.live != one.arrived:
            text = f"goes live {facts.day(one.live)}, but went live {facts.day(one.arrived)}"
            yield Breach(NAME, one.department, text, facts.day(one.live))
        elif one.running:
            yield from _onboarding(facts, one)


def _phase(facts: Facts, run: Run) -> Iterator[Breach]:
    began = run.progress.began
    if began is None:
        return
    phase = next(run.open_phases())
    end = max(facts.now, began + ceil(phase.duration))
    if phase.start != began:
        text = f"phase {phase.row.id} starts {facts.day(phase.start)}, but began {facts.day(began)}"
        yield Breach(NAME, run.name, text, facts.day(phase.start))
    elif phase.end != end:
        text = f"phase {phase.row.id} in progress ends {facts.day(phase.end)}, wanted {facts.day(end)}"
        yield Breach(NAME, run.name, text, facts.day(phase.start))


def _onboarding(facts: Facts, one: Onboarding) -> Iterator[Breach]:
    began = one.began
    if began is None:
        return
    live = max(facts.now, began + one.slots)
    if one.start != began:
        shown = facts.day(one.start) if one.start is not None else "never"
        yield Breach(NAME, one.department, f"onboarding starts {shown}, but began {facts.day(began)}", facts.day(began))
    elif one.live != live:
        text = f"onboarding in progress ends {facts.day(one.live)}, wanted {facts.day(live)}"
        yield Breach(NAME, one.department, text, facts.day(began))


def add(model: Model) -> None:
    """Begin the phase in progress where the last actual milestone says."""
    for competition in model.competitions.values():
        for r in competition.routes:
            start = r.starts[r.progress.done] if r.open else None
            if start is not None and r.progress.begun is not None:
                model.define(start.expr == r.progress.begun, r.chosen)
