"""One CSV file a table, under `tables/`: UTF-8, ISO dates, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

import pandas as pd

from calloff.report import Report
from calloff_data.write.exporting import Exported
from calloff_data.write.packed import archive

FORMAT = "csv"
ABOUT = "Every table as CSV, in one .zip."
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet read a text as a formula, or hide that it does."""


def files(report: Report) -> Mapping[str, bytes]:
    """Every table of the report as CSV."""
    return {f"tables/{name}.csv": table_bytes(table) for name, table in report.tables.items()}


def export(report: Report) -> Exported:
    """All tables in one archive; its dates are fixed, so that the same report gives the same bytes."""
    return Exported(archive(files(report).items()))


def table_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV, its first line the columns."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(value) for value in row] for row in table.itertuples(index=False))
    return text.getvalue().encode()


def cell(value: object) -> str:
    """A value as the text of a cell; a text that a spreadsheet would run gets an apostrophe."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return str(value)
