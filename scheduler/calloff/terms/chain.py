"""Terms of one kind tried in order, each only for what is better than all before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from calloff.many import run_many
from calloff.programme import Programme
from calloff.terms.family import Standard
from calloff.terms.trial import Trial, Worth, attempt, best_of, floor_of, takes_option

Told = Callable[[str], None]
Key = tuple[str, int]
"""Kind of lot, and months the horizon ends later."""


@dataclass(frozen=True)
class Chain:
    """Terms of one kind to try in order, shortest first, as one piece of work.

    Attributes
    ----------
    programme, standards
        What is planned, and the terms.
    floor
        Goals before the cost, proved to be the least of any term; None = not known.
    seconds
        Longest time of one solve [s].
    """

    programme: Programme
    standards: tuple[Standard, ...]
    floor: Worth | None
    seconds: float


def climb(chain: Chain) -> list[Trial]:
    """Try each term of a chain; a longer one only for what is better than all before it."""
    found: list[Trial] = []
    for standard in chain.standards:
        best = best_of(found)
        found.append(attempt(chain.programme, standard, chain.seconds, chain.floor, best.worth if best else None))
    return found


def reach(chain: Chain) -> Worth | None:
    """The floor of a chain: the least of the goals before the cost with all of its terms open."""
    return floor_of(chain.programme, chain.standards, chain.seconds)


def floors(
    programme: Programme, ladder: tuple[int, ...], keys: Sequence[Key], seconds: float, at_once: int, tell: Told
) -> dict[Key, Worth]:
    """The floor of each kind and horizon, where it is proved."""
    pieces = [
        Chain(programme, tuple(Standard(kind, m, True, later=later) for m in ladder), None, seconds)
        for kind, later in keys
    ]
    found = {}
    for done in run_many(reach, pieces, at_once):
        kind, later = keys[done.number]
        tell(f"{kind}{longer(later)}: goals before the cost {'proved' if done.made else 'not proved'}")
        if done.made:
            found[kind, later] = done.made
    return found


def shut_options(chain: Chain, trials: Sequence[Trial]) -> Chain | list[Trial]:
    """A chain with its options shut: the same plans where none takes one, else to be solved."""
    open_ones = [t for t in trials if t.standard in chain.standards]
    settled = all(t.proved or t.status == "refused" for t in open_ones)
    if settled and not any(takes_option(chain.programme, t) for t in open_ones):
        return [replace(t, standard=replace(t.standard, options=False)) for t in open_ones]
    return replace(chain, standards=tuple(replace(s, options=False) for s in chain.standards))


def climb_all(chains: Sequence[Chain], at_once: int, tell: Told) -> list[Trial]:
    """Chains in processes of their own; what failed there is `unknown`."""
    found: list[tuple[int, list[Trial]]] = []
    for done in run_many(climb, chains, at_once):
        made = done.made or [Trial(s, "unknown") for s in chains[done.number].standards]
        if done.failure:
            tell(f"failed: {done.failure}")
        for t in made:
            tell(_said(t))
        found.append((done.number, made))
    return [t for _, made in sorted(found, key=lambda x: x[0]) for t in made]


def _said(trial: Trial) -> str:
    s = trial.standard
    return f"{s.kind}, {s.months} months{'' if s.options else ' without options'}{longer(s.later)}: {trial.status}"


def longer(later: int) -> str:
    """How a later horizon is named; empty for the programme's own."""
    return f", horizon {later} months later" if later else ""
