"""Check a plan: recompute every rule and every goal by counting slots, and all that follows.

Nothing here knows a solver. Whoever holds a programme and a plan can check it, edited by hand or
not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from calloff.breach import Breach
from calloff.facts import Facts
from calloff.goals import GOALS
from calloff.plan import FORMAT, Decisions, Part, Plan
from calloff.programme import Programme
from calloff.record import fill
from calloff.restate import restate
from calloff.rules import RULES


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes
    ----------
    breaches
        Every rule that the plan breaks; figures that differ are a breach of the rule that owns them.
    goals
        Goals as counted, by name; empty where the plan cannot be read against the programme.
    notes
        What to know beside it: another programme, names withheld.
    """

    breaches: tuple[Breach, ...]
    goals: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the plan keeps every rule."""
        return not self.breaches


class Section(NamedTuple):
    """A part of a plan that follows from the rest: its key columns, and which rule owns a column."""

    name: str
    keys: tuple[str, ...]
    rule: Callable[[Part, str], str]


def check(
    programme: Programme,
    plan: Plan,
    *,
    baseline: Decisions | None = None,
    forbid_overspend: bool = False,
    content_hash: str | None = None,
    scenarios: Sequence[tuple[str, str]] = (),
) -> Report:
    """Recompute every rule and goal of a plan, and all that it derives.

    Parameters
    ----------
    programme, plan
        What was planned, and the plan of it.
    baseline
        Plan from which the goal `stability` is measured.
    forbid_overspend
        Whether spending more than approved is a breach.
    content_hash
        Hash of the programme before scenarios; a plan made for another says so first.
    scenarios
        Title and hash of each scenario that is already applied to the programme.
    """
    facts = Facts(programme, plan, baseline, forbid_overspend)
    notes = [*_notes(plan, baseline, content_hash), *_other_scenarios(plan, content_hash, scenarios)]
    if facts.broken:
        notes.append("the plan does not fit the programme: only what does not fit is listed, no rule was counted")
        return Report(facts.broken, {}, tuple(notes))
    goals = {goal.NAME: goal.value(facts) for goal in GOALS if goal.NAME != "stability" or baseline is not None}
    breaches = [b for rule in RULES for b in rule.check(facts)]
    breaches += [*_goals(plan, goals), *_derived(facts, plan)]
    return Report(tuple(breaches), goals, tuple(notes))


def _notes(plan: Plan, baseline: Decisions | None, content_hash: str | None) -> Iterator[str]:
    if content_hash is not None and plan.origin.programme != content_hash:
        yield f"the plan was made for another programme: its hash is {plan.origin.programme}, this one's {content_hash}"
    if plan.format != FORMAT:
        yield f"the plan has format {plan.format}; it is read as format {FORMAT}"
    if plan.witness is None:
        yield "supplier names are withheld: suppliers were counted all together only"
    if baseline is None and any(g.goal == "stability" for g in plan.goals):
        yield "stability was not counted: the plan it is measured from was not given"


def _other_scenarios(plan: Plan, hashed: str | None, given: Sequence[tuple[str, str]]) -> Iterator[str]:
    ours, theirs = [h for _, h in given], [h for _, h in plan.origin.scenarios]
    if hashed is not None and ours != theirs:
        said = "; ".join(title for title, _ in plan.origin.scenarios) or "no scenario"
        here = "; ".join(title for title, _ in given) or "none"
        yield f"the plan rests on other scenarios: on {said}, and it is checked under {here}"


def _goals(plan: Plan, counted: Mapping[str, int]) -> Iterator[Breach]:
    known = {goal.NAME for goal in GOALS}
    for row in plan.goals:
        if row.goal not in known:
            yield Breach("goals", row.goal, "no goal has this name")
        elif row.goal in counted and row.value != counted[row.goal]:
            yield Breach("goals", row.goal, f"the plan says {row.value}, counted {counted[row.goal]} {row.unit}")
    unproved = [row.goal for row in plan.goals if not row.proved]
    if plan.status == "optimal" and unproved:
        yield Breach("goals", ", ".join(unproved), "the plan says optimal, but this is not proved")


# --- what follows from the decisions -----------------------------------------------------------


def _by(name: str) -> Callable[[Part, str], str]:
    return lambda _row, _column: name


def _of_lot(_row: Part, column: str) -> str:
    return "renewal" if column == "successor" else "route"


def _of_use(row: Part, _column: str) -> str:
    return "market" if getattr(row, "kind", "") in ("bid", "delivery") else "capacity"


RESTATED = (
    Section("competitions", ("procurement", "lot", "cycle"), _by("sequence")),
    Section("lots", ("lot", "cycle"), _of_lot),
    Section("departments", ("department", "lot", "cycle"), _by("onboarding")),
    Section("extensions", ("of", "order"), _by("cover")),
)
"""Parts of the decisions that hold dates which follow from others."""

DERIVED = (
    Section("contracts", ("contract",), _by("cover")),
    Section("systems", ("system",), _by("cover")),
    Section("service_gaps", ("department", "lot", "start"), _by("renewal")),
    Section("usage", ("of", "kind", "slot"), _of_use),
    Section("spend", ("fiscal_year", "kind"), _by("funding")),
    Section("funding", ("start", "end", "covers", "approved"), _by("funding")),
    Section("decisions", ("item", "kind", "what"), _by("sequence")),
)
"""Parts of a plan that follow from its decisions."""


def _derived(facts: Facts, plan: Plan) -> Iterator[Breach]:
    again = restate(facts)
    for section in RESTATED:
        yield from _compare(section, getattr(plan, section.name), getattr(again, section.name))
    filled = fill(facts, origin=plan.origin, status=plan.status, goals=plan.goals)
    for section in DERIVED:
        yield from _compare(section, getattr(plan, section.name), getattr(filled, section.name))


def _compare(section: Section, given: Sequence[Part], wanted: Sequence[Part]) -> Iterator[Breach]:
    if given == wanted:
        return
    ours, theirs = _grouped(section, wanted), _grouped(section, given)
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        left, right = theirs.get(key, []), ours.get(key, [])
        for extra in left[len(right) :]:
            yield _breach(section, extra, "", "should not be there")
        for missing in right[len(left) :]:
            yield _breach(section, missing, "", "is missing")
        for one, other in zip(left, right, strict=False):
            for column in type(one).model_fields:
                said, counted = getattr(one, column), getattr(other, column)
                if said != counted:
                    yield _breach(section, one, column, f"{column} is {_shown(said)}, counted {_shown(counted)}")


def _grouped(section: Section, rows: Sequence[Part]) -> dict[tuple[object, ...], list[Part]]:
    found: dict[tuple[object, ...], list[Part]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, k) for k in section.keys), []).append(row)
    return {key: sorted(held, key=repr) if len(held) > 1 else held for key, held in found.items()}


def _breach(section: Section, row: Part, column: str, message: str) -> Breach:
    subject = " ".join(str(v) for k in section.keys if (v := getattr(row, k)) is not None)
    return Breach(section.rule(row, column), subject, f"in {section.name}: {message}")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_shown(v) for v in value) or "none"
    if isinstance(value, Part):
        return " to ".join(_shown(getattr(value, name)) for name in type(value).model_fields)
    return "none" if value is None else str(value)
