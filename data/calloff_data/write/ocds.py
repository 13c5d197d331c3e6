"""Planning releases of the Open Contracting Data Standard 1.1: one for each competition still to be announced."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from calloff.errors import Fault, InputError
from calloff.report import Report
from calloff.report.notices import LotTerm, Notice, notices
from calloff.report.wording import listed, plain
from calloff_data.write.exporting import Exported

FORMAT = "ocds"
ABOUT = "Planning releases for the competitions to come, as an OCDS 1.1 release package (JSON)."
PREFIX = "ocds-000000"
"""Stands where a publisher's registered prefix belongs."""
_BASE = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = (
    f"{_BASE}/ocds_lots_extension/v1.1.5/extension.json",
    f"{_BASE}/ocds_renewal_extension/master/extension.json",
    f"{_BASE}/ocds_legalBasis_extension/master/extension.json",
)
LEGAL = {"PA2023": ("UKPGA", "2023/54"), "PCR2015": ("CELEX", "32014L0024"), "PCSR2015": ("CELEX", "32014L0024")}
METHODS = {"open": "open", "restricted": "selective", "direct award": "direct"}
"""The method that the first words of a procedure leave no doubt about."""
_CPV = re.compile(r"\d{8}(?:-\d)?")


def export(report: Report) -> Exported:
    """A release package.

    Raises
    ------
    InputError
        No competition is still to be announced: a package without a release is none.
    """
    found = notices(report)
    if not found:
        problem = "no competition is still to be announced, or the plan gives none a day"
        wanted = "a plan with a go-to-market after the day of its facts"
        raise InputError([Fault(report.plan.origin.title, "", "", "", "", problem, wanted)])
    as_of = report.programme.programme.as_of
    package = {
        "uri": f"urn:uuid:{uuid5(NAMESPACE_URL, f'calloff:{report.plan.origin.programme}:{report.audience}')}",
        "version": "1.1",
        "extensions": list(EXTENSIONS),
        "publishedDate": _first(as_of),
        "publisher": {"name": _publisher(report)},
        "releases": [_release(n, report) for n in found],
    }
    data = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
    return Exported(data.encode(), tuple(_notes(found, report)))


def _publisher(report: Report) -> str:
    header = report.programme.programme
    return plain(header.owner or header.title or "") or "Not given"


def _release(n: Notice, report: Report) -> dict[str, Any]:
    ocid = f"{PREFIX}-{_slug(n.key)}"
    as_of = report.programme.programme.as_of
    held: dict[str, Any] = {
        "ocid": ocid,
        "id": f"{ocid}-{as_of.isoformat()}",
        "date": _first(as_of),
        "tag": ["planning"],
        "initiationType": "tender",
        "language": "en",
    }
    if n.buyer:
        party = f"buyer-{_slug(n.buyer)}"
        contact = {"contactPoint": {"name": plain(n.contact)}} if n.contact else {}
        held["parties"] = [{"id": party, "name": plain(n.buyer), "roles": ["buyer"], **contact}]
        held["buyer"] = {"id": party, "name": plain(n.buyer)}
    held["tender"] = _tender(n, report.programme.programme.currency)
    return held


def _tender(n: Notice, currency: str) -> dict[str, Any]:
    held: dict[str, Any] = {"id": _slug(n.key), "title": n.title, "status": "planned"}
    if n.dates.held and n.dates.held.stated and n.dates.held.regime.regime in LEGAL:
        scheme, name = LEGAL[n.dates.held.regime.regime]
        held["legalBasis"] = {"scheme": scheme, "id": name}
    if n.cpv:
        held["items"] = [_item(str(i), code) for i, code in enumerate(_codes(n.cpv), start=1)]
    if n.value is not None:
        whole = n.value == n.value.to_integral_value()
        held["value"] = {"amount": int(n.value) if whole else float(n.value), "currency": currency}
    if n.procedure:
        method = next((m for words, m in METHODS.items() if n.procedure.strip().lower().startswith(words)), None)
        held |= {"procurementMethod": method} if method else {}
        held["procurementMethodDetails"] = plain(n.procedure)
    held["tenderPeriod"] = _period(n.day, n.tenders_until)
    if n.dates.award_notice_by:
        held["awardPeriod"] = {"endDate": _last(n.dates.award_notice_by)}
    if n.lots:
        latest = max(x.latest for x in n.lots) if any(x.option for x in n.lots) else None
        held["contractPeriod"] = _period(min(x.start for x in n.lots), max(x.ends for x in n.lots), latest)
        held["lots"] = [_lot(x) for x in n.lots]
    return held


def _codes(cpv: str) -> list[str]:
    return _CPV.findall(cpv) or [plain(cpv)]


def _item(identity: str, code: str) -> dict[str, Any]:
    return {"id": identity, "classification": {"scheme": "CPV", "id": code[:8] if _CPV.fullmatch(code) else code}}


def _lot(x: LotTerm) -> dict[str, Any]:
    held: dict[str, Any] = {"id": _slug(x.lot), "title": x.title, "status": "planned"}
    held["contractPeriod"] = _period(x.start, x.ends, x.latest if x.option else None)
    if x.option:
        held["hasRenewal"] = True
        held["renewal"] = {"description": f"Option of {x.option} months."}
    return held


def _period(first: date, last: date | None, latest: date | None = None) -> Mapping[str, str]:
    held = {"startDate": _first(first)}
    if last is not None:
        held["endDate"] = _last(last)
    if latest is not None:
        held["maxExtentDate"] = _last(latest)
    return held


def _first(value: date) -> str:
    return f"{value.isoformat()}T00:00:00Z"


def _last(value: date) -> str:
    return f"{value.isoformat()}T23:59:59Z"


def _slug(text: str) -> str:
    """A text as part of an id; where letters are lost, a few digits tell it from others."""
    kept = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
    lossless = re.fullmatch(r"[A-Za-z0-9-]+", text)
    return kept if lossless else f"{kept or 'x'}-{sha256(text.encode()).hexdigest()[:6]}"


def _notes(found: list[Notice], report: Report) -> list[str]:
    header = report.programme.programme
    notes = [
        f"{len(found)} planning releases. The prefix {PREFIX} is not registered: put your own in its place, and add "
        "the identifiers of your organisation register.",
        "A tender period runs over the phase that the notice opens; no day for tenders is promised by it.",
    ]
    if not header.owner:
        notes.append("The publisher is named after the programme: no owner is given.")
    for name in dict.fromkeys(m for n in found for m in n.missing):
        notes.append(f"Missing: {name} of {listed([n.title for n in found if name in n.missing])}.")
    return notes
