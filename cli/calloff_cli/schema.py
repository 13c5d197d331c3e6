"""`calloff schema`: JSON Schema of the programme and the plan."""

from __future__ import annotations

import json

from calloff_cli.screen import out


def schema() -> None:
    """Print the JSON Schema of the programme and of the plan."""
    from calloff.schema import plan_schema, programme_schema

    out(json.dumps({"programme": programme_schema(), "plan": plan_schema()}, indent=1, ensure_ascii=False))
