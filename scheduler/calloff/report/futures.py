"""Several futures of one programme for an audience: each as a report, all on one axis, differences first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from calloff.case import Answer, Case, CurvePoint, compared
from calloff.compare import Comparison, Move
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff.report.audience import MARKET_GOALS
from calloff.report.blocks import blocks
from calloff.report.names import GOALS
from calloff.report.picture import Axis, Block, Mark, Ref, Row, Shift
from calloff.report.wording import count, listed, money, months

STATUS = {
    "optimal": "proved",
    "feasible": "not proved",
    "infeasible": "cannot be done: proved",
    "unknown": "no plan found in time",
    "failed": "failed",
}
MARKET_MOVES = frozenset({"gtm", "award", "expiry", "live", "route"})


@dataclass(frozen=True)
class Futures:
    """Futures side by side, as an audience may see them.

    Attributes
    ----------
    audience
        Who reads it.
    answers
        One each, the first the one the others are measured from; plans as the audience may see them.
    reports
        A report each, where there is a plan.
    comparison
        Side by side, from the plans as shown.
    curve
        Cost against peak, where asked for.
    """

    audience: Audience
    answers: tuple[Answer, ...]
    reports: tuple[Report | None, ...]
    comparison: Comparison
    curve: tuple[CurvePoint, ...]
    currency: str

    @cached_property
    def shown(self) -> list[tuple[Answer, Report]]:
        """Those that have a plan."""
        return [(a, r) for a, r in zip(self.answers, self.reports, strict=True) if r is not None]

    @cached_property
    def axis(self) -> Axis | None:
        """One axis of time for all."""
        axes = [r.axis for _, r in self.shown]
        if not axes:
            return None
        return replace(axes[0], start=min(a.start for a in axes), end=max(a.end for a in axes))

    @cached_property
    def blocks(self) -> list[Block]:
        """A block a cluster: the row that stands for it in each future, above each other."""
        if self.axis is None:
            return []
        drawn = [(a, blocks(r.programme, r.plan, r.names, self.axis)) for a, r in self.shown]
        made = []
        for first in drawn[0][1]:
            same = [(a, b) for a, held in drawn for b in held if b.cluster == first.cluster]
            rows = tuple(_beside(first.summary, b.summary, a.name) for a, b in same)
            made.append(replace(first, rows=rows, users=0))
        return made

    @cached_property
    def moving(self) -> frozenset[str]:
        """Clusters of which some milestone moves in some future."""
        return frozenset(b.cluster for b in self.blocks if any(r.shifts for r in b.rows))

    @cached_property
    def finding(self) -> str:
        """The answer in a sentence: which futures are worse first, and which cannot be."""
        others = self.answers[1:]
        if not others:
            return "One future, and nothing to compare it with."
        impossible = [a.title for a in others if a.status == "infeasible"]
        unsolved = [a.title for a in others if a.status in ("unknown", "failed")]
        worst = self._worst()
        parts = [worst] if worst else []
        if impossible:
            parts.append(f"cannot be done at all: {listed(impossible)}")
        if unsolved:
            parts.append(f"without an answer: {listed(unsolved)}")
        said = "; ".join(parts) or f"None of {count(len(others), 'future')} changes any goal"
        return f"{said[:1].upper()}{said[1:]}."

    def _worst(self) -> str:
        """The future that is worst by the first goal in which any gets worse, and by how much."""
        for line in self.comparison.goals:
            found = [(d, i) for i, d in enumerate(line.differences) if d is not None and i and line.is_sure(i)]
            if found and max(found)[0] > 0:
                most, i = max(found, key=lambda x: x[0])
                said = self.amount(line.goal, most, line.unit)
                name = GOALS.get(line.goal, line.goal)
                return f"“{self.answers[i].title}” is worst: {name[:1].lower()}{name[1:]}, up by {said}"
        return ""

    def amount(self, goal: str, value: int, unit: str) -> str:
        """A goal's value as people say it."""
        return money(value, self.currency) if goal in ("cost", "overspend") else f"{value:,} {unit}"

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Tidy tables: goals, what moved, clusters, pressure, spend, and the curve."""
        c = self.comparison
        made = {
            "futures": pd.DataFrame(
                [(a.name, a.title, a.status, round(a.seconds, 1), a.failure) for a in self.answers],
                columns=["name", "title", "status", "seconds", "failure"],
            ),
            "goals": pd.DataFrame(
                [
                    (n, g.goal, g.unit, g.values[i], g.differences[i], g.proved[i])
                    for g in c.goals
                    for i, n in enumerate(c.names)
                ],
                columns=["name", "goal", "unit", "value", "difference", "proved"],
            ).astype(object),
            "moves": pd.DataFrame([vars(m) for m in c.moves], columns=list(Move.__dataclass_fields__)).astype(object),
            "clusters": pd.DataFrame(
                [vars(x) for x in self.clusters], columns=list(ClusterLine.__dataclass_fields__)
            ).astype(object),
            "pressure": pd.DataFrame(
                [(n, p.what, p.unit, p.values[i], p.limits[i]) for p in c.pressures for i, n in enumerate(c.names)],
                columns=["name", "what", "unit", "value", "limit"],
            ).astype(object),
            "spend": pd.DataFrame(
                [(a.name, s.fiscal_year, s.kind, s.amount) for a, r in self.shown for s in r.plan.spend],
                columns=["name", "fiscal_year", "kind", "amount"],
            ),
        }
        if self.curve:
            made["curve"] = pd.DataFrame([vars(p) for p in self.curve]).astype(object)
        return made

    @cached_property
    def clusters(self) -> list[ClusterLine]:
        """For each future and cluster, how far its first letting and its last go-live move."""
        return [
            line
            for a, r in self.shown[1:]
            for cluster in r.programme.clusters
            if (line := self._cluster(a.name, r, cluster.id)).moves
        ]

    def _cluster(self, name: str, report: Report, cluster: str) -> ClusterLine:
        own = [m for m in self.comparison.moves if (m.plan, m.cluster) == (name, cluster)]
        first = {m.what: m.slots for m in own if m.cycle == 1 and m.what in ("gtm", "award")}
        lives = {m.item: m.slots for m in own if m.cycle == 1 and m.what == "live" and m.slots is not None}
        later = max(lives.values(), key=abs, default=None)
        return ClusterLine(name, cluster, first.get("gtm"), first.get("award"), later, len(lives), len(own))


def _beside(first: Row, other: Row, name: str) -> Row:
    """A row of a future, and how its milestones moved against the first."""
    return replace(other, label=name, shifts=tuple(_shifts(first, other)))


def _shifts(first: Row, other: Row) -> Iterator[Shift]:
    """Milestones that are in both rows, on other days; the last go-live whoever's it is."""
    before = {_what(m): m.day for m in first.marks}
    for m in other.marks:
        was = before.get(_what(m))
        if was is not None and was != m.day:
            later = "later" if m.day > was else "earlier"
            tip = f"{m.tip}; {months(abs((m.day - was).days))} {later} than in the first future"
            yield Shift(m.sign, was, m.day, tip)


def _what(m: Mark) -> tuple[str, Ref | None]:
    return m.sign, None if m.sign == "live" else m.of


@dataclass(frozen=True)
class ClusterLine:
    """How far one cluster moves in one future [slots]; `live` is the go-live that moves most."""

    name: str
    cluster: str
    gtm: int | None
    award: int | None
    live: int | None
    departments: int
    moves: int


def futures(
    cases: Sequence[Case],
    answers: Sequence[Answer],
    programme: Programme,
    audience: Audience = "board",
    curve: Sequence[CurvePoint] = (),
) -> Futures:
    """Futures side by side, reduced to what an audience may see before anything is compared."""
    reports = [
        None if a.plan is None else tabulate(c.programme, a.plan, {}, audience)
        for c, a in zip(cases, answers, strict=True)
    ]
    shown = [
        Answer(**{**dict(a), "plan": r.plan if r else None, "failure": a.failure if audience != "market" else None})
        for a, r in zip(answers, reports, strict=True)
    ]
    comparison = compared(shown, programme)
    if audience == "market":
        comparison = _for_market(comparison)
    currency = programme.programme.currency
    kept = () if audience == "market" else tuple(curve)
    return Futures(audience, tuple(shown), tuple(reports), comparison, kept, currency)


def _for_market(comparison: Comparison) -> Comparison:
    """A comparison of dates only."""
    return replace(
        comparison,
        goals=tuple(g for g in comparison.goals if g.goal in MARKET_GOALS),
        moves=tuple(m for m in comparison.moves if m.what in MARKET_MOVES),
        pressures=(),
    )
