"""Open Contracting notices in: every portal's ways, what publishers get wrong, and files made to do harm."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calloff.errors import InputError
from calloff_data.importing import RowReport, Wishes, ocds
from calloff_data.importing.ext_text import of_text
from calloff_data.importing.ocds_merge import merged
from calloff_data.importing.ocds_said import day, text
from running import Run

ROOT = Path(__file__).parents[1]
SAMPLES = Path(os.environ.get("CALLOFF_SAMPLES", ROOT.parent / "shared" / "samples"))
SAMPLE = SAMPLES / "uk_contracts_finder_2025_releases.json"


def award(**more: Any) -> dict[str, Any]:
    """An award of the Contracts Finder kind."""
    return {
        "id": "a1",
        "status": "active",
        "date": "2025-01-10T00:00:00Z",
        "suppliers": [{"id": "s", "name": "Old Co"}],
        "value": {"amount": 360_000, "currency": "GBP"},
        "contractPeriod": {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"},
        **more,
    }


def release(**more: Any) -> dict[str, Any]:
    """A release of the Contracts Finder kind."""
    return {
        "ocid": "ocds-b5fd17-1",
        "id": "r1",
        "date": "2025-02-01T00:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "b", "name": "Ministry A"},
        "tender": {"id": "T1", "title": "Payroll", "classification": {"scheme": "CPV", "id": "48450000"}},
        "awards": [award()],
        **more,
    }


def brought(tmp_path: Path, held: Any, name: str = "in.json", **wishes: Any) -> list[RowReport]:
    """Reports of what a file holds."""
    path = tmp_path / name
    data = held if isinstance(held, bytes) else json.dumps(held).encode()
    path.write_bytes(data)
    return list(ocds.bring([path], Wishes(**wishes)).rows)


def one(tmp_path: Path, **more: Any) -> tuple[RowReport, dict[str, str]]:
    """The report of one release, and its contract."""
    (report,) = brought(tmp_path, [release(**more)])
    (contract,) = report.tables["contracts"]
    return report, dict(contract)


# --- the real releases -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> dict[int, RowReport]:
    """Reports of the 200 real releases by number, as of 15 March 2025."""
    if not SAMPLE.is_file():
        pytest.skip("the real notices are not beside the repository")
    rows = ocds.bring([SAMPLE], Wishes(as_of=date(2025, 3, 15))).rows
    return {int(r.place.split()[1]): r for r in rows}


def test_every_real_release_is_reported_once(real: dict[int, RowReport]) -> None:
    releases = json.loads(SAMPLE.read_text(encoding="utf-8"))["releases"]
    assert sorted(real) == list(range(1, len(releases) + 1))
    assert all(r.why for r in real.values() if r.verdict != "taken")
    for number, told in enumerate(releases, start=1):
        report = real[number]
        assert (report.verdict == "not_taken") <= (not report.tables)
        if not told.get("awards") and number != 169:  # 169 is the tender of the award in 166
            assert report.verdict == "not_taken"


def test_real_contracts_say_what_the_notice_says(real: dict[int, RowReport]) -> None:
    releases = json.loads(SAMPLE.read_text(encoding="utf-8"))["releases"]
    checked = 0
    for number, report in real.items():
        for contract in report.tables.get("contracts", ()):
            (told,) = releases[number - 1]["awards"]
            period = told["contractPeriod"]
            assert (contract["x_start"], contract["ends"]) == (period["startDate"][:10], period["endDate"][:10])
            first = told["suppliers"][0]["name"] or ""
            assert contract["supplier"].startswith(" ".join(text(first).split()))
            if told["value"]["amount"] > 0:
                assert Decimal(contract["x_value"]) == Decimal(str(told["value"]["amount"]))
            checked += 1
    assert checked == 135


@pytest.mark.parametrize(
    ("number", "verdict", "words"),
    [
        (1, "taken", ""),
        (2, "not_taken", "a tender without an award"),
        (11, "not_taken", "it ended before 2025-03-15: 2025-03-12"),
        (34, "doubt", "same supplier and days"),  # 188,487 and 18,848,731: one award, put right
        (37, "doubt", "same supplier and days"),
        (45, "not_taken", "it is a plan"),
        (62, "doubt", "several suppliers, so it may be a framework or several contracts: 35"),
        (72, "doubt", "an extension already made"),
        (73, "doubt", "no supplier is named"),
        (75, "doubt", "its end holds its extensions already: the text says 24 and 12 months more"),
        (91, "doubt", "no value is known"),
        (105, "taken", "they are merged: release 104"),
        (133, "not_taken", "they are merged: release 130"),
        (169, "taken", "they are merged: release 166"),
        (200, "doubt", "its end holds its extensions already"),
    ],
)
def test_real_releases_that_were_read_by_hand(
    real: dict[int, RowReport], number: int, verdict: str, words: str
) -> None:
    assert real[number].verdict == verdict
    assert words in "; ".join(real[number].why)


def test_real_extensions_are_proposed_and_not_applied(real: dict[int, RowReport]) -> None:
    months = {n: [int(x["months"]) for x in r.proposed] for n, r in real.items() if r.proposed}
    assert months == {
        6: [24], 46: [3], 83: [24], 88: [12, 12], 94: [24], 102: [1], 125: [12, 12], 151: [24], 154: [12], 165: [12],
        172: [12], 182: [12, 12], 187: [12], 189: [12], 198: [12, 12],
    }  # fmt: skip
    assert not any(r.tables.get("extensions") for r in real.values())
    assert all(x["x_extension"] for r in real.values() for x in r.proposed)


def test_later_releases_put_earlier_ones_right(real: dict[int, RowReport]) -> None:
    (contract,) = real[104].tables["contracts"]
    assert contract["x_value"] == "109320"  # 10,932,000 in the release before


# --- where ends hide -------------------------------------------------------------------------------


def test_the_contract_says_it_before_award_lot_and_tender(tmp_path: Path) -> None:
    def period(year: int) -> dict[str, str]:
        return {"startDate": "2025-04-01T00:00:00+01:00", "endDate": f"{year}-03-31T23:59:59+01:00"}

    tender = {"title": "Payroll", "contractPeriod": period(2031), "lots": [{"id": "1", "contractPeriod": period(2030)}]}
    contract = {"id": "c1", "awardID": "a1", "period": period(2028)}
    ends = []
    for left in ("contract", "award", "lot", "tender"):
        held = release(tender=tender, awards=[award(contractPeriod=period(2029))], contracts=[contract])
        if left != "contract":
            contract.pop("period", None)
        if left in ("lot", "tender"):
            held["awards"][0].pop("contractPeriod")
        if left == "tender":
            held["tender"]["lots"][0].pop("contractPeriod")
        (report,) = brought(tmp_path, [held])
        ends.append(report.tables["contracts"][0]["ends"])
        assert ("only the tender says when it ends" in " ".join(report.why)) == (left == "tender")
    assert ends == ["2028-03-31", "2029-03-31", "2030-03-31", "2031-03-31"]


@pytest.mark.parametrize(
    ("period", "ends", "words"),
    [
        ({"startDate": "2025-04-01", "durationInDays": 720}, "2027-03-31", ""),
        ({"startDate": "2025-04-01", "durationInDays": 1440}, "2029-03-31", ""),
        ({"startDate": "2025-04-01", "durationInDays": 1461}, "2029-03-31", ""),
        ({"startDate": "2025-04-01", "durationInMonths": 30}, "2027-09-30", ""),
        ({"startDate": "2025-04-01", "durationInDays": 100}, "2025-06-30", "no whole number of months"),
        ({"durationInDays": 720}, "2027-01-09", "its start is not said, so the day of signature or award is taken"),
        ({"durationInDays": 10**9}, "", "its length cannot be believed"),
        ({}, "", "no end is given"),
        ({"startDate": "2025-04-01", "endDate": "2099-12-31T00:00:00Z"}, "2099-12-31", "it runs more than 25 years"),
        ({"startDate": "2025-04-01", "endDate": "9999-12-31T00:00:00Z"}, "", "its end is a placeholder: 9999-12-31"),
        ({"startDate": "2025-04-01", "endDate": "soon"}, "", "its end is no day: soon"),
        ({"startDate": "2028-04-01", "endDate": "2027-03-31"}, "2027-03-31", "it ends before it starts"),
    ],
)
def test_lengths_and_ends_that_are_hard_to_believe(
    tmp_path: Path, period: dict[str, Any], ends: str, words: str
) -> None:
    report, contract = one(tmp_path, awards=[award(contractPeriod=period)])
    assert contract["ends"] == ends
    assert words in "; ".join(report.why)
    assert report.verdict == ("doubt" if words else "taken")
    derived = [s["mark"] for s in report.tables["sources"] if s["column"] == "ends"]
    assert derived == ([] if not ends else ["derived" if "duration" in str(period) else "sourced"])


@pytest.mark.parametrize(
    ("instant", "meant"),
    [
        ("2028-03-31T23:59:59+01:00", "2028-03-31"),
        ("2028-06-30T23:59:59Z", "2028-06-30"),  # 1 July in London, and not meant
        ("2028-01-01T00:00:00+01:00", "2028-01-01"),  # 31 December in London, and not meant
        ("2028-06-30T23:00:00Z", "2028-07-01"),  # midnight in London, told in UTC
        ("2028-12-31T23:30:00+01:00", "2028-12-31"),
        ("2028-02-29", "2028-02-29"),
        ("2027-02-29", None),
        ("31/03/2028", None),
        (20280331, None),
    ],
)
def test_a_day_is_the_day_that_people_mean(instant: Any, meant: str | None) -> None:
    assert day(instant) == (meant and date.fromisoformat(meant))


# --- extensions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("2 x 12 month extensions", [12, 12]),
        ("Optional 3 years extension.", [36]),
        ("The contract may be extended by two further periods of 12 months each.", [12, 12]),
        ("3+1+1", [12, 12]),
        ("four [4] year with an option to extend for four [4] individual one [1] year periods", [12] * 4),
        ("2 one-year extension options", [12, 12]),
        ("An extension of one year plus one year (a total of two years) is available", [12, 12]),
        ("(24 + 12 + 12 months periods) 24 months with two additional 12 months extension options", [12, 12]),
        ("Extension of 2 years at the discretion of the Council, exercisable in 12 month increments", [12, 12]),
    ],
)
def test_text_about_renewal_becomes_options_with_the_text_kept(tmp_path: Path, said: str, months: list[int]) -> None:
    lot = {"id": "1", "hasRenewal": True, "renewal": {"description": said}}
    report, contract = one(tmp_path, tender={"title": "Payroll", "lots": [lot]})
    assert [int(x["months"]) for x in report.proposed] == months
    assert report.verdict == "doubt"
    assert contract["x_extension"] == said
    assert all(x["of"] == contract["id"] and x["basis"] == "option" for x in report.proposed)
    assert [x["order"] for x in report.proposed] == [str(i + 1) for i in range(len(months))]


def test_a_sum_of_which_no_part_is_the_term_is_all_extensions(tmp_path: Path) -> None:
    lot = {"id": "1", "renewal": {"description": "12 months + 12 months"}}
    report, _ = one(tmp_path, tender={"title": "Payroll", "lots": [lot]})
    assert [x["months"] for x in report.proposed] == ["12", "12"]


def test_renewals_told_in_numbers_need_no_words(tmp_path: Path) -> None:
    renewal = {"maximumRenewals": 2, "period": {"durationInDays": 365}}
    report, _ = one(tmp_path, tender={"title": "Payroll", "lots": [{"id": "1", "renewal": renewal}]})
    assert [x["months"] for x in report.proposed] == ["12", "12"]


def test_a_latest_end_without_text_is_proposed_as_one(tmp_path: Path) -> None:
    period = {"startDate": "2025-04-01", "endDate": "2028-03-31", "maxExtentDate": "2030-03-31T23:59:59+01:00"}
    report, contract = one(tmp_path, awards=[award(contractPeriod=period)])
    assert [x["months"] for x in report.proposed] == ["24"]
    assert contract["x_max_end"] == "2030-03-31"
    assert "how extensions split up to it is not" in "; ".join(report.why)


def test_renewal_without_words_is_a_doubt(tmp_path: Path) -> None:
    report, _ = one(tmp_path, tender={"title": "Payroll", "lots": [{"id": "1", "hasRenewal": True}]})
    assert report.why == ("it can be renewed, how is not said",)
    assert not report.proposed


@pytest.mark.parametrize(
    "words",
    [
        "A camera with 16GB memory with memory segmentation option, and 2 years of support",
        "Renewable technology for 3 years",
        "Works under NEC3 Contract Option A for 12 months",
        "Options appraisal over 6 weeks",
    ],
)
def test_words_that_only_sound_like_extensions_say_nothing(words: str) -> None:
    assert of_text(words) == of_text("")


# --- Find a Tender ---------------------------------------------------------------------------------------


def test_award_then_contract_details_of_a_tender_in_lots(tmp_path: Path) -> None:
    lots = [
        {"id": "1", "title": "Payroll bureau", "hasRenewal": True, "renewal": {"description": "2 x 12 months"}},
        {"id": "2", "title": "Finance software"},
    ]
    tender = {
        "id": "ocds-h6vhtk-1", "title": "Back office", "lots": lots, "legalBasis": {"id": "2023/54", "scheme": "UKPGA"},
        "procurementMethodDetails": "Competitive flexible procedure",
    }  # fmt: skip
    awards = [
        {"id": str(i), "title": "Back office", "status": "pending", "date": "2026-03-02T09:30:00Z",
         "relatedLots": [str(i)], "suppliers": [{"id": "GB-PPON-1", "name": f"Supplier {i}"}],
         "value": {"amountGross": 144_000, "amount": 120_000}}
        for i in (1, 2)
    ]  # fmt: skip
    told = release(ocid="ocds-h6vhtk-1", tag=["award"], tender=tender, awards=awards)
    details = {
        "ocid": "ocds-h6vhtk-1", "id": "028961-2026", "date": "2026-04-10T14:00:00+01:00", "tag": ["contract"],
        "contracts": [
            {"id": "c1", "awardID": "1", "status": "active", "dateSigned": "2026-03-20T00:00:00Z",
             "value": {"amount": 120_000, "currency": "GBP"},
             "period": {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2029-03-31T23:59:59+01:00",
                        "maxExtentDate": "2031-03-31T23:59:59+01:00"}},
        ],
    }  # fmt: skip
    awarded, contracted = brought(tmp_path, {"releases": [told, details]})
    (contract,) = contracted.tables["contracts"]
    assert (contract["title"], contract["supplier"]) == ("Back office: Payroll bureau", "Supplier 1")
    assert (contract["x_start"], contract["ends"], contract["x_max_end"]) == ("2026-04-01", "2029-03-31", "2031-03-31")
    assert contract["regime"] == "Procurement Act 2023"
    assert [x["months"] for x in contracted.proposed] == ["12", "12"]
    (other,) = awarded.tables["contracts"]
    assert (other["title"], other["supplier"], other["ends"]) == ("Back office: Finance software", "Supplier 2", "")
    assert {"the award is pending", "no end is given"} <= set(awarded.why)


@pytest.mark.parametrize(("related", "doubt"), [([], True), ([{"relationship": ["framework"]}], False)])
def test_a_framework_is_told_from_a_call_off(tmp_path: Path, related: list[dict[str, Any]], doubt: bool) -> None:
    tender = {
        "title": "Payroll",
        "techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"method": "open"}},
    }
    report, _ = one(tmp_path, tender=tender, relatedProcesses=related)
    assert ("it lets a framework" in "; ".join(report.why)) is doubt


# --- merging ------------------------------------------------------------------------------------------


def test_deltas_are_merged_by_id_whatever_their_order(tmp_path: Path) -> None:
    change = {
        "ocid": "ocds-b5fd17-1",
        "date": "2026-05-01T10:00:00+01:00",
        "tag": ["contractAmendment"],
        "awards": [{"id": "a1", "contractPeriod": {"endDate": "2029-03-31T23:59:59+01:00"}}],
    }
    newest, oldest = brought(tmp_path, {"releases": [change, release()]})
    (contract,) = newest.tables["contracts"]
    assert (contract["ends"], contract["supplier"], contract["x_start"]) == ("2029-03-31", "Old Co", "2025-04-01")
    assert "the release has no id" in newest.why
    assert (oldest.verdict, oldest.tables) == ("taken", {})
    assert "they are merged: release 1" in oldest.why[0]


def test_merging_takes_away_what_is_null_and_replaces_lists_without_ids() -> None:
    older = {"a": {"b": 1, "c": 2}, "items": [{"id": "1", "x": 1}, {"id": 2}], "tags": ["x"], "loose": [{"y": 1}]}
    newer = {"a": {"b": None, "d": 3}, "items": [{"id": 2, "z": 5}, {"id": "3"}], "tags": ["y"], "loose": [{"y": 2}]}
    assert merged(older, newer) == {
        "a": {"c": 2, "d": 3},
        "items": [{"id": "1", "x": 1}, {"id": 2, "z": 5}, {"id": "3"}],
        "tags": ["y"],
        "loose": [{"y": 2}],
    }


def test_several_awards_are_several_contracts_each_with_the_release_that_told_it(tmp_path: Path) -> None:
    second = award(id="a2", suppliers=[{"name": "New Co"}])
    gone = award(id="a3", status="cancelled")
    first_told, then_told = brought(
        tmp_path, [release(), release(id="r2", date="2025-03-01T00:00:00Z", awards=[second, gone])]
    )
    assert [c["supplier"] for c in first_told.tables["contracts"]] == ["Old Co"]
    assert [c["supplier"] for c in then_told.tables["contracts"]] == ["New Co"]
    assert "the award is cancelled" in then_told.why
    ids = [c["id"] for r in (first_told, then_told) for c in r.tables["contracts"]]
    assert len(set(ids)) == 2


def test_a_record_counts_as_its_compiled_release(tmp_path: Path) -> None:
    compiled = {"ocid": "o", "compiledRelease": release(ocid="o"), "releases": [{"url": "https://x", "tag": ["award"]}]}
    embedded = {"ocid": "p", "releases": [release(ocid="p"), {**release(ocid="p", id="r2"), "date": "2026-01-01"}]}
    linked = {"ocid": "q", "releases": [{"url": "https://x", "date": "2026-01-01", "tag": ["award"]}]}
    reports = brought(tmp_path, {"version": "1.1", "records": [compiled, embedded, linked]})
    assert [(r.place, r.verdict, len(r.tables.get("contracts", ()))) for r in reports] == [
        ("record 1", "taken", 1),
        ("record 2, release 1", "taken", 0),
        ("record 2, release 2", "taken", 1),
        ("record 3", "not_taken", 0),
    ]


# --- forms ---------------------------------------------------------------------------------------------

PACKAGE = json.dumps({"uri": "x", "releases": [release(), release(ocid="ocds-b5fd17-2")], "version": "1.1"}).encode()
ARRAY = json.dumps([release(), release(ocid="ocds-b5fd17-2")]).encode()
LINES = b"\n".join(json.dumps(release(ocid=f"ocds-b5fd17-{i}")).encode() for i in (1, 2))
PACKAGES = b"\n".join(json.dumps({"releases": [release(ocid=f"o{i}")]}).encode() for i in (1, 2))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PACKAGE, "in.json"),
        (b"\xef\xbb\xbf" + PACKAGE, "in.json"),
        (ARRAY, "in.json"),
        (LINES, "in.json"),
        (LINES, "in.jsonl"),
        (PACKAGES, "in.json"),
        (PACKAGES, "in.ndjson"),
        (gzip.compress(PACKAGE), "in.json.gz"),
        (gzip.compress(LINES), "in.jsonl.gz"),
        (json.dumps([{"releases": [release()]}, {"releases": [release(ocid="o2")]}]).encode(), "in.json"),
    ],
)
def test_every_form_gives_the_same_contracts(tmp_path: Path, data: bytes, name: str) -> None:
    reports = brought(tmp_path, data, name)
    assert [r.verdict for r in reports] == ["taken", "taken"]
    assert [c["cost"] for r in reports for c in r.tables["contracts"]] == ["10000", "10000"]


def test_a_lone_release_is_read(tmp_path: Path) -> None:
    (report,) = brought(tmp_path, release())
    assert report.verdict == "taken"


def test_a_bad_line_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    lines = json.dumps(release()).encode() + b'\n{"ocid": \n\n[1]\n' + json.dumps(release(ocid="o")).encode()
    reports = brought(tmp_path, lines, "in.jsonl")
    assert [(r.place, r.verdict) for r in reports] == [
        ("line 1", "taken"),
        ("line 2", "not_taken"),
        ("line 4", "not_taken"),
        ("line 5", "taken"),
    ]


# --- what publishers get wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        ({"id": None}, "taken", "the release has no id"),
        ({"ocid": None}, "taken", "it has no ocid"),
        ({"date": "yesterday"}, "taken", "the release has no date"),
        ({"buyer": {"id": []}, "buyerID": [], "statusDetails": None}, "doubt", "no buyer is named"),
        ({"buyer": {"id": "p"}, "parties": [{"id": "p", "name": "Council", "roles": ["buyer"]}]}, "taken", ""),
        ({"tender": None}, "taken", ""),
        ({"tender": []}, "taken", ""),
        ({"awards": [award(suppliers=[])]}, "doubt", "no supplier is named"),
        ({"awards": [award(value={"amountGross": 0, "currency": "GBP"})]}, "doubt", "a value of 0 or less is given"),
        ({"awards": [award(value={"amountGross": 120, "currency": "GBP"})]}, "doubt", "only its value with VAT"),
        ({"awards": [award(value={"amount": "n/a"})]}, "doubt", "its value cannot be believed: n/a"),
        ({"awards": [award(value={"amount": 5000, "currency": "EUR"})]}, "doubt", "not in pounds: 5000 EUR"),
        ({"awards": [award(status="pending")]}, "doubt", "the award is pending"),
        ({"awards": [award(status="unsuccessful")]}, "not_taken", "the award is unsuccessful"),
        ({"awards": [None, 7, "x"]}, "not_taken", "a tender without an award"),
        ({"awards": None, "tender": {"title": "x", "status": "cancelled"}}, "not_taken", "the tender is cancelled"),
    ],
)
def test_faults_are_tolerated_and_listed(tmp_path: Path, change: dict[str, Any], verdict: str, words: str) -> None:
    (report,) = brought(tmp_path, [release(**change)])
    assert report.verdict == verdict
    assert words in "; ".join(report.why)


def test_numbers_that_are_no_json_or_no_money(tmp_path: Path) -> None:
    text_ = json.dumps({"releases": [release()]}).replace("360000", "1e9999")
    (report,) = brought(tmp_path, text_.encode())
    assert "its value cannot be believed: 1E+9999" in report.why
    zeros = json.dumps({"releases": [release(tender={"title": "x", "value": {"amount": 777, "c": 1}})]})
    (report,) = brought(tmp_path, zeros.replace('"amount": 777', '"amount": 000').encode())
    assert report.verdict == "taken"


def test_line_ends_and_letters_that_a_portal_broke_are_mended() -> None:
    assert text("for the companyrnrnAdditional information:rnThis is £5") == (
        "for the company\nAdditional information:\nThis is £5"
    )
    assert text("an RN nurse in northern Kernow; value Â£5, framework.â€¯ End") == (
        "an RN nurse in northern Kernow; value £5, framework.\u202f End"
    )
    assert text("<p>Payroll</p>") == "Payroll"


@pytest.mark.parametrize(
    ("ocid", "basis", "regime"),
    [
        ("ocds-h6vhtk-1", {"id": "2023/54", "scheme": "UKPGA"}, "Procurement Act 2023"),
        ("ocds-h6vhtk-1", {"id": "32014L0024", "scheme": "CELEX"}, "Public Contracts Regulations 2015"),
        ("ocds-r6ebe6-1", {"id": "32014L0024", "scheme": "CELEX"}, "Public Contracts (Scotland) Regulations 2015"),
        ("ocds-h6vhtk-1", {"id": "32014L0025", "scheme": "CELEX"}, "CELEX 32014L0025"),
    ],
)
def test_the_regime_is_kept(tmp_path: Path, ocid: str, basis: dict[str, str], regime: str) -> None:
    _, contract = one(tmp_path, ocid=ocid, tender={"title": "Payroll", "legalBasis": basis})
    assert contract["regime"] == regime


# --- filters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "kept"),
    [
        ({"buyers": ("ministry",)}, True),
        ({"buyers": ("council",)}, False),
        ({"cpvs": ("4845",)}, True),
        ({"cpvs": ("72",)}, False),
        ({"texts": ("PAYROLL",)}, True),
        ({"texts": ("old co",)}, True),
        ({"texts": ("finance",)}, False),
        ({"min_value": Decimal(360_000)}, True),
        ({"min_value": Decimal(360_001)}, False),
        ({"as_of": date(2028, 3, 31)}, True),
        ({"as_of": date(2028, 4, 1)}, False),
        ({"as_of": date(2028, 4, 1), "ended": True}, True),
    ],
)
def test_filters(tmp_path: Path, wishes: dict[str, Any], kept: bool) -> None:
    (report,) = brought(tmp_path, [release()], **wishes)
    assert (report.verdict != "not_taken") is kept
    assert kept or report.why


# --- harm --------------------------------------------------------------------------------------------


def _refused(tmp_path: Path, data: bytes, name: str = "in.json") -> str:
    with pytest.raises(InputError) as caught:
        brought(tmp_path, data, name)
    return str(caught.value)


def test_files_made_to_do_harm_are_refused(tmp_path: Path) -> None:
    deep = b'{"releases":[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}"
    assert "nested more than 60 deep" in _refused(tmp_path, deep)
    cut = gzip.compress(PACKAGE)[:-40]
    assert "ends in the middle" in _refused(tmp_path, cut, "in.json.gz")
    assert "no whole JSON" in _refused(tmp_path, PACKAGE[:-30])
    assert "behind release 1" in _refused(tmp_path, PACKAGE[:-30])
    assert "no whole JSON" in _refused(tmp_path, b"<html>too many requests</html>")
    assert "no whole JSON" in _refused(tmp_path, b"")
    assert "no release" in _refused(tmp_path, b'{"releases": []}')
    assert "cannot be read" in _refused(tmp_path, b"\x1f\x8b" + b"x" * 100, "in.gz")
    with pytest.raises(InputError, match="cannot be read"):
        ocds.bring([tmp_path / "missing.json"], Wishes())


def test_what_expands_without_end_is_refused(tmp_path: Path) -> None:
    inside = b'{"releases":[{"id":"' + b"x" * (18 * 2**20)
    assert "16 MB without one whole release" in _refused(tmp_path, gzip.compress(inside, 1), "in.json.gz")
    many = b"[" + b'{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},' * 8
    spaced = many + (b" " * 2**20 + b"{},") * 20
    assert "expands to more than 200 times" in _refused(tmp_path, gzip.compress(spaced, 9), "in.json.gz")


GENERATED = """
import json, re, sys
from pathlib import Path
from calloff_data.importing import Wishes, ocds
count, path = int(sys.argv[1]), Path(sys.argv[2])
award = {"id": "a", "suppliers": [{"name": "S"}], "value": {"amount": 9000},
         "contractPeriod": {"startDate": "2025-01-01", "endDate": "2027-12-31"}}
with path.open("w") as file:
    file.write('{"releases": [')
    for i in range(count):
        held = {"ocid": f"o{i // 2}", "id": f"r{i}", "date": f"2025-01-{1 + i % 28:02}", "buyer": {"name": "B"},
                "tender": {"title": f"Thing {i // 2}", "description": "x" * 500}}
        if i % 20 == 0:
            held["awards"] = [award]
        file.write(("," if i else "") + json.dumps(held))
    file.write("]}")
rows = sum(1 for _ in ocds.bring([path], Wishes()).rows)
# not ru_maxrss: that of a child is at least its parent's
print(rows, re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_number_of_releases(tmp_path: Path) -> None:
    paths = os.pathsep.join(str(ROOT / part) for part in ("scheduler", "data"))
    used = {}
    for count in (500, 20_000):
        done = subprocess.run(
            [sys.executable, "-c", GENERATED, str(count), str(tmp_path / "many.json")],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        rows, peak = map(int, done.stdout.split())
        assert rows == count
        used[count] = peak
    assert (tmp_path / "many.json").stat().st_size > 10 * 2**20
    assert used[20_000] - used[500] < 8 * 2**10, "KiB of RSS; the file has over 10 MiB"


# --- on the command line -----------------------------------------------------------------------------


def test_the_command_writes_rows_and_a_line_for_every_release(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    harmful = release(ocid="o2", tender={"title": '=HYPERLINK("http://x")', "description": "<script>"})
    path.write_text(json.dumps([release(), harmful, release(ocid="o3", awards=None)]), encoding="utf-8")
    done = run("import", "ocds", path, "--to", tmp_path / "out", "--buyer", "ministry")
    assert done.code == 0, done.err
    with (tmp_path / "out" / "import-report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["verdict"] for r in rows] == ["taken", "taken", "not_taken"]
    with (tmp_path / "out" / "contracts.csv").open(encoding="utf-8", newline="") as file:
        contracts = list(csv.DictReader(file))
    assert contracts[0]["x_ocid"] == "ocds-b5fd17-1"
    assert contracts[1]["title"].startswith("'=")
    assert contracts[0]["x_buyer"] == "Ministry A"


def test_the_command_refuses_a_broken_file_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(PACKAGE[:-30])
    done = run("import", "ocds", path, "--to", tmp_path / "out")
    assert done.code == 3
    assert "in.json" in done.err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
