"""What an output may show to whom: the one place that decides, before anything is tabulated.

Everything written is made from the reduced programme and plan that `shown_to` returns, and the
reasons that `reasons_shown` leaves, so that no format can leak what another holds back.

team
    Everything, with the suppliers that show that capacity suffices.
board (default)
    No supplier's name beside a capacity, a price, a bid or a reason.
market
    Dates, titles and published values: no capacities nor what they are worth, no other money, no risks, no reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple, TypeVar

from calloff import tables as t
from calloff.explain.reason import Hold, Limit, Reason
from calloff.explain.worth import Asked
from calloff.measures import MEASURES, Measured, measure
from calloff.plan import Plan
from calloff.programme import Competition, Programme
from calloff.rows import Row
from calloff.statutory import Rulebook, WorkingDates, working_dates

Audience = Literal["team", "board", "market"]

RowT = TypeVar("RowT", bound=Row)

RISKS_TOLD = frozenset({"team", "board"})
"""Audiences that are told what remains at risk."""
TEAM_FIGURES = frozenset({("contracts", "cost"), ("extensions", "extra_cost"), ("lots", "charge")})
"""Prices of one supplier each, even where it is not named."""
MARKET_GOALS = frozenset({"peak", "finish", "stability", "early"})
MARKET_MEASURES = frozenset({"users_live"})
MARKET_DECISIONS = frozenset({"start", "gtm", "award"})
MARKET_RUN = frozenset({"started", "seconds", "interrupted", "version", "status", "audience"})
MARKET_EMPTY = ("extensions", "contracts", "systems", "service_gaps", "usage", "spend", "funding")
MARKET_TABLES_EMPTY = (
    "systems", "contracts", "extensions", "terms", "demands", "suppliers", "resources", "capacity", "funding",
    "dependencies", "externals", "blackouts", "stagger", "pins", "measures",
)  # fmt: skip


class Shown(NamedTuple):
    """What is left for an audience."""

    programme: Programme
    plan: Plan
    run: Mapping[str, object]


def shown_to(audience: Audience, programme: Programme, plan: Plan, run: Mapping[str, object]) -> Shown:
    """The part of a programme, its plan and the facts of the run that an audience may see."""
    said = {**run, "audience": audience}
    if audience == "team":
        return Shown(programme, plan, said)
    if audience == "board":
        return Shown(_board_programme(programme), _board_plan(programme, plan), said)
    return Shown(
        _market_programme(programme),
        _market_plan(_board_plan(programme, plan)),
        {k: v for k, v in said.items() if k in MARKET_RUN},
    )


REASONS_TOLD: frozenset[Audience] = frozenset({"team", "board"})
"""Who may know why a date is as it is, and what missing it costs."""


def reasons_shown(audience: Audience, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons of dates that an audience may see: the market none, the board none that names a supplier."""
    if audience == "team":
        return tuple(reasons)
    if audience not in REASONS_TOLD:
        return ()
    return tuple(replace(r, earlier=_board_hold(r.earlier), later=_board_hold(r.later)) for r in reasons)


def worth_shown(audience: Audience, worth: Asked | None) -> Asked | None:
    """What the buyers' own capacity is worth: no supplier is in it, and it is nobody's business in the market."""
    return worth if audience in REASONS_TOLD else None


def _board_hold(hold: Hold | None) -> Hold | None:
    """What holds a date, with the suppliers told together."""
    return hold and replace(hold, limits=tuple(dict.fromkeys(_board_limit(x) for x in hold.limits)))


def _board_limit(limit: Limit) -> Limit:
    rule, subject = limit
    return (rule, f"suppliers: {subject.rpartition(': ')[2]}") if rule == "market" else limit


def figure_told(audience: Audience, table: str, column: str) -> bool:
    """Whether an audience may see the value of a figure beside its source."""
    if audience == "board":
        return (table, column) not in TEAM_FIGURES
    return audience == "team"


def baseline_shown_to(audience: Audience, programme: Programme, baseline: Plan | None) -> Plan | None:
    """What an audience may see of the plan that another is held against: the market nothing."""
    if baseline is None or audience == "market":
        return None
    return baseline if audience == "team" else _board_plan(programme, baseline)


def measures_shown_to(audience: Audience, programme: Programme, plan: Plan, baseline: Plan | None) -> list[Measured]:
    """Measures that an audience may see, counted from what it may see.

    What the market may not see is not counted at all: of what is left of its programme it would be wrong. What a
    cluster's extensions cost may be one supplier's price: the board sees it of all together only.
    """
    if audience == "market":
        return measure(programme, plan, None, [m for m in MEASURES if m.NAME in MARKET_MEASURES])
    found = measure(programme, plan, baseline)
    held = {"extension"} if audience == "board" else set[str]()
    return [m for m in found if not (m.figure.cluster and m.figure.kinds and held.issuperset(m.figure.kinds))]


def dates_for(
    audience: Audience, programme: Programme, plan: Plan, law: Rulebook | None
) -> Mapping[Competition, WorkingDates]:
    """Working days of each competition, made from all that binds them, so that every audience is told the same.

    The market is not told what does not fit.
    """
    if law is None:
        return {}
    found = {Competition(c.procurement, c.lot, c.cycle): working_dates(programme, c, law) for c in plan.competitions}
    return {k: replace(d, doubts=()) for k, d in found.items()} if audience == "market" else found


def _without(rows: Iterable[RowT], *columns: str) -> tuple[RowT, ...]:
    """Rows with some columns, and all free text, back at their defaults."""
    gone = {*columns, "notes", "extras"}
    return tuple(type(row)(**{k: v for k, v in _cells(row).items() if k not in gone}) for row in rows)


def _cells(row: Row) -> dict[str, Any]:
    return {field.alias or name: getattr(row, name) for name, field in type(row).model_fields.items()}


def _rebuilt(programme: Programme, /, **changed: object) -> Programme:
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    return Programme.model_validate({**held, **changed})


def _board_programme(p: Programme) -> Programme:
    """A programme in which no supplier is named beside a figure."""
    suppliers = {s.id for s in p.suppliers}
    return _rebuilt(
        p,
        suppliers=(),
        capacity=tuple(c for c in p.capacity if c.of not in suppliers),
        contracts=_without(p.contracts, "supplier"),
        procurements=_without(p.procurements, "suppliers"),
        pins=_without(p.pins, "supplier"),
        sources=tuple(_board_source(s) for s in p.sources if not _names_supplier(s, suppliers)),
    )


def _board_source(source: t.Source) -> t.Source:
    """A source; of one supplier's price without the range, which tells it too."""
    told = figure_told("board", source.table, source.column)
    return source if told else _without((source,), "low", "high")[0]


def _names_supplier(source: t.Source, suppliers: set[str]) -> bool:
    of_capacity = source.table == "capacity" and source.row.split("/")[0] in suppliers
    return source.table == "suppliers" or of_capacity or source.column in ("supplier", "suppliers")


def _board_plan(programme: Programme, plan: Plan) -> Plan:
    """A plan without the witness and without any one supplier's use."""
    resources = {r.id for r in programme.resources}
    usage = tuple(u for u in plan.usage if u.of in resources or u.of == "market")
    return Plan(**{**dict(plan), "witness": None, "usage": usage})


def _market_programme(p: Programme) -> Programme:
    return _rebuilt(
        _board_programme(p),
        programme=_without((p.programme,), "discount_rate")[0],
        clusters=_without(p.clusters, "latest_gtm"),
        departments=_without(p.departments, "onboarding_cost", "saving"),
        procurements=_without(p.procurements, "suppliers", "one_off_cost"),
        lots=_without(p.lots, "charge"),
        routes=_without(p.routes, "min_bidders"),
        phases=_without(p.phases, "cost"),
        sources=_without((s for s in p.sources if s.table in ("phases", "procurements")), "low", "high"),
        **dict.fromkeys(MARKET_TABLES_EMPTY, ()),
    )


def _market_plan(plan: Plan) -> Plan:
    decisions = tuple(d.model_copy(update={"miss_costs": None}) for d in plan.decisions if d.kind in MARKET_DECISIONS)
    goals = tuple(g for g in plan.goals if g.goal in MARKET_GOALS)
    kept = {**dict(plan), **dict.fromkeys(MARKET_EMPTY, ()), "goals": goals, "decisions": decisions}
    return Plan(**kept)
