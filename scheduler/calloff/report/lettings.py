"""Rows of the picture for what is new: competitions, contracts let, onboarding."""

from __future__ import annotations

from datetime import date

from calloff.calendar import add_months
from calloff.plan import CompetitionRun, LotRun, OnboardingRun, Plan
from calloff.programme import Programme
from calloff.report.names import Names
from calloff.report.picture import Bar, Mark, Row, period
from calloff.report.wording import day, last_day, short_month


def competition_row(names: Names, runs: list[CompetitionRun], label: str) -> Row:
    """Competitions one after the other: phases by what they are for, go-to-market and award."""
    bars: list[Bar] = []
    marks: list[Mark] = []
    for run in runs:
        title = names.competition(run)
        bars += _phase_bars(names, run, title)
        marks += _milestones(run, title)
    return Row(label, tuple(bars), tuple(marks))


def _milestones(run: CompetitionRun, title: str) -> list[Mark]:
    marks = []
    if run.gtm:
        marks.append(Mark("gtm", run.gtm, short_month(run.gtm), f"{title}: goes to market on {day(run.gtm)}"))
    if run.award:
        award = last_day(run.award)
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


def lot_row(names: Names, lot: str, runs: list[LotRun]) -> Row:
    """One lot: the contracts let, cycle after cycle, term and option told apart."""
    title = names.item(lot)
    bars: list[Bar] = []
    marks: list[Mark] = []
    for x in runs:
        bars += _term_bars(title, x)
        marks.append(Mark("end", x.expiry, "", f"{title}: contract ends {day(last_day(x.expiry))}"))
    lengths = runs[0]
    label = f"{title} ({_length(lengths.term)}{f' + {_length(lengths.option)}' if lengths.option else ''})"
    return Row(label, tuple(bars), tuple(marks))


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
        rows += [competition_row(names, [c], names.competition(c)) for c in runs if c.cycle == 1]
        for lot in programme.lots_of(p.id):
            rows += _lot_rows(plan, names, lot.id, [c for c in runs if c.lot == lot.id])
    return rows + _onboarding_rows(programme, plan, names, cluster)


def _lot_rows(plan: Plan, names: Names, lot: str, again: list[CompetitionRun]) -> list[Row]:
    """A lot's contracts, and under them the competitions for its later cycles."""
    runs = sorted((x for x in plan.lots if x.lot == lot), key=lambda x: x.cycle)
    rows = [lot_row(names, lot, runs)] if runs else []
    if again:
        rows.append(competition_row(names, again, f"{names.item(lot)}, next"))
    return rows


def _onboarding_rows(programme: Programme, plan: Plan, names: Names, cluster: str) -> list[Row]:
    """A cluster's departments, the first to be live first."""
    runs = {d.id: [o for o in plan.departments if o.department == d.id] for d in programme.departments_of(cluster)}
    order = sorted((min(o.live for o in done), d) for d, done in runs.items() if done)
    return [onboarding_row(names, d, runs[d]) for _, d in order]
