"""What a plan costs and spends, as linear expressions over the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from calloff.calendar import Money
from calloff.model.competitions import CompetitionVars, LotVars, RouteVars, TermVars, expiry_after
from calloff.model.core import Model
from calloff.model.departments import service_start
from calloff.model.when import Choice, Linear, Literal, When

ZERO, ONE = Decimal(0), Decimal(1)


def acquisitions(model: Model) -> Iterator[Linear]:
    """Cost of every competition, spread over the longest initial term it lets."""
    for competition in model.competitions.values():
        for r in competition.routes:
            award = r.closing(model.programme.award_index(r.phases))
            if award is None or not spends(model, r):
                continue
            terms = longest_terms(model, competition, r)
            if not terms:
                yield from _when_it_falls(model, r)
                continue
            choices = [(literal, _spread(model, r, months)) for months, literal in terms]
            yield model.gated(award, choices, r.chosen)


def spends(model: Model, r: RouteVars) -> bool:
    """Whether anything is still to be paid for a competition on a route."""
    return any(r.phases[i].cost for i in r.open) or bool(_one_off(model, r))


def _one_off(model: Model, r: RouteVars) -> Decimal:
    award = model.programme.award_index(r.phases)
    return model.programme.one_off_of(r.key) if award in r.open else ZERO


def longest_terms(model: Model, competition: CompetitionVars, r: RouteVars) -> list[tuple[int, Literal]]:
    """Each longest initial term [months] the route's lots can have, with the literal that it is that."""
    rows = [t for c in _contracts_let(model, competition) for t in c.terms if t.route is r]
    lengths = sorted({t.row.months for t in rows})
    if len(lengths) <= 1:
        return [(m, r.chosen) for m in lengths]
    found = {m: model.literal("") for m in lengths}
    model.cp.add(sum(found.values()) == r.chosen)
    for t in rows:
        model.cp.add(sum(x for m, x in found.items() if m >= t.row.months) >= t.chosen)
    for m, literal in found.items():
        model.cp.add(sum(t.chosen for t in rows if t.row.months == m) >= literal)
    return list(found.items())


def _contracts_let(model: Model, competition: CompetitionVars) -> list[LotVars]:
    return [c for c in model.contracts.values() if c.competition is competition]


def _spread(model: Model, r: RouteVars, months: int) -> Callable[[int], int]:
    later = _phase_spend(model, r)
    total = later + _one_off(model, r)
    before, after = (model.money.monthly(x / months) for x in (later, total))

    def value(award: int) -> int:
        table = after if award > model.calendar.now else before
        return model.money.between(table, award, model.calendar.months_after(award, months))

    return value


def _phase_spend(model: Model, r: RouteVars) -> Decimal:
    """Cost of the open phases, from now on (currency)."""
    total = ZERO
    for i in r.open:
        start, slots = r.starts[i], r.lengths[i]
        if r.progress.begun is not None and i == r.progress.done:
            slots = max(0, r.progress.begun + slots - max(r.progress.begun, model.calendar.now))
        elif start is None:
            continue
        total += r.phases[i].cost * slots
    return total


def _when_it_falls(model: Model, r: RouteVars) -> Iterator[Linear]:
    """Cost of a competition that lets no contract: each amount in its own slots."""
    yield from phase_payments(model, model.money, r, lambda slot: True)
    yield from one_off_payments(model, model.money, r, lambda slot: True)


def phase_payments(model: Model, money: Money, r: RouteVars, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """What the phases of a route cost in the slots that count."""
    for i in r.open:
        start = r.starts[i]
        if start is None or not r.phases[i].cost or not r.lengths[i]:
            continue
        running = running_total(money, money.per_slot(r.phases[i].cost), counts)
        choice = (r.chosen, _over(running, r.lengths[i]))
        at = start
        if r.progress.begun is not None and i == r.progress.done:
            at = When.fixed(r.progress.begun)
        yield model.gated(at, [choice], r.chosen)


def _over(running: Callable[[int], int], slots: int) -> Callable[[int], int]:
    """What falls within so many slots from a boundary on."""
    return lambda k: running(k + slots) - running(k)


def one_off_payments(model: Model, money: Money, r: RouteVars, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """The one-off cost, paid in the slot of the award, where that counts."""
    amount = _one_off(model, r)
    award = r.closing(model.programme.award_index(r.phases))
    if amount and award is not None:
        yield model.gated(award, [(r.chosen, lambda k: money.lump(amount, k - 1) if counts(k - 1) else 0)], r.chosen)


def running_total(money: Money, table: tuple[int, ...], counts: Callable[[int], bool]) -> Callable[[int], int]:
    """W at a boundary, over the slots that count only."""
    calendar = money.calendar
    totals = [0]
    for i in range(len(table) - 1):
        totals.append(totals[-1] + (table[i + 1] - table[i] if counts(calendar.now + i) else 0))
    return lambda k: totals[max(0, min(k, calendar.horizon) - calendar.now)]


def charges(model: Model) -> Iterator[Linear]:
    """Running charges of every contract let."""
    for contract in model.contracts.values():
        if not contract.lot.charge:
            continue
        if contract.lot.charge_from == "award":
            yield from _charged_from_award(model, contract)
        else:
            yield from _charged_from_live(model, contract)


def _ends(model: Model, contract: LotVars, r: RouteVars, months: int) -> Callable[[int], int]:
    """Expiry after so many months as a function of the award; an actual expiry cuts it short."""
    actual = actual_expiry(model, contract)

    def end(award: int) -> int:
        found = expiry_after(model, r, months, award)
        return found if actual is None else min(found, actual)

    return end


def actual_expiry(model: Model, contract: LotVars) -> int | None:
    """Boundary of a contract's pinned actual expiry."""
    pins = model.programme.pins_of(contract.lot.id, contract.cycle)
    days = [p.date for p in pins if p.milestone == "expiry" and p.kind == "actual" and p.date]
    return model.calendar.end_on(days[0]) if days else None


def _charged_from_award(model: Model, contract: LotVars) -> Iterator[Linear]:
    money = model.money
    for r in contract.competition.routes:
        initial: list[Choice] = []
        rows = [t for t in contract.terms if t.route is r]
        for t in rows:
            end = _ends(model, contract, t.route, t.row.months)
            table = money.monthly(contract.lot.charge * t.row.factor)
            initial.append((t.chosen, _stretch(money, table, _itself, end)))
            if t.option is not None:
                yield model.gated(t.award, [(t.option, _option_charge(model, contract, t))], t.option)
        if rows:
            yield model.gated(rows[0].award, initial, r.chosen)


def _option_charge(model: Model, contract: LotVars, t: TermVars) -> Callable[[int], int]:
    table = model.money.monthly(contract.lot.charge * t.row.factor * t.row.option_factor)
    begin = _ends(model, contract, t.route, t.row.months)
    end = _ends(model, contract, t.route, t.row.months + t.row.option)
    return _stretch(model.money, table, begin, end)


def _stretch(
    money: Money, table: tuple[int, ...], begin: Callable[[int], int], end: Callable[[int], int]
) -> Callable[[int], int]:
    """What an amount comes to between two functions of the award."""
    return lambda k: money.between(table, begin(k), end(k))


def _upto(money: Money, table: tuple[int, ...], end: Callable[[int], int]) -> Callable[[int], int]:
    """What an amount comes to by a function of the boundary."""
    return lambda k: money.at(table, end(k))


def _itself(boundary: int) -> int:
    return boundary


@dataclass(frozen=True)
class Share:
    """A department's part of a charge: its users (people) among all who join."""

    users: int
    everyone: int

    def of(self, amount: Decimal, factor: Decimal = ONE) -> Decimal:
        """The part of an amount, dividing last, so that it is the same however it is counted."""
        return amount * self.users * factor / Decimal(self.everyone)


def _charged_from_live(model: Model, contract: LotVars) -> Iterator[Linear]:
    programme = model.programme
    joining = programme.joining(programme.cluster_of(contract.lot.procurement))
    everyone = sum(d.users for d in joining)
    for d in joining:
        if not d.users:
            continue
        start = service_start(model, d.id, contract.lot, contract.cycle)
        if contract.cycle == 1:
            start = model.latest([start, model.onboardings[d.id, None, 1].live], "")
        share = Share(d.users, everyone)
        yield _shared_charge(model, contract, share, start)
        for t in contract.terms:
            if t.option is not None:
                yield _shared_option(model, contract, t, share, start)


def _shared_charge(model: Model, contract: LotVars, share: Share, start: When) -> Linear:
    """max(0, W(end) − W(start)) over the initial term; service never begins before the award."""
    money = model.money
    until: Linear = 0
    starts: dict[tuple[int, ...], list[Literal]] = {}
    for r in contract.competition.routes:
        ends: list[Choice] = []
        rows = [t for t in contract.terms if t.route is r]
        for t in rows:
            table, end = (
                money.monthly(share.of(contract.lot.charge * t.row.factor)),
                _ends(model, contract, t.route, t.row.months),
            )
            ends.append((t.chosen, _upto(money, table, end)))
            starts.setdefault(table, []).append(t.chosen)
        if rows:
            until = until + model.gated(rows[0].award, ends, r.chosen)
    whole = [t.chosen for t in contract.terms]
    begins = [
        (contract.present if len(x) == len(whole) else model.any_of(x), _upto(money, table, _itself))
        for table, x in starts.items()
    ]
    return model.amount(max(w[-1] for w in starts), "charge", until - model.gated(start, begins, contract.present))


def _shared_option(model: Model, contract: LotVars, t: TermVars, share: Share, start: When) -> Linear:
    """max(0, W(end) − W(begin)) over the option's months, which may begin before service does."""
    money = model.money
    assert t.option is not None
    table = money.monthly(share.of(contract.lot.charge * t.row.factor, t.row.option_factor))
    initial, end = (_ends(model, contract, t.route, m) for m in (t.row.months, t.row.months + t.row.option))
    begin = model.latest([_when(model, t, initial), start], "")
    until = model.gated(t.award, [(t.option, _upto(money, table, end))], t.option)
    begins = model.gated(begin, [(t.option, _upto(money, table, _itself))], t.option)
    return model.amount(table[-1], "charge", until - begins)


def _when(model: Model, t: TermVars, end: Callable[[int], int]) -> When:
    """A function of the award as a point in time."""
    award = t.award
    if all(end(k) - k == end(award.lo) - award.lo for k in range(award.lo, award.hi + 1)):
        return award.plus(end(award.lo) - award.lo)
    found = model.when(end(award.lo), end(award.hi), "")
    model.cp.add(found.expr == model.residual(award, end))
    return found


def onboarding_costs(model: Model, money: Money, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """Onboarding costs in the slots that count, at each start."""
    for o in model.onboardings.values():
        cost = o.department.onboarding_cost
        if cost and o.start is not None and o.state == "planned":
            yield model.gated(o.start, [(o.present, _paid_at(money, cost, counts))], o.present)


def _paid_at(money: Money, amount: Decimal, counts: Callable[[int], bool]) -> Callable[[int], int]:
    return lambda k: money.lump(amount, k) if counts(k) else 0


def savings(model: Model) -> Iterator[Linear]:
    """Cashable savings from each first go-live, negative."""
    for o in model.onboardings.values():
        if o.department.saving and o.cycle == 1:
            table = model.money.monthly(o.department.saving)
            yield model.table(o.live, _upto(model.money, table, _itself)) - table[-1]
