"""From when to when a contract runs, and how it may be extended: what the cells of one row say together.

An extension is sure only where two things in the row agree on it: its words and the dates. Everything else is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from calloff_data.importing.agreement import after_months, months_between
from calloff_data.importing.days import DayRead
from calloff_data.importing.durations import Duration

LONG = 25
"""Years from which the length of a contract is worth a look."""
YES = re.compile(r"\W*(?:y|yes|true|1)\b", re.IGNORECASE)
SUM = re.compile(r"\W*\d+\s*[a-z]*\s*\+\s*\d", re.IGNORECASE)
NO = re.compile(r"\W*(?:n|no|none|false|0)\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What the cells of a row say.

    Attributes
    ----------
    start, end, latest
        First day, last day, and last day with every extension.
    term
        The term in words.
    options
        The extensions in words, from every place that tells of them.
    words
        Those words as written.
    extendable
        `yes` or `no` where a column says so.
    """

    start: DayRead
    end: DayRead
    latest: DayRead
    term: Duration
    options: Duration
    words: str = ""
    extendable: str = ""


@dataclass(frozen=True)
class Span:
    """What they mean.

    Attributes
    ----------
    start, ends, latest
        First day, last day, and last day with every extension; None where not known.
    how
        How `ends` was worked out, where it is not said.
    steps, proposed
        Extensions that are sure, and those to be confirmed [months each].
    doubts, notes
        What a person should look at, and what a person may like to know.
    """

    start: date | None = None
    ends: date | None = None
    latest: date | None = None
    how: str = ""
    steps: tuple[int, ...] = ()
    proposed: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def reversed(self) -> bool:
        """Whether it ends before it starts."""
        return self.start is not None and self.ends is not None and self.ends < self.start

    @property
    def extended(self) -> date | None:
        """Last day with every extension that is known or proposed."""
        if self.ends is None:
            return None
        months = sum(self.steps) + sum(self.proposed)
        found = after_months(self.ends + timedelta(1), months) - timedelta(1) if months else self.ends
        return max(found, self.latest) if self.latest else found


@dataclass
class _Found:
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def span_of(said: Said) -> Span:
    """What the cells of a row mean."""
    found = _Found()
    start = _start(said.start, found)
    ends, how = _end(said, start, found)
    latest = said.latest.day
    found.notes += [*said.start.notes, *said.end.notes]
    if said.latest.kind in ("unread", "placeholder"):
        found.doubts.append(f"the end with extensions is not read: {said.latest.rest or _first(said.latest.doubts)}")
    found.doubts += said.latest.doubts if latest else ()
    if start and ends and ends < start:
        found.doubts.append(f"it ends before it starts: {start} to {ends}")
    elif start and ends and ends.year - start.year > LONG:
        found.doubts.append(f"it runs for {ends.year - start.year} years: {start} to {ends}")
    span = Span(start, ends, latest, how)
    if not span.reversed:
        span = _extensions(span, said, found)
    return replace(span, doubts=tuple(dict.fromkeys(found.doubts)), notes=tuple(dict.fromkeys(found.notes)))


def _start(read: DayRead, found: _Found) -> date | None:
    found.doubts += [f"of the start, {doubt}" for doubt in read.doubts]
    if read.kind == "unread" and not read.doubts:
        found.doubts.append(f"the start cannot be read: {read.rest}")
    return read.day


def _end(said: Said, start: date | None, found: _Found) -> tuple[date | None, str]:
    """The last day, and how it was worked out where it is not said."""
    end = said.end
    if end.day is not None:
        found.doubts += [f"of the end, {doubt}" for doubt in end.doubts]
        return end.day, ""
    if end.kind == "open" or (said.term.open_ended and end.kind == "blank"):
        found.doubts.append(f"it is said to have no end: {end.rest or 'in its term'}")
        return None, ""
    term = said.term if said.term.initial else end.length if end.kind == "unread" else said.term
    months = term.initial or (term.options[0] if end.kind == "unread" and term.options else None)
    missing = {
        "blank": "no end is given",
        "unknown": f"the end is not known: {end.rest}",
        "placeholder": f"the end is a placeholder: {_first(end.doubts).rsplit(' ', 1)[-1]}",
    }.get(end.kind, f"the end cannot be read: {end.rest or _first(end.doubts)}")
    if start and months:
        how = f"start and a term of {months} months"
        found.doubts.append(f"the end is worked out from start and term: {months} months ({missing.split(':')[0]})")
        found.doubts += [f"of the term, {doubt}" for doubt in term.doubts]
        return after_months(start, months) - timedelta(1), how
    if said.latest.day and end.kind == "blank":
        found.doubts.append("only an end with extensions is given, and it is read as the end")
        return said.latest.day, "the end with extensions, as no other is given"
    found.doubts.append(f"{_left_open(missing)}")
    return None, ""


def _left_open(missing: str) -> str:
    """The reason, with what a blank end means; figures stay behind the colon."""
    what, _, value = missing.partition(": ")
    told = f"{what}, and the contract counts as open-ended until one is"
    return f"{told}: {value}" if value else told


def _extensions(span: Span, said: Said, found: _Found) -> Span:
    """The same span with its extensions, sure or proposed."""
    options: Sequence[int] = said.options.options or said.term.options
    doubts = [f"of the extension, {d}" for d in (said.options.doubts if said.options.options else said.term.doubts)]
    if said.options.options and said.term.options and said.options.options != said.term.options:
        doubts.append("term and extension tell of different extensions")
    if said.options.open_ended and span.ends:
        found.doubts.append(f"it is said to go on after its end: {said.words}")
    if options:
        said, options = _whole_term(span, said, options, doubts)
        return _worded(span, said, options, doubts, found)
    _check_term(span, said.term.initial, found)
    return _dated(span, said, found)


def _whole_term(span: Span, said: Said, options: Sequence[int], doubts: list[str]) -> tuple[Said, Sequence[int]]:
    """A whole term told in a column of extensions: `2+1+1`, where start and end are two years apart, or four."""
    if said.term.initial or len(options) < 2 or not SUM.match(said.words) or not span.start or not span.ends:
        return said, options
    length = months_between(span.start, span.ends)
    if length not in (options[0], sum(options)) or _gap(span) == sum(options):
        return said, options
    doubts.append(f"the extension is read as the whole term, as the dates are {length} months apart: {said.words}")
    return replace(said, term=Duration(options[0], tuple(options[1:]))), options[1:]


def _worded(span: Span, said: Said, options: Sequence[int], doubts: list[str], found: _Found) -> Span:
    """Extensions told in words, held against the dates."""
    gap = _gap(span)
    length = months_between(span.start, span.ends) if span.start and span.ends and not span.how else None
    initial = said.term.initial
    if gap is not None and gap == sum(options):
        return replace(span, steps=tuple(options))
    left = next((i for i in range(1, len(options)) if gap == sum(options[i:])), None)
    if left is not None:
        found.doubts.append(f"its end has taken in {left} of {len(options)} extensions: {_shown(options)}")
        found.doubts += doubts
        return replace(span, proposed=tuple(options[left:]))
    if gap is not None and gap > 0 and gap != sum(options):
        doubts.append(f"the end with extensions is {gap} months after the end, its options make {sum(options)}")
    elif length is not None and initial:
        if not doubts and length == initial:
            return replace(span, steps=tuple(options))
        used = next((i for i in range(1, len(options) + 1) if length == initial + sum(options[:i])), None)
        if used is not None:
            rest = tuple(options[used:])
            found.doubts.append(f"its end has taken in {used} of {len(options)} extensions: {_shown(options)}")
            found.doubts += doubts
            return replace(span, proposed=rest)
        if length != initial:
            doubts.append(f"start and end are {length} months apart, its term says {initial}")
    found.doubts.append(f"an extension is proposed, to be confirmed: {_shown(options)} months")
    found.doubts += doubts
    return replace(span, proposed=tuple(options))


def _check_term(span: Span, initial: int | None, found: _Found) -> None:
    if initial and span.start and span.ends and not span.how:
        length = months_between(span.start, span.ends)
        if abs(length - initial) > 1:
            found.doubts.append(f"term and dates differ: {length} months from start to end, the term says {initial}")


def _dated(span: Span, said: Said, found: _Found) -> Span:
    """Extensions that only a later end tells of, or a word without a length."""
    gap = _gap(span)
    if gap is not None and gap < 0:
        found.doubts.append(f"the end with extensions is before the end: {span.latest}")
    elif gap is not None and gap >= 1:
        months = int(gap)
        cut = "" if months == gap else f", of {gap} rounded down"
        found.doubts.append(f"an extension is proposed from the later end: {months} months to {span.latest}{cut}")
        if NO.fullmatch(said.extendable):
            found.doubts.append("it is said not to be extendable, and a later end is given")
        return replace(span, proposed=(months,))
    elif said.options.doubts:
        found.doubts.append(f"an extension is told of, but no length can be read: {said.words}")
    elif YES.match(said.extendable) or (YES.match(said.words) and not span.latest):
        found.doubts.append("it may be extended, and by how much is not said")
    elif said.words and not said.options.open_ended and not NO.match(said.words) and len(said.words) > 4:
        found.notes.append(f"of the extension: {said.words}")
    return span


def _gap(span: Span) -> Decimal | None:
    """From the end to the end with every extension [months]."""
    if span.latest is None or span.ends is None:
        return None
    if span.latest <= span.ends:
        return Decimal(0 if span.latest == span.ends else -1)
    return months_between(span.ends + timedelta(1), span.latest)


def _shown(options: Sequence[int]) -> str:
    return " + ".join(map(str, options))


def _first(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


def unit_of(heading: str) -> str:
    """The unit that a heading gives to bare numbers: y, m, w, d, or blank."""
    found: Mapping[str, str] = {"year": "y", "yr": "y", "month": "m", "mth": "m", "week": "w", "day": "d"}
    low = heading.lower()
    return next((unit for word, unit in found.items() if re.search(rf"\b{word}s?\b", low.replace("_", " "))), "")
