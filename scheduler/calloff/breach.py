"""What a check finds: one breach of one rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Breach:
    """One place where a plan breaks a rule.

    Attributes
    ----------
    rule
        Name of the rule.
    subject
        Id of what breaks it; with its cycle from the second on.
    message
        What is wrong, with the numbers in it.
    slot
        First day of the slot it is in; None where it is in none.
    """

    rule: str
    subject: str
    message: str
    slot: date | None = None

    def __str__(self) -> str:
        """One line that a person can act on."""
        when = f" ({self.slot.isoformat()})" if self.slot else ""
        return f"{self.rule}: {self.subject}: {self.message}{when}"
