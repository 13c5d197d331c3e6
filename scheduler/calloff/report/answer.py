"""The answer, before any figure: what nobody can avoid, who goes when, cost and risk, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calloff.plan import ExtensionRun, GoalRun, Plan, Span
from calloff.programme import Programme
from calloff.programme_index import grouped
from calloff.report.names import BASES, GOALS, Names
from calloff.report.rests import resting, rests
from calloff.report.wording import count, day, isolated, last_day, listed, money, month, months, sentence, shortened

NAME = 60


@dataclass(frozen=True)
class Answer:
    """What a reader takes away.

    Attributes
    ----------
    finding
        The title: what nobody can avoid; where nothing is wrong, who goes when.
    sentences
        Who goes when (unless the title says it), what it costs and what remains at risk, and how
        sure that is.
    avoids
        What is wrong nowhere in the plan, in a sentence; empty where that is nothing.
    """

    finding: str
    sentences: tuple[str, ...]
    avoids: str = ""

    @property
    def told(self) -> tuple[str, ...]:
        """All sentences after the title, how sure it is last."""
        return tuple(s for s in (*self.sentences[:-1], self.avoids, self.sentences[-1]) if s)


@dataclass(frozen=True)
class Unsecured:
    """A contract that runs on by an extension which is no option and nobody has agreed."""

    contract: str
    basis: str
    until: date
    days: int


def answer(programme: Programme, plan: Plan, names: Names) -> Answer:
    """The answer of a plan."""
    trouble = _unavoidable(programme, plan, names)
    when = f"{sentence(_when(programme, plan, names))}."
    rest = (_price(programme, plan), _proof(programme, plan, names))
    said = (f"{trouble}.", (when, *rest)) if trouble else (when, rest)
    return Answer(said[0], tuple(part for part in said[1] if part), _avoids(programme, plan))


def goal(plan: Plan, name: str) -> GoalRun | None:
    """A goal's result, where the run had it."""
    return next((g for g in plan.goals if g.goal == name), None)


# --- who goes when, and what nobody can avoid -------------------------------------------------


def _unavoidable(programme: Programme, plan: Plan, names: Names) -> str:
    """What no plan avoids, or what this plan rests on; empty where nothing is wrong."""
    gap, rest = _gap_said(plan, names), unsecured(programme, plan)
    if not rest:
        return gap
    first = rest[0]
    longest = f"{_name(names, first.contract)} runs on {months(first.days)}, to {day(first.until)}"
    if gap:
        return f"{gap}, and {longest} by an extension that nobody has agreed{_more(rest, 'contract')}"
    lead = "No plan avoids" if _proved_above_zero(plan, "unsecured") else "This plan rests on"
    # Proved is that some such extension is needed, not that it is this one.
    return f"{lead} an extension that nobody has agreed: here {longest}{_more(rest, 'contract')}"


def _gap_said(plan: Plan, names: Names) -> str:
    gaps = _with(plan, "gaps")
    if not gaps:
        return ""
    lead = "No plan avoids a gap" if _proved_above_zero(plan, "gap") else "This plan leaves a gap"
    item, spans = gaps[0]
    return f"{lead}: {_name(names, item)} is left {months(_days(spans))} without a contract{_more(gaps, 'system')}"


def _more(found: Sequence[object], noun: str) -> str:
    return f" (and {count(len(found) - 1, f'more {noun}')})" if len(found) > 1 else ""


def unsecured(programme: Programme, plan: Plan) -> list[Unsecured]:
    """Contracts that cover a system only by what nobody has agreed, the longest first."""
    found = []
    loose = [e for e in plan.extensions if e.of in programme.contract and e.taken and not e.agreed]
    relied_on = grouped((e for e in loose if e.basis != "option"), lambda e: e.of)
    runs = {run.system: run for run in plan.systems}
    for identity, taken in sorted(relied_on.items()):
        carried = programme.contract[identity].systems
        wrong = [s for system in carried if system in runs for s in runs[system].unsecured]
        if relied := _merged([both for e in taken for s in wrong if (both := _overlap(e, s))]):
            until = last_day(relied[-1].end)
            found.append(Unsecured(identity, BASES[taken[0].basis], until, _days(relied)))
    return sorted(found, key=lambda u: (-u.days, u.contract))


def _overlap(e: ExtensionRun, s: Span) -> Span | None:
    start, end = max(e.start, s.start), min(e.end, s.end)
    return Span(start=start, end=end) if start < end else None


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    out: list[Span] = []
    for s in sorted(spans, key=lambda s: (s.start, s.end)):
        if out and s.start <= out[-1].end:
            out[-1] = Span(start=out[-1].start, end=max(out[-1].end, s.end))
        else:
            out.append(s)
    return out


def _when(programme: Programme, plan: Plan, names: Names) -> str:
    """Who goes to market when, of what still lies ahead."""
    as_of = programme.programme.as_of
    ahead = sorted(
        (c.gtm, _name(names, programme.cluster_of(c.procurement)))
        for c in plan.competitions
        if c.cycle == 1 and c.gtm and c.gtm >= as_of
    )
    if not ahead:
        return "no competition is left to go to market"
    whom = list(dict.fromkeys(name for _, name in ahead))
    if len(whom) == 1 or ahead[0][0] == ahead[-1][0]:
        return f"{listed(whom)} {'goes' if len(whom) == 1 else 'go'} to market in {month(ahead[0][0])}"
    first, last = ahead[0], ahead[-1]
    span = f"between {month(first[0])} ({first[1]}) and {month(last[0])} ({last[1]})"
    return f"{count(len(whom), 'cluster')} go to market {span}"


# --- what it costs, and what remains at risk --------------------------------------------------


def _price(programme: Programme, plan: Plan) -> str:
    costs = " and ".join(_costs(programme, plan))
    if not plan.systems:
        return f"{sentence(costs)}." if costs else ""
    risks = _risks(programme, plan)
    left = f"what remains at risk: {listed(risks, 5)}" if risks else "nothing is left uncovered, unsupported or late"
    return f"{sentence(f'{costs}; {left}' if costs else left)}."


def _costs(programme: Programme, plan: Plan) -> list[str]:
    """Cost up to the horizon, and how spend stands against what is approved."""
    h, parts = programme.programme, []
    if cost := goal(plan, "cost"):
        parts.append(f"it costs {money(cost.value, h.currency)} in present value up to {month(h.end)}")
    if over := sum(f.over for f in plan.funding):
        parts.append(f"spends {money(over, h.currency)} more than is approved")
    elif plan.funding:
        parts.append("stays within what is approved")
    return parts


def _risks(programme: Programme, plan: Plan) -> list[str]:
    """What is wrong in the plan, kind by kind."""
    said = []
    for field, words in (
        ("gaps", "without a contract"),
        ("unsecured", "on an extension nobody has agreed"),
        ("unsupported", "past vendor support"),
    ):
        if found := _with(plan, field):
            reach = "for" if len(found) == 1 else "for up to"
            said.append(f"{count(len(found), 'system')} {words} {reach} {months(_days(found[0][1]))}")
    if late := _late(programme, plan):
        said.append(f"{count(late, 'department')} live after the deadline")
    if plan.service_gaps:
        said.append(f"{count(len({g.department for g in plan.service_gaps}), 'department')} between two contracts")
    return said


def _avoids(programme: Programme, plan: Plan) -> str:
    """What is wrong nowhere, where something is wrong at all; who is shown no risks is not told."""
    if not plan.systems or not _risks(programme, plan):
        return ""
    held = {
        "is without a contract": not _with(plan, "gaps"),
        "rests on an extension nobody has agreed": not _with(plan, "unsecured"),
        "runs past its vendor's support": not _with(plan, "unsupported"),
    }
    free = [words for words, kept in held.items() if kept]
    said = [f"no system {listed(free).replace(' and ', ' or ')}"] if free else []
    if any(c.live_by for c in programme.clusters) and not _late(programme, plan):
        said.append("no go-live is after its deadline")
    return f"{sentence(' and '.join(said))}." if said else ""


def _late(programme: Programme, plan: Plan) -> int:
    """Departments whose first go-live is after their cluster's deadline."""
    by = {d.id: programme.cluster[d.cluster].live_by for d in programme.departments}
    first = [o for o in plan.departments if o.cycle == 1]
    return sum(1 for o in first if (deadline := by[o.department]) and last_day(o.live) > deadline)


# --- how sure -----------------------------------------------------------------------------------


def _proof(programme: Programme, plan: Plan, names: Names) -> str:
    held = rests(programme, plan, names)
    base = f"; {resting(held)}" if programme.sources and held else ""
    return f"{_how_sure(plan)}{base}."


def _how_sure(plan: Plan) -> str:
    if plan.status == "optimal":
        return "The plan is proved best for these figures"
    unproved = [_open(g) for g in plan.goals if not g.proved]
    still = f": still open {'are' if len(unproved) > 1 else 'is'} {listed(unproved, 2)}" if unproved else ""
    return f"The plan keeps every rule but is not proved best{still}"


def _open(g: GoalRun) -> str:
    share = gap_share(g)
    off = f"at most {share:.1%} from the best" if share is not None else "no useful bound yet"
    return f"“{GOALS.get(g.goal, g.goal)}” ({off})"


def gap_share(g: GoalRun) -> float | None:
    """How far a goal's value may be from the best there is, as a share of the value; None = not known."""
    if g.proved or g.bound is None or g.value == 0:
        return None
    share = abs(g.value - g.bound) / abs(g.value)
    return share if share < 1 else None


def _proved_above_zero(plan: Plan, name: str) -> bool:
    g = goal(plan, name)
    return g is not None and g.bound is not None and g.bound > 0


def _with(plan: Plan, field: str) -> list[tuple[str, Sequence[Span]]]:
    """Systems with spans of a kind, the longest first."""
    found = [(s.system, getattr(s, field)) for s in plan.systems if getattr(s, field)]
    return sorted(found, key=lambda held: (-_days(held[1]), held[0]))


def _days(spans: Sequence[Span]) -> int:
    return sum((s.end - s.start).days for s in spans)


def _name(names: Names, identity: str) -> str:
    return isolated(shortened(names.item(identity), NAME))
