"""At most so many go-to-markets in any window of consecutive slots, all cycles together.

For each row and every slot t from now on, over all go-to-markets g before the end of the run-off:

    |{g : t ≤ g < t + window}| ≤ max_starts                                          [notices]

A go-to-market before now is history and counts in no window; windows that hold only what has
happened breach nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calloff.breach import Breach

if TYPE_CHECKING:
    from calloff.facts import Facts
    from calloff.model import Literal, Model, When
    from calloff.model.competitions import CompetitionVars

NAME = "stagger"


def check(facts: Facts) -> Iterator[Breach]:
    """Breaches of every row, once for each go-to-market that opens a window too full."""
    starts = sorted(
        (run.gtm, run.name, run.is_actual("gtm"))
        for run in facts.runs.values()
        if run.gtm is not None and facts.now <= run.gtm < facts.limit
    )
    for row in facts.programme.stagger:
        for first, opener, _ in starts:
            inside = [(name, happened) for g, name, happened in starts if first <= g < first + row.window]
            if len(inside) > row.max_starts and not all(happened for _, happened in inside):
                names = ", ".join(name for name, _ in inside)
                text = f"{len(inside)} go to market within {row.window} slots ({names}), {row.max_starts} allowed"
                yield Breach(NAME, opener, text, facts.day(first))


def add(model: Model) -> None:
    """Let at most max_starts tender notices fall in any window of slots.

    Notices that have happened at now fill their windows and no more: beyond max_starts they breach nothing.
    """
    happened: list[tuple[When, Literal]] = []
    ahead: list[tuple[When, Literal]] = []
    for competition in model.competitions.values():
        gtm = competition.gtm
        if gtm is not None and gtm.hi >= model.calendar.now:
            known = all(model.programme.gtm_index(r.phases) not in r.planned for r in competition.routes)
            (happened if known else ahead).append((gtm, _counts(model, competition, gtm)))
    for row in model.programme.stagger:
        notices = [*happened[: row.max_starts], *ahead]
        model.limit_notices(notices, row.window, row.max_starts, NAME, f"{row.max_starts} in {row.window}")


def _counts(model: Model, competition: CompetitionVars, gtm: When) -> Literal:
    """Whether a notice falls from now to the end of the run-off."""
    calendar = model.calendar
    inside = model.both(model.at_least(gtm, calendar.now), model.at_least(gtm, calendar.limit).negated())
    return model.both(competition.present, inside)
