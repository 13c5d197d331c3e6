"""The piece of the page that says what one more unit of capacity is worth."""

from __future__ import annotations

from calloff.report import Report
from calloff.report.audience import REASONS_TOLD
from calloff.report.one_more import BASIS, TITLE, saved
from calloff_data.write.markup import Cell, Html, said, table, tag

HOW = "Not asked. {} looks at it by solving again, and keeps what it finds for this page."
COMMAND = "calloff explain PROGRAMME --plan DIR/plan.json --capacity -o DIR"


def worth(report: Report) -> str:
    """Sentences and a table; one line on how to ask where nobody has; nothing where it may not be told."""
    if report.audience not in REASONS_TOLD or not report.programme.resources:
        return ""
    heading = f'<h3 id="worth">{TITLE}</h3>'
    held = report.one_more
    if held is None:
        return heading + str(tag("p", Html(HOW.format(tag("code", COMMAND))), "note"))
    words = "".join(f"<li>{said(line)}</li>" for line in held.words)
    if not held.lines:
        return f"{heading}<p>{said(held.words[0])}</p>"
    return f'{heading}<ul>{words}</ul>{_table(report)}<p class="note">{said(BASIS)}</p>'


def _table(report: Report) -> str:
    """A row for each quarter that was looked at."""
    held = report.one_more
    assert held is not None
    rows: list[list[Cell]] = [
        [
            line.resource,
            line.when,
            tag("span", line.units, "mark"),
            *([saved(report.programme, line, goal) for goal in held.heads] or [saved(report.programme, line, "")]),
            tag("span", "proved", "ok") if line.proved else tag("span", "not proved", "warn"),
            line.rests_on,
        ]
        for line in held.lines
    ]
    heads = held.heads.values() or ("Saves",)
    columns = ("One more of", "In", "Units", *heads, "Proved", "Its capacity and use rest on")
    return table("Saved by one more unit in that quarter", columns, rows)
