"""Published scheduling instances as programmes, through the public JSON format.

An activity becomes a procurement with one phase and one lot without terms, a mode a route, a
demand a shared resource, a successor a dependency, the makespan the goal `finish`; one time unit is
a month. Nothing in the format was bent for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from calloff.calendar import add_months

START = date(2000, 1, 1)
MONTHS = 1200
"""Longest horizon of the format. The few published projects that might take longer are given this one: what is proved
of them is proved of plans within it, and the best known ones end before half of it."""

STEP = {"FS": "end", "SS": "start"}


def tables(instance: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of one instance."""
    longest = [max(m["duration"] for m in a["modes"]) for a in instance["activities"]]
    horizon = min(_horizon(instance) * (3 if _closes(instance) else 1), MONTHS)
    last = (add_months(START, horizon) - timedelta(days=1)).isoformat()
    return {
        "programme": {
            "title": instance["name"],
            "as_of": START.isoformat(),
            "start": START.isoformat(),
            "end": last,
            "run_off": max(longest),
            "discount_rate": 0,
        },
        "clusters": [
            {"id": f"c{p['id']}", "earliest_gtm": _day(p.get("release") or 0), "latest_gtm": last}
            for p in instance["projects"]
        ],
        "resources": [_resource(r) for r in instance["resources"]],
        "capacity": [row for r in instance["resources"] for row in _windows(r, horizon + max(longest))],
        **_activities(instance),
        "dependencies": [row for a in instance["activities"] for row in _successors(a)],
    }


def _horizon(instance: Mapping[str, Any]) -> int:
    """Slots that no shortest schedule exceeds: each activity adds its duration or its longest lag at most."""
    slots = 1
    for a in instance["activities"]:
        own = max(m["duration"] for m in a["modes"])
        slots += max([own, *(s["lag"] + (own if s["type"] == "FS" else 0) for s in a["successors"])])
    return slots + sum(p.get("release") or 0 for p in instance["projects"])


def _closes(instance: Mapping[str, Any]) -> bool:
    """Whether some resource is away at times, so that work may have to wait."""
    return any(r["calendar"] for r in instance["resources"])


def _day(slot: int) -> str:
    return add_months(START, slot).isoformat()


def _resource(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = "renewable" if row["renewable"] else "total"
    return {"id": f"r{row['id']}", "kind": kind, "capacity": 0 if row["calendar"] else row["capacity"]}


def _windows(row: Mapping[str, Any], until: int) -> Iterator[dict[str, Any]]:
    """A calendar's windows, again in every period; its own capacity, 0, is that of all other slots."""
    calendar = row["calendar"]
    for first in range(0, until, calendar["period"]) if calendar else ():
        for begin, end, capacity in calendar["windows"]:
            if end > begin:
                to = add_months(START, first + end) - timedelta(days=1)
                yield {"of": f"r{row['id']}", "from": _day(first + begin), "to": to.isoformat(), "capacity": capacity}


def _activities(instance: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("procurements", "lots", "routes", "phases", "demands")
    }
    for a in instance["activities"]:
        modes = [f"a{a['id']}m{i}" for i in range(len(a["modes"]))]
        found["procurements"].append({"id": f"a{a['id']}", "cluster": f"c{a['project']}", "routes": modes})
        found["lots"].append({"id": f"a{a['id']}-lot", "procurement": f"a{a['id']}"})
        for name, mode in zip(modes, a["modes"], strict=True):
            found["routes"].append({"id": name})
            found["phases"].append({"route": name, "id": f"{name}-work", "order": 1, "duration": mode["duration"]})
            found["demands"] += [
                {"phase": f"{name}-work", "resource": f"r{r['id']}", "units": units}
                for r, units in zip(instance["resources"], mode["demands"], strict=True)
                if units
            ]
    return found


def _successors(activity: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for s in activity["successors"]:
        yield {
            "from": f"a{activity['id']}",
            "from_milestone": STEP[s["type"]],
            "to": f"a{s['to']}",
            "to_milestone": "start",
            "min_lag": s["lag"],
        }
