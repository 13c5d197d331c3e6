"""Reading `worth.json` beside a plan: what capacity is worth in another plan is left out, and that is said."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from calloff.explain.worth import Asked, Kept
from calloff.plan import Plan
from calloff_data.read.beside import held_beside

WORTH = "worth.json"


class Found(NamedTuple):
    """What capacity is worth in a plan, and what a person should know where that is of another."""

    asked: Asked | None = None
    note: str | None = None


def worth_in(folder: Path, plan: Plan) -> Found:
    """What a folder holds of a plan; None where that was never asked, or of another."""
    held, note = held_beside(folder / WORTH, Kept, plan)
    return Found(held.asked if held else None, note)
