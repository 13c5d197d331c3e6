"""Milestones of a plan, one list for every format that tells dates: what, when, and in plain words why it matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from calloff.compare import cluster_of
from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun, ContractRun, ExtensionRun, LotRun, OnboardingRun
from calloff.report.names import BASES
from calloff.report.wording import day, last_day, plain

if TYPE_CHECKING:
    from calloff.report import Report

Kind = Literal["gtm", "award", "live", "papers", "notice", "end"]


@dataclass(frozen=True)
class Milestone:
    """One day of a plan.

    Attributes
    ----------
    item, cycle, kind, which
        What it is of: a procurement, lot, department, contract or system, its cycle, and which milestone. `which`
        tells apart those of one kind: an extension's order, which papers.
    day
        Its day: the first of a start, the last of an end.
    cluster
        Id of its cluster.
    title
        A few words.
    lines
        Sentences about it.
    """

    item: str
    cycle: int
    kind: Kind
    which: str
    day: date
    cluster: str
    title: str
    lines: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What it is, whenever it is: the same for the same milestone of another plan."""
        return self.item, self.cycle, self.kind, self.which


def milestones(report: Report) -> list[Milestone]:
    """Every milestone of a report, by day."""
    found = [m for run in report.plan.competitions for m in _of_competition(report, run)]
    found += [_go_live(report, run) for run in report.plan.departments]
    found += [_lot_end(report, run) for run in report.plan.lots]
    found += [m for run in report.plan.contracts if (m := _old_end(report, run))]
    found += [m for e in report.plan.extensions if e.taken and (m := _notice(report, e))]
    found += _papers(report)
    return sorted(found, key=lambda m: (m.day, m.title, m.key))


def _made(
    report: Report, item: str, cycle: int, kind: Kind, when: date, title: str, *lines: str, which: str = ""
) -> Milestone:
    cluster = cluster_of(report.programme, item)
    of = (f"Cluster: {report.names.item(cluster)}.",) if cluster else ()
    return Milestone(item, cycle, kind, which, when, cluster, title, (*(line for line in lines if line), *of))


# --- competitions and what they let --------------------------------------------------------------


def _of_competition(report: Report, run: CompetitionRun) -> Iterator[Milestone]:
    item, title = run.lot or run.procurement, report.names.competition(run)
    route = f"Route to market: {report.names.route(run.route)}."
    if when := gtm_day(report.programme, run):
        said = f"The tender notice for {title} {'was' if _past(report, when) else 'is'} published."
        yield _made(report, item, run.cycle, "gtm", when, f"{title}: go to market", said, route, _owner(report, item))
    if when := award_day(report.programme, run):
        ahead = f"Last day to sign what {title} lets; the contracts run from the next day."
        said = f"What {title} lets was signed." if _past(report, when) else ahead
        yield _made(report, item, run.cycle, "award", when, f"{title}: award", said, route, _owner(report, item))


def _past(report: Report, when: date) -> bool:
    return when < report.programme.programme.as_of


def _owner(report: Report, item: str) -> str:
    """Who has to act on an item, where the programme says."""
    p = report.programme
    row = p.lot.get(item) or p.procurement.get(item) or p.department.get(item) or p.contract.get(item)
    cluster = p.cluster.get(cluster_of(p, item))
    owner = (row and row.owner) or (cluster and (cluster.owner or cluster.lead))
    return f"Owner: {plain(owner)}." if owner else ""


def _go_live(report: Report, run: OnboardingRun) -> Milestone:
    title = report.names.item(run.department)
    again = "" if run.cycle == 1 else f", cycle {run.cycle}"
    when = last_day(run.live)
    said = f"{title} is live on the new service." if _past(report, when) else f"Last day by which {title} goes live."
    leaving = f"It leaves its old systems by {day(last_day(run.leaving))}." if run.leaving else ""
    item = run.department if run.lot is None else f"{run.department} on {run.lot}"
    return _made(
        report, item, run.cycle, "live", when, f"{title}: go-live{again}", said, leaving, _owner(report, run.department)
    )


def _lot_end(report: Report, run: LotRun) -> Milestone:
    title = report.names.item(run.lot) + ("" if run.cycle == 1 else f", cycle {run.cycle}")
    option = f", with {run.option} months of option" if run.option else ""
    said = f"Last day of the contract: {run.term} months from award{option}."
    return _made(report, run.lot, run.cycle, "end", last_day(run.expiry), f"{title}: contract ends", said)


# --- what runs out -------------------------------------------------------------------------------


def _old_end(report: Report, run: ContractRun) -> Milestone | None:
    """End of an old contract's cover: its own last day, or that of the extensions taken."""
    row = report.programme.contract.get(run.contract)
    if row is None or row.ends is None or run.covers_to is None:
        return None
    title = report.names.item(run.contract)
    taken = sum(e.taken for e in report.plan.extensions if e.of == run.contract)
    when = last_day(run.covers_to) if taken else row.ends
    said = (
        f"Last day of the old contract; without extensions {day(row.ends)}." if taken else "Last day of the contract."
    )
    systems = "Systems under it: " + ", ".join(report.names.item(s) for s in row.systems) + "."
    words = f"{title}: old contract ends"
    return _made(report, run.contract, 1, "end", when, words, said, systems, _owner(report, run.contract))


def _notice(report: Report, e: ExtensionRun) -> Milestone | None:
    if e.notice_by is None:
        return None
    title = report.names.item(e.of)
    basis = "in the contract" if e.basis == "option" else "agreed" if e.agreed else "agreed by nobody yet"
    said = f"Last day to order {e.months} months more, to {day(last_day(e.end))}, by {BASES[e.basis]}: {basis}."
    found = (d for d in report.plan.decisions if d.kind == "notice" and d.item == e.of)
    missed = next((d.miss_costs for d in found if d.last_safe_day == e.notice_by and d.miss_costs), None)
    words = f"{title}: last day to order extension {e.order}"
    cost = f"If it is missed: {missed}." if missed else ""
    return _made(report, e.of, 1, "notice", e.notice_by, words, said, cost, _owner(report, e.of), which=str(e.order))


def _papers(report: Report) -> Iterator[Milestone]:
    """Days by which boards want their papers; those of one name are counted from the last, as the first pass away."""
    left = Counter(d.what for d in report.plan.decisions if d.kind == "papers")
    for d in sorted(report.plan.decisions, key=lambda d: (d.last_safe_day, d.what)):
        if d.kind == "papers":
            which = f"{d.what} {left[d.what]}"
            left[d.what] -= 1
            said = "Last day to send the papers; a later day misses the meeting that this plan counts on."
            owner = f"Owner: {plain(d.owner)}." if d.owner else ""
            yield _made(report, d.item, 1, "papers", d.last_safe_day, plain(d.what), said, owner, which=which)
