"""Lags between milestones of clusters, procurements, departments and externals."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, subjects
from calloff.programme import Programme
from calloff.rules import dependencies


def world(row: dict[str, Any], header: Any = None, **more: Any) -> Programme:
    tables: dict[str, Any] = {
        "clusters": [{"id": "c"}, {"id": "k"}],
        "procurements": [
            {"id": "p", "cluster": "c", "routes": ["r"]},
            {"id": "q", "cluster": "k", "routes": ["r"]},
            {"id": "q2", "cluster": "k", "routes": ["r"]},
        ],
        "terms": [],
        "departments": [
            {"id": "d", "cluster": "k", "users": 1, "onboarding": "2"},
            {"id": "e", "cluster": "k", "users": 1, "onboarding": "2"},
            {"id": "out", "cluster": "k", "users": 1, "joins": False},
        ],
        "externals": [{"id": "x", "date": "2030-05-15"}],
        "dependencies": [row],
    }
    return programme(header, **{**tables, **more})


def plan(given: Programme, p: int = 0, q: int = 10, q2: int = 12, d: int = 16, e: int = 18) -> Draft:
    draft = Draft(given)
    for item, s in (("p", p), ("q", q), ("q2", q2)):
        draft.compete(item, {"tender": (s, s + 2), "decide": (s + 2, s + 3)})
    return draft.onboard("d", d, d + 2).onboard("e", e, e + 2)


def row(source: str, to: str, low: int | None = 0, high: int | None = None) -> dict[str, Any]:
    (a, _, am), (b, _, bm) = source.partition("."), to.partition(".")
    ends = {"from": a, "from_milestone": am or None, "to": b, "to_milestone": bm or None}
    return {**ends, "min_lag": low, "max_lag": high}


@pytest.mark.parametrize(("q", "kept"), [(4, False), (5, True), (7, True), (8, False)])
def test_a_lag_within_its_bounds(q: int, kept: bool) -> None:
    # The award of p is at 3: two to four slots later q may go to market.
    draft = plan(world(row("p.award", "q.gtm", 2, 4)), q=q)
    assert (breaches(dependencies, draft) == []) is kept
    assert set(subjects(dependencies, draft)) <= {"q"}


def test_a_lag_may_be_negative_or_blank() -> None:
    assert breaches(dependencies, plan(world(row("p.end", "q.start", -2)), p=3, q=4)) == []
    assert len(breaches(dependencies, plan(world(row("p.end", "q.start", -1)), p=3, q=4))) == 1
    assert breaches(dependencies, plan(world(row("p.end", "q.start", None, 0)), p=20, q=4)) == []


@pytest.mark.parametrize(
    ("source", "to", "lag"),
    [
        ("p.start", "k.gtm", 10),  # the first of 10 and 12
        ("p.start", "k.start", 10),
        ("p.start", "k.award", 15),  # the last of 13 and 15
        ("p.start", "k.end", 15),
        ("p.start", "k.live", 20),  # the last of 18 and 20
        ("p.start", "d.start", 16),
        ("p.start", "d.live", 18),
        ("x", "q.gtm", 5),  # 15 May: from the boundary after, 1 June = 5
        ("p.start", "x", 4),  # as an end: the boundary the 15th still reaches, 1 May = 4
    ],
)
def test_milestones_of_every_kind(source: str, to: str, lag: int) -> None:
    assert breaches(dependencies, plan(world(row(source, to, lag, lag)))) == []
    assert len(breaches(dependencies, plan(world(row(source, to, lag + 1))))) == 1
    assert len(breaches(dependencies, plan(world(row(source, to, None, lag - 1))))) == 1


def test_two_facts_breach_nothing() -> None:
    header = {"as_of": "2030-06-01"}
    pins = [pin("p", "award", "2030-05-10"), pin("q", "gtm", "2030-01-10")]
    given = world(row("p.award", "q.gtm"), header, pins=pins)
    draft = Draft(given).compete("p", {}).compete("q", {"tender": (0, 5), "decide": (5, 6)})
    draft.compete("q2", {"tender": (9, 11), "decide": (11, 12)}).onboard("d", 16, 18).onboard("e", 18, 20)
    assert breaches(dependencies, draft) == []
    assert subjects(dependencies, _again(draft, row("p.award", "q2.gtm", 5))) == ["q2"]


def _again(draft: Draft, other: dict[str, Any]) -> Draft:
    """The same draft under another dependency."""
    given = draft.programme.model_dump(mode="json", by_alias=True)
    draft.programme = Programme.model_validate({**given, "dependencies": [other]})
    return draft


def test_an_unknown_milestone_binds_nothing() -> None:
    header = {"as_of": "2030-06-01"}
    given = world(row("p.gtm", "q.gtm", 100), header, pins=[pin("p", "award", "2030-05-10")])
    draft = plan(given)
    draft.competitions[0] = draft.competitions[0].model_copy(update={"phases": ()})
    assert breaches(dependencies, draft) == []


def test_a_department_that_does_not_join_binds_nothing() -> None:
    assert breaches(dependencies, plan(world(row("out.live", "q.gtm", 100)))) == []
