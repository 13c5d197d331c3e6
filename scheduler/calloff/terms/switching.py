"""Switching values: at which price a long term stops paying, at which cost of letting again a short one does.

The cost of one plan is a straight line in the price factor, and in the multiple of the cost of letting
again; the least cost over all plans is the lower edge of such lines. So a plan tells where its own
line crosses, and a solve just beyond tells whether another plan does better there. Each end of the
range that is given is proved: by a plan that is counted, or by a solve that is proved best.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from calloff.plan import Part
from calloff.programme import Programme
from calloff.terms.family import Standard, prices
from calloff.terms.trial import Trial, Worth, attempt, cost_of, worth

PRICE_STEP = Decimal("0.005")
COST_STEP = Decimal("0.05")
ROUNDS = 6
"""So many other plans may come between before the search is given up."""

MOST = Decimal(100)
"""A multiple of the cost of letting again beyond which nobody asks."""

Verdict = Literal["between", "at any value", "at no value", "open"]


@dataclass(frozen=True)
class Asked:
    """What every solve of a switching value is given.

    Attributes
    ----------
    floor
        Goals before the cost, proved to be the least of any term; None = not known.
    seconds
        Longest time of one solve [s].
    """

    floor: Worth | None
    seconds: float


class Switch(Part):
    """Where an answer turns.

    `what` is `price` (factor at which the long term stops paying) or `recompete` (multiple of the one-off
    cost of later cycles at which the short term does). `low` and `high` are proved ends: the first side
    pays at `low`, no longer at `high`. `at any value` and `at no value` say that the first side always,
    or never, pays.
    """

    what: Literal["price", "recompete"]
    kind: str
    later: int
    short: int
    long: int
    verdict: Verdict
    low: Decimal | None = None
    high: Decimal | None = None


def price_switch(programme: Programme, shorter: Trial | None, long: Standard, asked: Asked) -> Switch:
    """The price factor at which a long term stops paying against the best shorter one.

    Parameters
    ----------
    programme
        What is planned.
    shorter
        Best trial of all shorter terms; None where none has a plan.
    long
        The long term, its factor open.
    asked
        Floor of the goals before the cost, and the longest time of one solve.
    """
    short = shorter.standard.months if shorter else 0
    made = Switch(what="price", kind=long.kind, later=long.later, short=short, long=long.months, verdict="open")
    start = max(p.row.factor for p in prices(programme, long))
    found = _ask(programme, replace(long, factor=_floor(start, PRICE_STEP)), asked)
    if found.status == "infeasible":
        return _turned(made, "at no value")
    if found.worth is None or not found.proved:
        return made
    if shorter is None or shorter.worth is None:
        return _turned(made, "at any value")
    if found.worth[:-1] != shorter.worth[:-1]:
        return _turned(made, "at any value" if found.worth[:-1] < shorter.worth[:-1] else "at no value")
    return _close_in(programme, made, found, shorter.worth, asked)


def _close_in(programme: Programme, made: Switch, found: Trial, limit: Worth, asked: Asked) -> Switch:
    """Move up along plans until none pays one step further."""
    for _ in range(ROUNDS):
        low = _last_paying(programme, found, limit)
        if low is None:
            return _never(programme, made, found.standard, limit, asked)
        beyond = _ask(programme, replace(found.standard, factor=low + PRICE_STEP), asked, limit)
        if not beyond.proved:
            return made
        if beyond.worth is None or beyond.worth >= limit:
            return made.model_copy(update={"verdict": "between", "low": low, "high": low + PRICE_STEP})
        found = beyond
    return made


def _never(programme: Programme, made: Switch, long: Standard, limit: Worth, asked: Asked) -> Switch:
    """Prove that not even a contract for nothing would pay."""
    free = _ask(programme, replace(long, factor=Decimal(0)), asked, limit)
    worse = free.proved and (free.worth is None or free.worth >= limit)
    return _turned(made, "at no value") if worse else made


def _last_paying(programme: Programme, found: Trial, limit: Worth) -> Decimal | None:
    """The greatest factor, in steps, at which a plan costs less than a limit; None where it never does."""
    assert found.plan is not None
    at = [cost_of(worth(programme, replace(found.standard, factor=Decimal(f)), found.plan)) for f in (0, 1)]
    slope = at[1] - at[0]
    if at[0] >= cost_of(limit) or slope <= 0:
        return None
    low = _floor((cost_of(limit) - at[0]) / slope, PRICE_STEP)
    while low >= 0 and worth(programme, replace(found.standard, factor=low), found.plan) >= limit:
        low -= PRICE_STEP
    return low if low >= 0 else None


def recompete_switch(programme: Programme, short: Standard, long: Standard, asked: Asked) -> Switch:
    """The multiple of the one-off cost of letting again at which a short term stops being as good as a long one.

    Both terms have the same price, so that no discount for length is in it.
    """
    made = Switch(
        what="recompete", kind=long.kind, later=long.later, short=short.months, long=long.months, verdict="open"
    )
    price = max(p.row.factor for p in prices(programme, short))
    pair = [_ask(programme, replace(s, factor=price), asked) for s in (short, long)]
    if any(t.worth is None or not t.proved for t in pair):
        return _without_plan(made, pair)
    ours, theirs = (t.worth[:-1] for t in pair if t.worth is not None)
    if ours != theirs:
        return _turned(made, "at any value" if ours < theirs else "at no value")
    for _ in range(ROUNDS):
        found, pair = _turn(programme, made, pair, asked)
        if found is not None:
            return found
    return made


def _without_plan(made: Switch, pair: list[Trial]) -> Switch:
    """Where one of the two is proved impossible, the other always pays."""
    gone = [t.status == "infeasible" for t in pair]
    if gone == [True, False]:
        return _turned(made, "at no value")
    return _turned(made, "at any value") if gone == [False, True] else made


def _turn(programme: Programme, made: Switch, pair: list[Trial], asked: Asked) -> tuple[Switch | None, list[Trial]]:
    """Prove both ends around where the lines of two plans cross, or hand back better plans."""
    low = _crossing(programme, pair)
    if low >= MOST:
        return _turned(made, "at any value"), pair
    if low < 0:
        over = _ask(programme, replace(pair[0].standard, recompete_cost=Decimal(0)), asked)
        if over.worth is None or not over.proved:
            return made, pair
        worse = _at(programme, pair[1], Decimal(0)) < over.worth
        return (_turned(made, "at no value"), pair) if worse else (None, [over, pair[1]])
    high = low + COST_STEP
    under = _ask(programme, replace(pair[1].standard, recompete_cost=low), asked)
    over = _ask(programme, replace(pair[0].standard, recompete_cost=high), asked)
    if under.worth is None or over.worth is None or not (under.proved and over.proved):
        return made, pair
    if _at(programme, pair[0], low) > under.worth:
        return None, [pair[0], under]
    if _at(programme, pair[1], high) >= over.worth:
        return None, [over, pair[1]]
    return made.model_copy(update={"verdict": "between", "low": low, "high": high}), pair


def _crossing(programme: Programme, pair: list[Trial]) -> Decimal:
    """The last step at which the short term's plan costs no more; below 0, or `MOST`, where lines do not cross."""
    at = [[cost_of(_at(programme, t, Decimal(m))) for m in (0, 1)] for t in pair]
    excess, slope = at[0][0] - at[1][0], (at[0][1] - at[0][0]) - (at[1][1] - at[1][0])
    if slope <= 0:
        return -COST_STEP if excess > 0 else MOST
    return min(MOST, _floor(-excess / slope, COST_STEP))


def _at(programme: Programme, trial: Trial, multiple: Decimal) -> Worth:
    assert trial.plan is not None
    return worth(programme, replace(trial.standard, recompete_cost=multiple), trial.plan)


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(rounding=ROUND_FLOOR) * step


def _turned(made: Switch, verdict: Verdict) -> Switch:
    return made.model_copy(update={"verdict": verdict})


def _ask(programme: Programme, standard: Standard, asked: Asked, below: Worth | None = None) -> Trial:
    return attempt(programme, standard, asked.seconds, asked.floor, below)


# --- pieces of work ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """One switching value to find, as one piece of work; `shorter` is for the price only."""

    programme: Programme
    what: Literal["price", "recompete"]
    short: Standard
    long: Standard
    shorter: Trial | None
    asked: Asked


def find(turn: Turn) -> Switch:
    """Find one switching value."""
    if turn.what == "price":
        return price_switch(turn.programme, turn.shorter, turn.long, turn.asked)
    return recompete_switch(turn.programme, turn.short, turn.long, turn.asked)
