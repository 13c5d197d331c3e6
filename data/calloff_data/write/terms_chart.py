"""The frontier: what each longest term comes to, one panel a kind of lot."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from calloff.report.wording import money, sentence
from calloff.terms import Longest, Study
from calloff.terms.words import horizon_said, years
from calloff_data.write.charts import piece, safe
from calloff_data.write.signs import BLUE, FONT, INK, LINE, PAPER, QUARTER

HEIGHT = 330
LOOKS = {True: ("circle", "solid", "options may be taken"), False: ("diamond-open", "dot", "no options")}
"""Marker and line by whether options may be taken."""


def frontier(study: Study, later: int) -> str:
    """Cost against longest term, as a piece of a page."""
    kinds = study.kinds
    figure = make_subplots(
        rows=len(kinds), cols=1, shared_xaxes=True, vertical_spacing=0.16 if len(kinds) > 1 else 0,
        subplot_titles=[safe(sentence(k), 60) for k in kinds],
    )  # fmt: skip
    _dress(figure, len(kinds))
    for i, kind in enumerate(kinds, start=1):
        for options in (True, False):
            figure.add_trace(_line(study, kind, options, later, legend=i == 1), row=i, col=1)
        figure.update_yaxes(range=_range([y for line in figure.select_traces(row=i) for y in line.y]), row=i)
    figure.update_annotations(x=0, xanchor="left", font={"size": 12.5, "color": INK})
    return piece(figure, f"chart-frontier-{later}")


def label(study: Study, later: int) -> str:
    """The words that stand for the chart."""
    return f"Cost by longest term, {horizon_said(study, later)}; the table below says the same"


def _line(study: Study, kind: str, options: bool, later: int, *, legend: bool) -> go.Scatter:
    rows = [study.row(kind, m, options=options, later=later) for m in study.longest]
    shown = [r for r in rows if r.best is not None]
    symbol, dash, name = LOOKS[options]
    currency = study.programme.programme.currency
    return go.Scatter(
        x=[years(r.longest) for r in shown],
        y=[r.value("cost") for r in shown],
        mode="lines+markers",
        name=name,
        legendgroup=name,
        showlegend=legend,
        line={"shape": "hv", "width": 2, "dash": dash, "color": BLUE if options else INK},
        marker={"symbol": symbol, "size": 9, "color": BLUE if options else INK},
        customdata=_tips(shown, currency),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _range(costs: Sequence[int]) -> list[float] | None:
    """What an axis shows: at least a fiftieth of the cost, so that what hardly differs looks so."""
    if not costs:
        return None
    low, high = min(costs), max(costs)
    margin = max((high - low) * 0.08, (0.02 * high - (high - low)) / 2)
    return [low - margin, high + margin]


def _tips(rows: Sequence[Longest], currency: str) -> list[str]:
    return [_tip(r, currency) for r in rows]


def _tip(row: Longest, currency: str) -> str:
    cost = money(row.value("cost") or 0, currency)
    return f"longest {years(row.longest)}: best is {years(row.best or 0)}, {cost}"


def _dress(figure: go.Figure, panels: int) -> None:
    figure.update_layout(
        template=go.layout.Template(),
        height=90 + (HEIGHT - 90) * panels,
        margin={"l": 8, "r": 16, "t": 56, "b": 28},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": 12, "color": INK},
        hoverlabel={"bgcolor": INK, "font": {"color": PAPER}},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yref": "container", "yanchor": "top"},
    )
    figure.update_xaxes(type="category", linecolor=LINE, fixedrange=True, showticklabels=True)
    figure.update_yaxes(gridcolor=QUARTER, fixedrange=True, nticks=5, automargin=True)
