"""The report: what a plan says, in tables and words, before any file format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from calloff.explain.reason import Reason
from calloff.explain.worth import Asked
from calloff.facts import Facts
from calloff.measures import Measured
from calloff.plan import CompetitionRun, Plan
from calloff.programme import Competition, Programme
from calloff.report import frames, frames_cover, frames_law, frames_measures
from calloff.report.answer import Answer, answer
from calloff.report.asks import asks
from calloff.report.audience import (
    RISKS_TOLD,
    Audience,
    baseline_shown_to,
    dates_for,
    measures_shown_to,
    reasons_shown,
    shown_to,
    worth_shown,
)
from calloff.report.blocks import blocks
from calloff.report.clusters import ClusterFacts, clusters
from calloff.report.figures import Figure, figures
from calloff.report.loads import Load, loads
from calloff.report.names import Names
from calloff.report.one_more import OneMore, one_more
from calloff.report.picture import Axis, Block, axis_of
from calloff.report.register import Entry, register
from calloff.report.rests import Rest, rests
from calloff.report.risks import Risk, risks
from calloff.report.why import Why
from calloff.report.wording import plain
from calloff.statutory import Rulebook, WorkingDates

__all__ = ["LEGAL_TABLES", "TABLES", "Audience", "Report", "Why", "tabulate"]

TABLES: tuple[frames.Table, ...] = (
    frames.competitions,
    frames.phases,
    frames.lots,
    frames.onboarding,
    frames_cover.systems,
    frames_cover.troubles,
    frames_cover.contracts,
    frames_cover.extensions,
    frames_cover.usage,
    frames_cover.spend,
    frames_cover.funding,
    frames.goals,
    frames.decisions,
    frames.assumptions,
)
"""Every table that programme and plan give; its name is the function's. One more, `measures`, may need a baseline."""

LEGAL_TABLES: tuple[frames_law.LegalTable, ...] = (frames_law.working_dates,)
"""Every table that also needs the figures of procurement law; empty without them."""


@dataclass(frozen=True)
class Report:
    """A plan as an audience may see it.

    Attributes
    ----------
    programme, plan, run
        What is left of each for the audience; writers use nothing else.
    audience
        Who reads it.
    whys
        Why dates are as they are, in words, where that was asked and the audience may know.
    reasons
        The same as data.
    law
        Figures of procurement law and bank holidays, for working dates; None: none are given.
    baseline
        What is left for the audience of the plan that this one is held against, if any.
    working_dates
        Real working days of each competition; empty without those figures.
    worth
        What capacity is worth, where that was asked and the audience may know.
    """

    programme: Programme
    plan: Plan
    run: Mapping[str, object]
    audience: Audience
    whys: tuple[Why, ...] = ()
    reasons: tuple[Reason, ...] = ()
    law: Rulebook | None = None
    baseline: Plan | None = None
    working_dates: Mapping[Competition, WorkingDates] = field(default_factory=dict)
    worth: Asked | None = None

    @cached_property
    def names(self) -> Names:
        """Titles by id."""
        return Names(self.programme)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Tidy tables by name, in the order of `TABLES`, then of `LEGAL_TABLES`, then the measures."""
        made = {make.__name__: make(self.programme, self.plan, self.names) for make in TABLES}
        made |= {make.__name__: make(self.plan, self.names, self.working_dates) for make in LEGAL_TABLES}
        return made | {"measures": frames_measures.measures(self.measures, self.names)}

    @cached_property
    def measures(self) -> list[Measured]:
        """Performance measures, the user's own last."""
        return measures_shown_to(self.audience, self.programme, self.plan, self.baseline)

    @cached_property
    def answer(self) -> Answer:
        """The three sentences that come first."""
        return answer(self.programme, self.plan, self.names)

    @cached_property
    def axis(self) -> Axis:
        """The days that every picture shows."""
        return axis_of(self.programme, self.plan)

    @cached_property
    def blocks(self) -> list[Block]:
        """The plan on a page, cluster by cluster."""
        return blocks(self.programme, self.plan, self.names, self.axis)

    @cached_property
    def loads(self) -> list[Load]:
        """Use against capacity over time."""
        return loads(self.programme, self.plan, self.names)

    @cached_property
    def announced(self) -> list[CompetitionRun]:
        """Competitions with a known go-to-market, in its order."""
        dated = [(c.gtm, i, c) for i, c in enumerate(self.plan.competitions) if c.gtm]
        return [c for *_, c in sorted(dated, key=lambda held: held[:2])]

    @cached_property
    def one_more(self) -> OneMore | None:
        """What one more unit of capacity is worth; None where that was never asked or may not be told."""
        return None if self.worth is None else one_more(self.programme, self.plan, self.names, self.worth)

    @cached_property
    def rests(self) -> list[Rest]:
        """Planned dates, and the assumed figures they rest on."""
        return rests(self.programme, self.plan, self.names)

    @cached_property
    def risks(self) -> list[Risk]:
        """What remains at risk, the worst first, where the audience is told."""
        return risks(self.programme, self.plan, self.names) if self.audience in RISKS_TOLD else []

    @cached_property
    def asks(self) -> list[str]:
        """What a board is asked to decide, where the audience decides anything."""
        told = self.audience in RISKS_TOLD
        return asks(self.programme, self.plan, self.names, self.risks) if told else []

    @cached_property
    def clusters(self) -> Mapping[str, ClusterFacts]:
        """Each cluster in a few facts, by id."""
        late = self.audience in RISKS_TOLD
        return clusters(self.programme, self.plan, self.names, self.risks, self.rests, late_told=late)

    @cached_property
    def register(self) -> list[Entry]:
        """Contracts that run today and those that are let."""
        return register(self.programme, self.plan, self.names)

    @cached_property
    def figures(self) -> list[Figure]:
        """Figures with their sources, as the audience may see them."""
        return figures(self.programme, self.rests, self.audience)

    @property
    def title(self) -> str:
        """What the programme is called."""
        return plain(self.programme.programme.title or self.plan.origin.title) or "Programme"

    @property
    def proof(self) -> str:
        """Whether the plan is proved, in a few words."""
        return "proved for these figures" if self.plan.status == "optimal" else "not proved best for these figures"

    @property
    def fingerprint(self) -> str:
        """The first characters of the programme's content hash."""
        return self.plan.origin.programme[:12]


def tabulate(
    programme: Programme,
    plan: Plan,
    run: Mapping[str, object] | None = None,
    audience: Audience = "board",
    *,
    law: Rulebook | None = None,
    reasons: Sequence[Reason] = (),
    baseline: Plan | None = None,
    worth: Asked | None = None,
) -> Report:
    """A report of a plan for an audience.

    Parameters
    ----------
    programme, plan
        What was planned, and the plan.
    run
        Facts of the run that made it (times, options); none of them changes the plan.
    audience
        Decides what the report holds; see `calloff.report.audience`.
    law
        Figures of procurement law and bank holidays, for working dates.
    reasons
        Why dates of this plan are as they are, as far as that was asked.
    baseline
        A plan that this one is held against.
    worth
        What capacity is worth in this plan, where that was asked.
    """
    from calloff.explain.reason_words import why_of  # those words are made with this package's wording

    shown = shown_to(audience, programme, plan, run or {})
    told = reasons_shown(audience, reasons)
    facts = Facts(shown.programme, shown.plan) if told else None
    whys = tuple(why_of(facts, r) for r in told) if facts else ()
    earlier = baseline_shown_to(audience, programme, baseline)
    days = dates_for(audience, programme, plan, law)
    return Report(*shown, audience, whys, told, law, earlier, days, worth_shown(audience, worth))
