"""When vendors end their support: suggested where a product matches and no day is given, never applied."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calloff.findings import findings
from calloff.findings.support import matches, words_of
from calloff.identity import content_hash
from calloff_data.read import read
from calloff_data.support import support_dates
from overlays import changed, write_json
from running import Run

ROWS = support_dates()


def found(product: str) -> list[str]:
    return [row.product for row in matches(product, ROWS)]


def test_every_row_has_a_source_a_day_and_a_phase() -> None:
    assert 15 <= len(ROWS) <= 45
    for row in ROWS:
        assert row.source.startswith("https://")
        assert row.grade in ("A", "B")
        assert row.phase
        assert row.families
        assert date(2018, 1, 1) <= row.as_of <= date(2026, 11, 30)
        assert date(2010, 1, 1) <= row.until <= date(2040, 12, 31)
    assert len({(row.product, row.phase) for row in ROWS}) == len(ROWS)


def test_no_two_families_claim_the_same_name() -> None:
    claims: dict[str, set[tuple[str, ...]]] = {}
    for row in ROWS:
        for family in row.families:
            claims.setdefault(" ".join(words_of(family)), set()).add(row.families)
    assert [name for name, groups in claims.items() if len(groups) > 1] == []


def test_every_row_is_found_by_its_own_name() -> None:
    for row in ROWS:
        name = f"{row.families[0]} {row.versions[0] if row.versions else ''}"
        assert row.product in found(name), name


@pytest.mark.parametrize(
    ("product", "wanted"),
    [
        ("Oracle E-Business Suite R12.2.6, run by SSCL", ["Oracle E-Business Suite 12.2"]),
        ("Oracle E-Business Suite R12, run by SSCL", ["Oracle E-Business Suite 12.2"]),
        ("ORACLE EBS 11i", ["Oracle E-Business Suite 11.5.10"]),
        ("SAP ECC 6.0 EHP 7", ["SAP ERP 6.0 (ECC), enhancement packages 6 to 8"] * 2),
        ("SAP ERP 6.0 EhP4, on premises", ["SAP ERP 6.0 (ECC), enhancement packages 0 to 5"]),
        ("Microsoft Dynamics AX 2012 R3", ["Microsoft Dynamics AX 2012 R3"]),
        ("Dynamics AX 2012", ["Microsoft Dynamics AX 2012"]),
        ("Siebel 8.1", ["Oracle Siebel CRM"]),
        ("Unit4 ERP (on-premises)", ["Unit4 ERP, on premises"]),
        ("Payroll on SQL Server 2016", ["Microsoft SQL Server 2016"]),
    ],
)
def test_a_product_is_matched_with_its_version(product: str, wanted: list[str]) -> None:
    assert found(product) == wanted


def test_without_a_version_every_one_of_the_family_is_named() -> None:
    assert set(found("SAP ECC 6.0, on premises")) == {
        "SAP ERP 6.0 (ECC), enhancement packages 0 to 5",
        "SAP ERP 6.0 (ECC), enhancement packages 6 to 8",
    }
    assert len(set(found("Microsoft SQL Server"))) == 5


@pytest.mark.parametrize(
    "product",
    [
        "", "SAP", "SAP, run by arvato", "Oracle, on premises and cloud", "Oracle Fusion, cloud", "Workday, cloud",
        "Microsoft", "iTrent and Integra", "Payroll 9, on own servers", "Oracle E-Business Suite 9",
        "Dynamics NAV 2035", "SAP S/4HANA, cloud", "Unit4 ERP, cloud", "Oracle Database 12", "a" * 10_000,
        "=HYPERLINK(1)",
    ],
)  # fmt: skip
def test_what_is_not_sure_matches_nothing_or_only_what_it_may_be(product: str) -> None:
    allowed = {"Oracle Database 12": {"Oracle Database 12.1"}}
    assert set(found(product)) == allowed.get(product, set())


def with_product(product: str, **more: Any) -> list[dict[str, Any]]:
    cells = {"product": product, **more}
    return [{"set": f"systems/sys-3/{column}", "to": value} for column, value in cells.items()]


def test_a_finding_names_the_system_the_day_its_source_and_that_nothing_is_applied(tmp_path: Path) -> None:
    programme = read(write_json(changed(with_product("SAP ECC 6.0 EHP 8")), tmp_path / "p.json"))
    (fault,) = [f for f in findings(programme, support=ROWS) if f.column == "support_end"]
    assert (fault.table, fault.row) == ("systems", "sys-3")
    for word in ("2027-12-31", "2030-12-31", "as of 2021-11-27", "https://pages.community.sap.com"):
        assert word in fault.problem
    assert "never filled in by itself" in fault.wanted
    assert programme.system["sys-3"].support_end is None
    assert findings(programme) == [f for f in findings(programme, support=ROWS) if f.column != "support_end"]


def test_a_day_that_is_given_is_left_alone(tmp_path: Path) -> None:
    given = with_product("SAP ECC 6.0 EHP 8", support_end="2026-12-31")
    programme = read(write_json(changed(given), tmp_path / "p.json"))
    assert not [f for f in findings(programme, support=ROWS) if f.column == "support_end"]


def test_the_command_suggests_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = write_json(changed(with_product("Oracle E-Business Suite 12.2")), tmp_path / "p.json")
    before = content_hash(read(path))
    ran = run("validate", path)
    assert ran.code == 0
    assert "Premier Support to 2037-12-31 (https://www.elevatiq.com" in ran.out
    assert content_hash(read(path)) == before
