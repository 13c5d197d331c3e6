"""The sheet on what one more unit of capacity is worth: amounts as figures, how sure each is beside it."""

from __future__ import annotations

from itertools import chain

from calloff.explain.worth import MONEY
from calloff.report import Report
from calloff.report.one_more import TITLE, OneMore
from calloff_data.write.xlsx.book import Column, Sheet, Value

NOTE = (
    "The difference of two solves: as planned, and with one unit more in that quarter alone. A minus is what a saving "
    "before it costs. Money and users’ time are never added up."
)


def sheet(report: Report, held: OneMore) -> Sheet:
    """A row for each quarter that was looked at."""
    currency = report.programme.programme.currency
    amounts = chain.from_iterable(
        (
            Column(f"{head} ({currency})" if goal in MONEY else head, "money" if goal in MONEY else "number", 18),
            Column(f"{head}: how sure", width=14),
        )
        for goal, head in held.heads.items()
    )
    columns = (
        Column("One more of", width=42), Column("In", width=10), Column("Units", width=16), *amounts,
        Column("Proved", width=14), Column("Its capacity and use rest on", width=70),
    )  # fmt: skip
    rows: list[list[Value]] = []
    for line in held.lines:
        of = [line.savings.get(goal) for goal in held.heads]
        cells: list[Value] = []
        for s in of:
            cells += [s.amount, s.standing] if s else [0, "proved" if line.proved else "not proved"]
        rows.append(
            [line.resource, line.when, line.units, *cells, "proved" if line.proved else "not proved", line.rests_on]
        )
    blank: list[Value] = [None] * (2 * len(held.heads))
    rows += [[name, quarter, None, *blank, "not looked at", None] for name, quarter in held.unasked]
    return Sheet(TITLE, TITLE, NOTE if held.lines else held.words[0], columns, rows)
