"""Programmes and plans for the tests of what is written: dates by hand, the rest by `record`."""

from __future__ import annotations

from datetime import date
from functools import cache

from calloff import __version__
from calloff.calendar import Calendar, add_months
from calloff.identity import content_hash
from calloff.plan import (
    CompetitionRun,
    Decisions,
    ExtensionRun,
    GoalRun,
    LotRun,
    OnboardingRun,
    Origin,
    PhaseRun,
    Plan,
    Witness,
)
from calloff.programme import Programme
from calloff.record import record

START = date(2026, 4, 1)
PHASES = (("case", 7, None), ("tender", 3, "gtm"), ("evaluate", 5, None), ("approve", 2, "award"), ("build", 12, None))
CLUSTERS = (
    # name, lead, first month, departments (name, users, onboarding), systems (name, contract end, support end)
    (
        "Defence", "Ministry of Defence", 0, (("Armed Forces pay", 210_000, 10), ("Civilian staff", 62_000, 8)),
        (("JPA payroll", (2028, 8, 31), (2030, 3, 31)), ("Civilian HR", (2029, 1, 31), (2027, 12, 31))),
    ),
    (
        "Synergy", "Department for Work and Pensions", 3,
        (("Work and Pensions", 91_000, 9), ("Justice", 88_000, 8), ("Home Office", 47_000, 7),
         ("Environment", 24_000, 5)),
        (("Single Operating Platform", (2028, 10, 31), (2030, 12, 31)),
         ("Metis finance", (2028, 10, 31), (2030, 12, 31)),
         ("Payroll bureau", (2029, 9, 30), None)),
    ),
    (
        "Unity", "HM Revenue & Customs", 9, (("Revenue & Customs", 66_000, 9), ("Transport", 17_000, 6)),
        (("ETMP back office", (2029, 3, 31), (2027, 12, 31)),
         ("Oracle shared services", (2028, 10, 31), (2031, 6, 30))),
    ),
    (
        "Matrix", "Cabinet Office", 12, (("Treasury", 2_400, 4), ("Health", 4_900, 5), ("Education", 8_100, 5)),
        (("Workday bridge", (2028, 4, 30), None), ("Legacy HR", (2029, 6, 30), (2028, 6, 30))),
    ),
    (
        "Overseas", "Foreign Office", 18, (("Foreign Office", 17_500, 7),),
        (("Hera finance and HR", (2031, 11, 30), (2032, 12, 31)),),
    ),
)  # fmt: skip


def slug(name: str) -> str:
    return "".join(ch if ch.isalnum() else "-" for ch in name.lower())


@cache
def five() -> tuple[Programme, Plan]:
    """Five clusters of the size of a government, with a gap, an unsecured and an unsupported stretch."""
    return built("Shared services, five clusters", CLUSTERS)


@cache
def fifty() -> tuple[Programme, Plan]:
    """Fifty clusters, each with two departments and two systems."""
    clusters = tuple(
        (
            f"Cluster {i:02d}", f"Lead department {i}", i % 25,
            ((f"Department {i}A", 1_000 + 731 * i % 20_000, 4 + i % 5), (f"Department {i}B", 500 + 97 * i, 3 + i % 4)),
            ((f"HR {i}", (2028 + i % 3, 1 + i % 12, 28), (2030, 6, 30)), (f"Finance {i}", (2029 + i % 2, 3, 31), None)),
        )
        for i in range(1, 51)
    )  # fmt: skip
    return built("Fifty clusters", clusters)


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert('x')</script>",
    "\"quoted\" & 'single' ${x} {{y}} %s",
    "مجموعة الدفاع \u202eesrever",
    "🚀 " + "very long name " * 19,
)


@cache
def hostile() -> tuple[Programme, Plan]:
    """The five clusters, named so as to break whatever is not escaped."""
    clusters = tuple(
        (
            h,
            h,
            first,
            tuple((f"{h} {i}", *rest[1:]) for i, rest in enumerate(departments)),
            tuple((f"=1+{h}{i}", *rest[1:]) for i, rest in enumerate(systems)),
        )
        for h, (_, _, first, departments, systems) in zip(HOSTILE, CLUSTERS, strict=True)
    )
    return built("<b>Programme</b> & </title><script>alert(2)</script>", clusters)


def built(title: str, clusters: tuple) -> tuple[Programme, Plan]:
    programme = programme_of(title, clusters)
    return programme, plan_of(programme, clusters)


# --- the programme --------------------------------------------------------------------------------


def programme_of(title: str, clusters: tuple) -> Programme:
    rows: dict[str, list] = {
        n: [] for n in ("clusters", "departments", "systems", "contracts", "extensions", "procurements", "lots")
    }
    for number, (name, lead, _, departments, systems) in enumerate(clusters):
        _cluster_rows(rows, f"c{number}", name, lead, departments, systems)
    return Programme.model_validate(
        {
            "programme": {"title": title, "as_of": "2026-11-21", "start": START, "end": "2037-03-31"},
            "routes": [{"id": "framework", "title": "Framework", "min_bidders": 3}],
            "terms": [
                {"route": "framework", "months": 60, "option": 24},
                *(
                    {"route": "framework", "lot": f"c{n}-software", "months": 120, "option": 24}
                    for n in range(len(clusters))
                ),
            ],
            "phases": [
                {"route": "framework", "id": i, "order": n, "duration": d, "milestone": m, "cost": 40_000}
                for n, (i, d, m) in enumerate(PHASES)
            ],
            "demands": [
                {"phase": "tender", "resource": "bid", "units": 1},
                {"phase": "evaluate", "resource": "team", "units": 2},
                {"phase": "approve", "resource": "board", "units": 1},
                {"phase": "onboarding", "resource": "payroll", "units": 1},
            ],
            "suppliers": [
                {"id": f"s{n}", "title": f"Secret Supplier {n}", "bids": 2, "deliveries": 2} for n in range(4)
            ],
            "resources": [
                {"id": "team", "title": "Commercial team", "capacity": max(4, len(clusters))},
                {"id": "board", "title": "Approval board", "capacity": max(2, len(clusters) // 4), "kind": "meeting",
                 "papers": 21},
                {"id": "payroll", "title": "Payroll specialists", "capacity": max(4, len(clusters) // 2)},
            ],
            "capacity": [
                {"of": "team", "from": "2028-04-01", "to": "2029-03-31", "capacity": 3 if len(clusters) < 9 else 40}
            ],
            "funding": [
                {"from": "2026-04-01", "to": "2029-03-31", "approved": 300_000_000},
                {"from": "2029-04-01", "to": "2032-03-31", "approved": 60_000_000,
                 "covers": ["procurement", "onboarding"]},
            ],
            "sources": _sources(),
            **rows,
        }
    )  # fmt: skip


def _cluster_rows(rows: dict[str, list], c: str, name: str, lead: str, departments: tuple, systems: tuple) -> None:
    rows["clusters"].append({"id": c, "title": name, "owner": lead, "lead": lead, "live_by": "2030-12-31"})
    rows["procurements"].append(
        {"id": f"{c}-erp", "title": f"{name} ERP", "cluster": c, "routes": ["framework"], "one_off_cost": 2_000_000,
         "suppliers": [f"s{n}" for n in range(4)], "value": 90_000_000}
    )  # fmt: skip
    for kind, delivers in (("software", False), ("integrator", True)):
        rows["lots"].append(
            {"id": f"{c}-{kind}", "title": f"{name} {kind}", "procurement": f"{c}-erp", "kind": kind, "charge": 400_000,
             "delivers": delivers, "renews": kind == "software", "recompete_route": "framework"}
        )  # fmt: skip
    for i, (title, users, length) in enumerate(departments):
        rows["departments"].append(
            {"id": f"{c}-d{i}", "title": title, "cluster": c, "users": users, "onboarding": length, "wave": i + 1,
             "onboarding_cost": 9_000_000, "saving": 150_000, "parallel_run": 2}
        )  # fmt: skip
    for i, (title, ends, support) in enumerate(systems):
        users = [f"{c}-d{n}" for n in range(len(departments)) if n % len(systems) == i or i == 0]
        rows["systems"].append(
            {
                "id": f"{c}-s{i}",
                "title": title,
                "departments": users or [f"{c}-d0"],
                "support_end": support and date(*support),
            }
        )
        rows["contracts"].append(
            {"id": f"{c}-k{i}", "title": f"{title} agreement", "systems": [f"{c}-s{i}"], "ends": date(*ends),
             "cost": 700_000,
             "supplier": "Secret Incumbent"}
        )  # fmt: skip
        for order, (months, basis, agreed) in enumerate(((12, "option", i == 0), (14, "modification", False)), start=1):
            rows["extensions"].append(
                {"of": f"{c}-k{i}", "order": order, "months": months, "basis": basis, "agreed": agreed, "notice": 6,
                 "extra_cost": 90_000, "owner": lead}
            )  # fmt: skip


def _sources() -> list[dict]:
    phases = [
        {"table": "phases", "row": f"framework//{i}", "column": "duration",
         "mark": "assumed" if i != "case" else "sourced",
         "low": str(d - 1), "high": str(d + 3), "citation": f"Comparable projects took {d} months", "grade": "B"}
        for i, d, _ in PHASES
    ]  # fmt: skip
    return [
        *phases,
        {
            "table": "contracts",
            "row": "*",
            "column": "ends",
            "mark": "sourced",
            "grade": "A",
            "citation": "Contract register",
        },
        {
            "table": "suppliers",
            "row": "s0",
            "column": "bids",
            "mark": "assumed",
            "low": "1",
            "high": "3",
            "citation": "Secret Supplier 0 said so",
        },
        {
            "table": "programme",
            "row": "*",
            "column": "discount_rate",
            "mark": "sourced",
            "grade": "A",
            "citation": "Treasury guidance",
        },
    ]


# --- the plan ---------------------------------------------------------------------------------------


def plan_of(programme: Programme, clusters: tuple) -> Plan:
    calendar = Calendar.of(programme)
    made: dict[str, list] = {"competitions": [], "lots": [], "departments": [], "extensions": [], "witness": []}
    for number, (_, _, first, departments, _) in enumerate(clusters):
        _let(made, calendar, f"c{number}", first + 1, len(departments), programme)
    for contract in programme.contracts:
        _extend(made, programme, calendar, contract.id)
    decisions = Decisions(**{k: tuple(v) for k, v in made.items()})
    return record(programme, decisions, origin=_origin(programme), status="optimal", goals=_goals())


def _origin(programme: Programme) -> Origin:
    return Origin(
        title=programme.programme.title or "",
        programme=content_hash(programme),
        versions={"calloff": __version__},
        options={"seed": 0, "time_limit": 60.0, "goals": None},
    )


def _let(made: dict[str, list], calendar: Calendar, c: str, first: int, departments: int, programme: Programme) -> None:
    at = calendar.now + first
    runs = []
    for phase, months, _ in PHASES:
        runs.append(PhaseRun(phase=phase, start=calendar.day(at), end=calendar.day(at + months)))
        at += months
    award = runs[3].end
    made["competitions"].append(
        CompetitionRun(procurement=f"{c}-erp", lot=None, cycle=1, route="framework", phases=tuple(runs),
                       gtm=runs[1].start, award=award, end=runs[-1].end)
    )  # fmt: skip
    made["witness"].append(Witness(item=f"{c}-erp", cycle=1, bidders=("s0", "s1", "s2"), deliverer="s0"))
    for kind, term, option in (("integrator", 60, 24), ("software", 120, 24)):
        made["lots"].append(
            LotRun(lot=f"{c}-{kind}", cycle=1, term=term, option=option, start=award,
                   expiry=add_months(award, term + option), successor=None)
        )  # fmt: skip
    live = runs[-1].end
    for i in range(departments):
        start, live = live, add_months(live, int(programme.department[f"{c}-d{i}"].onboarding))
        made["departments"].append(
            OnboardingRun(
                department=f"{c}-d{i}", lot=None, cycle=1, start=start, live=live, leaving=add_months(live, 2)
            )
        )


def _extend(made: dict[str, list], programme: Programme, calendar: Calendar, contract: str) -> None:
    row = programme.contract[contract]
    left = max(o.leaving for o in made["departments"] if o.department in programme.system[row.systems[0]].departments)
    end = calendar.day(calendar.end_on(row.ends))
    for e in programme.extensions_of(contract):
        start, end = end, add_months(end, e.months)
        taken = e.agreed or start < left
        notice = None if e.agreed else add_months(start, -6).replace(day=1)
        made["extensions"].append(
            ExtensionRun(of=contract, order=e.order, months=e.months, basis=e.basis, agreed=e.agreed, taken=taken,
                         start=start, end=end,
                         notice_by=None if notice is None else calendar.last_day(calendar.slot_of(notice)))
        )  # fmt: skip


def _goals() -> tuple[GoalRun, ...]:
    def goal(name: str, value: int, unit: str, bound: int | None, tolerance: str = "0") -> GoalRun:
        return GoalRun(
            goal=name, value=value, best=value, bound=bound, proved=bound == value, unit=unit, tolerance=tolerance
        )

    return (
        goal("gap", 1_204_000, "user-slots", 1_204_000),
        goal("unsecured", 2_450_000, "user-slots", 2_450_000),
        goal("unsupported", 811_000, "user-slots", 811_000),
        goal("lateness", 0, "user-slots", 0),
        goal("overspend", 0, "GBP", 0),
        goal("cost", 612_345_678, "GBP", 612_345_678, "0.5 %"),
        goal("peak", 6, "bids", 6),
        goal("early", 214, "slots", 214),
    )
