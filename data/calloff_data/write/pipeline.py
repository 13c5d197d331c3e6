"""Rows of a pipeline notice (UK1) under the Procurement Act 2023, as CSV."""

from __future__ import annotations

from calloff.calendar import Calendar
from calloff.report import Report
from calloff.report.frames import frame
from calloff.report.notices import Notice, Pipeline, notices, pipeline
from calloff.report.wording import count, day, listed, whole_money
from calloff_data.write.csv_tables import table_bytes
from calloff_data.write.exporting import Exported

FORMAT = "pipeline"
ABOUT = "Rows of the next pipeline notice (UK1, Procurement Act 2023), as CSV."
COLUMNS = """notice reference title contracting_authority contact description cpv estimated_value currency
over_threshold procedure regime regime_stated tender_notice tenders_due_from award_notice_by contract_signature
contract_start contract_end contract_end_with_option missing doubts"""


def export(report: Report) -> Exported:
    """The competitions that belong in the next pipeline notice; what is missing is named, never filled in."""
    if report.law is None:
        return Exported(table_bytes(frame([], COLUMNS)), ("No figures of procurement law are at hand: no row.",))
    held = pipeline(notices(report), Calendar.of(report.programme), report.law)
    currency = report.programme.programme.currency
    rows = [_cells(n, currency) for n in held.notices]
    return Exported(table_bytes(frame(rows, COLUMNS)), tuple(_notes(held, report)))


def _cells(n: Notice, currency: str) -> dict[str, object]:
    return {
        "notice": "UK1",
        "reference": n.key,
        "title": n.title,
        "contracting_authority": n.buyer,
        "contact": n.contact,
        "description": "; ".join(x.title for x in n.lots) or None,
        "cpv": n.cpv,
        "estimated_value": None if n.value is None else f"{n.value:f}",
        "currency": None if n.value is None else currency,
        "over_threshold": "not known" if n.value is None else "yes",
        "procedure": n.procedure,
        "regime": n.dates.held.regime.title if n.dates.held else n.regime,
        "regime_stated": n.regime is not None,
        "tender_notice": n.day,
        "tenders_due_from": n.dates.tenders_due_from,
        "award_notice_by": n.dates.award_notice_by,
        "contract_signature": n.dates.signing_day,
        "contract_start": min((x.start for x in n.lots), default=None),
        "contract_end": max((x.ends for x in n.lots), default=None),
        "contract_end_with_option": max((x.latest for x in n.lots), default=None),
        "missing": "; ".join(n.missing) or None,
        "doubts": "; ".join((*n.dates.doubts, *n.dates.presumed)) or None,
    }


def _notes(held: Pipeline, report: Report) -> list[str]:
    assert report.law is not None
    currency = report.programme.programme.currency
    value = report.law.figure("pipeline_contract_value", "PA2023")
    notes = [
        f"{count(len(held.notices), 'competition').capitalize()} with a tender notice from {day(held.first)} to "
        f"{day(held.last)}, for contracts over {whole_money(held.least, 'GBP')}; to be published by "
        f"{day(held.publish_by)} ({value.basis if value else ''}).",
        "Only an authority that expects to pay more than the Act's yearly sum must publish; that is not in the plan.",
    ]
    if currency != "GBP":
        notes.append(f"Values are in {currency}; the threshold is in pounds, and they are compared as they stand.")
    for name in dict.fromkeys(m for n in held.notices for m in n.missing):
        of = [n.title for n in held.notices if name in n.missing]
        notes.append(f"Missing: {name} of {listed(of)}.")
    notes += [f"Left out: {n.title}, {why}." for n, why in held.left_out]
    return notes
