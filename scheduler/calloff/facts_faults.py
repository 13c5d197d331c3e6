"""What a plan names but the programme lacks, or the reverse: no rule can be counted before this is right.

A plan edited by hand may name an unknown phase, miss a competition, or hold a day on which no slot
begins. Each is a breach of the rule that owns the entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from calloff.breach import Breach
from calloff.calendar import Calendar
from calloff.facts_history import progress_of
from calloff.plan import CompetitionRun, Decisions
from calloff.programme import Competition, Programme

YEARS = range(1900, 2601)
"""Years that a plan may speak of."""


def faults(programme: Programme, calendar: Calendar, decisions: Decisions) -> tuple[Breach, ...]:
    """Everything in the decisions that cannot be read against the programme."""
    found = list(_dates(calendar, decisions))
    found += _competitions(programme, calendar, decisions)
    if not found:
        found += [*_lots(programme, decisions), *_departments(programme, decisions)]
        found += [*_extensions(programme, decisions), *_witness(programme, decisions)]
    return tuple(found)


def named(item: str, cycle: int) -> str:
    """How messages name an item: with its cycle from the second on."""
    return item if cycle == 1 else f"{item} cycle {cycle}"


def key_of(run: CompetitionRun) -> Competition:
    """The competition that an entry of a plan is about."""
    return Competition(run.procurement, run.lot, run.cycle)


def let(programme: Programme, decisions: Decisions) -> set[tuple[str, int]]:
    """Lots and cycles that the plan's competitions let under their routes."""
    return {
        (lot.id, run.cycle)
        for run in decisions.competitions
        for lot in programme.lots_let_by(key_of(run))
        if programme.terms_for(run.route, lot.id)
    }


def _dates(calendar: Calendar, decisions: Decisions) -> Iterator[Breach]:
    for rule, subject, what, day in _all_dates(decisions):
        if day.year not in YEARS:
            yield Breach(rule, subject, f"{what} {day} lies outside the years {YEARS[0]} to {YEARS[-1]}")
        elif not calendar.is_boundary(day):
            yield Breach(rule, subject, f"{what} {day} is not the first day of a slot")


def _all_dates(decisions: Decisions) -> Iterator[tuple[str, str, str, date]]:
    for run in decisions.competitions:
        name = named(run.lot or run.procurement, run.cycle)
        for phase in run.phases:
            yield "sequence", name, f"start of phase {phase.phase}", phase.start
            yield "sequence", name, f"end of phase {phase.phase}", phase.end
        for what, day in (("gtm", run.gtm), ("award", run.award), ("end", run.end)):
            if day is not None:
                yield "sequence", name, what, day
    for lot in decisions.lots:
        yield "route", named(lot.lot, lot.cycle), "start", lot.start
        yield "route", named(lot.lot, lot.cycle), "expiry", lot.expiry
    for one in decisions.departments:
        for what, day in (("start", one.start), ("live", one.live), ("leaving", one.leaving)):
            if day is not None:
                yield "onboarding", named(one.department, one.cycle), what, day


def _competitions(programme: Programme, calendar: Calendar, decisions: Decisions) -> Iterator[Breach]:
    keys = [key_of(run) for run in decisions.competitions]
    yield from _twice("route", ((k.item, k.cycle) for k in keys))
    for p in programme.procurements:
        if Competition(p.id, None, 1) not in keys:
            yield Breach("route", p.id, "the plan has no competition for it")
    for run in decisions.competitions:
        problem = _unknown(programme, run) or _no_predecessor(run, keys)
        if problem:
            yield problem
        else:
            yield from _phases(programme, calendar, run)


def _unknown(programme: Programme, run: CompetitionRun) -> Breach | None:
    name = named(run.lot or run.procurement, run.cycle)
    if run.procurement not in programme.procurement:
        return Breach("route", name, f"no procurement {run.procurement} in the programme")
    if (run.lot is None) != (run.cycle == 1) or run.cycle < 1:
        return Breach(
            "renewal", name, f"cycle {run.cycle} does not fit: cycle 1 is the procurement's, later ones a lot's"
        )
    if run.lot is not None:
        lot = programme.lot.get(run.lot)
        if lot is None or lot.procurement != run.procurement or not lot.renews:
            return Breach("renewal", name, f"{run.lot} is no renewing lot of {run.procurement}")
    if run.route not in programme.route or not programme.phases_for(run.route, run.procurement):
        return Breach("route", name, f"route {run.route} is unknown or has no phases for {run.procurement}")
    return None


def _no_predecessor(run: CompetitionRun, keys: list[Competition]) -> Breach | None:
    key = key_of(run)
    before = key._replace(cycle=key.cycle - 1)
    if key.cycle <= 2 or before in keys:
        return None
    return Breach("renewal", named(key.item, key.cycle), f"cycle {before.cycle} is missing before cycle {key.cycle}")


def _phases(programme: Programme, calendar: Calendar, run: CompetitionRun) -> Iterator[Breach]:
    rows = programme.phases_for(run.route, run.procurement)
    first = progress_of(programme, calendar, key_of(run), rows).first
    wanted = [p.id for p in rows[first:]]
    given = [p.phase for p in run.phases]
    if given != wanted:
        text = f"phases are {', '.join(given) or 'none'}, wanted {', '.join(wanted) or 'none'}"
        yield Breach("sequence", named(run.lot or run.procurement, run.cycle), text)


def _lots(programme: Programme, decisions: Decisions) -> Iterator[Breach]:
    given = [(x.lot, x.cycle) for x in decisions.lots]
    wanted = let(programme, decisions)
    yield from _twice("route", given)
    for item, cycle in sorted(wanted - set(given)):
        yield Breach("route", named(item, cycle), "the competition lets this lot, but the plan has no contract for it")
    for item, cycle in sorted(set(given) - wanted):
        yield Breach("route", named(item, cycle), "no competition of the plan lets this contract")
    routes = {key_of(run): run.route for run in decisions.competitions}
    for x in decisions.lots:
        if (x.lot, x.cycle) in wanted:
            lot = programme.lot[x.lot]
            route = routes[Competition(lot.procurement, None if x.cycle == 1 else x.lot, x.cycle)]
            if not any(r.months == x.term and x.option in (0, r.option) for r in programme.terms_for(route, x.lot)):
                text = f"term {x.term} with option {x.option} months is no row of route {route}"
                yield Breach("route", named(x.lot, x.cycle), text)


def _departments(programme: Programme, decisions: Decisions) -> Iterator[Breach]:
    given = [(x.department, x.lot, x.cycle) for x in decisions.departments]
    joining = {d.id: d for d in programme.departments if d.joins}
    wanted: set[tuple[str, str | None, int]] = {(d, None, 1) for d in joining}
    for lot, cycle in let(programme, decisions):
        if cycle > 1 and programme.lot[lot].migrates:
            cluster = programme.cluster_of(programme.lot[lot].procurement)
            wanted |= {(d.id, lot, cycle) for d in programme.joining(cluster)}
    yield from _twice("onboarding", ((f"{d} {lot or ''}".strip(), cycle) for d, lot, cycle in given))
    for department, lot_id, cycle in sorted(wanted - set(given), key=str):
        yield Breach("onboarding", named(department, cycle), f"no onboarding{_onto(lot_id)} in the plan")
    for department, lot_id, cycle in sorted(set(given) - wanted, key=str):
        yield Breach("onboarding", named(department, cycle), f"no onboarding{_onto(lot_id)} is due")
    for x in decisions.departments:
        arrived = x.cycle == 1 and _is_live(programme, x.department)
        if (x.department, x.lot, x.cycle) in wanted and (x.start is None) != arrived:
            wrong = "has no start" if x.start is None else "has a start, though it is live already"
            yield Breach("onboarding", named(x.department, x.cycle), f"onboarding {wrong}")


def _onto(lot: str | None) -> str:
    return f" onto {lot}" if lot else ""


def _is_live(programme: Programme, department: str) -> bool:
    return any(p.kind == "actual" and p.milestone == "live" for p in programme.pins_of(department))


def _extensions(programme: Programme, decisions: Decisions) -> Iterator[Breach]:
    given = {(x.of, x.order): x for x in decisions.extensions}
    wanted = {(e.of, e.order): e for e in programme.extensions}
    yield from _twice("cover", ((x.of, x.order) for x in decisions.extensions), "extension")
    for of, order in sorted(wanted.keys() - given.keys()):
        yield Breach("cover", of, f"the plan does not say whether extension {order} is taken")
    for of, order in sorted(given.keys() - wanted.keys()):
        yield Breach("cover", of, f"no extension {order} in the programme")


def _witness(programme: Programme, decisions: Decisions) -> Iterator[Breach]:
    rows = decisions.witness or ()
    yield from _twice("competition", ((w.item, w.cycle) for w in rows))
    keys = {(key_of(run).item, run.cycle) for run in decisions.competitions}
    for w in rows:
        if (w.item, w.cycle) not in keys:
            yield Breach("competition", named(w.item, w.cycle), "suppliers are named for a competition not in the plan")
        for supplier in (*w.bidders, *([w.deliverer] if w.deliverer else [])):
            if supplier not in programme.supplier:
                yield Breach("competition", named(w.item, w.cycle), f"no supplier {supplier} in the programme")


def _twice(rule: str, keys: Iterable[tuple[str, int]], what: str = "cycle") -> Iterator[Breach]:
    counts: Counter[Hashable] = Counter()
    for item, number in keys:
        counts[item, number] += 1
        if counts[item, number] == 2:
            yield Breach(rule, item, f"{what} {number} is in the plan twice")
