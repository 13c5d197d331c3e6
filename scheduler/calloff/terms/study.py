"""Every standard term tried, and what a longest term leaves open as the best of those up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calloff.many import run_many
from calloff.plan import Part
from calloff.programme import Programme
from calloff.terms.chain import Chain, Key, Told, climb_all, floors, longer, shut_options
from calloff.terms.counts import Counts, count_up
from calloff.terms.family import Standard, kinds_of, prices, standardised
from calloff.terms.switching import Asked, Switch, Turn, find
from calloff.terms.trial import WEIGHED, Trial, Worth, best_of

LONGEST = (60, 72, 84, 96, 120, 144)
LATER = (0, 60)
TEN_YEARS = 120
Goal = tuple[str, int]


class Longest(Part):
    """What one longest term comes to: the best standard term that it leaves open.

    Attributes
    ----------
    kind, longest, options, later
        Kind of lot, longest term (months), whether options may be taken, months the horizon ends later.
    best
        The standard term taken (months); None without a plan.
    status
        `optimal` where every term up to the longest is proved.
    goals
        Goals of its plan, in order, and the most bids it wants at once.
    counts
        Contracts let again, and months bound past the horizon.
    """

    kind: str
    longest: int
    options: bool
    later: int
    best: int | None
    status: str
    goals: tuple[Goal, ...]
    counts: Counts | None

    def value(self, name: str) -> int | None:
        """A goal's value; None without a plan."""
        return dict(self.goals).get(name)


class PriceUsed(Part):
    """A price that a term has in the study, and where it comes from."""

    kind: str
    route: str
    lot: str
    months: int
    option: int
    factor: Decimal
    basis: str
    mark: str


@dataclass(frozen=True)
class Study:
    """What contract-length flexibility is worth.

    Attributes
    ----------
    programme
        What is planned.
    longest
        Longest terms asked about (months).
    kinds
        Kinds of lot, in order.
    trials
        Every standard term tried.
    switches
        Where the answer turns.
    """

    programme: Programme
    longest: tuple[int, ...]
    kinds: tuple[str, ...]
    trials: tuple[Trial, ...]
    switches: tuple[Switch, ...]

    @cached_property
    def rows(self) -> list[Longest]:
        """One row for each kind, longest term, choice of options and horizon."""
        return [
            self._row(kind, longest, options, later)
            for kind in self.kinds
            for later in self.horizons
            for options in (True, False)
            for longest in self.longest
        ]

    @cached_property
    def horizons(self) -> list[int]:
        """Months by which the horizons tried end later; one that the programme cannot have is left out."""
        return sorted({t.standard.later for t in self.trials if t.status != "refused"})

    @cached_property
    def prices(self) -> list[PriceUsed]:
        """Every price that a standard term with options has."""
        found = []
        for t in self.trials:
            if t.standard.options and not t.standard.later:
                for p in prices(self.programme, t.standard):
                    cells = p.row.model_dump(include={"route", "lot", "months", "option", "factor"})
                    found.append(PriceUsed(kind=t.standard.kind, basis=p.basis, mark=p.mark, **cells))
        return found

    def tried(self, kind: str, options: bool, later: int) -> list[Trial]:
        """Trials of a kind, shortest first."""
        found = [t for t in self.trials if (t.standard.kind, t.standard.options) == (kind, options)]
        return sorted((t for t in found if t.standard.later == later), key=lambda t: t.standard.months)

    def row(self, kind: str, longest: int, *, options: bool = True, later: int = 0) -> Longest:
        """The row of one longest term."""
        wanted = (kind, longest, options, later)
        return next(r for r in self.rows if (r.kind, r.longest, r.options, r.later) == wanted)

    def _row(self, kind: str, longest: int, options: bool, later: int) -> Longest:
        up_to = [t for t in self.tried(kind, options, later) if t.standard.months <= longest]
        best, proved = best_of(up_to), all(t.proved for t in up_to)
        if best is None or best.plan is None or best.worth is None:
            status = "infeasible" if proved else "unknown"
            return Longest(kind=kind, longest=longest, options=options, later=later, best=None, status=status,
                           goals=(), counts=None)  # fmt: skip
        return Longest(
            kind=kind,
            longest=longest,
            options=options,
            later=later,
            best=best.standard.months,
            status="optimal" if proved else "feasible",
            goals=(*zip(WEIGHED, best.worth, strict=True), ("peak", best.peak or 0)),
            counts=count_up(standardised(self.programme, best.standard), best.plan, kind),
        )


def study(
    programme: Programme,
    longest: Sequence[int] = LONGEST,
    kinds: Sequence[str] = (),
    *,
    seconds: float = 60.0,
    at_once: int = 2,
    tell: Told = lambda said: None,
) -> Study:
    """Try every standard term, then find where the answer turns.

    Parameters
    ----------
    programme
        What is planned.
    longest
        Longest terms to compare (months).
    kinds
        Kinds of lot; none given = all that have a term to choose.
    seconds
        Longest time of one solve [s].
    at_once
        Processes that solve at a time.
    tell
        Told in words of what is done.
    """
    ladder, asked = tuple(sorted(set(longest))), tuple(dict.fromkeys(kinds or kinds_of(programme)))
    keys = [(kind, later) for later in reversed(LATER) for kind in asked]
    proved = floors(programme, ladder, keys, seconds, at_once, tell)
    chains = [
        Chain(programme, tuple(Standard(k, m, True, later=x) for m in ladder), proved.get((k, x)), seconds)
        for k, x in keys
    ]
    trials = climb_all(chains, at_once, tell)
    shut = [shut_options(c, trials) for c in chains]
    trials += [t for c in shut if not isinstance(c, Chain) for t in c]
    trials += climb_all([c for c in shut if isinstance(c, Chain)], at_once, tell)
    made = Study(programme, ladder, asked, tuple(trials), ())
    return replace(made, switches=tuple(_switches(made, proved, seconds, at_once, tell)))


def _switches(made: Study, proved: dict[Key, Worth], seconds: float, at_once: int, tell: Told) -> Iterator[Switch]:
    if len(made.longest) < 2:
        return
    keys = [(kind, later) for later in made.horizons for kind in made.kinds]
    pieces = [t for k in keys for t in _turns(made, k, Asked(proved.get(k), seconds))]
    found = []
    for done in run_many(find, pieces, at_once):
        if done.made is None:
            tell(f"failed: {done.failure}")
            continue
        tell(f"{done.made.kind}{longer(done.made.later)}, switching value of {done.made.what}: {done.made.verdict}")
        found.append((done.number, done.made))
    yield from (s for _, s in sorted(found, key=lambda x: x[0]))


def _turns(made: Study, key: Key, asked: Asked) -> Iterator[Turn]:
    """The price of the long term against the best shorter one; the cost of letting again, where any is let again."""
    kind, later = key
    long_term = TEN_YEARS if TEN_YEARS in made.longest[1:] else made.longest[-1]
    short, long = (Standard(kind, m, True, later=later) for m in (made.longest[0], long_term))
    shorter = [t for t in made.tried(kind, True, later) if t.standard.months < long_term]
    if all(t.proved for t in shorter):
        yield Turn(made.programme, "price", short, long, best_of(shorter), asked)
    if any(x.renews for x in made.programme.lots if x.kind == kind):
        yield Turn(made.programme, "recompete", short, long, None, asked)
