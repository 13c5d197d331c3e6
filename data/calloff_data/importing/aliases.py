"""What registers call their columns: Transparency Code 2015, the LGA's schema, NHS open data, portals, councils.

Field by field, the more telling name first: where a register has two columns for one field, the earlier name wins.
All are small letters and single spaces, without signs.
"""

from __future__ import annotations

from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "contract title", "title", "title of agreement", "agreement title", "contract name", "name of contract",
        "tender title", "project title", "project name", "notice title", "name", "agreement name", "contract",
        "title of contract", "opportunity title", "procurement title", "subject", "contract subject", "agreement",
        "contract description and title", "register title", "scheme", "title description",
    ),
    "description": (
        "contract description", "description", "short description", "brief description",
        "brief description of the contract", "description of goods and or services",
        "description of the goods and or services being provided", "description of goods services", "summary",
        "details", "contract details", "purpose", "goods and services", "services provided",
        "description of contract", "contract purpose", "scope", "subject matter", "nature of contract",
    ),
    "reference": (
        "contract reference number", "contract reference", "contract ref", "contract ref no", "reference number",
        "reference", "ref", "ref no", "ref number", "contract id", "contract number", "contract no",
        "agreement reference", "agreement number", "unique reference", "unique reference number", "urn",
        "register reference", "register number", "contract register number", "notice identifier",
        "notice reference", "procurement reference", "project reference", "tender reference", "opportunity id",
        "record id", "unique identifier", "contract code", "atamis reference", "atamis ref", "id", "project id",
        "dn number", "contract identifier", "agreement id", "po number", "purchase order number", "our reference",
    ),
    "ocid": (
        "ocid", "open contracting id", "oc id", "open contracting identifier",
    ),
    "supplier": (
        "supplier name", "supplier", "suppliers", "name of supplier", "supplier s", "provider", "provider name",
        "contractor", "contractor name", "vendor", "vendor name", "awarded supplier", "winning bidder",
        "successful supplier", "successful tenderer", "successful bidder", "company", "company name",
        "supplier name and details", "other parties to the contract", "other parties", "counterparty",
        "supplier details", "supplier organisation", "supplier name address ref type ref number is sme is vcse",
        "awarded to", "primary supplier", "incumbent", "incumbent supplier", "current supplier", "supplier title",
        "contracted supplier", "service provider", "name of provider", "third party",
    ),
    "buyer": (
        "buyer", "buyer name", "contracting authority", "contracting authority name", "organisation name",
        "organisation", "organization", "organization name", "authority", "authority name", "contracting body",
        "council", "local authority", "public body", "entity", "customer", "customer name", "client", "trust",
        "nhs trust", "purchasing authority", "purchasing organisation", "contracting organisation",
        "commissioning organisation", "organisation label", "customer organisation", "owning organisation",
        "buying organisation", "publisher name", "contract authority", "legal entity", "buyer organisation",
        "government department", "commissioner",
    ),
    "unit": (
        "department", "department responsible", "local authority department responsible", "responsible department",
        "department name", "service area", "directorate", "division", "service", "business unit", "business area",
        "owning department", "service department", "department service", "directorate service", "team", "portfolio",
        "council department", "responsible service", "service unit", "contract department", "section", "faculty",
    ),
    "owner": (
        "contract manager", "contract owner", "contract manager name", "contract lead", "responsible officer",
        "lead officer", "owner", "contact officer", "contract officer", "budget holder", "responsible owner",
        "nominated contact point", "contact name", "contract contact", "contact", "contact point", "manager",
        "senior responsible owner", "business owner", "service manager",
    ),
    "start": (
        "contract start date", "start date", "contract start", "start", "date start", "commencement date",
        "contract commencement date", "contract commencement", "commencement", "date of commencement",
        "effective date", "contract effective date", "start date of contract", "start dt", "contract from",
        "date from", "from", "from date", "begin date", "current start date", "awarded start date",
        "initial start date", "agreement start date", "agreement start", "contract begins", "contract period from",
        "valid from", "term start", "starts", "contract term start", "period start",
    ),
    "ends": (
        "contract current end date", "current end date", "current contract end date", "current expiry date",
        "contract end date", "end date", "contract end", "end", "date end", "expiry date", "contract expiry date",
        "contract expiry", "expiry", "expires", "contract expires", "date of expiry", "end date of contract",
        "end date for the contract", "end dt", "finish date", "contract finish date", "termination date",
        "contract termination date", "date to", "contract to", "to date", "to", "agreement end date",
        "agreement end", "agreement expiry", "agreement expiry date", "valid to", "term end", "contract term end",
        "period end", "ends", "end date excluding extensions", "end date excluding extension",
        "end date excl extensions", "contract end date excluding extensions", "end date without extension",
        "end date without extensions", "end date for the contract without possible extensions",
        "end date exc extension", "end date not including extensions", "initial end date", "initial expiry date",
        "initial contract end date", "initial term end date", "initial term expiry", "initial term expiry date",
        "end of initial term", "end date initial term", "original end date", "original expiry date",
        "contract period to", "initial contract expiry date", "expiration date", "contract expiration date",
        "break date", "completion date",
    ),
    "max_end": (
        "maximum contract end date", "contract maximum end date", "maximum end date", "max end date",
        "maximum expiry date", "latest end date", "latest expiry date", "latest possible end date",
        "final end date", "final expiry date", "end date including extensions", "end date including extension",
        "end date incl extensions", "end date inc extension", "end date inc extensions", "end date with extensions",
        "end date with extension", "contract end date including extensions", "contract end date inc extensions",
        "extended end date", "extension end date", "extension expiry date", "extension expiry", "extension date",
        "extension to", "extend to", "extended to", "extendable to", "can be extended to",
        "possible extension date", "potential end date", "option end date", "end date if extended",
        "end date if all extensions used", "maximum extension date", "max extension date",
        "final contract end date", "maximum extent date", "max extent date", "end date max",
        "contract extension end date", "full term end date", "maximum term end date", "extended expiry date",
        "extension until", "extension available until", "extension available to", "extended until",
        "optional extension date", "contract extension date", "latest extension date",
        "ultimate end date", "ultimate expiry date", "expiry date including extensions",
    ),
    "term": (
        "contract term", "term", "contract duration", "duration", "contract length", "length of contract", "length",
        "initial term", "initial contract term", "initial period", "term of contract", "current term in months",
        "contract period", "period", "period of contract", "contract dates", "term in months", "term months",
        "duration months", "duration in months", "contract term months", "contract term years", "duration years",
        "duration days", "duration in days", "contract length months", "contract length years",
        "contract term and options", "contract term extension", "term and extensions",
        "contract period and extensions", "contract period months", "initial contract length",
        "initial term months", "length months", "dates", "contract duration months", "contract duration years",
    ),
    "extension": (
        "extension options", "extension option", "options to extend", "option to extend", "extension period",
        "extension periods", "extensions", "extension", "extension terms", "extensions available",
        "extension available", "possible extensions", "possible extension", "contract extension",
        "contract extensions", "extension details", "extension period months", "extension months",
        "available extensions", "remaining extensions", "extensions remaining", "extension clause",
        "contract extension options", "contract extension period", "optional extension", "optional extensions",
        "renewal options", "renewal option", "extensions permitted", "maximum extension period", "max extension",
        "permitted extensions", "further extension options", "extension length", "potential extension",
        "potential extensions", "extension provision", "extension details years", "length of extension",
        "duration of extension", "duration of extension in months", "extension 1", "first extension",
        "extension options months", "extension period available", "contract extension available", "extension term",
        "extension duration", "options", "renewal", "renewal description", "extension description",
    ),
    "extension_2": (
        "extension 2", "second extension", "duration of second extension period in months", "extension period 2",
        "extension option 2", "second extension period",
    ),
    "extension_3": (
        "extension 3", "third extension", "duration of third extension period in months", "extension period 3",
        "extension option 3", "third extension period",
    ),
    "extendable": (
        "contract extendable", "extendable", "can it be extended", "extension possible", "is extendable",
        "has renewal", "can be extended", "extension y n", "option to extend y n",
    ),
    "extended": (
        "contract extended", "extended", "extension exercised", "has been extended", "extensions used",
        "extension taken", "extended y n",
    ),
    "value": (
        "total contract value", "contract award value", "contract value", "award value", "awarded value",
        "contract total value", "total value", "value of contract", "value", "contract sum", "whole life value",
        "lifetime value", "contract lifetime value", "estimated contract value", "estimated total value",
        "total estimated value", "estimated value", "current value", "total contract value estimated", "total cost",
        "contract amount", "amount", "sum", "contract price", "price", "contract cost",
        "estimated total contract value", "sum to be paid over the length of the contract",
        "original contract value", "initial contract value", "contract value total", "value of the contract",
        "value high", "total spend", "whole life cost", "cost", "total contract sum", "overall value", "spend",
        "aggregate value", "maximum value", "contract value over the term",
    ),
    "annual": (
        "annual contract value", "annual value", "estimated annual value", "value per annum", "value per year",
        "annual spend", "estimated annual spend", "estimated annual spending", "annual cost", "annual budget",
        "estimated annual budget", "value pa", "yearly value", "annual amount", "contract value per annum",
        "estimated annual cost", "cost per annum", "contract annual value", "estimated annual contract value",
        "approximate annual value", "annual contract cost", "annualised value", "acv",
    ),
    "monthly": (
        "monthly value", "monthly cost", "cost per month", "value per month", "monthly charge",
    ),
    "cpv": (
        "cpv code", "cpv", "cpv codes", "cpv uri", "cpv number", "main cpv code", "cpv classification",
        "common procurement vocabulary", "cpv code s", "cpv codes pro class",
    ),
    "route": (
        "procurement route", "procurement procedure", "procedure type", "procedure", "route to market",
        "procurement process", "tender process", "process", "procurement method", "procurement type",
        "ojeu procedure type", "tender procedure", "invitation to tender or quote", "itq or itt", "tender type",
        "award procedure", "sourcing route", "process type", "tendering procedure", "method of procurement",
        "how procured",
    ),
    "regime": (
        "procurement regime", "regime", "legal basis", "legislation", "procurement legislation",
        "governing legislation", "regulations", "procurement regulations",
    ),
    "review": (
        "review date", "contract review date", "date of review", "next review date", "renewal date",
        "contract renewal date",
    ),
    "status": (
        "contract status", "status", "agreement status", "contract state", "register status", "notice status",
    ),
    "product": (
        "product", "product name", "software", "software product", "application", "application name", "system",
        "system name", "it system", "solution",
    ),
}  # fmt: skip
"""Names by field."""

NEVER: Mapping[str, str] = {
    "title": "job manager supplier department organisation type date value contact person buyer authority file",
    "description": "cpv category proclass supplier reason type",
    "reference": "supplier vendor company vat charity title date department type",
    "supplier": "number no id address postcode vat type registration registered charity sme vcse email phone contact "
    "size code category status reference ref uri url spend value date",
    "buyer": "contact email phone address type id code category date uri url reference postcode",
    "unit": "contact email date code id",
    "owner": "email phone telephone number date supplier address",
    "start": "review end expiry award tender notice published extension advert bid evaluation time project",
    "ends": "review start award tender notice published bid advert standstill time project submission",
    "max_end": "review start award tender notice published value",
    "term": "payment date value terms conditions notice type",
    "extension": "date value cost phone telephone",
    "extendable": "date",
    "extended": "date",
    "value": "vat date annual band type range currency added social low",
    "annual": "date vat type report review",
    "monthly": "date",
    "status": "sme vcse supplier date start end expiry",
    "route": "date reason lead officer reference id",
    "review": "start end",
    "cpv": "label description",
    "product": "date supplier owner",
}
"""Words that a heading of the field does not hold: an address of a supplier is no supplier."""
