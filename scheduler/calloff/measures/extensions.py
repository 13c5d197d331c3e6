"""Months of extensions that the plan pays for: of contracts and of vendors' support, agreed ones too."""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import Given, Value

NAME = "extensions"
TITLE = "Extensions paid for"
UNIT = "months"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    for group, taken in given.by_group((e for e in given.plan.extensions if e.taken), lambda e: e.of):
        yield Value(group, sum(e.months for e in taken))
