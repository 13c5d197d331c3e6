"""Reading `reasons.json` beside a plan: reasons of another plan are left out, and that is said."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from calloff.errors import InputError
from calloff.explain.reason import Reason, Reasons
from calloff.identity import plan_hash
from calloff.plan import Plan
from calloff_data.read.reading import text_of

REASONS = "reasons.json"


class Found(NamedTuple):
    """Reasons that belong to a plan, and what a person should know of those that do not."""

    reasons: tuple[Reason, ...] = ()
    note: str | None = None


def reasons_in(folder: Path, plan: Plan) -> Found:
    """The reasons that a folder holds of a plan; none where it holds none, or those of another."""
    file = folder / REASONS
    if not file.is_file():
        return Found()
    try:
        held = Reasons.model_validate_json(text_of(file), strict=True)
    except (InputError, ValidationError):
        return Found(note=f"{file} is not what calloff wrote: left out")
    if (held.format, held.plan) != (Reasons.model_fields["format"].default, plan_hash(plan)):
        return Found(note=f"{file} is of another plan: left out; `calloff explain -o` makes it anew")
    return Found(held.reasons)
