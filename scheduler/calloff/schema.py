"""JSON Schema of what Calloff reads and writes, taken from the models themselves."""

from __future__ import annotations

from typing import Any

from calloff.plan import Plan
from calloff.programme import Programme

FREE_COLUMNS = {"^x_": {"type": "string", "maxLength": 10_000, "description": "A free column."}}


def programme_schema() -> dict[str, Any]:
    """JSON Schema of a programme as one JSON file.

    Free columns stand beside the others in a file, though the model gathers them in one field.
    """
    schema = Programme.model_json_schema()
    for part in schema["$defs"].values():
        if part.get("properties", {}).pop("extras", None) is not None:
            part["patternProperties"] = FREE_COLUMNS
    return schema


def plan_schema() -> dict[str, Any]:
    """JSON Schema of plan.json."""
    return Plan.model_json_schema(mode="serialization")
