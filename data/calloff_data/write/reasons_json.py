"""`reasons.json`: why dates are as they are, as data, where that was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from calloff.explain.reason import Reasons
from calloff.identity import plan_hash
from calloff.report import Report

NAME = "reasons.json"


def files(report: Report) -> Mapping[str, bytes]:
    """The reasons that the audience may see, with the plan they belong to; nothing where there are none."""
    if not report.reasons:
        return {}
    held = Reasons(plan=plan_hash(report.plan), reasons=report.reasons)
    return {NAME: (json.dumps(held.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()}
