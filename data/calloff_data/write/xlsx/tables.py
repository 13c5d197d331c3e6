"""The sheets that are one table each: what is in them, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

from calloff.happened import award_day, gtm_day
from calloff.plan import Decision
from calloff.report import Report
from calloff.report.clusters import ClusterFacts, cluster_of
from calloff.report.loads import totals
from calloff.report.names import BASES, SPEND
from calloff.report.rests import figure_said
from calloff.report.risks import KINDS
from calloff.report.wording import count, last_day, sentence
from calloff_data.write.page_tables import off_said
from calloff_data.write.xlsx import worth
from calloff_data.write.xlsx.book import Column, Sheet, Value

DECISIONS = {
    "start": "start", "gtm": "go to market", "award": "award", "papers": "board papers", "notice": "notice",
    "join": "join", "onboarding": "onboarding",
}  # fmt: skip


def first(report: Report) -> Iterator[Sheet]:
    """What is read first: decisions, and what is at risk."""
    yield _decisions(report)
    yield _risks(report)


def rest(report: Report) -> Iterator[Sheet]:
    """Everything that is looked up."""
    yield from (_dates(report), _competitions(report), _onboarding(report), _register(report), _extensions(report))
    yield _capacity(report)
    if report.one_more is not None:
        yield worth.sheet(report, report.one_more)
    yield from (_money(report), _funding(report), _goals(report), _assumptions(report))
    yield from (_rests(report), _reasons(report))


def _decisions(report: Report) -> Sheet:
    day = {(d.item, d.kind): d.last_safe_day for d in report.plan.decisions if d.kind == "papers"}

    def row(d: Decision) -> list[Value]:
        cluster = cluster_of(report.programme, report.names, d.item)
        papers = d.last_safe_day if d.kind == "papers" else day.get((d.item, "papers"))
        early = papers if papers and papers <= d.last_safe_day else None
        named = report.names.item(cluster) if cluster else None
        return [d.last_safe_day, d.what, DECISIONS[d.kind], named, d.owner or "not named", early, d.miss_costs]

    columns = (
        Column("Last safe day", "day", 14), Column("Decision", width=58), Column("Kind", width=14),
        Column("Cluster", width=16), Column("Owner", width=22), Column("Papers due by", "day", 14),
        Column("A month’s miss costs", width=34),
    )  # fmt: skip
    rows = [row(d) for d in report.plan.decisions]
    note = "The most urgent first. These days keep this plan; nothing is lost by deciding earlier."
    return Sheet("Next decisions", "What must be decided next", note, columns, rows)


def _risks(report: Report) -> Sheet:
    def cluster(identity: str | None) -> str:
        return report.names.item(identity) if identity else "whole programme"

    rows: list[list[Value]] = [
        [KINDS[r.kind], cluster(r.cluster), r.item, r.start, r.last, _months(r.days), sentence(r.words)]
        for r in report.risks
    ]
    columns = (
        Column("What is wrong", width=22), Column("Cluster", width=18), Column("Where", width=36),
        Column("From", "day"), Column("To", "day"), Column("Months", "decimal", 10), Column("In words", width=58),
    )  # fmt: skip
    return Sheet("At risk", "What remains at risk", "The worst kind first, then the longest.", columns, rows)


def _dates(report: Report) -> Sheet:
    rows = [_cluster(c, report) for c in (report.clusters[b.cluster] for b in report.blocks)]
    columns = (
        Column("Cluster", width=26), Column("Lead", width=30), Column("Users", "number", 11),
        Column("Departments", "number", 13), Column("Goes to market", "day"), Column("Awards by", "day"),
        Column("First go-live by", "day"), Column("Last go-live by", "day"), Column("Deadline", "day"),
        Column("Estimated value", "money", 15), Column("Dates ahead", "number", 10),
        Column("…on assumed figures", "number", 16),
    )  # fmt: skip
    note = (
        "The first letting and the first go-lives. Dates of an end are last days. “Awards by”: the last of its awards."
    )
    return Sheet("Dates by cluster", "When each cluster goes", note, columns, rows)


def _cluster(c: ClusterFacts, report: Report) -> list[Value]:
    dates = [c.gtm, c.award, c.first_live, c.last_live, c.live_by]
    return [c.title, c.lead, c.users, c.departments, *dates, c.value, len(c.rests), c.assumed]


def _competitions(report: Report) -> Sheet:
    programme, names = report.programme, report.names
    rows: list[list[Value]] = [
        [names.competition(c), names.item(programme.cluster_of(c.procurement)), names.route(c.route), c.cycle,
         gtm_day(programme, c), award_day(programme, c), last_day(c.end), programme.procurement[c.procurement].value]
        for c in report.plan.competitions
    ]  # fmt: skip
    columns = (
        Column("Competition", width=42), Column("Cluster", width=20), Column("Route", width=38),
        Column("Cycle", "number", 9), Column("Goes to market", "day"), Column("Awards by", "day"),
        Column("Last phase ends", "day"), Column("Estimated value", "money", 15),
    )  # fmt: skip
    return Sheet("Competitions", "Every competition", "Cycle 1 is the first letting.", columns, rows)


def _onboarding(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [report.names.item(o.department), report.names.item(report.programme.department[o.department].cluster),
         report.programme.department[o.department].users, o.cycle, o.start, last_day(o.live),
         o.leaving and last_day(o.leaving)]
        for o in report.plan.departments
    ]  # fmt: skip
    columns = (
        Column("Department", width=52), Column("Cluster", width=20), Column("Users", "number", 11),
        Column("Cycle", "number", 9), Column("Onboarding starts", "day"), Column("Live by", "day"),
        Column("Leaves old systems by", "day", 16),
    )  # fmt: skip
    return Sheet("Onboarding", "When each department goes live", "Dates of an end are last days.", columns, rows)


def _register(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [e.title, report.names.item(e.cluster), e.state, "; ".join(e.carries), e.start, e.ends or "open-ended",
         e.secured, e.not_agreed, e.covers_to or "past the horizon", e.notice]
        for e in report.register
    ]  # fmt: skip
    columns = (
        Column("Contract", width=42), Column("Cluster", width=18), Column("State", width=12),
        Column("Carries", width=38), Column("Starts", "day", 13), Column("Ends, without extension", "day", 14),
        Column("Months secured by option", "number", 14), Column("Months nobody has agreed", "number", 14),
        Column("Covers to, in this plan", "day", 14), Column("Next notice day", "day", 14),
    )  # fmt: skip
    note = "What runs today, then what is let. Notice day: the last on which the next extension can be ordered."
    return Sheet("Contract register", "Contract register", note, columns, rows)


def _extensions(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [report.names.item(e.of), e.order, e.months, BASES.get(e.basis, e.basis), "yes" if e.agreed else "no",
         "yes" if e.taken else "no", e.start, last_day(e.end), e.notice_by]
        for e in report.plan.extensions
    ]  # fmt: skip
    columns = (
        Column("Of", width=46), Column("Order", "number", 9), Column("Months", "number", 9),
        Column("By", width=28), Column("Agreed", width=10), Column("In this plan", width=12),
        Column("From", "day"), Column("To", "day"), Column("Order by", "day"),
    )  # fmt: skip
    return Sheet("Extensions", "Extensions and notice days", "In the order of the programme.", columns, rows)


def _capacity(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [load.title, start, last_day(end), use, "no limit" if limit is None else limit,
         "full" if limit is not None and use >= limit else ""]
        for load in report.loads
        for start, end, use, limit in load.steps
        if use
    ]  # fmt: skip
    end = report.programme.programme.end
    rows += [[report.names.pool(u.of), report.programme.programme.start, end, u.use,
              "no limit" if u.capacity is None else u.capacity, "in all"] for u in totals(report.plan)]  # fmt: skip
    columns = (
        Column("Of what", width=46), Column("From", "day"), Column("To", "day"), Column("Used", "number", 11),
        Column("There is", "number", 11), Column("", width=10),
    )  # fmt: skip
    named = (*columns[:-1], Column("Note", width=10))
    full = sum(load.full for load in report.loads)
    note = f"Periods of even use. {count(full, 'limit').capitalize()} reached." if full else "No limit is reached."
    return Sheet("Capacity", "Use against capacity", note, named, rows)


def _money(report: Report) -> Sheet:
    spent: dict[str, dict[str, int]] = {}
    for s in report.plan.spend:
        spent.setdefault(s.fiscal_year, {})[s.kind] = s.amount
    kinds = [k for k in SPEND if any(year.get(k) for year in spent.values())]
    rows: list[list[Value]] = []
    for year, of in sorted(spent.items()) if kinds else ():
        rows.append([year, *(of.get(k, 0) for k in kinds), sum(of.values())])
    sums = [sum(of.get(k, 0) for of in spent.values()) for k in kinds]
    currency = report.programme.programme.currency
    heads = tuple(Column(f"{SPEND[k]} ({currency})", "money", 20) for k in kinds)
    columns = (Column("Fiscal year", width=16), *heads, Column(f"Together ({currency})", "money", 20))
    note = "In real terms, not discounted; running charges are not part of it."
    return Sheet("Money", "Spend by fiscal year", note, columns, rows, ["All years", *sums, sum(sums)])


def _funding(report: Report) -> Sheet:
    currency = report.programme.programme.currency
    rows: list[list[Value]] = [
        [f.start, last_day(f.end), ", ".join(SPEND[k] for k in f.covers if k in SPEND) or "all kinds",
         int(f.approved), f.spend, f.over]
        for f in report.plan.funding
    ]  # fmt: skip
    columns = (
        Column("From", "day"), Column("To", "day"), Column("Covers", width=44),
        Column(f"Approved ({currency})", "money", 18), Column(f"Spend ({currency})", "money", 18),
        Column(f"Over ({currency})", "money", 18),
    )  # fmt: skip
    note = "In real terms, not discounted. “Over” is what the plan spends beyond what is approved."
    return Sheet("Funding", "Spend against what is approved", note, columns, rows)


def _goals(report: Report) -> Sheet:
    rows = [goal_row(report, i) for i in range(len(report.plan.goals))]
    columns = (
        Column("Goal, in order", width=44), Column("This plan", "number", 18),
        Column("No plan is better than", "number", 18), Column("Unit", width=16), Column("Proved", width=12),
        Column("May be off by", width=42),
    )  # fmt: skip
    note = "In order of priority; each is judged with those above it held. Less is better."
    return Sheet("Goals", "How good the plan is, and what is proved", note, columns, rows)


def goal_row(report: Report, index: int) -> list[Value]:
    """A goal with its value, bound and proof, figures as figures."""
    said = report.tables["goals"].iloc[index]
    g = report.plan.goals[index]
    bound = "none found" if g.bound is None else g.bound
    unit = g.unit.replace("slots", f"{report.programme.programme.unit}s")
    return [said["title"], g.value, bound, unit, "proved" if g.proved else "not proved", off_said(report, g)]


def _assumptions(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [f.source.table, f.source.row, f.source.column, f.value, f.source.mark, _number(f.source.low),
         _number(f.source.high), f.resting, f.source.grade, f.source.as_of, f.source.citation]
        for f in report.figures
    ]  # fmt: skip
    columns = (
        Column("Table", width=13), Column("Row", width=27), Column("Column", width=16),
        Column("Value", "general", 13), Column("Mark", width=10), Column("Low", "general", 12),
        Column("High", "general", 12), Column("Dates that rest on it", "number", 10), Column("Grade", width=8),
        Column("As of", "day", 13), Column("Where it is from, or why it is assumed", width=58),
    )  # fmt: skip
    note = "A row of * speaks of every figure in the column that has no row of its own."
    return Sheet("Assumptions", "Every figure: its mark, how far it may be off, where it is from", note, columns, rows)


def _number(text: str | None) -> Value:
    """A figure as a number or a date, where it is one."""
    for read in (Decimal, date.fromisoformat):
        with suppress(ValueError, ArithmeticError):
            if text and (value := read(text)) == value:
                return value
    return text


def _rests(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [r.item, report.names.item(r.cluster), r.milestone, r.day, len(r.assumed),
         "; ".join(figure_said(s) for s in r.assumed) or "no assumed figure"]
        for r in report.rests
    ]  # fmt: skip
    columns = (
        Column("What", width=42), Column("Cluster", width=20), Column("Milestone", width=15), Column("Date", "day"),
        Column("Assumed figures", "number", 12), Column("Which", width=70),
    )  # fmt: skip
    return Sheet("What dates rest on", "Dates ahead, and the assumed figures they rest on", "", columns, rows)


MILESTONES = {"gtm": "go to market", "award": "award", "live": "go-live", "extension": "extension"}


def _reasons(report: Report) -> Sheet:
    rows: list[list[Value]] = [
        [report.names.item(w.item), w.cycle, MILESTONES.get(w.milestone, w.milestone), " ".join(w.lines)]
        for w in report.whys
    ]
    columns = (
        Column("What", width=42), Column("Cycle or order", "number", 10), Column("Date", width=16),
        Column("Why it is as it is", width=110),
    )  # fmt: skip
    return Sheet("Reasons", "Why each date is as it is", "Proved by solving, for these figures.", columns, rows)


def _months(days: int) -> float:
    return round(days * 12 / 365.25, 1)
