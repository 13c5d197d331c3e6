"""One contract as any source tells it, and the rows of a programme that are made of it.

Each contract gets a system of its own, to be renamed, joined or split by hand: no register says which system
a contract carries. What has no place in the tables is kept in free columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from calloff.cells import plain_number
from calloff.programme import RESERVED
from calloff_data.importing.importing import Cells, RowReport, Verdict, Wishes

LONGEST = 2_000
"""Longest text that is kept [characters]."""
LONGEST_ID = 60
EVENLY = "the value spread evenly from start to end"
DAYS_A_MONTH = Decimal("365.25") / 12

FREE = (
    "x_reference", "x_buyer", "x_unit", "x_start", "x_end", "x_max_end", "x_value", "x_annual", "x_cpv", "x_route",
    "x_extension", "x_term", "x_notice", "x_review", "x_status", "x_description", "x_ocid",
)  # fmt: skip

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contracts": ("id", "title", "systems", "supplier", "ends", "cost", "regime", "owner", *FREE),
    "systems": ("id", "title", "departments", "product", "support_end", "x_buyer"),
    "extensions": ("of", "order", "months", "notice", "basis", "agreed", "x_extension"),
    "sources": ("table", "row", "column", "mark", "as_of", "citation"),
}


@dataclass(frozen=True)
class Agreement:
    """One contract.

    Attributes
    ----------
    title, reference, supplier, buyer, owner, regime
        As told; blank where not.
    start, ends
        First and last day; `ends` None is open-ended in the programme, and needs a reason in the report.
    ends_derived
        How `ends` was worked out, where it is not said outright.
    value
        Worth over the whole term [currency].
    monthly
        Cost [currency per month], where the source says it.
    cost_how
        How the cost a month is worked out; blank where `monthly` is said outright, or the value is spread evenly.
    product
        What is used under it.
    steps
        Extensions that are sure [months each].
    proposed
        Extensions that a person must confirm [months each].
    extension
        The words from which they were read.
    free
        What else is kept, by free column (one of `FREE`).
    """

    title: str
    reference: str = ""
    supplier: str = ""
    buyer: str = ""
    owner: str = ""
    regime: str = ""
    start: date | None = None
    ends: date | None = None
    ends_derived: str = ""
    value: Decimal | None = None
    monthly: Decimal | None = None
    cost_how: str = ""
    product: str = ""
    steps: tuple[int, ...] = ()
    proposed: tuple[int, ...] = ()
    extension: str = ""
    free: Mapping[str, str] = field(default_factory=dict)


class Maker:
    """Makes the rows of contracts, with ids that are readable and that nobody else has."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._taken = {*wishes.target.ids, *RESERVED}
        self._next: dict[str, int] = {}
        self._departments = {_plain(title): name for name, title in wishes.target.departments.items()}
        self._departments |= {_plain(name): name for name in wishes.target.departments}

    def report(self, agreement: Agreement, file: str, place: str, verdict: Verdict, why: Iterable[str]) -> RowReport:
        """The report of a contract that is taken, with its rows."""
        a = agreement
        contract = self._free(slug(a.title) or slug(a.reference) or "contract")
        system = self._free(f"{contract}-system")
        steps = [extension_row(contract, order, months, a.extension) for order, months in enumerate(a.steps, start=1)]
        proposed = [
            extension_row(contract, order, months, a.extension)
            for order, months in enumerate(a.proposed, start=len(steps) + 1)
        ]
        cost = self._cost(a)
        row = self._contract(a, contract, system, cost)
        tables = {
            "contracts": [row],
            "systems": [self._system(a, system)],
            "extensions": steps,
            "sources": self._sources(a, row, steps, f"{file}, {place}"),
        }
        return RowReport(file, place, verdict, clean(a.title), tuple(why), tables, proposed)

    def _contract(self, a: Agreement, contract: str, system: str, cost: Decimal | None) -> Cells:
        told = {
            "x_reference": a.reference,
            "x_buyer": a.buyer,
            "x_start": a.start.isoformat() if a.start else "",
            "x_value": "" if a.value is None else plain_number(a.value),
            "x_extension": a.extension,
            **a.free,
        }
        row = {
            "id": contract,
            "title": clean(a.title),
            "systems": system,
            "supplier": clean(a.supplier),
            "ends": a.ends.isoformat() if a.ends else "",
            "cost": "" if cost is None else plain_number(cost),
            "regime": clean(a.regime),
            "owner": clean(a.owner),
        }
        return {**row, **{column: clean(text) for column, text in told.items() if text}}

    def _system(self, a: Agreement, system: str) -> Cells:
        named = (self._departments.get(_plain(name)) for name in (a.buyer, a.free.get("x_unit", "")) if _plain(name))
        found = next((name for name in named if name), None)
        departments = (found,) if found else self._wishes.departments
        cells = {"id": system, "title": clean(a.title), "departments": ";".join(departments)}
        return {**cells, "product": clean(a.product), "x_buyer": clean(a.buyer)}

    def _cost(self, a: Agreement) -> Decimal | None:
        """What is said; else the value spread evenly over the term [currency per month]."""
        if a.monthly is not None:
            return _pence(a.monthly)
        if a.value is None or a.start is None or a.ends is None or a.ends <= a.start:
            return None
        return _pence(a.value / max(Decimal(1), months_between(a.start, a.ends)))

    def _sources(self, a: Agreement, row: Cells, steps: Iterable[Cells], citation: str) -> list[Cells]:
        as_of = self._wishes.as_of.isoformat() if self._wishes.as_of else ""
        marks = {
            "supplier": ("sourced", ""),
            "ends": ("derived", a.ends_derived) if a.ends_derived else ("sourced", ""),
            "cost": ("sourced", "") if a.monthly is not None and not a.cost_how else ("derived", a.cost_how or EVENLY),
            "regime": ("sourced", ""),
        }
        found = [_source("contracts", row["id"], c, m, as_of, citation, w) for c, (m, w) in marks.items() if row[c]]
        for step in steps:
            key = f"{step['of']}/{step['order']}"
            found += [_source("extensions", key, c, "sourced", as_of, citation, "") for c in ("months", "basis")]
        return found

    def _free(self, wanted: str) -> str:
        found = wanted
        while found in self._taken:
            self._next[wanted] = self._next.get(wanted, 1) + 1
            found = f"{wanted}-{self._next[wanted]}"
        self._taken.add(found)
        return found


def extension_row(contract: str, order: int, months: int, text: str) -> Cells:
    """An option that nobody has taken up yet, as a row of `extensions`."""
    cells = {"of": contract, "order": str(order), "months": str(months), "notice": "", "basis": "option"}
    return {**cells, "agreed": "no", "x_extension": clean(text)}


def _source(table: str, row: str, column: str, mark: str, as_of: str, place: str, how: str) -> Cells:
    citation = f"{place}: {how}" if how else place
    return {"table": table, "row": row, "column": column, "mark": mark, "as_of": as_of, "citation": clean(citation)}


def months_between(start: date, end: date) -> Decimal:
    """Length of a term that includes both days [months]; whole where it runs to its day of the month, or the eve."""
    ordinal = end.toordinal() + 1
    months = (end.year - start.year) * 12 + end.month - start.month
    for whole in (months, months + 1):
        if whole > 0 and after_months(start, whole).toordinal() in (ordinal, ordinal - 1):
            return Decimal(whole)
    return (Decimal(ordinal - start.toordinal()) / DAYS_A_MONTH).quantize(Decimal("0.01"))


def after_months(start: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


def slug(text: str) -> str:
    """A short readable id: small letters, digits and hyphens."""
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_.replace("'", ""))
    found = ""
    for word in words:
        if len(found) + len(word) + 1 > LONGEST_ID:
            break
        found = f"{found}-{word}" if found else word
    return found or "".join(words)[:LONGEST_ID]


def clean(text: str) -> str:
    """A text as a cell may hold it: one line, printable, not too long."""
    if len(text) <= LONGEST and text.isprintable():
        return text.strip()
    printable = re.sub(r"[\x00-\x1f\x7f\s]+", " ", text[: 4 * LONGEST])
    kept = printable.encode("utf-8", "replace").decode("utf-8").strip()
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _pence(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
