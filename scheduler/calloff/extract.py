"""From the solver's values to decisions with dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calloff.calendar import Calendar
from calloff.model.competitions import CompetitionVars, LotVars, RouteVars
from calloff.model.covers import extension_ends
from calloff.model.facade import Model
from calloff.model.history import parallel_slots
from calloff.model.when import Literal, When
from calloff.plan import CompetitionRun, Decisions, ExtensionRun, LotRun, OnboardingRun, PhaseRun, Witness


class Reading:
    """The model's variables read off one solution."""

    def __init__(self, model: Model, values: Sequence[int]) -> None:
        self.model = model
        self._values = values

    def holds(self, literal: Literal) -> bool:
        """Whether a literal is true."""
        index = literal.index
        return bool(self._values[index]) if index >= 0 else not self._values[-index - 1]

    def at(self, when: When) -> int:
        """A point in time [boundary]."""
        return when.shift if when.var is None else self._values[when.var.index] + when.shift

    def day(self, when: When | None) -> date | None:
        """A point in time as a date."""
        return None if when is None else self.model.calendar.day(self.at(when))

    def route(self, competition: CompetitionVars) -> RouteVars:
        """The route a competition takes."""
        return next(r for r in competition.routes if self.holds(r.chosen))


def decisions(model: Model, values: Sequence[int]) -> Decisions:
    """Everything a solution decides."""
    read = Reading(model, values)
    held = [c for c in model.competitions.values() if read.holds(c.present)]
    let = [c for c in model.contracts.values() if read.holds(c.present)]
    return Decisions(
        competitions=tuple(_competition(read, c) for c in held),
        lots=tuple(_lot(read, c) for c in let),
        departments=tuple(_onboardings(read)),
        extensions=tuple(_extensions(read)),
        witness=tuple(w for c in held if (w := _witness(read, c)) is not None),
    )


def _competition(read: Reading, c: CompetitionVars) -> CompetitionRun:
    r = read.route(c)
    programme = read.model.programme
    runs = []
    for i in r.open:
        start, end = read.day(r.starts[i]), read.day(r.closing(i))
        assert start is not None
        assert end is not None
        runs.append(PhaseRun(phase=r.phases[i].id, start=start, end=end))
    end = read.day(r.closing(len(r.phases) - 1))
    assert end is not None
    return CompetitionRun(
        procurement=c.key.procurement,
        lot=c.key.lot,
        cycle=c.key.cycle,
        route=r.route,
        phases=tuple(runs),
        gtm=read.day(r.opening(programme.gtm_index(r.phases))),
        award=read.day(r.closing(programme.award_index(r.phases))),
        end=end,
    )


def _lot(read: Reading, c: LotVars) -> LotRun:
    term = next(t for t in c.terms if read.holds(t.chosen))
    taken = term.option is not None and read.holds(term.option)
    start, expiry = read.day(c.competition.award), read.day(c.expiry)
    assert start is not None
    assert expiry is not None
    following = read.model.contracts.get((c.lot.id, c.cycle + 1))
    return LotRun(
        lot=c.lot.id,
        cycle=c.cycle,
        term=term.row.months,
        option=term.row.option if taken else 0,
        start=start,
        expiry=expiry,
        successor=c.cycle + 1 if following is not None and read.holds(following.present) else None,
    )


def _onboardings(read: Reading) -> list[OnboardingRun]:
    found = []
    for o in read.model.onboardings.values():
        if not read.holds(o.present):
            continue
        live = read.day(o.live)
        assert live is not None
        found.append(
            OnboardingRun(
                department=o.department.id,
                lot=o.lot.id if o.lot else None,
                cycle=o.cycle,
                start=read.day(o.start),
                live=live,
                leaving=read.day(o.live.plus(parallel_slots(o.department))) if o.cycle == 1 else None,
            )
        )
    return found


def _extensions(read: Reading) -> list[ExtensionRun]:
    model = read.model
    found = []
    for owner in model.programme.extendable():
        ends = extension_ends(model, owner)
        for level, row in enumerate(model.programme.extensions_of(owner.id), start=1):
            found.append(
                ExtensionRun(
                    of=owner.id,
                    order=row.order,
                    months=row.months,
                    basis=row.basis,
                    agreed=row.agreed,
                    taken=read.holds(model.extensions[owner.id, row.order]),
                    start=model.calendar.day(ends[level - 1]),
                    end=model.calendar.day(ends[level]),
                    notice_by=None if row.agreed else model.calendar.last_day(ends[level - 1] - row.notice),
                )
            )
    return found


def _witness(read: Reading, c: CompetitionVars) -> Witness | None:
    """Bidders and deliverer; where nobody's capacity is used, the first eligible ones stand in."""
    eligible = sorted(read.model.programme.procurement[c.key.procurement].suppliers)
    if not eligible:
        return None
    bidders = [s for s, x in c.bidders.items() if read.holds(x)]
    delivers = next((s for s, x in c.deliverer.items() if read.holds(x)), None)
    pinned = [p.supplier for p in read.model.programme.pins_on(c.key) if p.supplier]
    wanted = read.model.programme.route[read.route(c).route].min_bidders
    if delivers is None:
        delivers = (pinned or bidders or eligible)[0]
    if not c.bidders and read.route(c).open:
        others = [s for s in eligible if s != delivers]
        bidders = sorted([delivers, *others][:wanted])
    return Witness(item=c.key.item, cycle=c.key.cycle, bidders=tuple(bidders), deliverer=delivers)


def marks(calendar: Calendar, plan: Decisions) -> dict[tuple[str, int, str], int | None]:
    """Go-to-market, award and first go-live of a plan [boundary], by (item, cycle, milestone)."""
    found: dict[tuple[str, int, str], int | None] = {}
    for run in plan.competitions:
        for name, day in (("gtm", run.gtm), ("award", run.award)):
            found[run.lot or run.procurement, run.cycle, name] = None if day is None else calendar.slot_of(day)
    for one in plan.departments:
        if one.cycle == 1:
            found[one.department, 1, "live"] = calendar.slot_of(one.live)
    return found
