"""Suppliers, consortia and capacity."""

from __future__ import annotations

from collections.abc import Iterator

from calloff.errors import Fault
from calloff.faults.competitions import routes_used
from calloff.faults.draft import Draft
from calloff.programme import Programme


def too_few_suppliers(draft: Draft) -> Iterator[Fault]:
    """A route that wants more bidders than a procurement has eligible suppliers."""
    p = draft.programme
    for row, column, route, procurement in routes_used(p):
        eligible = p.procurement[procurement].suppliers
        wanted = p.route[route].min_bidders
        if eligible and wanted > len(eligible):
            problem = f"this route wants {wanted} bidders, but {procurement} has {len(eligible)} eligible suppliers"
            yield draft.fault(row, column, problem, "name more suppliers, or ask for fewer bidders", route)


def consortia(draft: Draft) -> Iterator[Fault]:
    """A consortium that is, in the end, a member of itself."""
    p = draft.programme
    for supplier in p.suppliers:
        if supplier.id in _all_members(p, supplier.id):
            problem = "the consortium is a member of itself"
            yield draft.fault(supplier, "members", problem, "name suppliers that do not lead back to it")


def _all_members(programme: Programme, supplier: str) -> set[str]:
    found: set[str] = set()
    open_ = [supplier]
    while open_:
        new = set(programme.supplier[open_.pop()].members) - found
        found |= new
        open_.extend(new)
    return found


def capacity_kinds(draft: Draft) -> Iterator[Fault]:
    """A capacity row that does not say which capacity, or says one its item does not have."""
    p = draft.programme
    for row in p.capacity:
        if row.of in p.supplier:
            if row.kind is None:
                yield draft.fault(row, "kind", f"{row.of} is a supplier with two capacities", "give bid or delivery")
        elif row.kind is not None:
            yield draft.fault(row, "kind", f"{row.of} is a resource, with one capacity", "leave it blank")
        elif p.resource[row.of].kind == "total":
            yield draft.fault(row, "of", "a total counts over the whole horizon", "change the resource's own capacity")
