"""A programme taken apart: clusters that share nothing but scarce capacity are planned on their own.

Clusters that share a system or a contract belong to one block: what they pay and suffer cannot be
counted apart. All else between clusters is a limit on what they do together, which a block alone
keeps if the whole does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any, get_args, get_type_hints

from calloff.plan import Decisions, Part
from calloff.programme import Programme
from calloff.rows import Id, Ids, Row

WHOLE = frozenset({"demands"})
"""Tables that every part keeps in full: whether anybody asks for bids at all decides what a peak counts."""


def blocks(programme: Programme) -> list[frozenset[str]]:
    """Clusters grouped so that no system and no contract belongs to two groups, by their first id."""
    home = {c.id: c.id for c in programme.clusters}

    def root(cluster: str) -> str:
        while home[cluster] != cluster:
            home[cluster] = home[home[cluster]]
            cluster = home[cluster]
        return cluster

    cluster_of = _clusters(programme)
    for rows in (programme.systems, programme.contracts):
        for row in rows:
            first, *others = sorted(cluster_of[row.id]) or [""]
            for other in others:
                home[root(other)] = root(first)
    found: dict[str, set[str]] = {}
    for cluster in sorted(home):
        found.setdefault(root(cluster), set()).add(cluster)
    return sorted((frozenset(x) for x in found.values()), key=min)


def _clusters(programme: Programme) -> dict[str, set[str]]:
    """Clusters that each department, system, contract, procurement and lot belongs to."""
    found: dict[str, set[str]] = {c.id: {c.id} for c in programme.clusters}
    for department in programme.departments:
        found[department.id] = {department.cluster}
    for procurement in programme.procurements:
        found[procurement.id] = {procurement.cluster}
    for lot in programme.lots:
        found[lot.id] = found[lot.procurement]
    for system in programme.systems:
        replaced = found[system.replaced_by] if system.replaced_by else set()
        found[system.id] = set().union(replaced, *(found[d] for d in system.departments))
    for contract in programme.contracts:
        found[contract.id] = set().union(*(found[s] for s in contract.systems))
    return found


class Parts:
    """Cuts parts out of one programme.

    Attributes
    ----------
    programme
        The whole.
    blocks
        Its smallest parts, sets of cluster ids.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.blocks = blocks(programme)
        self._block_of = {c: i for i, block in enumerate(self.blocks) for c in block}
        owners = _clusters(programme)
        self._owner = {item: self._block_of[min(clusters)] for item, clusters in owners.items() if clusters}
        self._shared: dict[str, list[Row]] = {}
        self._own: dict[str, list[list[tuple[int, Row]]]] = {}
        for table in Programme.model_fields:
            if table != "programme":
                self._sort(table)

    @cached_property
    def _waits(self) -> dict[int, dict[int, bool]]:
        """For each block those that a dependency ties it to, and whether it waits for them."""
        found: dict[int, dict[int, bool]] = {b: {} for b in range(len(self.blocks))}
        for row in self.programme.dependencies:
            before, after = self._owner.get(row.from_), self._owner.get(row.to)
            if before is not None and after is not None and before != after:
                found[after][before] = True
                found[before].setdefault(after, False)
        return found

    def before(self, block: int) -> list[int]:
        """Blocks that a block waits for."""
        return sorted(b for b, waits in self._waits[block].items() if waits)

    def tied_to(self, block: int) -> list[int]:
        """Blocks that a dependency ties a block to, either way."""
        return sorted(self._waits[block])

    def _sort(self, table: str) -> None:
        """Put each row to the blocks that it names, or to what all share."""
        own: list[list[tuple[int, Row]]] = [[] for _ in self.blocks]
        shared: list[Row] = []
        for place, row in enumerate(getattr(self.programme, table)):
            named = {self._owner[x] for x in named_by(row) if x in self._owner and table not in WHOLE}
            for block in named:
                own[block].append((place, row))
            if not named:
                shared.append(row)
        self._own[table], self._shared[table] = own, shared

    def cut(self, chosen: Iterable[int], *, open_ended: bool = False) -> Programme:
        """The programme of some blocks: their rows, and what all share.

        Parameters
        ----------
        chosen
            Places in `blocks`.
        open_ended
            Whether a dependency that reaches outside stays; else it goes, which only allows more.
        """
        held = sorted(set(chosen))
        rows: dict[str, Any] = {"programme": self.programme.programme}
        for table in self._shared:
            own = {place: row for b in held for place, row in self._own[table][b]}
            kept = (self._within(own[place], held, open_ended and table == "dependencies") for place in sorted(own))
            rows[table] = (*self._shared[table], *(row for row in kept if row is not None))
        return Programme.model_construct(**rows)

    def split(self, decisions: Decisions, chosen: Iterable[int]) -> dict[int, Decisions]:
        """Decisions of a part, block by block."""
        found: dict[int, dict[str, list[Any]]] = {b: {name: [] for name in Decisions.model_fields} for b in chosen}
        for name in Decisions.model_fields:
            for row in getattr(decisions, name) or ():
                found[self._owner[_item(row)]][name].append(row)
        return {b: Decisions(**{name: tuple(rows) for name, rows in held.items()}) for b, held in found.items()}

    def _within(self, row: Row, held: list[int], open_ended: bool) -> Row | None:
        """A row as the part sees it: lists without what lies outside; None where it names only that."""
        outside = {x for x in named_by(row) if x in self._owner and self._owner[x] not in held}
        if not outside or open_ended:
            return row
        lists, single = _references(type(row))
        if any(getattr(row, name) in outside for name in single):
            return None
        kept = {name: tuple(x for x in getattr(row, name) if x not in outside) for name in lists}
        return row.model_copy(update=kept) if all(kept.values()) else None


def _item(row: Part) -> str:
    """The id of what a row of decisions is about."""
    for name in ("procurement", "department", "of", "item", "lot"):
        if name in type(row).model_fields:
            return str(getattr(row, name))
    raise KeyError(type(row).__name__)


def joined(parts: Iterable[Decisions]) -> Decisions:
    """Decisions of several parts as those of the whole."""
    held = list(parts)
    return Decisions(**{n: tuple(row for d in held for row in getattr(d, n) or ()) for n in Decisions.model_fields})


def named_by(row: Row) -> Iterator[str]:
    """Every id that a row holds."""
    lists, single = _references(type(row))
    for name in lists:
        yield from getattr(row, name)
    for name in single:
        value = getattr(row, name)
        if value is not None:
            yield value


@cache
def _references(table: type[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns of a table that hold lists of ids, and single ids."""
    hints = get_type_hints(table, include_extras=True)
    lists = tuple(name for name, hint in hints.items() if hint == Ids)
    single = tuple(name for name, hint in hints.items() if hint == Id or Id in get_args(hint))
    return lists, single
