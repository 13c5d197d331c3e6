"""Extensions in running text: the sentences of a notice that speak of them, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from calloff_data.importing.durations import Duration, read_duration

_SENTENCE = re.compile(r"[^.;\n!?]+(?:[.](?=\d)[^.;\n!?]+)*")
_LENGTH = r"(?:\d+|one|two|three|four|five|six|twelve|eighteen|twenty[- ]four|thirty[- ]six)"
_UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|days?)"
_SPEAKS = re.compile(
    rf"\bexten(?:d(?:ed|ing|able|s)?|sions?)\b.{{0,120}}\b{_LENGTH}\b.{{0,30}}\b{_UNIT}"
    rf"|\b{_LENGTH}\b\W{{0,3}}(?:\w+\W+){{0,4}}?(?:{_UNIT}\W+)?(?:\w+\W+){{0,3}}?exten(?:sions?|d)\b"
    rf"|\b(?:optional|options? (?:to|for|of) (?:\w+ ){{0,3}}?(?:exten|renew|continu|further|additional|{_LENGTH}))"
    rf".{{0,80}}\b{_LENGTH}\b.{{0,30}}\b{_UNIT}"
    rf"|\b(?:contract|agreement|term)\b.{{0,40}}\brenew(?:al|able|ed)\b.{{0,60}}\b{_LENGTH}\b.{{0,20}}\b{_UNIT}"
    rf"|\b\d{{1,2}}\s*\+\s*\d{{1,2}}\b",
    re.IGNORECASE,
)
_OF_CONTRACT = re.compile(
    r"(?:\bexten(?:d|sions?)\b.{0,40}\b(?:contract|term|period|agreement|call[- ]off)\b"
    r"|\b(?:contract|term|agreement|call[- ]off)\b.{0,60}\b(?:may|can|could|right|option\w*|ability|possib\w*)\b.{0,40}"
    r"\bexten(?:d|sions?|ded)\b)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were|is|are|been|being)\b(?:\W+\w+){0,3}\W+extended\b|\bextension (?:has|was|is) "
    r"|\bis being extended\b|\bextension award\b|\bvalue of the extension\b|\ball extensions?\b",
    re.IGNORECASE,
)
_SUM_AGAIN = re.compile(r"\(\s*\d{1,2}(?:\s*\+\s*\d{1,2})+\s*(?:years?|months?)?\s*(?:periods?)?\s*\)")
"""Says in figures what the sentence says in words: `3 years with an option of 1 year (3+1)`."""
_TOTAL_AGAIN = re.compile(r"\((?:i\.?e\.?,? )?(?:a |in )?(?:maximum )?total[^()]{0,60}\)", re.IGNORECASE)
_STEP = re.compile(r"\bincrements?\b|\btranches\b|\bsteps\b", re.IGNORECASE)
_TO_DAY = re.compile(r"\bexten(?:d|sion).{0,60}\b(?:up )?(?:until|till|to) (?:the )?\d", re.IGNORECASE)


@dataclass(frozen=True)
class Extensions:
    """What a text says of extensions.

    Attributes
    ----------
    text
        Its words.
    initial
        The term before any extension, where the text says it [months].
    options
        Extensions in order [months each].
    doubts
        Why they may be others.
    """

    text: str = ""
    initial: int | None = None
    options: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


def of_field(text: str) -> Extensions:
    """What a field says that is about nothing but extensions."""
    if not text:
        return Extensions()
    read, plain = _read(text, option=True), _read(text)
    initial = plain.initial if plain.options and plain.options != read.options else None
    options = plain.options if initial else read.options
    doubts = plain.doubts if initial else read.doubts
    return Extensions(text, initial, options, doubts or (() if options else ("its length could not be read",)))


def _read(text: str, *, option: bool = False) -> Duration:
    """The lengths in a text, where what it says twice counts once, and steps of a length are steps."""
    bare = re.sub(r"\[(\d+)\]", r"(\1)", _TOTAL_AGAIN.sub(" ", text))
    read = read_duration(_SUM_AGAIN.sub(" ", bare), option=option)
    read = read if read.options else read_duration(bare, option=option)
    if _STEP.search(text) and len(read.options) == 2 and read.options[0] % read.options[1] == 0:
        return replace(read, options=(read.options[1],) * (read.options[0] // read.options[1]))
    return read


def of_text(text: str) -> Extensions:
    """What the first sentence says that speaks of extending; nothing where none does.

    A sentence that tells of an extension already made is kept as text, and proposes nothing.
    """
    unread = ""
    for sentence in _sentences(text):
        if _DONE.search(sentence):
            return Extensions(sentence, doubts=("its text tells of an extension already made",))
        if _SPEAKS.search(sentence):
            read = _read(sentence)
            if read.options:
                return Extensions(sentence, read.initial, read.options, read.doubts)
        if _OF_CONTRACT.search(sentence) or _TO_DAY.search(sentence):
            unread = unread or sentence
    return Extensions(unread, doubts=("its text speaks of extending, the length could not be read",) if unread else ())


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text[:20_000]):
        sentence = " ".join(found.group().split())
        if sentence:
            yield sentence[:600]
