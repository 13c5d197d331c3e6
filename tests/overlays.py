"""The small good programme of the tests, changed, and written as JSON or as a folder of CSV files."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASE: dict[str, Any] = json.loads((HERE / "base.json").read_text(encoding="utf-8"))


def changed(changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The base programme with changes: set a cell or table, drop one, or add a row."""
    tables = deepcopy(BASE)
    for change in changes:
        if "add" in change:
            tables.setdefault(change["add"], []).append(change["row"])
        else:
            *way, last = change.get("set", change.get("drop")).split("/")
            held = _follow(tables, way)
            key = int(last) if isinstance(held, list) else last
            if "set" in change:
                held[key] = change["to"]
            else:
                del held[key]
    return tables


def _follow(held: Any, way: Sequence[str]) -> Any:
    for part in way:
        if isinstance(held, list):
            held = held[int(part)] if part.isdigit() else next(r for r in held if r["id"] == part)
        else:
            held = held[part]
    return held


def write_json(tables: dict[str, Any], path: Path) -> Path:
    """The tables as one JSON file."""
    path.write_text(json.dumps(tables), encoding="utf-8")
    return path


def write_csv(tables: dict[str, Any], folder: Path) -> Path:
    """The tables as a folder of CSV files."""
    for name, held in tables.items():
        rows = [held] if isinstance(held, dict) else held
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return folder


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)
