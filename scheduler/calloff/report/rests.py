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
from calloff.programme_index import grouped
from calloff.report.names import Names
from calloff.report.picture import Ref, Row
from calloff.report.wording import last_day

Figure = tuple[str, str, str]
PHASE = ("duration", "min_wait", "max_wait")
MIGRATION = ("onboarding", "decision_by", "wave")


@dataclass(frozen=True)
class Rest:
    """One planned date of a cluster, and the figures that lead to it directly.

    Attributes
    ----------
    cluster
        Id of its cluster.
    item, milestone
        Its title and milestone, as people say them.
    day
        The date.
    figures
        Sources of the figures, by place.
    of
        What it is of.
    """

    cluster: str
    item: str
    milestone: str
    day: date
    figures: tuple[t.Source, ...]
    of: Ref

    @property
    def assumed(self) -> tuple[t.Source, ...]:
        """Those that somebody assumed."""
        return tuple(s for s in self.figures if s.mark == "assumed")


@dataclass(frozen=True)
class Sources:
    """The sources of a programme's figures, by place."""

    sources: tuple[t.Source, ...]

    @cached_property
    def _by_figure(self) -> dict[Figure, t.Source]:
        return {(s.table, s.row, s.column): s for s in self.sources}

    def behind(self, figures: Iterable[Figure]) -> tuple[t.Source, ...]:
        """Sources that speak of any of these figures; a figure's own row wins over `*`."""
        found = {}
        for table, row, column in figures:
            source = self._by_figure.get((table, row, column)) or self._by_figure.get((table, "*", column))
            if source is not None:
                found[source.table, source.row, source.column] = source
        return tuple(found.values())

    @cached_property
    def _by_row(self) -> dict[tuple[str, str], list[t.Source]]:
        return grouped(self.sources, lambda s: (s.table, s.row))

    def of_row(self, table: str, row: str) -> list[t.Source]:
        """Sources of every figure of one row; its own win over `*`."""
        own = self._by_row.get((table, row), [])
        named = {s.column for s in own}
        return [*own, *(s for s in self._by_row.get((table, "*"), []) if s.column not in named)]


def rests(programme: Programme, plan: Plan, names: Names) -> list[Rest]:
    """Go-to-market, award and go-live of the first cycle that lie ahead, and what they rest on."""
    held = Sources(programme.sources)
    found = [r for c in plan.competitions if c.cycle == 1 for r in _of_competition(programme, names, held, c)]
    found += [r for o in plan.departments if o.cycle == 1 for r in _of_department(programme, plan, names, held, o)]
    return [r for r in found if r.day >= programme.programme.as_of]


def weightiest(held: Sequence[Rest]) -> list[tuple[t.Source, int]]:
    """Assumed figures with the number of dates that rest on each, the most first."""
    figures = {(s.table, s.row, s.column): s for r in held for s in r.assumed}
    counted = Counter((s.table, s.row, s.column) for r in held for s in r.assumed)
    return [(figures[key], n) for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _of_competition(programme: Programme, names: Names, held: Sources, run: CompetitionRun) -> Iterator[Rest]:
    rows = programme.phases_for(run.route, run.procurement)
    gtm = rows[: programme.gtm_index(rows)]
    award = rows[: programme.award_index(rows) + 1]
    cluster = programme.cluster_of(run.procurement)
    if run.gtm:
        yield Rest(
            cluster, names.item(run.procurement), "go to market", run.gtm, held.behind(_figures(gtm)), _ref(run, "gtm")
        )
    if run.award:
        day = last_day(run.award)
        yield Rest(cluster, names.item(run.procurement), "award", day, held.behind(_figures(award)), _ref(run, "award"))


def _ref(run: CompetitionRun, milestone: str) -> Ref:
    return Ref(run.procurement, run.cycle, milestone)


def _of_department(programme: Programme, plan: Plan, names: Names, held: Sources, run: OnboardingRun) -> Iterator[Rest]:
    row = programme.department[run.department]
    needed = {p.id for p in programme.needed_of(row.cluster)}
    figures = [("departments", row.id, column) for column in MIGRATION]
    for c in plan.competitions:
        if c.cycle == 1 and c.procurement in needed:
            figures += _figures(programme.phases_for(c.route, c.procurement))
    of = Ref(row.id, run.cycle, "live")
    yield Rest(row.cluster, names.item(row.id), "go-live", last_day(run.live), held.behind(figures), of)


def _figures(rows: Iterable[t.Phase]) -> list[Figure]:
    return [("phases", key_of("phases", row), column) for row in rows for column in PHASE]


OWN = {
    "competition": ("procurements",),
    "lot": ("lots",),
    "again": ("lots",),
    "department": ("departments",),
    "system": ("systems",),
    "contract": ("contracts",),
}
"""Tables that hold a row's own figures, by its kind."""


class Grounds:
    """Which sources the rows of a picture rest on.

    Parameters
    ----------
    programme
        Whose sources.
    held
        Dates ahead, and what each rests on.
    """

    def __init__(self, programme: Programme, held: Sequence[Rest]) -> None:
        self._programme, self._sources = programme, Sources(programme.sources)
        self._place = {id(s): i for i, s in enumerate(programme.sources)}
        self._behind: dict[tuple[str, int], list[t.Source]] = {}
        for r in held:
            self._behind.setdefault((r.of.item, r.of.cycle), []).extend(r.figures)

    def of(self, row: Row) -> list[int]:
        """Places of the sources of a row's figures, those behind its dates and its own, in the table's order."""
        found = list(self._behind.get((row.item, row.cycle), ()))
        keys = [(table, row.item) for table in OWN.get(row.kind, ())]
        if row.kind in ("lot", "again"):
            keys += [("terms", key_of("terms", x)) for x in self._programme.terms if x.lot == row.item]
        if row.kind in ("system", "contract"):
            keys += [("extensions", key_of("extensions", x)) for x in self._programme.extensions_of(row.item)]
        found += [s for table, key in keys for s in self._sources.of_row(table, key)]
        return sorted({self._place[id(s)] for s in found})


def resting(held: Sequence[Rest]) -> str:
    """How many of several dates ahead rest on assumed figures: a clause without its end, for more than none."""
    on = sum(bool(r.assumed) for r in held)
    if len(held) == 1:
        return f"the one date ahead rests on {'assumed figures' if on else 'no assumed figure'}"
    return f"{'all' if on == len(held) else f'{on} of'} {len(held)} dates ahead rest on assumed figures"


def figure_said(source: t.Source) -> str:
    """Which figure a source speaks of, in words."""
    if source.row == "*":
        return f"every {source.column} in {source.table}"
    return f"{source.column} of {' / '.join(part for part in source.row.split('/') if part)}"


def marks(programme: Programme) -> Counter[str]:
    """How many figures are sourced, derived and assumed."""
    return Counter(s.mark for s in programme.sources)
