"""Users who go live after their cluster's deadline.

Σ over departments that are planned or in progress of users × max(0, live − max(live_by, now))
[user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Linear, Model

NAME = "lateness"
UNIT = "user-slots"
ADDS = True


def value(facts: Facts) -> int:
    """User-slots from the deadline to first go-live."""
    total = 0
    for d in facts.joining():
        deadline = facts.programme.cluster[d.cluster].live_by
        if deadline is not None and facts.onboardings[d.id, None, 1].arrived is None:
            due = max(facts.now, facts.calendar.end_on(deadline))
            total += d.users * max(0, facts.live(d.id) - due)
    return total


def expr(model: Model) -> Linear:
    """User-slots from live_by to first go-live."""
    parts: list[Linear] = []
    for o in model.onboardings.values():
        live_by = model.programme.cluster[o.department.cluster].live_by
        if o.cycle == 1 and o.state != "done" and live_by is not None:
            due = max(model.calendar.end_on(live_by), model.calendar.now)
            late = model.slots_within(o.live, due, model.calendar.limit)
            parts.append(o.department.users * late)
    return model.total(parts)
