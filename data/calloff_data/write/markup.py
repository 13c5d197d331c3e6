"""Pieces of a page: every text from outside is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Html:
    """Markup that is safe as it stands."""

    text: str

    def __str__(self) -> str:
        """The markup."""
        return self.text


NOT_BROKEN = 12
"""Longest text that is kept on one line [characters]."""

Cell = str | int | Html | None

Part = tuple[str, str, str]
"""Id, heading and markup of a section."""


def said(value: Cell) -> str:
    """A value as markup: text is escaped, and keeps its own direction of writing."""
    if isinstance(value, Html):
        return value.text
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    text = escape(value)
    return text if value.isascii() else f"<bdi>{text}</bdi>"


def tag(name: str, value: Cell, css: str = "") -> Html:
    """A value in an element."""
    return Html(f"<{name}{f' class={chr(34)}{css}{chr(34)}' if css else ''}>{said(value)}</{name}>")


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, ids: str = "", css: str = "") -> str:
    """A table with a caption; the first column names the row, numbers stand to the right.

    With `ids`, rows can be linked to: the first is `ids` with 0 behind it.

    Roles are written out because a narrow screen shows each row as a block, and a browser would
    then no longer call it a table.
    """
    body = list(rows)
    numeric = [
        any(isinstance(r[i], int) for r in body) and all(isinstance(r[i], int | None) for r in body)
        for i in range(len(columns))
    ]
    numbers = [' class="num"' if n else "" for n in numeric]
    head = "".join(
        f'<th scope="col" role="columnheader"{c}>{escape(n)}</th>' for n, c in zip(columns, numbers, strict=True)
    )
    lines = "".join(
        f'<tr role="row"{f" id={chr(34)}{ids}{i}{chr(34)}" if ids else ""}>{_cells(columns, numbers, row)}</tr>'
        for i, row in enumerate(body)
    )
    return (
        f'<table role="table"{f" class={chr(34)}{css}{chr(34)}" if css else ""}><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{lines}</tbody></table>'
    )


def _cells(columns: Sequence[str], css: Sequence[str], row: Sequence[Cell]) -> str:
    first = f'<th scope="row" role="rowheader">{said(row[0])}</th>'
    rest = (
        f'<td role="cell"{c or _short(v)} data-of="{escape(n)}">{said(v)}</td>'
        for n, c, v in zip(columns[1:], css[1:], row[1:], strict=True)
    )
    return first + "".join(rest)


def _short(value: Cell) -> str:
    """A date or a figure stays on one line."""
    return ' class="mark"' if isinstance(value, str) and len(value) <= NOT_BROKEN else ""


def more(title: str, content: str) -> str:
    """Content that opens on demand."""
    return f'<details class="more"><summary>{escape(title)}</summary>{content}</details>'


def section(identity: str, title: str, content: str, note: str = "") -> str:
    """A part of the page under its own heading."""
    under = f'<p class="note">{said(note)}</p>' if note else ""
    return (
        f'<section id="{identity}" aria-labelledby="{identity}-title">'
        f'<h2 id="{identity}-title">{escape(title)}</h2>{under}{content}</section>'
    )


def figure(label: str, chart: str) -> str:
    """A chart with the words that stand for it where it cannot be seen."""
    return f'<figure role="group" aria-label="{escape(label)}">{chart}</figure>'
