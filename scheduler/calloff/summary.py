"""The few lines that say what a plan comes to: who goes to market when, and when all are live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calloff.happened import DAY, award_day, gtm_day
from calloff.plan import CompetitionRun, Decision, Plan
from calloff.programme import Programme

DECISIONS = 5


@dataclass(frozen=True)
class ProcurementLine:
    """One procurement's first letting.

    Attributes
    ----------
    cluster, procurement
        Names for people.
    gtm
        Day of the tender notice; None where it lies before what is known.
    award
        Day on which the contract was signed, or the last by which it is planned; None likewise.
    live
        Last day by which the last department of the cluster is live; None without departments.
    """

    cluster: str
    procurement: str
    gtm: date | None
    award: date | None
    live: date | None


@dataclass(frozen=True)
class Summary:
    """What a plan comes to, in the order people ask.

    Attributes
    ----------
    verdict
        One sentence on what is proved.
    procurements
        One line a procurement, by tender notice.
    decisions
        The next few decisions.
    """

    verdict: str
    procurements: tuple[ProcurementLine, ...]
    decisions: tuple[Decision, ...]


def summarise(programme: Programme, plan: Plan) -> Summary:
    """Say what a plan comes to."""
    lines = [_line(programme, plan, run) for run in plan.competitions if run.cycle == 1 and run.lot is None]
    lines.sort(key=lambda line: (line.gtm or date.min, line.cluster, line.procurement))
    return Summary(verdict(plan), tuple(lines), plan.decisions[:DECISIONS])


def verdict(plan: Plan) -> str:
    """What is proved of a plan, in one sentence."""
    open_goals = [g.goal for g in plan.goals if not g.proved]
    if plan.status == "optimal":
        return "Optimal: every goal is proved for these figures."
    if not open_goals:
        return "Feasible: the plan keeps every rule."
    return f"Feasible: the plan keeps every rule; not proved for these figures: {', '.join(open_goals)}."


def _line(programme: Programme, plan: Plan, run: CompetitionRun) -> ProcurementLine:
    procurement = programme.procurement[run.procurement]
    cluster = programme.cluster[procurement.cluster]
    return ProcurementLine(
        cluster.title or cluster.id,
        procurement.title or procurement.id,
        gtm_day(programme, run),
        award_day(programme, run),
        _last_live(programme, plan, cluster.id),
    )


def _last_live(programme: Programme, plan: Plan, cluster: str) -> date | None:
    members = {d.id for d in programme.joining(cluster)}
    ends = [run.live for run in plan.departments if run.lot is None and run.department in members]
    return max(ends) - DAY if ends else None
