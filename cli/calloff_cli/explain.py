"""`calloff explain`: why this date; or, without a plan, what stands in the way."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from calloff_cli import options as o
from calloff_cli.exits import Exit
from calloff_cli.screen import out, plain, say

if TYPE_CHECKING:
    from calloff.explain.answers import Answer
    from calloff.options import Options
    from calloff.programme import Programme
    from calloff_data.read.run_file import Made


def levels(text: str | None) -> str | None:
    """The levels of funding, once they are numbers: a wrong list is a wrong command line."""
    parts = [] if text is None else text.split(",")
    if any(not re.fullmatch(r"\s*\d{1,4}(\.\d{1,2})?\s*", p) for p in parts):
        raise typer.BadParameter(plain(f"{text} is not a list of percentages, such as 120,100,80"))
    return text


PlanOption = Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help="A plan.json: why are its dates so?")]
KeepOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="The plan's folder: its report then shows why each date is so, or what one more is worth.",
    ),
]
MoveOption = Annotated[
    str | None,
    typer.Option("--move", metavar="ITEM=DATE", help="What a date there takes; ITEM.award=DATE for an award."),
]
CapacityOption = Annotated[bool, typer.Option("--capacity", help="What is one more of what the plan uses up worth?")]
AssumptionsOption = Annotated[bool, typer.Option("--assumptions", help="Which dates stand if figures are wrong?")]
FundingOption = Annotated[
    str | None,
    typer.Option(
        "--funding",
        metavar="PERCENTS",
        callback=levels,
        help="Who goes and when at levels of funding, as `120,100,80`, and what they cost in cover.",
    ),
]
ItemArgument = Annotated[
    str | None, typer.Argument(metavar="[ITEM]", help="A cluster, procurement, lot, department, contract or system.")
]
AudienceOption = Annotated[
    o.Audience | None, typer.Option(help="Who may read what --out writes; that of the plan's run unless given.")
]


def explain(
    programme: o.ProgrammeArgument,
    item: ItemArgument = None,
    plan: PlanOption = None,
    scenario: o.ScenarioOption = None,
    move: MoveOption = None,
    assumptions: AssumptionsOption = False,
    funding: FundingOption = None,
    to: KeepOption = None,
    audience: AudienceOption = None,
    capacity: CapacityOption = False,
    time_limit: o.TimeLimitOption = 120.0,
    workers: o.WorkersOption = 2,
    seed: o.SeedOption = 0,
    no_overspend: o.NoOverspendOption = False,
    as_json: o.JsonOption = False,
) -> None:
    """Say why each date is as it is; without a plan, which limits leave none. Each answer is proved by solving."""
    from calloff.options import Options
    from calloff_data.read import read_with
    from calloff_data.read.run_file import read_made

    other = move is not None or assumptions or capacity
    if plan is None and (other or to is not None):
        raise typer.BadParameter("--move, --assumptions, --capacity and --out ask about a plan: give it with --plan")
    if to is not None and (move is not None or assumptions):
        raise typer.BadParameter("--out keeps why dates are as they are, and what --capacity finds: ask nothing else")
    if funding is not None and plan is not None:
        raise typer.BadParameter("--funding asks about a programme, whatever its plan: leave --plan out")
    given = Options(time_limit=time_limit, workers=workers, seed=seed, no_overspend=no_overspend)
    if plan is None:
        read_in, _ = read_with(programme, scenario or ())
        told = _without_plan(read_in, given, funding)
    else:
        made = read_made(plan, programme, scenario or ())
        keeper = None if to is None else _Keeper(to, made, audience)
        told = _about(made, item, move, given, assumptions=assumptions, capacity=capacity)
        if keeper is not None:
            keeper.keep(told)
    out(json.dumps(told.data, indent=1, ensure_ascii=False) if as_json else plain("\n".join(told.lines)))
    if told.infeasible:
        raise typer.Exit(Exit.INFEASIBLE)


def _without_plan(programme: Programme, given: Options, funding: str | None) -> Answer:
    """The answer to what is asked about a programme alone."""
    from calloff.explain import answers

    seconds, workers, seed = given.time_limit, given.workers, given.seed
    if funding is not None:
        shares = [Decimal(part) / 100 for part in funding.split(",")]
        return answers.at_each_level_of_funding(
            programme, shares, seconds=seconds, workers=workers, seed=seed, on_each=lambda x: say(plain(x))
        )
    forbid = given.no_overspend
    return answers.why_none(programme, seconds=seconds, workers=workers, seed=seed, forbid_overspend=forbid)


def _about(
    made: Made, item: str | None, move: str | None, given: Options, *, assumptions: bool, capacity: bool
) -> Answer:
    """The answer to what is asked about a plan."""
    from calloff.explain import answers

    def on_each(text: str) -> None:
        say(plain(text))

    if move is not None:
        return answers.what_moving_takes(made.programme, made.plan, move, given)
    if capacity:
        return answers.what_capacity_is_worth(made.programme, made.plan, given, on_each)
    question = answers.Question(made.programme, made.plan, item)
    ask = answers.if_figures_are_wrong if assumptions else answers.why
    return ask(question, seconds=given.time_limit, workers=given.workers, seed=given.seed, on_each=on_each)


class _Keeper:
    """Keeps an answer in a folder, with what it holds of the same plan, and shows all in its report."""

    def __init__(self, to: Path, made: Made, audience: o.Audience | None) -> None:
        from calloff_data.read.reasons_file import reasons_in
        from calloff_data.read.worth_file import worth_in

        said = str(made.run.get("audience"))
        self._audience = audience or (o.Audience(said) if said in [a.value for a in o.Audience] else o.Audience.BOARD)
        if self._audience is o.Audience.MARKET:
            raise typer.BadParameter(
                "the market is shown neither reasons nor what capacity is worth: give --audience board or team"
            )
        self._to, self._made = to, made
        self._known = reasons_in(to, made.plan)
        self._worth = worth_in(to, made.plan)
        for note in filter(None, (self._known.note, self._worth.note)):
            say(plain(note))

    def keep(self, told: Answer) -> None:
        """Write the files and the report, or none."""
        from dataclasses import replace

        from calloff.explain.reason import joined
        from calloff_data.write import report_of, write_reasons

        made = replace(self._made, worth=told.worth or self._worth.asked)
        report = report_of(made, self._audience.value, joined(self._known.reasons, told.reasons))
        for file in write_reasons(self._to, report):
            say(plain(f"Written: {file}"))
