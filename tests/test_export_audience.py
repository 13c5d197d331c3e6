"""No format shows an audience what it may not know: every byte of every file is searched, embedded data too."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest

import report_samples
from calloff.errors import MissingPartError
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, tabulate
from calloff.report.audience import TEAM_FIGURES
from calloff.report.wording import money, whole_money
from calloff.tables import Source
from calloff_data.statutory import rulebook
from calloff_data.write import EXPORTS
from calloff_data.write.exporting import Exporter
from deep_text import searchable

COST, EXTRA, CHARGE = 713_713, 91_919, 414_141
"""Prices of one supplier each, unlike any other figure."""
OF_SUPPLIERS = ("Secret Supplier", "Secret Incumbent", "Secret note")
PICTURES = ("png",)
"""Pixels hold no text: what they show is searched in `svg`."""
PRINTED = ("pdf",)
"""What `html` holds, printed by a browser in seconds: searched for the market only."""

CASES = [
    pytest.param(e, a, marks=[pytest.mark.browser] if e.FORMAT in PRINTED else [])
    for e, a in product(EXPORTS, ("board", "market"))
    if e.FORMAT not in PICTURES and (e.FORMAT not in PRINTED or a == "market")
]


@cache
def telling() -> tuple[Programme, Plan]:
    """The five clusters with figures that can be told apart, and notes that are nobody's business."""
    programme, plan = report_samples.five()
    priced = {
        "contracts": {"cost": Decimal(COST), "notes": "Secret note"},
        "extensions": {"extra_cost": Decimal(EXTRA)},
        "lots": {"charge": Decimal(CHARGE), "extras": {"x_n": "Secret note"}},
    }
    changed = {name: tuple(r.model_copy(update=u) for r in getattr(programme, name)) for name, u in priced.items()}
    figures = (
        ("contracts", "c0-k0", "cost"),
        ("extensions", "c0-k0/1", "extra_cost"),
        ("lots", "c0-software", "charge"),
    )
    sources = (*programme.sources, *(Source(table=t, row=r, column=c, mark="assumed") for t, r, c in figures))
    money_of = {
        "spend": tuple(s.model_copy(update={"amount": s.amount + 1_234_567 * bool(s.amount)}) for s in plan.spend),
        "funding": tuple(f.model_copy(update={"over": f.over and f.over + 7_654_321}) for f in plan.funding),
    }
    return programme.model_copy(update={**changed, "sources": sources}), plan.model_copy(update=money_of)


def amounts(*given: int | Decimal) -> set[str]:
    """Every way in which amounts may be written; round ones tell nothing."""
    uncommon = [round(a) for a in given if len(str(round(a)).rstrip("0")) > 3]
    return {w.replace(",", "") for a in uncommon for w in (str(a), whole_money(a, "GBP"), money(a, "GBP"))}


class Held(NamedTuple):
    """What a file holds: its text, and the figures in it as whole figures."""

    text: str
    figures: frozenset[str]

    def shows(self, secret: str) -> bool:
        figure = secret.lstrip("£")
        return figure in self.figures if figure.isdigit() else secret in self.text


def secrets(audience: Audience) -> set[str]:
    """What must be nowhere in a file for an audience."""
    found = {*OF_SUPPLIERS, *amounts(COST, EXTRA, CHARGE)}
    if audience == "board":
        return found
    programme, plan = telling()
    found |= {r.title for r in programme.resources if r.title} | {s.title for s in programme.systems if s.title}
    found |= {c.title for c in programme.contracts if c.title} | {d.miss_costs for d in plan.decisions if d.miss_costs}
    found |= amounts(*(g.value for g in plan.goals if g.goal in ("cost", "overspend", "gap", "unsecured")))
    found |= amounts(*(s.amount for s in plan.spend))
    found |= amounts(*(x for f in plan.funding for x in (f.approved, f.spend, f.over)))
    return found


@cache
def contents(exporter: Exporter, audience: Audience) -> Held:
    run = {"seconds": 1.5, "programme": "Secret note", "scenarios": ["Secret note"]}
    try:
        text = searchable(exporter.export(tabulate(*telling(), run, audience, law=rulebook(telling()[0]))).data)
    except MissingPartError as missing:
        pytest.skip(str(missing))
    return Held(text, frozenset(re.findall(r"\d+", text)))


@pytest.mark.parametrize(("exporter", "audience"), CASES, ids=lambda x: getattr(x, "FORMAT", x))
def test_a_file_holds_nothing_its_audience_may_not_know(exporter: Exporter, audience: Audience) -> None:
    held = contents(exporter, audience)
    assert [s for s in sorted(secrets(audience)) if held.shows(s)] == []
    assert "Defence" in held.text, "what may be known is found, so the search works"


def test_a_board_sees_no_range_of_a_price_of_one_supplier() -> None:
    programme, plan = telling()
    kept = [s for s in programme.sources if (s.table, s.column) not in TEAM_FIGURES]
    ranged = Source(table="contracts", row="*", column="cost", mark="assumed", low="7654321", high="8765432")
    told = Source(table="departments", row="*", column="onboarding", mark="assumed", low="2", high="9")
    given = programme.model_copy(update={"sources": (*kept, ranged, told)})
    shown = {a: tabulate(given, plan, {}, a).programme.sources[-2:] for a in ("team", "board")}
    assert [(s.low, s.high) for s in shown["team"]] == [("7654321", "8765432"), ("2", "9")]
    assert [(s.low, s.high) for s in shown["board"]] == [(None, None), ("2", "9")]


def test_the_search_finds_secrets_in_files_for_those_who_may_know_them() -> None:
    """In each kind of file: markup, text, tables in an archive, and notes of slides."""

    def told(form: str, to: Audience, kept_from: Audience) -> set[str]:
        held = contents(next(e for e in EXPORTS if form == e.FORMAT), to)
        return {s for s in secrets(kept_from) if held.shows(s)}

    for form in ("html", "csv", "xlsx", "pptx"):
        assert "Secret Supplier" in told(form, "team", "board"), form
    assert {str(COST), str(EXTRA), str(CHARGE)} <= told("xlsx", "team", "board")
    for form in ("html", "csv", "xlsx", "pptx", "docx", "svg"):
        assert "JPA payroll" in told(form, "board", "market"), form
    for form in ("html", "csv", "xlsx", "docx"):
        assert "612345678" in {s.lstrip("£") for s in told(form, "board", "market")}, form


def test_text_is_found_wherever_it_hides() -> None:
    import base64
    import gzip
    from io import BytesIO
    from zipfile import ZipFile

    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("a.xml", "<t>Secret </t><t>Supplier</t>&#163;1,234,567")
    inside = base64.b64encode(held.getvalue()).decode()
    page = gzip.compress(f'<img src="data:x;base64,{inside}">'.encode())
    assert "Secret Supplier" in searchable(page)
    assert "£1234567" in searchable(page)
    assert "Grün" in searchable(b'{"a": "Gr\\u00fcn"}')
    assert "Secret" in searchable("Secret".encode("utf-16"))
