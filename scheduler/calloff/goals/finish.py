"""When the last department first goes live.

    max over departments of live − now, at least 0 [slots]

Where no department joins, the last phase end of the first lettings counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model

NAME = "finish"
UNIT = "slots"


def value(facts: Facts) -> int:
    """Slots from now to the last first go-live."""
    ends = [facts.live(d.id) for d in facts.joining()]
    if not ends:
        ends = [run.end for run in facts.runs.values() if run.key.cycle == 1]
    return max(0, max(ends) - facts.now)


def expr(model: Model) -> Linear:
    """The last first go-live, or the last phase end where no department joins."""
    lives = [o.live for o in model.onboardings.values() if o.cycle == 1]
    ends = [c.end for c in model.competitions.values() if c.key.cycle == 1 and c.end is not None]
    points = lives or ends
    if not points:
        return 0
    now = model.calendar.now
    last = model.clipped(model.latest(points, "finish"), lo=now)
    return last.expr - now
