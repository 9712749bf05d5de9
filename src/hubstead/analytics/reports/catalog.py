"""The reports of Analytics API v2: one entry per name that a path may have."""

from collections.abc import Mapping
from typing import NamedTuple

from hubstead.analytics.reports import feeds
from hubstead.analytics.reports.feeds import Feed
from hubstead.analytics.sources import id_sql

_STAGES = (
    "leads",
    "contacts",
    "subscribers",
    "marketingQualifiedLeads",
    "salesQualifiedLeads",
    "opportunities",
    "customers",
)
_RATES = ("newVisitorSessionRate", "sessionToContactRate", "contactToCustomerRate")
SUMMARY = ("rawViews", "visits", "visitors", "submissions", *_STAGES, "pageviewsPerSession", *_RATES)
"""What the published example by day shows, which is of `totals`."""
TOTAL = ("rawViews", "visits", "visitors", *_STAGES, "pageviewsPerSession", "bounceRate", "timePerSession", *_RATES)
"""What the published example of a total shows, which is of `sources`: no submissions."""
BY_PERIOD = (
    *TOTAL,
    "bounces",
    "time",
    "returningVisits",
    "standardViews",
    "pageviewsMinusExits",
    "contactsPerPageview",
    "leadsPerView",
    "customersPerPageview",
)
"""What clients read of the rows of periods besides."""
PAGES = (
    "rawViews",
    "standardViews",
    "newVisitorRawViews",
    "entrances",
    "exits",
    "pageviewsMinusExits",
    "exitsPerPageview",
    "pageTime",
    "timePerPageview",
    "pageBounces",
    "pageBounceRate",
)
CONTENT = (
    "rawViews",
    "standardViews",
    "ctaViews",
    "ctaClicks",
    "submissions",
    "leads",
    "contacts",
    "entrances",
    "exits",
    "pageTime",
    "timePerPageview",
    "pageBounceRate",
    "exitsPerPageview",
    "pageviewsMinusExits",
)
FORMS = ("formViews", "visibles", "interactions", "installs", "submissions", "submissionsPerFormView")
SESSIONS = (
    "desktop",
    "mobile",
    "others",
    "organicSearch",
    "paidSearch",
    "emailMarketing",
    "socialMedia",
    "paidSocial",
    "referrals",
    "otherCampaigns",
    "directTraffic",
    "aiReferrals",
)
_SOURCE = (id_sql("source"), "detail_1", "detail_2")
_SOURCE_RAW = ("source", "detail_1", "detail_2")
_SOURCE_COLUMNS = {"source": "source", "detail_1": "detail_1", "detail_2": "detail_2"}


class Report(NamedTuple):
    """A report: where its counts come from, and what it shows.

    `levels` are the breakdowns in SQL, one for each depth of drilling down (none: one row for all); `total`, `rows` and
    `summary` the metrics of a total, of a period's rows and of a period as a whole. `order` is the metric that sorts,
    from the largest down. `feature` is what the plan must include, `drill_feature` what it takes to drill down.
    `folds`: breakdowns that differ in capitals only are one; `titled`: rows carry the title of their page;
    `raw`: the columns of the levels, where those are worked out.
    """

    feeds: tuple[Feed, ...]
    levels: tuple[str, ...]
    total: tuple[str, ...]
    rows: tuple[str, ...]
    summary: tuple[str, ...]
    order: str
    feature: str = ""
    drill_feature: str = ""
    folds: bool = False
    titled: bool = False
    raw: tuple[str, ...] = ()


def _traffic(counts: tuple[Feed, ...], levels: tuple[str, ...], feature: str, drill_feature: str = "") -> Report:
    return Report(counts, levels, TOTAL, BY_PERIOD, TOTAL, "visits", feature, drill_feature)


def _utm(name: str) -> Report:
    contacts = feeds.contacts_by(f"s.utm_{name} AS value", f"utm_{name} <> ''")
    return _traffic((feeds.parameter(name), contacts), ("value",), "traffic-analytics")


def _plain(counts: tuple[Feed, ...], levels: tuple[str, ...], metrics: tuple[str, ...], feature: str) -> Report:
    return Report(counts, levels, metrics, metrics, metrics, metrics[0], feature)


REPORTS: Mapping[str, Report] = {
    "totals": Report(
        (
            feeds.sessions("daily_sources", {}),
            feeds.forms(keyed=False),
            feeds.contacts,
        ),
        (),
        SUMMARY,
        SUMMARY,
        SUMMARY,
        "visits",
        "traffic-analytics",
    ),
    "sessions": _plain((feeds.devices(),), (), SESSIONS, "traffic-analytics"),
    "sources": _traffic(
        (feeds.sessions("daily_sources", _SOURCE_COLUMNS), feeds.contacts),
        _SOURCE,
        "source-reports",
        "report-drill-downs",
    )._replace(folds=True, raw=_SOURCE_RAW),
    "geolocation": _traffic(
        (
            feeds.places,
            feeds.contacts_by(f"s.country AS country, {feeds.REGION} AS region, s.city AS city"),
        ),
        ("country", "region", "city"),
        "source-reports",
        "report-drill-downs",
    ),
    "utm-campaigns": _utm("campaign"),
    "utm-contents": _utm("content"),
    "utm-mediums": _utm("medium"),
    "utm-sources": _utm("source"),
    "utm-terms": _utm("term"),
    "event-completions": _plain(
        (feeds.completions,), ("lpad(definition::VARCHAR, 12, '0')",), ("completions",), "event-completion-reports"
    ),
    "forms": _plain((feeds.forms(),), ("form",), FORMS, ""),
    "pages": _plain((feeds.pages("page"),), ("page",), PAGES, "page-reports")._replace(titled=True),
    # Nobody publishes social posts here, so none was clicked; the columns are not documented.
    "social-assists": _plain((), ("''",), ("completions",), "page-reports"),
}
"""By the first part of the path behind `/reports/`."""
CONTENT_TYPES: Mapping[str, str] = {
    "landing-pages": "landing-page",
    "standard-pages": "standard-page",
    "blog-posts": "blog-post",
    "listing-pages": "listing-page",
    "knowledge-articles": "knowledge-article",
}
"""The plural that paths have, and the word of the tracking code."""


def content_report(content_type: str) -> Report:
    """Pages of a content type, by id."""
    counts = (feeds.pages("page_id", content_type), feeds.contacts_of_pages("page_id", content_type))
    return _plain(counts, ("page_id",), CONTENT, "traffic-analytics")


def content_sources(content_type: str, subject: str) -> Report:
    """The sources of one page (`subject` is `page_id`) or of one blog (`content_group`)."""
    counts = (
        feeds.pages("", content_type, subject, by_source=True),
        feeds.contacts_of_pages("", content_type, subject, by_source=True),
    )
    return _plain(counts, _SOURCE, CONTENT, "traffic-analytics")._replace(folds=True, raw=_SOURCE_RAW)


def content_sessions(content_type: str) -> Report:
    """The sessions that viewed one page of a content type."""
    return _plain((feeds.devices(content_type),), (), SESSIONS, "traffic-analytics")
