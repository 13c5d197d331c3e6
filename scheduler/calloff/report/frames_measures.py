"""The tidy table of performance measures."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from calloff.measures import Measured
from calloff.report.frames import frame
from calloff.report.names import Names
from calloff.report.wording import plain


def measures(found: Iterable[Measured], names: Names) -> pd.DataFrame:
    """One row a figure: of which measure, cluster (blank: all) and time, and what it is held against."""
    rows = (
        {
            "measure": m.name,
            "title": plain(m.title),
            "unit": m.unit,
            "cluster": m.figure.cluster or None,
            "period": m.figure.period or None,
            "last_day": m.figure.day,
            "value": m.figure.value,
            "of": m.figure.of,
            "item": m.figure.item or None,
            "note": m.figure.note or None,
            "own": m.own,
        }
        for m in found
    )
    return frame(rows, "measure title unit cluster period last_day value of item note own")
