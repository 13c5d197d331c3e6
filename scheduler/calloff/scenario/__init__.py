"""Scenarios: typed changes that make one programme into another, which is held to every rule again.

A what-if is another programme, never a flag inside the model. Scenarios compose in order: each is
applied to what the one before it made. A change that names nothing is a fault.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from calloff.assemble import assemble
from calloff.errors import Fault, InputError
from calloff.programme import Programme
from calloff.scenario.course import DelayAfterAward, Joins, Late, Restart
from calloff.scenario.market import (
    CloseRoute,
    FundingLevel,
    LongestTerm,
    NoExtensionsBeyondOptions,
    NoStagger,
    SetPin,
    SupplierLeaves,
)
from calloff.scenario.sheet import At, Sheet
from calloff.scenario.sourced import resourced
from calloff.scenario.tables import Add, Drop, Figures, Scale, Set, Shift

__all__ = ["CHANGES", "AnyChange", "Scenario", "apply"]

AnyChange = Annotated[
    Set
    | Add
    | Drop
    | Shift
    | Scale
    | Figures
    | LongestTerm
    | FundingLevel
    | CloseRoute
    | SupplierLeaves
    | NoStagger
    | NoExtensionsBeyondOptions
    | SetPin
    | Joins
    | Late
    | DelayAfterAward
    | Restart,
    Field(discriminator="do"),
]
CHANGES = (
    Set, Add, Drop, Shift, Scale, Figures, LongestTerm, FundingLevel, CloseRoute, SupplierLeaves, NoStagger,
    NoExtensionsBeyondOptions, SetPin, Joins, Late, DelayAfterAward, Restart,
)  # fmt: skip
"""Every kind of change."""


class Scenario(BaseModel):
    """An overlay on a programme: a title, and changes in order.

    `file` is what it was read from, for messages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(description="What is supposed, in a few words.")
    notes: str | None = Field(None, description="Why, and on what it rests; no part of the hash.")
    change: Annotated[tuple[AnyChange, ...], Field(min_length=1)] = Field(description="Changes, in order.")
    file: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 [hex] over what it changes, whatever its title, its notes and its file."""
        said = [c.model_dump(mode="json", exclude={"notes"}) for c in self.change]
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()

    @property
    def recorded(self) -> tuple[str, str]:
        """Title and hash, as a plan records them."""
        return self.title, self.hash


def apply(programme: Programme, scenarios: Sequence[Scenario]) -> Programme:
    """The programme that scenarios make of another, one after the other.

    Its title names them, so that whatever is written of it does too.

    Raises
    ------
    InputError
        A change names what is not there, or the changed programme has faults; all of them are in it.
    """
    for scenario in scenarios:
        programme = _one(programme, scenario)
    return programme


def _one(programme: Programme, scenario: Scenario) -> Programme:
    file = scenario.file or scenario.title
    before = sheet = Sheet.of(programme, file)
    faults: list[Fault] = []
    for number, change in enumerate(scenario.change, start=1):
        try:
            sheet = change.apply(sheet, At(file, number))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    whole = At(file, 0)
    sheet = _titled(resourced(before, sheet, whole, scenario.title), whole, scenario.title)
    return assemble(sheet.raw(), file)


def _titled(sheet: Sheet, at: At, title: str) -> Sheet:
    held = sheet.rows("programme")[0]
    said = f"{held.row.title}; {title}" if held.row.title else title
    return sheet.changed(at, "programme", {held: {"title": said}})
