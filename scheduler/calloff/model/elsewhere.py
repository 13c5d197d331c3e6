"""What the rest of a programme uses and does, where a model holds only a part of it.

The rest is decided: it stands in the model as work at known times, so that every rule that limits
use, notices, money or lags counts it as it counts its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calloff.model.points import Point
from calloff.model.uses import Use
from calloff.model.when import Literal, When

if TYPE_CHECKING:
    from calloff.model.core import Model
    from calloff.tables import Funding

Key = tuple[str | int | bool, ...]
"""What is used: `resource`, id, slot, whether in progress; `total`, id, whether in progress; `supplier`, id, side,
slot, whether in progress; `notice`, slot; `bids`, slot; `spend`, place of the funding row."""


@dataclass(frozen=True)
class Rest:
    """The rest of a programme.

    Attributes
    ----------
    use
        Units (notices, bids, money) by what is used.
    points
        Milestones by (item, milestone): boundary, and whether it is a fact.
    """

    use: Counter[Key] = field(default_factory=Counter)
    points: Mapping[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)


class Elsewhere:
    """The rest, in the words of one model."""

    def __init__(self, model: Model, rest: Rest) -> None:
        self._model, self._rest = model, rest
        self._meetings = {r.id for r in model.programme.resources if r.kind != "renewable"}
        self._by: dict[Key, dict[int, int]] = {}
        for key, units in rest.use.items():
            if units and key[0] in ("resource", "supplier"):
                slot, running = key[-2], key[-1]
                self._by.setdefault((*key[:-2], running), {})[int(slot)] = units

    def uses(self, resource: str) -> list[Use]:
        """Use of a shared resource."""
        found = [u for running in (False, True) for u in self._use(("resource", resource, running), running)]
        now = When.fixed(self._model.calendar.now)
        for running in (False, True):
            units = self._rest.use["total", resource, running]
            if units:
                found.append(Use(None, now, 1, self._model.yes, units, running))
        return found

    def supplier_uses(self, supplier: str, kind: str) -> list[Use]:
        """Use of a supplier's bid or delivery capacity."""
        return [u for running in (False, True) for u in self._use(("supplier", supplier, kind, running), running)]

    def _use(self, key: Key, running: bool) -> Iterator[Use]:
        """One use for each stretch of slots with the same units; one a slot where only its end counts."""
        by_slot = self._by.get(key, {})
        single = key[1] in self._meetings
        for slot, slots, units in _stretches(by_slot, 1 if single else len(by_slot)):
            yield Use(None, When.fixed(slot), slots, self._model.yes, units, running)

    def notices(self) -> list[tuple[When, Literal]]:
        """Tender notices."""
        found = ((key[1], n) for key, n in self._rest.use.items() if key[0] == "notice")
        return [(When.fixed(int(slot)), self._model.yes) for slot, n in found for _ in range(n)]

    def bids(self) -> list[tuple[When, When, Literal, int]]:
        """Bids wanted, slot by slot."""
        found = ((int(key[1]), n) for key, n in self._rest.use.items() if key[0] == "bids" and n)
        return [(When.fixed(t), When.fixed(t + 1), self._model.yes, n) for t, n in found]

    def spend(self, row: Funding) -> int:
        """Spend that a funding row covers (whole units)."""
        return self._rest.use["spend", self._model.programme.funding.index(row)]

    def point(self, item: str, milestone: str) -> Point | None:
        """A milestone of the rest; None where the item is the part's own, or unknown."""
        known = self._rest.points.get((item, milestone))
        return None if known is None else Point(When.fixed(known[0]), self._model.yes, known[1])


def _stretches(by_slot: Mapping[int, int], longest: int) -> Iterator[tuple[int, int, int]]:
    """First slot, number of slots and units of each stretch that uses the same throughout."""
    begin = end = held = 0
    for slot, units in sorted(by_slot.items()):
        if held and slot == end and units == held and end - begin < longest:
            end += 1
            continue
        if held:
            yield begin, end - begin, held
        begin, end, held = slot, slot + 1, units
    if held:
        yield begin, end - begin, held


def total(footprints: Iterable[Mapping[Key, int]]) -> Counter[Key]:
    """What several parts use together."""
    found: Counter[Key] = Counter()
    for footprint in footprints:
        found.update(footprint)
    return found
