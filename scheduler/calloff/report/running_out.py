"""Rows of the picture for what runs out: systems under their old contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from calloff.calendar import Calendar
from calloff.plan import ExtensionRun, Span, SystemRun
from calloff.programme import Programme
from calloff.report.names import BASES, Names
from calloff.report.picture import RISKS, Bar, Mark, Ref, Row, period
from calloff.report.wording import day, last_day

WORST = ("gap", "unsecured", "unsupported")
WRONG = {
    "gap": "no contract covers it",
    "unsecured": "covered only by an extension nobody has agreed",
    "unsupported": "past its vendor's support",
}


Taken = Mapping[str, Sequence[ExtensionRun]]
"""Extensions that a plan takes, by what they are of."""


def spans(run: SystemRun) -> dict[str, tuple[Span, ...]]:
    """What is wrong with a system, by kind, the worst first."""
    return {"gap": run.gaps, "unsecured": run.unsecured, "unsupported": run.unsupported}


def trouble_bars(run: SystemRun, title: str) -> list[Bar]:
    """A bar for each period in which something is wrong with a system."""
    return [
        Bar(kind, s.start, s.end, "", f"{title}: {WRONG[kind]}, {period(s.start, s.end)}", Ref(run.system, 1, kind))
        for kind, found in spans(run).items()
        for s in found
    ]


def system_row(programme: Programme, taken: Taken, names: Names, run: SystemRun, start: date) -> Row:
    """One system: its contracts, their extensions, its support, and what is wrong when."""
    title, to = names.item(run.system), _to(programme, run)
    contracts = [c.id for c in programme.contracts_of(run.system)]
    troubles = trouble_bars(run, title)
    found = {b.sign for b in troubles}
    return Row(
        title,
        (*_bars(programme, taken, names, contracts, start, to), *troubles),
        (*_marks(programme, taken, names, contracts), *_support(run, title)),
        quiet=True,
        kind="system",
        item=run.system,
        departments=tuple(programme.system[run.system].departments),
        risks=tuple(r for r in RISKS if r in found),
        parts=tuple(contract_row(programme, taken, names, c, run, start) for c in contracts),
    )


def contract_row(programme: Programme, taken: Taken, names: Names, contract: str, run: SystemRun, start: date) -> Row:
    """One of a system's contracts, with its own extensions, end and notice days."""
    bars = _bars(programme, taken, names, [contract], start, _to(programme, run))
    loose = any(b.sign == "unsecured" for b in bars)
    return Row(
        names.item(contract),
        tuple(bars),
        tuple(_marks(programme, taken, names, [contract])),
        quiet=True,
        kind="contract",
        item=contract,
        departments=tuple(programme.system[run.system].departments),
        risks=("unsecured",) if loose else (),
    )


def _bars(programme: Programme, taken: Taken, names: Names, contracts: list[str], start: date, to: date) -> list[Bar]:
    return [*_old(programme, names, contracts, start, to), *_extended(names, _of(taken, contracts))]


def _marks(programme: Programme, taken: Taken, names: Names, contracts: list[str]) -> list[Mark]:
    return [*_ends(programme, names, contracts), *_notices(names, _of(taken, contracts))]


def _of(taken: Taken, contracts: list[str]) -> list[ExtensionRun]:
    return [e for c in contracts for e in taken.get(c, ())]


def _to(programme: Programme, run: SystemRun) -> date:
    calendar = Calendar.of(programme)
    return run.left or calendar.day(calendar.limit)


def _old(programme: Programme, names: Names, contracts: list[str], start: date, left: date) -> Iterator[Bar]:
    """What runs already, up to its own end; an open-ended contract up to the last leaving."""
    calendar = Calendar.of(programme)
    ends = {
        c: left if (e := programme.contract[c].ends) is None else calendar.day(calendar.end_on(e)) for c in contracts
    }
    for c, end in sorted(ends.items(), key=lambda held: held[1]):
        if end > start:
            tip = f"{names.item(c)}: runs to {day(last_day(end))}"
            yield Bar("old", start, end, names.item(c), tip, Ref(c, 1, "end"))


def _extended(names: Names, taken: list[ExtensionRun]) -> Iterator[Bar]:
    for e in taken:
        agreed = "agreed" if e.agreed else "in the contract" if e.basis == "option" else "agreed by nobody"
        tip = f"{names.item(e.of)}: {period(e.start, e.end)} by {BASES[e.basis]}, {agreed}"
        secure = e.agreed or e.basis == "option"
        yield Bar("extension" if secure else "unsecured", e.start, e.end, "", tip, Ref(e.of, e.order, "extension"))


def _ends(programme: Programme, names: Names, contracts: list[str]) -> Iterator[Mark]:
    calendar = Calendar.of(programme)
    for c in contracts:
        if ends := programme.contract[c].ends:
            yield Mark(
                "end", calendar.day(calendar.end_on(ends)), "", f"{names.item(c)}: ends {day(ends)}", Ref(c, 1, "end")
            )


def _notices(names: Names, taken: list[ExtensionRun]) -> Iterator[Mark]:
    for e in taken:
        if e.notice_by:
            tip = f"{names.item(e.of)}: last day to order {e.months} months more is {day(e.notice_by)}"
            yield Mark("notice", e.notice_by, "", tip, Ref(e.of, e.order, "extension"))


def _support(run: SystemRun, title: str) -> Iterator[Mark]:
    if run.supported_to:
        said = f"{title}: vendor support ends {day(last_day(run.supported_to))}"
        yield Mark("support", run.supported_to, "", said, Ref(run.system, 1, "support"))


def running_out(
    programme: Programme, taken: Taken, names: Names, systems: Sequence[SystemRun], start: date
) -> list[Row]:
    """Rows of some systems for what runs out, the first to be left first."""
    runs = sorted(systems, key=lambda s: (s.left or date.max, s.system))
    return [system_row(programme, taken, names, s, start) for s in runs]
