"""Terms, days, money and headings from the ways people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from calloff_data.importing.agreement import after_months, months_between, slug
from calloff_data.importing.days import Convention, london_day, read_day
from calloff_data.importing.durations import months_of_days, read_duration
from calloff_data.importing.headings import find_headings, read_headings
from calloff_data.importing.money import read_money
from calloff_data.importing.register_cells import supplier_of


@pytest.mark.parametrize(
    ("text", "initial", "options"),
    [
        ("2+1+1", 24, (12, 12)),
        ("3 + 2", 36, (24,)),
        ("3 (+1+1)", 36, (12, 12)),
        ("24+12 months", 24, (12,)),
        ("3yrs + 1yr + 1yr", 36, (12, 12)),
        ("3 years + 2 x 12 months", 36, (12, 12)),
        ("36 months with option to extend 12+12", 36, (12, 12)),
        ("initial term of 3 years with the possibility of 2 x 1 year extensions", 36, (12, 12)),
        ("two years with an option to extend for a further year", 24, (12,)),
        ("3 years plus 24 months in 12 month increments", 36, (12, 12)),
        ("60 months (36+12+12)", 36, (12, 12)),
        ("7 years, 2 year extension", 84, (24,)),
        ("from 01/04/2023 for 3 years + 1", 36, (12,)),
        ("Four (4) years", 48, ()),
        ("1.5 years", 18, ()),
        ("720 days", 24, ()),
        ("1440 days", 48, ()),
        ("1461 days", 48, ()),
        ("52 weeks", 12, ()),
        ("2 year contract with 6 months notice", 24, ()),
        ("3 years with break clause after 18 months", 36, ()),
    ],
)
def test_a_term_that_can_be_read_in_one_way_only(text: str, initial: int, options: tuple[int, ...]) -> None:
    read = read_duration(text)
    assert (read.initial, read.options, read.doubts) == (initial, options, ())


@pytest.mark.parametrize(
    ("text", "options", "doubtful"),
    [
        ("2 x 12 month extensions", (12, 12), False),
        ("Optional 3 years extension.", (36,), False),
        ("option to extend for a further two years", (24,), False),
        ("Two one year extensions", (12, 12), False),
        ("24 months (12+12)", (12, 12), False),
        ("extendable by 24 months in 12 month increments", (12, 12), False),
        ("+1 year", (12,), False),
        ("up to 24 months", (24,), True),
        ("up to a further 2 periods of 12 months each", (12, 12), True),
        ("12", (12,), True),
        ("2", (), True),
        ("Yes", (), False),
        ("No", (), False),
        ("None available", (), False),
        ("All extensions used", (), False),
    ],
)
def test_extensions_in_words(text: str, options: tuple[int, ...], doubtful: bool) -> None:
    read = read_duration(text, option=True)
    assert (read.options, bool(read.doubts)) == (options, doubtful)


def test_a_limit_a_total_and_an_open_end_are_told() -> None:
    assert "limit" in read_duration("Up to 4 years").doubts[0]
    total = read_duration("3 years (with the option to extend up to 5 years in total)")
    assert (total.initial, total.options) == (36, (24,))
    assert "total" in total.doubts[0]
    assert read_duration("rolling annual contract").open_ended
    assert read_duration("24", unit="m").initial == 24
    assert read_duration("9999 years").initial is None
    assert [months_of_days(Decimal(d)) for d in (365, 360, 1096, 100)] == [
        (12, True),
        (12, True),
        (36, True),
        (3, False),
    ]


SHOWN = Convention()
SHOWN.see("25/03/2027")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/04/2027", date(2027, 4, 3)),
        ("31.03.27", date(2027, 3, 31)),
        ("31-Mar-27", date(2027, 3, 31)),
        ("31st March 2027", date(2027, 3, 31)),
        ("Wed 31 March 2027", date(2027, 3, 31)),
        ("1 April '27", date(2027, 4, 1)),
        ("March 31, 2027", date(2027, 3, 31)),
        ("31/03/2027 00:00:00", date(2027, 3, 31)),
        ("20270331", date(2027, 3, 31)),
        ("2027/03/31", date(2027, 3, 31)),
        ("46112", date(2026, 3, 31)),
        (46112.0, date(2026, 3, 31)),
        ("2027-03-30T23:00:00Z", date(2027, 3, 31)),
        ("2027-03-31T23:59:59+01:00", date(2027, 3, 31)),
        ("01-Apr-2024 - 31-Mar-2027", date(2027, 3, 31)),
        (datetime(2027, 3, 31), date(2027, 3, 31)),
        ("31/03/2027 - TBC", date(2027, 3, 31)),
    ],
)
def test_a_day_as_people_write_it(cell: object, day: date) -> None:
    read = read_day(cell, SHOWN, last=True)
    assert (read.kind, read.day, read.doubts) == ("day", day, ())


@pytest.mark.parametrize(
    ("cell", "last", "first", "why"),
    [
        ("March 2027", date(2027, 3, 31), date(2027, 3, 1), "only a month"),
        ("Q4 2026/27", date(2027, 3, 31), date(2027, 1, 1), "only a quarter"),
        ("2026/27", date(2027, 3, 31), date(2026, 4, 1), "only a fiscal year"),
        ("FY 26/27", date(2027, 3, 31), date(2026, 4, 1), "only a fiscal year"),
        ("2027", date(2027, 12, 31), date(2027, 1, 1), "only a year"),
        ("31/11/2027", date(2027, 11, 30), date(2027, 11, 30), "no such day"),
        ("31/03/2027 with option to extend to 31/03/2029", date(2027, 3, 31), date(2027, 3, 31), "several dates"),
    ],
)
def test_a_day_that_is_read_with_doubt(cell: str, last: date, first: date, why: str) -> None:
    for is_last, day in ((True, last), (False, first)):
        read = read_day(cell, SHOWN, last=is_last)
        assert read.day == day
        assert why in read.doubts[0]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", "blank"),
        (None, "blank"),
        ("Rolling", "open"),
        ("until terminated", "open"),
        ("open-ended", "open"),
        ("TBC", "unknown"),
        ("N/A", "unknown"),
        ("#REF!", "unknown"),
        ("0203-12-31", "placeholder"),
        ("2072-12-31", "placeholder"),
        ("31/12/2099", "placeholder"),
        ("01/01/1900", "placeholder"),
        ("13/13/2027", "unread"),
        ("12 months", "unread"),
    ],
)
def test_what_stands_where_a_day_should(cell: object, kind: str) -> None:
    read = read_day(cell, SHOWN, last=True)
    assert (read.kind, read.day) == (kind, None)


def test_the_order_of_day_and_month_comes_from_the_column_then_its_neighbours() -> None:
    american, silent = Convention(), Convention()
    american.see("03/31/2027")
    assert read_day("04/05/2027", american, last=True).day == date(2027, 4, 5)
    alone = read_day("04/05/2027", silent, last=True)
    assert alone.day == date(2027, 5, 4)
    assert "read as day first" in alone.doubts[0]
    assert read_day("05/05/2027", silent, last=True).doubts == ()
    silent.near = [american]
    assert read_day("04/05/2027", silent, last=True).day == date(2027, 4, 5)
    assert read_day("04/05/2027", Convention(True, near=[american]), last=True).day == date(2027, 5, 4)


def test_days_that_excel_turned_round_are_doubted() -> None:
    mixed = Convention()
    for cell in ("25/03/2027", datetime(2027, 4, 3)):
        mixed.see(cell)
    assert "turned" in read_day(datetime(2027, 4, 3), mixed, last=True).doubts[0]


def test_the_clock_of_london() -> None:
    assert london_day(datetime.fromisoformat("2026-10-24T23:30:00+00:00")) == date(2026, 10, 25)
    assert london_day(datetime.fromisoformat("2026-10-25T23:30:00+00:00")) == date(2026, 10, 25)
    assert london_day(datetime.fromisoformat("2026-03-29T00:30:00+00:00")) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("cell", "amount", "per"),
    [
        ("£1.2m", "1200000", ""),
        ("GBP 350k", "350000", ""),
        ("1,250,000.00", "1250000", ""),
        ("£1,200,000 (exc VAT)", "1200000", ""),
        ("£30,000 + VAT @ 20%", "30000", ""),
        ("£250,000 per annum", "250000", "year"),
        ("£100,000pa", "100000", "year"),
        ("£750,000 per annum for 3 years", "750000", "year"),
        ("£5,000 per month", "5000", "month"),
        ("£1.5m over 3 years", "1500000", ""),
        ("1.250.000,00", "1250000", ""),
        (933741.56, "933741.56", ""),
        ("1.5E+06", "1500000", ""),
    ],
)
def test_money_as_people_write_it(cell: object, amount: str, per: str) -> None:
    read = read_money(cell)
    assert (read.amount, read.per, read.doubts) == (Decimal(amount), per, ())


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("£100,000 - £250,000", "range"),
        ("£10,000 year 1, £12,000 year 2", "several sums"),
        ("€5,000", "not in pounds"),
        ("£250 per day", "a rate"),
        ("-500", "below zero"),
        ("£1", "says nothing"),
        ("12345678901234567890", "cannot be believed"),
    ],
)
def test_money_that_cannot_be_used(cell: str, why: str) -> None:
    read = read_money(cell)
    assert read.amount is None
    assert why in read.doubts[0]


def test_a_heading_gives_scale_and_time() -> None:
    assert read_money("350", "Value (£k)").amount == 350_000
    assert read_money("1.2", "Contract Value £m").amount == 1_200_000
    assert read_money("350", "Annual value £000s") == read_money("£350k pa")
    assert "too large" in read_money("£350,000", "Value £k").doubts[0]
    assert read_money("TBC", "Value").doubts == ()


LAYOUTS = {
    "code": (
        "Organisation Name,Effective Date,Contract Reference Number,Open Contracting ID,Title of Agreement,"
        "Department Responsible,Brief Description,CPV URI,ProClass Label,Contract Start Date,Contract End Date,"
        "Contract Review Date,Contract Extension,Contract Value,Irrecoverable VAT,Supplier Name,"
        "Supplier Company Number,SME,VCSE,Process Type",
        "buyer,,reference,ocid,title,unit,description,cpv,,start,ends,review,extension,value,,supplier,,,,route",
    ),
    "nhs": (
        "REFERENCE_NUMBER,CONTRACT_TITLE,SUPPLIER_NAME,CONTRACT_AWARD_VALUE,CONTRACT_START_DATE,"
        "CONTRACT_CURRENT_END_DATE,MAXIMUM_CONTRACT_END_DATE,CONTRACT_EXTENDABLE,CONTRACT_EXTENDED,PROCUREMENT_ROUTE,"
        "CONTRACT_CF_AWARD_NOTICE",
        "reference,title,supplier,value,start,ends,max_end,extendable,extended,route,",
    ),
    "finder": (
        "Notice Identifier,Notice Type,Organisation Name,Published Date,Title,Cpv Codes,Value Low,Awarded Value,"
        "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE],Supplier's contact name,Contract start date,"
        "Contract end date,OJEU Procedure Type",
        "reference,,buyer,,title,cpv,,value,supplier,,start,ends,route",
    ),
    "council": (
        "Ref,Directorate,Contract Name,Supplier(s),Start,End (excl. ext),Extension,End (incl. extensions),"
        "Annual Value £k,Lead officer,Supplier Address",
        "reference,unit,title,supplier,start,ends,extension,max_end,annual,owner,",
    ),
    "mistyped": ("Contrct Titel,Suppler,Comencement Date,Expirey Date,Totl Value", "title,supplier,start,ends,value"),
    "welsh": (
        "Teitl y contract / Contract title,Cyflenwr / Supplier,Dyddiad dechrau / Start date,End date (inc. ext),Expiry",
        "title,supplier,start,max_end,ends",
    ),
    "camel": ("ContractTitle,SupplierName,ContractStartDate,ContractEndDate", "title,supplier,start,ends"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_as_publishers_have_them(layout: str) -> None:
    heads, fields = (line.split(",") for line in LAYOUTS[layout])
    found = read_headings(1, heads, {})
    held = {column.index: field for field, column in found.columns.items()}
    assert [held.get(i, "") for i in range(len(heads))] == fields


def test_a_table_of_people_is_no_register() -> None:
    assert find_headings([(1, ["Job Title", "First Name", "Surname", "Start Date"])], {}) is None


def test_small_things() -> None:
    assert months_between(date(2024, 4, 1), date(2027, 3, 31)) == 36
    assert months_between(date(2024, 1, 1), date(2026, 1, 1)) == 24
    assert months_between(date(2024, 1, 1), date(2024, 1, 20)) == Decimal("0.66")
    assert months_between(date(2024, 1, 31), date(2024, 2, 28)) == 1
    assert after_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert slug("Café & HR/Payroll – £5m") == "cafe-hr-payroll-5m"
    assert supplier_of("[Acme|1 Road|NONE|||No|No][Bolt|2 Road|NONE|||No|No]") == "Acme; Bolt"
