"""The whole check: a plan that holds passes, and whatever is moved in it breaches the rule that owns it."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest

from builders import Draft, programme, simple
from calloff.check import Report, check
from calloff.goals import GOALS
from calloff.plan import GoalRun, Plan
from calloff.programme import Programme
from calloff.rules import RULES, Breach

LOTS = [
    {"id": "soft", "procurement": "p", "charge": 1000, "renews": True, "recompete_route": "again", "migrates": True},
    {"id": "build", "procurement": "p", "charge": 500, "delivers": True},
]


def world(header: Any = None, **more: Any) -> Programme:
    """One cluster with most of what a plan can hold: two cycles, a board, suppliers, money, an extension."""
    tables: dict[str, Any] = {
        "clusters": [{"id": "c", "lead": "Lead", "live_by": "2030-09-30"}],
        "procurements": [
            {
                "id": "p",
                "cluster": "c",
                "routes": ["r"],
                "suppliers": ["a", "b", "both"],
                "one_off_cost": 2400,
                "owner": "Buyer",
            }
        ],
        "lots": LOTS,
        "routes": [{"id": "r", "min_bidders": 2}, {"id": "again", "min_bidders": 1}],
        "terms": [{"route": "r", "months": 18, "option": 6}, {"route": "again", "months": 48}],
        "phases": [
            {"route": "r", "id": "prepare", "order": 1, "duration": 1, "cost": 100},
            {"route": "r", "id": "tender", "order": 2, "duration": 2, "max_wait": 3, "milestone": "gtm"},
            {"route": "r", "id": "decide", "order": 3, "duration": "0.5", "milestone": "award"},
            {"route": "again", "id": "short", "order": 1, "duration": 2},
        ],
        "demands": [
            {"phase": "tender", "resource": "bid", "units": 1},
            {"phase": "decide", "resource": "board", "units": 1},
            {"phase": "onboarding", "resource": "delivery", "units": 1},
            {"phase": "prepare", "resource": "team", "units": 1},
            {"phase": "prepare", "resource": "pot", "units": 1},
        ],
        "suppliers": [
            {"id": "a", "bids": 1, "deliveries": 2},
            {"id": "b", "bids": 1, "deliveries": 2},
            {"id": "both", "bids": 1, "deliveries": 2, "members": ["a", "b"]},
        ],
        "resources": [
            {"id": "board", "capacity": 1, "kind": "meeting", "papers": 10, "title": "Approval board"},
            {"id": "team", "capacity": 2},
            {"id": "pot", "capacity": 2, "kind": "total"},
        ],
        "departments": [
            {"id": "d", "cluster": "c", "users": 100, "onboarding": "2", "parallel_run": 1, "onboarding_cost": 50},
            {"id": "e", "cluster": "c", "users": 50, "onboarding": "2", "decision_by": "2030-03-20"},
        ],
        "systems": [{"id": "s", "departments": ["d", "e"], "support_end": "2030-06-30", "risk_cost": 3}],
        "contracts": [{"id": "k", "systems": ["s"], "ends": "2030-06-30", "cost": 10, "owner": "Keeper"}],
        "extensions": [
            {"of": "k", "order": 1, "months": 3, "extra_cost": 2, "notice": 2, "basis": "direct_award"},
            {"of": "k", "order": 2, "months": 3, "basis": "option"},
        ],
        "funding": [{"from": "2030-04-01", "to": "2031-03-31", "approved": 1000}],
    }
    return programme(header, **{**tables, **more})


def draft(given: Programme) -> Draft:
    """Prepare at 0, tender from 2 to 4, award at 5, onboarding to 8 and 10; the successor hands over at 26."""
    found = Draft(given)
    spans = {"prepare": (0, 1), "tender": (2, 4), "decide": (4, 5)}
    found.compete("p", spans, terms={"soft": (18, 0), "build": (18, 6)})
    found.compete("soft", {"short": (20, 22)}, cycle=2, route="again", terms={"soft": (48, 0)})
    found.onboard("d", 6, 8).onboard("e", 8, 10)
    found.onboard("d", 22, 24, lot="soft", cycle=2).onboard("e", 23, 25, lot="soft", cycle=2)
    found.take("k", 1).name("p", ["a", "b"], "a").name("soft", ["b"], "b", cycle=2)
    return found


def counted(given: Draft) -> tuple[GoalRun, ...]:
    facts = given.facts()
    return tuple(
        GoalRun(goal=g.NAME, value=g.value(facts), best=None, bound=None, proved=False, unit=g.UNIT, tolerance="")
        for g in GOALS
        if g.NAME != "stability"
    )


PROGRAMME = world()
PLAN = draft(PROGRAMME).plan(counted(draft(PROGRAMME)))


def edited(*path: str | int, value: Any, plan: Plan = PLAN) -> Plan:
    """The plan with one value of its JSON replaced."""
    content = json.loads(plan.model_dump_json())
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return Plan.model_validate(content)


def rules(report: Report) -> set[str]:
    return {b.rule for b in report.breaches}


def test_a_plan_that_holds_passes_with_its_goals() -> None:
    report = check(PROGRAMME, PLAN)
    assert report.breaches == ()
    assert report.passed
    # d leaves at 9, e at 10: one slot of 50 users past the extension; d and e wait for the second cycle in 23.
    assert report.goals["gap"] == 50 * 1 + 100 * 1 + 50 * 2
    assert report.goals["unsecured"] == 150 * 3
    assert report.goals["unsupported"] == 100 * 3 + 50 * 4
    assert report.goals["lateness"] == 50
    assert report.goals["overspend"] == 2400 + 50 + 6 - 1000
    assert report.goals["peak"] == 2
    assert report.goals["finish"] == 10
    assert report.goals["early"] == 0 + 2 + 4 + 6 + 8
    assert "stability" not in report.goals


def _dates(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where a plan's JSON holds a date."""
    if isinstance(node, dict):
        return [p for k, v in node.items() for p in _dates(v, (*path, k))]
    if isinstance(node, list):
        return [p for i, v in enumerate(node) for p in _dates(v, (*path, i))]
    return [path] if isinstance(node, str) and len(node) == 10 and node[4] + node[7] == "--" else []


OWNERS = {
    "competitions": {"sequence", "windows", "route"},
    "lots": {"route"},
    "departments": {"onboarding", "windows"},
    "extensions": {"cover"},
    "contracts": {"cover"},
    "systems": {"cover"},
    "service_gaps": {"renewal"},
    "spend": {"funding"},
    "funding": {"funding"},
    "decisions": {"sequence"},
}
DATES = [p for p in _dates(json.loads(PLAN.model_dump_json())) if p[0] != "usage"]


@pytest.mark.parametrize("path", DATES, ids=lambda p: ".".join(map(str, p)))
@pytest.mark.parametrize("months", [-1, 1])
def test_any_date_moved_breaches_the_rule_that_owns_it(path: tuple[str | int, ...], months: int) -> None:
    place: Any = json.loads(PLAN.model_dump_json())
    for step in path:
        place = place[step]
    day = date.fromisoformat(place)
    moved = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, min(day.day, 28))
    report = check(PROGRAMME, edited(*path, value=moved.isoformat()))
    assert OWNERS[str(path[0])] & rules(report)


@pytest.mark.parametrize("path", [p for p in DATES if p[0] in ("competitions", "lots", "departments")], ids=str)
@pytest.mark.parametrize("day", ["2030-02-14", "0001-01-01", "9999-12-01"])
def test_a_day_on_which_no_slot_begins_is_a_breach(path: tuple[str | int, ...], day: str) -> None:
    report = check(PROGRAMME, edited(*path, value=day))
    assert OWNERS[str(path[0])] & rules(report)
    assert report.goals == {}
    assert "does not fit" in report.notes[-1]


@pytest.mark.parametrize("index", [0, len(PLAN.usage) // 2, len(PLAN.usage) - 1])
@pytest.mark.parametrize(("field", "value"), [("use", 99), ("capacity", 99), ("slot", "2030-01-15")])
def test_use_and_capacity_are_counted_again(index: int, field: str, value: Any) -> None:
    row = PLAN.usage[index]
    report = check(PROGRAMME, edited("usage", index, field, value=value))
    assert rules(report) == {"market" if row.kind in ("bid", "delivery") else "capacity"}


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("competitions", 0, "procurement"), "nobody", "route"),
        (("competitions", 0, "route"), "nowhere", "route"),
        (("competitions", 0, "cycle"), 2, "renewal"),
        (("competitions", 1, "lot"), "build", "renewal"),
        (("competitions", 1, "lot"), "nothing", "renewal"),
        (("competitions", 1, "cycle"), 3, "renewal"),
        (("competitions", 0, "phases", 1, "phase"), "unknown", "sequence"),
        (("competitions", 0, "phases"), [], "sequence"),
        (("competitions",), [], "route"),
        (("lots",), [], "route"),
        (("lots", 0, "lot"), "nothing", "route"),
        (("lots", 0, "term"), 17, "route"),
        (("lots", 0, "option"), 5, "route"),
        (("lots", 0, "successor"), None, "renewal"),
        (("departments", 0, "department"), "nobody", "onboarding"),
        (("departments", 0, "start"), None, "onboarding"),
        (("departments",), [], "onboarding"),
        (("extensions", 0, "of"), "nothing", "cover"),
        (("extensions", 0, "months"), 9, "cover"),
        (("extensions", 1, "basis"), "direct_award", "cover"),
        (("extensions",), [], "cover"),
        (("witness", 0, "item"), "nobody", "competition"),
        (("witness", 0, "bidders"), ["a", "nobody"], "competition"),
        (("witness", 0, "bidders"), ["a", "both"], "market"),
        (("witness", 0, "deliverer"), "both", "competition"),
        (("contracts",), [], "cover"),
        (("systems", 0, "gap_user_slots"), 0, "cover"),
        (("service_gaps",), [], "renewal"),
        (("spend", 0, "amount"), 1, "funding"),
        (("funding", 0, "over"), 0, "funding"),
        (("decisions",), [], "sequence"),
        (("goals", 0, "value"), 0, "goals"),
        (("goals", 0, "goal"), "wealth", "goals"),
        (("status",), "optimal", "goals"),
    ],
    ids=lambda x: ".".join(map(str, x)) if isinstance(x, tuple) else None,
)
def test_whatever_is_edited_is_a_breach_and_never_a_crash(path: tuple[str | int, ...], value: Any, rule: str) -> None:
    assert rule in rules(check(PROGRAMME, edited(*path, value=value)))


@pytest.mark.parametrize("section", ["competitions", "lots", "departments", "extensions", "witness"])
def test_an_entry_given_twice_is_a_breach(section: str) -> None:
    rows = json.loads(PLAN.model_dump_json())[section]
    report = check(PROGRAMME, edited(section, value=[rows[0], *rows]))
    assert any("twice" in b.message for b in report.breaches)


def test_the_order_of_rows_means_nothing() -> None:
    content = json.loads(PLAN.model_dump_json())
    for section in ("competitions", "lots", "departments", "extensions", "witness", "usage", "decisions"):
        content[section].reverse()
    assert check(PROGRAMME, Plan.model_validate(content)).breaches == ()


def test_a_plan_of_another_programme_says_so_first() -> None:
    report = check(PROGRAMME, PLAN, content_hash="other")
    assert "another programme" in report.notes[0]
    assert report.passed
    assert check(PROGRAMME, PLAN, content_hash="hash").notes == ()


def test_without_names_suppliers_are_counted_together() -> None:
    withheld = draft(PROGRAMME)
    withheld.witness = None
    report = check(PROGRAMME, withheld.plan(counted(withheld)))
    assert report.breaches == ()
    assert any("withheld" in note for note in report.notes)


def test_stability_needs_what_it_is_measured_from() -> None:
    row = GoalRun(goal="stability", value=0, best=0, bound=0, proved=True, unit="slots moved", tolerance="")
    plan = PLAN.model_copy(update={"goals": (row,)})
    assert any("stability" in note for note in check(PROGRAMME, plan).notes)
    report = check(PROGRAMME, plan, baseline=PLAN)
    assert report.passed
    assert report.goals["stability"] == 0


def test_overspending_breaches_when_forbidden() -> None:
    assert rules(check(PROGRAMME, PLAN, forbid_overspend=True)) == {"funding"}


def test_the_next_decisions() -> None:
    shown = [(d.kind, d.item, d.owner, d.last_safe_day.isoformat(), d.miss_costs) for d in PLAN.decisions]
    assert shown == [
        ("start", "p", "Buyer", "2030-01-01", None),
        ("gtm", "p", "Buyer", "2030-03-01", None),
        ("join", "e", "Lead", "2030-03-20", None),
        ("papers", "p", "Buyer", "2030-04-21", None),
        # Without it d is in gap from 6 to 9 and e from 6 to 10 instead of 9 to 10.
        ("notice", "k", "Keeper", "2030-04-30", "450 user-months of gap"),
        ("award", "p", "Buyer", "2030-05-31", None),
        ("onboarding", "d", "Lead", "2030-07-01", None),
        ("onboarding", "e", "Lead", "2030-09-01", None),
        ("gtm", "soft", "Buyer", "2031-09-01", None),
        ("award", "soft", "Buyer", "2031-10-31", None),
    ]


def test_what_is_recorded() -> None:
    assert [(c.contract, str(c.covers_to), str(c.paid_to)) for c in PLAN.contracts] == [
        ("k", "2030-10-01", "2030-11-01")
    ]
    system = PLAN.systems[0]
    assert (str(system.left), str(system.supported_to)) == ("2030-11-01", "2030-07-01")
    assert [(str(s.start), str(s.end)) for s in system.gaps] == [("2030-10-01", "2030-11-01")]
    assert [(str(s.start), str(s.end)) for s in system.unsecured] == [("2030-07-01", "2030-10-01")]
    assert [(g.department, g.lot, str(g.start), str(g.end)) for g in PLAN.service_gaps] == [
        ("d", "soft", "2031-12-01", "2032-01-01"),
        ("e", "soft", "2031-12-01", "2032-02-01"),
    ]
    assert [(x.of, x.order, x.taken, str(x.start), str(x.end), str(x.notice_by)) for x in PLAN.extensions] == [
        ("k", 1, True, "2030-07-01", "2030-10-01", "2030-04-30"),
        ("k", 2, False, "2030-10-01", "2031-01-01", "2030-09-30"),
    ]
    assert [(s.fiscal_year, s.kind, s.amount) for s in PLAN.spend] == [
        ("2029-30", "procurement", 100),
        ("2030-31", "one_off", 2400),
        ("2030-31", "onboarding", 50),
        ("2030-31", "extension", 6),
        ("2031-32", "one_off", 2400),
        ("2031-32", "onboarding", 50),
    ]


def test_use_is_recorded_by_slot_meeting_and_in_total() -> None:
    rows = {(u.of, u.kind, str(u.slot)): (u.use, u.capacity) for u in PLAN.usage}
    assert rows["board", "meeting", "2030-05-01"] == (1, 1)
    assert rows["team", "renewable", "2030-01-01"] == (1, 2)
    assert rows["pot", "total", "None"] == (1, 2)
    assert rows["market", "bid", "2030-03-01"] == (2, 3)
    assert rows["a", "bid", "2030-03-01"] == (1, 1)
    assert rows["a", "delivery", "2030-07-01"] == (1, 2)
    assert rows["b", "delivery", "2031-12-01"] == (2, 2)


def test_a_hundred_clusters_are_checked_in_seconds() -> None:
    names = [f"n{i}" for i in range(100)]
    given = programme(
        {"end": "2045-12-31"},
        clusters=[{"id": f"c-{n}"} for n in names],
        procurements=[{"id": f"p-{n}", "cluster": f"c-{n}", "routes": ["r"], "suppliers": ["a"]} for n in names],
        lots=[{"id": n, "procurement": f"p-{n}", "renews": True, "recompete_route": "r", "charge": 9} for n in names],
        terms=[{"route": "r", "months": 60}],
        departments=[
            {"id": f"d{i}-{n}", "cluster": f"c-{n}", "users": 9, "onboarding": "2"} for n in names for i in range(3)
        ],
        systems=[{"id": f"s-{n}", "departments": [f"d{i}-{n}" for i in range(3)]} for n in names],
        contracts=[{"id": f"k-{n}", "systems": [f"s-{n}"], "ends": "2031-12-31", "cost": 5} for n in names],
        suppliers=[{"id": "a"}],
        demands=[{"phase": "tender", "resource": "bid", "units": 1}],
    )
    plan = Draft(given)
    for n in names:
        plan.compete(f"p-{n}", {"tender": (0, 2), "decide": (2, 3)}, terms={n: (60, 0)})
        for cycle, start in ((2, 59), (3, 119), (4, 179)):
            spans = {"tender": (start, start + 2), "decide": (start + 2, start + 3)}
            plan.compete(n, spans, cycle=cycle, terms={n: (60, 0)})
        for i in range(3):
            plan.onboard(f"d{i}-{n}", 4, 6)
    whole = plan.plan()
    before = time.perf_counter()
    report = check(given, whole)
    assert time.perf_counter() - before < 10
    assert report.breaches == ()


def test_the_rules_and_goals_are_in_their_order() -> None:
    assert [r.NAME for r in RULES][:3] == ["sequence", "history", "windows"]
    assert [g.NAME for g in GOALS][:3] == ["gap", "unsecured", "unsupported"]
    assert len({r.NAME for r in RULES}) == 15
    assert len({g.NAME for g in GOALS}) == 10


def test_a_breach_reads_as_one_line() -> None:
    found = check(PROGRAMME, edited("witness", 0, "bidders", value=["a"])).breaches
    assert [str(b) for b in found] == ["competition: p: 1 suppliers bid, 2 wanted", *map(str, found[1:])]
    assert str(Breach("market", "a", "too much", date(2030, 1, 1))) == "market: a: too much (2030-01-01)"


def test_a_plain_plan_needs_no_suppliers_and_no_money() -> None:
    plan = simple(programme())
    report = plan.check()
    assert report.passed
    assert report.goals["cost"] == 0
