"""Literals of bidders and deliverers: the witness that the market's capacity suffices."""

from __future__ import annotations

from calloff.model.competitions import CompetitionVars
from calloff.model.core import Model
from calloff.model.uses import Use, at_least_running, capacity_of, limit_use, uses_of
from calloff.model.when import Linear, Literal, When


def add_suppliers(model: Model) -> None:
    """Create bidders and deliverers where the market is modelled and somebody uses them."""
    bidding = {u.competition.key for u in uses_of(model, "bid") if u.competition}
    delivering = {u.competition.key for u in uses_of(model, "delivery") if u.competition}
    for key, competition in model.competitions.items():
        eligible = sorted(model.programme.procurement[key.procurement].suppliers)
        name = f"{key.item}:{key.cycle}"
        if key in bidding:
            competition.bidders = {s: model.literal(f"{name}:bid:{s}") for s in eligible}
        pinned = {p.supplier for p in model.programme.pins_on(key) if p.supplier}
        if key in delivering or (pinned and competition.bidders):
            chosen = [s for s in eligible if not pinned or s in pinned]
            competition.deliverer = {s: model.literal(f"{name}:deliver:{s}") for s in chosen}


def counted_with(model: Model, supplier: str) -> list[str]:
    """The supplier and every consortium that uses its capacity, members of members included."""
    found = [supplier]
    for name in found:
        found += [s.id for s in model.programme.suppliers if name in s.members and s.id not in found]
    return found


def supplier_uses(model: Model, supplier: str, kind: str) -> list[tuple[Use, Literal]]:
    """Uses of one supplier's `bid` or `delivery` capacity, each with its literal."""
    found = []
    names = counted_with(model, supplier)
    for use in uses_of(model, kind):
        if use.competition is None:
            continue
        roles = _role(use.competition, kind)
        for name in names:
            role = roles.get(name)
            if role is not None:
                found.append((use, model.both(use.taken, role)))
    return found


def _role(competition: CompetitionVars, kind: str) -> dict[str, Literal]:
    return competition.bidders if kind == "bid" else competition.deliverer


def limit_market(model: Model, rule: str) -> None:
    """A redundant limit: all bids together within all bid capacity.

    It follows from the suppliers' own limits and says more to the relaxation. It needs every
    supplier's capacity known, and no consortium, whose bids count several times.
    """
    suppliers = model.programme.suppliers
    if model.explaining or not suppliers or any(s.bids is None or s.members for s in suppliers):
        return
    uses = []
    for use in uses_of(model, "bid"):
        if use.competition is not None and use.competition.bidders:
            route = next(r for r in use.competition.routes if r.chosen.index == use.taken.index)
            bidders = model.programme.route[route.route].min_bidders
            whole = Use(use.competition, use.start, use.slots, use.taken, use.units * bidders, use.running)
            uses.append((whole, use.taken))
    each = [capacity_of(model, s.id, "bid", s.bids) for s in suppliers]
    whole_market: list[int | None] = [sum(c or 0 for c in slot) for slot in zip(*each, strict=True)]
    running = [u for u, _ in uses if u.running]
    used = at_least_running(model, [0] * len(whole_market), running)
    raised: list[int | None] = [(c or 0) + (u or 0) for c, u in zip(whole_market, used, strict=True)]
    limit_use(model, uses, raised, rule, "all suppliers")


def limit_notices(
    model: Model, notices: list[tuple[When, Literal]], window: int, most: int, rule: str, subject: str
) -> None:
    """At most so many points in any window of consecutive slots."""
    if len(notices) <= most:
        return
    intervals = [model.interval(gtm, window, counts) for gtm, counts in notices if not model.is_no(counts)]
    model.limit(intervals, [1] * len(intervals), most, rule, subject)


def limit_bids(model: Model, wanted: list[tuple[When, When, Literal, int]], most: Linear) -> None:
    """Keep a variable at or above the bids wanted in every slot from now to the limit.

    Parameters
    ----------
    wanted
        Go-to-market, award, the literal that it happens, and bids between them.
    most
        The variable.
    """
    now, limit = model.calendar.now, model.calendar.limit
    intervals, demands = [], []
    for gtm, award, taken, units in wanted:
        counts = model.both(taken, model.at_least(gtm, limit).negated())
        begin, end = model.clipped(gtm, lo=now), model.clipped(award, lo=now, hi=limit)
        if model.is_no(counts):
            continue
        size = model.cp.new_int_var(0, max(0, end.hi - begin.lo), "")
        intervals.append(model.cp.new_optional_interval_var(begin.expr, size, end.expr, counts, ""))
        demands.append(units)
    model.cp.add_cumulative(intervals, demands, most)
