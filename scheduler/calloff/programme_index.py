"""Rows of a programme grouped by what they belong to, so that a look-up costs the same at any size."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

from calloff import tables as t

if TYPE_CHECKING:
    from calloff.programme import Programme

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)


class Index:
    """The groups; each in the order its look-up gives."""

    def __init__(self, p: Programme) -> None:
        self.procurements = grouped(sorted(p.procurements, key=_id), lambda x: x.cluster)
        self.departments = grouped(sorted(p.departments, key=_id), lambda x: x.cluster)
        self.lots = grouped(sorted(p.lots, key=_id), lambda x: x.procurement)
        home = {x.id: x.cluster for x in p.procurements}
        self.delivering = {home[x.procurement]: x for x in reversed(p.lots) if x.delivers and x.procurement in home}
        self.contracts: dict[str, list[t.Contract]] = {}
        for contract in sorted(p.contracts, key=_id):
            for system in dict.fromkeys(contract.systems):
                self.contracts.setdefault(system, []).append(contract)
        self.extensions = grouped(sorted(p.extensions, key=lambda e: e.order), lambda e: e.of)
        self.phases = grouped(p.phases, lambda x: x.route)
        self.terms = grouped(p.terms, lambda x: x.route)
        self.demands = grouped(p.demands, lambda x: x.phase)
        self.pins = grouped(enumerate(p.pins), lambda x: (x[1].item, x[1].cycle))
        """With the place of each in its table."""


def _id(row: t.Procurement | t.Department | t.Lot | t.Contract) -> str:
    return row.id


def grouped(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    """Rows by a key, in their own order."""
    found: dict[K, list[R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
