"""Which levers loosen a limit: one function a rule, each in the units that a planner would ask in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from calloff.calendar import Calendar
from calloff.explain.levers import Edit, Lever
from calloff.explain.loosening_cover import cover, delivery_cover
from calloff.explain.loosening_use import capacity, competition, funding, market, stagger
from calloff.explain.reason import Limit
from calloff.programme import Programme, key_of
from calloff.rows import Row
from calloff.tables import Blackout, Department, Pin


def levers(programme: Programme, limits: Sequence[Limit]) -> list[Lever]:
    """Every lever that loosens one of the limits, each once, with all of them that it loosens."""
    calendar = Calendar.of(programme)
    found: dict[tuple[str, str, str, str], Lever] = {}
    for rule, subject in limits:
        for lever in LOOSENINGS[rule](programme, calendar, subject) if rule in LOOSENINGS else ():
            held = found.get(lever.key, lever)
            found[lever.key] = replace(held, limits=held.limits | {(rule, subject)})
    return list(found.values())


def _same(table: str, programme: Programme, row: Row) -> Row | None:
    """The row of this key, in a programme in which other rows may have been changed."""
    key = key_of(table, row)
    return next((r for r in getattr(programme, table) if key_of(table, r) == key), None)


def _cell(
    table: str, row: Row, column: str, unit: str, most: int, value: Callable[[int], object], side: str = ""
) -> Lever:
    """A lever on one cell of one row."""
    field = {"from": "from_"}.get(column, column)

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        held = _same(table, programme, row)
        if held is None:
            return ()
        return (Edit(table, held, held.model_copy(update={field: value(amount)}), column),)

    return Lever(table, key_of(table, row), column, unit, most, move, side)


# --- windows -------------------------------------------------------------------------------------


def windows(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A cluster's window opens earlier or closes later; a pin moves."""
    item, _, what = subject.partition(": ")
    span = calendar.limit - calendar.now
    cluster = programme.cluster.get(item)
    if cluster is not None and what == "earliest_gtm" and cluster.earliest_gtm:
        at = calendar.start_from(cluster.earliest_gtm)
        yield _cell("clusters", cluster, what, "slots", max(0, at - calendar.now), lambda n: calendar.day(at - n))
    if cluster is not None and what == "latest_gtm" and cluster.latest_gtm:
        by = calendar.start_by(cluster.latest_gtm)
        yield _cell("clusters", cluster, what, "slots", span, lambda n: calendar.day(by + n))
    for pin in programme.pins:
        if pin.kind != "actual" and pin.date and subject == f"{pin.item}: {pin.milestone} {pin.kind}":
            yield from _pins(calendar, pin, span)


def _pins(calendar: Calendar, pin: Pin, span: int) -> Iterator[Lever]:
    opens = pin.milestone in ("start", "gtm")
    say = calendar.day if opens else calendar.last_day
    at = _boundary(calendar, pin, opens)
    if pin.kind == "latest":
        yield _cell("pins", pin, "date", "slots", span, lambda n: say(at + n), "later")
    elif pin.kind == "earliest":
        yield _cell("pins", pin, "date", "slots", span, lambda n: say(at - n), "earlier")
    else:
        for side, sign in (("later", 1), ("earlier", -1)):
            yield _agreed(pin, side, span, at, sign, say)


def _boundary(calendar: Calendar, pin: Pin, opens: bool) -> int:
    assert pin.date is not None
    if pin.kind == "earliest":
        return calendar.start_from(pin.date) if opens else calendar.end_after(pin.date)
    if pin.kind == "latest" or pin.milestone == "expiry":
        return calendar.start_by(pin.date) if opens else calendar.end_on(pin.date)
    return calendar.pinned_start(pin.date) if opens else calendar.pinned_end(pin.date)


def _agreed(pin: Pin, side: str, span: int, at: int, sign: int, say: Callable[[int], object]) -> Lever:
    """An agreed day that moves: within a range while amounts are sought, to its far end once one is found."""

    def within(programme: Programme, amount: int) -> Sequence[Edit]:
        held = _same("pins", programme, pin)
        first, last = sorted((at, at + sign * amount))
        if held is None:
            return ()
        early = held.model_copy(update={"kind": "earliest", "date": say(first)})
        late = held.model_copy(update={"kind": "latest", "date": say(last)})
        return (Edit("pins", held, early), Edit("pins", None, late))

    exact = _cell("pins", pin, "date", "slots", span, lambda n: say(at + sign * n), side)
    return replace(exact, move=within, settle=exact.move)


# --- blackouts, lags -------------------------------------------------------------------------------


def blackouts(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A period that begins later or ends sooner; moved by all of its length, it is gone."""
    names = _names(programme, subject)
    for row in programme.blackouts:
        touched = calendar.touched(row.from_, row.to)
        if row.applies_to and not names & set(row.applies_to):
            continue
        yield _shorter(row, "from", touched, calendar)
        yield _shorter(row, "to", touched, calendar)


def _shorter(row: Blackout, column: str, touched: range, calendar: Calendar) -> Lever:
    def value(n: int) -> object:
        return calendar.day(touched.start + n) if column == "from" else calendar.last_day(touched.stop - n)

    lever = _cell("blackouts", row, column, "slots", len(touched), value)

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        if amount < len(touched):
            return lever.move(programme, amount)
        held = _same("blackouts", programme, row)
        return () if held is None else (Edit("blackouts", held, None, column),)

    return replace(lever, move=move)


def _names(programme: Programme, item: str) -> set[str]:
    """Everything by which a blackout may apply to a competition's item or a department."""
    if item in programme.department:
        cluster = programme.department[item].cluster
    else:
        home = programme.lot[item].procurement if item in programme.lot else item
        cluster = programme.cluster_of(home)
    homes = {p.id for p in programme.procurements_of(cluster)}
    return {item, cluster, *homes, *(x.id for x in programme.lots if x.procurement in homes)}


def dependencies(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A least lag that is shorter, a greatest that is longer."""
    span = calendar.limit - calendar.now
    for row in programme.dependencies:
        if subject == f"{row.from_} → {row.to}":
            least, most = row.min_lag, row.max_lag
            if least is not None:
                yield _cell("dependencies", row, "min_lag", "slots", span, lambda n, v=least: v - n)  # type: ignore[misc]
            if most is not None:
                yield _cell("dependencies", row, "max_lag", "slots", span, lambda n, v=most: v + n)  # type: ignore[misc]


# --- onboarding, route -----------------------------------------------------------------------------


def onboarding(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A later horizon, a sooner decision, an earlier wave, more onboardings at once."""
    name, _, what = subject.partition(": ")
    if what == "parallel":
        cluster = programme.cluster[name]
        own = cluster.parallel_onboarding or 0
        most = len(programme.joining(name))
        yield _cell("clusters", cluster, "parallel_onboarding", "units", most, lambda n: own + n)
    elif what == "horizon":
        yield _horizon(programme, calendar)
    else:
        yield from _of_department(programme.department[name], calendar, what)


def _horizon(programme: Programme, calendar: Calendar) -> Lever:
    span = calendar.horizon - calendar.now
    end = calendar.horizon

    def move(changed: Programme, amount: int) -> Sequence[Edit]:
        new = changed.programme.model_copy(update={"end": calendar.last_day(end + amount)})
        return (Edit("programme", changed.programme, new, "end"),)

    return Lever("programme", key_of("programme", programme.programme), "end", "slots", span, move)


def _of_department(row: Department, calendar: Calendar, what: str) -> Iterator[Lever]:
    if what == "decision_by" and row.decision_by:
        at = calendar.end_after(row.decision_by)
        most = max(0, at - calendar.now)
        yield _cell("departments", row, what, "slots", most, lambda n: calendar.last_day(at - n))
    if what == "wave" and row.wave:
        wave = row.wave
        yield _cell("departments", row, what, "waves", wave, lambda n: wave - n)


def route(programme: Programme, calendar: Calendar, subject: str) -> Iterator[Lever]:
    """A route that opens sooner or closes later; an agreed choice that is let go."""
    item, _, what = subject.partition(": ")
    if what in ("opens", "closes"):
        row = programme.route[item.partition("/")[2]]
        span = calendar.limit - calendar.now
        if what == "closes" and row.closes:
            last = calendar.end_on(row.closes)
            yield _cell("routes", row, what, "slots", span, lambda n: calendar.last_day(last + n))
        if what == "opens" and row.opens:
            first = calendar.end_after(row.opens)
            yield _cell("routes", row, what, "slots", span, lambda n: calendar.last_day(first - n))
    elif what.endswith(" agreed"):
        column = what.removesuffix(" agreed")
        homes = {item, *(x.id for x in programme.lots if x.procurement == item)}
        for pin in programme.pins:
            if pin.kind != "actual" and pin.item in homes and getattr(pin, column) is not None:
                yield _let_go(pin, column)


def _let_go(pin: Pin, column: str) -> Lever:
    free: dict[str, Any] = {column: None}

    def move(programme: Programme, amount: int) -> Sequence[Edit]:
        held = _same("pins", programme, pin)
        if held is None:
            return ()
        new = held.model_copy(update=free)
        says_more = new.model_dump(include={"milestone", "route", "term", "option", "supplier"}, exclude_none=True)
        return (Edit("pins", held, new if says_more else None, column),)

    return Lever("pins", key_of("pins", pin), column, "pins", 1, move)


LOOSENINGS: dict[str, Callable[[Programme, Calendar, str], Iterator[Lever]]] = {
    "windows": windows,
    "blackouts": blackouts,
    "dependencies": dependencies,
    "onboarding": onboarding,
    "route": route,
    "cover": cover,
    "delivery_cover": delivery_cover,
    "capacity": capacity,
    "market": market,
    "competition": competition,
    "stagger": stagger,
    "funding": funding,
}
"""The levers of each rule; the others say what words mean, or tell what has happened."""
