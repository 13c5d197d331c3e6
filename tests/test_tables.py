"""Tidy tables: what is in them, and that a spreadsheet takes them as text."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pandas as pd
import pytest

import report_samples
from calloff.report import LEGAL_TABLES, TABLES, tabulate
from calloff_data.statutory import rulebook
from calloff_data.write.csv_tables import cell, table_bytes

NAMES = [
    "competitions",
    "phases",
    "lots",
    "onboarding",
    "systems",
    "troubles",
    "contracts",
    "extensions",
    "usage",
    "spend",
    "funding",
    "goals",
    "decisions",
    "assumptions",
    "working_dates",
    "measures",
]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    programme, plan = report_samples.five()
    return dict(tabulate(programme, plan, audience="team", law=rulebook(programme)).tables)


def test_every_table_is_there_and_none_is_empty(tables: dict[str, pd.DataFrame]) -> None:
    assert list(tables) == [*(t.__name__ for t in (*TABLES, *LEGAL_TABLES)), "measures"]
    assert set(tables) == set(NAMES)
    assert [n for n, t in tables.items() if t.empty] == []


def test_ends_are_last_days_and_starts_first_days(tables: dict[str, pd.DataFrame]) -> None:
    first = tables["competitions"].iloc[0]
    assert (first.procurement, first.gtm, first.award_last_day) == ("c0-erp", date(2027, 8, 1), date(2028, 5, 31))
    lot = tables["lots"].set_index("lot").loc["c0-integrator"]
    assert (lot.start, lot.term, lot.option, lot.expiry_last_day) == (date(2028, 6, 1), 60, 24, date(2035, 5, 31))


def test_rows_count_what_the_plan_holds(tables: dict[str, pd.DataFrame]) -> None:
    _, plan = report_samples.five()
    assert len(tables["phases"]) == sum(len(c.phases) for c in plan.competitions)
    assert len(tables["troubles"]) == sum(len((*s.gaps, *s.unsecured, *s.unsupported)) for s in plan.systems)
    assert tables["usage"]["use"].sum() == sum(u.use for u in plan.usage)


def test_columns_stay_where_there_are_no_rows() -> None:
    programme, plan = report_samples.five()
    bare = plan.model_copy(update={"funding": (), "spend": ()})
    tables = tabulate(programme, bare).tables
    assert list(tables["funding"].columns) == ["start", "last_day", "covers", "approved", "spend", "over", "currency"]
    assert table_bytes(tables["spend"]) == b"fiscal_year,kind,amount,currency\n"


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_text_that_looks_like_a_formula_is_quoted(text: str) -> None:
    assert cell(text) == "'" + text


def test_other_values_are_left_alone() -> None:
    values = [-5, Decimal("-1.50"), date(2026, 4, 1), True, None, float("nan"), "a=b", "", pd.NaT]
    assert [cell(v) for v in values] == ["-5", "-1.50", "2026-04-01", "yes", "", "", "a=b", "", ""]


def test_hostile_names_survive_the_round_trip_through_csv() -> None:
    table = tabulate(*report_samples.hostile()).tables["systems"]
    rows = list(csv.DictReader(StringIO(table_bytes(table).decode("utf-8"), newline="")))
    assert len(rows) == len(table)
    assert all(row["title"].startswith("'=1+") for row in rows)
    assert any("\"quoted\" & 'single'" in row["title"] for row in rows)
