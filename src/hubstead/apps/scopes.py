"""The scopes that apps may ask for, and what each lets an app do, in words for the person who is asked."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from hubstead.kit.errors import Invalid
from hubstead.web.features import FEATURES, Feature, includes

OAUTH = "oauth"
"""Every app that is installed through OAuth has it; it lets the app do nothing by itself."""


class JournalScopes(NamedTuple):
    """What an app may do with its own webhooks journal."""

    read: str = "developer.webhooks_journal.read"
    subscriptions_read: str = "developer.webhooks_journal.subscriptions.read"
    subscriptions_write: str = "developer.webhooks_journal.subscriptions.write"
    snapshots_read: str = "developer.webhooks_journal.snapshots.read"
    snapshots_write: str = "developer.webhooks_journal.snapshots.write"


JOURNAL = JournalScopes()
"""Every app may ask for these with its own secret: they are about itself, so that it need not declare them."""
_OBJECTS = {
    "appointments": "appointments",
    "carts": "carts",
    "commercepayments": "payments",
    "companies": "companies",
    "contacts": "contacts",
    "courses": "courses",
    "custom": "records of custom objects",
    "deals": "deals",
    "feedback_submissions": "feedback submissions",
    "goals": "goals",
    "invoices": "invoices",
    "leads": "leads",
    "line_items": "line items",
    "listings": "listings",
    "marketing_events": "marketing events",
    "orders": "orders",
    "owners": "owners",
    "partner-clients": "partner clients",
    "partner-services": "partner services",
    "products": "products",
    "projects": "projects",
    "quotes": "quotes",
    "services": "services",
    "subscriptions": "subscriptions",
    "users": "users as records",
}
_READ_WRITE = {
    "account-info.security": "the account's login and security history",
    "automation.sequences": "sequences",
    "automation.sequences.enrollments": "enrollments in sequences",
    "behavioral_events.event_definitions": "definitions of custom events",
    "business_units_view": "business units",
    "cms.domains": "domains",
    "cms.functions": "serverless functions of the website",
    "cms.knowledge_base.articles": "knowledge base articles",
    "cms.knowledge_base.settings": "settings of the knowledge base",
    "cms.membership.access_groups": "access groups of website members",
    "cms.performance": "performance figures of the website",
    "communication_preferences": "what people subscribed to",
    "communication_preferences.statuses.batch": "what many people subscribed to, at once",
    "conversations": "conversations in the inbox",
    "conversations.custom_channels": "custom channels of the inbox",
    "crm.dealsplits": "splits of deals",
    "crm.extensions_calling_transcripts": "transcripts of calls",
    "crm.lists": "lists",
    "crm.pipelines.orders": "pipelines of orders",
    "ctas": "calls to action",
    "marketing.campaigns": "marketing campaigns",
    "marketing.campaigns.revenue": "what marketing campaigns earned",
    "media_bridge": "media and how they are played",
    "scheduler.meetings.meeting-link": "meeting links",
    "settings.billing": "billing settings",
    "settings.currencies": "currencies and exchange rates",
    "settings.users": "users and their permissions",
    "settings.users.teams": "teams and who is in them",
    "tax_rates": "tax rates",
}
_OTHER = {
    "accounting": "Exchange invoices and products with accounting software",
    "actions": "Add actions to workflows",
    "analytics.behavioral_events.send": "Send custom events",
    "automation": "See and change workflows",
    "business-intelligence": "See reports and analytics",
    "collector.graphql_query.execute": "Run GraphQL queries",
    "collector.graphql_schema.read": "See the schema of GraphQL queries",
    "contacts": "See and change contacts, companies, deals, their properties and lists",
    "content": "See and change pages, blog posts, templates and other content",
    "conversations.visitor_identification.tokens.create": "Tell the chat who a visitor is",
    "crm.export": "Export records",
    "crm.import": "Import records",
    JOURNAL.read: "Read its own webhooks journal",
    JOURNAL.subscriptions_read: "See what its own webhooks journal tells",
    JOURNAL.subscriptions_write: "Change what its own webhooks journal tells",
    JOURNAL.snapshots_read: "See what became of snapshots in its own webhooks journal",
    JOURNAL.snapshots_write: "Have records told in its own webhooks journal",
    "e-commerce": "See and change products, line items and quotes",
    "external_integrations.forms.access": "Receive what is filled in to forms",
    "files": "See and change files",
    "files.ui_hidden.read": "See files that are hidden in the file manager",
    "forms": "See and change forms and what was filled in",
    "forms-uploaded-files": "Download files that were uploaded through forms",
    "hubdb": "See and change tables of HubDB",
    "integration-sync": "Keep records in step with other software",
    "marketing-email": "See, change and send marketing e-mail",
    "multi-currency-read": "See currencies and exchange rates",
    "multi-currency-write": "Change currencies and exchange rates",
    OAUTH: "Know which account and user it is connected to",
    "record_images.signed_urls.read": "See images of records",
    "sales-email-read": "Read the text of one-to-one e-mail",
    "social": "See and publish social posts",
    "tickets": "See and change tickets",
    "timeline": "Add events to the timeline of records",
    "transactional-email": "Send transactional e-mail",
}


@cache
def catalogue() -> Mapping[str, str]:
    """What each scope lets an app do, by scope."""
    return dict(sorted({**dict(_paired()), **_OTHER}.items()))


def _paired() -> Iterator[tuple[str, str]]:
    for name, records in _OBJECTS.items():
        yield f"crm.objects.{name}.read", f"See {records}"
        yield f"crm.objects.{name}.write", f"Create, change and delete {records}"
        yield f"crm.schemas.{name}.read", f"See the properties and settings of {records}"
        yield f"crm.schemas.{name}.write", f"Create, change and delete properties and settings of {records}"
    for scope, thing in _READ_WRITE.items():
        yield f"{scope}.read", f"See {thing}"
        yield f"{scope}.write", f"Change {thing}"
        yield f"{scope}.read_write", f"See and change {thing}"


def in_words(scope: str) -> str:
    """What a scope lets an app do."""
    return catalogue()[scope]


_NEEDS: Mapping[str, Feature] = {
    "account-info.security": FEATURES["audit-logs"],
    "analytics.behavioral_events": FEATURES["custom-events"],
    "automation": Feature("workflows", "professional", ("marketing", "sales", "service", "operations")),
    "behavioral_events": FEATURES["custom-events"],
    "business_units_view": FEATURES["business-units"],
    "cms.functions": Feature("serverless functions", "enterprise", ("cms",)),
    "cms.membership": Feature("website members", "professional", ("cms",)),
    "content": Feature("website content", "professional", ("cms", "marketing")),
    "crm.objects.custom": FEATURES["custom-objects"],
    "crm.schemas.custom": FEATURES["custom-objects"],
    "hubdb": Feature("HubDB", "professional", ("cms",)),
    "marketing.campaigns": Feature("campaigns", "professional", ("marketing",)),
    "transactional-email": Feature("transactional e-mail", "professional", ("marketing",)),
}
"""What an account's plan must include to grant these scopes and those below them (documented in the list of scopes)."""


def available(scope: str, tiers: Mapping[str, str]) -> bool:
    """Whether an account with these tiers can grant a scope."""
    for prefix, feature in _NEEDS.items():
        if scope == prefix or scope.startswith(f"{prefix}."):
            return includes(tiers, feature)
    return True


def granted(scopes: Iterable[str] | None) -> list[str]:
    """The scopes of a token as a list; `None`, which means all, written out."""
    return list(catalogue() if scopes is None else scopes)


def check_scopes(scopes: Iterable[str]) -> None:
    """Refuse names that are no scopes. Raises `Invalid`, with the names that may have been meant."""
    unknown = [scope for scope in scopes if scope not in catalogue()]
    if unknown:
        close = list(dict.fromkeys(near for scope in unknown for near in difflib.get_close_matches(scope, catalogue())))
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        raise Invalid(f"Unknown scopes: {', '.join(unknown)}.{hint}", context={"scopes": unknown})
