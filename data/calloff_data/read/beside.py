"""What was found out about a plan and is kept beside it: left out where it is of another plan, and that is said."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from calloff.errors import InputError
from calloff.explain.reason import Reasons
from calloff.explain.worth import Kept
from calloff.identity import plan_hash
from calloff.plan import Plan
from calloff_data.read.reading import text_of

HeldT = TypeVar("HeldT", Reasons, Kept)
"""Answers that name the version of their format and the plan that they are about."""


def held_beside(file: Path, kind: type[HeldT], plan: Plan) -> tuple[HeldT | None, str | None]:
    """What a file holds of a plan, and what a person should know where it holds none of it."""
    if not file.is_file():
        return None, None
    try:
        held = kind.model_validate_json(text_of(file), strict=True)
    except (InputError, ValidationError):
        return None, f"{file} is not what calloff wrote: left out"
    if (held.format, held.plan) != (kind.model_fields["format"].default, plan_hash(plan)):
        return None, f"{file} is of another plan: left out; `calloff explain -o` makes it anew"
    return held, None
