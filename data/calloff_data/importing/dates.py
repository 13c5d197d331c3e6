"""A cluster's own plan: MS Project XML, or milestones and days in two columns. Its dates become pins.

What is done is `actual`; what is to come is `agreed`, or `earliest` where asked. A newer report takes the place of
the older pin of the same milestone. What nobody has reported since is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calloff.errors import Fault, InputError
from calloff.programme import Programme
from calloff.tables import Pin
from calloff_data.importing import mspdi, plan_sheet
from calloff_data.importing.agreement import clean
from calloff_data.importing.importing import Cells, Imported, RowReport, Wishes
from calloff_data.importing.mapping import NAME, mapping_text, read_mapping
from calloff_data.importing.milestones import FIRST_HALF, Match, Matcher, Milestone
from calloff_data.importing.planned import PlanFile, Planned
from calloff_data.read import read

FORMAT = "dates"
ABOUT = "A cluster's own plan as pins: MS Project XML, or a sheet of milestones and dates."
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pins": ("item", "cycle", "milestone", "date", "kind", "reported", "x_said"),
    "sources": ("table", "row", "column", "mark", "as_of", "citation"),
}
LEFT_OUT = ("", "-", "none", "leave out")


@dataclass(frozen=True)
class Found:
    """A line of a plan, and what it means."""

    file: PlanFile
    line: Planned
    label: str
    match: Match
    reported: date | None


def bring(files: Sequence[Path], wishes: Wishes) -> Imported:
    """The dates of all plans as pins.

    Raises
    ------
    InputError
        No programme is named, or a file cannot be read; every fault is in the error.
    """
    if not wishes.target.source:
        wanted = "name it with --programme: the dates are of its procurements and departments"
        raise InputError([Fault(FORMAT, "", "", "", "", "dates belong to a programme, and none is named", wanted)])
    programme = read(wishes.target.source)
    matcher = Matcher(programme)
    mapped = _mapped(wishes.mapping, matcher)
    plans = _plans(files, wishes)
    found = [x for plan in plans for x in _matched(plan, matcher, mapped, wishes)]
    pinned = _Pins(programme, wishes)
    rows = [pinned.report(x) for x in found]
    notes = [note for plan in plans for note in _told(plan, found, wishes)]
    notes += [*_clock(programme, wishes), *_unreported(matcher, programme, pinned)]
    return Imported(rows, {NAME: _mapping(found)}, tuple(notes), pinned.replaced(rows))


def _plans(files: Sequence[Path], wishes: Wishes) -> list[PlanFile]:
    plans: list[PlanFile] = []
    faults: list[Fault] = []
    for path in files:
        try:
            plans.append(mspdi.read_plan(path) if mspdi.accepts(path) else plan_sheet.read_plan(path, wishes))
        except InputError as error:
            faults += error.faults
        except OSError as error:
            problem = f"the file cannot be read ({error.strerror})"
            faults.append(Fault(path.name, "", "", "", "", problem, "check its name and permissions"))
    if faults:
        raise InputError(faults)
    return plans


# --- what a line means ---------------------------------------------------------------------------


def _mapped(path: Path | None, matcher: Matcher) -> dict[str, Milestone | None]:
    """Milestones by name of a line, as the user says; None leaves the line out."""
    faults: list[Fault] = []
    mapped: dict[str, Milestone | None] = {}
    for name, values in read_mapping(path, (), "milestones").items():
        text = values[0] if values else ""
        mapped[name] = None if text.strip().lower() in LEFT_OUT else matcher.exact(text)
        if mapped[name] is None and text.strip().lower() not in LEFT_OUT:
            file = path.name if path else ""
            problem, wanted = "the programme has no such milestone", "write an item and its milestone: north-buy gtm"
            faults.append(Fault(file, "", "", clean(name), text, problem, wanted))
    if faults:
        raise InputError(faults)
    return mapped


def _matched(
    plan: PlanFile, matcher: Matcher, mapped: Mapping[str, Milestone | None], wishes: Wishes
) -> Iterator[Found]:
    names = [line.name for line in plan.lines]
    for line in plan.lines:
        label = line.name if names.count(line.name) == 1 else line.path
        key = next((k for k in (line.path, line.name) if k in mapped), None)
        match = _match(line, matcher, mapped, key, plan.context)
        yield Found(plan, line, clean(label), match, wishes.reported or line.reported or plan.said or plan.saved)


def _match(
    line: Planned, matcher: Matcher, mapped: Mapping[str, Milestone | None], key: str | None, context: str
) -> Match:
    if key is not None:
        told = mapped[key]
        return Match(told, 101) if told else Match(None, 0, "the mapping file leaves it out")
    if not line.name:
        return Match(None, 0, "it has no name")
    return matcher.match(line, context)


# --- pins ----------------------------------------------------------------------------------------


class _Pins:
    """Makes pins, one a milestone, against those that the programme has."""

    def __init__(self, programme: Programme, wishes: Wishes) -> None:
        self._programme = programme
        self._wishes = wishes
        self._as_of = wishes.as_of or programme.programme.as_of
        self._made: dict[Milestone, str] = {}
        self.reported: dict[Milestone, date | None] = {}

    def report(self, x: Found) -> RowReport:
        """What becomes of a line."""
        file, place, title = x.file.file, x.line.place, clean(x.line.path)
        milestone = x.match.found
        if milestone is None:
            return RowReport(file, place, "not_taken", title, (x.match.why,))
        day = x.line.start if milestone.milestone in FIRST_HALF else x.line.finish
        why = self._refused(x, milestone, day)
        if why or day is None:
            return RowReport(file, place, "not_taken", title, (why or "it has no day",))
        done, doubts = self._done(x.line, milestone, day)
        doubts += [*self._doubts(x, milestone, done), *self._against(milestone, day, done)]
        kind = "actual" if done else self._wishes.open_kind
        self._made[milestone] = place
        self.reported[milestone] = x.reported
        tables = {"pins": [_pin(x, milestone, day, kind)], "sources": [_source(x, milestone, kind)]}
        return RowReport(file, place, "doubt" if doubts else "taken", title, tuple(doubts), tables)

    def _refused(self, x: Found, milestone: Milestone, day: date | None) -> str | None:
        """Why a line that means a milestone gives no pin."""
        if day is None:
            return f"it has no day: {x.line.text}" if x.line.text else "it has no day"
        if milestone in self._made:
            return f"another line gives the same milestone: {milestone}, {self._made[milestone]}"
        past = next((p for p in self._pins(milestone) if p.kind == "actual"), None)
        done, _ = self._done(x.line, milestone, day)
        if past and not done:
            return f"it has happened already by the programme: {milestone} on {past.date}"
        if done and day > self._as_of:
            return f"it is said to be done, after the day of the facts ({self._as_of}): {day}"
        if not done and day <= self._as_of:
            return f"its day is past, and it is not said to be done: {day}"
        older = max((p.reported for p in self._pins(milestone) if p.reported), default=None)
        if older and x.reported and x.reported < older:
            return f"the programme has a newer report: of {older}"
        return None

    def _done(self, line: Planned, milestone: Milestone, day: date) -> tuple[bool, list[str]]:
        if line.known:
            return (line.begun if milestone.milestone in FIRST_HALF else line.done), []
        if day > self._as_of:
            return False, []
        return True, ["it is taken to have happened, as its day is not after the day of the facts"]

    def _doubts(self, x: Found, milestone: Milestone, done: bool) -> list[str]:
        doubts = [*x.line.doubts]
        if x.match.score < 100:
            doubts.append(f"the milestone is found by likeness: {x.match.score} % {milestone}")
        if x.reported is None:
            doubts.append("it is not said when this was reported; give --reported")
        routes = (
            self._programme.procurement[milestone.item].routes if milestone.item in self._programme.procurement else ()
        )
        pinned = any(p.route for p in self._programme.pins if p.item == milestone.item)
        if done and len(routes) > 1 and not pinned:
            doubts.append(f"the programme needs to know by which route it happened; pin it: {', '.join(routes)}")
        return doubts

    def _against(self, milestone: Milestone, day: date, done: bool) -> Iterator[str]:
        """Windows of the programme that an agreed day contradicts: a person decides which gives way."""
        for pin in self._pins(milestone) if not done and self._wishes.open_kind == "agreed" else ():
            outside = pin.date and (
                day < pin.date if pin.kind == "earliest" else pin.kind == "latest" and day > pin.date
            )
            if outside:
                yield f"the programme's pin says otherwise, and one must give way: {pin.kind} {pin.date}"

    def _pins(self, milestone: Milestone) -> list[Pin]:
        held = self._programme.pins
        return [p for p in held if (p.item, p.cycle, p.milestone) == (milestone.item, 1, milestone.milestone)]

    def replaced(self, rows: Sequence[RowReport]) -> dict[str, frozenset[str]]:
        """Where pins and sources of the programme stand that the new ones take the place of."""
        pins = {(c["item"], c["milestone"]): c["kind"] for r in rows for c in r.tables.get("pins", ())}
        cited = {(c["table"], c["row"], c["column"]) for r in rows for c in r.tables.get("sources", ())}
        gone: dict[str, set[str]] = {"pins": set(), "sources": set()}
        for raw in self._wishes.target.tables.get("pins", ()):
            c = {k: str(v or "").strip() for k, v in raw.cells.items()}
            new = pins.get((c.get("item", ""), c.get("milestone", "")))
            same = c.get("kind") == new or "earliest" not in (c.get("kind"), new)
            if new and c.get("cycle", "") in ("", "1") and c.get("kind") != "latest" and same:
                gone["pins"].add(raw.where)
                cited.add(("pins", f"{c['item']}/1/{c['milestone']}/{c['kind']}", "date"))
        for raw in self._wishes.target.tables.get("sources", ()):
            key = tuple(str(raw.cells.get(k) or "").strip() for k in ("table", "row", "column"))
            if key in cited:
                gone["sources"].add(raw.where)
        return {table: frozenset(places) for table, places in gone.items()}


def _pin(x: Found, milestone: Milestone, day: date, kind: str) -> Cells:
    reported = x.reported.isoformat() if x.reported else ""
    cells = {"item": milestone.item, "cycle": "1", "milestone": milestone.milestone, "date": day.isoformat()}
    return {**cells, "kind": kind, "reported": reported, "x_said": x.label}


def _source(x: Found, milestone: Milestone, kind: str) -> Cells:
    row = f"{milestone.item}/1/{milestone.milestone}/{kind}"
    as_of = x.reported.isoformat() if x.reported else ""
    citation = clean(f"{x.file.file}, {x.line.place}: {x.label}")
    return {"table": "pins", "row": row, "column": "date", "mark": "sourced", "as_of": as_of, "citation": citation}


# --- what a person is told -----------------------------------------------------------------------


def _told(plan: PlanFile, found: Sequence[Found], wishes: Wishes) -> Iterator[str]:
    said = wishes.reported or plan.said
    lines = [x for x in found if x.file is plan]
    when = f"reported on {said}" if said else f"reported on {plan.saved}, the day it was saved" if plan.saved else ""
    yield f"{plan.file}: {len(lines)} lines{', ' + when if when else ''}"
    for x in lines:
        if x.match.found:
            sure = {100: "", 101: "  (by the mapping)"}.get(x.match.score, f"  ({x.match.score} % alike)")
            yield f"  {x.match.found}  <- {x.label}{sure}"


def _clock(programme: Programme, wishes: Wishes) -> Iterator[str]:
    """That the programme must be told of a later day, or it refuses what happened since."""
    known = programme.programme.as_of
    if wishes.as_of and wishes.as_of > known:
        yield f"The programme's facts are as of {known}: set as_of to {wishes.as_of} in its table programme."


def _unreported(matcher: Matcher, programme: Programme, pinned: _Pins) -> Iterator[str]:
    """What has not happened and is not in this report, with the day of its last one."""
    happened = {(p.item, p.milestone) for p in programme.pins if p.kind == "actual" and p.cycle == 1}
    last: dict[Milestone, date | None] = {}
    for m in matcher.milestones():
        if m not in pinned.reported and (m.item, m.milestone) not in happened:
            days = [p.reported for p in programme.pins if (p.item, p.milestone) == (m.item, m.milestone) and p.reported]
            last[m] = max(days, default=None)
    if last:
        yield "Not reported:"
    for m, day in last.items():
        yield f"  {m}: {'last on ' + str(day) if day else 'never'}"


def _mapping(found: Sequence[Found]) -> str:
    rows = {
        x.label: ([str(x.match.found)], "" if x.match.score >= 100 else f"{x.match.score} % alike: check")
        for x in found
        if x.match.found and x.label
    }
    about = (
        "Which milestone each line of the plan means: an item and its milestone. Edit it, and give it next time with\n"
        "--mapping. A line left blank is left out."
    )
    free = dict.fromkeys(x.label for x in found if not x.match.found and x.label and x.label not in rows)
    return mapping_text("milestones", about, rows, free)
