"""A tie-break, so that no bar floats: starts as early as they can be, handovers as late.

    Σ over first competitions of (start of each planned phase − now)
    + Σ over first onboardings that are planned of (start − now)
    + Σ over later cycles of max(0, expiry before it − start of its service) [slots]

A later cycle counts once per competition; where the lot migrates, once per department. Expiry and
start of service are clipped to the end of the run-off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts

NAME = "early"
UNIT = "slots"


def value(facts: Facts) -> int:
    """Slots of start after now, and of service before it is due."""
    return _starts(facts) + _onboardings(facts) + _handovers(facts)


def _starts(facts: Facts) -> int:
    runs = [run for run in facts.runs.values() if run.key.cycle == 1]
    return sum(p.start - facts.now for run in runs for p in run.open_phases() if not p.running)


def _onboardings(facts: Facts) -> int:
    first = [one for one in facts.onboardings.values() if one.cycle == 1 and one.planned]
    return sum(one.start - facts.now for one in first if one.start is not None)


def _handovers(facts: Facts) -> int:
    total = 0
    for (lot, cycle), c in facts.cycles.items():
        if cycle == 1:
            continue
        due = min(facts.limit, facts.cycles[lot, cycle - 1].expiry)
        if c.lot.migrates:
            joining = facts.programme.joining(facts.cluster_of_lot(c.lot))
            starts = [facts.service_start(c, d.id) for d in joining]
        else:
            starts = [facts.runs[c.competition].end]
        total += sum(max(0, due - min(facts.limit, s)) for s in starts)
    return total
