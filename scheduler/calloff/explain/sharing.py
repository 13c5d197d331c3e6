"""Who else uses what holds a date: read off the plan, around the date."""

from __future__ import annotations

from calloff.explain.limits import name_of
from calloff.explain.reason import LIVE, Reason
from calloff.facts import Facts
from calloff.facts_use import Job
from calloff.report.wording import last_day, listed, months_from


def sharers(facts: Facts, reason: Reason, used: str) -> str:
    """The clusters that use a resource (or `bid`, `delivery`) while the date's own work does, or next to it.

    Parameters
    ----------
    facts
        The plan.
    reason
        Of which date.
    used
        A resource, or the suppliers' `bid` or `delivery`.

    Returns
    -------
    str
        As `Synergy, March 2027 to May 2027`; empty where it is no date, or nobody else does.
    """
    if reason.planned is None:
        return ""
    jobs = [j for j in facts.uses.jobs if j.demands.get(used)]
    own = [j for j in jobs if _is_own(facts, j, reason)]
    at = facts.calendar.slot_of(reason.planned)
    first = min((j.start for j in own), default=at) - 1
    last = max((j.end for j in own), default=at) + 1
    spans: dict[str, tuple[int, int]] = {}
    for job in jobs:
        if job not in own and job.start < last and job.end > first:
            start, end = spans.get(_name(facts, job), (job.start, job.end))
            spans[_name(facts, job)] = (min(start, job.start), max(end, job.end))
    said = [
        f"{name}, {months_from(facts.day(a), last_day(facts.day(b)))}"
        for name, (a, b) in sorted(spans.items(), key=lambda x: (x[1], x[0]))
    ]
    return listed(said)


def _is_own(facts: Facts, job: Job, reason: Reason) -> bool:
    """Whether a job is the date's own work: that of its competition, or the onboarding that ends in it."""
    target, key, programme = reason.target, job.competition, facts.programme
    if target.milestone != LIVE:
        return key is not None and (key.item, key.cycle) == (target.item, target.cycle)
    people = {target.item, *(d.id for d in programme.departments if d.cluster == target.item)}
    return job.name.removeprefix("onboarding of ") in people


def _name(facts: Facts, job: Job) -> str:
    """The cluster that a job is for."""
    key = job.competition
    return job.name if key is None else name_of(facts.programme, facts.programme.cluster_of(key.procurement))
