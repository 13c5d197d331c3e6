"""Which planned dates rest on figures that somebody assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calloff import tables as t
from calloff.plan import CompetitionRun, OnboardingRun, Plan
from calloff.programme import Programme, key_of
from calloff.report.names import Names
from calloff.report.wording import last_day

Figure = tuple[str, str, str]
PHASE = ("duration", "min_wait", "max_wait")
MIGRATION = ("onboarding", "decision_by", "wave")


@dataclass(frozen=True)
class Rest:
    """One planned date of a cluster, and the assumed figures that lead to it directly."""

    cluster: str
    item: str
    milestone: str
    day: date
    assumed: tuple[t.Source, ...]


@dataclass(frozen=True)
class Assumed:
    """The assumed figures of a programme, by place."""

    sources: tuple[t.Source, ...]

    @cached_property
    def _by_figure(self) -> dict[Figure, t.Source]:
        return {(s.table, s.row, s.column): s for s in self.sources}

    def behind(self, figures: Iterable[Figure]) -> tuple[t.Source, ...]:
        """Sources marked assumed that speak of any of these figures; a figure's own row wins over `*`."""
        found = {}
        for table, row, column in figures:
            source = self._by_figure.get((table, row, column)) or self._by_figure.get((table, "*", column))
            if source is not None and source.mark == "assumed":
                found[source.table, source.row, source.column] = source
        return tuple(found.values())


def rests(programme: Programme, plan: Plan, names: Names) -> list[Rest]:
    """Go-to-market, award and go-live of the first cycle that lie ahead, and what they rest on."""
    assumed = Assumed(programme.sources)
    found = [r for c in plan.competitions if c.cycle == 1 for r in _of_competition(programme, names, assumed, c)]
    found += [r for o in plan.departments if o.cycle == 1 for r in _of_department(programme, plan, names, assumed, o)]
    return [r for r in found if r.day >= programme.programme.as_of]


def weightiest(held: Sequence[Rest]) -> list[tuple[t.Source, int]]:
    """Assumed figures with the number of dates that rest on each, the most first."""
    figures = {(s.table, s.row, s.column): s for r in held for s in r.assumed}
    counted = Counter((s.table, s.row, s.column) for r in held for s in r.assumed)
    return [(figures[key], n) for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _of_competition(programme: Programme, names: Names, assumed: Assumed, run: CompetitionRun) -> Iterator[Rest]:
    rows = programme.phases_for(run.route, run.procurement)
    gtm = rows[: programme.gtm_index(rows)]
    award = rows[: programme.award_index(rows) + 1]
    cluster = programme.cluster_of(run.procurement)
    if run.gtm:
        yield Rest(cluster, names.item(run.procurement), "go to market", run.gtm, assumed.behind(_figures(gtm)))
    if run.award:
        day = last_day(run.award)
        yield Rest(cluster, names.item(run.procurement), "award", day, assumed.behind(_figures(award)))


def _of_department(
    programme: Programme, plan: Plan, names: Names, assumed: Assumed, run: OnboardingRun
) -> Iterator[Rest]:
    row = programme.department[run.department]
    needed = {p.id for p in programme.needed_of(row.cluster)}
    figures = [("departments", row.id, column) for column in MIGRATION]
    for c in plan.competitions:
        if c.cycle == 1 and c.procurement in needed:
            figures += _figures(programme.phases_for(c.route, c.procurement))
    yield Rest(row.cluster, names.item(row.id), "go-live", last_day(run.live), assumed.behind(figures))


def _figures(rows: Iterable[t.Phase]) -> list[Figure]:
    return [("phases", key_of("phases", row), column) for row in rows for column in PHASE]


def marks(programme: Programme) -> Counter[str]:
    """How many figures are sourced, derived and assumed."""
    return Counter(s.mark for s in programme.sources)
