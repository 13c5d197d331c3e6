"""Users without a contract.

A department is in gap where it uses a system that no contract covers, or where, from its first
service on, no cycle of a renewing lot serves it.

    Σ over departments and systems of users × gap slots
    + Σ over joining departments and renewing lots of users × slots without service [user-slots]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calloff.facts import Facts

NAME = "gap"
UNIT = "user-slots"


def value(facts: Facts) -> int:
    """User-slots in gap, from now to the end of the run-off."""
    people = facts.programme.department
    systems = sum(facts.cover.weighed(s, "gap") for s in facts.programme.systems)
    return systems + sum(people[d].users * len(slots) for (d, _), slots in facts.service_gaps.items())
