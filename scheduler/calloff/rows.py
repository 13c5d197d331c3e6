"""What every input row shares: its free columns, and the types of its cells with their limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Day = date
Text = Annotated[str, Field(max_length=10_000)]
Id = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^;\x00-\x1f]+$")]
Ids = tuple[Id, ...]
Count = Annotated[int, Field(ge=0, le=10**9)]
Slots = Annotated[int, Field(ge=0, le=10_000)]
Lag = Annotated[int, Field(ge=-10_000, le=10_000)]
Duration = Annotated[Decimal, Field(ge=0, le=10_000, allow_inf_nan=False)]
Months = Annotated[int, Field(ge=0, le=1_200)]
Money = Annotated[Decimal, Field(ge=0, le=10**13, allow_inf_nan=False)]
Factor = Annotated[Decimal, Field(ge=0, le=1000, allow_inf_nan=False)]
Order = Annotated[int, Field(ge=0, le=10_000)]

SpendKind = Literal["procurement", "one_off", "onboarding", "extension"]
Milestone = Literal["start", "gtm", "award", "end", "live"]


class Row(BaseModel):
    """What every table takes: a title, an owner, notes and free columns `x_…`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Text | None = Field(None, description="Name shown to people; blank = the id.")
    owner: Text | None = Field(None, description="Who decides or answers for this row.")
    notes: Text | None = Field(None, description="Free text; not part of the content hash.")
    extras: Mapping[str, Text] = Field(
        default_factory=dict, description="Free columns x_…; not part of the content hash."
    )

    @model_validator(mode="before")
    @classmethod
    def _gather_extras(cls, cells: Any) -> Any:
        if not isinstance(cells, Mapping):
            return cells
        free = {k: str(v) for k, v in cells.items() if str(k).startswith("x_") and v is not None}
        if not free:
            return cells
        kept = {k: v for k, v in cells.items() if not str(k).startswith("x_")}
        return {**kept, "extras": {**dict(kept.get("extras") or {}), **free}}
