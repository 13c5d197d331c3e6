"""Which milestone of a programme a line of somebody's plan means: by id, by title, by likeness, by what is over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calloff.dated import OF_DEPARTMENT, possible_routes
from calloff.programme import Competition, Programme
from calloff_data.importing.headings import normal
from calloff_data.importing.planned import Planned

LIKE = 84
"""Least likeness that is believed [of 100]."""
CLEAR = 6
"""By how much the best must lead."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "gtm": (
        "go to market", "gtm", "tender notice", "tender notice published", "publish tender notice", "contract notice",
        "contract notice published", "itt issued", "issue itt", "itt published", "publish itt", "tender published",
        "publish tender", "tender launch", "launch tender", "launch procurement", "procurement launch",
        "publish contract notice", "go to market date", "issue tender", "tender issued", "uk4",
    ),
    "award": (
        "award", "contract award", "award contract", "award of contract", "contract awarded", "contract signed",
        "contract signature", "sign contract", "award decision", "contract award notice", "contracts awarded",
    ),
    "start": ("start", "project start", "kick off", "start preparation", "start onboarding", "onboarding starts",
              "migration start", "start migration", "begin preparation", "start of onboarding", "onboarding start"),
    "live": ("live", "go live", "go live date", "cutover", "goes live", "service live", "live date", "golive",
             "service go live", "service commencement", "first live"),
    "expiry": ("expiry", "contract expiry", "expires", "contract end", "contract ends"),
    "end": ("end", "procurement complete", "procurement end", "end of procurement", "mobilisation complete",
            "last phase ends", "project end"),
}  # fmt: skip
ENDINGS = ("complete", "completed", "ends", "end", "finished", "finish", "done", "phase", "stage")
FIRST_HALF = frozenset({"gtm", "start"})
"""Milestones that fall on the start of what they are named after."""


@dataclass(frozen=True)
class Milestone:
    """A milestone that can be pinned."""

    item: str
    milestone: str

    def __str__(self) -> str:
        """As a mapping file writes it."""
        return f"{self.item} {self.milestone}"


@dataclass(frozen=True)
class Match:
    """What a line means.

    Attributes
    ----------
    found
        The milestone; None where there is none, or more than one.
    score
        How sure that is [of 100].
    why
        Why there is none.
    """

    found: Milestone | None
    score: int = 0
    why: str = ""


class Matcher:
    """Finds milestones of one programme."""

    def __init__(self, programme: Programme) -> None:
        p = self._programme = programme
        self._of: dict[str, dict[str, tuple[str, ...]]] = {}
        for procurement in p.procurements:
            steps = {name: WORDS[name] for name in ("start", "gtm", "award", "end")}
            self._of[procurement.id] = {**self._phases(procurement.id), **steps}
        for lot in p.lots:
            self._of[lot.id] = {"expiry": WORDS["expiry"]}
        for department in p.departments:
            self._of[department.id] = {name: WORDS[name] for name in OF_DEPARTMENT}
        self._names = {item: self._named(item) for item in self._of}

    def exact(self, text: str) -> Milestone | None:
        """The milestone that a text names by its ids: `north-buy gtm`, `north-buy/gtm`."""
        words = re.split(r"[\s/]+", text.strip())
        item, milestone = " ".join(words[:-1]), words[-1].lower()
        return Milestone(item, milestone) if milestone in self._of.get(item, {}) else None

    def match(self, line: Planned, context: str) -> Match:
        """What a line means, its own name before what is over it, before the file it stands in."""
        exact = self.exact(f"{line.item} {line.milestone or line.name}") or self.exact(line.name)
        if exact:
            return Match(exact, 100)
        items = self._items((line.item, line.name, *reversed(line.parents), context))
        scored = [x for item in items for x in self._scored(item, line)]
        if not scored:
            return Match(None, 0, "it is like no milestone of the programme")
        best = max(score for score, _ in scored)
        leaders = list(dict.fromkeys(m for score, m in scored if score > best - CLEAR))
        if best < LIKE:
            near = f"{leaders[0]}, {best} % alike"
            return Match(None, best, f"it is like no milestone of the programme: nearest is {near}")
        top = [m for score, m in scored if score == best]
        if len(leaders) > 1 and (len(top) > 1 or len({m.item for m in leaders}) > 1):
            shown = ", ".join(map(str, leaders[:4]))
            return Match(None, best, f"it may be one of several, and the mapping file can say which: {shown}")
        return Match(top[0], best)

    def milestones(self) -> Iterable[Milestone]:
        """Every milestone that people report: tender notice and award of procurements, go-live of departments."""
        for procurement in self._programme.procurements:
            yield from (Milestone(procurement.id, name) for name in ("gtm", "award"))
        yield from (Milestone(d.id, "live") for d in self._programme.departments if d.joins)

    def _phases(self, procurement: str) -> dict[str, tuple[str, ...]]:
        p = self._programme
        found: dict[str, tuple[str, ...]] = {}
        for route in possible_routes(p, Competition(procurement, None, 1)):
            for phase in p.phases_for(route, procurement):
                known = {normal(phase.id), normal(phase.title or phase.id)}
                found[phase.id] = tuple(sorted(known | {f"{name} {e}" for name in known for e in ENDINGS}))
        return found

    def _named(self, item: str) -> tuple[str, ...]:
        """Names of an item: id and title; of a procurement its cluster's too."""
        p = self._programme
        row = p.procurement.get(item) or p.lot.get(item) or p.department[item]
        names = [row.id, row.title or ""]
        if item in p.procurement:
            cluster = p.cluster[p.cluster_of(item)]
            names += [cluster.id, cluster.title or "", f"cluster {cluster.id}"]
        return tuple(dict.fromkeys(filter(None, map(normal, names))))

    def _items(self, places: Sequence[str]) -> list[str]:
        """Items that the nearest place names; every item where none does."""
        for place in places:
            text = f" {normal(place)} "
            named = {
                item: max((len(n) for n in names if f" {n} " in text), default=0) for item, names in self._names.items()
            }
            longest = max(named.values(), default=0)
            if longest:
                return [item for item, length in named.items() if length == longest]
        return list(self._of)

    def _scored(self, item: str, line: Planned) -> list[tuple[int, Milestone]]:
        """How like each milestone of an item a line is."""
        from rapidfuzz import fuzz

        told = normal(line.milestone or line.name)
        for name in sorted(self._names[item], key=len, reverse=True):
            told = " ".join(f" {told} ".replace(f" {name} ", " ").split()) or told
        told = re.sub(r"^(?:for|of|the|milestone|m\d+|\d+(?: \d+)*) | (?:for|of|the|date|milestone)$", "", told)
        return [
            (100 if told in words else max(round(fuzz.token_sort_ratio(told, w)) for w in words), Milestone(item, name))
            for name, words in self._of[item].items()
        ]
