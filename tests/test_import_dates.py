"""A cluster's own plan in: what it means, what is done, what is not reported."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from calloff_data.read import read
from running import Run

Imported = tuple[dict[str, dict[str, str]], dict[str, dict[str, str]], str]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def task(number: int, name: str, level: int, start: str, finish: str, done: int = 0, more: str = "") -> str:
    return (
        f"<Task><UID>{number}</UID><ID>{number}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Start>{start}T09:00:00</Start><Finish>{finish}T17:00:00</Finish><PercentComplete>{done}</PercentComplete>"
        f"{more}<Baseline><Start>2001-01-01T09:00:00</Start></Baseline></Task>"
    )


def project(tasks: str, head: str = "<StatusDate>2025-12-20T17:00:00</StatusDate>") -> str:
    space = "http://schemas.microsoft.com/project"
    return f'<?xml version="1.0"?><Project xmlns="{space}"><Title>Coast</Title>{head}<Tasks>{tasks}</Tasks></Project>'


COAST = (
    task(0, "Coast", 0, "2025-01-01", "2029-01-01")
    + task(1, "Coast: one service", 1, "2025-09-01", "2028-12-31", 20)
    + task(2, "Preparation", 2, "2025-09-01", "2025-11-28", 100, "<ActualFinish>2025-11-28T17:00:00</ActualFinish>")
    + task(3, "Issue ITT", 2, "2026-03-02", "2026-03-06")
    + task(4, "Contrct awrd", 2, "2026-09-30", "2026-09-30")
    + task(5, "Standstill", 2, "2025-10-01", "2025-11-01")
    + task(6, "Ports go-live", 1, "2027-12-01", "2028-02-01")
    + task(7, "Christmas party", 1, "2026-12-18", "2026-12-18")
    + task(8, "North: software and integrator award", 1, "2026-11-02", "2026-11-30")
)


@pytest.fixture
def bring(run: Run, tmp_path: Path) -> Callable[..., Imported]:
    """Imports dates into the starter programme: the report by title, the pins by item and milestone, what was said."""

    def here(name: str, text: str, *words: object, to: str = "out", programme: object = "starter") -> Imported:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        told = run("import", "dates", file, "--programme", programme, "--to", tmp_path / to, *words)
        assert told.code == 0, told.err
        rows = {row["title"]: row for row in table(tmp_path / to / "import-report.csv")}
        pins = {f"{row['item']} {row['milestone']}": row for row in table(tmp_path / to / "pins.csv")}
        return rows, pins, told.out

    return here


def test_a_project_becomes_pins_and_the_programme_stays_right(
    bring: Callable[..., Imported], tmp_path: Path, run: Run
) -> None:
    rows, pins, told = bring("plan.xml", project(COAST))
    assert {name: (p["date"], p["kind"], p["reported"]) for name, p in pins.items()} == {
        "coast-buy gtm": ("2026-03-02", "agreed", "2025-12-20"),
        "coast-buy prepare": ("2025-11-28", "actual", "2025-12-20"),
        "coast-buy award": ("2026-09-30", "agreed", "2025-12-20"),
        "ports live": ("2028-02-01", "agreed", "2025-12-20"),
        "north-buy award": ("2026-11-30", "agreed", "2025-12-20"),
    }
    assert len(rows) == 8
    assert rows["Coast: one service > Contrct awrd"]["verdict"] == "doubt"
    assert "92 % coast-buy award" in rows["Coast: one service > Contrct awrd"]["why"]
    assert "its day is past, and it is not said to be done" in rows["Coast: one service > Standstill"]["why"]
    assert "like no milestone" in rows["Christmas party"]["why"]
    assert "south-buy gtm: never" in told
    assert "coast-buy gtm: never" not in told
    against = rows["Coast: one service > Issue ITT"]["why"]
    assert against == "the programme's pin says otherwise, and one must give way: earliest 2026-10-01"
    held = (tmp_path / "out" / "pins.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "out" / "pins.csv").write_text("".join(x for x in held if "earliest" not in x), encoding="utf-8")
    assert run("validate", tmp_path / "out").code == 0


def test_a_later_report_takes_the_place_of_the_earlier(bring: Callable[..., Imported], tmp_path: Path) -> None:
    first = "Milestone,Date\nNorth award,30/09/2026\nRoads go-live,31/03/2028\n"
    bring("a.csv", first, "--reported", "2026-02-01")
    again = "Milestone,Date\nNorth award,31/10/2026\n"
    _, pins, told = bring("b.csv", again, "--reported", "2026-03-01", to="second", programme=tmp_path / "out")
    assert (pins["north-buy award"]["date"], pins["north-buy award"]["reported"]) == ("2026-10-31", "2026-03-01")
    assert len([row for row in table(tmp_path / "second" / "pins.csv") if row["item"] == "north-buy"]) == 1
    assert "roads live: last on 2026-02-01" in told
    sources = [row for row in table(tmp_path / "second" / "sources.csv") if row["row"] == "north-buy/1/award/agreed"]
    assert [row["citation"] for row in sources] == ["b.csv, line 2: North award"]
    assert {str(pin.date) for pin in read(tmp_path / "second").pins if pin.item == "north-buy"} == {"2026-10-31"}
    stale, _, _ = bring("c.csv", first, "--reported", "2026-01-01", to="third", programme=tmp_path / "second")
    assert "a newer report: of 2026-03-01" in stale["North award"]["why"]


def test_a_sheet_without_headings_and_dates_of_the_past(bring: Callable[..., Imported], tmp_path: Path) -> None:
    text = "Preparation of Coast complete,28/11/2025\nPorts go-live,Q2 2028/29\nCoast GTM,TBC\n"
    rows, pins, _ = bring("coast.csv", text, "--earliest")
    assert (pins["coast-buy prepare"]["kind"], pins["coast-buy prepare"]["date"]) == ("actual", "2025-11-28")
    assert "taken to have happened" in rows["Preparation of Coast complete"]["why"]
    assert (pins["ports live"]["kind"], pins["ports live"]["date"]) == ("earliest", "2028-09-30")
    assert rows["Coast GTM"]["why"] == "it has no day: TBC"
    assert "not said when this was reported" in rows["Ports go-live"]["why"]
    assert pins["coast-buy gtm"]["kind"] == "earliest"
    assert read(tmp_path / "out").pins


def test_columns_say_what_is_done(bring: Callable[..., Imported]) -> None:
    text = (
        "Plan of the coast\n\nItem,Milestone,Forecast,Status,Reported on\n"
        "coast-buy,prepare,28/11/2025,Complete,20/12/2025\ncoast-buy,gtm,01/12/2025,In progress,20/12/2025\n"
        "coast-buy,award,30/09/2026,Complete,20/12/2025\nnorth-buy,award,30/09/2026,,19/12/2025\n"
    )
    rows, pins, _ = bring("plan.csv", text)
    assert (pins["coast-buy prepare"]["kind"], pins["coast-buy prepare"]["reported"]) == ("actual", "2025-12-20")
    assert "not said to be done: 2025-12-01" in rows["gtm"]["why"]
    assert pins["north-buy award"]["reported"] == "2025-12-19"
    assert "coast-buy award" not in pins


def test_what_may_be_several_is_asked_back_and_the_mapping_answers(
    bring: Callable[..., Imported], tmp_path: Path
) -> None:
    text = "Milestone,Date\nContract award,30/09/2026\nDinner,01/10/2026\n"
    rows, _, _ = bring("plan.csv", text, "--reported", "2025-12-01")
    assert "it may be one of several" in rows["Contract award"]["why"]
    written = (tmp_path / "out" / "mapping.toml").read_text(encoding="utf-8")
    assert '# "Contract award" = ""' in written
    mapping = tmp_path / "said.toml"
    mapping.write_text('[milestones]\n"Contract award" = "south-buy award"\nDinner = ""\n', encoding="utf-8")
    words = ("--reported", "2025-12-01", "--mapping", mapping)
    rows, pins, _ = bring("plan.csv", text, *words, to="mapped")
    assert pins["south-buy award"]["date"] == "2026-09-30"
    assert rows["Contract award"]["verdict"] == "taken"
    assert rows["Dinner"]["why"] == "the mapping file leaves it out"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("bomb.xml", '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><Project>&a;</Project>', "entities"),
        ("cut.xml", project(COAST)[:600], "breaks off or is damaged in line 1, position 597"),
        ("other.xml", '<Project xmlns="http://example.org/"/>', "no MS Project XML"),
        ("page.xml", "<html></html>", "no MS Project XML"),
        ("words.csv", "a,b\nc,d\n", "no column of milestones"),
        ("none.csv", "", "empty"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(run: Run, tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    told = run("import", "dates", tmp_path / name, "--programme", "starter", "--to", tmp_path / "out")
    assert told.code == 3
    assert name in told.err
    assert why in told.err
    assert not (tmp_path / "out").exists()


def test_dates_need_a_programme_and_a_mapping_real_milestones(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("Milestone,Date\nNorth award,30/09/2026\n", encoding="utf-8")
    told = run("import", "dates", file, "--to", tmp_path / "out")
    assert told.code == 3
    assert "--programme" in told.err
    mapping = tmp_path / "m.toml"
    mapping.write_text('[milestones]\n"North award" = "north-buy party"\n', encoding="utf-8")
    told = run("import", "dates", file, "--programme", "starter", "--mapping", mapping, "--to", tmp_path / "out")
    assert told.code == 3
    assert "the programme has no such milestone" in told.err
