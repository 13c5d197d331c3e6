"""The plan on a page in as many rows as a medium has room for: all of them, three lanes a cluster, or one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from calloff.report.picture import Bar, Block, Mark, Row, period
from calloff.report.running_out import WRONG

PROCURING = ("done", "prepare", "tender", "build")
LETTING = ("term", "option")
ONBOARDING = ("onboard",)
RUNNING_OUT = ("old", "extension", "unsecured", "gap", "unsupported")
"""Signs of a lane, the last drawn on top: at each time it shows the worst of its systems."""

SAID = {
    "done": "done",
    "prepare": "preparing",
    "tender": "tender to award",
    "build": "after award, before first go-live",
    "term": "under new contracts",
    "option": "under options taken",
    "onboard": "departments are onboarded",
    "old": "old contracts run",
    "extension": "an extension that is agreed, or an option, runs",
    **{kind: f"of some system: {said}" for kind, said in WRONG.items()},
}


@dataclass(frozen=True)
class Group:
    """A cluster's rows, as many as there is room for; the first of them may bear its name alone."""

    block: Block
    rows: tuple[Row, ...]


def grouped(blocks: Sequence[Block], most: int) -> list[Group]:
    """Rows of every cluster: all where at most `most` come together, else three lanes each, else one."""
    whole = [Group(b, b.rows) for b in blocks]
    if sum(len(g.rows) for g in whole) <= most:
        return whole
    lanes = [Group(b, tuple(r for r in _lanes(b) if r.bars or r.marks)) for b in blocks]
    if sum(len(g.rows) for g in lanes) <= most:
        return lanes
    return [Group(b, (b.summary,)) for b in blocks]


def folded(block: Block, most: int) -> tuple[Row, ...]:
    """A cluster's rows, put together until they are at most so many: first old systems with which nothing is wrong."""
    letting, onboarding, quiet = _parted(block)
    calm = [r for r in quiet if not _has(r, WRONG, ())]
    wrong = [r for r in quiet if r not in calm]
    one = [replace(_lane(block, f"Old systems, nothing wrong ({len(calm)})", calm, RUNNING_OUT, ("end",)), quiet=True)]
    live = [_lane(block, f"Onboarding ({len(onboarding)})", onboarding, ONBOARDING, ("live",))]
    tries = (
        block.rows,
        (*letting, *onboarding, *(one if len(calm) > 1 else calm), *wrong),
        (*letting, *(live if len(onboarding) > 1 else onboarding), *(one if len(calm) > 1 else calm), *wrong),
    )
    return next((tuple(rows) for rows in tries if len(rows) <= most), tuple(_lanes(block)))


def lane_of_old(block: Block) -> Row:
    """A cluster's old systems on one line: at each time the worst of them."""
    quiet = [r for r in block.rows if r.quiet]
    return replace(_lane(block, "Old systems", quiet, RUNNING_OUT, ("support",)), quiet=True)


def _parted(block: Block) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows for what is let, for onboarding, and for what runs out."""
    onboarding = [r for r in block.rows if not r.quiet and _has(r, ("onboard", "parallel"), ("live",))]
    letting = [r for r in block.rows if not r.quiet and r not in onboarding]
    return letting, onboarding, [r for r in block.rows if r.quiet]


def _lanes(block: Block) -> list[Row]:
    """A cluster's rows put together by what they are about."""
    letting, onboarding, _ = _parted(block)
    return [
        _lane(block, "Procurement", letting, PROCURING, ("gtm", "award")),
        _lane(block, "New contracts", letting, LETTING, ()),
        _lane(block, "Onboarding", onboarding, ONBOARDING, ("live",)),
        lane_of_old(block),
    ]


def _has(row: Row, signs: Collection[str], marks: Sequence[str]) -> bool:
    return any(b.sign in signs for b in row.bars) or any(m.sign in marks for m in row.marks)


def _lane(block: Block, label: str, rows: Sequence[Row], signs: Sequence[str], marks: Sequence[str]) -> Row:
    bars = [b for r in rows for b in (*r.bars, *r.under)]
    drawn = [m for s in signs for m in merged(b for b in bars if b.sign == s)]
    kept = tuple(m for r in rows for m in r.marks if m.sign in marks)
    said = (replace(b, text="", tip=f"{block.title}, {label.lower()}: {SAID[b.sign]}, {period(b.start, b.end)}")
            for b in drawn)  # fmt: skip
    return Row(label, tuple(said), _once(kept))


def merged(bars: Iterable[Bar]) -> list[Bar]:
    """Bars of one sign in order; those that touch or overlap made one."""
    out: list[Bar] = []
    for b in sorted(bars, key=lambda b: (b.start, b.end)):
        if out and b.start <= out[-1].end:
            out[-1] = replace(out[-1], end=max(out[-1].end, b.end))
        else:
            out.append(b)
    return out


def _once(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """One mark a sign and day."""
    return tuple({(m.sign, m.day): m for m in marks}.values())
