"""Systems without a support end whose product is one that a dated table knows; only suggested, never applied.

A product is matched word by word. Its name must hold a family's words side by side; a version then picks
its rows. A version that no row knows matches none, and a name without a version gets every row of the
family, so that nobody takes one version's date for another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from calloff.errors import Fault
from calloff.findings.note import note
from calloff.programme import Programme

WHY = "check it with the vendor, and give it as support_end with a row in sources; it is never filled in by itself"
ELSEWHERE = frozenset({"cloud", "saas"})
"""Words that tell of a service without versions, which only a version says more about."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class SupportDate:
    """The last day of one phase of a vendor's support.

    Attributes
    ----------
    product
        Name with version, as people know it.
    families, versions
        Ways to write the product's name and its version.
    phase
        What ends: mainstream maintenance, Premier Support…
    until
        Its last day.
    grade
        A: said by the vendor; B: by others who quote it.
    source, as_of
        Where the day is from, and the day on which that was so.
    note
        What goes with it.
    """

    product: str
    families: tuple[str, ...]
    versions: tuple[str, ...]
    phase: str
    until: date
    grade: str
    source: str
    as_of: date
    note: str = ""

    def __str__(self) -> str:
        """The phase with its end and source."""
        also = f"; {self.note}" if self.note else ""
        return f"{self.phase} to {self.until} ({self.source}, as of {self.as_of}{also})"


def missing_support_ends(programme: Programme, dates: Sequence[SupportDate]) -> Iterator[Fault]:
    """A system whose product has a known support end, and that gives none."""
    for system in programme.systems:
        found = matches(system.product or "", dates) if system.support_end is None else []
        if found:
            by_product: dict[str, list[SupportDate]] = {}
            for row in found:
                by_product.setdefault(row.product, []).append(row)
            told = "; or ".join(f"{name}: " + ", ".join(map(str, rows)) for name, rows in by_product.items())
            which = "its product may be" if len(by_product) > 1 else "its product looks like"
            yield note("systems", system, "support_end", f"no support end is given, and {which} {told}", WHY)


def matches(product: str, dates: Iterable[SupportDate]) -> list[SupportDate]:
    """Rows of the table that a product's name may mean: those of its version, or of every version if it tells none."""
    words = words_of(product)
    reach: dict[int, list[SupportDate]] = {}
    for row in dates:
        length = max((len(w) for w in map(words_of, row.families) if _at(words, w) is not None), default=0)
        if length:
            reach.setdefault(length, []).append(row)
    family = reach[max(reach)] if reach else []
    return _of_version(words, family)


def words_of(text: str) -> Words:
    """The words of a name, in small letters; `R12.2` and `v12.2` are 12.2."""
    found = re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", text.lower())
    return tuple(re.sub(r"^[rv](?=\d)", "", word) for word in found)


def _of_version(words: Words, family: list[SupportDate]) -> list[SupportDate]:
    best = max((_version_reach(words, row) for row in family), default=0)
    if best:
        return [row for row in family if _version_reach(words, row) == best]
    if ELSEWHERE & set(words):
        return []
    named = [w for row in family for f in map(words_of, row.families) if _at(words, f) is not None for w in f]
    told = [w for w in words if w[0].isdigit() and w not in named]
    return [row for row in family if not row.versions or all(_begins_version(w, row) for w in told)]


def _version_reach(words: Words, row: SupportDate) -> int:
    """Words of the longest version of a row that the name holds."""
    return max(
        (len(v) for v in map(words_of, row.versions) if v and _at(words, v, loosely=True) is not None), default=0
    )


def _begins_version(word: str, row: SupportDate) -> bool:
    """Whether a number may be a row's version cut short: 12 of 12.2."""
    return any(v[:1] and v[0].startswith(f"{word}.") for v in map(words_of, row.versions))


def _at(words: Words, part: Words, loosely: bool = False) -> int | None:
    """Where words stand side by side; loosely, the last may go on with a point, as 12.2 does in 12.2.6."""
    for at in range(len(words) - len(part) + 1):
        *first, last = words[at : at + len(part)]
        if first == list(part[:-1]) and (last == part[-1] or (loosely and last.startswith(f"{part[-1]}."))):
            return at
    return None
