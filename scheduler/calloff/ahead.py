"""The next decisions of a plan: what, whose, and the last day on which each is safe.

Each item's next competition and onboarding count, and the notice days of extensions that are
taken but not agreed. A start is safe to the first day of its slot, an award to the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from calloff.facts import Facts
from calloff.facts_cover import Added
from calloff.facts_history import Run
from calloff.plan import Decision
from calloff.programme import Competition
from calloff.rows import Row
from calloff.tables import Cluster, Department

Kind = Literal["start", "gtm", "award", "papers", "notice", "join", "onboarding"]


def ahead(facts: Facts) -> list[Decision]:
    """Open decisions from now on, by the last safe day."""
    found = [*_competitions(facts), *_notices(facts), *_departments(facts)]
    return sorted(found, key=lambda d: (d.last_safe_day, d.item, d.kind, d.what))


# --- competitions ------------------------------------------------------------------------------


def _competitions(facts: Facts) -> Iterator[Decision]:
    seen: set[str] = set()
    for key, run in facts.runs.items():
        if not run.over and key.item not in seen:
            seen.add(key.item)
            yield from _starts(facts, run)
            yield from _papers(facts, run)
            if not run.is_actual("award") and run.award is not None:
                yield _of_run(facts, run, "award", f"Award {_title(facts, run)}", facts.calendar.last_day(run.award))


def _starts(facts: Facts, run: Run) -> Iterator[Decision]:
    title = _title(facts, run)
    market = None if run.is_actual("gtm") else run.gtm
    if market is not None:
        yield _of_run(facts, run, "gtm", f"Go to market for {title}", facts.day(market))
    for phase in run.open_phases():
        first = run.progress.first == 0 and not phase.running
        if not phase.running and (first or phase.row.max_wait > 0):
            # A phase that follows at once is no decision of its own.
            if run.positions[phase.row.id] - 1 != run.positions["gtm"]:
                what = f"Start {phase.row.title or phase.row.id} for {title}"
                yield _of_run(facts, run, "start", what, facts.day(phase.start))
            return


def _papers(facts: Facts, run: Run) -> Iterator[Decision]:
    for phase in run.open_phases():
        if phase.end - 1 < facts.now:
            continue
        for name in sorted(facts.programme.demands_for(phase.row.id, run.key.procurement)):
            board = facts.programme.resource.get(name)
            if board is not None and board.kind == "meeting":
                what = f"Send papers on {_title(facts, run)} to {board.title or board.id}"
                day = facts.day(phase.end - 1) - timedelta(days=board.papers)
                yield _of_run(facts, run, "papers", what, day)


def _title(facts: Facts, run: Run) -> str:
    key = run.key
    row: Row = facts.programme.lot[key.lot] if key.lot else facts.programme.procurement[key.procurement]
    title = row.title or key.item
    return title if key.lot is None else f"{title}, cycle {key.cycle}"


def _of_run(facts: Facts, run: Run, kind: Kind, what: str, day: date) -> Decision:
    return Decision(
        what=what,
        item=run.key.item,
        kind=kind,
        owner=_run_owner(facts, run.key),
        last_safe_day=day,
        miss_costs=None,
    )


def _run_owner(facts: Facts, key: Competition) -> str | None:
    procurement = facts.programme.procurement[key.procurement]
    own = facts.programme.lot[key.lot].owner if key.lot else None
    return own or procurement.owner or _lead(facts.programme.cluster[procurement.cluster])


def _lead(cluster: Cluster) -> str | None:
    return cluster.owner or cluster.lead


# --- extensions --------------------------------------------------------------------------------


def _notices(facts: Facts) -> Iterator[Decision]:
    for owner in sorted({of for of, _ in facts.taken}):
        for step in facts.cover.taken_steps(owner):
            if not step.row.agreed:
                yield _notice(facts, owner, step)


def _notice(facts: Facts, owner: str, step: Added) -> Decision:
    programme = facts.programme
    row: Row = programme.contract[owner] if owner in programme.contract else programme.system[owner]
    return Decision(
        what=f"Order extension {step.row.order} of {row.title or owner} ({step.row.months} months)",
        item=owner,
        kind="notice",
        owner=step.row.owner or row.owner or _only_lead(facts, owner),
        last_safe_day=facts.calendar.last_day(step.notice),
        miss_costs=_missed(facts, owner, step),
    )


def _missed(facts: Facts, owner: str, step: Added) -> str | None:
    """What is lost, counted, where this extension and all after it are not taken."""
    others = facts.cover.without(owner, step.row.order)
    systems = [facts.programme.system[s] for s in _systems(facts, owner)]
    unit = facts.programme.programme.unit
    lost = []
    for trouble, words in (("gap", "of gap"), ("unsupported", "out of support")):
        more = sum(others.weighed(s, trouble) - facts.cover.weighed(s, trouble) for s in systems)
        if more:
            lost.append(f"{more:,} user-{unit}s {words}")
    return " and ".join(lost) or None


def _systems(facts: Facts, owner: str) -> tuple[str, ...]:
    contract = facts.programme.contract.get(owner)
    return contract.systems if contract else (owner,)


def _only_lead(facts: Facts, owner: str) -> str | None:
    """Lead of the cluster whose departments use what is extended, where it is just one."""
    systems = [facts.programme.system[s] for s in _systems(facts, owner)]
    clusters = {facts.programme.department[d].cluster for s in systems for d in s.departments}
    return _lead(facts.programme.cluster[clusters.pop()]) if len(clusters) == 1 else None


# --- departments -------------------------------------------------------------------------------


def _departments(facts: Facts) -> Iterator[Decision]:
    for d in facts.joining():
        planned = [x for x in facts.onboardings.values() if x.department == d.id and x.planned and x.start is not None]
        first = min(planned, key=lambda x: (x.cycle, x.start or 0), default=None)
        if first is None or first.start is None:
            continue
        if first.cycle == 1 and d.decision_by is not None and d.decision_by >= facts.calendar.as_of:
            yield _of_department(facts, d, "join", f"Decide whether {d.title or d.id} joins", d.decision_by)
        yield _of_department(facts, d, "onboarding", f"Start onboarding {d.title or d.id}", facts.day(first.start))


def _of_department(facts: Facts, d: Department, kind: Kind, what: str, day: date) -> Decision:
    owner = d.owner or _lead(facts.programme.cluster[d.cluster])
    return Decision(what=what, item=d.id, kind=kind, owner=owner, last_safe_day=day, miss_costs=None)
