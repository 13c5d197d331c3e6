"""What one more unit of capacity is worth is the difference of two solves, and is where it is said to be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import programme
from calloff.explain.worth import Place, full_quarters, raised, worth_words, worths
from calloff.options import Options, parse_goals
from calloff.programme import Programme
from calloff.solve import solve
from calloff.tables import Capacity

OPTIONS = Options(workers=1, goals=parse_goals("early"))


@pytest.fixture(scope="module")
def crowded() -> Programme:
    """Three procurements of two slots of tender and one of signing, and one commercial team."""
    given: dict[str, Any] = {
        "procurements": [{"id": f"p{i}", "cluster": "c", "routes": ["r"]} for i in range(3)],
        "lots": [{"id": f"l{i}", "procurement": f"p{i}"} for i in range(3)],
        "resources": [{"id": "team", "title": "Commercial team", "capacity": 1}],
        "demands": [{"phase": "tender", "resource": "team", "units": 1}],
    }
    return programme(**given)


def test_full_quarters_are_those_in_which_nothing_is_left(crowded: Programme) -> None:
    plan = solve(crowded, OPTIONS).plan
    assert plan is not None
    assert [(p.resource, p.quarter) for p in full_quarters(crowded, plan)] == [("team", "Q1 2030"), ("team", "Q2 2030")]


def test_the_saving_is_what_a_new_solve_confirms(crowded: Programme) -> None:
    plan = solve(crowded, OPTIONS).plan
    assert plan is not None
    found = {w.place.quarter: w for w in worths(crowded, plan, OPTIONS)}
    # One at a time the tenders begin at 0, 2 and 4, and their signing two later: 6 + 12. With two teams in the first
    # three months they begin at 0, 0 and 2: 2 + 8.
    assert found["Q1 2030"].saved == {"early": 8}
    assert found["Q1 2030"].proved
    # Two teams from April on let the third begin at 3: it and its signing come one slot sooner.
    assert found["Q2 2030"].saved == {"early": 2}
    assert worth_words(crowded, found["Q2 2030"], {}) == "One more of Commercial team in Q2 2030 saves nothing."


def test_one_more_is_added_inside_the_quarter_alone() -> None:
    rows = [
        {"of": "team", "from": "2030-03-01", "to": "2030-04-30", "capacity": 0},
        {"of": "team", "from": "2031-01-01", "to": "2031-12-31", "capacity": 5},
    ]
    given = programme(resources=[{"id": "team", "capacity": 2}], capacity=rows)
    more = raised(given, Place("team", date(2030, 4, 1), date(2030, 7, 1)))

    def capacity(held: tuple[Capacity, ...], day: date) -> int:
        return min((r.capacity for r in held if r.from_ <= day <= r.to), default=2)

    days = [
        date(2030, 3, 31),
        date(2030, 4, 1),
        date(2030, 4, 30),
        date(2030, 5, 1),
        date(2030, 6, 30),
        date(2030, 7, 1),
    ]
    assert [capacity(more.capacity, d) for d in days] == [0, 1, 1, 3, 3, 2]
    assert capacity(more.capacity, date(2031, 6, 1)) == 5
