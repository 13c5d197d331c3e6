"""The programmes that come with Calloff."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from calloff.errors import Fault, InputError
from calloff_data.atomic import write_all_whole
from calloff_data.read import csv_folder


def bundled() -> list[tuple[str, str, str]]:
    """Name, title and one line about each bundled programme, by name."""
    return [(folder.name, *_about(folder)) for folder in _folders()]


def bundled_folder(name: str) -> Path | None:
    """The folder of a bundled programme, or None."""
    return next((folder for folder in _folders() if folder.name == name), None)


def copy_bundled(name: str, to_dir: Path) -> list[Path]:
    """Copy a bundled programme out to edit; the files written.

    Raises
    ------
    InputError
        There is no such programme, or a file stands in the way.
    """
    folder = bundled_folder(name)
    if folder is None:
        names = ", ".join(f.name for f in _folders())
        raise InputError([Fault(name, "", "", "", "", "there is no bundled programme of this name", f"take {names}")])
    sources = [*sorted(folder.glob("*.csv")), *sorted(folder.glob("scenarios/*.toml"))]
    targets = {to_dir / file.relative_to(folder): file.read_bytes() for file in sources}
    keep([path for path in (to_dir, *targets) if path.exists() and not (path == to_dir and path.is_dir())])
    write_all_whole(targets)
    return list(targets)


def keep(present: Sequence[Path]) -> None:
    """Refuse to write over what is there.

    Raises
    ------
    InputError
        Something is there.
    """
    if present:
        problem, wanted = "this file exists and is not overwritten", "choose another name"
        raise InputError([Fault(str(path), "", "", "", "", problem, wanted) for path in present])


def _folders() -> list[Path]:
    root = Path(str(files("calloff_data") / "programmes"))
    return sorted(p for p in root.iterdir() if (p / "programme.csv").is_file()) if root.is_dir() else []


def _about(folder: Path) -> tuple[str, str]:
    """Title, and the first line of the notes, of the row in programme.csv."""
    rows = csv_folder.read_tables(folder).tables.get("programme", ())
    cells = rows[0].cells if rows else {}
    notes = str(cells.get("notes") or "").strip()
    return str(cells.get("title") or folder.name), notes.splitlines()[0] if notes else ""
