"""Cover of systems by contracts, and their vendors' support, counted slot by slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from calloff.calendar import Calendar
from calloff.programme import Programme
from calloff.tables import Contract, Extension, System


class Added(NamedTuple):
    """An extension and what it adds, if it and all before it are taken: boundaries `start` to `end`."""

    row: Extension
    start: int
    end: int

    @property
    def secure(self) -> bool:
        """Whether it is certain: an option in the contract, or agreed."""
        return self.row.agreed or self.row.basis == "option"

    @property
    def notice(self) -> int:
        """Boundary of its notice day."""
        return self.start - self.row.notice


@dataclass(frozen=True, eq=False)
class Cover:
    """Which slots are covered, secured and supported.

    Attributes
    ----------
    programme, calendar
        What is planned, and its slots.
    taken
        Extensions taken, by what they extend and their order.
    offs
        When each department leaves each system [boundary], by department and system.
    """

    programme: Programme
    calendar: Calendar
    taken: frozenset[tuple[str, int]]
    offs: Mapping[tuple[str, str], int]
    known_steps: dict[str, list[Added]] = field(default_factory=dict)
    """What extensions add, by what they extend: the same whatever is taken."""

    def without(self, of: str, order: int) -> Cover:
        """The same, had an extension and all after it not been taken."""
        later = [(of, e.order) for e in self.programme.extensions_of(of) if e.order >= order]
        return Cover(self.programme, self.calendar, self.taken.difference(later), self.offs, self.known_steps)

    # --- contracts -----------------------------------------------------------------------------

    def steps(self, owner: str) -> list[Added]:
        """What each extension of a contract, or of a system's support, adds, in order."""
        if owner not in self.known_steps:
            self.known_steps[owner] = self._steps(owner)
        return self.known_steps[owner]

    def _steps(self, owner: str) -> list[Added]:
        contract, system = self.programme.contract.get(owner), self.programme.system.get(owner)
        last = contract.ends if contract else system.support_end if system else None
        if last is None:
            return []
        found: list[Added] = []
        months, end = 0, self.calendar.end_on(last)
        for row in self.programme.extensions_of(owner):
            months += row.months
            start, end = end, self.calendar.months_past_end(last, months)
            found.append(Added(row, start, end))
        return found

    def taken_steps(self, owner: str) -> list[Added]:
        """What the extensions taken add, in order."""
        return [x for x in self.steps(owner) if (owner, x.row.order) in self.taken]

    def end_of(self, contract: Contract) -> int | None:
        """Boundary at which a contract's cover ends with what is taken; None = open-ended."""
        if contract.ends is None:
            return None
        return max([self.calendar.end_on(contract.ends), *(x.end for x in self.taken_steps(contract.id))])

    def _pieces(self, contract: Contract) -> Iterator[tuple[range, bool]]:
        """Slots from now on that a contract covers, and whether surely."""
        now, limit = self.calendar.now, self.calendar.limit
        base = limit if contract.ends is None else min(limit, self.calendar.end_on(contract.ends))
        yield range(now, base), True
        for x in self.taken_steps(contract.id):
            yield range(max(now, x.start), min(limit, x.end)), x.secure

    # --- systems -------------------------------------------------------------------------------

    def slots(self, system: str) -> tuple[frozenset[int], frozenset[int]]:
        """Slots from now on in which a system is covered, and surely covered."""
        if system not in self._slots:
            covered: set[int] = set()
            secured: set[int] = set()
            for contract in self.programme.contracts_of(system):
                for slots, secure in self._pieces(contract):
                    covered.update(slots)
                    if secure:
                        secured.update(slots)
            self._slots[system] = frozenset(covered), frozenset(secured)
        return self._slots[system]

    @cached_property
    def _slots(self) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        return {}

    def used(self, department: str, system: str) -> range:
        """Slots from now on in which a department still uses a system."""
        return range(self.calendar.now, self.offs[department, system])

    def gap(self, department: str, system: str) -> set[int]:
        """Slots in which a department uses a system that no contract covers."""
        return set(self.used(department, system)) - self.slots(system)[0]

    def unsecured(self, department: str, system: str) -> set[int]:
        """Slots covered only by an extension that is neither an option nor agreed."""
        covered, secured = self.slots(system)
        return set(self.used(department, system)) & (covered - secured)

    def support_end(self, system: System) -> int | None:
        """Boundary at which a system's support ends; None where no end is known."""
        if system.support_end is None:
            return None
        ends = [self.calendar.end_on(system.support_end), *(x.end for x in self.taken_steps(system.id))]
        for contract in self.programme.contracts_of(system.id):
            ends += [x.end for x in self.taken_steps(contract.id) if x.row.with_support]
        return max(ends)

    def unsupported(self, department: str, system: str) -> set[int]:
        """Slots in which a department uses a system past its vendor's support."""
        end = self.support_end(self.programme.system[system])
        if end is None:
            return set()
        return set(range(max(self.calendar.now, end), self.offs[department, system]))

    def last_off(self, system: System) -> int:
        """Boundary at which the last department leaves a system."""
        return max(self.offs[d, system.id] for d in system.departments)

    def any_gap(self, system: System) -> set[int]:
        """Slots in which some department uses a system that no contract covers."""
        return set(range(self.calendar.now, self.last_off(system))) - self.slots(system.id)[0]

    # --- users ---------------------------------------------------------------------------------

    def weighed(self, system: System, trouble: str) -> int:
        """User-slots of `gap`, `unsecured` or `unsupported` over a system's departments."""
        count = {"gap": self.gap, "unsecured": self.unsecured, "unsupported": self.unsupported}[trouble]
        return sum(self.programme.weight(system, d) * len(count(d, system.id)) for d in system.departments)

    # --- who pays ------------------------------------------------------------------------------

    @cached_property
    def paid(self) -> dict[str, set[int]]:
        """Slots from now on in which each contract's cost is paid.

        To its cover's end; where open-ended, to the last leaving. In the gap slots of a system, the
        contract of the latest cover goes on: the costliest of several, then the least id.
        """
        now, limit = self.calendar.now, self.calendar.limit
        found: dict[str, set[int]] = {}
        for c in self.programme.contracts:
            end = self.end_of(c)
            last = max(self.last_off(self.programme.system[s]) for s in c.systems) if end is None else end
            found[c.id] = set(range(now, min(limit, last)))
        for system in self.programme.systems:
            payer = self._payer(system)
            if payer is not None:
                found[payer.id] |= self.any_gap(system)
        return found

    def _payer(self, system: System) -> Contract | None:
        ending = [(end, c) for c in self.programme.contracts_of(system.id) if (end := self.end_of(c)) is not None]
        if not ending:
            return None
        return min(ending, key=lambda x: (-x[0], -x[1].cost, x[1].id))[1]
