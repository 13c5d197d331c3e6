"""Each rule is needed: a solver that is not told of it makes a plan that breaks just that rule.

One small programme a rule. With all rules it has a proved plan; with that rule left out, what the
goal asks for leads straight into the breach, and the check says so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from builders import pin, programme
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.solve import Options, UnsoundPlanError, parse_goals, solve

TWO = {
    "procurements": [{"id": "p", "cluster": "c", "routes": ["r"]}, {"id": "q", "cluster": "c", "routes": ["r"]}],
    "lots": [{"id": "l", "procurement": "p"}, {"id": "m", "procurement": "q"}],
}
"""Two procurements that both want to start at once."""

SUPPLIED = [{"id": x, "cluster": "c", "routes": ["r"], "suppliers": ["a", "b"]} for x in ("p", "q")]
BIDS = [{"phase": "tender", "resource": "bid", "units": 1}]
DEPARTMENT = {"id": "d", "cluster": "c", "users": 10, "onboarding": 1}
USED = {
    "departments": [{**DEPARTMENT, "joins": False}],
    "systems": [{"id": "s", "departments": ["d"]}],
    "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-02-28"}],
}


class Case(NamedTuple):
    """A programme in which a rule matters, and the goal that leads against it."""

    tables: dict[str, Any]
    goal: str = "early"
    header: dict[str, Any] | None = None
    no_overspend: bool = False

    @property
    def programme(self) -> Programme:
        return programme(self.header, **self.tables)

    @property
    def options(self) -> Options:
        return Options(workers=1, goals=parse_goals(self.goal), no_overspend=self.no_overspend)


CASES: dict[str, Case] = {
    "sequence": Case(
        {
            "phases": [
                {"route": "r", "id": "tender", "order": 1, "duration": 2, "milestone": "gtm"},
                {"route": "r", "id": "decide", "order": 2, "duration": 1, "min_wait": 1, "max_wait": 3},
            ]
        }
    ),
    "history": Case(
        {"lots": [{"id": "l", "procurement": "p", "charge": 100}], "pins": [pin("p", "start", "2030-01-10")]},
        "cost~0",
        {"as_of": "2030-02-01"},
    ),
    "windows": Case({"clusters": [{"id": "c", "earliest_gtm": "2030-05-01"}]}),
    "blackouts": Case({"blackouts": [{"milestone": "gtm", "from": "2030-01-01", "to": "2030-01-31"}]}),
    "route": Case({"routes": [{"id": "r", "opens": "2030-09-15"}]}),
    "capacity": Case(
        {
            **TWO,
            "resources": [{"id": "team", "capacity": 1}],
            "demands": [{"phase": "tender", "resource": "team", "units": 1}],
        }
    ),
    "market": Case(
        {
            **TWO,
            "procurements": SUPPLIED,
            "routes": [{"id": "r", "min_bidders": 2}],
            "suppliers": [{"id": "a", "bids": 1}, {"id": "b"}],
            "demands": BIDS,
        }
    ),
    "competition": Case(
        {
            "procurements": SUPPLIED[:1],
            "routes": [{"id": "r", "min_bidders": 2}],
            "suppliers": [{"id": "a", "bids": 1}, {"id": "b", "bids": 1}],
            "demands": BIDS,
        }
    ),
    "stagger": Case({**TWO, "stagger": [{"window": 3, "max_starts": 1}]}),
    "dependencies": Case(
        {**TWO, "dependencies": [{"from": "p", "from_milestone": "award", "to": "q", "to_milestone": "gtm"}]}
    ),
    "onboarding": Case({"departments": [DEPARTMENT]}),
    "delivery_cover": Case(
        {
            "departments": [{**DEPARTMENT, "decision_by": "2031-05-31"}],
            "lots": [{"id": "l", "procurement": "p", "delivers": True}],
        }
    ),
    "cover": Case(
        {**USED, "extensions": [{"of": "k", "order": 1, "months": 6, "notice": 3, "basis": "direct_award"}]}, "gap"
    ),
    "renewal": Case(
        {"lots": [{"id": "l", "procurement": "p", "renews": True, "recompete_route": "r", "charge": 10}]}, "cost~0"
    ),
    "funding": Case(
        {
            "terms": [],
            "phases": [{"route": "r", "id": "tender", "order": 1, "duration": 2, "cost": 100}],
            "funding": [{"from": "2030-01-01", "to": "2030-12-31", "approved": 150}],
        },
        no_overspend=True,
    ),
}


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {rule.NAME for rule in RULES}


@pytest.mark.parametrize("name", CASES)
def test_with_all_rules_the_plan_is_proved(name: str) -> None:
    outcome = solve(CASES[name].programme, CASES[name].options)
    assert outcome.status == "optimal"


@pytest.mark.parametrize("name", CASES)
def test_without_the_rule_the_plan_breaks_it(name: str) -> None:
    case = CASES[name]
    fewer = [rule for rule in RULES if name != rule.NAME]
    with pytest.raises(UnsoundPlanError, match=rf"\b{name}: "):
        solve(case.programme, case.options, rules=fewer)
