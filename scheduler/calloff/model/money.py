"""What a plan costs and spends, as linear expressions over the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from calloff.calendar import Money
from calloff.model.competitions import CompetitionVars, LotVars, RouteVars, TermVars, expiry_after
from calloff.model.core import Choice, Linear, Literal, Model, When
from calloff.model.covers import extension_ends
from calloff.model.departments import service_start

ZERO = Decimal(0)


def acquisitions(model: Model) -> Iterator[Linear]:
    """Cost of every competition, spread over the longest initial term it lets."""
    for competition in model.competitions.values():
        if competition.award is None or all(not spends(model, r) for r in competition.routes):
            continue
        choices: list[Choice] = []
        for r in competition.routes:
            terms = longest_terms(model, competition, r)
            if not terms:
                yield from _when_it_falls(model, r)
            choices += [(literal, _spread(model, competition, r, months)) for months, literal in terms]
        if choices:
            yield model.gated(competition.award, choices, competition.present)


def spends(model: Model, r: RouteVars) -> bool:
    """Whether anything is still to be paid for a competition on a route."""
    return any(r.phases[i].cost for i in r.open) or bool(_one_off(model, r))


def _one_off(model: Model, r: RouteVars) -> Decimal:
    award = model.programme.award_index(r.phases)
    return model.programme.procurement[r.key.procurement].one_off_cost if award in r.open else ZERO


def longest_terms(model: Model, competition: CompetitionVars, r: RouteVars) -> list[tuple[int, Literal]]:
    """Each longest initial term [months] the route's lots can have, with the literal that it is that."""
    rows = [t for c in _contracts_let(model, competition) for t in c.terms if t.route == r.route]
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


def _spread(model: Model, competition: CompetitionVars, r: RouteVars, months: int) -> Callable[[int], int]:
    later = _phase_spend(model, r)
    one_off = _one_off(model, r)

    def value(award: int) -> int:
        total = later + (one_off if award > model.calendar.now else ZERO)
        if not total:
            return 0
        table = model.money.monthly(total / months)
        return model.money.between(table, award, expiry_after(model, competition, months, award))

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
        length = r.lengths[i]
        choice = (r.chosen, lambda k, w=running, n=length: w(k + n) - w(k))
        at = start
        if r.progress.begun is not None and i == r.progress.done:
            at = When.fixed(r.progress.begun)
        yield model.gated(at, [choice], r.chosen)


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


def _ends(model: Model, contract: LotVars, months: int) -> Callable[[int], int]:
    """Expiry after so many months as a function of the award; an actual expiry cuts it short."""
    actual = actual_expiry(model, contract)

    def end(award: int) -> int:
        found = expiry_after(model, contract.competition, months, award)
        return found if actual is None else min(found, actual)

    return end


def actual_expiry(model: Model, contract: LotVars) -> int | None:
    """Boundary of a contract's pinned actual expiry."""
    pins = model.programme.pins_of(contract.lot.id, contract.cycle)
    days = [p.date for p in pins if p.milestone == "expiry" and p.kind == "actual" and p.date]
    return model.calendar.end_on(days[0]) if days else None


def _charged_from_award(model: Model, contract: LotVars) -> Iterator[Linear]:
    award, money = contract.competition.award, model.money
    assert award is not None
    initial: list[Choice] = []
    for t in contract.terms:
        end = _ends(model, contract, t.row.months)
        table = money.monthly(contract.lot.charge * t.row.factor)
        initial.append((t.chosen, lambda k, w=table, e=end: money.between(w, k, e(k))))
        if t.option is not None:
            yield model.gated(award, [(t.option, _option_charge(model, contract, t))], t.option)
    yield model.gated(award, initial, contract.present)


def _option_charge(model: Model, contract: LotVars, t: TermVars, share: Decimal = Decimal(1)) -> Callable[[int], int]:
    table = model.money.monthly(contract.lot.charge * t.row.factor * t.row.option_factor * share)
    begin = _ends(model, contract, t.row.months)
    end = _ends(model, contract, t.row.months + t.row.option)
    return lambda k: model.money.between(table, begin(k), end(k))


def _charged_from_live(model: Model, contract: LotVars) -> Iterator[Linear]:
    programme = model.programme
    joining = programme.joining(programme.cluster_of(contract.lot.procurement))
    everyone = sum(d.users for d in joining)
    for d in joining:
        share = Decimal(d.users) / Decimal(everyone) if everyone else ZERO
        if not share:
            continue
        start = service_start(model, d.id, contract.lot, contract.cycle)
        if contract.cycle == 1:
            start = model.latest([start, model.onboardings[d.id, None, 1].live], "")
        for t in contract.terms:
            yield from _shared_charge(model, contract, t, share, start)


def _shared_charge(model: Model, contract: LotVars, t: TermVars, share: Decimal, start: When) -> Iterator[Linear]:
    """max(0, W(end) − W(max(begin, start))) for the initial term and for the option, where chosen."""
    award, money = contract.competition.award, model.money
    assert award is not None
    amount = contract.lot.charge * t.row.factor * share
    begin, end = (lambda k: k), _ends(model, contract, t.row.months)
    yield _late_charge(model, t.chosen, money.monthly(amount), award, begin, end, start)
    if t.option is not None:
        begin, end = end, _ends(model, contract, t.row.months + t.row.option)
        table = money.monthly(amount * t.row.option_factor)
        yield _late_charge(model, t.option, table, award, begin, end, start)


def _late_charge(
    model: Model,
    taken: Literal,
    table: tuple[int, ...],
    award: When,
    begin: Callable[[int], int],
    end: Callable[[int], int],
    start: When,
) -> Linear:
    money = model.money
    ends = model.table(award, lambda k: money.at(table, end(k)))
    begins = model.table(award, lambda k: money.at(table, begin(k)))
    starts = model.table(start, lambda k: money.at(table, k))
    top = table[-1]
    later = model.cp.new_int_var(0, top, "")
    model.cp.add_max_equality(later, [begins, starts])
    return model.amount(top, "", ends - later - top * (1 - taken))


def onboarding_costs(model: Model, money: Money, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """Onboarding costs in the slots that count, at each start."""
    for o in model.onboardings.values():
        cost = o.department.onboarding_cost
        if cost and o.start is not None and o.state == "planned":
            yield model.gated(o.start, [(o.present, lambda k, c=cost: money.lump(c, k) if counts(k) else 0)], o.present)


def savings(model: Model) -> Iterator[Linear]:
    """Cashable savings from each first go-live, negative."""
    for o in model.onboardings.values():
        if o.department.saving and o.cycle == 1:
            table = model.money.monthly(o.department.saving)
            yield model.table(o.live, lambda k, w=table: model.money.at(w, k) - w[-1])


def extra_costs(model: Model, money: Money, counts: Callable[[int], bool]) -> Iterator[Linear]:
    """What extensions cost on top, in the slots that count."""
    programme = model.programme
    for owner in [*programme.contracts, *programme.systems]:
        ends = extension_ends(model, owner)
        for level, row in enumerate(programme.extensions_of(owner.id), start=1):
            if row.extra_cost and level < len(ends):
                running = running_total(money, money.monthly(row.extra_cost), counts)
                amount = running(ends[level]) - running(max(ends[level - 1], model.calendar.now))
                yield max(0, amount) * model.extensions[owner.id, row.order]
