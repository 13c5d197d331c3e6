"""The examples in docs/adding.md, run as they stand: a column, a rule on it, a command."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import Field, create_model

from calloff import tables
from calloff.facts import Facts
from calloff.identity import content_hash
from calloff.programme import Programme
from calloff.rules import RULES
from calloff.solve import Options, Outcome, solve
from calloff_data.read import read

GUIDE = Path(__file__).parent.parent / "docs" / "adding.md"
COLUMN, RULE, COMMAND = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)

# Two months of preparation from January 2026 and five to award; then 36 months from 1 August 2026.
PROGRAMME: dict[str, Any] = {
    "programme": {"as_of": "2026-01-01", "start": "2026-01-01", "end": "2029-12-31"},
    "clusters": [{"id": "north"}],
    "procurements": [{"id": "p", "cluster": "north", "routes": ["open"]}],
    "lots": [{"id": "service", "procurement": "p", "charge": 20}],
    "routes": [{"id": "open"}],
    "terms": [{"route": "open", "months": 36}],
    "phases": [
        {"route": "open", "id": "prepare", "order": 1, "duration": 2},
        {"route": "open", "id": "tender", "order": 2, "duration": 5},
    ],
}


def run_block(block: str, name: str, **known: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(known)
    exec(compile(block, name, "exec", dont_inherit=True), vars(module))
    return module


def programme(must_end_by: str | None) -> Programme:
    """A programme whose lots have the example's column."""
    lot = run_block(COLUMN, "column", Row=tables.Lot, Day=date, Field=Field).Lot
    widened = create_model("Widened", __base__=Programme, lots=(tuple[lot, ...], ...))
    lots = [{**PROGRAMME["lots"][0], "must_end_by": must_end_by}]
    return widened.model_validate({**PROGRAMME, "lots": lots})


def solved(must_end_by: str | None) -> Outcome:
    options = Options(time_limit=10, workers=1)
    return solve(programme(must_end_by), options, rules=(*RULES, run_block(RULE, "rule")))


@pytest.mark.parametrize(
    ("must_end_by", "status"), [(None, "optimal"), ("2029-07-31", "optimal"), ("2029-07-30", "infeasible")]
)
def test_the_rule_binds_the_solver(must_end_by: str | None, status: str) -> None:
    assert solved(must_end_by).status == status


@pytest.mark.parametrize(("must_end_by", "broken"), [(None, False), ("2029-08-31", True)])
def test_the_rule_counts_breaches(must_end_by: str | None, broken: bool) -> None:
    free = solved(None).plan
    assert free is not None
    assert free.lots[0].expiry > date(2029, 9, 1)
    breaches = list(run_block(RULE, "rule").check(Facts(programme(must_end_by), free)))
    assert [b.subject for b in breaches] == ["service"] * broken


def test_the_rule_finds_no_fault_in_what_the_solver_did_under_it() -> None:
    bound = solved("2029-08-31").plan
    assert bound is not None
    assert list(run_block(RULE, "rule").check(Facts(programme("2029-08-31"), bound))) == []


def test_the_command_prints(tmp_path: Path) -> None:
    file = tmp_path / "programme.json"
    file.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    printed: list[str] = []
    run_block(COMMAND, "command", ProgrammeArgument=str, out=printed.append).hash_of(str(file))
    assert printed == [content_hash(read(file))]
