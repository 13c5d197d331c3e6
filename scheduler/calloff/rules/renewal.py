"""A renewing lot that expires before the end of the run-off is let again.

For a renewing lot with a contract in cycle c, and E the end of the run-off:

    expiry_c < E  ⇔  there is a cycle c + 1                                         [boundaries]
    start of competition c + 1 ≥ award of cycle c
    end of phases of competition c + 1 ≥ end of phases of competition c

Service that comes late is gap, not a breach. What has happened breaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.facts_history import Run
    from calloff.facts_service import LotCycle
    from calloff.model import Model
    from calloff.model.competitions import CompetitionVars

NAME = "renewal"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every contract of a renewing lot."""
    for c in facts.cycles.values():
        if not c.lot.renews:
            continue
        after = facts.run_of(c.lot.id, c.cycle + 1)
        last = facts.calendar.last_day(c.expiry)
        name = facts.named(c.lot.id, c.cycle)
        if c.expiry < facts.limit and after is None:
            yield Breach(NAME, name, f"expires {last}, but is not let again", facts.day(c.expiry - 1))
        elif c.expiry >= facts.limit and after is not None:
            yield Breach(NAME, name, f"is let again, though it expires {last}, past the run-off")
        elif after is not None:
            yield from _order(facts, c, after)


def _order(facts: Facts, c: LotCycle, after: Run) -> Iterator[Breach]:
    start, before = after.start, facts.runs[c.competition]
    if start is not None and not after.is_actual("start") and start < c.award:
        text = f"starts {facts.day(start)}, before the award of cycle {c.cycle} ({facts.day(c.award)})"
        yield Breach(NAME, after.name, text, facts.day(start))
    if not after.over and after.end < before.end:
        text = f"ends {facts.day(after.end)}, before the phases of cycle {c.cycle} ({facts.day(before.end)})"
        yield Breach(NAME, after.name, text, facts.day(after.end))


def add(model: Model) -> None:
    """Let a next cycle exactly where a renewing lot expires before the limit."""
    for (lot, cycle), contract in model.contracts.items():
        if not contract.lot.renews:
            continue
        expires = model.at_least(contract.expiry, model.calendar.limit).negated()
        following = model.contracts.get((lot, cycle + 1))
        if following is None:
            model.define(contract.expiry.expr >= model.calendar.limit, contract.present)
            continue
        due = model.both(contract.present, expires)
        model.define(following.competition.present == due)
        if model.actual_expiry(contract) is None:  # says the same again, in a form the relaxation can use
            model.define(due + model.outlasts(contract) == contract.present)
        _add_order(model, contract.competition, following.competition)


def _add_order(model: Model, before: CompetitionVars, after: CompetitionVars) -> None:
    if after.start is not None and before.award is not None:
        model.define(after.start.expr >= before.award.expr, after.present)
    if after.end is not None and before.end is not None:
        model.define(after.end.expr >= before.end.expr, after.present)
