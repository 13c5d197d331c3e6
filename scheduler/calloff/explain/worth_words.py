"""What capacity is worth in planners' words: on a screen, and in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calloff.explain.reason_words import size_words
from calloff.explain.worth import Asked, Place, Saving, Standing, Worth
from calloff.programme import Programme
from calloff.report.wording import isolated, listed, plain

SAVED = {
    "gap": "{} without a contract",
    "unsecured": "{} on extensions that nobody has agreed",
    "unsupported": "{} without the vendor’s support",
    "lateness": "{} after the deadline",
    "overspend": "{} of spend above what is approved",
    "cost": "{} of cost",
    "finish": "{} to the last go-live",
}
"""What an amount of a goal is of."""
OTHER_WAY: dict[Standing, Standing] = {"at least": "at most", "at most": "at least"}
NOTHING_FULL = "Nothing shared is used up in any slot: more of it saves nothing."


def asked_words(programme: Programme, asked: Asked) -> tuple[str, ...]:
    """Sentences: what each is worth, then what was looked at in vain, then what was not looked at."""
    if not asked.worths:
        return (NOTHING_FULL,)
    said = [worth_words(programme, w) for w in asked.worths if w.counted]
    idle = [w.place for w in asked.worths if not w.counted and w.proved]
    open_ = [w.place for w in asked.worths if not w.counted and not w.proved]
    if idle:
        said.append(f"Worth nothing in money or users’ time (proved): one more of {places_words(programme, idle)}.")
    if open_:
        said.append(f"No saving was found, which is not proved: one more of {places_words(programme, open_)}.")
    if asked.unasked:
        said.append(f"Used up too, but not looked at: {places_words(programme, asked.unasked)}.")
    return tuple(said)


def worth_words(programme: Programme, worth: Worth) -> str:
    """One sentence: where, what it saves of each, what that takes of others, how sure it is."""
    less = [_saving(programme, s) for s in worth.counted if s.amount > 0]
    more = [_saving(programme, s) for s in worth.counted if s.amount < 0]
    said = f"saves {listed(less, len(less)) or 'nothing'}"
    said += f", at the price of {listed(more, len(more))}" if more else ""
    sure = all(s.standing == "proved" for s in worth.counted)
    return f"One more of {places_words(programme, [worth.place])} {said}{' (proved)' if sure else ''}."


def _saving(programme: Programme, saving: Saving) -> str:
    """One goal's part of the sentence."""
    less = saving.amount > 0
    size = size_words(programme, abs(saving.amount), saving.unit)
    standing = saving.standing if less else OTHER_WAY.get(saving.standing, saving.standing)
    before = f"{standing} " if standing in OTHER_WAY else ""
    after = " (found, not proved)" if standing == "found" else ""
    return f"{before}{SAVED[saving.goal].format(size)}{after}"


def places_words(programme: Programme, places: Iterable[Place]) -> str:
    """Resources, each with its quarters in order: `Trainers in Q1 2028 and Q2 2028`."""
    of: dict[str, list[Place]] = {}
    for place in places:
        of.setdefault(place.resource, []).append(place)
    return "; ".join(f"{_name(programme, r)} in {_quarters(held)}" for r, held in of.items())


def _quarters(places: Sequence[Place]) -> str:
    ordered = sorted(places, key=lambda p: p.begin)
    return listed([p.quarter for p in ordered], len(ordered))


def _name(programme: Programme, resource: str) -> str:
    row = programme.resource.get(resource)
    return isolated(plain((row and row.title) or resource))
