"""Months of extensions that the plan pays for: of contracts and of vendors' support, agreed ones too."""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import Given, Value

NAME = "extensions"
TITLE = "Extensions paid for"
UNIT = "months"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    for group in given.groups:
        taken = [e for e in given.plan.extensions if e.taken and given.holds(group, e.of)]
        yield Value(group, sum(e.months for e in taken))
