"""One slide a cluster: its timeline, key dates, next decisions, what is at risk and what its dates rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calloff.report import Report
from calloff.report.clusters import ClusterFacts
from calloff.report.lanes import folded
from calloff.report.picture import Block
from calloff.report.rests import figure_said, resting, weightiest
from calloff.report.risks import KINDS
from calloff.report.wording import count, money, sentence, short_day
from calloff_data.write.packed import clean
from calloff_data.write.slides.deck import FOOT, LEFT, RIGHT, Deck, lines_of, row_height, table
from calloff_data.write.slides.paint import box
from calloff_data.write.slides.timeline import HEAD, Timeline, gutter, legend, legend_height, signs_of

TOP = 1.08
MOST = 15
"""Rows of a timeline that leave room for what stands beneath it."""
LOWEST, TALLEST = 0.183, 0.3
LABELS = 3.1
HEADING = 0.25
PARAGRAPH = 0.2
"""Height of a heading, and of a line of text [inches]."""
WIDER = 0.088
"""Width of a letter of that text, on the wide side [inches]."""
COLUMNS = (LEFT, LEFT + 2.7, LEFT + 9.45)
"""Where what stands beneath begins [inches]."""

Rows = list[list[str]]
Parts = tuple[tuple[str, Rows, tuple[float, ...]], ...]


def add(deck: Deck, report: Report, block: Block) -> None:
    """The slide of a cluster."""
    facts = report.clusters[block.cluster]
    slide = deck.slide(f"{facts.headline}.", _notes(report, block, facts))
    rows = folded(block, MOST)
    tall = max(LOWEST, min(TALLEST, 3.3 / max(1, len(rows))))
    bottom = TOP + HEAD + tall * len(rows)
    free = gutter(rows, report.axis)
    timeline = Timeline(slide, report.axis, LEFT + LABELS + 0.1 + free, RIGHT, TOP, bottom, free)
    timeline.backdrop()
    for i, row in enumerate(rows):
        timeline.row(row, TOP + HEAD + i * tall, tall, label=(LEFT, LABELS))
    timeline.finish([block.live_by] if block.live_by else [])
    signs = signs_of(rows, RIGHT - LEFT)
    legend(slide, signs, LEFT, bottom + 0.07)
    _beneath(slide, report, facts, bottom + 0.07 + legend_height(signs) + 0.08)


def _beneath(slide: Any, report: Report, facts: ClusterFacts, top: float) -> None:
    """Key dates, decisions, risks: three columns as tall as the slide leaves."""
    room = FOOT - 0.08 - top - HEADING
    parts = (
        ("Key dates", _dates(report, facts), (1.42, 1.08)),
        ("Next decisions", _decisions(facts), (1.02, 4.2, 1.3)),
    )
    for (title, rows, widths), x in zip(parts, COLUMNS, strict=False):
        if len(rows) > 1:
            box(slide, x, top, sum(widths), HEADING, title, size=12, bold=True)
            about = f"{title} of {clean(facts.title, 80)}"
            table(slide, (x, top + HEADING), widths, _fitting(rows, widths, room), about)
    x = COLUMNS[-1]
    title = "At risk, and what it rests on" if facts.late_told else "What it rests on"
    box(slide, x, top, RIGHT - x, HEADING, title, size=12, bold=True)
    lines_of(_stakes(facts, RIGHT - x, room), slide, (x, top + HEADING + 0.04), (RIGHT - x, room))


def _fitting(rows: Rows, widths: Sequence[float], room: float) -> Rows:
    """The first rows of a table that fit into a height [inches]."""
    kept, used = [], 0.0
    for row in rows:
        used += row_height(row, widths)
        if used > room:
            break
        kept.append(row)
    return kept


def _dates(report: Report, facts: ClusterFacts) -> Rows:
    dated = (
        ("Goes to market", facts.gtm), ("Awards by", facts.award), ("First go-live by", facts.first_live),
        ("Last go-live by", facts.last_live), ("Deadline", facts.live_by),
    )  # fmt: skip
    rows = [["Milestone", "Date"], *([name, short_day(d)] for name, d in dated if d)]
    if facts.value is not None:
        rows.append(["Estimated value", money(facts.value, report.programme.programme.currency)])
    return rows


def _decisions(facts: ClusterFacts) -> Rows:
    rows = [["By", "Decision", "Owner"]]
    for d in facts.decisions:
        rows.append([short_day(d.last_safe_day), clean(d.what, 90), clean(d.owner or "not named", 20)])
    return rows


def _stakes(facts: ClusterFacts, wide: float, room: float) -> list[str]:
    """The worst that is at risk as far as there is room, then how much is assumed."""
    last = [f"{sentence(resting(facts.rests))}."] if facts.rests else []
    if not facts.risks:
        return (["Nothing is uncovered, unsupported or late."] if facts.late_told else []) + last
    said: list[str] = []
    left = room - 2 * PARAGRAPH
    for r in facts.risks:
        text = clean(f"{r.item}: {r.words}.", 200)
        left -= PARAGRAPH * (len(text) * WIDER // wide + 1)
        if left < 0 and said:
            return [*said, f"…and {len(facts.risks) - len(said)} more, in the notes.", *last]
        said.append(text)
    return said + last


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
        said += [f"{figure_said(s)}: {count(n, 'date')}. {s.citation or ''}" for s, n in figures[:8]]
    return said + _bidders(report, block)


def _bidders(report: Report, block: Block) -> list[str]:
    """Who shows that capacity suffices, where the reader may know."""
    own = {p.id for p in report.programme.procurements_of(block.cluster)}
    own |= {lot.id for p in own for lot in report.programme.lots_of(p)}
    found = [w for w in report.plan.witness or () if w.item in own]
    said = [f"{report.names.item(w.item)}: {', '.join(report.names.pool(b) for b in w.bidders)}." for w in found]
    return ["", "Suppliers that show that capacity suffices; no prediction of who bids or wins", *said] if said else []
