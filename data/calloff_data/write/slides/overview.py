"""The first slides: the whole plan on a page, its title the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calloff.report import Report
from calloff.report.lanes import Group, grouped
from calloff.report.wording import sentence, short_day
from calloff_data.write.packed import clean
from calloff_data.write.signs import LINE, MUTED
from calloff_data.write.slides.deck import LEFT, RIGHT, Deck, pages
from calloff_data.write.slides.paint import box, line
from calloff_data.write.slides.timeline import HEAD, LETTER, Timeline, gutter, legend, legend_height, signs_of

TOP, BOTTOM = 1.66, 7.06
"""Where the plan begins, and where its legend ends [inches]."""
MOST = 24
"""Rows on a slide that can still be read."""
LOWEST, TALLEST = 0.178, 0.3
"""Height of a row at least and at most [inches]."""
NAME, LABELS, LONG = 1.7, 1.15, 2.4
"""Width of a cluster's name, of the names of its lanes, and of longer names of rows [inches]."""
BOLD = 0.105
"""Width of a letter of a cluster's name, on the wide side [inches]."""
SINGLE = 2.2
"""Width of a cluster's name where it has one row [inches]."""
GAP = 0.09
"""Space between clusters [inches]."""


def add(deck: Deck, report: Report) -> None:
    """The plan on one slide; where there are many clusters, one row each on as many as it takes."""
    groups = grouped(report.blocks, MOST)
    single = all(len(g.rows) == 1 for g in groups)
    parts = list(pages(groups, MOST + 1)) if single else [groups]
    for i, part in enumerate(parts, start=1):
        title = report.answer.finding if i == 1 else f"The plan on a page, part {i} of {len(parts)}"
        slide = deck.slide(title, _notes(report) if i == 1 else [])
        said = " ".join(report.answer.told) if i == 1 else f"Clusters {part[0].block.title} and after."
        box(slide, LEFT, 1.02, RIGHT - LEFT, 0.56, clean(said, 520), size=11 if len(said) < 330 else 10, fill=MUTED)
        _draw(slide, report, part, single=single)


def _draw(slide: Any, report: Report, groups: Sequence[Group], *, single: bool) -> None:
    lines, gaps = sum(len(g.rows) for g in groups), 0 if single else len(groups) * GAP
    signs = signs_of((r for g in groups for r in g.rows), RIGHT - LEFT)
    room = BOTTOM - TOP - HEAD - gaps - legend_height(signs) - 0.08
    tall = max(LOWEST, min(TALLEST, room / max(1, lines)))
    bottom = TOP + HEAD + gaps + tall * lines
    longest = max((len(r.label) for g in groups for r in g.rows), default=0)
    own = LABELS if longest * LETTER <= LABELS else LONG
    labels = SINGLE if single else NAME + own
    free = gutter((r for g in groups for r in g.rows), report.axis)
    timeline = Timeline(slide, report.axis, LEFT + labels + 0.1 + free, RIGHT, TOP, bottom, free)
    timeline.backdrop()
    y = TOP + HEAD
    for group in groups:
        if not single:
            _name(slide, group, y, tall)
            y += GAP
        for row in group.rows:
            at = (LEFT, SINGLE) if single else (LEFT + NAME, own)
            timeline.row(row, y, tall, label=at)
            y += tall
    timeline.finish(g.block.live_by for g in groups if g.block.live_by)
    legend(slide, signs, LEFT, bottom + 0.08)


def _name(slide: Any, group: Group, y: float, tall: float) -> None:
    """A cluster's name and users before its rows, under a hairline."""
    line(slide, (LEFT, y + GAP / 2), (RIGHT, y + GAP / 2), LINE, 0.75)
    name = clean(group.block.title, int(NAME / BOLD))
    box(slide, LEFT, y + GAP, NAME, tall, name, size=12, bold=True, anchor="middle")
    if group.block.users and len(group.rows) > 1:
        users = f"{group.block.users:,} users"
        box(slide, LEFT, y + GAP + tall, NAME, tall, users, size=10, fill=MUTED, anchor="middle")


def _notes(report: Report) -> list[str]:
    """All that the page says, in words: sentences, dates, what is at risk, decisions."""
    said = [report.answer.finding, *report.answer.told, "", "When each cluster goes"]
    said += [f"{report.clusters[b.cluster].headline}." for b in report.blocks]
    if report.risks:
        said += ["", "What remains at risk"]
        said += [f"{r.item}: {r.words}." for r in report.risks]
    if report.plan.decisions:
        said += ["", "Next decisions"]
        said += [f"{short_day(d.last_safe_day)}: {d.what} ({d.owner or 'owner not named'})."
                 for d in report.plan.decisions[:12]]  # fmt: skip
    return [*said, "", f"{sentence(report.proof)}; programme {report.plan.origin.programme}."]
