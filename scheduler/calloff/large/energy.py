"""How soon a project can end at best: the work on each resource, between the chains before and after it.

For a resource of capacity c, and any heads h and tails t: the jobs that no chain lets begin before h,
and after whose end a chain still takes t, do all their work between h and the end less t. So

    end ≥ h + t + ⌈Σ units × slots / c⌉

for every h and t, and every resource. Source: the energetic lower bound of project scheduling, as in
Klein and Scholl, Computing lower bounds by destructive improvement, EJOR 112 (1999), 322-346.
"""

from __future__ import annotations

from collections.abc import Sequence

from calloff.large.serial import Jobs, chains_of, topological


def least_end(jobs: Jobs) -> int:
    """Slots that every schedule of a project takes at least; 0 where its lags form a circle."""
    order = topological(jobs)
    if order is None:
        return 0
    heads, tails = chains_of(jobs, order)
    best = max((h + n + t for h, n, t in zip(heads, jobs.slots, tails, strict=True)), default=0)
    for resource, capacity in enumerate(jobs.capacity):
        work = [_work(jobs, j, resource) for j in range(len(jobs.ids))]
        if capacity > 0:
            best = max(best, _around(heads, tails, work, capacity))
    return best


def _work(jobs: Jobs, job: int, resource: int) -> int:
    return jobs.slots[job] * sum(units for r, units in jobs.demands[job] if r == resource)


def _around(heads: Sequence[int], tails: Sequence[int], work: Sequence[int], capacity: int) -> int:
    """The best bound of one resource over all heads and tails."""
    best = 0
    used = sorted((j for j, n in enumerate(work) if n), key=lambda j: -tails[j])
    for head in {heads[j] for j in used}:
        done = 0
        for j in used:
            if heads[j] >= head:
                done += work[j]
                best = max(best, head + tails[j] - (-done // capacity))
    return best
