"""Dates ahead that rest directly on a figure marked assumed, of all dates ahead.

Dates are go-to-markets, awards and first go-lives of the first letting.
"""

from __future__ import annotations

from collections.abc import Iterator

from calloff.measures.given import Given, Value

NAME = "assumed_dates"
TITLE = "Dates that rest on assumptions"
UNIT = "dates"


def values(given: Given) -> Iterator[Value]:
    """One figure a cluster, and one for all."""
    # The report counts with measures, and so is whole only after them.
    from calloff.report.names import Names
    from calloff.report.rests import rests

    names = Names(given.programme)
    for group in given.groups:
        held = rests(given.programme, given.part(group), names)
        if not given.programme.sources:
            yield Value(group, None, note="no sources are given")
        else:
            yield Value(group, sum(bool(r.assumed) for r in held), len(held))
