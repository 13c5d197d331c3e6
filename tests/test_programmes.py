"""The bundled programmes: they load, every figure says what it rests on, and each keeps to its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from math import ceil
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

import calloff_data
from calloff.calendar import Calendar, offsets
from calloff.programme import Programme, key_of
from calloff.rows import Row
from calloff.tables import Source
from calloff_data.read import read

NAMES = ("starter", "whitehall-2022", "whitehall-2026")
FOLDER = Path(calloff_data.__file__).parent / "programmes"
NO_FIGURE = {
    ("extensions", "order"),
    ("phases", "order"),
    ("pins", "cycle"),
    ("pins", "reported"),
    ("sources", "as_of"),
}
NUMBERS = re.compile(r"\b(int|Decimal|date|bool)\b")


@cache
def loaded(name: str) -> Programme:
    return read(name)


def figures(programme: Programme) -> Iterator[tuple[str, str, str, Any, Any]]:
    """Table, row key, column, value and type of every number, date and yes/no that is given."""
    for table, row in programme.rows():
        for name, field in type(row).model_fields.items():
            column = field.alias or name
            given = name in row.model_fields_set and (table, column) not in NO_FIGURE
            if given and NUMBERS.search(str(field.annotation)):
                yield table, row_key(table, row), column, getattr(row, name), field.annotation


def row_key(table: str, row: Row) -> str:
    return key_of(table, row) or "*"


def sources(programme: Programme) -> dict[tuple[str, str, str], Source]:
    return {(s.table, s.row, s.column): s for s in programme.sources}


def source_of(found: dict[tuple[str, str, str], Source], table: str, key: str, column: str) -> Source | None:
    return found.get((table, key, column)) or found.get((table, "*", column))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_source(name: str) -> None:
    programme = loaded(name)
    found = sources(programme)
    bare = [f[:3] for f in figures(programme) if source_of(found, *f[:3]) is None]
    assert bare == []
    assert [s for s in programme.sources if not s.citation] == []


@pytest.mark.parametrize("name", NAMES)
def test_ranges_hold_the_value(name: str) -> None:
    programme = loaded(name)
    found = sources(programme)
    held = 0
    for table, key, column, value, kind in figures(programme):
        source = source_of(found, table, key, column)
        if source is None or source.low is None or source.high is None:
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        low, high = adapter.validate_python(source.low), adapter.validate_python(source.high)
        assert low <= value <= high, (table, key, column)
        held += 1
    assert held > 10


@pytest.mark.parametrize("name", NAMES[1:])
def test_what_is_assumed_has_a_range(name: str) -> None:
    programme = loaded(name)
    assumed = [s for s in programme.sources if s.mark == "assumed"]
    assert assumed
    assert [s for s in assumed if s.low is None or s.high is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_sources_name_rows_and_columns_that_exist(name: str) -> None:
    programme = loaded(name)
    given = {f[:3] for f in figures(programme)}
    columns = {(table, column) for table, _, column in given}
    for s in programme.sources:
        assert (s.table, s.column) in columns if s.row == "*" else (s.table, s.row, s.column) in given, s


@pytest.mark.parametrize("name", NAMES)
def test_whole_life(name: str) -> None:
    """Every system has a contract, every lot a term on each route, and every later cycle a route with terms."""
    programme = loaded(name)
    assert [s.id for s in programme.systems if not programme.contracts_of(s.id)] == []
    for procurement in programme.procurements:
        for lot in programme.lots_of(procurement.id):
            assert all(programme.terms_for(route, lot.id) for route in procurement.routes), lot.id
            if lot.renews:
                assert lot.recompete_route is not None
                assert programme.terms_for(lot.recompete_route, lot.id), lot.id
    for cluster in programme.clusters:
        assert programme.needed_of(cluster.id), cluster.id


def test_2022_holds_nothing_later() -> None:
    programme = loaded("whitehall-2022")
    day = date(2022, 11, 30)
    assert programme.programme.as_of == day
    assert [s for s in programme.sources if s.as_of is not None and s.as_of > day] == []
    assert [p for p in programme.pins if p.kind == "actual" and p.date is not None and p.date > day] == []
    assert [p for p in programme.pins if p.reported is not None and p.reported > day] == []
    text = "\n".join(f.read_text(encoding="utf-8") for f in sorted((FOLDER / "whitehall-2022").glob("*.csv")))
    later = ("IBM", "Cognizant", "Deloitte", "Capita", "DSIT", "DESNZ", "DBT", "MHCLG", "RM6285", "2028-10-31")
    assert [word for word in later if word in text] == []


def test_2022_is_the_strategy_of_its_day() -> None:
    programme = loaded("whitehall-2022")
    assert len(programme.clusters) == 5
    assert len(programme.departments) == 17
    assert {c.live_by for c in programme.clusters} == {date(2028, 12, 31)}
    assert {t.months for t in programme.terms if t.route == "framework"} == {60, 84}
    assert max(t.months + t.option for t in programme.terms if t.route == "framework") == 84
    assert [e for e in programme.extensions if e.agreed] == []


def test_2022_cannot_replace_sscl_in_time() -> None:
    """Even at the low durations no route brings a Synergy department live before the SSCL contracts end."""
    programme = loaded("whitehall-2022")
    calendar, found = Calendar.of(programme), sources(programme)

    def low(table: str, row: Row, column: str) -> Any:
        source = source_of(found, table, row_key(table, row), column)
        kind: Any = type(row).model_fields[column].annotation
        text = getattr(row, column) if source is None or source.low is None else source.low
        return TypeAdapter(kind).validate_python(text)

    ready = min(
        offsets([low("phases", phase, "duration") for phase in programme.phases_for(route, "synergy-buy")])[-1]
        for route in programme.procurement["synergy-buy"].routes
    )
    first = min(ceil(low("departments", d, "onboarding")) for d in programme.joining("synergy"))
    ends = [programme.contract[c].ends for c in ("dwp-sscl", "moj-sscl", "defra-sscl", "ho-sscl")]
    assert all(end is not None and calendar.now + ready + first > calendar.end_on(end) for end in ends)


def test_2026_pins_the_past_and_leaves_the_questions_open() -> None:
    programme = loaded("whitehall-2026")
    actual = [p for p in programme.pins if p.kind == "actual"]
    assert all(p.date is None or p.date <= programme.programme.as_of for p in actual)
    awarded = {p.item for p in actual if p.milestone == "award"}
    assert awarded == {"synergy-buy", "synergy-bps-buy", "matrix-buy", "unity-buy", "overseas-buy"}
    assert [p.item for p in actual if p.milestone == "live"] == ["fcdo"]
    assert [p for p in actual if p.option is not None] == []
    assert {d.id for d in programme.departments if d.decision_by is not None} == {"hmt", "dfe"}


def test_starter_is_small() -> None:
    programme = loaded("starter")
    assert len(programme.clusters) == 3
    assert max(len(rows) for table, rows in _tables(programme) if table != "sources") <= 10


def _tables(programme: Programme) -> Iterator[tuple[str, tuple[Row, ...]]]:
    for table in type(programme).model_fields:
        if table != "programme":
            yield table, getattr(programme, table)


def test_the_figures_found_are_figures() -> None:
    """The look-up above sees the types it should, so that no test passes by finding nothing."""
    seen = {kind for *_, kind in figures(loaded("whitehall-2026"))}
    plain = {getattr(k, "__name__", "") for kind in seen for k in (get_args(kind) or (kind,)) if k is not NoneType}
    assert {"int", "date", "bool"} <= plain
    assert sum(1 for _ in figures(loaded("whitehall-2026"))) > 500
