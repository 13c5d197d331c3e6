"""How far go-to-markets, awards and first go-lives have moved from the baseline plan, earlier or later, added up.

Counted as the goal `stability`: what is in only one of the two plans counts its distance to the horizon's end.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.facts import Facts
from calloff.goals import stability
from calloff.measures.given import Given, Value

NAME = "drift"
TITLE = "Drift against the baseline"
UNIT = "slots moved"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all; none without a baseline."""
    if given.baseline is None:
        return
    for group in given.groups:
        facts = Facts(given.programme, given.part(group), baseline=given.part_before(group))
        yield Value(group, stability.value(facts))
