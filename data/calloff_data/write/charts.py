"""Charts made with plotly, in the house style: drawn when they come into view, and asking for nothing outside."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import plotly.graph_objects as go

from calloff.report.wording import shortened
from calloff_data.write.signs import BLUE, FONT, GREEN, INK, LINE, PAPER, QUARTER

CONFIG = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "responsive": True}
"""Neither a logo nor a button that would send the chart to anybody."""

KINDS = {
    "procurement": (BLUE, ""),
    "one_off": ("#98a9c6", ""),
    "onboarding": (GREEN, "/"),
    "extension": ("#6c7687", "."),
}
"""Colour and pattern of each kind of spend."""


def piece(figure: go.Figure, identity: str) -> str:
    """A figure as a piece of a page that holds plotly's script: its data, drawn when it comes into view."""
    held = json.loads(figure.to_json())
    data = json.dumps({**held, "config": CONFIG}, separators=(",", ":")).replace("<", "\\u003c")
    tall = figure.layout.height or 320
    script = f'<script type="application/json">{data}</script>'
    return f'<div class="plotly" id="{identity}" aria-hidden="true" style="height:{tall}px">{script}</div>'


def safe(text: str, width: int = 48) -> str:
    """A name as text: plotly would read tags in it."""
    return escape(shortened(text, width), quote=False)


def blank(height: int, **layout: Any) -> go.Figure:
    """An empty chart in the house style."""
    figure = go.Figure()
    _dress(figure, height, **layout)
    return figure


def _dress(figure: go.Figure, height: int, **layout: Any) -> None:
    figure.update_layout(
        template=go.layout.Template(),
        height=height,
        margin={"l": 8, "r": 16, "t": 28, "b": 28},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": 12, "color": INK},
        hoverlabel={"bgcolor": INK, "font": {"color": PAPER}},
        showlegend=False,
        **layout,
    )
    figure.update_xaxes(automargin=True, gridcolor=QUARTER, linecolor=LINE, fixedrange=True, zeroline=False)
    figure.update_yaxes(automargin=True, gridcolor=QUARTER, fixedrange=True, zeroline=False)
