"""How many random cases a test looks at: a few every day, as many as asked for in a campaign."""

from __future__ import annotations

import os


def how_many(everyday: int) -> int:
    """The number in the environment variable `CALLOFF_CASES`, else the everyday number."""
    return int(os.environ.get("CALLOFF_CASES", everyday))
