"""What `calloff terms` prints when it is done: the switching values, then the table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calloff.terms.words import again_said, said_of, years
from calloff_cli.screen import heading, number, out, plain, rows

if TYPE_CHECKING:
    from calloff.terms import Longest, Study


def say_study(study: Study, to: Path, files: Sequence[Path]) -> None:
    """Print the answer of a study at 80 columns, and where its files are."""
    answer = said_of(study)
    out(plain(answer.finding + "."))
    for text in answer.sentences:
        out(plain(text))
    for kind in study.kinds:
        heading(f"{plain(kind)}: best term up to each longest, options allowed")
        shown = [r for r in study.rows if r.kind == kind and r.options]
        rows(("longest", "horizon", "best", "cost", "state", "let again"), map(_line, shown), right=(3,))
    heading(f"Written to {plain(str(to))}")
    out("  " + ", ".join(f.name for f in files))


def _line(r: Longest) -> tuple[str, ...]:
    horizon = f"+{r.later} months" if r.later else "as given"
    best = "–" if r.best is None else years(r.best)
    state = "proved" if r.status in ("optimal", "infeasible") else "not proved"
    return (years(r.longest), horizon, best, number(r.value("cost")), state, again_said(r))
