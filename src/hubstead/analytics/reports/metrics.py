"""The metrics of reports: one entry per name. What is counted comes from a column; the rest follows from counts.

A metric that is 0, and a rate whose denominator is 0, is left out of an answer (so do the published examples).
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

Counts = Mapping[str, int]
"""Sums by column."""


class Metric(Protocol):
    """Something that a report shows of its counts."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is made of."""
        ...

    @property
    def sql(self) -> str:
        """Its value over summed columns, to sort by."""
        ...

    def value(self, counts: Counts) -> float | int:
        """Its value; 0 stands for nothing to show."""
        ...


class Count(NamedTuple):
    """The sum of a column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def sql(self) -> str:
        return self.column

    def value(self, counts: Counts) -> int:
        return counts.get(self.column, 0)


class Difference(NamedTuple):
    """One sum without another."""

    column: str
    less: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, self.less)

    @property
    def sql(self) -> str:
        return f"{self.column} - {self.less}"

    def value(self, counts: Counts) -> int:
        return counts.get(self.column, 0) - counts.get(self.less, 0)


class Rate(NamedTuple):
    """One sum by another, unrounded; it may exceed 1."""

    column: str
    by: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, self.by)

    @property
    def sql(self) -> str:
        return f"coalesce({self.column} / nullif({self.by}, 0), 0)"

    def value(self, counts: Counts) -> float:
        by = counts.get(self.by, 0)
        return counts.get(self.column, 0) / by if by else 0.0


METRICS: Mapping[str, Metric] = {
    "rawViews": Count("raw_views"),
    "visits": Count("visits"),
    "visitors": Count("visitors"),  # sessions of new visitors: so it adds up over sources and days
    "submissions": Count("submissions"),
    "leads": Count("leads"),
    "contacts": Count("contacts"),
    "subscribers": Count("subscribers"),
    "marketingQualifiedLeads": Count("marketing_qualified_leads"),
    "salesQualifiedLeads": Count("sales_qualified_leads"),
    "opportunities": Count("opportunities"),
    "customers": Count("customers"),
    "pageviewsPerSession": Rate("raw_views", "visits"),
    "bounceRate": Rate("bounces", "visits"),
    "timePerSession": Rate("seconds", "visits"),
    "newVisitorSessionRate": Rate("visitors", "visits"),
    "sessionToContactRate": Rate("contacts", "visits"),  # contacts from offline sources count too
    "contactToCustomerRate": Rate("customers", "contacts"),
    "standardViews": Count("standard_views"),
    "bounces": Count("bounces"),
    "time": Count("seconds"),
    "returningVisits": Difference("visits", "visitors"),
    "pageviewsMinusExits": Difference("raw_views", "exits"),
    "contactsPerPageview": Rate("contacts", "raw_views"),
    "leadsPerView": Rate("leads", "raw_views"),
    "customersPerPageview": Rate("customers", "raw_views"),
    "newVisitorRawViews": Count("fresh_views"),
    "entrances": Count("entrances"),
    "exits": Count("exits"),
    "exitsPerPageview": Rate("exits", "raw_views"),
    "pageTime": Count("seconds"),
    "timePerPageview": Rate("seconds", "raw_views"),
    "pageBounces": Count("page_bounces"),
    "pageBounceRate": Rate("page_bounces", "entrances"),
    "ctaViews": Count("cta_views"),
    "ctaClicks": Count("cta_clicks"),
    "formViews": Count("form_views"),
    "installs": Count("installs"),
    "visibles": Count("visibles"),
    "interactions": Count("interactions"),
    "submissionsPerFormView": Rate("submissions", "form_views"),
    "completions": Count("completions"),
    "desktop": Count("desktop"),
    "mobile": Count("mobile"),
    "others": Count("others"),
    "organicSearch": Count("organic_search"),
    "paidSearch": Count("paid_search"),
    "emailMarketing": Count("email_marketing"),
    "socialMedia": Count("social_media"),
    "paidSocial": Count("paid_social"),
    "referrals": Count("referrals"),
    "otherCampaigns": Count("other_campaigns"),
    "directTraffic": Count("direct_traffic"),
    "aiReferrals": Count("ai_referrals"),
}
"""All metrics, by the names of the service (`aiReferrals`: our choice, after the others)."""


def shown(names: tuple[str, ...], counts: Counts) -> dict[str, float | int]:
    """The metrics that there is something to show of, in the order of their names."""
    return {name: value for name in names if (value := METRICS[name].value(counts))}


def columns_of(*sets: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that metrics are made of, each once."""
    return tuple(dict.fromkeys(column for names in sets for name in names for column in METRICS[name].columns))
