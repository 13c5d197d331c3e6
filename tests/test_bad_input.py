"""Every bad input in tests/bad states the faults it must raise; nothing else may come of it."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calloff.errors import Fault, InputError
from calloff_data.read import read
from calloff_data.read.reading import LARGEST
from overlays import BASE, HERE, changed, write_csv, write_json

CASES = sorted(p for p in (HERE / "bad").iterdir() if p.suffix == ".json" or p.is_dir())


def _load(case: Path) -> dict[str, Any]:
    file = case / "expect.json" if case.is_dir() else case
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def _source(case: Path, told: dict[str, Any], tmp_path: Path) -> Path:
    """What to read: the base programme as changed, the raw file, or the base as CSV with raw files in it."""
    if not case.is_dir():
        return write_json(changed(told["change"]), tmp_path / "programme.json")
    if "reads" in told:
        return case / told["reads"]
    write_csv(BASE, tmp_path)
    for file in case.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def _fits(fault: Fault, wanted: dict[str, str]) -> bool:
    exact = all(getattr(fault, part) == wanted[part] for part in ("table", "row", "column", "value"))
    return exact and wanted["words"] in f"{fault.problem}; {fault.wanted}"


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_bad_input_states_its_faults(case: Path, tmp_path: Path) -> None:
    told = _load(case)
    with pytest.raises(InputError) as caught:
        read(_source(case, told, tmp_path))
    faults = caught.value.faults
    for wanted in told["expect"]:
        assert any(_fits(fault, wanted) for fault in faults), str(caught.value)
    if told["count"] is not None:
        assert len(faults) == told["count"], str(caught.value)
    str(caught.value).encode("utf-8")


def test_there_are_many_bad_inputs() -> None:
    assert len(CASES) >= 60


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="too large"):
        read(path)


def test_device_is_refused() -> None:
    with pytest.raises(InputError, match="regular file"):
        read("/dev/null")


@pytest.mark.parametrize("name", ["", "\x00", "x" * 5000, "no/such/thing", "pay\ud800roll"])
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(InputError):
        read(name if name else "nothing-here")


def test_folder_without_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no CSV file"):
        read(tmp_path)


WORDS = sorted({str(v) for rows in BASE.values() for row in (rows if isinstance(rows, list) else [rows]) for v in row})
IDS = [row["id"] for rows in BASE.values() if isinstance(rows, list) for row in rows if "id" in row]
DAYS = st.dates().map(str) | st.sampled_from(["2026-03-20", "2026-01-01", "2031-12-31", "2026-02-01"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 200)
    | st.floats()
    | st.text(max_size=8)
    | DAYS
    | st.sampled_from([*IDS, *WORDS, "actual", "agreed", "latest", "earliest", "bid", "live", "award", "week"])
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=2)


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, Any]:
    """The base programme with up to six cells, rows or tables replaced, dropped or doubled."""
    tables = deepcopy(BASE)
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(sorted(tables)))
        held = tables[name]
        rows = held if isinstance(held, list) else [held]
        what = draw(st.sampled_from(["cell", "cell", "cell", "cell", "row", "again", "drop", "table"]))
        row = draw(st.sampled_from(rows)) if rows else None
        if what == "table":
            tables[name] = draw(VALUES)
        elif what == "row" and isinstance(held, list):
            held.append(draw(VALUES))
        elif what == "again" and isinstance(held, list) and row is not None:
            held.append(deepcopy(row))
        elif what == "drop" and isinstance(held, list) and row is not None:
            held.remove(row)
        elif isinstance(row, dict) and row:
            row[draw(st.sampled_from(sorted(row)) | st.sampled_from(WORDS))] = draw(VALUES)
    return tables


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mangled())
def test_mangled_input_raises_nothing_but_input_errors(tmp_path: Path, tables: dict[str, Any]) -> None:
    path = write_json(tables, tmp_path / "programme.json")
    faults = _faults_of(path)
    assert faults is None or len(faults) > 0
    "\n".join(map(str, faults or ())).encode("utf-8")


def _faults_of(path: Path) -> tuple[Fault, ...] | None:
    """The faults of a file, or None where it is read without any; another exception is a bug."""
    try:
        read(path)
    except InputError as error:
        return error.faults
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["departments", "pins", "phases"]), st.integers(0), st.integers(0, 4), st.binary(max_size=4))
def test_mangled_bytes_raise_nothing_but_input_errors(
    tmp_path: Path, table: str, at: int, cut: int, put: bytes
) -> None:
    file = write_csv(BASE, tmp_path) / f"{table}.csv"
    text = file.read_bytes()
    place = at % len(text)
    file.write_bytes(text[:place] + put + text[place + cut :])
    faults = _faults_of(tmp_path)
    assert faults is None or len(faults) > 0
