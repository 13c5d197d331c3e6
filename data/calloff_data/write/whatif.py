"""What a what-if says: one comparison as JSON, as tables and as a page, all files whole or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from calloff.report.futures import Futures
from calloff_data.atomic import write_all_whole
from calloff_data.write import whatif_page
from calloff_data.write.csv_tables import table_bytes
from calloff_data.write.plan_json import plan_bytes

FORMAT = 1


def comparison_bytes(found: Futures) -> bytes:
    """The comparison as JSON: futures, goals, moves, clusters, pressures and the curve."""
    comparison = asdict(found.comparison)
    futures = [
        {"name": a.name, "title": a.title, "status": a.status, "failure": a.failure, "scenarios": _origin(a.plan)}
        for a in found.answers
    ]
    said = {
        "format": FORMAT,
        "finding": found.finding,
        "futures": futures,
        **{part: comparison[part] for part in ("goals", "moves", "pressures", "notes")},
        "clusters": [asdict(line) for line in found.clusters],
        "curve": [asdict(point) for point in found.curve],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _origin(plan: object) -> object:
    origin = getattr(plan, "origin", None)
    return None if origin is None else origin.scenarios


def files(found: Futures) -> Mapping[str, bytes]:
    """`comparison.json`, `whatif.html`, a table each under `tables/`, and each plan under `plans/`."""
    made = {"comparison.json": comparison_bytes(found), "whatif.html": whatif_page.render(found).encode()}
    made |= {f"tables/{name}.csv": table_bytes(table) for name, table in found.tables.items()}
    made |= {f"plans/{a.name}.json": plan_bytes(a.plan) for a in found.answers if a.plan is not None}
    return made


def write_whatif(directory: Path, found: Futures) -> list[Path]:
    """Write a what-if in every format: all files, or none.

    Returns
    -------
    list
        Paths of the files.
    """
    contents = {directory / name: data for name, data in files(found).items()}
    write_all_whole(contents)
    return list(contents)
