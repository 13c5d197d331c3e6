"""One model per input table: what a row may hold, in which unit, and its default.

Field descriptions are the documentation: docs/format.md and the JSON schema come from them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from calloff.rows import (
    Count,
    Day,
    Duration,
    Factor,
    Id,
    Ids,
    Lag,
    Milestone,
    Money,
    Months,
    Order,
    Row,
    Slots,
    SpendKind,
    Text,
)


class Header(Row):
    """programme: one row. The horizon, the clock and the money of the whole programme."""

    as_of: Day = Field(description="The day the facts are known; now is the first boundary on or after it.")
    start: Day = Field(description="First day of the horizon.")
    end: Day = Field(description="Last day of the horizon; money counts up to it.")
    run_off: Slots = Field(24, description="Slots after the end in which rules and user goals, but no money, go on.")
    unit: Literal["month", "week"] = Field("month", description="Length of a slot.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field("GBP", description="ISO 4217 code of all money.")
    fiscal_year_start: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")] = Field(
        "04-01", description="Month and day on which the fiscal year begins (MM-DD)."
    )
    discount_rate: Annotated[Decimal, Field(gt=-1, le=1, allow_inf_nan=False)] = Field(
        Decimal("0.035"), description="Real discount rate per year (0.035 = 3.5 %)."
    )
    jurisdiction: Literal["UK", "ENG", "WLS", "SCT", "NIR"] = Field("UK", description="Bank holidays; UK = any part.")


class Cluster(Row):
    """clusters: departments that buy together."""

    id: Id = Field(description="Id of the cluster.")
    lead: Text | None = Field(None, description="Lead department.")
    earliest_gtm: Day | None = Field(None, description="No tender notice before this day.")
    latest_gtm: Day | None = Field(None, description="No tender notice after this day.")
    live_by: Day | None = Field(None, description="Strategy deadline for every go-live; missing it is lateness.")
    parallel_onboarding: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Departments that may be onboarded at once; blank = no limit."
    )


class Department(Row):
    """departments: organisations with users, onboarded onto their cluster's service."""

    id: Id = Field(description="Id of the department.")
    cluster: Id = Field(description="Its cluster.")
    users: Count = Field(description="Users (people).")
    joins: bool = Field(True, description="no: it keeps its systems, and they count.")
    decision_by: Day | None = Field(None, description="Not onboarded before the boundary after this day.")
    onboarding: Duration = Field(Decimal(0), description="Length of its migration (slots, decimals allowed).")
    wave: Order | None = Field(None, description="A wave starts when the wave before is live; blank = any time.")
    parallel_run: Duration = Field(Decimal(0), description="Old and new run side by side after go-live (slots).")
    onboarding_cost: Money = Field(Decimal(0), description="Paid at the start of onboarding (currency).")
    saving: Money = Field(Decimal(0), description="Cashable saving from go-live (currency per month).")


class System(Row):
    """systems: the ageing systems that departments use."""

    id: Id = Field(description="Id of the system.")
    departments: Ids = Field(min_length=1, description="Departments that use it (list by ;).")
    users: Count | None = Field(None, description="Users of the system, shared out by size; blank = each department's.")
    product: Text | None = Field(None, description="Product and version.")
    support_end: Day | None = Field(None, description="Last day of the vendor's support; blank = none known.")
    risk_cost: Money = Field(Decimal(0), description="Per month unsupported or in gap (currency per month).")
    replaced_by: Id | None = Field(None, description="The lot whose service replaces it; blank = go-live.")


class Contract(Row):
    """contracts: existing agreements that systems run under."""

    id: Id = Field(description="Id of the contract.")
    systems: Ids = Field(min_length=1, description="Systems it carries (list by ;).")
    supplier: Text | None = Field(None, description="Who supplies it today.")
    ends: Day | None = Field(None, description="Last day; blank = open-ended.")
    cost: Money = Field(Decimal(0), description="To its cover's end (currency per month).")
    regime: Text | None = Field(None, description="Procurement regime it was let under.")
    gap_allowed: bool = Field(True, description="no: its systems may never be without a contract.")


class Extension(Row):
    """extensions: months that can be added to a contract, or to a system's support."""

    of: Id = Field(description="A contract; or a system, for its vendor support.")
    order: Annotated[int, Field(ge=1, le=1000)] = Field(description="1, 2, 3…: taken whole and in order.")
    months: Annotated[int, Field(ge=1, le=1200)] = Field(description="Length (months).")
    extra_cost: Money = Field(Decimal(0), description="On top of the contract's cost (currency per month).")
    notice: Slots = Field(0, description="Ordered at least this long before the cover it extends ends (slots).")
    basis: Literal["option", "modification", "direct_award"] = Field(description="Its legal basis.")
    agreed: bool = Field(False, description="Already ordered: always taken, no notice day.")
    with_support: bool = Field(False, description="Moves the systems' support end too.")


class Procurement(Row):
    """procurements: one competition, announced by one tender notice, that lets its lots."""

    id: Id = Field(description="Id of the procurement.")
    cluster: Id = Field(description="Its cluster.")
    routes: Ids = Field(min_length=1, description="Routes to market it may take (list by ;).")
    suppliers: Ids = Field((), description="Eligible suppliers (list by ;); blank = market not modelled.")
    one_off_cost: Money = Field(Decimal(0), description="Paid at award (currency).")
    needed_for_live: bool = Field(True, description="Departments cannot go live before its last phase.")
    buyer: Text | None = Field(None, description="For notices: contracting authority.")
    cpv: Text | None = Field(None, description="For notices: CPV code.")
    value: Money | None = Field(None, description="For notices: estimated value (currency).")
    procedure: Text | None = Field(None, description="For notices: procedure.")
    regime: Text | None = Field(None, description="For notices: procurement regime.")
    contact: Text | None = Field(None, description="For notices: contact point.")


class Lot(Row):
    """lots: one contract to be let, with its own term."""

    id: Id = Field(description="Id of the lot.")
    procurement: Id = Field(description="The procurement that lets it.")
    kind: Text = Field("services", description="software, integrator, services…")
    charge: Money = Field(Decimal(0), description="At factor 1 (currency per month).")
    charge_from: Literal["award", "live"] = Field("award", description="live: departments pay by users from go-live.")
    delivers: bool = Field(False, description="Its supplier does the onboarding; one lot a cluster.")
    renews: bool = Field(False, description="Let again when it expires within the horizon.")
    recompete_route: Id | None = Field(None, description="Route of every later cycle.")
    recompete_factor: Factor = Field(Decimal(1), description="On the durations of later cycles.")
    recompete_cost: Factor = Field(Decimal(1), description="On the one-off cost of later cycles.")
    migrates: bool = Field(False, description="A successor needs a new go-live of each department.")


class Route(Row):
    """routes: routes to market."""

    id: Id = Field(description="Id of the route.")
    opens: Day | None = Field(None, description="Awards only after this day.")
    closes: Day | None = Field(None, description="Last day for an award.")
    min_bidders: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="Bidders in each competition.")
    regime: Text | None = Field(None, description="Procurement regime.")


class Term(Row):
    """terms: the lengths a contract under a route may have."""

    route: Id = Field(description="The route.")
    lot: Id | None = Field(None, description="Blank = any lot; a lot's own rows win.")
    months: Annotated[int, Field(ge=1, le=1200)] = Field(description="Initial term (months).")
    option: Months = Field(0, description="Extension months on top (months).")
    factor: Factor = Field(Decimal(1), description="On the lot's charge.")
    option_factor: Factor = Field(Decimal(1), description="On charge × factor, in option months.")


class Phase(Row):
    """phases: the steps of a competition under a route."""

    route: Id = Field(description="The route.")
    procurement: Id | None = Field(None, description="Blank = any; the specific row wins.")
    id: Id = Field(description="Name of the phase, unique in its route.")
    order: Order = Field(description="Position.")
    duration: Duration = Field(description="Length (slots, decimals allowed).")
    min_wait: Slots = Field(0, description="Least wait before it (slots).")
    max_wait: Slots = Field(0, description="Greatest wait before it (slots).")
    milestone: Literal["gtm", "award"] | None = Field(None, description="gtm on its start, award on its end.")
    cost: Money = Field(Decimal(0), description="While it runs (currency per slot).")


class Demand(Row):
    """demands: what a phase, or onboarding, uses while it runs."""

    phase: Id = Field(description="A phase, or `onboarding`.")
    procurement: Id | None = Field(None, description="Blank = any; the specific row wins.")
    resource: Id = Field(description="A shared resource; `bid` of each bidder; `delivery` of the deliverer.")
    units: Count = Field(description="Units used.")


class Supplier(Row):
    """suppliers: who may bid and deliver."""

    id: Id = Field(description="Id of the supplier.")
    bids: Count | None = Field(None, description="Bid units it can staff at once; blank = no limit.")
    deliveries: Count | None = Field(None, description="Delivery units it can staff at once; blank = no limit.")
    members: Ids = Field((), description="A consortium uses its members' capacity too (list by ;).")


class Resource(Row):
    """resources: what else runs out: approval boards, commercial teams, specialists."""

    id: Id = Field(description="Id of the resource.")
    capacity: Count | None = Field(None, description="Units (renewable), cases (meeting) or total; blank = no limit.")
    kind: Literal["renewable", "meeting", "total"] = Field("renewable", description="How capacity is counted.")
    papers: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="Papers due before a meeting (days).")


class Capacity(Row):
    """capacity: a period in which an item's capacity differs."""

    of: Id = Field(description="A resource or a supplier.")
    kind: Literal["bid", "delivery"] | None = Field(None, description="For a supplier: which capacity.")
    from_: Day = Field(alias="from", description="First day.")
    to: Day = Field(description="Last day.")
    capacity: Count = Field(description="Replaces the item's own; the least where rows overlap.")


class Funding(Row):
    """funding: money approved for a fiscal year or a review period."""

    from_: Day = Field(alias="from", description="First day.")
    to: Day = Field(description="Last day.")
    approved: Money = Field(description="Approved; of a period already begun, what is left at now (currency).")
    covers: tuple[SpendKind, ...] = Field((), description="Kinds of spend it covers (list by ;); blank = all.")


class Dependency(Row):
    """dependencies: least and greatest lag between two milestones."""

    from_: Id = Field(alias="from", description="A cluster, procurement, department or external.")
    from_milestone: Milestone | None = Field(None, description="Blank only for an external.")
    to: Id = Field(description="A cluster, procurement, department or external.")
    to_milestone: Milestone | None = Field(None, description="Blank only for an external.")
    min_lag: Lag | None = Field(0, description="At least (slots; may be negative).")
    max_lag: Lag | None = Field(None, description="At most (slots); blank = no limit.")


class External(Row):
    """externals: milestones of other programmes."""

    id: Id = Field(description="Id of the external milestone.")
    date: Day = Field(description="Its day.")


class Blackout(Row):
    """blackouts: periods in which no milestone of a kind may fall."""

    milestone: Milestone = Field(description="The kind of milestone.")
    from_: Day = Field(alias="from", description="First day.")
    to: Day = Field(description="Last day.")
    reason: Text | None = Field(None, description="Why.")
    applies_to: Ids = Field((), description="Clusters, procurements, departments, lots (list by ;); blank = all.")


class Stagger(Row):
    """stagger: at most so many tender notices in any window of slots."""

    window: Annotated[int, Field(ge=1, le=10_000)] = Field(description="Consecutive slots.")
    max_starts: Annotated[int, Field(ge=0, le=10_000)] = Field(description="Tender notices allowed in any window.")


class Pin(Row):
    """pins: what has happened, is agreed, or must not be earlier or later."""

    item: Id = Field(description="A procurement, lot or department; a lot for cycle 2 and later.")
    cycle: Annotated[int, Field(ge=1, le=100)] = Field(1, description="1 = the first letting.")
    milestone: Id | None = Field(None, description="start, gtm, award, end, live, expiry, or a phase (its end).")
    date: Day | None = Field(None, description="Its day; blank only where no milestone is given.")
    kind: Literal["actual", "agreed", "earliest", "latest"] = Field(description="actual is never relaxed.")
    route: Id | None = Field(None, description="The route it takes.")
    term: Months | None = Field(None, description="The lot's initial term (months).")
    option: Months | None = Field(None, description="Option months taken; 0 = none.")
    supplier: Id | None = Field(None, description="Its deliverer.")
    reported: Day | None = Field(None, description="When it was said.")


class Measure(Row):
    """measures: the user's own measures, drawn beside ours."""

    name: Text = Field(min_length=1, description="Name of the measure.")
    unit: Text | None = Field(None, description="Unit.")
    target: Decimal | None = Field(None, allow_inf_nan=False, description="Target.")
    date: Day = Field(description="Day of the value.")
    value: Annotated[Decimal, Field(allow_inf_nan=False)] = Field(description="Value.")


class Source(Row):
    """sources: where a figure comes from, and how far it may be off."""

    table: Text = Field(min_length=1, description="Table.")
    row: Text = Field(min_length=1, description="The row's id, or its key columns joined by /; * = every row.")
    column: Text = Field(min_length=1, description="Column.")
    mark: Literal["sourced", "derived", "assumed"] = Field(description="How the figure was come by.")
    low: Text | None = Field(None, description="Lowest value it might have.")
    high: Text | None = Field(None, description="Highest value it might have.")
    grade: Text | None = Field(None, description="Grade of the source (A, A*, B, C).")
    as_of: Day | None = Field(None, description="Day of the source.")
    citation: Text | None = Field(None, description="Citation; for an assumed figure, the reason.")
