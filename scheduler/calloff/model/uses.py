"""Who uses how much of what, and when; and how a limit over time is stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from calloff.model.competitions import CompetitionVars
from calloff.model.core import Model
from calloff.model.departments import OnboardingVars
from calloff.model.history import onboarding_slots
from calloff.model.merged import merged
from calloff.model.when import Linear, Literal, When

DAY = timedelta(days=1)


class Use(NamedTuple):
    """Some units of a resource in use.

    Attributes
    ----------
    competition
        The competition whose bidders or deliverer it concerns; None where there is none.
    start, slots
        Where it begins [boundary] and how long it lasts [slots].
    taken
        Literal: whether it happens.
    units
        Units while it lasts.
    running
        Whether it is work in progress: then its time is known.
    """

    competition: CompetitionVars | None
    start: When
    slots: int
    taken: Literal
    units: int
    running: bool

    @property
    def end(self) -> When:
        """Where it ends [boundary]."""
        return self.start.plus(self.slots)


def uses_of(model: Model, resource: str) -> list[Use]:
    """Every use of a resource (or of `bid` or `delivery`) by open phases and onboardings.

    The first who asks has all of them counted: whoever asks, competitions and onboardings are there.
    """
    if model.uses is None:
        model.uses = {}
        for name, use in _all_uses(model):
            if use.units:
                model.uses.setdefault(name, []).append(use)
    return list(model.uses.get(resource, ()))


def _all_uses(model: Model) -> Iterator[tuple[str, Use]]:
    for c in model.competitions.values():
        yield from _phase_uses(model, c)
    for o in model.onboardings.values():
        yield from _onboarding_uses(model, o)


def _phase_uses(model: Model, competition: CompetitionVars) -> Iterator[tuple[str, Use]]:
    for r in competition.routes:
        for i in r.open:
            start = r.starts[i]
            if start is not None:
                running = i == r.progress.done and r.progress.begun is not None
                demands = model.programme.demands_for(r.phases[i].id, competition.key.procurement)
                for resource, units in demands.items():
                    yield resource, Use(competition, start, r.lengths[i], r.chosen, units, running)


def _onboarding_uses(model: Model, o: OnboardingVars) -> Iterator[tuple[str, Use]]:
    if o.start is None:
        return
    home, begun = home_of(model, o), o.state == "begun"
    slots = o.live.lo - o.start.lo if begun else onboarding_slots(o.department)
    demands = model.programme.demands_for("onboarding", home.key.procurement if home else None)
    for resource, units in demands.items():
        if resource != "bid":
            yield resource, Use(home, o.start, slots, o.present, units, begun)


def onboarding_uses(group: Sequence[OnboardingVars]) -> list[Use]:
    """One unit for each onboarding while it runs."""
    found = []
    for o in group:
        if o.start is not None:
            slots = o.live.lo - o.start.lo if o.state == "begun" else onboarding_slots(o.department)
            found.append(Use(None, o.start, slots, o.present, 1, o.state == "begun"))
    return found


def home_of(model: Model, o: OnboardingVars) -> CompetitionVars | None:
    """The competition whose deliverer does an onboarding."""
    if o.lot is not None:
        return model.contracts[o.lot.id, o.cycle].competition
    home = model.programme.onboarding_home(o.department.cluster)
    return next((c for k, c in model.competitions.items() if k.procurement == home and k.cycle == 1), None)


def spans(model: Model, use: Use) -> tuple[When, int]:
    """Start and slots of a use, its past cut off."""
    if use.start.var is None and use.start.lo < model.calendar.now:
        return When.fixed(model.calendar.now), max(0, use.end.lo - model.calendar.now)
    return _own(use), use.slots


def _own(use: Use) -> When:
    """Where a use begins, told from the competition's own start where it has several routes.

    The same point while the use happens; uses on other routes then share its variable.
    """
    c = use.competition
    if c is None or c.start is None or len(c.routes) == 1 or use.start.var is None:
        return use.start
    for r in c.routes:
        head = r.opening(0)
        if head is not None and head.var is use.start.var:
            return c.start.plus(use.start.shift - head.shift)
    return use.start


@dataclass(frozen=True)
class LimitRow:
    """A limit as a rule stated it: uses, each with its literal; capacity per slot from now on [units]."""

    uses: tuple[tuple[Use, Literal], ...]
    capacity: tuple[Linear | None, ...]


def limit_use(
    model: Model,
    uses: Sequence[tuple[Use, Literal]],
    capacity: Sequence[Linear | None],
    rule: str,
    subject: str,
) -> None:
    """State Σ units ≤ capacity in every slot from now to the limit.

    Parameters
    ----------
    uses
        Uses, each with the literal that it happens here.
    capacity
        Per slot from now on [units], shape (limit − now,); None = no limit; a variable where the
        choices raise it.
    rule, subject
        Whose limit it is.
    """
    model.rows[rule, subject] = LimitRow(tuple(uses), tuple(capacity))
    uses, capacity = _less_the_rest(model, uses, capacity)
    total = sum(u.units for u, _ in uses)
    caps = [total if c is None else min(c, total) if isinstance(c, int) else c for c in capacity]
    known = [c for c in caps if isinstance(c, int)]
    if len(known) == len(caps) and (not caps or min(known) >= total):
        return
    uses, intervals, demands = merged(model, uses)
    for use, literal in uses:
        start, slots = spans(model, use)
        if slots > 0 and not model.is_no(literal):
            intervals.append(model.interval(start, slots, literal))
            demands.append(use.units)
    beyond = any(u.end.hi > model.calendar.limit for u, _ in uses)
    base = total if beyond or len(known) < len(caps) else max(known)
    for begin, end, cap in _runs(model.calendar.now, caps):
        if not isinstance(cap, int) or cap < base:
            intervals.append(model.interval(When.fixed(begin), end - begin, None))
            demands.append(base - cap)
    model.limit(intervals, demands, base, rule, subject)


def _less_the_rest(
    model: Model, uses: Sequence[tuple[Use, Literal]], capacity: Sequence[Linear | None]
) -> tuple[Sequence[tuple[Use, Literal]], Sequence[Linear | None]]:
    """Uses without those of the rest of a larger programme, and the capacity that these leave."""
    if model.elsewhere is None or not all(c is None or isinstance(c, int) for c in capacity):
        return uses, capacity
    own, left = [], list(capacity)
    for use, literal in uses:
        if use.competition is not None or use.start.var is not None or use.running or not model.is_yes(literal):
            own.append((use, literal))
            continue
        for t in range(max(use.start.lo, model.calendar.now), min(use.end.lo, model.calendar.limit)):
            cap = left[t - model.calendar.now]
            left[t - model.calendar.now] = None if cap is None else max(0, cap - use.units)
    return own, left


def _runs(first: int, caps: Sequence[Linear]) -> list[tuple[int, int, Linear]]:
    """Stretches of equal capacity: begin, end, capacity."""
    found, k = [], first
    for _, group in groupby(caps, key=lambda c: c if isinstance(c, int) else f"variable {c.index}"):
        stretch = list(group)
        found.append((k, k + len(stretch), stretch[0]))
        k += len(stretch)
    return found


def capacity_of(model: Model, item: str, kind: str | None, own: int | None, best: bool = False) -> list[int | None]:
    """Capacity of a resource or a supplier in each slot from now to the limit.

    Parameters
    ----------
    item, kind
        Id; `bid` or `delivery` for a supplier.
    own
        Capacity on days that no row of `capacity` covers; None = no limit.
    best
        A slot takes its greatest day (a board that meets) instead of its least.
    """
    calendar = model.calendar
    rows = [r for r in model.programme.capacity if r.of == item and r.kind == kind]
    found: list[int | None] = []
    if not rows:
        return [own] * (calendar.limit - calendar.now)
    for slot in range(calendar.now, calendar.limit):
        first, after = calendar.day(slot), calendar.day(slot + 1)
        touching = [r for r in rows if r.from_ < after and r.to >= first]
        cuts = {first} | {d for r in touching for d in (r.from_, r.to + DAY) if first <= d < after}
        days = [_on_day([r.capacity for r in touching if r.from_ <= d <= r.to], own) for d in cuts]
        key = [float("inf") if d is None else d for d in days]
        found.append(days[key.index(max(key) if best else min(key))])
    return found


def _on_day(rows: list[int], own: int | None) -> int | None:
    return min(rows) if rows else own


def at_least_running(model: Model, capacity: list[int | None], running: Sequence[Use]) -> list[int | None]:
    """Capacity raised to what work in progress uses."""
    if not running:
        return capacity
    used = [0] * len(capacity)
    for use in running:
        for slot in range(max(use.start.lo, model.calendar.now), min(use.end.lo, model.calendar.limit)):
            used[slot - model.calendar.now] += use.units
    return [c if c is None else max(c, u) for c, u in zip(capacity, used, strict=True)]


def at_least_chosen(
    model: Model, capacity: list[int | None], known: Sequence[Use], chosen: Sequence[tuple[Use, Literal]]
) -> list[Linear | None]:
    """Capacity raised to what work in progress uses where the solver says who does it.

    Parameters
    ----------
    capacity
        Per slot from now on [units], shape (limit − now,).
    known
        Work in progress that surely counts.
    chosen
        Work in progress that counts where its literal holds.
    """
    raised: list[Linear | None] = list(capacity)
    if not chosen:
        return raised
    variables: dict[tuple[int, tuple[int, ...]], Linear] = {}
    for i, cap in enumerate(capacity):
        slot = model.calendar.now + i
        here = [n for n, (u, _) in enumerate(chosen) if u.start.lo <= slot < u.end.lo]
        sure = sum(u.units for u in known if u.start.lo <= slot < u.end.lo)
        most = sure + sum(chosen[n][0].units for n in here)
        if cap is None or not here or most <= cap:
            continue
        key = (cap, (sure, *here))
        if key not in variables:
            variables[key] = model.cp.new_int_var(cap, most, "raised")
            used = sure + sum(chosen[n][0].units * chosen[n][1] for n in here)
            model.cp.add_max_equality(variables[key], [cap, used])
        raised[i] = variables[key]
    return raised
