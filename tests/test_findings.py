"""Each kind of finding: found where it should be, at its row and column, and not where it should not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from calloff.errors import Fault
from calloff.findings import findings
from calloff.programme import Programme
from calloff_data.read import read
from calloff_data.statutory import rulebook
from overlays import HERE, changed, write_json


def _set(path: str, to: object) -> dict[str, Any]:
    return {"set": path, "to": to}


def _add(table: str, row: dict[str, Any]) -> dict[str, Any]:
    return {"add": table, "row": row}


def _found(programme: Programme) -> list[Fault]:
    return findings(programme, rulebook(programme))


def _find(changes: list[dict[str, Any]], folder: Path) -> list[Fault]:
    return _found(read(write_json(changed(changes), folder / "programme.json")))


def _at(found: list[Fault], table: str, row: str, column: str) -> list[str]:
    return [f"{f.problem}; {f.wanted}" for f in found if (f.table, f.row, f.column) == (table, row, column)]


AWARDED = [
    _set("pins/0", {"item": "buy-e", "milestone": "award", "date": "2026-02-28", "kind": "actual"}),
    _add("pins", {"item": "buy-e", "milestone": "gtm", "date": "2026-02-01", "kind": "actual"}),
]
"""buy-e was awarded on 28 February 2026 and has a mobilisation of two months left."""

ASSUMED = {"table": "systems", "row": "sys-1", "column": "risk_cost", "mark": "assumed"}

CASES = [
    pytest.param(
        [_set("contracts/con-1/ends", None), _set("extensions", [])],
        ("contracts", "con-1", "ends"),
        "no end",
        id="open",
    ),
    pytest.param(
        [_set("contracts/con-2/ends", "2026-03-31")], ("contracts", "con-2", "ends"), "is over", id="ended-at-now"
    ),
    # framework 2 + 1.5 + 0.5 + 2 = 6 slots from 2026-04-01, onboarding 2.5 rounded up, parallel run 1: 2027-02-01
    pytest.param(
        [_set("contracts/con-1/ends", "2026-12-31")],
        ("contracts", "con-1", "ends"),
        "min-a cannot leave sys-1 before 2027-01-31, 1 month after the cover agreed ends (2026-12-31); extensions not "
        "yet agreed: 12 months by option, 6 months by modification or direct award",
        id="short-by-a-month",
    ),
    pytest.param(
        [_set("contracts/con-1/ends", "2026-12-31"), _set("extensions", [])],
        ("contracts", "con-1", "ends"),
        "no plan avoids a gap",
        id="short-without-extension",
    ),
    pytest.param([], ("contracts", "con-2", "ends"), "min-d does not join and stays on sys-2", id="kept"),
    pytest.param(
        [_set("extensions/0/notice", 34)], ("extensions", "con-1/1", "notice"), "notice day was 2026-02-28", id="notice"
    ),
    pytest.param(
        [_set("contracts/con-2/systems", ["sys-2"])], ("systems", "sys-4", "id"), "no contract carries", id="uncarried"
    ),
    pytest.param(
        [_add("suppliers", {"id": "idle"})], ("suppliers", "idle", "id"), "no procurement may use", id="idle-supplier"
    ),
    # one at once: 3 + 2 onboarding slots after 2 of mobilisation
    pytest.param(
        [_set("terms/1/months", 6), _set("pins/2/term", 6)],
        ("lots", "lot-n-int", "delivers"),
        "(6 months) leaves 6 months, but the shortest delivery takes 7 months",
        id="short-delivery",
    ),
    # awarded: the contract runs to 2026-06-28, so to boundary 2026-06-01, 2 from now; onboarding alone takes 3
    pytest.param(
        [
            *AWARDED,
            _add("terms", {"route": "framework", "lot": "lot-e", "months": 4}),
            _set("departments/min-e/onboarding", 3),
        ],
        ("lots", "lot-e", "delivers"),
        "leaves 2 months, but the shortest delivery takes 3 months",
        id="short-delivery-after-award",
    ),
    pytest.param(
        [
            _add("terms", {"route": "bare", "lot": "lot-s", "months": 12}),
            _add("routes", {"id": "bare"}),
            _add("phases", {"route": "bare", "id": "all", "order": 1, "duration": 1}),
            _set("procurements/buy-n/routes", ["framework", "own", "bare"]),
        ],
        ("lots", "lot-n-soft", "id"),
        "route bare has no terms",
        id="lets-nothing",
    ),
    pytest.param([], ("procurements", "help-e", "suppliers"), "no supplier is named", id="market"),
    pytest.param(
        [_add("pins", {"item": "min-d", "milestone": "live", "date": "2028-01-01", "kind": "latest"})],
        ("pins", "min-d/1/live/latest", "item"),
        "does not join",
        id="pin-of-who-stays",
    ),
    pytest.param(
        [*AWARDED, _add("pins", {"item": "buy-e", "milestone": "gtm", "date": "2026-05-01", "kind": "agreed"})],
        ("pins", "buy-e/1/gtm/agreed", "kind"),
        "gtm of buy-e is history",
        id="overtaken-pin",
    ),
    pytest.param(
        [_set("phases/5/duration", 0.8)],
        ("phases", "own//tender", "duration"),
        "about 24 days; PA2023 asks for 25",
        id="short-tender",
    ),
    pytest.param(
        [_set("routes/own/regime", "public contracts regulations 2015"), _set("phases/5/duration", 0.9)],
        ("phases", "own//tender", "duration"),
        "about 27 days; PCR2015 asks for 30",
        id="short-tender-by-the-regulations",
    ),
    pytest.param(
        [],
        ("extensions", "con-1/2", "months"),
        "a term of 60 months or more; the start is not given",
        id="modification",
    ),
    pytest.param(
        [
            _set("extensions/2/extra_cost", 1000),
            _set("funding/0", {"from": "2028-07-01", "to": "2029-06-30", "approved": 11999}),
        ],
        ("funding", "2028-07-01/2029-06-30/", "approved"),
        "at least 12000 surely falls",
        id="thin-funding-for-an-agreed-extension",
    ),
    pytest.param(
        [_set("funding/0", {"from": "2026-04-01", "to": "2031-12-31", "approved": 99999, "covers": ["onboarding"]})],
        ("funding", "2026-04-01/2031-12-31/onboarding", "approved"),
        "at least 100000 surely falls",
        id="thin-funding-for-onboarding",
    ),
    pytest.param(
        [_add("sources", {**ASSUMED, "low": 1, "citation": "Guess."})],
        ("systems", "sys-1", "risk_cost"),
        "without low and high: 1",
        id="no-range",
    ),
    pytest.param(
        [_add("sources", {**ASSUMED, "low": 1, "high": 9000})],
        ("systems", "sys-1", "risk_cost"),
        "without a reason: 1",
        id="no-reason",
    ),
    pytest.param(
        [_set("sources/0/high", 950)], ("departments", "min-a", "users"), "outside 900 to 950", id="out-of-range"
    ),
    pytest.param([], ("procurements", "*", "one_off_cost, value"), "without a row in sources: 2", id="unsourced"),
]

QUIET = [
    pytest.param(
        [_set("contracts/con-2/ends", "2026-04-30")], ("contracts", "con-2", "ends"), "is over", id="not-over"
    ),
    pytest.param([_set("contracts/con-1/ends", "2027-01-31")], ("contracts", "con-1", "ends"), "cannot", id="in-time"),
    pytest.param([_set("extensions/0/notice", 33)], ("extensions", "con-1/1", "notice"), "notice", id="notice-today"),
    pytest.param(
        [_set("terms/1/months", 7), _set("pins/2/term", 7)], ("lots", "lot-n-int", "delivers"), "leaves", id="fits"
    ),
    pytest.param([_set("phases/5/duration", 0.9)], ("phases", "own//tender", "duration"), "days", id="long-enough"),
    pytest.param([_set("phases/1/duration", 0.1)], ("phases", "framework//tender", "duration"), "days", id="call-off"),
    pytest.param(
        [
            _set("extensions/2/extra_cost", 1000),
            _set("funding/0", {"from": "2028-07-01", "to": "2029-06-30", "approved": 12000}),
        ],
        ("funding", "2028-07-01/2029-06-30/", "approved"),
        "surely",
        id="funding-suffices",
    ),
    pytest.param(
        [_set("funding/0", {"from": "2026-04-01", "to": "2031-08-31", "approved": 0, "covers": ["onboarding"]})],
        ("funding", "2026-04-01/2031-08-31/onboarding", "approved"),
        "surely",
        id="onboarding-may-fall-later",
    ),
]


@pytest.mark.parametrize(("changes", "place", "words"), CASES)
def test_finding_is_made(
    changes: list[dict[str, Any]], place: tuple[str, str, str], words: str, tmp_path: Path
) -> None:
    found = _find(changes, tmp_path)
    assert any(words in text for text in _at(found, *place)), "\n".join(map(str, found))


@pytest.mark.parametrize(("changes", "place", "words"), QUIET)
def test_finding_is_not_made(
    changes: list[dict[str, Any]], place: tuple[str, str, str], words: str, tmp_path: Path
) -> None:
    assert not any(words in text for text in _at(_find(changes, tmp_path), *place))


def test_the_act_is_not_cited_before_it_was_in_force() -> None:
    assert not any("Act 2023" in str(f) for f in _found(read("whitehall-2022")))


def test_every_finding_says_where_and_why() -> None:
    for finding in _found(read(HERE / "base.json")):
        assert all((finding.table, finding.row, finding.column, finding.problem, finding.wanted))
