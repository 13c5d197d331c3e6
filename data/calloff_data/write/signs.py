"""The signs and colours of a plan: one place, the same in every picture.

Form carries the meaning, colour comes second: each sign differs from its neighbours in shape or
pattern too, and survives a black-and-white printer. Red and amber mean trouble and nothing else.
Fills lighter than 3 : 1 on white have an edge that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

INK = "#1d2433"
MUTED = "#566072"
LINE = "#c9d0db"
QUARTER = "#e6eaf0"
BAND = "#f5f7fb"
PAPER = "#ffffff"
AMBER = "#a85400"
RED = "#b3123b"
BLUE = "#1f5fa8"
GREEN = "#0b7a6f"
FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Look:
    """How a bar looks.

    Attributes
    ----------
    fill, edge, text
        Colours; `fill` may name a pattern of `PATTERNS` as `url(#…)`.
    meaning
        Its line in the legend.
    solid
        The one colour to use where a medium has no patterns.
    """

    fill: str
    edge: str
    text: str
    meaning: str
    solid: str


BARS: dict[str, Look] = {
    "prepare": Look("#cfe0f5", BLUE, INK, "preparing", "#8fb8e6"),
    "tender": Look(BLUE, BLUE, PAPER, "tender to award", BLUE),
    "build": Look("#dfe6f0", "#3d5a80", INK, "after award, before first go-live", "#8295ad"),
    "done": Look("#eef1f6", MUTED, INK, "done before today", "#8a93a3"),
    "term": Look("#2f4a7a", "#2f4a7a", PAPER, "contract term", "#2f4a7a"),
    "option": Look("url(#p-option)", "#2f4a7a", INK, "option taken", "#7d93bd"),
    "onboard": Look(GREEN, GREEN, PAPER, "onboarding a department", GREEN),
    "parallel": Look("url(#p-parallel)", GREEN, INK, "old and new side by side", "#7fbab3"),
    "old": Look("#d5dae3", "#6c7687", INK, "old contract", "#a9b1be"),
    "extension": Look("#98a9c6", "#4a5d80", INK, "extension (option or agreed)", "#98a9c6"),
    "unsecured": Look("url(#p-unsecured)", AMBER, INK, "unsecured: nobody has agreed", "#e39a3b"),
    "gap": Look("url(#p-gap)", RED, INK, "gap: no contract", RED),
    "unsupported": Look("url(#p-unsupported)", "none", INK, "past vendor support", INK),
}
MARKS: dict[str, str] = {
    "gtm": "go to market",
    "award": "award",
    "live": "go-live",
    "support": "support ends",
    "end": "contract ends",
    "notice": "last day to give notice",
}
MOVED = {"was-gtm": "gtm", "was-award": "award", "was-live": "live"}
"""Hollow signs: where another plan has a milestone."""
MOVED_SAID = "hollow, with an arrow: where the first future has it"

PATTERNS = (
    '<pattern id="p-option" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fff"/><rect width="2.4" height="7" fill="#2f4a7a"/></pattern>'
    '<pattern id="p-parallel" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="#fff"/><rect width="6" height="2.4" fill="{GREEN}"/></pattern>'
    '<pattern id="p-unsecured" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="8" height="8" fill="#fff4e2"/><rect width="3.4" height="8" fill="{AMBER}"/></pattern>'
    '<pattern id="p-gap" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="#fde8ee"/><path d="M0 6L6 0M0 0L6 6" stroke="{RED}" stroke-width="1.4"/>'
    "</pattern>"
    '<pattern id="p-full" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="5" height="5" fill="{BLUE}"/><rect width="1.5" height="5" fill="#fff"/></pattern>'
    '<pattern id="p-unsupported" width="5" height="4" patternUnits="userSpaceOnUse">'
    f'<circle cx="2.5" cy="2" r="1.3" fill="{INK}"/></pattern>'
)

GLYPHS: dict[str, str] = {"gtm": "◆", "award": "●", "live": "⚑", "support": "▼", "end": "┃", "notice": "○"}
"""Milestones as characters, for media that write rather than draw."""


@dataclass(frozen=True)
class Hatch:
    """A bar's pattern for media that have patterns of their own: which, its lines, and what is behind them."""

    kind: Literal["diagonal", "wide diagonal", "horizontal", "crossed"]
    lines: str
    ground: str


HATCHES: dict[str, Hatch] = {
    "option": Hatch("diagonal", "#2f4a7a", PAPER),
    "parallel": Hatch("horizontal", GREEN, PAPER),
    "unsecured": Hatch("wide diagonal", AMBER, "#fff4e2"),
    "gap": Hatch("crossed", RED, "#fde8ee"),
}
"""The patterns of `PATTERNS`, by sign."""


def mark(sign: str, x: float, y: float, size: float = 6) -> str:
    """A milestone's sign as SVG, its middle at x, y."""
    s = size
    halo = f'stroke="{PAPER}" stroke-width="1.5" paint-order="stroke"'
    shapes = {
        "gtm": f'<path d="M{x - s:.1f} {y:.1f}l{s} {-s}l{s} {s}l{-s} {s}z" fill="{INK}" {halo}/>',
        "award": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{s - 1}" fill="{INK}" {halo}/>',
        "live": f'<path d="M{x - 1:.1f} {y + s + 2:.1f}v{-2 * s - 4}l{s + 4} {s * 0.7:.1f}l{-s - 2} {s * 0.7:.1f}v'
        f'{s * 0.6 + 4:.1f}z" fill="{INK}" {halo}/>',
        "support": f'<path d="M{x - s:.1f} {y - s + 1:.1f}h{2 * s}l{-s} {1.7 * s:.1f}z" fill="{INK}" {halo}/>',
        "end": f'<rect x="{x - 1.25:.1f}" y="{y - s - 3:.1f}" width="2.5" height="{2 * s + 6}" fill="{INK}"/>',
        "notice": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{s - 1.5}" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>',
    }
    if sign in MOVED:
        return _hollow(shapes[MOVED[sign]])
    return shapes[sign]


def _hollow(shape: str) -> str:
    """A sign as its outline only."""
    edge = f'fill="{PAPER}" stroke="{INK}" stroke-width="1.6"'
    return shape.split(' fill="')[0] + f" {edge}/>"


def _symbol(sign: str) -> str:
    """A sign drawn once, with room around it to point at, to be used wherever it stands."""
    return f'<g id="m-{sign}"><rect x="-12" y="-12" width="24" height="24" fill="none"/>{mark(sign, 0, 0)}</g>'


SYMBOLS = "".join(_symbol(sign) for sign in (*MARKS, *MOVED))
"""Every sign as a definition of an SVG."""

STYLE = "".join(
    f".b-{sign}{{fill:{look.fill};stroke:{look.edge}}}.w-{sign}{{color:{look.text}}}" for sign, look in BARS.items()
)
"""The looks of bars as rules of a page's style."""
