"""What one more unit of a shared resource is worth, a row for each quarter that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from calloff import tables as t
from calloff.explain.worth import COUNTED, MONEY, Asked, Place, Saving, Worth
from calloff.plan import Plan
from calloff.programme import Programme, key_of
from calloff.report.names import Names
from calloff.report.rests import Sources, figure_said
from calloff.report.wording import whole_money

HEADS = {
    "gap": "{} without a contract",
    "unsecured": "{} on extensions not agreed",
    "unsupported": "{} past vendor support",
    "lateness": "{} after the deadline",
    "overspend": "Money over what is approved",
    "cost": "Cost, present value",
    "finish": "{} to the last go-live",
}
"""What a column of savings counts."""
TITLE = "What one more is worth"
BASIS = (
    "Each is the difference of two solves of this plan’s goals in their order: as it is, and with one unit more in "
    "that quarter alone. A goal is compared with the goals before it at their best; a minus is what a saving before "
    "it costs. Money and users’ time are never added up, and savings of two quarters need not add up either. Beside "
    "each stand the figures of its own capacity and use; it rests on all other figures of the plan too."
)
SHORT = {"at least": " at least", "at most": " at most", "found": ", not proved", "proved": ""}


@dataclass(frozen=True)
class Line:
    """One quarter of one resource.

    Attributes
    ----------
    resource, when, begin, units
        Its title, the quarter, its first day, and units there are and would be.
    savings
        By goal; a goal that does not change has none.
    proved
        Whether all that is counted is proved.
    figures
        Sources of the resource's capacity and of what is asked of it.
    """

    resource: str
    when: str
    begin: date
    units: str
    savings: Mapping[str, Saving]
    proved: bool
    figures: tuple[t.Source, ...]

    @property
    def rests_on(self) -> str:
        """The figures by their mark, the assumed first."""
        held = [
            f"{mark}: {', '.join(figure_said(s) for s in self.figures if s.mark == mark)}"
            for mark in ("assumed", "derived", "sourced")
            if any(s.mark == mark for s in self.figures)
        ]
        return "; ".join(held) or "no source is given"


@dataclass(frozen=True)
class OneMore:
    """The whole answer.

    Attributes
    ----------
    words
        Sentences.
    heads
        Heads of the goals that some unit changes, in the plan's order.
    lines, unasked
        The rows, those that save something first; resource and quarter of what was not looked at.
    """

    words: tuple[str, ...]
    heads: Mapping[str, str]
    lines: tuple[Line, ...]
    unasked: tuple[tuple[str, str], ...]


def one_more(programme: Programme, plan: Plan, names: Names, asked: Asked) -> OneMore:
    """What was found, in words and in rows."""
    from calloff.explain.worth_words import asked_words  # those words are made with this package's wording

    ordered = sorted(asked.worths, key=lambda w: not w.counted)
    lines = tuple(_line(programme, plan, names, w) for w in ordered)
    changed = {goal for line in lines for goal in line.savings}
    heads = {g.goal: _head(programme, g.goal) for g in plan.goals if g.goal in changed}
    unasked = tuple((names.pool(p.resource), p.quarter) for p in asked.unasked)
    return OneMore(asked_words(programme, asked), heads, lines, unasked)


def _head(programme: Programme, goal: str) -> str:
    unit = programme.programme.unit
    return HEADS[goal].format(f"{unit}s".capitalize() if goal == "finish" else f"User-{unit}s")


def _line(programme: Programme, plan: Plan, names: Names, worth: Worth) -> Line:
    place = worth.place
    return Line(
        names.pool(place.resource),
        place.quarter,
        place.begin,
        _units(plan, place),
        {s.goal: s for s in worth.savings if s.goal in COUNTED},
        worth.proved,
        _figures(programme, place),
    )


def _units(plan: Plan, place: Place) -> str:
    """Units there are in the quarter, and with one more."""
    there = {
        u.capacity
        for u in plan.usage
        if u.of == place.resource and u.slot and place.begin <= u.slot < place.end and u.capacity is not None
    }
    if not there:
        return "one more"
    low, high = min(there), max(there)
    return f"{low} → {low + 1}" if low == high else f"{low} to {high} → {low + 1} to {high + 1}"


def _figures(programme: Programme, place: Place) -> tuple[t.Source, ...]:
    rows = [c for c in programme.capacity if c.of == place.resource and c.from_ < place.end and c.to >= place.begin]
    asked = [d for d in programme.demands if d.resource == place.resource]
    return Sources(programme.sources).behind(
        [
            ("resources", place.resource, "capacity"),
            *(("capacity", key_of("capacity", c), "capacity") for c in rows),
            *(("demands", key_of("demands", d), "units") for d in asked),
        ]
    )


def saved(programme: Programme, line: Line, goal: str) -> str:
    """One amount with how sure it is, as a cell shows it."""
    saving = line.savings.get(goal)
    if saving is None:
        return "nothing" if line.proved else "none found"
    if goal in MONEY:
        size = whole_money(saving.amount, programme.programme.currency)
    else:
        size = f"{saving.amount:,}".replace("-", "−")
    return f"{size}{SHORT[saving.standing]}"
