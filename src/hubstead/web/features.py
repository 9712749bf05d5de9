"""Which features a plan includes: each is there from a tier of some hub on.

A portal says which tier it has of which hub (`Portal.tiers`); a hub that it does not name has everything on, so a
portal without tiers has all features.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hubstead.kit.errors import MissingScopes
from hubstead.store.portal import Portal

TIERS = ("free", "starter", "professional", "enterprise")
HUBS = ("marketing", "sales", "service", "cms", "operations", "commerce")


class Feature(NamedTuple):
    """What it is called, and the least tier of the hubs that include it; any one of them is enough.

    `others` are hubs that include it from another tier on.
    """

    name: str
    least: str
    hubs: tuple[str, ...] = HUBS
    others: Mapping[str, str] = {}

    @property
    def tiers(self) -> Mapping[str, str]:
        """The least tier by hub."""
        return {**dict.fromkeys(self.hubs, self.least), **self.others}


FEATURES: Mapping[str, Feature] = {
    # HubSpot's product catalog: "Custom objects", Enterprise of any hub
    "custom-objects": Feature("custom objects", "enterprise", ("marketing", "sales", "service", "cms", "operations")),
    # Guide to association labels: "at least one Professional or Enterprise"
    "association-labels": Feature("association labels", "professional"),
    # Account activity API: "this endpoint is available for Enterprise accounts only"
    "audit-logs": Feature("the audit log", "enterprise"),
    # Business units add-on: Marketing Hub Enterprise
    "business-units": Feature("business units", "enterprise", ("marketing",)),
    # Guide to custom events: Enterprise of any of these hubs
    "custom-events": Feature("custom events", "enterprise", ("marketing", "sales", "service", "cms", "operations")),
    # Knowledge base, "Create calculation properties": Professional and up of any hub
    "calculated-properties": Feature("calculated properties", "professional"),
    # Knowledge base, "Add and edit your account's currencies": Starter and up
    "currencies": Feature("several currencies", "starter"),
    # Analytics API, table of required plans: "Marketing Hub Professional, or Enterprise, or HubSpot CMS"
    "traffic-analytics": Feature("this report", "professional", ("marketing",), {"cms": "starter"}),
    "report-drill-downs": Feature("drilling down in reports", "professional", ("marketing",), {"cms": "starter"}),
    "source-reports": Feature("this report", "starter", ("marketing", "cms")),
    "page-reports": Feature("this report", "professional", ("marketing",)),
    "event-completion-reports": Feature("reports of event completions", "enterprise", ("marketing",)),
    "analytics-views": Feature("analytics views", "professional", ("marketing",)),
}
"""Features that documents name a tier for, with the document."""


def includes(tiers: Mapping[str, str], feature: Feature) -> bool:
    """Whether a plan has a feature."""
    return any(
        hub not in tiers or TIERS.index(tiers[hub]) >= TIERS.index(least) for hub, least in feature.tiers.items()
    )


def features_of(portal: Portal) -> list[str]:
    """The names of what a portal's plan includes."""
    return [name for name, feature in FEATURES.items() if not portal.tiers or includes(portal.tiers, feature)]


def require_feature(portal: Portal, name: str) -> None:
    """Raise the service's 403 for what a portal's plan does not include: as for a scope, which is what the service asks
    of the plan."""
    feature = FEATURES[name]
    if not portal.tiers or includes(portal.tiers, feature):
        return
    raise MissingScopes(
        f"The plan of this account does not include {feature.name}. "
        f"It comes with {feature.least} or more of one of the required products.",
        {"requiredProducts": [f"{hub}-{least}" for hub, least in feature.tiers.items()]},
    )
