"""So many go-to-markets in any window of slots."""

from __future__ import annotations

from typing import Any

import pytest

from builders import Draft, breaches, pin, programme, simple
from calloff.options import Options, parse_goals
from calloff.rules import stagger
from calloff.solve import solve


def at(*starts: int, rows: list[dict[str, int]], header: Any = None, **more: Any) -> Draft:
    """One procurement a start, without contracts, each going to market there."""
    names = [f"p{i}" for i in range(len(starts))]
    tables: dict[str, Any] = {
        "procurements": [{"id": n, "cluster": "c", "routes": ["r"]} for n in names],
        "lots": [{"id": "l", "procurement": "p0"}],
        "terms": [],
        "stagger": rows,
    }
    draft = Draft(programme(header, **{**tables, **more}))
    for name, s in zip(names, starts, strict=True):
        draft.compete(name, {"tender": (s, s + 2), "decide": (s + 2, s + 3)})
    return draft


@pytest.mark.parametrize(("gap", "kept"), [(0, False), (2, False), (3, True), (4, True)])
def test_a_least_distance(gap: int, kept: bool) -> None:
    draft = at(5, 5 + gap, rows=[{"window": 3, "max_starts": 1}])
    assert (breaches(stagger, draft) == []) is kept


@pytest.mark.parametrize(
    ("starts", "full"), [((0, 1, 3), []), ((0, 1, 2), [1]), ((0, 0, 2, 2), [1, 1]), ((0, 3, 6), [])]
)
def test_any_window_counts(starts: tuple[int, ...], full: list[int]) -> None:
    found = breaches(stagger, at(*starts, rows=[{"window": 3, "max_starts": 2}]))
    assert [b.slot.month for b in found if b.slot] == full


def test_every_row_binds() -> None:
    rows = [{"window": 2, "max_starts": 1}, {"window": 6, "max_starts": 2}]
    assert breaches(stagger, at(0, 2, 6, rows=rows)) == []
    assert len(breaches(stagger, at(0, 2, 5, rows=rows))) == 1


def test_none_allowed() -> None:
    assert len(breaches(stagger, at(4, rows=[{"window": 1, "max_starts": 0}]))) == 1


def test_past_the_run_off_nothing_counts() -> None:
    assert breaches(stagger, at(47, 48, rows=[{"window": 3, "max_starts": 1}])) == []


def test_notices_before_now_count_in_no_window() -> None:
    header = {"as_of": "2030-03-01"}
    draft = at(1, 2, rows=[{"window": 3, "max_starts": 1}], header=header, pins=[pin("p0", "gtm", "2030-02-10")])
    assert breaches(stagger, draft) == []


@pytest.mark.parametrize(("most", "planned"), [(0, []), (1, [4]), (2, [4]), (3, [1, 4])])
def test_what_happened_at_now_breaches_nothing_but_fills_its_window(most: int, planned: list[int]) -> None:
    """Two notices went out on the day as of which we plan; others, if any may, wait for the next window."""
    names = ["p0", "p1", *(f"p{i + 2}" for i in range(len(planned)))]
    given = programme(
        {"as_of": "2030-02-01"},
        procurements=[{"id": n, "cluster": "c", "routes": ["r"]} for n in names],
        lots=[{"id": "l", "procurement": "p0"}],
        terms=[],
        stagger=[{"window": 3, "max_starts": most}],
        pins=[pin(n, "gtm", "2030-02-01") for n in names[:2]],
    )
    outcome = solve(given, Options(time_limit=10, workers=1, goals=parse_goals("early")))
    assert outcome.plan is not None
    found = sorted(c.gtm.month - 1 for c in outcome.plan.competitions if c.gtm and c.procurement in names[2:])
    assert found == planned


def test_later_cycles_count_too() -> None:
    lot = {"id": "l", "procurement": "p", "renews": True, "recompete_route": "r"}
    given = programme(lots=[lot], stagger=[{"window": 11, "max_starts": 1}])
    for start, found in ((10, 1), (11, 0)):
        spans = {"tender": (start, start + 2), "decide": (start + 2, start + 3)}
        assert len(breaches(stagger, simple(given).compete("l", spans, cycle=2, terms={"l": (12, 0)}))) == found
