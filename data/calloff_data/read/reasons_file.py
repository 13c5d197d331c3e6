"""Reading `reasons.json` beside a plan: reasons of another plan are left out, and that is said."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from calloff.explain.reason import Reason, Reasons
from calloff.plan import Plan
from calloff_data.read.beside import held_beside

REASONS = "reasons.json"


class Found(NamedTuple):
    """Reasons that belong to a plan, and what a person should know of those that do not."""

    reasons: tuple[Reason, ...] = ()
    note: str | None = None


def reasons_in(folder: Path, plan: Plan) -> Found:
    """The reasons that a folder holds of a plan; none where it holds none, or those of another."""
    held, note = held_beside(folder / REASONS, Reasons, plan)
    return Found(held.reasons if held else (), note)
