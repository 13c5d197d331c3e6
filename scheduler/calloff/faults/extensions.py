"""Extensions of contracts and of vendor support."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from calloff import tables as t
from calloff.errors import Fault
from calloff.faults.draft import Draft

LONGEST_MONTHS = 1200


def extension_order(draft: Draft) -> Iterator[Fault]:
    """Extensions with a hole in their numbers."""
    for owner, rows in _by_owner(draft).items():
        orders = sorted({e.order for e in rows})
        if orders != list(range(1, len(orders) + 1)) and draft.complete("extensions"):
            missing = next(i for i, order in enumerate(orders, start=1) if i != order)
            row = next(e for e in rows if e.order == orders[missing - 1])
            yield draft.fault(row, "order", f"{owner} has no extension {missing}", "number them 1, 2, 3…")


def agreed_behind_open(draft: Draft) -> Iterator[Fault]:
    """An agreed extension behind one that nobody has agreed."""
    for rows in _by_owner(draft).values():
        for before, row in pairwise(rows):
            if row.agreed and not before.agreed:
                problem = f"it is agreed, but extension {before.order} before it is not"
                yield draft.fault(row, "agreed", problem, "agree them in order")


def nothing_to_extend(draft: Draft) -> Iterator[Fault]:
    """An extension of what has no end, or that moves support which it already is."""
    p = draft.programme
    for row in p.extensions:
        if row.of in p.contract and p.contract[row.of].ends is None:
            yield draft.fault(row, "of", "this contract is open-ended", "give the contract an end")
        if row.of in p.system and p.system[row.of].support_end is None:
            yield draft.fault(row, "of", "this system has no support_end to extend", "give the system its support_end")
        if row.of in p.system and row.with_support:
            yield draft.fault(row, "with_support", "it extends support already", "leave it blank or give no")


def endless_extensions(draft: Draft) -> Iterator[Fault]:
    """Extensions that add up to more than a century."""
    for owner, rows in _by_owner(draft).items():
        months = sum(e.months for e in rows)
        if months > LONGEST_MONTHS:
            problem = f"the extensions of {owner} add up to {months} months"
            yield draft.fault(rows[-1], "months", problem, f"keep the sum within {LONGEST_MONTHS} months")


def _by_owner(draft: Draft) -> dict[str, list[t.Extension]]:
    owners = sorted({e.of for e in draft.programme.extensions})
    return {owner: draft.programme.extensions_of(owner) for owner in owners}
