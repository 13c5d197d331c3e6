"""Lags in a circle are found where, and only where, there is one that adds up to more than 0."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from calloff.faults.lags import Edge, positive_circle

NODES = "abcde"
EDGES = st.lists(
    st.builds(Edge, st.sampled_from(NODES), st.sampled_from(NODES), st.integers(-4, 4)), min_size=1, max_size=14
)


def _has_positive_circle(edges: list[Edge]) -> bool:
    """By walks of every length up to the number of nodes."""
    best = {(e.from_, e.to): max(x.lag for x in edges if (x.from_, x.to) == (e.from_, e.to)) for e in edges}
    walks = dict(best)
    for _ in NODES:
        if any(lag > 0 for (a, b), lag in walks.items() if a == b):
            return True
        longer: dict[tuple[str, str], int] = {}
        for (a, b), lag in walks.items():
            for (c, d), more in best.items():
                if b == c:
                    longer[a, d] = max(longer.get((a, d), lag + more), lag + more)
        walks = longer
    return False


@settings(max_examples=300, deadline=None)
@given(EDGES)
def test_circle_is_found_where_there_is_one(edges: list[Edge]) -> None:
    circle = positive_circle(edges)
    assert bool(circle) == _has_positive_circle(edges)
    for edge, after in zip(circle, [*circle[1:], *circle[:1]], strict=True):
        assert edge in edges
        assert edge.to == after.from_
    assert not circle or sum(edge.lag for edge in circle) > 0
