"""Rows of the picture for what is new: competitions, contracts let, onboarding."""

from __future__ import annotations

from datetime import date

from calloff.calendar import add_months
from calloff.happened import award_day, gtm_day
from calloff.plan import CompetitionRun, LotRun, OnboardingRun, Plan
from calloff.programme import Programme
from calloff.report.names import Names
from calloff.report.picture import Bar, Mark, Row, period
from calloff.report.wording import day, last_day, short_month


def competition_row(names: Names, run: CompetitionRun) -> Row:
    """One competition: phases by what they are for, go-to-market and award."""
    title = names.competition(run)
    return Row(title, tuple(_phase_bars(names, run, title)), tuple(_milestones(names.programme, run, title)))


def _milestones(programme: Programme, run: CompetitionRun, title: str) -> list[Mark]:
    marks = []
    if run.gtm:
        notice = gtm_day(programme, run) or run.gtm
        marks.append(Mark("gtm", run.gtm, short_month(run.gtm), f"{title}: goes to market on {day(notice)}"))
    if run.award:
        award = award_day(programme, run) or last_day(run.award)
        marks.append(Mark("award", run.award, "", f"{title}: award by {day(award)}"))
    return marks


def _phase_bars(names: Names, run: CompetitionRun, title: str) -> list[Bar]:
    bars = []
    if run.gtm and (begun := _history_end(run)) and run.gtm < begun:
        bars.append(Bar("done", run.gtm, begun, "", f"{title}: {period(run.gtm, begun)}, done"))
    for p in run.phases:
        if p.end > p.start:
            phase = names.phase(run.route, run.procurement, p.phase)
            bars.append(Bar(_stage(run, p.start), p.start, p.end, phase, f"{title}, {phase}: {period(p.start, p.end)}"))
    return bars


def _history_end(run: CompetitionRun) -> date | None:
    """End of what has already happened: where the planned phases begin, else the award."""
    return run.phases[0].start if run.phases else run.award


def _stage(run: CompetitionRun, start: date) -> str:
    if run.award and start >= run.award:
        return "build"
    return "tender" if run.gtm is None or start >= run.gtm else "prepare"


def lot_row(names: Names, x: LotRun) -> Row:
    """A lot's first contract, term and option told apart."""
    title = names.item(x.lot)
    option = f" + {_length(x.option)}" if x.option else ""
    return Row(f"{title} ({_length(x.term)}{option})", tuple(_term_bars(title, x)), (_expiry(title, x),))


def later_row(names: Names, run: CompetitionRun, let: LotRun | None) -> Row:
    """A later cycle of a lot: competition and contract, what follows the award on a lane beneath."""
    title = names.competition(run)
    phases = _phase_bars(names, run, title)
    if let is None:
        return Row(title, tuple(phases), tuple(_milestones(names.programme, run, title)))
    before = [b for b in phases if b.sign != "build"]
    after = [b for b in phases if b.sign == "build"]
    bars = (*before, *_term_bars(names.item(let.lot), let))
    return Row(title, bars, (*_milestones(names.programme, run, title), _expiry(title, let)), under=tuple(after))


def _expiry(title: str, x: LotRun) -> Mark:
    return Mark("end", x.expiry, "", f"{title}: contract ends {day(last_day(x.expiry))}")


def _term_bars(title: str, x: LotRun) -> list[Bar]:
    name = title if x.cycle == 1 else f"{title}, cycle {x.cycle}"
    turn = min(x.expiry, add_months(x.start, x.term)) if x.option else x.expiry
    said = f"to {short_month(last_day(turn))}"
    said += f", option to {short_month(last_day(x.expiry))}" if turn < x.expiry else ""
    bars = [Bar("term", x.start, turn, said, f"{name}: contract {period(x.start, turn)}")]
    if x.option and turn < x.expiry:
        bars.append(Bar("option", turn, x.expiry, "", f"{name}: option taken, {period(turn, x.expiry)}"))
    return bars


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} y" if not rest else f"{months} m"


def onboarding_row(names: Names, department: str, runs: list[OnboardingRun]) -> Row:
    """One department: its migrations, go-lives, and old and new side by side."""
    title = names.item(department)
    bars: list[Bar] = []
    marks: list[Mark] = []
    for o in runs:
        again = "" if o.cycle == 1 else f", cycle {o.cycle}"
        if o.start and o.live > o.start:
            bars.append(Bar("onboard", o.start, o.live, "onboard", f"{title}{again}: {period(o.start, o.live)}"))
        if o.leaving and o.leaving > o.live:
            side = f"{title}{again}: old and new side by side, {period(o.live, o.leaving)}"
            bars.append(Bar("parallel", o.live, o.leaving, "", side))
        live = last_day(o.live)
        marks.append(Mark("live", o.live, "", f"{title}{again}: live by {day(live)}"))
    return Row(title, tuple(bars), tuple(marks))


def lettings(programme: Programme, plan: Plan, names: Names, cluster: str) -> list[Row]:
    """Rows of a cluster for what is new, from competition to onboarding."""
    rows: list[Row] = []
    for p in programme.procurements_of(cluster):
        runs = [c for c in plan.competitions if c.procurement == p.id]
        rows += [competition_row(names, c) for c in runs if c.cycle == 1]
        for lot in programme.lots_of(p.id):
            rows += _lot_rows(plan, names, lot.id, [c for c in runs if c.lot == lot.id])
    return rows + _onboarding_rows(programme, plan, names, cluster)


def _lot_rows(plan: Plan, names: Names, lot: str, again: list[CompetitionRun]) -> list[Row]:
    """A lot's first contract, and under it one row a later cycle: its competition and its contract."""
    runs = {x.cycle: x for x in plan.lots if x.lot == lot}
    first = [lot_row(names, runs[1])] if 1 in runs else []
    return first + [later_row(names, run, runs.get(run.cycle)) for run in sorted(again, key=lambda c: c.cycle)]


def _onboarding_rows(programme: Programme, plan: Plan, names: Names, cluster: str) -> list[Row]:
    """A cluster's departments, the first to be live first."""
    runs = {d.id: [o for o in plan.departments if o.department == d.id] for d in programme.departments_of(cluster)}
    order = sorted((min(o.live for o in done), d) for d, done in runs.items() if done)
    return [onboarding_row(names, d, runs[d]) for _, d in order]
