"""Rows of the picture for what is new: competitions, contracts let, onboarding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from calloff.calendar import add_months
from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun, LotRun, OnboardingRun, Plan, ServiceGap
from calloff.programme import Programme
from calloff.programme_index import grouped
from calloff.report.names import Names
from calloff.report.picture import Bar, Mark, Ref, Row, period
from calloff.report.wording import day, last_day, months, short_month

LEADS_TO = {"prepare": "gtm", "tender": "award", "build": "end"}
"""The milestone at the end of each stage of a competition."""


def competition_row(names: Names, run: CompetitionRun) -> Row:
    """One competition: phases by what they are for, go-to-market and award."""
    title = names.competition(run)
    return Row(
        title,
        tuple(_phase_bars(names, run, title)),
        tuple(_milestones(names.programme, run, title)),
        kind="competition",
        item=run.procurement,
        route=run.route,
        departments=_served(names.programme, run.procurement),
    )


def _served(programme: Programme, procurement: str) -> tuple[str, ...]:
    """Departments of the cluster that buys by a procurement."""
    return tuple(d.id for d in programme.departments_of(programme.cluster_of(procurement)))


def _ref(run: CompetitionRun, milestone: str) -> Ref:
    """A milestone of a competition; a later cycle is its lot's."""
    return Ref(run.lot or run.procurement, run.cycle, milestone)


def _milestones(programme: Programme, run: CompetitionRun, title: str) -> list[Mark]:
    marks = []
    if run.gtm:
        notice = gtm_day(programme, run) or run.gtm
        marks.append(
            Mark("gtm", run.gtm, short_month(run.gtm), f"{title}: goes to market on {day(notice)}", _ref(run, "gtm"))
        )
    if run.award:
        award = award_day(programme, run) or last_day(run.award)
        marks.append(Mark("award", run.award, "", f"{title}: award by {day(award)}", _ref(run, "award")))
    return marks


def _phase_bars(names: Names, run: CompetitionRun, title: str) -> list[Bar]:
    bars = []
    if run.gtm and (begun := _history_end(run)) and run.gtm < begun:
        bars.append(Bar("done", run.gtm, begun, "", f"{title}: {period(run.gtm, begun)}, done", _ref(run, "award")))
    for p in run.phases:
        if p.end > p.start:
            phase = names.phase(run.route, run.procurement, p.phase)
            stage, tip = _stage(run, p.start), f"{title}, {phase}: {period(p.start, p.end)}"
            bars.append(Bar(stage, p.start, p.end, phase, tip, _ref(run, LEADS_TO[stage])))
    return bars


def _history_end(run: CompetitionRun) -> date | None:
    """End of what has already happened: where the planned phases begin, else the award."""
    return run.phases[0].start if run.phases else run.award


def _stage(run: CompetitionRun, start: date) -> str:
    if run.award and start >= run.award:
        return "build"
    return "tender" if run.gtm is None or start >= run.gtm else "prepare"


def lot_row(names: Names, x: LotRun, route: str = "") -> Row:
    """A lot's first contract, term and option told apart."""
    title = names.item(x.lot)
    option = f" + {_length(x.option)}" if x.option else ""
    return Row(
        f"{title} ({_length(x.term)}{option})",
        tuple(_term_bars(title, x)),
        (_expiry(title, x),),
        kind="lot",
        item=x.lot,
        cycle=x.cycle,
        route=route,
        departments=_served(names.programme, names.programme.lot[x.lot].procurement),
    )


def later_row(names: Names, run: CompetitionRun, let: LotRun | None) -> Row:
    """A later cycle of a lot: competition and contract, what follows the award on a lane beneath."""
    title = names.competition(run)
    bars = _phase_bars(names, run, title)
    marks = _milestones(names.programme, run, title)
    after: list[Bar] = []
    if let is not None:
        after = [b for b in bars if b.sign == "build"]
        bars = [b for b in bars if b.sign != "build"] + _term_bars(names.item(let.lot), let)
        marks.append(_expiry(title, let))
    return Row(
        title,
        tuple(bars),
        tuple(marks),
        under=tuple(after),
        kind="again",
        item=run.lot or run.procurement,
        cycle=run.cycle,
        route=run.route,
        departments=_served(names.programme, run.procurement),
    )


def _expiry(title: str, x: LotRun) -> Mark:
    return Mark("end", x.expiry, "", f"{title}: contract ends {day(last_day(x.expiry))}", Ref(x.lot, x.cycle, "expiry"))


def _term_bars(title: str, x: LotRun) -> list[Bar]:
    name = title if x.cycle == 1 else f"{title}, cycle {x.cycle}"
    turn = min(x.expiry, add_months(x.start, x.term)) if x.option else x.expiry
    said = f"to {short_month(last_day(turn))}"
    said += f", option to {short_month(last_day(x.expiry))}" if turn < x.expiry else ""
    of = Ref(x.lot, x.cycle, "expiry")
    bars = [Bar("term", x.start, turn, said, f"{name}: contract {period(x.start, turn)}", of)]
    if x.option and turn < x.expiry:
        bars.append(Bar("option", turn, x.expiry, "", f"{name}: option taken, {period(turn, x.expiry)}", of))
    return bars


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} y" if not rest else f"{months} m"


def onboarding_row(names: Names, department: str, runs: list[OnboardingRun], gaps: Sequence[ServiceGap] = ()) -> Row:
    """One department: its migrations, go-lives, old and new side by side, and when nothing serves it."""
    title = names.item(department)
    bars = [b for o in runs for b in _migration(title, o)]
    bars += [_unserved(names, title, g) for g in gaps]
    deadline = names.programme.cluster[names.programme.department[department].cluster].live_by
    late = any(o.cycle == 1 and deadline and last_day(o.live) > deadline for o in runs)
    risks = (*(["gap"] if gaps else []), *(["late"] if late else []))
    return Row(
        title,
        tuple(bars),
        tuple(_live(title, o, deadline) for o in runs),
        kind="department",
        item=department,
        departments=(department,),
        risks=risks,
    )


def _again(o: OnboardingRun) -> str:
    return "" if o.cycle == 1 else f", cycle {o.cycle}"


def _migration(title: str, o: OnboardingRun) -> Iterator[Bar]:
    said, of = f"{title}{_again(o)}", Ref(o.department, o.cycle, "live")
    if o.start and o.live > o.start:
        yield Bar("onboard", o.start, o.live, "onboard", f"{said}: {period(o.start, o.live)}", of)
    if o.leaving and o.leaving > o.live:
        side = f"{said}: old and new side by side, {period(o.live, o.leaving)}"
        yield Bar("parallel", o.live, o.leaving, "", side, of)


def _live(title: str, o: OnboardingRun, deadline: date | None) -> Mark:
    live = last_day(o.live)
    late = f", {months((live - deadline).days)} after its deadline" if deadline and live > deadline else ""
    late = late if o.cycle == 1 else ""
    return Mark(
        "live", o.live, "", f"{title}{_again(o)}: live by {day(live)}{late}", Ref(o.department, o.cycle, "live")
    )


def _unserved(names: Names, title: str, g: ServiceGap) -> Bar:
    tip = f"{title}: no contract of {names.item(g.lot)} serves it, {period(g.start, g.end)}"
    return Bar("gap", g.start, g.end, "", tip, Ref(g.department, 1, "gap"))


class Lettings:
    """Rows of each cluster for what is new, from competition to onboarding; the plan is looked through once."""

    def __init__(self, programme: Programme, plan: Plan, names: Names) -> None:
        self._programme, self._names = programme, names
        self._competitions = grouped(plan.competitions, lambda c: c.procurement)
        self._lots = grouped(plan.lots, lambda x: x.lot)
        self._onboardings = grouped(plan.departments, lambda o: o.department)
        self._gaps = grouped(plan.service_gaps, lambda g: g.department)

    def of(self, cluster: str) -> list[Row]:
        """Rows of one cluster."""
        rows: list[Row] = []
        for p in self._programme.procurements_of(cluster):
            runs = self._competitions.get(p.id, [])
            rows += [competition_row(self._names, c) for c in runs if c.cycle == 1]
            for lot in self._programme.lots_of(p.id):
                route = next((c.route for c in runs if c.cycle == 1), "")
                rows += self._lot_rows(lot.id, [c for c in runs if c.lot == lot.id], route)
        return rows + self._onboarding_rows(cluster)

    def _lot_rows(self, lot: str, again: list[CompetitionRun], route: str) -> list[Row]:
        """A lot's first contract, and under it one row a later cycle: its competition and its contract."""
        runs = {x.cycle: x for x in self._lots.get(lot, [])}
        first = [lot_row(self._names, runs[1], route)] if 1 in runs else []
        later = sorted(again, key=lambda c: c.cycle)
        return first + [later_row(self._names, run, runs.get(run.cycle)) for run in later]

    def _onboarding_rows(self, cluster: str) -> list[Row]:
        """A cluster's departments, the first to be live first."""
        runs = {d.id: self._onboardings.get(d.id, []) for d in self._programme.departments_of(cluster)}
        order = sorted((min(o.live for o in done), d) for d, done in runs.items() if done)
        return [onboarding_row(self._names, d, runs[d], self._gaps.get(d, [])) for _, d in order]
