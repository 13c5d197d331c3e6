"""Spend by year and against what is approved, as drawings that fit any width."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from calloff.plan import FundingRun, Spend
from calloff.report.names import SPEND
from calloff.report.wording import last_day, money, short_day
from calloff_data.write.signs import BLUE, GREEN, INK, PAPER, RED

KINDS = {
    "procurement": BLUE,
    "one_off": "#98a9c6",
    "onboarding": "url(#p-onboarding)",
    "extension": "url(#p-extensions)",
}
"""Fill of each kind of spend; kinds differ in pattern too."""
EDGES = {"extension": "#566072"}
"""Edges of fills that are mostly white."""
PATTERNS = (
    '<pattern id="p-onboarding" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{GREEN}"/><rect width="1.8" height="6" fill="{PAPER}"/></pattern>'
    '<pattern id="p-extensions" width="5" height="5" patternUnits="userSpaceOnUse">'
    f'<rect width="5" height="5" fill="{PAPER}"/><circle cx="2.5" cy="2.5" r="1.4" fill="#566072"/></pattern>'
    '<pattern id="p-over" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/><path d="M0 6L6 0M0 0L6 6" stroke="{RED}" stroke-width="1.3"/>'
    "</pattern>"
)
TALL = 210
"""Height of the columns' room [px]."""


def by_year(rows: Sequence[Spend], currency: str) -> str:
    """Spend by fiscal year, one column a year, its kinds above each other."""
    years = _years(rows)
    sums = {y: sum(s.amount for s in rows if s.fiscal_year == y) for y in years}
    top, ticks = _ticks(max(sums.values(), default=1))
    columns = "".join(_column(rows, y, i, len(years), top, currency) for i, y in enumerate(years))
    grid = "".join(f'<line x1="0" x2="100%" y1="{_y(v, top):.1f}" y2="{_y(v, top):.1f}" class="grid"/>' for v in ticks)
    labels = "".join(f'<span style="top:{_y(v, top):.0f}px">{money(round(v), currency)}</span>' for v in ticks)
    named = "".join(_year(y, 100 / len(years)) for y in years)
    kinds = [k for k in KINDS if any(s.kind == k and s.amount for s in rows)]
    drawing = (
        f'<svg class="chart" height="{TALL + 8}" role="group" aria-label="Spend by fiscal year">{grid}{columns}</svg>'
    )
    beneath = f'<div class="years" aria-hidden="true">{named}</div>'
    return f'{_legend(kinds)}<div class="cols"><div class="ticks">{labels}</div><div>{drawing}{beneath}</div></div>'


def _years(rows: Sequence[Spend]) -> list[str]:
    """Fiscal years from the first to the last with any spend, none left out."""
    spent = sorted(s.fiscal_year for s in rows if s.amount)
    first, last = int(spent[0][:4]), int(spent[-1][:4])
    split = "-" in spent[0]
    return [f"{y}-{(y + 1) % 100:02d}" if split else str(y) for y in range(first, last + 1)]


def _year(name: str, wide: float) -> str:
    short = f"{name[2:4]}/{name[-2:]}" if "-" in name else name[2:]
    names = f'<span class="long">{escape(name)}</span><span class="short">{escape(short)}</span>'
    return f'<div class="fy" style="width:{wide:.2f}%">{names}</div>'


def _column(rows: Sequence[Spend], year: str, i: int, count: int, top: float, currency: str) -> str:
    base, drawn = 0, ""
    for kind, fill in KINDS.items():
        amount = sum(s.amount for s in rows if s.fiscal_year == year and s.kind == kind)
        if amount <= 0:
            continue
        tip = f"{SPEND[kind]}, {year}: {money(amount, currency)}"
        y, tall = _y(base + amount, top), TALL * amount / top
        place = f'x="{100 * (i + 0.18) / count:.2f}%" width="{64 / count:.2f}%" y="{y:.1f}" height="{tall:.1f}"'
        shape = f'<rect {place} fill="{fill}" stroke="{EDGES.get(kind, PAPER)}"/>'
        drawn += f'<g class="t" role="img" aria-label="{escape(tip)}">{shape}</g>'
        base += amount
    return drawn


def _y(value: float, top: float) -> float:
    return 4 + TALL * (1 - value / top)


def _ticks(most: float) -> tuple[float, list[float]]:
    """A round number above the most, and round steps up to it."""
    size = 10.0 ** (len(str(int(max(most, 1)))) - 1)
    step = next(s for s in (size / 4, size / 2, size, 2 * size, 2.5 * size) if most / s <= 5)
    count = int(-(-most // step))
    return step * count, [step * n for n in range(count + 1)]


def _legend(kinds: Sequence[str]) -> str:
    items = "".join(
        f'<li><svg width="26" height="14" aria-hidden="true"><rect x=".5" y="1.5" width="25" height="11" '
        f'fill="{KINDS[k]}" stroke="{INK}"/></svg>{SPEND[k]}</li>'
        for k in kinds
    )
    return f'<ul class="legend" aria-label="Kinds of spend">{items}</ul>'


def against_approved(rows: Sequence[FundingRun], currency: str) -> str:
    """One bar a period of funding: what is spent, what is over, and what is approved as an upright line."""
    most = max([float(f.approved) for f in rows] + [float(f.spend) for f in rows] + [1.0]) * 1.02
    return f'<div class="funds">{"".join(_fund(f, most, currency) for f in rows)}</div>'


def _fund(f: FundingRun, most: float, currency: str) -> str:
    within, over, line = (100 * v / most for v in (f.spend - f.over, f.over, float(f.approved)))
    said = f"{short_day(f.start)} to {short_day(last_day(f.end))}"
    beyond = f", {money(f.over, currency)} over" if f.over else ""
    tip = f"{said}: {money(f.spend, currency)} spent of {money(f.approved, currency)} approved{beyond}"
    drawn = f'<rect width="{within:.2f}%" y="6" height="18" fill="{BLUE}"/>'
    if f.over:
        drawn += f'<rect x="{within:.2f}%" width="{over:.2f}%" y="6" height="18" fill="url(#p-over)" stroke="{RED}"/>'
    drawn += f'<line x1="{line:.2f}%" x2="{line:.2f}%" y1="1" y2="29" stroke="{INK}" stroke-width="3"/>'
    bar = f'<g class="t" role="img" aria-label="{escape(tip)}">{drawn}</g>'
    words = f"<p>{said}<b>{money(f.spend, currency)} of {money(f.approved, currency)}{beyond}</b></p>"
    return f'{words}<svg class="chart" height="30" role="group" aria-label="{escape(said)}">{bar}</svg>'
