"""One row of a register: a contract, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from calloff.cells import plain_number
from calloff_data.importing.agreement import EVENLY, LONGEST, Agreement, Maker, clean
from calloff_data.importing.days import Convention, DayRead, read_day
from calloff_data.importing.durations import Duration, read_duration
from calloff_data.importing.ext_text import Extensions, of_text
from calloff_data.importing.grids import Grid, GridRow
from calloff_data.importing.headings import Headings
from calloff_data.importing.importing import RowReport, Verdict, Wishes
from calloff_data.importing.money import MoneyRead, read_money
from calloff_data.importing.register_cells import Cells, supplier_of, text_of
from calloff_data.importing.span import Said, Span, span_of, unit_of
from calloff_data.importing.wanted import left_out, over

_CASE = re.IGNORECASE
_TOTAL = re.compile(r"\W*(?:grand |sub\W?)?totals?\b|end of (?:register|data|report|list)|\W*(?:count|sum) ?:", _CASE)
_OVER = re.compile(r"\b(?:expired|terminated|cancel\w*|withdrawn|lapsed|ended|abandoned|not awarded)\b", _CASE)
_PLANNED = re.compile(r"\b(?:planned|pipeline|draft|proposed|in procurement|out to tender|future)\b", _CASE)
_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|[a-z]{3,9}\W{0,2}\d{4}", _CASE)
EXTENSIONS = ("extension", "extension_2", "extension_3")
MONTHS_A_YEAR = 12


class Rows:
    """Reports row after row, and remembers what came before: a contract given twice is made once."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._maker = Maker(wishes)
        self._same: dict[int, str] = {}
        self._near: dict[int, str] = {}

    def report(self, grid: Grid, headings: Headings, orders: Mapping[str, Convention], row: GridRow) -> RowReport:
        """What becomes of one row."""
        cells = Cells(row, headings)
        place = grid.place(row.number)
        title = title_of(cells)
        why = _no_contract(cells, title) or self._not_asked_for(cells, title)
        if why:
            return RowReport(grid.file, place, "not_taken", title or _glimpse(row), (why,))
        said, words = _said(cells, orders)
        span = span_of(said)
        money, annual = _money(cells)
        doubts = [*_general(cells), *span.doubts, *money.doubts, *annual.doubts]
        gone = None if span.reversed else over(self._wishes, span.ends)
        if gone and over(self._wishes, span.extended):
            return RowReport(grid.file, place, "not_taken", title, (gone,))
        if gone:
            doubts.append(f"{gone.split(':')[0]}, unless it was extended: {span.ends} to {span.extended}")
        made = _agreement(cells, title, span, words, money, annual)
        twin, near = self._seen(made, f"{grid.file} {place}")
        if twin:
            return RowReport(grid.file, place, "not_taken", title, (f"it repeats another row: {twin}",))
        if near:
            doubts.append(f"another row has the same reference and dates: {near}")
        verdict: Verdict = "doubt" if doubts else "taken"
        return self._maker.report(made, grid.file, place, verdict, (*doubts, *span.notes, *_no_cost(made)))

    def _not_asked_for(self, cells: Cells, title: str) -> str | None:
        w = self._wishes
        if not (w.buyers or w.texts or w.cpvs or w.min_value is not None):
            return None
        buyer = " ".join((cells.text("buyer"), cells.text("unit")))
        texts = (title, cells.text("description"), cells.text("supplier"), cells.text("product"))
        money, annual = _money(cells)
        worth = money.amount if money.amount is not None else annual.amount
        return left_out(w, buyer, texts, re.findall(r"\d{5,8}", cells.text("cpv")), worth)

    def _seen(self, a: Agreement, whole: str) -> tuple[str, str]:
        """Where the same contract, or one with the same reference and dates, stood before."""
        dates = (a.start, a.ends)
        key = hash(
            (a.title.casefold(), a.reference, a.supplier.casefold(), a.buyer.casefold(), *dates, a.value, a.monthly)
        )
        known = (a.reference, *dates) if a.reference else (a.title.casefold(), a.supplier.casefold(), a.buyer, *dates)
        twin = self._same.setdefault(key, whole)
        near = self._near.setdefault(hash(known), whole)
        dated = any(dates)
        return ("" if twin == whole else twin, "" if near == whole or not dated else near)


def title_of(cells: Cells) -> str:
    """What a row is about: its title, else its description, supplier or reference."""
    held = (cells.text(field) for field in ("title", "description", "product"))
    found = next((text for text in held if text), "")
    supplier, reference = cells.text("supplier"), cells.text("reference")
    return found or (f"{supplier} {reference}".strip() if supplier else reference)


def _no_contract(cells: Cells, title: str) -> str | None:
    """Why a row is no contract; None where it is one."""
    filled = [text for c in cells.row.cells if (text := text_of(c))]
    if sum(_cell(cells.row, c.index) == c.heading for c in cells.headings.columns.values()) > 1:
        return "it repeats the headings"
    if len(filled) == 1 and len(cells.headings.columns) > 1:
        return "only one cell is filled: a heading, a note or a total"
    if _TOTAL.match(filled[0] if filled else "") and not cells.text("supplier"):
        return "it is a total or the end of the register"
    if not title:
        return "it names no contract: no title, reference or supplier"
    return None


def _cell(row: GridRow, index: int) -> object:
    return row.cells[index] if index < len(row.cells) else None


def _glimpse(row: GridRow) -> str:
    return clean(" | ".join(filter(None, map(text_of, row.cells))))[:120]


def _general(cells: Cells) -> list[str]:
    """Doubts about the row as a whole."""
    doubts = ["a quote in it is never closed, so its cells may have slipped"] if cells.row.broken else []
    width = 1 + max(c.index for c in cells.headings.columns.values())
    if len(cells.row.cells) < width and cells.row.cells and isinstance(cells.row.cells[0], str):
        doubts.append("the row is shorter than the headings")
    used = (_cell(cells.row, c.index) for c in cells.headings.columns.values())
    if any(isinstance(cell, str) and len(cell) > LONGEST for cell in used):
        doubts.append(f"a text in it has more than {LONGEST:,} characters and is cut")
    status = cells.text("status")
    if _OVER.search(status):
        doubts.append(f"its status says that it is over: {status}")
    elif _PLANNED.search(status):
        doubts.append(f"its status says that it is planned: {status}")
    return doubts


# --- days ----------------------------------------------------------------------------------------


def _said(cells: Cells, orders: Mapping[str, Convention]) -> tuple[Said, str]:
    """What a row says about days and lengths, and its words about extensions."""

    def day(field: str, last: bool, source: str = "") -> DayRead:
        place = source or field
        return read_day(cells.raw(place), orders.get(place, Convention(None)), last=last)

    start, end, latest = day("start", False), day("ends", True), day("max_end", True)
    first = day("ends", True, "first_end")
    end = first if end.kind in ("blank", "unknown") and first.kind == "day" else end
    period = text_of(cells.raw("term"))
    if _DATED.search(period):
        start = day("start", False, "term") if start.kind == "blank" else start
        end = day("ends", True, "term") if end.kind == "blank" else end
    term = read_duration(period, unit=unit_of(cells.heading("term")))
    until = day("max_end", True, "extension")
    if latest.kind != "day" and until.kind == "day":
        latest = until
    options, words = _options(cells)
    if not options.options and end.kind == "day" and end.rest:
        options, words = _further(end, options, words)
        behind = read_day(end.rest, orders.get("ends", Convention(None)), last=True)
        latest = behind if latest.kind == "blank" and behind.kind == "day" else latest
    latest = DayRead("blank") if latest.kind == "open" else latest
    told = of_text(cells.text("description")) if not (words or options.options or term.options) else Extensions()
    if told.options:
        options, words = Duration(None, told.options, told.doubts), told.text
        term = term if term.initial else Duration(told.initial)
    return Said(start, end, latest, term, options, words, cells.text("extendable")), words


def _options(cells: Cells) -> tuple[Duration, str]:
    """Extensions from every column that tells of them, in order, and the words."""
    months: list[int] = []
    doubts: list[str] = []
    words: list[str] = []
    open_ended = False
    for field in EXTENSIONS:
        cell = cells.raw(field)
        text = text_of(cell)
        if not text or isinstance(cell, (date, datetime)):
            continue
        read = read_duration(text, option=True, unit=unit_of(cells.heading(field)))
        dated = bool(_DATED.search(text)) and not read.options
        months += read.options
        doubts += () if dated else read.doubts
        open_ended = open_ended or read.open_ended
        words.append(text)
    return Duration(None, tuple(months), tuple(doubts), open_ended), "; ".join(words)


def _further(end: DayRead, options: Duration, words: str) -> tuple[Duration, str]:
    """What stands behind the end in its own cell: `31/03/2027 + 1 year`."""
    more = read_duration(end.rest, option=True)
    if more.options:
        return more, words or end.rest
    return options, words or (end.rest if re.search(r"exten|option|renew", end.rest, _CASE) else "")


# --- money ---------------------------------------------------------------------------------------


def _money(cells: Cells) -> tuple[MoneyRead, MoneyRead]:
    """What is said about the whole term, and about a year or a month."""
    whole = read_money(cells.raw("value"), cells.heading("value"))
    month = read_money(cells.raw("monthly"), "per month")
    year = read_money(cells.raw("annual"), cells.heading("annual") + " per annum")
    part = month if month.amount is not None else year
    if whole.per in ("year", "month"):
        return MoneyRead(), part if part.amount is not None else whole
    return whole, part


def _agreement(cells: Cells, title: str, span: Span, words: str, whole: MoneyRead, part: MoneyRead) -> Agreement:
    monthly, how = _monthly(span, whole, part)
    free = {
        "x_unit": cells.text("unit"),
        "x_end": "" if span.ends and not span.how else text_of(cells.raw("ends")),
        "x_max_end": span.latest.isoformat() if span.latest else "",
        "x_annual": plain_number(part.amount) if part.amount is not None and part.per == "year" else "",
        "x_cpv": cells.text("cpv"),
        "x_route": cells.text("route"),
        "x_term": text_of(cells.raw("term")),
        "x_notice": cells.text("notice"),
        "x_review": text_of(cells.raw("review")),
        "x_status": cells.text("status"),
        "x_description": cells.text("description") if cells.text("description") != title else "",
        "x_ocid": cells.text("ocid"),
    }
    return Agreement(
        title=title,
        reference=cells.text("reference"),
        supplier=supplier_of(cells.text("supplier")),
        buyer=cells.text("buyer"),
        owner=cells.text("owner"),
        regime=cells.text("regime"),
        start=None if span.reversed else span.start,
        ends=span.ends,
        ends_derived=span.how,
        value=whole.amount,
        monthly=monthly,
        cost_how=how,
        product=cells.text("product"),
        steps=span.steps,
        proposed=span.proposed,
        extension=words,
        free={**free, **({"x_value": text_of(cells.raw("value"))} if whole.amount is None else {})},
    )


def _monthly(span: Span, whole: MoneyRead, part: MoneyRead) -> tuple[Decimal | None, str]:
    """The cost a month where the register says it, or says it for a year; and how it was worked out."""
    spread = whole.amount is not None and span.start is not None and span.ends is not None and not span.reversed
    if part.amount is None or (part.per != "month" and spread and not span.how):
        wider = spread and (span.latest or span.steps or span.proposed)
        return None, f"{EVENLY}, though it may cover extensions too" if wider else ""
    if part.per == "month":
        return part.amount, ""
    return part.amount / MONTHS_A_YEAR, "a twelfth of the value of a year"


def _no_cost(a: Agreement) -> Sequence[str]:
    if a.value is not None and a.monthly is None and (a.start is None or a.ends is None):
        return ("no cost a month, as the value is known but not from when to when",)
    if a.value is None and a.monthly is None:
        return ("its cost counts as nothing, as no value can be used",)
    return ()
