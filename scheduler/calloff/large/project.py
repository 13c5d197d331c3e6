"""What is known before the levels begin, where a programme is a project and the goal is to finish soon.

Capacity counts until the run-off ends, and a plan may go on beyond it. So what no schedule within the
run-off can do is claimed of plans within it alone: one that goes beyond ends later still.
"""

from __future__ import annotations

from calloff.budget import Budget
from calloff.large.energy import least_end
from calloff.large.hints import Hints
from calloff.large.serial import decided, end_of, jobs_of, soonest
from calloff.large.squeeze import squeezed
from calloff.model.facade import Model
from calloff.options import Options

SCHEDULING, SQUEEZING = 0.4, 0.6
"""Part of the limit that may go into a first schedule; and of what is left, into a last slot that might be gained."""


def begun(model: Model, options: Options, budget: Budget) -> int | None:
    """Hint the best schedule that is found beforehand; slots that every plan takes. None where it is no project."""
    jobs = jobs_of(model.programme)
    if jobs is None:
        return None
    calendar = model.calendar
    within = calendar.limit - calendar.now
    least = min(least_end(jobs), within + 1)

    def stopped() -> bool:
        late = budget.seconds is not None and budget.passed > SCHEDULING * options.time_limit
        return late or budget.interrupted

    starts = soonest(jobs, options.seed, stopped, least)
    if starts is None:
        return least
    if not budget.interrupted and end_of(jobs, starts) <= within:
        limit = budget.share(SQUEEZING)
        starts, least = squeezed(jobs, starts, least, budget, limit, workers=options.threads, seed=options.seed)
    Hints(model, decided(model.programme, jobs, starts)).give()
    return least
