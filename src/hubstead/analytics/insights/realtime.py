"""Who is on the site right now."""

from msgspec import Struct

from hubstead.analytics.insights.scene import read_view
from hubstead.analytics.sources import UNKNOWN, id_sql
from hubstead.analytics.statement import Statement
from hubstead.columns.ask import Columns
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

MINUTES = 30
MOST_MINUTES = 60
ACTIVE = 5
"""Minutes since the last activity in which a visitor counts as active."""
ROWS = 50


class NowOn(Struct, rename="camel"):
    """A page, and how many look at it: their last page view was of this one."""

    page: str
    title: str
    visitors: int


class Part(Struct):
    """A part of the visitors, and what they have in common."""

    name: str
    visitors: int


class Minute(Struct, rename="camel"):
    """A minute that began so many minutes ago."""

    ago: int
    visitors: int
    page_views: int


class Realtime(Struct, rename="camel"):
    """The last minutes: visitors, those of them that were active in the last five, and what they looked at.

    `as_of` in ms. Lists begin with the most.
    """

    as_of: int
    minutes: int
    visitors: int
    active_visitors: int
    page_views: int
    pages: list[NowOn]
    sources: list[Part]
    countries: list[Part]
    per_minute: list[Minute]


_LATEST = (
    "latest AS (SELECT visitor, max(moment) AS moment, max(session) AS session, "
    "arg_max(page, moment) FILTER (kind = 'page_view') AS page FROM recent GROUP BY visitor)"
)
_LOOKED_AT = (
    "SELECT page, coalesce((SELECT any_value(title) FROM {pages} AS p WHERE p.page = latest.page), '') AS title "
    "FROM latest WHERE page <> ''"
)


def _by(what: str) -> str:
    """Something that is known of the sessions, by visitor."""
    seen = "latest JOIN {sessions} AS s ON s.visitor = latest.visitor AND s.started = latest.session"
    return f"SELECT {what} AS name FROM {seen}"


def _most(key: str, rows: str) -> str:
    """What most visitors have in common, as one value: a list, ordered by how many they are."""
    counted = f"SELECT *, count(*) AS visitors FROM ({rows}) GROUP BY ALL ORDER BY visitors DESC, {key} LIMIT {ROWS}"
    return f"(SELECT list(part ORDER BY visitors DESC, {key}) FROM ({counted}) AS part)"


async def realtime(call: Call) -> Realtime:
    """The last `minutes` of a view, up to this moment. Raises `Invalid` for more than an hour, and `NotFound`."""
    minutes = call.number("minutes", MINUTES)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(f"minutes must be between 1 and {MOST_MINUTES}.", context={"minutes": [str(minutes)]})
    now, columns = call.now(), Columns(call)
    view, statement = await read_view(call), Statement()
    since, until = statement.bound(now - minutes * 60_000), statement.bound(now)
    # An app, a server or a form tells what is "sent", outside of sessions: its visitor need not be on the site.
    within = f"moment > {since} AND moment <= {until} AND visitor <> 0 AND kind <> 'sent'"
    recent = f"WITH recent AS (SELECT * FROM {view.events(statement)} WHERE {within}), {_LATEST}"

    active = f"count(*) FILTER (moment > {now - ACTIVE * 60_000:d})"
    viewed = "(SELECT count(*) FROM recent WHERE kind = 'page_view')"
    by_minute = (
        f"SELECT ({until} - moment) // 60000 AS ago, count(DISTINCT visitor) AS visitors, "
        "count(*) FILTER (kind = 'page_view') AS page_views FROM recent GROUP BY 1"
    )
    lists = (
        _most("page", _LOOKED_AT),
        _most("name", _by(id_sql("source"))),
        _most("name", _by(f"coalesce(nullif(country, ''), '{UNKNOWN}')")),
        f"(SELECT list(part ORDER BY ago) FROM ({by_minute}) AS part)",
    )
    # One statement, so that all of the answer is of one moment.
    sql = f"{recent} SELECT count(*), {active}, {viewed}, {', '.join(lists)} FROM latest"
    ((visitors, lively, views, pages, sources, countries, per_minute),) = await columns(sql, statement.values)
    return Realtime(
        as_of=now,
        minutes=minutes,
        visitors=visitors,
        active_visitors=lively,
        page_views=views,
        pages=[NowOn(**one) for one in pages or ()],
        sources=[Part(**one) for one in sources or ()],
        countries=[Part(**one) for one in countries or ()],
        per_minute=[Minute(**one) for one in per_minute or ()],
    )
