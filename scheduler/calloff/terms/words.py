"""What a study of terms says: switching values first, and what each rests on; no sum of money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calloff.calendar import add_months
from calloff.report.wording import count, listed, month, sentence
from calloff.terms.counts import Load, Wave
from calloff.terms.family import held_by_pins
from calloff.terms.study import Longest, PriceUsed, Study
from calloff.terms.switching import Switch

BASES = {
    "given": "a row of the programme",
    "between": "on the line between two rows",
    "beyond": "that of the nearest row",
}


@dataclass(frozen=True)
class Said:
    """What a reader takes away: one finding, then sentences."""

    finding: str
    sentences: tuple[str, ...]


def said_of(study: Study) -> Said:
    """The answer of a study."""
    main = [s for s in study.switches if not s.later]
    found = [short_switch(s) for s in main if s.what == "price"] or ["No longest term could be compared"]
    rest = [f"{sentence(switch_said(study, s))}." for s in main if s.what == "recompete"]
    sentences = [*rest, *_rests(study), *_horizons(study), _proof(study), *_held(study)]
    return Said(f"{sentence('; '.join(found))}", tuple(s for s in sentences if s))


def years(months: int) -> str:
    """A term in years where it is whole years, as `10 years`; else in months."""
    whole, rest = divmod(months, 12)
    if rest:
        return f"{months} months"
    return f"{whole} year" if whole == 1 else f"{whole} years"


def percent(factor: Decimal) -> str:
    """A price factor as a share of the charge, as `96.5 %`."""
    return f"{(factor * 100).normalize():f} %"


def short_switch(switch: Switch) -> str:
    """A price switch in a few words, for the title."""
    term = f"a term of {years(switch.long)} for {switch.kind}"
    if switch.verdict == "between" and switch.high is not None and switch.low is not None:
        return f"{term} pays up to {percent(switch.low)} of the charge"
    if switch.verdict == "at any value":
        return f"{term} pays at any price"
    if switch.verdict == "at no value":
        return f"{years(switch.short)} is enough for {switch.kind}"
    return f"at which price {term} pays is not proved"


def switch_said(study: Study, switch: Switch) -> str:
    """A switching value as a clause with both of its proved ends."""
    return _price_said(switch) if switch.what == "price" else _recompete_said(switch)


def _price_said(s: Switch) -> str:
    term, other = f"a term of {years(s.long)} for {s.kind}", f"the best shorter term ({years(s.short)})"
    if s.verdict == "between" and s.low is not None and s.high is not None:
        return f"{term} still pays at {percent(s.low)} of the charge, and at {percent(s.high)} {other} is as good"
    if s.verdict == "at any value":
        return f"{term} pays at any price: no shorter term does as well in a goal that comes before the cost"
    if s.verdict == "at no value":
        return f"{term} pays at no price, not even at none: {other} is as good"
    return f"at which price {term} stops paying was not proved within the limit"


def _recompete_said(s: Switch) -> str:
    short, long = years(s.short), years(s.long)
    lead = f"at one price for both, {short} for {s.kind}"
    if s.verdict == "between" and s.low is not None and s.high is not None:
        now = " (the figure given is 1)"
        ends = f"{plain(s.low)} times the one-off cost given, no longer at {plain(s.high)} times"
        return f"{lead} is as good as {long} while letting again costs up to {ends}{now}"
    if s.verdict == "at any value":
        return f"{lead} is as good as {long} however much it costs to let again"
    if s.verdict == "at no value":
        return f"{lead} is worse than {long} even if letting again had no one-off cost"
    return f"at which cost of letting again {short} stops being as good as {long} was not proved within the limit"


def plain(number: Decimal) -> str:
    """A number without needless zeros."""
    return f"{number.normalize():f}"


# --- what it rests on ---------------------------------------------------------------------------


def _rests(study: Study) -> Iterator[str]:
    """What the price of the terms compared rests on."""
    for s in study.switches:
        if s.what == "price" and not s.later and s.verdict == "between":
            used = [p for p in study.prices if p.kind == s.kind and p.months == s.short]
            guessed = sum(p.mark == "assumed" for p in used)
            factors = listed(sorted({percent(p.factor) for p in used}), 4)
            yield (
                f"The price for {s.kind} is measured against {years(s.short)} at {factors} of the charge; "
                f"of {count(len(used), 'such price')}, {count(guessed, 'is', 'are')} assumed."
            )


def _horizons(study: Study) -> Iterator[str]:
    """Whether the best term is another where the horizon ends later."""
    if len(study.horizons) < 2:
        yield "A later horizon could not be tried for this programme."
        return
    top = study.longest[-1]
    for kind in study.kinds:
        near, far = (study.row(kind, top, later=later).best for later in study.horizons)
        if near is None or far is None:
            continue
        ends = f"with the horizon {study.horizons[-1]} months longer"
        if near == far:
            yield f"The best term for {kind} is {years(near)}, and the same {ends}."
        else:
            yield f"The best term for {kind} is {years(near)}, but {years(far)} {ends}."


def _proof(study: Study) -> str:
    open_rows = [r for r in study.rows if r.status not in ("optimal", "infeasible")]
    undone = [s for s in study.switches if s.verdict == "open"]
    if not open_rows and not undone:
        return "Every figure is proved for these figures."
    parts = [count(len(open_rows), "row")] if open_rows else []
    parts += [count(len(undone), "switching value")] if undone else []
    return f"Not proved within the limit: {listed(parts)}."


def _held(study: Study) -> Iterator[str]:
    for kind in study.kinds:
        lots = held_by_pins(study.programme, kind)
        if lots:
            names = [study.programme.lot[x].title or x for x in lots]
            yield f"The running contracts of {listed(names)} keep their terms; what follows them is free."


def basis_said(price: PriceUsed) -> str:
    """Where a price comes from."""
    return BASES[price.basis]


# --- rows ----------------------------------------------------------------------------------------


def horizon_said(study: Study, later: int) -> str:
    """The horizon's end, as `to March 2042`."""
    return f"to {month(add_months(study.programme.programme.end.replace(day=1), later))}"


def again_said(row: Longest) -> str:
    """Re-procurements by fiscal year, as `2029-30: 2, 2034-35: 1`."""
    if row.counts is None:
        return ""
    return ", ".join(f"{year}: {n}" for year, n in row.counts.again) or "none"


def wave_said(wave: Wave | None) -> str:
    """When the next wave lands, and in which capacity."""
    if wave is None:
        return "no next wave before the end"
    most = f" of {wave.most}" if wave.most is not None else ""
    bids = [_load_said(x) for x in wave.loads if x.kind in ("bid", "meeting") and x.use]
    full = f"; full: {listed([x.of for x in wave.full])}" if wave.full else "; nothing full"
    parts = listed([f"{wave.competitions}{most} tender notices", *bids], 5)
    return f"{wave.fiscal_year}: {parts}{full}"


def _load_said(load: Load) -> str:
    limit = "" if load.capacity is None else f" of {load.capacity}"
    return f"{load.use}{limit} {'bids' if load.kind == 'bid' else f'cases at {load.of}'} at once"
