"""Months in which at least one system is covered only by an extension that nobody has agreed.

A month in which two systems are counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from calloff.measures.given import Given, Value, months_between

NAME = "unsecured"
TITLE = "Unsecured"
UNIT = "months"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    for group, runs in given.by_group(given.plan.systems, lambda s: s.system):
        spans = sorted((x.start, x.end) for s in runs for x in s.unsecured)
        yield Value(group, _length(spans))


def _length(spans: list[tuple[date, date]]) -> Decimal:
    """Length of periods in order, what overlaps counted once [months]."""
    total, done = Decimal(0), date.min
    for start, end in spans:
        if end > done:
            total += months_between(max(start, done), end)
            done = end
    return total
