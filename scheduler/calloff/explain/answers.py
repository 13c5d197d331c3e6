"""Whole answers to a command's question: lines for people, data for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calloff.budget import Budget
from calloff.errors import Fault, InputError
from calloff.explain.conflict import Prober, conflicts
from calloff.explain.contingency import Stage, contingency
from calloff.explain.funding_words import funding_words
from calloff.explain.limits import limits_words
from calloff.explain.moving import move, read_move
from calloff.explain.reason import Reason, Target
from calloff.explain.reason_words import reason_words, title_of
from calloff.explain.reasons import reasons
from calloff.explain.repairs import Repair, repairs
from calloff.explain.targets import targets
from calloff.explain.words import conflict_words, moved_words, repair_words
from calloff.explain.worth import Asked
from calloff.explain.worth_words import asked_words
from calloff.explain.worths import worths
from calloff.explain.wrong import doubt_words, doubts
from calloff.facts import Facts
from calloff.model.build import build
from calloff.options import Options
from calloff.plan import Plan
from calloff.programme import Programme


@dataclass(frozen=True)
class Answer:
    """An answer: lines for people, the same as data, whether no plan exists, and what of it can be kept."""

    lines: tuple[str, ...]
    data: Any
    infeasible: bool = False
    reasons: tuple[Reason, ...] = ()
    worth: Asked | None = None


@dataclass(frozen=True)
class Question:
    """What is asked: a programme, its plan, and an item or None for all of it."""

    programme: Programme
    plan: Plan
    item: str | None


def what_capacity_is_worth(
    programme: Programme, plan: Plan, options: Options, on_each: Callable[[str], None] | None = None
) -> Answer:
    """What one more unit of each resource saves in the quarters in which the plan leaves none."""
    asked = worths(programme, plan, options, on_each=on_each)
    data = [
        {
            "resource": w.place.resource,
            "quarter": w.place.quarter,
            "proved": w.proved,
            "saved": [asdict(s) for s in w.savings],
        }
        for w in asked.worths
    ]
    unasked = [{"resource": p.resource, "quarter": p.quarter} for p in asked.unasked]
    return Answer(asked_words(programme, asked), {"capacity": data, "not_looked_at": unasked}, worth=asked)


def why(
    question: Question, *, seconds: float, workers: int, seed: int, on_each: Callable[[str], None] | None = None
) -> Answer:
    """Why the dates of a plan are as they are.

    Parameters
    ----------
    question
        What is asked.
    seconds
        Wall time for each date [s].
    workers, seed
        Threads and seed of every solve.
    on_each
        Told which date has its answer.

    Raises
    ------
    InputError
        Where the plan has nothing ahead under that name.
    """
    wanted = targets(question.programme, question.plan, question.item)
    if not wanted:
        problem = "nothing of that name lies ahead in the plan"
        wish = "the id of a cluster, procurement, lot, department, contract or system with dates after now"
        raise InputError([Fault("ITEM", "", "", "", question.item or "", problem, wish)])
    programme = question.programme

    def said(target: Target) -> None:
        if on_each is not None:
            on_each(f"proved: {title_of(programme, target)}")

    found, failures = reasons(
        programme, question.plan, wanted, seconds=seconds, workers=workers, seed=seed, on_each=said
    )
    facts = Facts(programme, question.plan)
    lines = [line for r in found for line in reason_words(facts, r)]
    return Answer((*lines, *failures), [_as_data(programme, r) for r in found], reasons=tuple(found))


def why_none(
    programme: Programme, *, seconds: float, workers: int, seed: int, forbid_overspend: bool = False
) -> Answer:
    """Which limits leave no plan; or that there is one, or that nobody knows in time."""
    model = build(programme, forbid_overspend=forbid_overspend, explaining=True)
    model.finish()
    prober = Prober(model, Budget(seconds, None), workers=workers, seed=seed)
    possible = prober.feasible(prober.limits)
    if possible:
        return Answer(("There is a plan: nothing stands in the way.",), {"feasible": True})
    found = [] if possible is None else conflicts(prober)
    if not found:
        return Answer(("Not known within the time limit.",), {"feasible": None})
    told = [{"smallest": c.smallest, "limits": _limits(programme, c.limits)} for c in found]
    ways = repairs(programme, forbid_overspend=forbid_overspend, seconds=seconds, workers=workers, seed=seed)
    lines = (*conflict_words(programme, found), "", *repair_words(programme, ways))
    mended = [_repair(w) for w in ways]
    return Answer(lines, {"feasible": False, "conflicts": told, "repairs": mended}, infeasible=True)


def _repair(way: Repair) -> dict[str, Any]:
    kept = {"confirmed": way.confirmed, "smallest": way.smallest, "cost": way.cost}
    return {"changes": [asdict(c) for c in way.changes], **kept}


def what_moving_takes(programme: Programme, plan: Plan, text: str, options: Options) -> Answer:
    """What `ITEM=DATE` takes: fits as is, with which other moves, or never, and why."""
    target, day = read_move(programme, text)
    moved = move(programme, plan, target, day, options=options)
    data = {**_plain(asdict(moved)), "conflicts": [_limits(programme, c.limits) for c in moved.conflicts]}
    return Answer(tuple(moved_words(programme, moved)), data, infeasible=moved.possible is False)


def if_figures_are_wrong(
    question: Question, *, seconds: float, workers: int, seed: int, on_each: Callable[[str], None] | None = None
) -> Answer:
    """Which dates stand whatever the assumed figures are, and which figure moves what."""
    programme, plan = question.programme, question.plan
    told = doubts(programme, plan, seconds=seconds, workers=workers, seed=seed, on_each=on_each)
    findings = [{**asdict(f), "holds": f.holds} for f in told.findings]
    data = {"asked": told.asked, "findings": findings, "thresholds": [asdict(t) for t in told.thresholds]}
    return Answer(tuple(doubt_words(programme, plan, told)), _plain(data))


def at_each_level_of_funding(
    programme: Programme,
    shares: Sequence[Decimal],
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_each: Callable[[str], None] | None = None,
) -> Answer:
    """For each period of `funding`, at each share of it: who goes and when, and what a shortfall costs in cover.

    Raises
    ------
    InputError
        Where the programme has no funding.
    """
    if not programme.funding:
        raise InputError([Fault("", "funding", "", "", "", "has no row", "a period and what is approved for it")])
    lines: list[str] = []
    data = []
    for row in programme.funding:
        stages: dict[int, Stage] = {}
        solved = contingency(programme, row, shares=shares, seconds=seconds, at_once=workers or 2, seed=seed)
        for number, stage in solved:
            stages[number] = stage
            if on_each is not None:
                on_each(f"solved: {row.from_} to {row.to} at {stage.approved:,}")
        found = [stages[n] for n in sorted(stages)]
        lines += funding_words(programme, row, found)
        data.append({"from": row.from_, "to": row.to, "approved": row.approved, "levels": [asdict(s) for s in found]})
    return Answer(tuple(lines), _plain(data))


def _limits(programme: Programme, limits: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"rule": r, "subject": s, "words": limits_words(programme, [(r, s)])[0]} for r, s in limits]


def _as_data(programme: Programme, reason: Reason) -> dict[str, Any]:
    data = asdict(reason)
    for side, hold in (("earlier", reason.earlier), ("later", reason.later)):
        if hold is not None:
            data[side]["limits"] = _limits(programme, hold.limits)
    data["title"] = title_of(programme, reason.target)
    return {k: _plain(v) for k, v in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
