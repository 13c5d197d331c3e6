"""Notices out: rows of the pipeline notice, and planning releases that the OCDS 1.1 schema accepts."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

import report_samples
from calloff.calendar import Calendar
from calloff.errors import InputError
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.report import Audience, Report, tabulate
from calloff.report.notices import notices
from calloff.report.notices import pipeline as due
from calloff_data.importing import Wishes
from calloff_data.importing import ocds as ocds_in
from calloff_data.statutory import rulebook
from calloff_data.write import ocds, pipeline

SCHEMAS = Path(__file__).parent / "schemas" / "ocds"
SECRET = ("Secret Supplier", "Secret Incumbent", "400000", "2000000", "700000")
SAID = {
    "c0-erp": {
        "buyer": "Ministry of Defence", "cpv": "48450000;72000000-5", "value": Decimal(92_000_000),
        "procedure": "Competitive flexible procedure", "regime": "Procurement Act 2023", "contact": "Commercial desk",
    },
    "c1-erp": {"buyer": '=HYPERLINK("http://x")', "value": Decimal(2_000_000), "procedure": "Open procedure"},
    "c2-erp": {"value": None, "regime": "Procurement Act 2023"},
    "c3-erp": {"value": Decimal(5_000_000), "regime": "Public Contracts Regulations 2015"},
}  # fmt: skip


def programme_with(changes: dict[str, dict[str, Any]], **header: Any) -> tuple[Programme, Plan]:
    """The five clusters, with what procurements say for notices."""
    programme, plan = report_samples.five()
    rows = [{**dict(p), **changes.get(p.id, {})} for p in programme.procurements]
    held = {name: getattr(programme, name) for name in Programme.model_fields}
    held |= {"procurements": rows, "programme": {**dict(programme.programme), **header}}
    return Programme.model_validate(held), plan


def report_of(changes: dict[str, dict[str, Any]], audience: Audience = "market", **header: Any) -> Report:
    programme, plan = programme_with(changes, **header)
    return tabulate(programme, plan, audience=audience, law=rulebook(programme))


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode())))


# --- the pipeline notice -----------------------------------------------------------------------------


def test_the_pipeline_holds_what_must_be_in_it_and_says_what_is_left_out() -> None:
    made = pipeline.export(report_of(SAID))
    rows = {r["reference"]: r for r in rows_of(made.data)}
    # c0 and c2 in; c1 is not over two million; c3 is under the regulations; c4 comes after 30 September 2028
    assert list(rows) == ["c0-erp", "c2-erp"]
    first = rows["c0-erp"]
    assert first["estimated_value"] == "92000000"
    assert (first["over_threshold"], first["currency"], first["contact"]) == ("yes", "GBP", "Commercial desk")
    assert (first["tender_notice"], first["contract_signature"]) == ("2027-08-03", "2028-05-31")
    assert (first["tenders_due_from"], first["award_notice_by"]) == ("2027-08-28", "2028-05-18")
    assert (first["contract_start"], first["contract_end"]) == ("2028-06-01", "2038-05-31")
    assert first["contract_end_with_option"] == "2040-05-31"
    assert first["missing"] == ""
    assert rows["c2-erp"]["missing"] == "buyer; cpv; value; procedure; contact"
    assert rows["c2-erp"]["over_threshold"] == "not known"
    assert rows["c2-erp"]["estimated_value"] == rows["c2-erp"]["contracting_authority"] == ""
    notes = " ".join(made.notes)
    assert "from 1 April 2027 to 30 September 2028, for contracts over £2,000,000; to be published by 26 May" in notes
    assert "section 93" in notes
    assert "Missing: value of Unity ERP." in notes
    assert "Left out: Synergy ERP, worth no more than 2,000,000." in notes
    assert "Left out: Matrix ERP, not under the Procurement Act 2023 but Public Contracts Regulations 2015." in notes


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2027-03-31", "2027-04-01", "2028-09-30"),
        ("2027-04-01", "2027-04-01", "2028-09-30"),
        ("2027-05-26", "2027-04-01", "2028-09-30"),
        ("2027-05-27", "2028-04-01", "2029-09-30"),
    ],
)
def test_the_notice_of_a_year_may_be_published_until_26_may(as_of: str, first: str, last: str) -> None:
    report = report_of(SAID, as_of=as_of)
    assert report.law is not None
    held = due(notices(report), Calendar.of(report.programme), report.law)
    assert (held.first, held.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (held.publish_by.month, held.publish_by.day) == (5, 26)


def test_what_was_announced_before_the_day_of_the_facts_is_no_notice() -> None:
    keys = [n.key for n in notices(report_of(SAID, as_of="2027-12-01"))]
    assert keys == ["c2-erp", "c3-erp", "c4-erp"]


def test_a_call_off_is_left_out() -> None:
    called = {"c0-erp": {**SAID["c0-erp"], "procedure": "Further competition under a framework"}}
    made = pipeline.export(report_of({**SAID, **called}))
    assert "c0-erp" not in [r["reference"] for r in rows_of(made.data)]
    assert "let under a framework, without a tender notice" in " ".join(made.notes)


@pytest.mark.parametrize("exporter", [pipeline, ocds], ids=lambda e: e.FORMAT)
@pytest.mark.parametrize("audience", ["team", "board", "market"])
def test_no_audience_gets_more_than_a_notice_holds(exporter: Any, audience: Audience) -> None:
    programme, plan = report_samples.five()
    report = tabulate(programme, plan, audience=audience, law=rulebook(programme))
    text = exporter.export(report).data.decode()
    assert [word for word in SECRET if word in text] == []


def test_every_audience_is_told_the_same_days() -> None:
    blackout = {"milestone": "gtm", "from": "2027-08-01", "to": "2027-08-10", "reason": "Pre-election period."}
    days = {}
    for audience in ("team", "board", "market"):
        programme, plan = programme_with(SAID)
        held = {name: getattr(programme, name) for name in Programme.model_fields} | {"blackouts": [blackout]}
        full = Programme.model_validate(held)
        report = tabulate(full, plan, audience=audience, law=rulebook(full))  # type: ignore[arg-type]
        days[audience] = [(n.key, n.day, n.dates.signing_day) for n in notices(report)]
    assert days["team"] == days["board"] == days["market"]
    assert days["market"][0][1] == date(2027, 8, 11)


def test_cells_of_a_pipeline_are_harmless() -> None:
    over = {"c1-erp": {**SAID["c1-erp"], "value": Decimal(3_000_000)}}
    rows = {r["reference"]: r for r in rows_of(pipeline.export(report_of(over)).data)}
    assert rows["c1-erp"]["contracting_authority"].startswith("'=")


# --- planning releases ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The OCDS 1.1 schema of a release package, offline."""
    release, package = (
        json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("release-schema", "release-package-schema")
    )
    wanted = package["properties"]["releases"]["items"]["$ref"]
    held = Resource.from_contents(release, default_specification=DRAFT4)
    return Draft4Validator(package, registry=Registry().with_resources([(wanted, held), (release["id"], held)]))


def faults(schema: Draft4Validator, package: Any) -> list[str]:
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in schema.iter_errors(package)]


def instants(value: Any) -> Iterator[str]:
    """Every value of a key that names a date."""
    if isinstance(value, dict):
        for key, held in value.items():
            if isinstance(held, str) and (key.endswith("Date") or key == "date"):
                yield held
            else:
                yield from instants(held)
    elif isinstance(value, list):
        for held in value:
            yield from instants(held)


@pytest.mark.parametrize("changes", [SAID, {}], ids=["told", "bare"])
def test_releases_are_valid_against_the_schema(schema: Draft4Validator, changes: dict[str, Any]) -> None:
    package = json.loads(ocds.export(report_of(changes)).data)
    assert faults(schema, package) == []
    assert len(package["releases"]) == 5
    assert all(datetime.fromisoformat(d).tzinfo for d in instants(package))
    ocids = [r["ocid"] for r in package["releases"]]
    assert len(set(ocids)) == len(ocids)


def test_the_schema_does_find_faults(schema: Draft4Validator) -> None:
    package = json.loads(ocds.export(report_of(SAID)).data)
    package["releases"][0]["tender"]["status"] = "maybe"
    del package["releases"][1]["initiationType"]
    package["releases"][2]["tag"] = []
    del package["publisher"]
    assert len(faults(schema, package)) == 4


def test_no_field_is_made_up(schema: Draft4Validator) -> None:
    """Every field of a release is of the schema, or of a listed extension."""
    release = json.loads((SCHEMAS / "release-schema.json").read_text(encoding="utf-8"))
    extended = {"tender": {"lots", "legalBasis"}}
    package = json.loads(ocds.export(report_of(SAID)).data)
    for held in package["releases"]:
        assert set(held) <= set(release["properties"])
        assert set(held["tender"]) - extended["tender"] <= set(release["definitions"]["Tender"]["properties"])
        for name, of in (("tenderPeriod", "Period"), ("contractPeriod", "Period"), ("awardPeriod", "Period")):
            assert set(held["tender"].get(name, {})) <= set(release["definitions"][of]["properties"])


def test_a_release_says_what_the_programme_holds_and_no_more() -> None:
    made = ocds.export(report_of(SAID))
    told = {r["tender"]["id"]: r for r in json.loads(made.data)["releases"]}
    first = told["c0-erp"]
    assert first["tag"] == ["planning"]
    assert first["ocid"] == "ocds-000000-c0-erp"
    assert first["buyer"]["name"] == "Ministry of Defence"
    assert first["parties"][0]["contactPoint"] == {"name": "Commercial desk"}
    tender = first["tender"]
    assert tender["status"] == "planned"
    assert tender["value"] == {"amount": 92_000_000, "currency": "GBP"}
    assert [i["classification"]["id"] for i in tender["items"]] == ["48450000", "72000000"]
    assert tender["legalBasis"] == {"scheme": "UKPGA", "id": "2023/54"}
    assert "procurementMethod" not in tender, "a competitive flexible procedure may be either"
    assert tender["tenderPeriod"] == {"startDate": "2027-08-03T00:00:00Z", "endDate": "2027-10-29T23:59:59Z"}
    assert tender["awardPeriod"] == {"endDate": "2028-05-18T23:59:59Z"}
    assert tender["contractPeriod"]["endDate"] == "2038-05-31T23:59:59Z"
    assert tender["contractPeriod"]["maxExtentDate"] == "2040-05-31T23:59:59Z"
    assert [lot["renewal"] for lot in tender["lots"]] == [{"description": "Option of 24 months."}] * 2
    assert told["c1-erp"]["tender"]["procurementMethod"] == "open"
    bare = told["c4-erp"]
    assert not {"buyer", "parties"} & set(bare)
    assert not {"items", "procurementMethod", "procurementMethodDetails", "legalBasis"} & set(bare["tender"])
    notes = " ".join(made.notes)
    assert "prefix ocds-000000 is not registered" in notes
    assert "Missing: buyer of Unity ERP, Matrix ERP and Overseas ERP." in notes


def test_our_own_releases_are_read_back_as_plans(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(ocds.export(report_of(SAID)).data)
    rows = list(ocds_in.bring([path], Wishes()).rows)
    assert [r.title for r in rows][:2] == ["Defence ERP", "Synergy ERP"]
    assert {r.verdict for r in rows} == {"not_taken"}
    assert all("it is a plan, and nothing is let yet" in r.why for r in rows)


def test_a_plan_with_nothing_to_announce_makes_no_package() -> None:
    with pytest.raises(InputError, match="no competition is still to be announced"):
        ocds.export(report_of(SAID, as_of="2029-06-01"))
