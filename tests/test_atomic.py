"""Files are written whole, and several are written all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from calloff_data.atomic import write_all_whole, write_whole


def test_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "plan.json"
    write_whole(path, "Zürich\n")
    assert path.read_bytes() == "Zürich\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_whole(path, "old")
    write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "new"


def test_nothing_is_written_where_one_file_cannot_be(tmp_path: Path) -> None:
    good, folder = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text("old", encoding="utf-8")
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_all_whole({good: "new", folder: "new"})
    assert good.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [good, folder]
