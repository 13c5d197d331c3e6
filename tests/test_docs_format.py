"""docs/format.md says what the row models say."""

from __future__ import annotations

from pathlib import Path

import pytest

from calloff.cells import columns
from calloff.describe import format_page
from calloff.faults.draft import MODELS

PAGE = Path(__file__).parents[1] / "docs" / "format.md"


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == format_page(), "write it anew from calloff.describe.format_page()"


@pytest.mark.parametrize("table", MODELS)
def test_every_column_is_described(table: str) -> None:
    section = format_page().split(f"\n## {table}\n")[1].split("\n## ")[0]
    described = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    common = {"title", "owner", "notes"} - set(described)
    assert set(described) | common == set(columns(MODELS[table]))
    assert all(line.count(" | ") >= 4 and not line.endswith("|  |") for line in section.splitlines() if "| `" in line)
