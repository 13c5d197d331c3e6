"""What holds for every plan: it passes the check, names mean nothing, and fewer limits never do harm."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

import pytest

from calloff.calendar import Calendar
from calloff.check import check
from calloff.goals import GOALS
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.solve import GoalSpec, Options, Outcome, solve
from drawing import Tables
from random_programmes import assembled, programmes

EXACT = tuple(GoalSpec(name=g.NAME) for g in GOALS if g.NAME != "stability")
Vector = tuple[int, ...] | None


def _solved(programme: Programme) -> Outcome:
    return solve(programme, Options(workers=1, time_limit=120, goals=EXACT))


def _vector(programme: Programme) -> Vector:
    """Goal values in the order of GOALS, all proved; None where there is no plan."""
    outcome = _solved(programme)
    assert outcome.status in ("optimal", "infeasible")
    return None if outcome.plan is None else tuple(level.value for level in outcome.levels)


def _planned(seed: int, count: int) -> Iterator[tuple[Programme, Plan]]:
    """Programmes that have a plan, with it."""
    found = ((p, _solved(p).plan) for _, _, p in programmes(seed))
    yield from islice(((p, plan) for p, plan in found if plan is not None), count)


@pytest.mark.slow
def test_every_plan_found_passes_the_check_with_the_values_it_claims() -> None:
    for programme, plan in _planned(60_000, 25):
        report = check(programme, plan)
        assert report.breaches == ()
        assert {g.goal: g.value for g in plan.goals} == report.goals


# --- fewer limits ------------------------------------------------------------------------------

LIMITS = {
    "clusters": ("earliest_gtm", "latest_gtm", "parallel_onboarding"),
    "departments": ("decision_by", "wave"),
    "contracts": ("gap_allowed",),
    "routes": ("opens", "closes"),
    "resources": ("capacity",),
    "suppliers": ("bids", "deliveries"),
}
"""Columns that only forbid; blank, they forbid nothing."""

FORBIDDING = ("blackouts", "stagger", "dependencies")


def _relaxed(tables: Tables) -> Iterator[tuple[str, Tables]]:
    """The tables with one kind of limit lifted."""
    for table, columns in LIMITS.items():
        for column in columns:
            if any(column in row for row in tables.get(table, ())):
                looser = deepcopy(tables)
                for row in looser[table]:
                    row.pop(column, None)
                if table in ("resources", "suppliers"):
                    looser.pop("capacity", None)
                yield f"{table}/{column}", looser
    for table in FORBIDDING:
        if tables.get(table):
            yield table, {name: rows for name, rows in tables.items() if name != table}
    happened = [row for row in tables.get("pins", ()) if row["kind"] == "actual"]
    if len(happened) < len(tables.get("pins", ())):
        yield "pins", {**tables, "pins": happened}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [70_000, 71_000])
def test_lifting_a_limit_never_makes_the_best_plan_worse(seed: int) -> None:
    tried = set()
    for drawn, tables, programme in islice(programmes(seed), 25):
        before = _vector(programme)
        for what, looser in _relaxed(tables):
            fewer = assembled(looser)
            if fewer is not None and before is not None:
                after = _vector(fewer)
                tried.add(what)
                assert after is not None, (drawn, what)
                assert after <= before, (drawn, what)
    assert len(tried) >= 10


# --- names and order -----------------------------------------------------------------------------

NAMED = ("clusters", "departments", "systems", "contracts", "procurements", "lots", "externals")
NAMED += ("routes", "phases", "suppliers", "resources")


def _renamed(tables: Tables, rng: Random) -> Tables:
    """The same programme under other names, whose order is another, its rows and lists shuffled."""
    ids = sorted({row["id"] for table in NAMED for row in tables.get(table, ())})
    others = [f"n{i:02d}" for i in range(len(ids))]
    rng.shuffle(others)
    new = dict(zip(ids, others, strict=True))

    def cell(value: Any) -> Any:
        if isinstance(value, list):
            held = [cell(v) for v in value]
            rng.shuffle(held)
            return held
        return new.get(value, value) if isinstance(value, str) else value

    found: Tables = {"programme": tables["programme"]}
    for table in rng.sample(sorted(tables.keys() - {"programme"}), len(tables) - 1):
        rows = [{column: cell(value) for column, value in row.items()} for row in tables[table]]
        rng.shuffle(rows)
        found[table] = rows
    return found


def _shares_by_name(tables: Tables) -> bool:
    """Whether a system's own users are shared out, where names decide between equals."""
    return any("users" in row and len(row["departments"]) > 1 for row in tables.get("systems", ()))


@pytest.mark.slow
def test_names_and_order_change_no_status_and_no_value() -> None:
    plans = 0
    for drawn, tables, programme in islice(programmes(80_000), 40):
        if _shares_by_name(tables):
            continue
        other = assembled(_renamed(tables, Random(drawn)))
        assert other is not None
        found = _vector(programme)
        assert (drawn, found) == (drawn, _vector(other))
        plans += found is not None
    assert plans >= 15


# --- one date moved --------------------------------------------------------------------------------

OWNERS = {
    "competitions": {"sequence", "history", "windows"},
    "lots": {"route", "renewal"},
    "departments": {"onboarding", "history"},
}
"""Rules that own the dates of each part of a plan."""


def _moved(calendar: Calendar, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """The plan with every single date of its decisions moved, by a slot and by a day."""
    whole = plan.model_dump()
    for section in OWNERS:
        for place, row in enumerate(whole[section]):
            for holder, name, day in _days(row):
                slot = calendar.slot_of(day)
                for other in (calendar.day(slot - 1), calendar.day(slot + 1), day + timedelta(days=1)):
                    holder[name] = other
                    yield f"{section} {place} {name} {day} → {other}", Plan.model_validate(whole)
                holder[name] = day


def _days(row: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, date]]:
    for holder in (row, *row.get("phases", ())):
        for name, value in holder.items():
            if isinstance(value, date):
                yield holder, name, value


@pytest.mark.slow
def test_a_date_moved_is_a_breach_of_the_rule_that_owns_it() -> None:
    names = {rule.NAME for rule in RULES} | {"goals"}
    for programme, plan in _planned(90_000, 6):
        for what, other in _moved(Calendar.of(programme), plan):
            broken = {b.rule for b in check(programme, other).breaches}
            assert broken <= names, what
            assert broken & OWNERS[what.split()[0]], what
