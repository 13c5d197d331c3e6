"""The parts of the briefing in words and small tables."""

from __future__ import annotations

from datetime import timedelta

from calloff.plan import Decision
from calloff.report import Report
from calloff.report.asks import NEXT, SOON, within
from calloff.report.rests import figure_said, marks, resting, weightiest
from calloff.report.risks import KINDS
from calloff.report.wording import count, day, listed, sentence, short_day
from calloff_data.write.briefing.document import Document
from calloff_data.write.packed import clean
from calloff_data.write.page_tables import amount, off_said
from calloff_data.write.signs import MUTED

DECISIONS, RISKS, FIGURES = 8, 7, 3
"""How many are told; the rest is counted."""
TWO_PAGES = 6
"""Up to so many clusters, the first page ends after the decisions."""
MARKS = ("sourced", "derived", "assumed")


def opening(document: Document, report: Report) -> None:
    """The answer, and what is asked."""
    known = day(report.programme.programme.as_of)
    document.text(
        f"{clean(report.title, 120)} · briefing for the {report.audience} · as known on {known}", fill=MUTED, size=9
    )
    document.text(report.answer.finding, "Title", size=16 if len(report.answer.finding) < 160 else 14)
    for said in report.answer.told:
        document.text(said)
    if report.asks:
        document.heading("What the board is asked to decide")
        for ask in report.asks:
            document.text(ask, "List Number")


def decisions(document: Document, report: Report) -> None:
    """Decisions in the next 90 and 180 days; where there are none, the next ones."""
    found = within(report.programme, report.plan, NEXT)
    rows = found or list(report.plan.decisions[:3])
    if not rows:
        return
    soon = len(within(report.programme, report.plan, SOON))
    document.heading(f"Decisions in the next {NEXT} days" if found else "The next decisions")
    last = report.programme.programme.as_of + timedelta(days=SOON)
    if found:
        how_many = f"{sentence(count(soon, 'decision'))} by {day(last)}, {len(found)} within {NEXT} days"
        document.text(f"{how_many}. These days keep this plan.")
    costs = any(d.miss_costs for d in rows)
    head = ["Last safe day", "Decision", "Owner", *(["A month’s miss costs"] if costs else [])]
    widths = [2.7, 8.4, 2.2, 4.3] if costs else [2.7, 11.1, 3.8]
    document.table(widths, [head, *(_decision(d, costs) for d in rows[:DECISIONS])], "Decisions, the most urgent first")
    if len(rows) > DECISIONS:
        document.text(f"And {len(rows) - DECISIONS} more: in the workbook and the report.", fill=MUTED)


def _decision(d: Decision, costs: bool) -> list[str]:
    cells = [short_day(d.last_safe_day), clean(d.what, 90), clean(d.owner or "not named", 30)]
    return [*cells, clean(d.miss_costs or "", 60)] if costs else cells


def risks(document: Document, report: Report) -> None:
    """What remains at risk, with numbers."""
    if not report.risks:
        return
    document.heading("What remains at risk", new_page=len(report.blocks) <= TWO_PAGES)
    names = report.names
    rows = [["What", "Cluster", "Where", "How long, and when"]]
    for r in report.risks[:RISKS]:
        cluster = clean(names.item(r.cluster), 24) if r.cluster else "all"
        rows.append([KINDS[r.kind], cluster, clean(r.item, 44), clean(sentence(r.words), 120)])
    document.table([3.4, 2.2, 4.2, 7.8], rows, "What remains at risk, the worst first")
    if len(report.risks) > RISKS:
        left = report.risks[RISKS:]
        kinds = [f"{n} × {name.lower()}" for k, name in KINDS.items() if (n := sum(r.kind == k for r in left))]
        document.text(f"And {len(left)} more: {listed(kinds, 6)}.", fill=MUTED)


def assumptions(document: Document, report: Report) -> None:
    """How much is assumed, which dates rest on it, and what to firm up first."""
    found = marks(report.programme)
    if not found:
        return
    document.heading("What it rests on")
    said = listed([f"{found[m]} {m}" for m in MARKS if found[m]])
    free = [r for r in report.rests if not r.assumed]
    which = listed([f"{clean(r.item, 40)} ({r.milestone})" for r in free], 3)
    rest = f" {sentence(resting(report.rests))}." if report.rests else ""
    stand = f" On none: {which}." if free else ""
    document.text(f"{found.total():,} figures: {said}.{rest}{stand}")
    for s, n in weightiest(report.rests)[:FIGURES]:
        around = f", from {s.low} to {s.high}" if s.low and s.high else ""
        document.text(f"{sentence(clean(figure_said(s), 80))}: {count(n, 'date')} rest on it{around}.", "List Bullet")


def goals(document: Document, report: Report) -> None:
    """Goals in order, with what is proved."""
    if not report.plan.goals:
        return
    document.heading("Goals and proof")
    rows = [["Goal, in order", "This plan", "No plan is better than", "Proved"]]
    for g in report.plan.goals:
        title = report.tables["goals"].set_index("goal").loc[g.goal, "title"]
        bound = "none found" if g.bound is None else amount(report, g, g.bound)
        proved = "proved" if g.proved else f"not proved; off by {off_said(report, g)}"
        rows.append([str(title), amount(report, g, g.value), bound, proved])
    document.table([7.0, 3.9, 3.9, 2.8], rows, "Goals in order of priority, less is better")


def check(document: Document, report: Report) -> None:
    """How anyone can count again."""
    document.heading("How to check")
    document.text(
        "Anyone can count this plan again without the solver: calloff check PROGRAMME plan.json. It recomputes every "
        f"rule and goal. The programme’s content hash is {report.plan.origin.programme}. Money is in real terms; "
        "dates of an end are last days. A plan says what follows from the figures given, not what will happen."
    )
