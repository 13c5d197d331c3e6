"""The charts around the plan on a page, made with plotly: no chart asks for anything outside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from calloff.report import Report
from calloff.report.names import SPEND
from calloff.report.picture import Axis
from calloff.report.wording import last_day, money, short_day, shortened
from calloff_data.write.signs import BAND, BLUE, FONT, GREEN, INK, LINE, PAPER, QUARTER, RED

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
    """A figure as a piece of a page that already holds plotly's script."""
    html: str = figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG, div_id=identity)
    return html


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


def _bands(figure: go.Figure, axis: Axis) -> None:
    """Fiscal years as bands, quarters as lines, today as a line of its own."""
    shapes = [
        {"type": "rect", "x0": a, "x1": b, "fillcolor": BAND, "line": {"width": 0}}
        for i, (a, b, _) in enumerate(axis.years)
        if i % 2 == 0
    ]
    shapes += [{"type": "line", "x0": q, "x1": q, "line": {"color": QUARTER, "width": 1}} for q in axis.quarters]
    across = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    today = {"type": "line", "x0": axis.today, "x1": axis.today, "line": {"color": INK, "width": 1.6}}
    figure.update_layout(shapes=[{**across, **s} for s in (*shapes, today)])
    figure.update_xaxes(
        range=[axis.start, axis.end],
        tickvals=[a + (b - a) / 2 for a, b, _ in axis.years],
        ticktext=[n if (b - a).days > 200 else "" for a, b, n in axis.years],
        showgrid=False,
        type="date",
    )


def gtm_axis(report: Report) -> go.Figure:
    """Every go-to-market on one axis, its cluster beside it."""
    runs = [c for c in report.announced if c.gtm and report.axis.shows(c.gtm)]
    first = [c for c in runs if c.cycle == 1]
    shown = first + [c for c in runs if c.cycle > 1]
    labels = [safe(report.names.competition(c)) for c in shown]
    lanes = list(range(len(shown), 0, -1))
    figure = blank(max(140, 60 + 26 * len(shown)))
    _bands(figure, report.axis)
    figure.add_scatter(
        x=[c.gtm for c in shown],
        y=lanes,
        mode="markers+text",
        marker={
            "symbol": ["diamond" if c.cycle == 1 else "diamond-open" for c in shown],
            "size": 13,
            "color": INK,
            "line": {"width": 1.5, "color": [PAPER if c.cycle == 1 else INK for c in shown]},
        },
        text=[f"  {short_day(c.gtm)}  " for c in shown if c.gtm],
        textposition=["middle left" if report.axis.share(c.gtm) > 0.88 else "middle right" for c in shown if c.gtm],
        customdata=labels,
        hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_yaxes(tickvals=lanes, ticktext=labels, ticklabelstandoff=8)
    figure.update_yaxes(range=[0.4, len(shown) + 0.6], showgrid=False)
    return figure


def capacity(report: Report) -> go.Figure:
    """Use against capacity, one panel a resource, all on the axis of the plan."""
    loads = report.loads
    figure = make_subplots(
        rows=len(loads),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=min(0.3, 30 / (110 * len(loads))),
        subplot_titles=[safe(x.title, 80) for x in loads],
    )
    _dress(figure, 50 + 110 * len(loads), bargap=0)
    _bands(figure, report.axis)
    for i, load in enumerate(loads, start=1):
        for trace in _load_traces(load.steps):
            figure.add_trace(trace, row=i, col=1)
        most = max([load.peak, *(c for *_, c in load.steps if c is not None)])
        figure.update_yaxes(range=[0, 1.12 * most], tickvals=sorted({0, (most + 1) // 2, most}), row=i, col=1)
    figure.update_annotations(x=0, xanchor="left", font={"size": 12.5, "color": INK})
    return figure


def _load_traces(steps: Sequence[Any]) -> list[go.Scatter]:
    """Use as an area of steps, capacity as a line of steps."""
    days = [d for a, b, *_ in steps for d in (a, b)]
    used = [u for _, _, u, _ in steps for _ in range(2)]
    limit = [c for *_, c in steps for _ in range(2)]
    return [
        go.Scatter(x=days, y=used, fill="tozeroy", mode="lines", line={"width": 1, "color": BLUE}, fillcolor=BLUE,
                   name="used", hovertemplate="%{x|%b %Y}: %{y} used<extra></extra>"),
        go.Scatter(x=days, y=limit, mode="lines", line={"width": 2.2, "color": INK}, name="capacity",
                   hovertemplate="%{x|%b %Y}: capacity %{y}<extra></extra>"),
    ]  # fmt: skip


def spend(report: Report) -> go.Figure:
    """Spend by fiscal year and kind, undiscounted."""
    rows = report.plan.spend
    years = sorted({s.fiscal_year for s in rows})
    kinds = [k for k in KINDS if any(s.kind == k and s.amount for s in rows)]
    figure = blank(300, barmode="stack", bargap=0.35)
    for kind in kinds:
        amounts = {s.fiscal_year: s.amount for s in rows if s.kind == kind}
        colour, pattern = KINDS[kind]
        figure.add_bar(
            x=years,
            y=[amounts.get(y, 0) for y in years],
            name=SPEND[kind],
            marker={
                "color": colour,
                "line": {"width": 1, "color": PAPER},
                "pattern": {"shape": pattern, "solidity": 0.25},
            },
            customdata=[money(amounts.get(y, 0), report.programme.programme.currency) for y in years],
            hovertemplate=f"{SPEND[kind]}, %{{x}}: %{{customdata}}<extra></extra>",
        )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.16, "x": 0})
    every = 1 + len(years) // 9
    figure.update_xaxes(type="category", tickvals=years[::every], tickangle=0)
    figure.update_yaxes(rangemode="tozero", nticks=5)
    return figure


def funding(report: Report) -> go.Figure:
    """Spend against what is approved, one bar a period of funding."""
    rows = report.plan.funding[::-1]
    currency = report.programme.programme.currency
    lanes = list(range(len(rows)))
    figure = blank(max(120, 56 + 44 * len(rows)), barmode="stack", bargap=0.5)
    figure.add_bar(
        y=lanes, x=[f.spend - f.over for f in rows], orientation="h", marker={"color": BLUE},
        customdata=[money(f.spend, currency) for f in rows], hovertemplate="spent %{customdata}<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        y=lanes, x=[f.over for f in rows], orientation="h",
        marker={"color": PAPER, "line": {"color": RED, "width": 1}, "pattern": {"shape": "x", "fgcolor": RED}},
        customdata=[money(f.over, currency) for f in rows], hovertemplate="over by %{customdata}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        y=lanes, x=[float(f.approved) for f in rows], mode="markers",
        marker={"symbol": "line-ns-open", "size": 26, "line": {"width": 3, "color": INK}, "color": INK},
        customdata=[money(f.approved, currency) for f in rows], hovertemplate="approved %{customdata}<extra></extra>",
    )  # fmt: skip
    labels = [f"{short_day(f.start)} – {short_day(last_day(f.end))}" for f in rows]
    figure.update_yaxes(tickvals=lanes, ticktext=labels, showgrid=False, range=[-0.6, len(rows) - 0.4])
    figure.update_xaxes(rangemode="tozero", nticks=6)
    return figure
