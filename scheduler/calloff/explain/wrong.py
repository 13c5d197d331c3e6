"""What if the figures are wrong, told: which dates stand, which figure moves them, what capacity they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calloff.explain.assumptions import End, Finding, assumptions, tornado
from calloff.explain.figures import figures
from calloff.explain.limits import name_of
from calloff.explain.thresholds import Threshold, thresholds
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report.wording import money

WIDEST = 8
"""Figures shown of a tornado."""


@dataclass(frozen=True)
class Doubts:
    """Findings on the assumed figures asked about, out of `asked`; thresholds of capacity."""

    asked: int
    findings: tuple[Finding, ...]
    thresholds: tuple[Threshold, ...]


def doubts(
    programme: Programme,
    plan: Plan,
    *,
    seconds: float,
    workers: int,
    seed: int,
    together: bool = True,
    on_each: Callable[[str], None] | None = None,
) -> Doubts:
    """Ask about every assumed figure with a range, and about the capacity that the dates need.

    Parameters
    ----------
    programme, plan
        What was planned, and the checked plan.
    seconds
        Wall time in the solver for all of it [s]; what is not begun by then is left out and said.
    workers
        Processes at a time.
    seed
        Seed of every solve.
    together
        Move all assumed cells of a column as one figure: few solves that tell where to look closer.
    on_each
        Told of each figure as it is known.
    """
    chosen = figures(programme, together=together)
    found = []
    at_once = max(1, workers)
    for finding in assumptions(programme, plan, chosen=chosen, seconds=seconds, at_once=at_once, seed=seed):
        found.append(finding)
        if on_each is not None:
            on_each(f"{len(found)} of {len(chosen)}: {_name(finding)}")
    needed = tuple(thresholds(programme, plan, seconds=seconds / 4, workers=workers))
    return Doubts(len(chosen), tuple(found), needed)


def doubt_words(programme: Programme, plan: Plan, told: Doubts) -> list[str]:
    """The findings as lines."""
    firm = [f for f in told.findings if f.holds]
    loose = [f for f in told.findings if not f.holds and f.failure is None]
    failed = [f for f in told.findings if f.failure is not None]
    lines = [
        f"{len(told.findings)} of {told.asked} assumed figures were set to their low and high and solved again.",
        f"Every date and term stands whatever {len(firm)} of them are within their range.",
    ]
    if loose:
        lines.append("These move something:")
        lines += [line for f in loose for line in _loose(programme, f)]
    lines += [f"{_name(f)}: not known: {f.failure}" for f in failed]
    for goal in ("unsecured", "cost"):
        lines += _tornado(programme, plan, told.findings, goal)
    return lines + [_threshold(programme, t) for t in told.thresholds]


def _name(finding: Finding) -> str:
    f = finding.figure
    row = "all assumed rows" if len(f.cells) > 1 else f.row
    return f"{f.table} {row}: {f.column}"


def _loose(programme: Programme, finding: Finding) -> list[str]:
    base = f" (now {finding.base})" if finding.base else ""
    between = f"; all stands from {finding.holds_from} to {finding.holds_to}" if finding.holds_from else ""
    lines = [f"  {_name(finding)}{base}{between}"]
    for side, end in (("low", finding.low), ("high", finding.high)):
        if end is not None and not end.holds:
            lines.append(f"    at its {side}{f' {end.value}' if end.value else ''}: {_end(programme, end)}")
    return lines


def _end(programme: Programme, end: End) -> str:
    if end.status == "infeasible":
        return "no plan"
    if end.status == "unfit":
        return "the programme contradicts itself"
    if not end.moves:
        return "not known in time"
    shown = [f"{name_of(programme, m.item)} {m.what} {m.before} → {m.after}" for m in end.moves[:3]]
    more = f" and {len(end.moves) - 3} more" if len(end.moves) > 3 else ""
    return "; ".join(shown) + more


def _tornado(programme: Programme, plan: Plan, findings: Sequence[Finding], goal: str) -> list[str]:
    known = next((g for g in plan.goals if g.goal == goal and g.best is not None), None)
    rows = tornado(plan, findings, goal)[:WIDEST] if known else []
    if not rows or known is None:
        return []
    lines = [f"What moves {goal} most, at its low and at its high:"]
    for figure, low, high in rows:
        ends = " / ".join(_swing(programme, x, known.unit) for x in (low, high))
        row = "all assumed rows" if len(figure.cells) > 1 else figure.row
        lines.append(f"  {figure.table} {row}: {figure.column}: {ends}")
    return lines


def _swing(programme: Programme, amount: int | None, unit: str) -> str:
    if amount is None:
        return "–"
    size = money(amount, unit) if unit == programme.programme.currency else f"{amount:,}"
    return f"+{size}" if amount > 0 else size


def _threshold(programme: Programme, t: Threshold) -> str:
    who = {"bid": "the market staffs", "delivery": "the market staffs"}.get(t.kind, f"{name_of(programme, t.of)} has")
    one, more = {"bid": ("bid", "bids"), "delivery": ("delivery", "deliveries")}.get(t.kind, ("unit", "units"))
    what = one if t.least == 1 else more
    sure = "" if t.proved else " (not proved in time)"
    return f"These dates hold while {who} at least {t.least} {what} at once; there are {t.given}{sure}."
