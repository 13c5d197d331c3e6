"""Ids: each given once, none reserved, and every reference to one that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from calloff.errors import Fault, row_words
from calloff.faults.draft import Draft, cell, named
from calloff.programme import KEYS, RESERVED
from calloff.rows import Row

MOST_SUGGESTIONS = 50
ITEMS = ("clusters", "departments", "systems", "contracts", "procurements", "lots", "externals")
PARTIES = ("suppliers", "resources")
KEYED = ("extensions", "terms", "phases", "demands", "measures", "sources")


class Reference(NamedTuple):
    """A column that names rows of other tables, or one of some fixed words."""

    table: str
    column: str
    targets: tuple[str, ...]
    words: frozenset[str] = frozenset()


ENDS = ("clusters", "procurements", "departments", "externals")
REFERENCES = (
    Reference("departments", "cluster", ("clusters",)),
    Reference("systems", "departments", ("departments",)),
    Reference("systems", "replaced_by", ("lots",)),
    Reference("contracts", "systems", ("systems",)),
    Reference("extensions", "of", ("contracts", "systems")),
    Reference("procurements", "cluster", ("clusters",)),
    Reference("procurements", "routes", ("routes",)),
    Reference("procurements", "suppliers", ("suppliers",)),
    Reference("lots", "procurement", ("procurements",)),
    Reference("lots", "recompete_route", ("routes",)),
    Reference("terms", "route", ("routes",)),
    Reference("terms", "lot", ("lots",)),
    Reference("phases", "route", ("routes",)),
    Reference("phases", "procurement", ("procurements",)),
    Reference("demands", "phase", ("phases",), frozenset({"onboarding"})),
    Reference("demands", "procurement", ("procurements",)),
    Reference("demands", "resource", ("resources",), frozenset({"bid", "delivery"})),
    Reference("suppliers", "members", ("suppliers",)),
    Reference("capacity", "of", PARTIES),
    Reference("dependencies", "from", ENDS),
    Reference("dependencies", "to", ENDS),
    Reference("blackouts", "applies_to", ("clusters", "procurements", "departments", "lots")),
    Reference("pins", "item", ("procurements", "lots", "departments")),
    Reference("pins", "route", ("routes",)),
    Reference("pins", "supplier", ("suppliers",)),
)


def unknown_ids(draft: Draft) -> Iterator[Fault]:
    """References to ids that no row has."""
    known = {name: _ids(draft.rows[name]) for name in draft.rows}
    for ref in REFERENCES:
        if not any(name in draft.unsure for name in ref.targets):
            yield from _unknown(draft, ref, known)


def _unknown(draft: Draft, ref: Reference, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    allowed = _allowed(ref, known)
    forgiven = allowed.union(*(draft.lost.get(name, frozenset()) for name in ref.targets))
    where = " or ".join(ref.targets)
    suggest = _Suggestions(allowed, f"give the id of a row of {where}")
    for row in draft.rows[ref.table]:
        for name in named(cell(row, ref.column)):
            if name not in forgiven:
                yield draft.fault(row, ref.column, f"no row of {where} has this id", suggest.for_(name), name)


@dataclass
class _Suggestions:
    """The id that was likely meant; asked for so often at most, for it is slow in a large programme."""

    known: frozenset[str]
    else_: str
    left: int = MOST_SUGGESTIONS

    def for_(self, name: str) -> str:
        self.left -= 1
        near = get_close_matches(name[:100], sorted(self.known)[:1000], n=1) if self.left >= 0 else []
        return f"did you mean {near[0]}?" if near else self.else_


def _allowed(ref: Reference, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return ref.words.union(*(known[name] for name in ref.targets))


def _ids(rows: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(str(getattr(row, "id", "")) for row in rows) - {""}


def sound(draft: Draft) -> Draft:
    """The draft without rows whose references lead nowhere, so that look-ups are safe."""
    rows = dict(draft.rows)
    while True:
        known = {name: _ids(held) for name, held in rows.items()}
        kept = {name: _leading_somewhere(name, held, known) for name, held in rows.items()}
        if all(len(kept[name]) == len(rows[name]) for name in rows):
            return draft.keeping(kept)
        rows = kept


def _leading_somewhere(table: str, rows: tuple[Row, ...], known: Mapping[str, frozenset[str]]) -> tuple[Row, ...]:
    """Rows of a table whose references all name something known."""
    allowed = [(ref.column, _allowed(ref, known)) for ref in REFERENCES if ref.table == table]
    return tuple(row for row in rows if all(names.issuperset(named(cell(row, column))) for column, names in allowed))


def duplicate_ids(draft: Draft) -> Iterator[Fault]:
    """Ids given twice among tables that share one space of names."""
    for group in (ITEMS, PARTIES, ("routes",)):
        seen: dict[str, Row] = {}
        for name in group:
            for row in draft.rows[name]:
                yield from _again(draft, row, "id", str(cell(row, "id")), seen)


def duplicate_keys(draft: Draft) -> Iterator[Fault]:
    """Rows of a table without ids that say the same thing twice."""
    for name in KEYED:
        columns = KEYS[name]
        seen: dict[str, Row] = {}
        for row in draft.rows[name]:
            key = "/".join("" if cell(row, c) is None else str(cell(row, c)) for c in columns)
            yield from _again(draft, row, columns[-1], key, seen)


def _again(draft: Draft, row: Row, column: str, key: str, seen: dict[str, Row]) -> Iterator[Fault]:
    if key not in seen:
        seen[key] = row
        return
    first = draft.places[id(seen[key])]
    where = f"given before, in table {first.table}, {row_words(first.at(column))}"
    yield draft.fault(row, column, where, "give each only once", key)


def reserved_names(draft: Draft) -> Iterator[Fault]:
    """Ids that mean something else wherever they are used."""
    for rows in draft.rows.values():
        for row in rows:
            if getattr(row, "id", None) in RESERVED:
                words = ", ".join(sorted(RESERVED))
                yield draft.fault(row, "id", "this name is reserved", f"choose an id other than {words}")


def repeated_in_lists(draft: Draft) -> Iterator[Fault]:
    """Lists that name the same thing twice."""
    for rows in draft.rows.values():
        for row in rows:
            for column, held in row:
                if isinstance(held, tuple) and len(set(held)) < len(held):
                    twice = next(v for i, v in enumerate(held) if v in held[:i])
                    yield draft.fault(row, column, "the list names this twice", "name it once", twice)
