"""docs/format.md, written from the row models: one section a table, one line a column."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from calloff.assemble import REQUIRED
from calloff.cells import FIRST_YEAR, LAST_YEAR, Kind, columns, kind_of
from calloff.faults.draft import MODELS, plain
from calloff.programme import KEYS, RESERVED
from calloff.rows import Row

COMMON = frozenset(Row.model_fields)
_UNIT = re.compile(r"\(((?:currency|slots|months|days|people)[^),;]*)[^)]*\)")
_UNITS = {
    ("programme", "run_off"): "slots",
    ("programme", "discount_rate"): "per year",
    ("clusters", "parallel_onboarding"): "departments",
    ("systems", "users"): "people",
    ("lots", "recompete_factor"): "factor",
    ("lots", "recompete_cost"): "factor",
    ("routes", "min_bidders"): "bidders",
    ("terms", "factor"): "factor",
    ("terms", "option_factor"): "factor",
    ("demands", "units"): "units",
    ("suppliers", "bids"): "units",
    ("suppliers", "deliveries"): "units",
    ("resources", "capacity"): "units or cases",
    ("capacity", "capacity"): "units or cases",
    ("pins", "option"): "months",
    ("stagger", "window"): "slots",
    ("stagger", "max_starts"): "tender notices",
}
"""Units that a column's text does not give in brackets."""

INTRO = f"""# The input format

A programme is a set of tables. The same tables can come as

- a folder with one CSV file for each table (`clusters.csv`, `lots.csv`…): UTF-8, commas, column names first;
- one `.json` file: an object with `programme` as an object and every other table as a list of objects;
- one `.xlsx` workbook with a sheet for each table: [docs/workbook.md](workbook.md) says how it is read.

Required tables: {", ".join(f"`{name}`" for name in REQUIRED)}. All others may be left out.

**Values.** A blank cell (or `null`) means the default, or none.
Days are `YYYY-MM-DD`, from {FIRST_YEAR} to {LAST_YEAR}.
Numbers are plain (`1250.5`), without commas or signs for a currency.
Yes/no is `yes` or `no`, in JSON also `true` or `false`. A list is separated by `;`, in JSON also a list.
Money is in the programme's currency. A slot is a month or a week, as the programme says.

**Ids** are text without `;`, unique over clusters, departments, systems, contracts, procurements, lots and externals
together, over suppliers and resources together, and over routes.
These are reserved: {", ".join(f"`{name}`" for name in sorted(RESERVED))}.

**Every table** also takes `title` (shown instead of the id), `owner` (who decides or answers for the row), `notes`, and
free columns whose names begin with `x_`. Notes and free columns are no part of the content hash. Any other column is a
fault. The order of rows means nothing.

**Rows in `sources`** are named by the key columns given under each table, joined by `/`; `*` names every row.

**The place of a fault.** Every fault names file, table, row and column: the row is the line of a CSV file
(`line 3`), the position in a JSON list (`2`), or the cell of a sheet (`cell B7`); the row's id follows in brackets.

**Limits.** A file may have 50 MB. A horizon is at most 100 years of months or 6 years of weeks.
"""


def format_page() -> str:
    """The whole page as Markdown."""
    return INTRO + "".join(_section(name, model) for name, model in MODELS.items())


def _section(name: str, model: type[Row]) -> str:
    meaning = (model.__doc__ or "").split(": ", 1)[1]
    key = "/".join(f"`{c}`" for c in KEYS[name]) or "none: it has one row"
    head = "| column | type | unit | default | meaning |\n| --- | --- | --- | --- | --- |\n"
    kinds = columns(model)
    lines = [
        _line(name, field.alias or column, kinds[field.alias or column], field)
        for column, field in model.model_fields.items()
        if column not in COMMON or (name == "programme" and column == "title")
    ]
    return f"\n## {name}\n\n{meaning[0].upper()}{meaning[1:]}\n\nKey: {key}.\n\n{head}" + "".join(lines)


def _line(table: str, column: str, kind: Kind, field: FieldInfo) -> str:
    text = (field.description or "").replace("|", "\\|")
    default = "**required**" if field.is_required() else _default(field)
    return f"| `{column}` | {_type(kind, field)} | {unit_of(table, column)} | {default} | {text} |\n"


def field_of(table: str, column: str) -> FieldInfo:
    """The field that holds a column, by the name users know."""
    fields = MODELS[table].model_fields
    return fields[column] if column in fields else fields[column + "_"]


def unit_of(table: str, column: str) -> str:
    """Unit of a column's values; empty where it has none."""
    found = _UNIT.search(field_of(table, column).description or "")
    return found.group(1) if found else _UNITS.get((table, column), "")


def _default(field: FieldInfo) -> str:
    shown = plain(field.default)
    return f"`{shown}`" if shown else "blank"


def _type(kind: Kind, field: FieldInfo) -> str:
    words = words_of(field.annotation)
    return (kind + ": " if kind == "list" and words else "" if words else kind) + ", ".join(f"`{w}`" for w in words)


def words_of(annotation: Any) -> tuple[str, ...]:
    """Words that a column may hold, where they are fixed."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    inner = [a for a in get_args(annotation) if a not in (type(None), ...)]
    kinds = [a for a in inner if get_origin(a) is Literal or get_args(a)]
    return words_of(kinds[0]) if kinds and kind_of(annotation) in ("choice", "list") else ()
