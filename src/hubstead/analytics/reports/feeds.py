"""Where the counts of reports come from. A feed writes a SELECT of days, breakdowns and counts; a report adds up feeds.

Traffic comes from the daily rollups. Under a view they are no help: the same counts are then made of sessions and
events. Contacts are those created in the span, by their lifecycle stage of now, so past reports change with it
(documented); archived and merged contacts have no row in the columns.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from hubstead.analytics.periods import Span
from hubstead.analytics.sources import OFFLINE
from hubstead.analytics.statement import Statement
from hubstead.analytics.views.filters import Narrowing
from hubstead.columns.traffic import OF_PAGE, OF_SESSION


class Scene(NamedTuple):
    """What feeds need to know: the days, the view, the page or blog that a report is about, and how many breakdowns it
    drilled down."""

    span: Span
    view: Narrowing | None = None
    subject: str = ""
    depth: int = 0


Feed = Callable[[Statement, Scene], str]

SESSION_COUNTS = ("visits", "visitors", "raw_views", "standard_views", "exits", "bounces", "seconds")
_OF_SESSIONS = ", ".join(f"{OF_SESSION[name]} AS {name}" for name in SESSION_COUNTS)
PAGE_COUNTS = tuple(OF_PAGE)
_PAGE_KINDS = "kind IN ('page_view', 'cta_view', 'cta_click', 'form_submission')"
_OF_PAGES = ", ".join(f"{OF_PAGE[name]} AS {name}" for name in PAGE_COUNTS)
FORM_COUNTS: Mapping[str, str] = {
    "form_views": "form_view",
    "installs": "form_install",
    "visibles": "form_visible",
    "interactions": "form_interaction",
    "submissions": "form_submission",
}
STAGES: Mapping[str, str] = {
    "subscribers": "subscriber",
    "leads": "lead",
    "marketing_qualified_leads": "marketingqualifiedlead",
    "sales_qualified_leads": "salesqualifiedlead",
    "opportunities": "opportunity",
    "customers": "customer",
}
_OF_CONTACTS = "1 AS contacts, " + ", ".join(
    f"(lifecyclestage IS NOT DISTINCT FROM '{stage}')::INT AS {name}" for name, stage in STAGES.items()
)
_CONTACTS = (
    "{records:0-1:createdate=MOMENT,hs_analytics_source=CHOICE,hs_analytics_source_data_1=TEXT,"
    "hs_analytics_source_data_2=TEXT,lifecyclestage=CHOICE}"
)


def days(statement: Statement, span: Span) -> str:
    """A condition on the day of a row."""
    return f"day BETWEEN {statement.bound(span.first)}::DATE AND {statement.bound(span.last)}::DATE"


def sessions(rollup: str, key: Mapping[str, str]) -> Feed:
    """Counts of sessions. `key` maps each column of the breakdown to the same in `{sessions}`."""

    def feed(statement: Statement, scene: Scene) -> str:
        on = days(statement, scene.span)
        if scene.view is None:
            return f"SELECT {', '.join(('day', *key, *SESSION_COUNTS))} FROM {{{rollup}}} WHERE {on}"
        columns = "".join(f", {column} AS {name}" for name, column in key.items())
        return f"SELECT day{columns}, {_OF_SESSIONS} FROM {{sessions}} WHERE {on} AND {scene.view.sessions(statement)}"

    return feed


REGION = "if(s.region = '', '', s.country || '-' || s.region)"


def places(statement: Statement, scene: Scene) -> str:
    """Counts of sessions by country, below it by region (ISO 3166-2) and city. Those are not in the rollups: only an
    operator's database tells them."""
    if not scene.depth:
        return sessions("daily_countries", {"country": "country"})(statement, scene)
    on = days(statement, scene.span)
    if scene.view is not None:
        on += f" AND {scene.view.sessions(statement)}"
    return (
        f"SELECT day, s.country AS country, {REGION} AS region, city, {_OF_SESSIONS} FROM {{sessions}} AS s WHERE {on}"
    )


def parameter(name: str) -> Feed:
    """Counts of the sessions whose landing page named a value for the parameter `utm_…`."""

    def feed(statement: Statement, scene: Scene) -> str:
        on, counts = days(statement, scene.span), ", ".join(SESSION_COUNTS)
        if scene.view is None:
            return f"SELECT day, value, {counts} FROM {{daily_utm}} WHERE {on} AND parameter = '{name}'"
        fits = f"{on} AND utm_{name} <> '' AND {scene.view.sessions(statement)}"
        return f"SELECT day, utm_{name} AS value, {_OF_SESSIONS} FROM {{sessions}} WHERE {fits}"

    return feed


def devices(content_type: str = "") -> Feed:
    """Sessions by device and source, each in a column of its own; with a content type, those that viewed the page of
    this type that is asked for."""

    def feed(statement: Statement, scene: Scene) -> str:
        on = days(statement, scene.span)
        page = content_type and (
            f"page_id = {statement.bound(scene.subject)} AND content_type = {statement.bound(content_type)}"
        )
        if scene.view is None:
            rollup, fits = ("daily_page_devices", f"{on} AND {page}") if page else ("daily_devices", on)
            rows = f"SELECT day, device, source, visits FROM {{{rollup}}} WHERE {fits}"
        else:
            seen = f"SELECT visitor, session AS started FROM {{events}} WHERE kind = 'page_view' AND {page}"
            of_page = f" SEMI JOIN ({seen}) USING (visitor, started)" if page else ""
            fits = f"{on} AND {scene.view.sessions(statement)}"
            rows = f"SELECT day, device, source, 1 AS visits FROM {{sessions}}{of_page} WHERE {fits}"
        return f"SELECT day, {', '.join(f'{count} AS {name}' for name, count in _DEVICES.items())} FROM ({rows})"

    return feed


def _when(condition: str) -> str:
    return f"CASE WHEN {condition} THEN visits ELSE 0 END"


_DEVICES: Mapping[str, str] = {
    "desktop": _when("device = 'DESKTOP'"),
    "mobile": _when("device = 'MOBILE'"),
    "others": _when("device NOT IN ('DESKTOP', 'MOBILE')"),
    "organic_search": _when("source = 'ORGANIC_SEARCH'"),
    "paid_search": _when("source = 'PAID_SEARCH'"),
    "email_marketing": _when("source = 'EMAIL_MARKETING'"),
    "social_media": _when("source = 'SOCIAL_MEDIA'"),
    "paid_social": _when("source = 'PAID_SOCIAL'"),
    "referrals": _when("source = 'REFERRALS'"),
    "other_campaigns": _when("source = 'OTHER_CAMPAIGNS'"),
    "direct_traffic": _when("source = 'DIRECT_TRAFFIC'"),
    "ai_referrals": _when("source = 'AI_REFERRALS'"),
}


def pages(key: str, content_type: str = "", subject: str = "", by_source: bool = False) -> Feed:
    """What happened on pages. `key` is the column of the breakdown; `subject` that of the page or blog asked for."""
    names = ("source", "detail_1", "detail_2") if by_source else (key,)

    def feed(statement: Statement, scene: Scene) -> str:
        fits = days(statement, scene.span)
        if content_type:
            fits += f" AND content_type = {statement.bound(content_type)}"
        if subject:
            fits += f" AND {subject} = {statement.bound(scene.subject)}"
        elif not by_source:
            fits += f" AND {key} <> ''"
        if scene.view is None:
            rollup = "daily_page_sources" if by_source else "daily_pages"
            return f"SELECT {', '.join(('day', *names, *PAGE_COUNTS))} FROM {{{rollup}}} WHERE {fits}"
        fits, events = f"{fits} AND {_PAGE_KINDS}", scene.view.events(statement)
        if not by_source:
            return f"SELECT day, {key}, {_OF_PAGES} FROM {events} WHERE {fits}"
        raw = f"SELECT day, visitor, session, {_OF_PAGES} FROM {events} WHERE {fits}"
        return (
            f"SELECT e.* EXCLUDE (visitor, session), s.source, s.detail_1, s.detail_2 FROM ({raw}) AS e "
            "LEFT JOIN {sessions} AS s ON s.visitor = e.visitor AND s.started = e.session"
        )

    return feed


def forms(keyed: bool = True) -> Feed:
    """What happened with forms; without a key, only how many were sent."""

    def feed(statement: Statement, scene: Scene) -> str:
        on = days(statement, scene.span)
        if scene.view is None:
            columns = ", ".join(("form", *FORM_COUNTS)) if keyed else "submissions"
            return f"SELECT day, {columns} FROM {{daily_forms}} WHERE {on}"
        counts = FORM_COUNTS if keyed else {"submissions": FORM_COUNTS["submissions"]}
        columns = ", ".join(f"(kind = '{kind}')::INT AS {name}" for name, kind in counts.items())
        kinds = ", ".join(f"'{kind}'" for kind in counts.values())
        fits = f"{on} AND kind IN ({kinds})"
        return f"SELECT day, {'form, ' if keyed else ''}{columns} FROM {scene.view.events(statement)} WHERE {fits}"

    return feed


def completions(statement: Statement, scene: Scene) -> str:
    """How often events happened that the account defined."""
    on = days(statement, scene.span)
    if scene.view is None:
        return f"SELECT day, definition, completions FROM {{daily_events}} WHERE {on}"
    events = scene.view.events(statement)
    return f"SELECT day, definition, 1 AS completions FROM {events} WHERE {on} AND definition > 0"


def _created(statement: Statement, span: Span) -> tuple[str, str]:
    """The day on which a contact was created, and a condition for the days of the span."""
    zone = statement.bound(span.zone)
    since, until = (f"make_timestamp({statement.bound(moment * 1000)}::BIGINT)" for moment in (span.since, span.until))
    day = f"((createdate AT TIME ZONE 'UTC') AT TIME ZONE {zone})::DATE"
    return day, f"createdate >= {since} AND createdate < {until}"


def contacts(statement: Statement, scene: Scene) -> str:
    """New contacts by original source; who came by no visit is offline. `sample` is the contact that was counted."""
    if scene.view is not None:
        return contacts_by("s.source AS source, s.detail_1 AS detail_1, s.detail_2 AS detail_2")(statement, scene)
    day, fits = _created(statement, scene.span)
    source = f"coalesce(nullif(hs_analytics_source, ''), '{OFFLINE}') AS source"
    details = "hs_analytics_source_data_1 AS detail_1, hs_analytics_source_data_2 AS detail_2"
    return f'SELECT {day} AS day, {source}, {details}, "#id" AS sample, {_OF_CONTACTS} FROM {_CONTACTS} WHERE {fits}'


def contacts_by(key: str, where: str = "TRUE") -> Feed:
    """New contacts by something of their first session (`s`); those who had none are left out, and those whose first
    session does not fit."""

    def feed(statement: Statement, scene: Scene) -> str:
        day, fits = _created(statement, scene.span)
        which = f"{where} AND {scene.view.sessions(statement)}" if scene.view is not None else where
        return (
            f"SELECT {day} AS day, {key}, {_OF_CONTACTS} FROM {_CONTACTS} AS c "
            'JOIN {visitors} AS v ON v.contact = c."#id" '
            f"JOIN (SELECT * FROM {{sessions}} WHERE fresh AND {which}) AS s ON s.visitor = v.visitor WHERE {fits}"
        )

    return feed


def contacts_of_pages(key: str, content_type: str, subject: str = "", by_source: bool = False) -> Feed:
    """New contacts by the page of the first form that they sent (our choice: where they became contacts)."""
    names = "source, detail_1, detail_2" if by_source else key

    def feed(statement: Statement, scene: Scene) -> str:
        day, fits = _created(statement, scene.span)
        kind = statement.bound(content_type)
        about = f" AND {subject} = {statement.bound(scene.subject)}" if subject else ""
        if not by_source:
            about += f" AND {key} <> ''"
        events = scene.view.events(statement) if scene.view is not None else "{events}"
        first = (
            "SELECT coalesce(nullif(object_id, 0), v.contact) AS contact, arg_min(e, moment) AS e FROM "
            f"(SELECT * FROM {events} WHERE kind = 'form_submission') AS e "
            "LEFT JOIN {visitors} AS v ON v.visitor = e.visitor GROUP BY 1"
        )
        sent = (
            "SELECT contact, e.page AS page, e.page_id AS page_id, e.content_type AS content_type, "
            f"e.content_group AS content_group, e.visitor AS visitor, e.session AS session FROM ({first})"
        )
        return (
            f"SELECT {day} AS day, {names}, {_OF_CONTACTS} FROM {_CONTACTS} AS c "
            f'JOIN ({sent}) AS f ON f.contact = c."#id" '
            + ("LEFT JOIN {sessions} AS s ON s.visitor = f.visitor AND s.started = f.session " if by_source else "")
            + f"WHERE {fits} AND content_type = {kind}{about}"
        )

    return feed
