"""The plan on a page, cluster by cluster: all rows, and the one row that stands for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from calloff.calendar import Calendar
from calloff.plan import Plan, SystemRun
from calloff.programme import Programme
from calloff.programme_index import grouped
from calloff.report.lettings import Lettings
from calloff.report.names import Names
from calloff.report.picture import RISKS, Axis, Bar, Block, Row
from calloff.report.running_out import WORST, running_out, trouble_bars

NEW = frozenset({"prepare", "tender", "build", "done", "onboard"})


def blocks(programme: Programme, plan: Plan, names: Names, axis: Axis) -> list[Block]:
    """One block a cluster, in the order in which they go to market."""
    systems = grouped(plan.systems, lambda s: names.system_cluster(s.system))
    taken = grouped((e for e in plan.extensions if e.taken), lambda e: e.of)
    lettings = Lettings(programme, plan, names)
    made = []
    for c in programme.clusters:
        held = systems.get(c.id, [])
        rows = lettings.of(c.id)
        rows += running_out(programme, taken, names, held, axis.start)
        made.append(_block(programme, names, axis, c.id, rows, _worst(names, held)))
    runs = grouped((c for c in plan.competitions if c.cycle == 1), lambda c: programme.cluster_of(c.procurement))
    first = {cluster: min(c.gtm or c.award or c.end for c in held) for cluster, held in runs.items()}
    return sorted(made, key=lambda b: (first.get(b.cluster, date.max), b.title))


def _block(programme: Programme, names: Names, axis: Axis, cluster: str, rows: list[Row], troubles: list[Bar]) -> Block:
    row = programme.cluster[cluster]
    return Block(
        cluster,
        names.item(cluster),
        sum(d.users for d in programme.departments_of(cluster)),
        _summary(names, cluster, rows, troubles),
        tuple(r for r in rows if r.on(axis)),
        sum(not r.on(axis) for r in rows),
        _live_by(programme, row.live_by),
    )


def _live_by(programme: Programme, live_by: date | None) -> date | None:
    calendar = Calendar.of(programme)
    return None if live_by is None else calendar.day(calendar.end_on(live_by))


def _summary(names: Names, cluster: str, rows: list[Row], troubles: list[Bar]) -> Row:
    """First letting, last go-live, and the worst of the systems at each time, on one line."""
    first = [r for r in rows if r.kind == "competition"]
    shown = [b for r in rows if r.kind in ("competition", "department") for b in r.bars if b.sign in NEW]
    marks = [m for r in first for m in r.marks]
    lives = [m for r in rows for m in r.marks if m.sign == "live"]
    last = max(lives, key=lambda m: m.day, default=None)
    return Row(
        names.item(cluster),
        tuple(replace(b, text="") for b in shown),
        (*marks, *([last] if last else [])),
        under=tuple(troubles),
        item=cluster,
        risks=tuple(k for k in RISKS if any(k in r.risks for r in rows)),
    )


def _worst(names: Names, systems: Sequence[SystemRun]) -> list[Bar]:
    """Troubles of a cluster's systems, the worst last so that it is drawn on top."""
    found = [b for s in systems for b in trouble_bars(s, names.item(s.system))]
    return sorted(found, key=lambda b: (-WORST.index(b.sign), b.start))
