"""The contracts that a process tells of: one for each contract, and for each award that no contract names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from calloff_data.importing.agreement import Agreement
from calloff_data.importing.ocds_extension import extensions
from calloff_data.importing.ocds_period import Term, periods, term
from calloff_data.importing.ocds_said import amount, day, dig, objects, text
from calloff_data.statutory import regimes

Part = Mapping[str, Any]
GONE = ("cancelled", "unsuccessful", "terminated", "withdrawn")
NAMED = 3
"""Suppliers that are named; more are counted."""
RATE = 100
"""A value below this may be a rate [pounds]."""
SCOTLAND = "ocds-r6ebe6"
_FRAMEWORK = re.compile(r"\bframework\b|\bdps\b|\bdynamic (?:purchasing|market)", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """One contract of a process, as its releases tell it.

    Attributes
    ----------
    key
        What it is: `contract` or `award`, and its id.
    agreement
        The contract; None where it is `gone`.
    doubts, faults
        What a person should look at; what the publisher got wrong and was tolerated.
    gone
        Why there is no contract.
    cpvs, texts
        For the filters.
    """

    key: tuple[str, str]
    agreement: Agreement | None
    doubts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    gone: str = ""
    cpvs: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def contracts_of(release: Part) -> Iterator[Told]:
    """Every contract of a merged release."""
    awards = {text(a.get("id")): a for a in objects(release.get("awards"))}
    told = set()
    for contract in objects(release.get("contracts")):
        name = text(contract.get("awardID"))
        award = awards.get(name) or (next(iter(awards.values())) if len(awards) == 1 else {})
        told.add(text(award.get("id")))
        yield _Reader(release, contract, award, len(awards)).told()
    for name, award in awards.items():
        if name not in told:
            yield _Reader(release, {}, award, len(awards)).told()


class _Reader:
    """Reads one contract out of the parts of a release that are about it."""

    def __init__(self, release: Part, contract: Part, award: Part, awards: int) -> None:
        self.release, self.contract, self.award, self.awards = release, contract, award, awards
        self.tender: Part = dig(release, "tender") if isinstance(dig(release, "tender"), Mapping) else {}
        self.lots = self._lots()
        self.doubts: list[str] = []
        self.faults: list[str] = []

    def told(self) -> Told:
        key = ("contract", text(self.contract.get("id"))) if self.contract else ("award", text(self.award.get("id")))
        for name, part in (("contract", self.contract), ("award", self.award)):
            status = text(part.get("status")).lower()
            if status in GONE:
                return Told(key, None, gone=f"the {name} is {status}", cpvs=self.cpvs(), texts=self.texts())
            if status == "pending":
                self.doubts.append(f"the {name} is pending")
        agreement = self.agreement()
        return Told(key, agreement, _once(self.doubts), _once(self.faults), "", self.cpvs(), self.texts())

    def _lots(self) -> list[Part]:
        """The lots that it is about: those it names, else all."""
        lots = list(objects(self.tender.get("lots")))
        named = {*_names(self.award.get("relatedLots")), *_names(self.contract.get("relatedLots"))}
        return [lot for lot in lots if text(lot.get("id")) in named] or lots

    def agreement(self) -> Agreement:
        days = self.term()
        value, supplier = self.value(), self.supplier()
        self.whole()
        extended = extensions([self.contract, *self.lots, self.award, self.tender], days)
        self.doubts += extended.doubts
        free = {
            "x_max_end": days.latest.isoformat() if days.latest else "",
            "x_cpv": ";".join(dict.fromkeys(self.cpvs())),
            "x_route": text(self.tender.get("procurementMethodDetails")) or text(self.tender.get("procurementMethod")),
            "x_description": self.first(("contract", "award", "tender"), "description")[:500],
            "x_ocid": text(self.release.get("ocid")),
        }
        return Agreement(
            title=self.title(),
            reference=text(self.tender.get("id")) or text(self.contract.get("id")),
            supplier=supplier,
            buyer=buyer_of(self.release),
            regime=self.regime(),
            start=days.start,
            ends=days.ends,
            ends_derived=days.derived,
            value=value,
            proposed=extended.options,
            extension=extended.text,
            free={k: v for k, v in free.items() if v},
        )

    def first(self, parts: tuple[str, ...], key: str) -> str:
        """The first text of some parts under a key."""
        held = {"contract": self.contract, "award": self.award, "tender": self.tender}
        return next((said for name in parts if (said := text(held[name].get(key)))), "")

    def title(self) -> str:
        lot = text(self.lots[0].get("title")) if len(self.lots) == 1 and self.awards > 1 else ""
        whole = text(self.tender.get("title")) or text(self.release.get("title"))
        said = [t for t in (whole, self.first(("contract", "award"), "title"), lot) if t]
        apart = [t for i, t in enumerate(said) if not any(_within(t, o, i > j) for j, o in enumerate(said) if i != j)]
        ours = self.first(("award", "tender"), "description")[:100] or text(self.release.get("ocid"))
        return ": ".join(apart) or ours

    def term(self) -> Term:
        signed = day(self.contract.get("dateSigned")) or day(self.award.get("date"))
        parts = [("contract", self.contract), ("award", self.award), *(("lot", lot) for lot in self.lots)]
        found = term(periods([*parts, ("tender", self.tender)]), signed)
        self.doubts += found.doubts
        own = dig(self.contract, "period", "endDate") or dig(self.award, "contractPeriod", "endDate")
        ends = {str(dig(lot, "contractPeriod", "endDate")) for lot in self.lots}
        if not own and len(ends) > 1:
            self.doubts.append("its lots end on different days")
        if self.lets_framework():
            self.doubts.append("it lets a framework: contracts under it may run longer")
        return found

    def lets_framework(self) -> bool:
        """Whether it is a framework that is let, and no call-off under one."""
        under = [x for p in objects(self.release.get("relatedProcesses")) for x in _names(p.get("relationship"))]
        techniques = self.tender.get("techniques")
        lets = dig(techniques, "hasFrameworkAgreement") is True or bool(dig(techniques, "frameworkAgreement"))
        return lets and "framework" not in under

    # --- money and names ---------------------------------------------------------------------------

    def value(self) -> Decimal | None:
        for name, part in (("contract", self.contract), ("award", self.award), ("tender", self.tender)):
            held = dig(part, "value")
            if not isinstance(held, Mapping) or (name == "tender" and self.awards > 1):
                continue
            found = self._amount(held)
            if found is not None:
                if name == "tender":
                    self.doubts.append("its value is the estimate of the tender")
                return self._sized(found)
        self.doubts.append("no value is known, so its cost counts as 0")
        return None

    def _sized(self, value: Decimal) -> Decimal:
        if value < RATE:
            self.doubts.append(f"its value is so small that it may be a rate: {value:f}")
        return value

    def whole(self) -> None:
        """Doubts and faults about the contract as a whole."""
        title, route = self.title(), text(self.tender.get("procurementMethodDetails")).lower()
        if _FRAMEWORK.search(title) and "call-off" not in route and not self.lets_framework():
            self.doubts.append("its title names a framework: it may let no contract, and contracts under it run longer")
        awarded, told = day(self.award.get("date")), day(self.release.get("date"))
        if awarded and told and awarded > told:
            self.faults.append(f"its award is dated after the notice of it: {awarded}")

    def _amount(self, held: Part) -> Decimal | None:
        net, gross = held.get("amount"), held.get("amountGross")
        raw = net if net is not None else gross
        found = amount(raw)
        currency = text(held.get("currency")) or "GBP"
        if found is None:
            if raw is not None:
                self.faults.append(f"its value cannot be believed: {str(raw)[:20]}")
        elif found <= 0:
            self.faults.append("a value of 0 or less is given, so none is taken")
        elif currency != "GBP":
            self.doubts.append(f"its value is not in pounds: {found:f} {currency}")
        else:
            if net is None:
                self.doubts.append("only its value with VAT is given")
            return found
        return None

    def supplier(self) -> str:
        parties = {text(p.get("id")): text(p.get("name")) for p in objects(self.release.get("parties"))}
        held = list(objects(self.award.get("suppliers")))
        names = [n for s in held if (n := text(s.get("name")) or parties.get(text(s.get("id")), ""))]
        names = list(dict.fromkeys(names))
        if len(held) > len(names) and not names:
            self.faults.append("its supplier has no name")
        if not names:
            self.doubts.append("no supplier is named")
        if len(names) > 1:
            self.doubts.append(f"it has several suppliers, so it may be a framework or several contracts: {len(names)}")
        more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
        return "; ".join([*names[:NAMED], *more])

    def regime(self) -> str:
        basis = dig(self.tender, "legalBasis") or dig(self.award, "legalBasis") or {}
        said = f"{text(dig(basis, 'scheme'))} {text(dig(basis, 'id'))}".strip()
        if said and text(self.release.get("ocid")).startswith(SCOTLAND):
            said = "PCSR2015" if said.startswith("CELEX") else said
        return _title_of(said)

    def cpvs(self) -> tuple[str, ...]:
        """Codes of what is bought."""
        parts: list[Part] = [self.tender, *self.lots, self.award, self.contract]
        held = [p for part in parts for p in (part, *objects(part.get("items")))]
        codes = [
            c for p in held for c in (*objects(p.get("classification")), *objects(p.get("additionalClassifications")))
        ]
        return tuple(said for c in codes if (said := text(c.get("id"))) and said[:2].isdigit())

    def texts(self) -> tuple[str, ...]:
        """What the filter by text looks through."""
        named = [text(s.get("name")) for s in objects(self.award.get("suppliers"))]
        parts = (self.contract, self.award, *self.lots, self.tender)
        return tuple(t for t in (*(text(p.get(k)) for p in parts for k in ("title", "description")), *named) if t)


def buyer_of(release: Part) -> str:
    """The name of the buyer."""
    named = text(dig(release, "buyer", "name"))
    parties = list(objects(release.get("parties")))
    held = [p for p in parties if text(p.get("id")) and text(p.get("id")) == text(dig(release, "buyer", "id"))]
    held += [p for p in parties if "buyer" in _names(p.get("roles"))]
    return named or next((n for p in held if (n := text(p.get("name")))), "")


def _names(value: Any) -> list[str]:
    return [text(v) for v in value] if isinstance(value, list) else [text(value)] if text(value) else []


def _within(said: str, other: str, behind: bool) -> bool:
    """Whether a title says no more than another; of two that say the same, the one behind."""
    a, b = said.casefold(), other.casefold()
    return a in b and (a != b or behind)


def _once(said: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))


@lru_cache(maxsize=64)
def _title_of(said: str) -> str:
    return next((r.title for r in regimes() if said and r.is_written(said)), said)
