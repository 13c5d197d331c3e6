"""Variables of competitions and of the contracts they let."""

from __future__ import annotations

from dataclasses import dataclass, field

from calloff.cycles import most_cycles
from calloff.model.core import Model
from calloff.model.history import Progress, chains_of, durations_of, lengths_of, progress_of
from calloff.model.when import Linear, Literal, When
from calloff.programme import Competition
from calloff.tables import Lot, Phase, Term


@dataclass
class RouteVars:
    """One competition on one route.

    Attributes
    ----------
    key, route, chosen
        The competition; the route's id; the literal that this route is taken.
    phases
        Rows of `phases`, with the durations of this competition [slots].
    progress
        What is behind us.
    starts
        Where the phases begin [boundary]; None for those that are history.
    lengths
        Whole slots each takes, rounded along its chain; 0 for those that are history.
    """

    key: Competition
    route: str
    chosen: Literal
    phases: list[Phase]
    progress: Progress
    starts: list[When | None]
    lengths: list[int]

    @property
    def open(self) -> range:
        """Indices of phases in progress or planned."""
        return range(self.progress.done, len(self.phases))

    @property
    def planned(self) -> range:
        """Indices of phases that are planned and not in progress."""
        return range(self.progress.done + (self.progress.begun is not None), len(self.phases))

    def opening(self, index: int) -> When | None:
        """Start of a phase: of an open one, or the actual one."""
        return self.starts[index] or self._actual(2 * index)

    def closing(self, index: int) -> When | None:
        """End of a phase: of an open one, or the actual one."""
        start = self.starts[index]
        return self._actual(2 * index + 1) if start is None else start.plus(self.lengths[index])

    def _actual(self, position: int) -> When | None:
        known = self.progress.known.get(position)
        return None if known is None else When.fixed(known)


@dataclass
class CompetitionVars:
    """One competition; points are None where history does not tell them, its length where nobody asked for it."""

    key: Competition
    present: Literal
    routes: list[RouteVars]
    start: When | None
    gtm: When | None
    award: When | None
    end: When | None
    length: Linear | None = None
    bidders: dict[str, Literal] = field(default_factory=dict)
    deliverer: dict[str, Literal] = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether all of it is history."""
        return all(not r.open for r in self.routes)


@dataclass
class TermVars:
    """One row of `terms` as a choice; `option` is None where the row has none; `award` is its route's."""

    route: RouteVars
    row: Term
    chosen: Literal
    option: Literal | None
    award: When


@dataclass
class LotVars:
    """One contract of a lot in one cycle.

    Attributes
    ----------
    lot, cycle
        Which.
    present
        Whether it is let.
    competition
        The competition that lets it.
    terms
        Its choices; exactly one where present.
    expiry
        End of the contract, option included [boundary]; its low bound where absent.
    """

    lot: Lot
    cycle: int
    present: Literal
    competition: CompetitionVars
    terms: list[TermVars]
    expiry: When


def add_competitions(model: Model) -> None:
    """Create the variables of every competition and contract, cycle by cycle."""
    programme = model.programme
    for procurement in sorted(programme.procurements, key=lambda p: p.id):
        first = _competition(model, Competition(procurement.id, None, 1), model.yes)
        for lot in programme.lots_of(procurement.id):
            _contract(model, lot, first)
            most = most_cycles(programme, lot) if (lot.id, 1) in model.contracts else 1
            for cycle in range(2, most + 1):
                key = Competition(procurement.id, lot.id, cycle)
                present = model.literal(f"{lot.id}:{cycle}")
                _contract(model, lot, _competition(model, key, present))


def _competition(model: Model, key: Competition, present: Literal) -> CompetitionVars:
    programme = model.programme
    happened = {p.route for p in programme.pins_on(key) if p.kind == "actual" and p.route}
    ids = [r for r in programme.routes_for(key) if not happened or r in happened]
    routes = []
    for route in ids:
        chosen = present if len(ids) == 1 else model.literal(f"{key.item}:{key.cycle}:{route}")
        phases = durations_of(programme, key, programme.phases_for(route, key.procurement))
        progress = progress_of(programme, model.calendar, key, phases)
        routes.append(_route(model, key, route, chosen, phases, progress))
    points = [_points(model, r) for r in routes]
    names = ("start", "gtm", "award", "end")
    start, gtm, award, end = (_joined(model, key, n, routes, [p[i] for p in points]) for i, n in enumerate(names))
    for j, whole in enumerate((gtm, award, end), 1):
        _spaced(model, present, routes, [(p[0], p[j]) for p in points], (start, whole))
    found = CompetitionVars(key, present, routes, start, gtm, award, end)
    model.competitions[key] = found
    return found


def _route(
    model: Model, key: Competition, route: str, chosen: Literal, phases: list[Phase], progress: Progress
) -> RouteVars:
    """One point a chain: phases without a wait between them follow at fixed distances."""
    starts: list[When | None] = [None] * len(phases)
    lengths = lengths_of(model.calendar, phases, progress)
    now = model.calendar.now
    least = now if progress.begun is None else min(now, progress.begun)
    for chain in chains_of(phases, progress.done):
        head = model.when(least, model.last, f"{key.item}:{key.cycle}:{route}:{phases[chain[0]].id}", chosen)
        for i in chain:
            starts[i] = head
            head = head.plus(lengths[i])
        least += sum(lengths[i] for i in chain)
    return RouteVars(key, route, chosen, phases, progress, starts, lengths)


def _points(model: Model, r: RouteVars) -> tuple[When | None, When | None, When | None, When | None]:
    gtm, award = model.programme.gtm_index(r.phases), model.programme.award_index(r.phases)
    return (
        r.opening(0),
        r.opening(gtm),
        r.closing(award),
        r.closing(len(r.phases) - 1),
    )


def _joined(
    model: Model, key: Competition, name: str, routes: list[RouteVars], points: list[When | None]
) -> When | None:
    """The competition's own point: that of the route it takes."""
    known = [p for p in points if p is not None]
    if not known:
        return None
    if len(points) == 1:
        return points[0]
    lo, hi = min(p.lo for p in known), max(p.hi for p in known)
    whole = model.when(lo, hi, f"{key.item}:{key.cycle}:{name}")
    for r, point in zip(routes, points, strict=True):
        if point is not None:
            model.cp.add(whole.expr == point.expr).only_enforce_if(r.chosen)
    if len(known) == len(routes):
        model.join(whole, [(r.chosen, p) for r, p in zip(routes, known, strict=True)])
    return whole


def _spaced(
    model: Model,
    present: Literal,
    routes: list[RouteVars],
    pairs: list[tuple[When | None, When | None]],
    whole: tuple[When | None, When | None],
) -> None:
    """Say again how far two points of a competition are apart: what the route taken puts between them.

    Stated only where each route fixes the distance. Without it the two points are known to belong
    together once a route is chosen and not before, and no chain of competitions has a length.
    """
    first, then = whole
    if len(routes) == 1 or first is None or then is None:
        return
    apart = []
    for r, (a, b) in zip(routes, pairs, strict=True):
        if a is None or b is None or a.var is None or a.var is not b.var:
            return
        apart.append((r.chosen, b.shift - a.shift))
    if not any(slots for _, slots in apart):
        return
    lag = sum(slots * literal for literal, slots in apart)
    same = model.is_yes(present)
    model.cp.add(then.expr - first.expr == lag if same else then.expr - first.expr >= lag)


def _contract(model: Model, lot: Lot, competition: CompetitionVars) -> None:
    """The contract of one lot that a competition lets; none where no route has terms for it."""
    programme, key = model.programme, competition.key
    rows = [(r, row) for r in competition.routes for row in programme.terms_for(r.route, lot.id)]
    if not rows or competition.award is None:
        return
    terms = []
    for r, row in rows:
        name = f"{lot.id}:{key.cycle}:{r.route}:{row.months}+{row.option}"
        literal = r.chosen if len(programme.terms_for(r.route, lot.id)) == 1 else model.literal(name)
        option = model.literal(f"{name}:option") if row.option else None
        award = r.closing(programme.award_index(r.phases))
        assert award is not None
        terms.append(TermVars(r, row, literal, option, award))
    lets = [r.chosen for r in competition.routes if programme.terms_for(r.route, lot.id)]
    present = competition.present
    if len(lets) < len(competition.routes):
        present = lets[0] if len(lets) == 1 else model.literal(f"{lot.id}:{key.cycle}:let")
    expiry = _expiry(model, lot, competition, rows)
    model.contracts[lot.id, key.cycle] = LotVars(lot, key.cycle, present, competition, terms, expiry)


def _expiry(model: Model, lot: Lot, competition: CompetitionVars, rows: list[tuple[RouteVars, Term]]) -> When:
    award = competition.award
    assert award is not None
    latest = max(expiry_after(model, r, row.months + row.option, award.hi) for r, row in rows)
    lo = min(award.lo, *(p for p in _pinned_expiries(model, lot, competition.key.cycle)), latest)
    return model.when(lo, max(latest, lo), f"{lot.id}:{competition.key.cycle}:expiry")


def _pinned_expiries(model: Model, lot: Lot, cycle: int) -> list[int]:
    pins = model.programme.pins_of(lot.id, cycle)
    days = [p.date for p in pins if p.milestone == "expiry" and p.date is not None]
    return [model.calendar.end_on(d) for d in days] or [model.last]


def expiry_after(model: Model, r: RouteVars, months: int, award: int) -> int:
    """Boundary at which a contract of so many months ends, awarded at a boundary.

    After an actual award it ends on the real date. What is the award on one route may be an
    earlier phase on another.
    """
    if r.progress.days:
        day = r.progress.days.get(2 * model.programme.award_index(r.phases) + 1)
        if day is not None:
            return model.calendar.months_after_day(day, months)
    return model.calendar.months_after(award, months)
