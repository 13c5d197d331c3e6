"""Limits in planners' words, with the numbers in them: one sentence a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from calloff.explain.reason import Limit
from calloff.programme import Programme
from calloff.report.wording import day, money
from calloff.rows import Row
from calloff.tables import Pin

GOALS = {
    "gap": "no more user-months without a contract",
    "unsecured": "no more user-months on extensions that nobody has agreed",
    "unsupported": "no more user-months without the vendor's support",
    "lateness": "no more user-months after the deadline",
    "overspend": "no more spend above what is approved",
    "cost": "no more cost",
    "peak": "no more bids at once",
}
MILESTONES = {
    "start": "start",
    "gtm": "go-to-market",
    "award": "award",
    "end": "end",
    "live": "go-live",
    "expiry": "expiry",
}


def name_of(programme: Programme, item: str) -> str:
    """What people call an item: its title, else its id."""
    tables = (
        programme.cluster,
        programme.department,
        programme.procurement,
        programme.lot,
        programme.system,
        programme.contract,
        programme.resource,
        programme.supplier,
        programme.route,
    )
    for table in tables:
        row: Row | None = table.get(item)
        if row is not None:
            return row.title or item
    return item


def limit_words(programme: Programme, limit: Limit) -> str:
    """One limit as a sentence; a rule without words of its own says its name and subject."""
    rule, subject = limit
    say = _SAY.get(rule)
    try:
        return say(programme, subject) if say else f"{rule}: {subject}"
    except KeyError:  # what an audience sees, or a file, may not have it
        return f"{rule}: {subject}"


def limits_words(
    programme: Programme,
    limits: Iterable[Limit],
    *,
    named: bool = False,
    shared: Callable[[str], str] = lambda used: "",
) -> list[str]:
    """Limits as sentences, goals last; suppliers are told together unless they may be named and are known.

    `shared` says who else uses a resource, or the suppliers' `bid` or `delivery`.
    """
    listed = list(limits)
    said = [
        f"{limit_words(programme, x)}{_also(shared(x[1]) if x[0] == 'capacity' else '')}"
        for x in listed
        if x[0] not in ("market", "goal")
    ]
    together = set()
    for supplier, _, kind in (s.rpartition(": ") for r, s in listed if r == "market"):
        if named and supplier in programme.supplier:
            said.append(f"{name_of(programme, supplier)}'s {kind} teams{_also(shared(kind))}")
        else:
            together.add(kind)
    if together:
        users = "; ".join(dict.fromkeys(x for x in map(shared, sorted(together)) if x))
        said.append(f"the suppliers' {' and '.join(sorted(together))} teams{_also(users)}")
    return said + [limit_words(programme, x) for x in listed if x[0] == "goal"]


def _also(users: str) -> str:
    return f" (in the plan also used by {users})" if users else ""


# --- one rule each ---------------------------------------------------------------------------------


def _capacity(programme: Programme, subject: str) -> str:
    row = programme.resource[subject]
    kind = {"renewable": "at once", "meeting": "a meeting", "total": "in all"}[row.kind]
    rows = "; less or more in some periods" if any(c.of == subject for c in programme.capacity) else ""
    users = sorted({d.phase for d in programme.demands if d.resource == subject})
    return f"{name_of(programme, subject)}: at most {row.capacity} {kind}{rows} (wanted by {', '.join(users)})"


def _competition(programme: Programme, subject: str) -> str:
    procurement = programme.lot[subject].procurement if subject in programme.lot else subject
    eligible = len(programme.procurement[procurement].suppliers)
    shown = f" ({eligible} eligible)" if eligible else ""
    return f"{name_of(programme, subject)} needs its number of bidders{shown}"


def _stagger(programme: Programme, subject: str) -> str:
    most, _, window = subject.partition(" in ")
    unit = programme.programme.unit
    return f"at most {most} tender {_plural('notice', most)} in any {window} {_plural(unit, window)}"


def _plural(word: str, count: str) -> str:
    return word if count == "1" else f"{word}s"


def _windows(programme: Programme, subject: str) -> str:
    item, _, what = subject.partition(": ")
    name = name_of(programme, item)
    if item in programme.cluster:
        cluster = programme.cluster[item]
        day_ = cluster.earliest_gtm if what == "earliest_gtm" else cluster.latest_gtm
        side = "earlier" if what == "earliest_gtm" else "later"
        return f"{name} goes to market no {side} than {day(day_) if day_ else '?'}"
    milestone, _, kind = what.rpartition(" ")
    pins = [p for p in programme.pins if p.item == item and p.milestone == milestone and p.kind == kind]
    return "; ".join(_pin(name, p) for p in pins) or f"a pin on {name}"


def _pin(name: str, pin: Pin) -> str:
    what = MILESTONES.get(pin.milestone or "", f"end of {pin.milestone}")
    when = day(pin.date) if pin.date else "?"
    word = {"agreed": "is agreed for", "earliest": "is no earlier than", "latest": "is no later than"}
    return f"{name}: {what} {word.get(pin.kind, 'was')} {when}"


def _blackouts(programme: Programme, subject: str) -> str:
    reasons = sorted({b.reason or f"{b.milestone} blackout" for b in programme.blackouts})
    return f"{name_of(programme, subject)} keeps out of blackouts ({'; '.join(reasons)})"


def _route(programme: Programme, subject: str) -> str:
    item, _, what = subject.partition(": ")
    if what in ("opens", "closes"):
        procurement, _, route = item.rpartition("/")
        row = programme.route[route]
        when = row.opens if what == "opens" else row.closes
        side = "after" if what == "opens" else "by"
        shown = day(when) if when else "?"
        return f"{name_of(programme, procurement)} on {row.title or route} is awarded {side} {shown}"
    if what == "option before the end":
        return f"{name_of(programme, item)}: an option must begin before the horizon ends"
    return f"{name_of(programme, item)}: {what}"


def _dependencies(programme: Programme, subject: str) -> str:
    first, _, then = subject.partition(" → ")
    rows = [r for r in programme.dependencies if r.from_ == first and r.to == then]
    parts = []
    for r in rows:
        at_least = f"at least {r.min_lag}" if r.min_lag is not None else ""
        at_most = f"at most {r.max_lag}" if r.max_lag is not None else ""
        lag = " and ".join(x for x in (at_least, at_most) if x)
        begin = f"{name_of(programme, first)}'s {MILESTONES[r.from_milestone or 'end']}"
        parts.append(
            f"{name_of(programme, then)}'s {MILESTONES[r.to_milestone or 'start']} comes {lag} slots after {begin}"
        )
    return "; ".join(parts)


def _onboarding(programme: Programme, subject: str) -> str:
    item, _, what = subject.partition(": ")
    name = name_of(programme, item)
    if what == "parallel":
        return f"{name} onboards at most {programme.cluster[item].parallel_onboarding} at once"
    if what == "decision_by":
        decided = programme.department[item].decision_by
        return f"{name} is not onboarded before its decision, {day(decided) if decided else '?'}"
    if what == "wave":
        return f"{name} waits for the wave before it to be live"
    return f"{name} is live before the horizon ends, {day(programme.programme.end)}"


def _delivery_cover(programme: Programme, subject: str) -> str:
    item, _, what = subject.partition(": ")
    name = name_of(programme, item)
    if what == "phases":
        return f"the work after award lies inside the contract of {name}"
    return f"the onboarding of {name} lies inside the integrator's contract"


def _cover(programme: Programme, subject: str) -> str:
    item, _, what = subject.partition(": ")
    name = name_of(programme, item)
    if what == "no gap":
        return f"{name} may never be without a contract"
    order = what.partition(" ")[2]
    return f"{name}: the notice day of extension {order} has passed"


def _funding(programme: Programme, subject: str) -> str:
    row = next((r for r in programme.funding if f"{r.from_} to {r.to}" == subject), None)
    approved = money(row.approved, programme.programme.currency) if row else "?"
    return f"spend from {subject} stays within {approved}"


def _goal(programme: Programme, subject: str) -> str:
    return GOALS.get(subject, f"no worse {subject}")


_SAY: dict[str, Callable[[Programme, str], str]] = {
    "capacity": _capacity,
    "competition": _competition,
    "stagger": _stagger,
    "windows": _windows,
    "blackouts": _blackouts,
    "route": _route,
    "dependencies": _dependencies,
    "onboarding": _onboarding,
    "delivery_cover": _delivery_cover,
    "cover": _cover,
    "funding": _funding,
    "goal": _goal,
}
