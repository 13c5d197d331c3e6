"""A plan as an outline of tasks and links, as project tools hold it: clusters, competitions, phases, milestones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from calloff.plan import CompetitionRun, OnboardingRun
from calloff.report.milestones import Milestone, milestones
from calloff.report.outline_links import Link, Points, dependencies
from calloff.report.wording import last_day, plain

if TYPE_CHECKING:
    from calloff.report import Report

Key = tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One line of the outline.

    Attributes
    ----------
    key
        What it is, whenever it is: the same in every plan of a programme.
    level
        1 is the outermost.
    kind
        A summary's days are those of what is under it.
    name
        What it is called.
    start, last
        First and last day; of a milestone the same.
    at_end
        Whether a milestone falls at the end of its day rather than at its beginning.
    deadline
        Last day by which it should be.
    owner
        Who has to act, if known.
    lines
        Sentences about it.
    """

    key: Key
    level: int
    kind: Literal["summary", "task", "milestone"]
    name: str
    start: date
    last: date
    at_end: bool = False
    deadline: date | None = None
    owner: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """Tasks in order, and the links between them."""

    tasks: tuple[Task, ...]
    links: tuple[Link, ...]


def outline(report: Report) -> Outline:
    """The outline of a report."""
    found = milestones(report)
    ordered = [m for m in found if m.kind == "notice"]
    made = _Made(report, {m.key[:3]: m for m in found if m.kind != "notice"}, ordered)
    for block in report.blocks:
        made.cluster(block.cluster)
    made.externals()
    made.points.days |= {t.key: (t.start, t.last) for t in made.tasks}
    links = [*made.links, *dependencies(report.programme, made.points)]
    return Outline(tuple(made.tasks), tuple(dict.fromkeys(links)))


@dataclass
class _Made:
    """An outline under construction."""

    report: Report
    held: dict[tuple[str, int, str], Milestone]
    ordered: list[Milestone]
    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    points: Points = field(default_factory=Points)

    # --- clusters ----------------------------------------------------------------------------------

    def cluster(self, cluster: str) -> None:
        """Everything of one cluster."""
        names, programme = self.report.names, self.report.programme
        row = programme.cluster[cluster]
        with _Under(self, ("cluster", cluster), 1, names.item(cluster), plain(row.owner or row.lead or "")):
            for p in programme.procurements_of(cluster):
                for run in sorted(_runs(self.report, p.id), key=lambda c: (c.cycle, c.lot or "")):
                    self.competition(run)
            self.onboarding(cluster)
            self.old_contracts(cluster)

    def competition(self, run: CompetitionRun) -> None:
        """One competition: its phases and milestones in order, then the ends of what it lets."""
        item, report = run.lot or run.procurement, self.report
        with _Under(self, ("competition", item, str(run.cycle)), 2, report.names.competition(run), self.owner(item)):
            order = list(self.steps(run, item))
            self.chain(order)
            if order and run.lot is None:
                self.points.first[run.procurement], self.points.last[run.procurement] = order[0], order[-1]
            let = [x for x in report.plan.lots if x.cycle == run.cycle and (run.lot or x.lot) == x.lot]
            for x in let:
                if report.programme.lot[x.lot].procurement == run.procurement:
                    self.milestone((x.lot, x.cycle, "end"), 3)

    def steps(self, run: CompetitionRun, item: str) -> Iterator[Key]:
        """Keys of a competition's phases and milestones, as they follow one another."""
        rows = self.report.programme.phases_for(run.route, run.procurement)
        spans = {p.phase: p for p in run.phases}
        gtm, award = self.report.programme.gtm_index(rows), self.report.programme.award_index(rows)
        for i, row in enumerate(rows):
            if i == gtm and (key := self.milestone((item, run.cycle, "gtm"), 3)):
                yield key
            if (p := spans.get(row.id)) is not None:
                key = ("phase", item, str(run.cycle), row.id)
                kind: Literal["task", "milestone"] = "task" if p.end > p.start else "milestone"
                name = self.report.names.phase(run.route, run.procurement, row.id)
                start = p.start if p.end > p.start else last_day(p.end)
                self.tasks.append(Task(key, 3, kind, name, start, last_day(p.end), at_end=True, owner=self.owner(item)))
                yield key
            if i == award and (key := self.milestone((item, run.cycle, "award"), 3)):
                yield key

    # --- departments and old contracts ---------------------------------------------------------------

    def onboarding(self, cluster: str) -> None:
        """A cluster's migrations and go-lives, the first to be live first."""
        members = {d.id for d in self.report.programme.departments_of(cluster)}
        runs = [o for o in self.report.plan.departments if o.department in members]
        with _Under(self, ("onboarding", cluster), 2, "Onboarding", ""):
            for run in sorted(runs, key=lambda o: (o.live, o.department, o.cycle)):
                self.migration(cluster, run)
        self.waves(cluster)

    def migration(self, cluster: str, run: OnboardingRun) -> None:
        """One department's migration, after everything it waits for, and its go-live."""
        item = run.department if run.lot is None else f"{run.department} on {run.lot}"
        name = self.report.names.item(run.department) + ("" if run.cycle == 1 else f", cycle {run.cycle}")
        key = ("migration", item, str(run.cycle))
        if run.start and run.live > run.start:
            owner = self.owner(run.department)
            self.tasks.append(
                Task(key, 3, "task", f"{name}: onboarding", run.start, last_day(run.live), at_end=True, owner=owner)
            )
            if run.lot is None:
                self.points.first[run.department] = key
                needed = [p.id for p in self.report.programme.needed_of(cluster)]
                self.links += [Link(self.points.last[p], key) for p in needed if p in self.points.last]
        due = self.report.programme.cluster[cluster].live_by if run.cycle == 1 else None
        live = self.milestone((item, run.cycle, "live"), 3, deadline=due)
        if live and any(t.key == key for t in self.tasks[-2:]):
            self.links.append(Link(key, live))

    def waves(self, cluster: str) -> None:
        """A wave starts when the wave before is live."""
        rows = [d for d in self.report.programme.joining(cluster) if d.wave is not None]
        order = sorted({d.wave for d in rows if d.wave is not None})
        for before, after in pairwise(order):
            ended = [self.points.at.get((d.id, "live")) for d in rows if d.wave == before]
            starts = [self.points.first[d.id] for d in rows if d.wave == after and d.id in self.points.first]
            self.links += [Link(a, b) for a in ended if a for b in starts]

    def old_contracts(self, cluster: str) -> None:
        """Ends of a cluster's old contracts, and the last days to order what extends them."""
        ordered = [m for m in self.ordered if m.cluster == cluster]
        with _Under(self, ("old", cluster), 2, "Old contracts", ""):
            for c in self.report.programme.contracts:
                self.notices([m for m in ordered if m.item == c.id])
                if (end := self.held.get((c.id, 1, "end"))) and end.cluster == cluster:
                    self.milestone((c.id, 1, "end"), 3)
            self.notices([m for m in ordered if m.item not in self.report.programme.contract])

    def notices(self, found: list[Milestone]) -> None:
        """Last days to order extensions."""
        for m in found:
            key = ("notice", m.item, m.which)
            self.tasks.append(Task(key, 3, "milestone", m.title, m.day, m.day, at_end=True, lines=m.lines))

    def externals(self) -> None:
        """Milestones of other programmes."""
        with _Under(self, ("externals",), 1, "Other programmes", ""):
            for e in self.report.programme.externals:
                key = self.points.at[e.id, ""] = ("external", e.id)
                name = self.report.names.item(e.id)
                self.tasks.append(Task(key, 2, "milestone", name, e.date, e.date, at_end=True))

    # --- pieces ----------------------------------------------------------------------------------------

    def milestone(self, of: tuple[str, int, str], level: int, deadline: date | None = None) -> Key | None:
        """Add a milestone, where the plan has it."""
        found = self.held.get(of)
        if found is None:
            return None
        item, cycle, kind = of
        key = ("milestone", item, str(cycle), kind)
        self.tasks.append(
            Task(key, level, "milestone", found.title, found.day, found.day, kind != "gtm", deadline,
                 self.owner(item), found.lines)
        )  # fmt: skip
        if cycle == 1:
            self.points.at[item, kind] = key
        return key

    def chain(self, order: list[Key]) -> None:
        """Link each to the next."""
        self.links += [Link(a, b) for a, b in pairwise(order)]

    def owner(self, item: str) -> str:
        """Who owns an item by itself, if the programme says."""
        p = self.report.programme
        row = p.lot.get(item) or p.procurement.get(item) or p.department.get(item) or p.contract.get(item)
        return plain(row.owner) if row and row.owner else ""


@dataclass
class _Under:
    """A summary over what is added inside it; none where nothing is."""

    made: _Made
    key: Key
    level: int
    name: str
    owner: str

    def __enter__(self) -> None:
        self.at = len(self.made.tasks)

    def __exit__(self, *_: object) -> None:
        inside = self.made.tasks[self.at :]
        if inside:
            start, last = min(t.start for t in inside), max(t.last for t in inside)
            summary = Task(self.key, self.level, "summary", self.name, start, last, owner=self.owner)
            self.made.tasks.insert(self.at, summary)


def _runs(report: Report, procurement: str) -> list[CompetitionRun]:
    return [c for c in report.plan.competitions if c.procurement == procurement]
