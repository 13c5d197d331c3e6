"""The controls of a timeline: zoom, pan, group, filter, open; the page's script shows and works them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

KINDS = {
    "competition": "Competitions",
    "lot": "Contracts let",
    "again": "Let again",
    "department": "Onboarding",
    "system": "Old systems",
}
"""Kinds of rows, as headings of groups."""
RISKS = {
    "gap": "gap: no contract",
    "unsecured": "unsecured",
    "unsupported": "past vendor support",
    "late": "late",
}
TIME = (
    ("in", "Zoom in", "+"),
    ("out", "Zoom out", "−"),
    ("earlier", "Earlier", "◀"),
    ("later", "Later", "▶"),
    ("today", "Go to today", "Today"),
    ("fit", "Show the whole plan", "Whole plan"),
)
KEYS = "Arrow keys go from bar to bar,{enter} + and − zoom, Shift with an arrow moves time."


def tools(clusters: Sequence[str], departments: Sequence[str], risks: Sequence[str], *, groups: bool) -> str:
    """All controls, hidden until the script can work them."""
    time = "".join(_button(do, label, text) for do, label, text in TIME)
    keys = KEYS.format(enter=" Enter explains one," if groups else "")
    filters = _filters(clusters, departments, risks) if groups else ""
    return (
        f'<div class="tools" role="group" aria-label="Controls of the timeline" hidden>'
        f'<div class="set" role="group" aria-label="Time">{time}</div>{filters}</div>'
        f'<p class="count"><span role="status"></span> <span class="keys">{keys}</span></p>'
    )


def _filters(clusters: Sequence[str], departments: Sequence[str], risks: Sequence[str]) -> str:
    parts = [
        _select("group", "Group by", [("cluster", "cluster"), ("route", "route to market"), ("kind", "kind")]),
        _select("cluster", "Cluster", [("", "all"), *((str(i), c) for i, c in enumerate(clusters))]),
    ]
    if departments:
        options = [("", "all"), *((str(i), d) for i, d in enumerate(departments))]
        parts.append(_select("department", "Department", options))
    if risks:
        boxes = "".join(f'<label><input type="checkbox" value="{r}">{RISKS[r]}</label>' for r in risks)
        parts.append(f"<fieldset><legend>Only what is at risk</legend>{boxes}</fieldset>")
    parts.append('<label>Find <input type="search" data-by="find" autocomplete="off"></label>')
    doing = (("open", "Open all", "Open all"), ("close", "Close all", "Close all"), ("clear", "Clear filters", "Clear"))
    parts.append(f'<div class="set">{"".join(_button(*d) for d in doing)}</div>')
    return f'<details class="filters" open><summary>Group and filter</summary><div>{"".join(parts)}</div></details>'


def _button(do: str, label: str, text: str) -> str:
    named = f' aria-label="{label}" title="{label}"' if label != text else ""
    return f'<button type="button" data-do="{do}"{named}>{text}</button>'


def _select(by: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f'<option value="{escape(v)}">{escape(t)}</option>'
                    for v, t in options)  # fmt: skip
    return f'<label>{label} <select data-by="{by}">{lines}</select></label>'
