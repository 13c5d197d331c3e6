"""The charts of a what-if, in the house of the report's: spend by future, and cost against peak."""

from __future__ import annotations

import plotly.graph_objects as go

from calloff.report.futures import Futures
from calloff.report.names import SPEND
from calloff.report.wording import money
from calloff_data.write.charts import KINDS, blank, safe
from calloff_data.write.signs import BLUE, INK, PAPER


def spend(found: Futures) -> go.Figure:
    """Spend of each future by kind, one bar a future, the first on top."""
    shown = found.shown[::-1]
    lanes = list(range(len(shown)))
    chart = blank(max(180, 90 + 34 * len(shown)), barmode="stack", bargap=0.35)
    for kind, (colour, pattern) in KINDS.items():
        sums = [sum(s.amount for s in r.plan.spend if s.kind == kind) for _, r in shown]
        if any(sums):
            chart.add_bar(
                y=lanes,
                x=sums,
                orientation="h",
                name=SPEND[kind],
                marker={
                    "color": colour,
                    "line": {"width": 1, "color": PAPER},
                    "pattern": {"shape": pattern, "solidity": 0.25},
                },
                customdata=[money(x, found.currency) for x in sums],
                hovertemplate=f"{SPEND[kind]}: %{{customdata}}<extra></extra>",
            )
    chart.update_layout(
        margin_t=48, showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    )
    chart.update_yaxes(tickvals=lanes, ticktext=[safe(a.name) for a, _ in shown], showgrid=False)
    chart.update_xaxes(rangemode="tozero", nticks=6)
    return chart


def curve(found: Futures) -> go.Figure:
    """Cost against the most bids wanted at once; hollow where it is not proved."""
    points = sorted((p for p in found.curve if p.cost is not None), key=lambda p: p.most_bids)
    chart = blank(320)
    chart.add_scatter(
        x=[p.most_bids for p in points],
        y=[p.cost for p in points],
        mode="lines+markers",
        line={"color": BLUE, "width": 2, "shape": "hv"},
        marker={
            "size": 11,
            "color": INK,
            "symbol": ["circle" if p.proved else "circle-open" for p in points],
        },
        customdata=[money(p.cost or 0, found.currency) for p in points],
        hovertemplate="at most %{x} bids: %{customdata}<extra></extra>",
    )
    chart.update_xaxes(title_text="most bids wanted at once", dtick=1)
    chart.update_yaxes(title_text="whole-life cost", nticks=6)
    return chart
