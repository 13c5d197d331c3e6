"""`worth.json`: what one more unit of capacity is worth, as data, where that was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from calloff.explain.worth import Kept
from calloff.identity import plan_hash
from calloff.report import Report

NAME = "worth.json"


def files(report: Report) -> Mapping[str, bytes]:
    """What was found, with the plan it belongs to; nothing where it was never asked or may not be told."""
    if report.worth is None:
        return {}
    held = Kept(plan=plan_hash(report.plan), asked=report.worth)
    return {NAME: (json.dumps(held.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()}
