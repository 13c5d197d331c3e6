"""The plan: what was decided, what follows from it, and what was proved.

Dates are boundaries: a start is the first day of its slot, an end is exclusive (the first day of
the slot after). People are shown last days. The first block of fields are the decisions; all else
follows from them and the programme, and `check` derives it again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
FORMAT = 1


class Part(BaseModel):
    """A frozen part of a plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PhaseRun(Part):
    """One phase of a competition that is in progress or planned."""

    phase: str
    start: date
    end: date


class CompetitionRun(Part):
    """One competition: a procurement (cycle 1), or a lot's later cycle (`lot` given)."""

    procurement: str
    lot: str | None
    cycle: int
    route: str
    phases: tuple[PhaseRun, ...]
    gtm: date | None
    award: date | None
    end: date


class LotRun(Part):
    """One contract let: start is the award, expiry includes the option taken (months)."""

    lot: str
    cycle: int
    term: int
    option: int
    start: date
    expiry: date
    successor: int | None


class OnboardingRun(Part):
    """One department's migration: cycle 1, or a later cycle of a lot that migrates (`lot` given).

    `start` is None where an actual go-live needs no onboarding; `leaving` is cycle 1's only.
    """

    department: str
    lot: str | None
    cycle: int
    start: date | None
    live: date
    leaving: date | None


class ExtensionRun(Part):
    """One extension of a contract, or of a system's support; `start`–`end` is what it adds."""

    of: str
    order: int
    months: int
    basis: str
    agreed: bool
    taken: bool
    start: date
    end: date
    notice_by: date | None


class ContractRun(Part):
    """How long a contract covers and is paid; None = open-ended / past the horizon's run-off."""

    contract: str
    covers_to: date | None
    paid_to: date


class Span(Part):
    """A period in which something is wrong; `end` exclusive."""

    start: date
    end: date


class SystemRun(Part):
    """One system: when the last department leaves it, and its spans of trouble (any department).

    The user-slot figures add up users × slots over its departments.
    """

    system: str
    left: date | None
    supported_to: date | None
    gaps: tuple[Span, ...]
    unsecured: tuple[Span, ...]
    unsupported: tuple[Span, ...]
    gap_user_slots: int
    unsecured_user_slots: int
    unsupported_user_slots: int


class ServiceGap(Part):
    """A span in which a department has gone live but no cycle of a renewing lot serves it."""

    department: str
    lot: str
    start: date
    end: date


class Use(Part):
    """Use of a shared resource, of a supplier (bid, delivery), or of all suppliers, in one slot.

    `of` is an id, or `market` for all suppliers together; for kind `total` the slot is None.
    """

    of: str
    kind: Literal["renewable", "meeting", "total", "bid", "delivery"]
    slot: date | None
    use: int
    capacity: int | None


class Spend(Part):
    """Undiscounted spend of one kind in one fiscal year (whole units)."""

    fiscal_year: str
    kind: Literal["procurement", "one_off", "onboarding", "extension"]
    amount: int


class FundingRun(Part):
    """Spend against one funding row (whole units)."""

    start: date
    end: date
    covers: tuple[str, ...]
    approved: Decimal
    spend: int
    over: int


class Decision(Part):
    """One of the next decisions, with the last day on which it is safe."""

    what: str
    item: str
    kind: Literal["start", "gtm", "award", "papers", "notice", "join", "onboarding"]
    owner: str | None
    last_safe_day: date
    miss_costs: str | None


class Witness(Part):
    """Suppliers that show that capacity suffices; never a prediction of who wins."""

    item: str
    cycle: int
    bidders: tuple[str, ...]
    deliverer: str | None


class GoalRun(Part):
    """One goal: the plan's value, the level's best, its bound given the levels before, if proved."""

    goal: str
    value: int
    best: int | None
    bound: int | None
    proved: bool
    unit: str
    tolerance: str


class Decisions(Part):
    """What a plan decides; everything else in it follows."""

    competitions: tuple[CompetitionRun, ...]
    lots: tuple[LotRun, ...]
    departments: tuple[OnboardingRun, ...]
    extensions: tuple[ExtensionRun, ...]
    witness: tuple[Witness, ...] | None = None


class Origin(Part):
    """What a plan rests on: programme, scenarios, versions, options."""

    title: str
    programme: str
    scenarios: tuple[tuple[str, str], ...] = ()
    versions: dict[str, str]
    options: dict[str, str | int | float | bool | None]


class Plan(Decisions):
    """A whole plan, as written to plan.json."""

    format: int = FORMAT
    origin: Origin
    status: Status
    goals: tuple[GoalRun, ...]
    contracts: tuple[ContractRun, ...]
    systems: tuple[SystemRun, ...]
    service_gaps: tuple[ServiceGap, ...]
    usage: tuple[Use, ...]
    spend: tuple[Spend, ...]
    funding: tuple[FundingRun, ...]
    decisions: tuple[Decision, ...]
