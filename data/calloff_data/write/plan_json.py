"""`plan.json` and `run.json`: the plan as data, and the facts of the run that made it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from calloff.plan import Plan
from calloff.report import Report


def plan_bytes(plan: Plan) -> bytes:
    """A plan as JSON: the same plan always gives the same bytes.

    Fields keep the order of the model, dates are ISO, ends exclusive, decimals are strings.
    """
    return _json(plan.model_dump(mode="json"))


def files(report: Report) -> Mapping[str, bytes]:
    """`plan.json`, the same for the same plan, and `run.json`, which differs from run to run."""
    return {"plan.json": plan_bytes(report.plan), "run.json": _json(dict(report.run))}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()
