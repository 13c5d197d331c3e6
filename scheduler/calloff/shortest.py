"""How fast things can go at best: bounds that no plan beats."""

from __future__ import annotations

from calloff import tables as t
from calloff.calendar import offsets
from calloff.programme import Programme


def least_boundaries(programme: Programme, phases: list[t.Phase]) -> tuple[int, int, int, int]:
    """Start, gtm, award and end of a competition that begins at 0 and never waits longer than it must."""
    starts, ends, chain, begin = [0], [], [phases[0].duration], 0
    for phase in phases[1:]:
        ends.append(begin + offsets(chain)[-1])
        if phase.max_wait > 0:
            begin, chain = ends[-1] + phase.min_wait, []
        starts.append(begin + offsets(chain)[-1])
        chain.append(phase.duration)
    ends.append(begin + offsets(chain)[-1])
    return 0, starts[programme.gtm_index(phases)], ends[programme.award_index(phases)], ends[-1]
