"""Several releases of one process as one: what a later release says counts, what it leaves out stands."""

from __future__ import annotations

from typing import Any


def merged(older: Any, newer: Any) -> Any:
    """A newer value over an older one.

    Objects are merged key by key, and null takes a key away. Lists of objects that all have an id are merged
    by it, in order of first appearance; any other list is replaced.
    """
    if isinstance(older, dict) and isinstance(newer, dict):
        out = dict(older)
        for key, value in newer.items():
            if value is None:
                out.pop(key, None)
            else:
                out[key] = merged(out.get(key), value)
        return out
    if isinstance(newer, list) and isinstance(older, list) and _all_named(older) and _all_named(newer):
        return _by_id(older, newer)
    return newer


def _all_named(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and _id(item) is not None for item in items)


def _id(item: dict[str, Any]) -> str | None:
    held = item.get("id")
    return str(held) if isinstance(held, (str, int)) and str(held) else None


def _by_id(older: list[Any], newer: list[Any]) -> list[Any]:
    out: dict[str | None, Any] = {}
    for item in (*older, *newer):
        name = _id(item)
        out[name] = merged(out[name], item) if name in out else item
    return list(out.values())
