"""`terms.html`, `terms.json` and `terms.csv`: a study of contract lengths, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from calloff.errors import Fault, InputError
from calloff.identity import content_hash
from calloff.terms import Study
from calloff.terms.words import again_said, said_of, wave_said
from calloff_data.atomic import write_all_whole
from calloff_data.write.csv_tables import table_bytes
from calloff_data.write.terms_page import render

GOALS = ("gap", "unsecured", "unsupported", "lateness", "overspend", "cost", "peak")


def terms_bytes(study: Study) -> bytes:
    """A study as JSON: the same study always gives the same bytes."""
    answer = said_of(study)
    held = {
        "title": study.programme.programme.title,
        "programme": content_hash(study.programme),
        "finding": answer.finding,
        "sentences": answer.sentences,
        "switches": [s.model_dump(mode="json") for s in study.switches],
        "longest": [r.model_dump(mode="json") for r in study.rows],
        "prices": [p.model_dump(mode="json") for p in study.prices],
    }
    return (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode()


def terms_table(study: Study) -> pd.DataFrame:
    """One line for each longest term of each kind, with and without options, per horizon."""
    lines = [
        {
            "kind": r.kind,
            "longest": r.longest,
            "options": r.options,
            "horizon_later": r.later,
            "best_term": r.best,
            "status": r.status,
            **{name: r.value(name) for name in GOALS},
            "let_again": again_said(r),
            "next_wave": wave_said(r.counts.wave) if r.counts else "",
            "months_past_horizon": r.counts.committed if r.counts else None,
        }
        for r in study.rows
    ]
    return pd.DataFrame(lines, dtype=object)


def write_terms(directory: str | Path, study: Study) -> list[Path]:
    """Write a study: all three files, or none.

    Raises
    ------
    InputError
        Where the directory cannot be written to.
    """
    base = Path(directory)
    contents = {
        base / "terms.html": render(study).encode(),
        base / "terms.json": terms_bytes(study),
        base / "terms.csv": table_bytes(terms_table(study)),
    }
    try:
        write_all_whole(contents)
    except OSError as found:
        problem = f"cannot be written to: {found.strerror or found}"
        raise InputError([Fault(str(base), "", "", "", "", problem, "a folder you may write to")]) from None
    return list(contents)
