"""Which column of a register holds what: by known names, by likeness, or by the user's mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from calloff_data.importing.aliases import ALIASES, NEVER

EXACT, BARE, LIKE = 100, 97, 84
"""Scores: the name itself; the name without its bracket, or in one of two languages; least likeness believed."""
LEAST = 3
"""Fields that a row must name to be taken for the headings."""
BEYOND = 5
"""Rows below a row of headings in which a better one may stand."""
DEEPEST = 60
"""Rows in which the headings are looked for."""

_LATEST = re.compile(r"\b(?:incl?|including|inclusive|with|max|maximum|latest|if|potential|possible|extended|all)\b")
_EXCLUDED = re.compile(r"\b(?:excl?|excluding|without|not|before|prior|initial|unextended|no)\b")


@dataclass(frozen=True)
class Column:
    """A column that is understood.

    Attributes
    ----------
    field
        What it holds (a key of `ALIASES`).
    heading
        Its heading as written.
    index
        Its position, from 0.
    score
        How sure that is, from 0 to 100; 100 is a known name or the user's word.
    """

    field: str
    heading: str
    index: int
    score: int


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet.

    Attributes
    ----------
    row
        Number of the row that holds them.
    columns
        Columns that are understood, by field.
    unused
        Other headings.
    """

    row: int
    columns: Mapping[str, Column]
    unused: tuple[str, ...]

    @property
    def score(self) -> int:
        """How well the row is understood."""
        return sum(c.score for c in self.columns.values())


def find_headings(
    rows: Sequence[tuple[int, Sequence[object]]], mapping: Mapping[str, Sequence[str]]
) -> Headings | None:
    """The row of headings among the first rows of a sheet, or None.

    Parameters
    ----------
    rows
        Numbers and cells of the first rows.
    mapping
        Headings by field as the user gave them; they win over every known name.
    """
    best: Headings | None = None
    above: Sequence[object] = ()
    for number, cells in rows[:DEEPEST]:
        if best is not None and len(best.columns) > LEAST and number > best.row + BEYOND:
            break
        for texts in (cells, _joined(above, cells, whole=False), _joined(above, cells, whole=True)):
            found = read_headings(number, texts, mapping)
            if _is_head(found, mapping) and (best is None or found.score > best.score):
                best = found
        above = cells
    return best


def read_headings(number: int, cells: Sequence[object], mapping: Mapping[str, Sequence[str]]) -> Headings:
    """One row understood as headings; each field gets the column that fits it best."""
    texts = [" ".join(str(c).split()) if isinstance(c, str) and len(c) <= 300 else "" for c in cells]
    wished = {field: [_untaxed(normal(name)) for name in names] for field, names in mapping.items()}
    found: list[tuple[int, int, Column]] = []
    for index, text in enumerate(texts):
        found += [(-score, rank, Column(field, text, index, score)) for field, score, rank in _fields(text, wished)]
    columns: dict[str, Column] = {}
    used: set[int] = set()
    for _, _, column in sorted(found, key=lambda x: (x[0], x[1], x[2].index)):
        if column.field not in columns and column.index not in used:
            columns[column.field] = column
            used.add(column.index)
    if "ends" not in columns and "first_end" in columns:
        columns["ends"] = replace(columns.pop("first_end"), field="ends")
    unused = tuple(t for i, t in enumerate(texts) if t and i not in used)
    return Headings(number, {f: columns[f] for f in ALIASES if f in columns}, unused)


def _fields(text: str, wished: Mapping[str, Sequence[str]]) -> list[tuple[str, int, int]]:
    """Fields that a heading may mean, with score and rank; what the user maps is nothing else."""
    name = _untaxed(normal(text))
    if not name:
        return []
    told = [field for field, names in wished.items() if name in names]
    if told:
        return [(field, EXACT + 1, wished[field].index(name)) for field in told]
    open_ = [field for field in ALIASES if field not in wished]
    return [x for x in (_likeness(field, text, name) for field in open_) if x is not None]


def _likeness(field: str, text: str, name: str) -> tuple[str, int, int] | None:
    known = _ranks()[field]
    if name in known:
        return field, EXACT, known[name]
    bare = _bare(text)
    if _is_latest(name) and field == "ends":
        return None
    if field == "max_end" and _is_latest(name) and bare in _ranks()["ends"]:
        return field, BARE, 0
    if bare in known and not (_never(field) & set(name.split()) - set(bare.split())):
        return field, BARE, known[bare]
    if _never(field) & set(name.split()):
        return None
    part = next((known[p] for p in map(normal, re.split(r"[/|]", text)) if p in known), None)
    if part is not None:
        return field, BARE, part
    score, rank = _closest(field, bare or name)
    return (field, score, rank) if score >= LIKE else None


def _bare(text: str) -> str:
    """A heading without its brackets, what follows a dash, and words about tax and currency."""
    short = re.sub(r"[(\[].*?[)\]]| [-–:] .*", " ", text)
    return _untaxed(normal(short))


def _untaxed(name: str) -> str:
    """A heading without what it says of tax and currency."""
    tax = r"(?:(?:ex(?:cl?)?|excluding|incl?|including|inclusive|exclusive|plus|net|of) )+vat"
    return re.sub(rf" ?\b(?:{tax}|gbp)\b", "", name)


def _is_latest(name: str) -> bool:
    """Whether a heading means the end with every extension."""
    said = re.search(r"\bext|option|max|latest", name)
    return bool(said and _LATEST.search(name) and not _EXCLUDED.search(name))


@cache
def _closest(field: str, name: str) -> tuple[int, int]:
    from rapidfuzz import fuzz, process

    words = len(name.split())
    close = process.extract(name, ALIASES[field], scorer=fuzz.token_sort_ratio, limit=3)
    fitting = [(round(score), rank) for alias, score, rank in close if words > 1 or len(alias.split()) == 1]
    score, rank = max(fitting, default=(0, 0))
    return min(score, BARE - 1), rank


@cache
def _never(field: str) -> frozenset[str]:
    return frozenset(NEVER.get(field, "").split())


@cache
def _ranks() -> Mapping[str, Mapping[str, int]]:
    return {field: {name: i for i, name in enumerate(names)} for field, names in ALIASES.items()}


@cache
def _names() -> frozenset[str]:
    return frozenset(name for ranks in _ranks().values() for name in ranks)


def well_known(cells: Sequence[str]) -> int:
    """How many cells are headings that registers are known to use, to the letter."""
    return sum(len(c) <= 300 and normal(c) in _names() for c in cells)


def normal(text: str) -> str:
    """A heading as the table of names writes it: `ContractEndDate` and `CONTRACT_END_DATE` are `contract end date`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.lower().replace("'", "")))


def _joined(above: Sequence[object], cells: Sequence[object], *, whole: bool) -> list[object]:
    """Headings in two rows as one: `Dates` spread over `Start` and `End`, `Notes` above nothing.

    Parameters
    ----------
    above, cells
        The two rows.
    whole
        Whether the upper heading is part of each below it, or stands only where there is none below.
    """
    joined: list[object] = []
    group = ""
    for i, cell in enumerate(cells):
        top = above[i] if i < len(above) else None
        own = str(top) if isinstance(top, str) and top.strip() else ""
        group = own or group
        text = str(cell) if isinstance(cell, str) and cell.strip() else ""
        joined.append((f"{group} {text}".strip() if whole else text) if text else own)
    return joined


def _is_head(found: Headings, mapping: Mapping[str, Sequence[str]]) -> bool:
    """Whether a row names enough: what a contract is, and a day or its supplier."""
    fields = set(found.columns)
    if mapping and any(c.score > EXACT for c in found.columns.values()):
        return True
    what = fields & {"title", "description", "reference", "supplier"}
    about = fields & {"start", "ends", "max_end", "term", "supplier", "value", "annual"}
    return len(fields) >= LEAST and bool(what) and bool(about - what or len(what) > 1)
