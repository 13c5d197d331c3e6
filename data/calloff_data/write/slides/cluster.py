"""One slide a cluster: its timeline, key dates, next decisions, what is at risk and what its dates rest on."""

from __future__ import annotations

from typing import Any

from calloff.report import Report
from calloff.report.clusters import ClusterFacts
from calloff.report.lanes import grouped
from calloff.report.picture import Block
from calloff.report.rests import weightiest
from calloff.report.risks import KINDS
from calloff.report.wording import count, money, sentence, short_day
from calloff_data.write.packed import clean
from calloff_data.write.slides.deck import FOOT, LEFT, RIGHT, Deck, box, lines_of, table
from calloff_data.write.slides.timeline import HEAD, Timeline, legend

TOP = 1.08
MOST = 20
"""Rows of a timeline that leave room for what stands beneath it."""
LOWEST, TALLEST = 0.183, 0.3
LABELS = 3.1
ROW = 0.25
"""Height of a row of a table [inches]."""
COLUMNS = ((LEFT, 2.9), (LEFT + 3.2, 5.3), (LEFT + 8.8, 3.6))
"""Where what stands beneath begins, and how wide it is [inches]."""


def add(deck: Deck, report: Report, block: Block) -> None:
    """The slide of a cluster."""
    facts = report.clusters[block.cluster]
    slide = deck.slide(f"{facts.headline}.", _notes(report, block, facts))
    rows = grouped([block], MOST)[0].rows
    tall = max(LOWEST, min(TALLEST, 3.35 / max(1, len(rows))))
    bottom = TOP + HEAD + tall * len(rows)
    timeline = Timeline(slide, report.axis, LEFT + LABELS + 0.1, RIGHT, TOP, bottom)
    timeline.backdrop()
    for i, row in enumerate(rows):
        timeline.row(row, TOP + HEAD + i * tall, tall, label=(LEFT, LABELS))
    timeline.verticals([block.live_by] if block.live_by else [])
    legend(slide, rows, LEFT, bottom + 0.07, RIGHT)
    _beneath(slide, report, facts, bottom + 0.55)


def _beneath(slide: Any, report: Report, facts: ClusterFacts, top: float) -> None:
    """Key dates, decisions, risks: three columns as tall as the slide leaves."""
    most = int((FOOT - 0.05 - top - 0.25) / ROW)
    parts = [("Key dates", _dates(report, facts)), ("Next decisions", _decisions(facts, most))]
    for (title, rows), (x, wide) in zip(parts, COLUMNS, strict=False):
        if len(rows) > 1:
            box(slide, x, top, wide, 0.24, title, size=12, bold=True)
            shares = (0.6, 0.4) if len(rows[0]) == 2 else (0.19, 0.61, 0.2)
            table(
                slide, (x, top + 0.25), [wide * s for s in shares], rows[:most], f"{title} of {facts.title}", tall=ROW
            )
    x, wide = COLUMNS[2]
    title = "At risk, and what it rests on" if facts.late_told else "What it rests on"
    box(slide, x, top, wide, 0.24, title, size=12, bold=True)
    lines = _stakes(facts, max(1, (most - 2) // 2))
    lines_of([(clean(t, 130), b) for t, b in lines], slide, (x, top + 0.3), (wide, FOOT - top - 0.35))


def _dates(report: Report, facts: ClusterFacts) -> list[list[str]]:
    dated = (
        ("Goes to market", facts.gtm), ("Awards by", facts.award), ("First go-live by", facts.first_live),
        ("Last go-live by", facts.last_live), ("Deadline", facts.live_by),
    )  # fmt: skip
    rows = [["Milestone", "Date"], *([name, short_day(d)] for name, d in dated if d)]
    if facts.value is not None:
        rows.append(["Estimated value", money(facts.value, report.programme.programme.currency)])
    return rows


def _decisions(facts: ClusterFacts, most: int) -> list[list[str]]:
    rows = [["Last safe day", "Decision", "Owner"]]
    rows += [
        [short_day(d.last_safe_day), clean(d.what, 62), clean(d.owner or "not named", 16)] for d in facts.decisions
    ]
    return rows[:most]


def _stakes(facts: ClusterFacts, most: int) -> list[tuple[str, bool]]:
    """The worst that is at risk, then how much is assumed."""
    said = [(f"{KINDS[r.kind]}: {r.item} {r.words}", False) for r in facts.risks[:most]]
    if len(facts.risks) > most:
        said.append((f"…and {len(facts.risks) - most} more, in the notes.", False))
    if not said and facts.late_told:
        said.append(("Nothing is uncovered, unsupported or late.", False))
    if facts.rests:
        whole = count(len(facts.rests), "date")
        said.append((sentence(f"{facts.assumed or 'none'} of {whole} ahead rest on assumed figures."), False))
    return said


def _notes(report: Report, block: Block, facts: ClusterFacts) -> list[str]:
    """Every date, risk, decision and assumption of the cluster in words."""
    said = [f"{facts.headline}."]
    if facts.lead:
        said.append(f"Lead: {facts.lead}. {facts.users:,} users in {count(facts.departments, 'department')}.")
    said += ["", "Dates"]
    said += [f"{m.tip}." for r in block.rows for m in r.marks]
    if facts.risks:
        said += ["", "At risk", *(f"{KINDS[r.kind]}: {r.item} {r.words}." for r in facts.risks)]
    if facts.decisions:
        said += ["", "Decisions"]
        said += [f"{short_day(d.last_safe_day)}: {d.what} ({d.owner or 'owner not named'})." for d in facts.decisions]
    if figures := weightiest(facts.rests):
        said += ["", "Assumed figures on which most dates rest"]
        said += [f"{s.column} of {s.row}: {n} dates. {s.citation}" for s, n in figures[:8]]
    return said + _bidders(report, block)


def _bidders(report: Report, block: Block) -> list[str]:
    """Who shows that capacity suffices, where the reader may know."""
    own = {p.id for p in report.programme.procurements_of(block.cluster)}
    own |= {lot.id for p in own for lot in report.programme.lots_of(p)}
    found = [w for w in report.plan.witness or () if w.item in own]
    said = [f"{report.names.item(w.item)}: {', '.join(report.names.pool(b) for b in w.bidders)}." for w in found]
    return ["", "Suppliers that show that capacity suffices; no prediction of who bids or wins", *said] if said else []
