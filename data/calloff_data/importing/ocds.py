"""Open Contracting notices: releases and records of any portal, brought together by process, as contracts.

Each release is reported once. What several releases of one process say is merged, the latest counting; a
contract is reported with the release that last told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from calloff.cells import show
from calloff.errors import Fault, InputError
from calloff_data.importing.agreement import COLUMNS, Maker, clean
from calloff_data.importing.importing import Cells, Imported, RowReport, Verdict, Wishes
from calloff_data.importing.ocds_contract import Told, buyer_of, contracts_of
from calloff_data.importing.ocds_index import Index, Release
from calloff_data.importing.ocds_merge import merged
from calloff_data.importing.ocds_said import amount, dig, instant, objects, text
from calloff_data.importing.ocds_stream import Found, units
from calloff_data.importing.wanted import left_out, over

__all__ = ["ABOUT", "COLUMNS", "FORMAT", "bring"]

FORMAT = "ocds"
ABOUT = "Open Contracting notices (Find a Tender, Contracts Finder, Scotland, Wales…): packages, records, lines, gzip."
ALIKE = "another award of its process has the same supplier and days: it may be the same contract, put right"
PLANS = ("planning", "planned")


def bring(files: Sequence[Path], wishes: Wishes) -> Imported:
    """A report for every release of all files, with the contracts that they tell of.

    Raises
    ------
    InputError
        A file cannot be read, or holds no release.
    """
    index = Index()
    try:
        for file in files:
            _put_aside(file, index)
    except BaseException:
        index.close()
        raise
    notes = (f"{index.count:,} releases were read.",)
    return Imported(_reports(index, wishes), notes=notes)


def _put_aside(file: Path, index: Index) -> None:
    before = index.count
    for found in units(file):
        for place, body, problem in _releases(found):
            index.add(Release(show(file.name), place, body, problem), *_sorted_by(body))
    if index.count == before:
        wanted = "a release package, a record package, an array or lines of releases"
        raise InputError([Fault(show(str(file)), "", "", "", "", "it holds no release", wanted)])


def _sorted_by(body: Mapping[str, Any] | None) -> tuple[str, str]:
    return (text(dig(body, "ocid")), instant(dig(body, "date"))) if body else ("", "")


def _releases(found: Found) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    """The releases of a unit: itself; of a record the compiled one, else all that it holds."""
    unit, place = found.unit, found.place
    if unit is None:
        yield place, None, found.problem
    elif isinstance(unit.get("compiledRelease"), dict):
        yield place, {"ocid": unit.get("ocid"), **unit["compiledRelease"]}, ""
    elif isinstance(unit.get("releases"), list) or "versionedRelease" in unit:
        held = [r for r in objects(unit.get("releases")) if "url" not in r or "tag" not in r or "ocid" in r]
        for number, release in enumerate(held, start=1):
            yield f"{place}, release {number}", {"ocid": unit.get("ocid"), **release}, ""
        if not held:
            yield place, None, "the record only links to its releases, or holds only its versions"
    else:
        yield place, unit, ""


def _reports(index: Index, wishes: Wishes) -> Iterator[RowReport]:
    maker = Maker(wishes)
    try:
        for releases in index.processes():
            yield from _Process(releases, maker, wishes).reports()
    finally:
        index.close()


@dataclass(frozen=True)
class _Told:
    """A release of a process, without its body."""

    file: str
    place: str
    seq: int
    problem: str
    faults: tuple[str, ...]


class _Process:
    """The releases of one process, merged."""

    def __init__(self, releases: Iterable[Release], maker: Maker, wishes: Wishes) -> None:
        self.maker, self.wishes = maker, wishes
        self.told: list[_Told] = []
        self.release: Any = {}
        self.last: dict[tuple[str, str], int] = {}
        for at, release in enumerate(releases):
            body = release.body or {}
            self.told.append(_Told(release.file, release.place, release.seq, release.problem, _faults(release)))
            self.release = merged(self.release, body)
            for kind, key in (("award", "awards"), ("contract", "contracts")):
                self.last |= {(kind, text(x.get("id"))): at for x in objects(body.get(key))}

    def reports(self) -> list[RowReport]:
        """A report for each release, in the order of the input."""
        by_release: dict[int, list[Told]] = {}
        for found in _alike(list(contracts_of(self.release))):
            by_release.setdefault(self.last.get(found.key, len(self.told) - 1), []).append(found)
        made: list[tuple[int, RowReport]] = []
        taken = False
        for at in by_release:
            report = self._joined(at, by_release[at])
            taken |= report.verdict != "not_taken"
            made.append((self.told[at].seq, report))
        newest = max(by_release, default=len(self.told) - 1)
        for at, told in enumerate(self.told):
            if at not in by_release:
                made.append((told.seq, self._without(told, at, newest, taken, bool(by_release))))
        return [report for _, report in sorted(made, key=lambda x: x[0])]

    @property
    def title(self) -> str:
        said = text(dig(self.release, "tender", "title")) or text(dig(self.release, "title"))
        return clean(said or text(dig(self.release, "ocid")))

    def _joined(self, at: int, contracts: Sequence[Told]) -> RowReport:
        """One report for all contracts that a release tells of."""
        told = self.told[at]
        parts = [self._contract(told, found) for found in contracts]
        kept = [p for p in parts if p.verdict != "not_taken"]
        verdicts: list[Verdict] = [p.verdict for p in kept]
        verdict: Verdict = "not_taken" if not kept else "doubt" if "doubt" in verdicts else "taken"
        why = [w for p in (kept or parts) for w in p.why]
        if kept and len(kept) < len(parts):
            why.append(f"not all of its contracts are taken: {len(parts) - len(kept)} of {len(parts)} are not")
            why += [w for p in parts if p.verdict == "not_taken" for w in p.why]
        tables: dict[str, list[Cells]] = {name: [r for p in kept for r in p.tables.get(name, ())] for name in COLUMNS}
        proposed = [row for p in kept for row in p.proposed]
        title = kept[0].title if len(kept) == 1 else self.title
        said = tuple(dict.fromkeys((*why, *told.faults)))
        return RowReport(told.file, told.place, verdict, title, said, tables if kept else {}, proposed)

    def _contract(self, told: _Told, found: Told) -> RowReport:
        agreement = found.agreement
        reason: str | None = found.gone
        if agreement is not None:
            reason = left_out(self.wishes, agreement.buyer, found.texts, found.cpvs, agreement.value)
            reason = reason or over(self.wishes, agreement.ends)
        if agreement is None or reason:
            return RowReport(told.file, told.place, "not_taken", self.title, (reason or "",))
        doubts = (*found.doubts, *(() if agreement.buyer else ("no buyer is named",)))
        verdict: Verdict = "doubt" if doubts else "taken"
        return self.maker.report(agreement, told.file, told.place, verdict, (*doubts, *found.faults))

    def _without(self, told: _Told, at: int, newest: int, taken: bool, lets: bool) -> RowReport:
        """The report of a release that tells of no contract that no other tells of."""
        if told.problem:
            return RowReport(told.file, told.place, "not_taken", self.title, (told.problem,))
        if lets or at != newest:
            why = f"another release of its process says more, and they are merged: {self.told[newest].place}"
            verdict: Verdict = "taken" if taken else "not_taken"
        else:
            why, verdict = self._nothing_let(), "not_taken"
        return RowReport(told.file, told.place, verdict, self.title, (why, *told.faults))

    def _nothing_let(self) -> str:
        """Why a process without award gives no contract."""
        tender = dig(self.release, "tender") or {}
        buyer = buyer_of(self.release)
        texts = [text(dig(tender, key)) for key in ("title", "description")]
        codes = [text(c.get("id")) for c in objects(dig(tender, "classification"))]
        status = text(dig(tender, "status")).lower()
        value = amount(dig(tender, "value", "amount")) or amount(dig(tender, "value", "amountGross"))
        if reason := left_out(self.wishes, buyer, texts, codes, value):
            return reason
        if status in ("cancelled", "unsuccessful", "withdrawn"):
            return f"the tender is {status}, and nothing is let"
        if status in PLANS or (not tender and "planning" in self.release):
            return "it is a plan, and nothing is let yet"
        return "it is a tender without an award, and nothing is let yet"


def _alike(contracts: list[Told]) -> Iterator[Told]:
    """Contracts, with a doubt where two of one process look like one that was published twice."""
    held = [x.agreement for x in contracts]
    keys = [a and (a.title, a.supplier, a.start, a.ends) for a in held]
    for found, key in zip(contracts, keys, strict=True):
        again = key is not None and keys.count(key) > 1
        yield replace(found, doubts=(*found.doubts, ALIKE)) if again else found


def _faults(release: Release) -> tuple[str, ...]:
    """What the publisher left out, where the release can be used all the same."""
    body = release.body
    if body is None:
        return ()
    faults = []
    if not text(body.get("ocid")):
        faults.append("it has no ocid, so no other release can be of its process")
    if not text(body.get("id")):
        faults.append("the release has no id")
    if not instant(body.get("date")):
        faults.append("the release has no date, so it counts as the earliest of its process")
    return tuple(faults)
