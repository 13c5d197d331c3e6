"""What a board is asked to decide, in sentences, from what the plan needs that nobody has yet given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from calloff.plan import Decision, Plan
from calloff.programme import Programme
from calloff.report.answer import unsecured
from calloff.report.names import Names
from calloff.report.risks import Risk
from calloff.report.wording import count, day, isolated, listed, money, months_from, sentence, shortened

SOON, NEXT = 90, 180
"""Days ahead that a board looks first, and then."""
NAME = 48


def asks(programme: Programme, plan: Plan, names: Names, risks: Sequence[Risk]) -> list[str]:
    """What is asked, the most urgent first."""
    return [
        *_order(programme, plan, names),
        *_agreements(programme, plan, names),
        *_funding(programme, plan),
        *_accepted(risks),
        *_urgent(programme, plan),
    ]


def within(programme: Programme, plan: Plan, days: int) -> list[Decision]:
    """Decisions whose last safe day is at most so many days from what is known."""
    limit = programme.programme.as_of + timedelta(days=days)
    return [d for d in plan.decisions if d.last_safe_day <= limit]


def _order(programme: Programme, plan: Plan, names: Names) -> Iterator[str]:
    as_of = programme.programme.as_of
    first = [c for c in plan.competitions if c.cycle == 1 and c.gtm and c.gtm >= as_of]
    ahead = sorted((c.gtm or as_of, programme.cluster_of(c.procurement)) for c in first)
    whom = list(dict.fromkeys(cluster for _, cluster in ahead))
    if not whom:
        return
    said = listed([isolated(shortened(names.item(c), NAME)) for c in whom], 6)
    order = "in this order" if len(whom) > 1 else "as planned"
    yield f"Agree that {said} {'go' if len(whom) > 1 else 'goes'} to market {order}, {_from_to(ahead)}."


def _from_to(ahead: Sequence[tuple[date, str]]) -> str:
    return months_from(ahead[0][0], ahead[-1][0])


def _agreements(programme: Programme, plan: Plan, names: Names) -> Iterator[str]:
    """Extensions that the plan takes although nobody has agreed."""
    needed = unsecured(programme, plan)
    if not needed:
        return
    taken = [e for e in plan.extensions if e.taken and not e.agreed and e.of in {u.contract for u in needed}]
    first = min((e.notice_by for e in taken if e.notice_by and e.notice_by >= programme.programme.as_of), default=None)
    said = listed([isolated(shortened(names.item(u.contract), NAME)) for u in needed], 3)
    by = f"; the first must be ordered by {day(first)}" if first else ""
    yield f"Have {count(len(needed), 'extension')} agreed that nobody has agreed yet: {said}{by}."


def _funding(programme: Programme, plan: Plan) -> Iterator[str]:
    currency = programme.programme.currency
    for f in plan.funding:
        if f.over:
            period = months_from(f.start, f.end - timedelta(days=1))
            more, approved = money(f.over, currency), money(f.approved, currency)
            yield f"Fund {more} beyond the {approved} approved for {period}, or ask for another plan."


def _accepted(risks: Sequence[Risk]) -> Iterator[str]:
    """What nobody can avoid by agreeing or paying, and must be borne."""
    counted = []
    for kind, noun, words in (
        ("gap", "system", "without a contract for a time"),
        ("unsupported", "system", "past vendor support"),
        ("service", "department", "between two contracts"),
        ("late", "department", "live after the deadline"),
    ):
        if number := len({r.item for r in risks if r.kind == kind}):
            counted.append(f"{count(number, noun)} {words}")
    if counted:
        yield f"Accept {listed(counted, 4)}, or say which rule may give."


def _urgent(programme: Programme, plan: Plan) -> Iterator[str]:
    soon = within(programme, plan, SOON)
    if soon:
        last = day(programme.programme.as_of + timedelta(days=SOON))
        yield sentence(f"take {count(len(soon), 'decision')} by {last}: they are listed below.")
