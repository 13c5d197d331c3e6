"""What `calloff whatif` and `calloff compare` say: answers as they come, then plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calloff.case import STOPPED, Answer, Case, CurvePoint, key_of
from calloff.compare import Comparison, Move
from calloff_cli.exits import Exit
from calloff_cli.screen import heading, number, out, plain, rows, say

if TYPE_CHECKING:
    from calloff.options import Options
    from calloff.report.futures import Futures

MOST = 20
"""Moves that are printed; the rest are in the files."""


@dataclass(frozen=True)
class Asking:
    """Asks for answers and tells of each as it comes; keeps them in the folder, unless the market reads it."""

    to: Path
    at_once: int
    keeps: bool

    def ask(self, cases: Sequence[Case], options: Options) -> list[Answer]:
        """Answers to cases; those from before are not asked for again."""
        from calloff.whatif import ask
        from calloff_data.runs import Runs

        runs = Runs(self.to / "runs")
        by_key = {key_of(c, options): c for c in cases}
        known = runs.known(by_key) if self.keeps else {}
        for key in known:
            say(plain(f"{by_key[key].name}: known from before"))

        def told(answer: Answer) -> None:
            if self.keeps:
                runs.keep(answer, by_key[answer.key].programme)
            why = f": {answer.failure}" if answer.failure else ""
            say(plain(f"{answer.name}: {answer.status} after {answer.seconds:.0f} s{why}"))

        return ask(cases, options, at_once=self.at_once, known=known, on_answer=told)

    def curve(self, base: Case, options: Options) -> list[CurvePoint]:
        """Cost against peak for the first case, where it has a plan at all."""
        from calloff.whatif import curve, curve_cases, curve_options, uncapped

        fewer = curve_options(options)
        first = self.ask([uncapped(base)], fewer)[0]
        return [] if first.plan is None else curve(self.ask(curve_cases(base, first.plan), fewer))


def short_names(paths: Sequence[Path]) -> list[str]:
    """What plans are called: their file, or its folder where the file is just `plan.json`; whole paths if alike."""
    names = [p.resolve().parent.name if p.stem == "plan" else p.stem for p in paths]
    return names if len(set(names)) == len(names) else [str(p) for p in paths]


def code_of(answers: Sequence[Answer]) -> Exit:
    """The exit code: proof that a scenario cannot be done is an answer, that the first cannot is not."""
    if any(a.status == "failed" for a in answers):
        return Exit.OWN_FAULT
    if any(a.status == "unknown" for a in answers):
        return Exit.NO_PLAN
    return Exit.INFEASIBLE if answers[0].status == "infeasible" else Exit.DONE


def say_futures(found: Futures, to: Path, files: Sequence[Path], as_json: bool) -> None:
    """Print the comparison, and where its files are."""
    if as_json:
        from calloff_data.write.whatif import comparison_bytes

        out(comparison_bytes(found).decode().rstrip("\n"))
        return
    out(plain(found.finding))
    say_comparison(found.comparison)
    if found.curve:
        heading("Cost against the most bids wanted at once")
        cells = [(str(p.most_bids), number(p.cost), number(p.gap), p.status) for p in found.curve]
        rows(("bids", "cost", "gap", "result"), cells, right=(0, 1, 2))
    if any(a.failure == STOPPED for a in found.answers):
        say("Stopped on request.")
    if any(a.status == "unknown" for a in found.answers):
        say("Not every future has an answer; the same command goes on where this one stopped.")
    top = [f.name for f in files if f.parent == to]
    heading(f"Written to {plain(str(to))}")
    out("  " + ", ".join(top) + f", and {len(files) - len(top)} tables and plans")


def say_comparison(found: Comparison) -> None:
    """Print plans side by side: goals, what moved, where the pressure changed."""
    heading("Plans, the first the one that others are measured from")
    rows(("name", "title", "result"), zip(found.names, found.titles, found.statuses, strict=True))
    for i, name in enumerate(found.names):
        if any(line.values[i] is not None for line in found.goals):
            heading(f"Goals: {plain(name)}")
            cells = [(g.goal, number(g.values[i]), _signed(g.differences[i]), _proof(g.proved[i])) for g in found.goals]
            rows(("goal", "value", "difference", "proved"), cells, right=(1, 2))
    _say_moves("What moves", found.moves)
    changed = [p for p in found.pressures if p.differs]
    if changed:
        heading("Where the pressure changes")
        cells_ = [(p.what, *(number(v) for v in p.values)) for p in changed]
        rows(("what", *found.names), cells_, right=range(1, len(found.names) + 1))
    _say_moves("Beyond tolerance", found.beyond)
    unsure = [n for i, n in enumerate(found.names) if any(g.proved[i] is False for g in found.goals)]
    if unsure:
        say(plain(f"Not proved in all goals, so that differences may shrink or grow: {', '.join(unsure)}."))
    for note in found.notes:
        say(plain(note))


def _say_moves(title: str, moves: Sequence[Move]) -> None:
    if not moves:
        return
    heading(f"{title} ({len(moves)})" if len(moves) <= MOST else f"{title} ({MOST} of {len(moves)})")
    ranked = sorted(moves, key=lambda m: -abs(m.slots or 0))[:MOST]
    cells = [(m.plan, m.item, m.what, m.before or "–", m.after or "–", _signed(m.slots)) for m in ranked]
    rows(("plan", "item", "what", "before", "after", "slots"), cells, right=(5,))


def _signed(value: int | None) -> str:
    return "–" if value is None else f"{value:+,}" if value else "0"


def _proof(proved: bool | None) -> str:
    return "–" if proved is None else "yes" if proved else "no"
