"""Content hashes: what a programme says, whatever its file or row order; which plan a plan is, whoever sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256

from calloff.cells import plain_number
from calloff.plan import Plan
from calloff.programme import Programme
from calloff.rows import Row

UNHASHED = frozenset({"notes", "extras"})
DECIDED = {"competitions", "lots", "departments", "extensions", "goals"}


def content_hash(programme: Programme) -> str:
    """SHA-256 [hex] over all that a programme says, without notes and free columns.

    Rows and lists are sorted, 1.0 is 1, and a default given is a default left blank; so the same
    programme in another format, or under a later version with more columns, has the same hash.
    """
    tables: dict[str, list[str]] = {}
    for name, row in programme.rows():
        tables.setdefault(name, []).append(_text(_said(row)))
    text = _text({name: sorted(rows) for name, rows in tables.items()})
    return sha256(text.encode("utf-8")).hexdigest()


def plan_hash(plan: Plan) -> str:
    """SHA-256 [hex] over what a plan rests on, decides and reached: the same for the team and the board."""
    held = plan.model_dump(mode="json", include=DECIDED)
    origin = plan.origin
    overspend = origin.options.get("no_overspend")
    basis = {"programme": origin.programme, "scenarios": origin.scenarios, "no_overspend": overspend}
    return sha256(_text({**held, **basis}).encode("utf-8")).hexdigest()


def _said(row: Row) -> dict[str, object]:
    fields = type(row).model_fields
    return {name: _plain(value) for name, value in row if name not in UNHASHED and value != fields[name].default}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return sorted(str(part) for part in value)
    return value


def _text(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
