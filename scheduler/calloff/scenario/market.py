"""Changes of what can be bought and from whom: terms, money, routes, suppliers, extensions, stagger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from calloff.assemble import cells_of
from calloff.programme import key_of
from calloff.rows import Day, Money, Months
from calloff.scenario.change import Change
from calloff.scenario.dropping import dropped
from calloff.scenario.sheet import At, Held, Sheet
from calloff.tables import Extension, Funding, Lot, Pin, Term


class LongestTerm(Change):
    """Lets no contract run longer than so many months."""

    do: Literal["longest_term"]
    months: Annotated[Months, Field(ge=1)] = Field(description="Longest term (months).")
    options: bool = Field(True, description="Whether option months count too.")
    lots: tuple[str, ...] = Field((), description="Lots, or kinds of lots; none = all.")
    cut: bool = Field(False, description="Where a route offers nothing so short, cut its shortest term to it.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet without longer terms; a lot that others differ from gets rows of its own."""
        lots = self._lots(sheet, at)
        made = [cells for lot in lots for cells in self._rows(sheet, at, lot)]
        own = [h for h in sheet.rows("terms") if isinstance(h.row, Term) and h.row.lot in {x.id for x in lots}]
        return sheet.without("terms", own).added(at, "terms", made)

    def _lots(self, sheet: Sheet, at: At) -> list[Lot]:
        found = [x for x in sheet.programme.lots if not self.lots or x.id in self.lots or x.kind in self.lots]
        for name in self.lots:
            if not any(name in (x.id, x.kind) for x in found):
                known = {n for x in sheet.programme.lots for n in (x.id, x.kind)}
                raise at.stranger("lots", name, "lot or kind of lot", known)
        return found

    def _rows(self, sheet: Sheet, at: At, lot: Lot) -> Iterator[dict[str, object]]:
        """The terms a lot may still have, by route; one that has been signed stays."""
        p = sheet.programme
        signed = {pin.term for pin in p.pins_of(lot.id) if pin.kind == "actual"}
        for route in sorted({x.route for x in p.terms}):
            rows = p.terms_for(route, lot.id)
            kept = [x for x in rows if self._length(x) <= self.months or x.months in signed]
            if rows and not kept:
                kept = [self._cut(at, rows[0], lot)]
            yield from ({**cells_of(x), "lot": lot.id} for x in kept)

    def _length(self, term: Term) -> int:
        return term.months + (term.option if self.options else 0)

    def _cut(self, at: At, shortest: Term, lot: Lot) -> Term:
        if not self.cut:
            problem = f"route {shortest.route} offers {lot.id} nothing so short"
            wanted = f"give at least {self._length(shortest)}, or cut = true"
            raise at.error("months", self.months, problem, wanted)
        months = min(shortest.months, self.months)
        option = min(shortest.option, self.months - months) if self.options else shortest.option
        return Term(**{**cells_of(shortest), "months": months, "option": option})


class FundingLevel(Change):
    """Approves another amount for a period of funding."""

    do: Literal["funding"]
    total: Money | None = Field(None, description="For the whole period; of it, what falls after now is left.")
    left: Money | None = Field(None, description="What is left at now (currency); instead of total.")
    period: date | None = Field(None, description="First day of the period; needed where there are several.")

    @model_validator(mode="after")
    def _one_amount(self) -> FundingLevel:
        if (self.total is None) == (self.left is None):
            raise ValueError("give either total or left")
        return self

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with another amount."""
        rows = sheet.rows("funding")
        periods = sorted({str(h.row.from_) for h in rows if isinstance(h.row, Funding)})
        chosen = [h for h in rows if isinstance(h.row, Funding) and self.period in (None, h.row.from_)]
        if not chosen:
            raise at.stranger("period", self.period or "", "period of funding", periods)
        if len(chosen) > 1:
            wanted = "give one of: " + ", ".join(periods)
            raise at.error("period", self.period or "", "there are several periods of funding", wanted)
        return sheet.changed(at, "funding", {chosen[0]: {"approved": self._approved(sheet, chosen[0])}})

    def _approved(self, sheet: Sheet, held: Held) -> Decimal:
        """What is left at now: spent evenly until then, in whole units."""
        if self.left is not None:
            return self.left
        assert isinstance(held.row, Funding)
        assert self.total is not None
        slots = sheet.calendar.opening_in(held.row.from_, held.row.to)
        ahead = sum(1 for slot in slots if slot >= sheet.calendar.now)
        return (self.total * ahead / max(1, len(slots))).to_integral_value()


class CloseRoute(Change):
    """Closes a route: no award under it after a day."""

    do: Literal["close_route"]
    route: str = Field(description="The route.")
    on: date | None = Field(None, description="Last day for an award; blank = the day the facts are known.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with the route closed; one that closes sooner stays as it is."""
        p = sheet.programme
        if self.route not in p.route:
            raise at.stranger("route", self.route, "route", p.route)
        last = self.on or p.programme.as_of
        closes = p.route[self.route].closes
        if closes is not None and closes <= last:
            raise at.error("on", last, f"it closes on {closes} anyway", "give an earlier day")
        held = next(h for h in sheet.rows("routes") if key_of("routes", h.row) == self.route)
        return sheet.changed(at, "routes", {held: {"closes": last}})


class SupplierLeaves(Change):
    """Takes a supplier out of the market, at once or from a day on; what it has begun it ends."""

    do: Literal["supplier_leaves"]
    supplier: str = Field(description="The supplier.")
    on: date | None = Field(None, description="From this day on it staffs no bid and no delivery; blank = at once.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet without the supplier, or with none of its capacity from a day on."""
        p = sheet.programme
        if self.supplier not in p.supplier:
            raise at.stranger("supplier", self.supplier, "supplier", p.supplier)
        if self.on is not None:
            row = {"of": self.supplier, "from": self.on, "to": sheet.calendar.last_day(sheet.calendar.limit)}
            return sheet.added(at, "capacity", [{**row, "kind": k, "capacity": 0} for k in ("bid", "delivery")])
        bound = [x for x in p.pins if x.supplier == self.supplier]
        if bound:
            problem = f"a pin makes it the deliverer of {bound[0].item}"
            raise at.error("supplier", self.supplier, problem, "give on: the day from which it takes nothing new")
        held = [h for h in sheet.rows("suppliers") if key_of("suppliers", h.row) == self.supplier]
        return dropped(sheet, at, "suppliers", held)


class NoStagger(Change):
    """Lets any number of tender notices go out at once."""

    do: Literal["no_stagger"]

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet without stagger."""
        if not sheet.rows("stagger"):
            raise at.error("do", self.do, "the programme has no stagger to lift", "take the change out")
        return sheet.having("stagger", ())


class NoExtensionsBeyondOptions(Change):
    """Takes out every extension that is neither an option nor agreed, and those behind it."""

    do: Literal["no_extensions_beyond_options"]

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with options and agreed extensions only."""
        first: dict[str, int] = {}
        for row in sheet.programme.extensions:
            if row.basis != "option" and not row.agreed:
                first[row.of] = min(row.order, first.get(row.of, row.order))
        if not first:
            raise at.error("do", self.do, "the programme has no other extensions", "take the change out")
        return sheet.having("extensions", (h for h in sheet.rows("extensions") if not _is_past(h, first)))


def _is_past(held: Held, first: dict[str, int]) -> bool:
    assert isinstance(held.row, Extension)
    return held.row.order >= first.get(held.row.of, held.row.order + 1)


class SetPin(Change):
    """Pins a milestone, route, term, option or supplier, in place of any such pin that is not history."""

    do: Literal["pin"]
    item: str = Field(description="A procurement, lot or department.")
    cycle: int = Field(1, description="1 = the first letting.")
    milestone: str | None = Field(None, description="start, gtm, award, end, live, expiry, or a phase.")
    date: Day | None = Field(None, description="Its day.")
    kind: Literal["agreed", "earliest", "latest"] = Field("agreed", description="How it binds.")
    route: str | None = Field(None, description="The route it takes.")
    term: int | None = Field(None, description="The lot's initial term (months).")
    option: int | None = Field(None, description="Option months taken; 0 = none.")
    supplier: str | None = Field(None, description="Its deliverer.")

    def apply(self, sheet: Sheet, at: At) -> Sheet:
        """The sheet with the pin."""
        p = sheet.programme
        known = {*p.procurement, *p.lot, *p.department}
        if self.item not in known:
            raise at.stranger("item", self.item, "procurement, lot or department", known)
        own = {name: value for name, value in self if name in Pin.model_fields and name != "notes"}
        kept = [h for h in sheet.rows("pins") if not self._replaces(h)]
        return sheet.having("pins", kept).added(at, "pins", [own])

    def _replaces(self, held: Held) -> bool:
        pin = held.row
        assert isinstance(pin, Pin)
        same = (pin.item, pin.cycle, pin.milestone) == (self.item, self.cycle, self.milestone)
        return same and pin.kind != "actual" and pin.kind in (self.kind, "agreed")
