"""The part of docs/scenarios.md that lists every change, written from their models."""

from __future__ import annotations

from typing import Any, get_args

from pydantic.fields import FieldInfo

from calloff.scenario import CHANGES
from calloff.scenario.change import Change

HIDDEN = frozenset({"do", "notes"})


def changes_page() -> str:
    """A section a change: what it does, and its fields."""
    return "## Every change\n\nAny change also takes `notes`.\n\n" + "\n".join(_section(change) for change in CHANGES)


def _section(change: type[Change]) -> str:
    word = get_args(change.model_fields["do"].annotation)[0]
    meaning = " ".join((change.__doc__ or "").split())
    fields = {name: field for name, field in change.model_fields.items() if name not in HIDDEN}
    head = "\n| field | default | meaning |\n| --- | --- | --- |\n" if fields else ""
    lines = "".join(f"| `{name}` | {_default(f)} | {f.description} |\n" for name, f in fields.items())
    return f"### {word}\n\n{meaning}\n{head}{lines}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value: Any = field.default
    return "blank" if value in (None, (), {}) else f"`{str(value).lower()}`"
